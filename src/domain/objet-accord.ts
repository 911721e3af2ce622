/**
 * What an agreement is about, and who is to be told of it: only one about this request is a consent.
 *
 * In    the folded words behind « accord », « accepte », « consent »; those of a sentence
 * Out   whether its object is named and is something else (« d'accord pour faire les pansements »); the sentence
 *       without the wish that somebody close learns nothing of it
 *
 * No object, or one that names nothing (« pour cela »), is this request: it is asked about. CSP art. L. 1111-4; SPEC §4
 */
import { ensemble } from './mots.ts'
import { words } from './texte.ts'

/** The request and what it is made of: one of these words, and the agreement is about it. */
const REQUEST =
  /^(?:tele\w+|transm\w+|envo\w+|partag\w+|communiqu\w+|photo\w*|image\w*|cliche\w*|videos?|donnees?|dossiers?|demandes?|demarches?|avis|procedures?|echanges?|sollicit\w+|messagerie|mails?|mels?|courriers?|documents?|courriels?|informations?|informatique|internet|distance|expertise|consentement|contacter|interroger|ecri\w+|dr|docteure?|pr|professeure?|confreres?|consoeurs?|medecins?|specialistes?)$/
/** Is a folded word one of the request, or of what it is made of? */
export function isDeLaDemande(word: string): boolean {
  return REQUEST.test(word)
}

/** What stands between an agreement and its object. */
const TO = ensemble('pour a au aux que qu avec sur')
/** An object without a preposition: « accepte l'hospitalisation ». */
const ARTICLE = ensemble('la le l les un une des ses son sa')
const TRANSITIVE = /^(?:accepte(?:nt|e)?|autorise|consent|consente|consentir)$/
/** « d'accord de venir » */
const INFINITIVE = /^[a-z]{2,}(?:er|ir|re)$/
/** How and when it was given: no object. */
const MANNER = ensemble(
  'oral orale orales oralement ecrit ecrite voix telephone tel vive cabinet domicile chevet visite lit consultation chambre midi ' +
    'instant moment present jour matin soir hier demain fait tout cent lui elle moi nous vous eux leur place nom propos sujet ' +
    'condition titre moi meme plus plusieurs reprises fois fin faveur enfant patient patiente',
)
/** Names no thing. */
const VAGUE = ensemble(
  'cela ca ce cette cet ceci celui celle tout tous toute toutes rien quoi comme ainsi chose choses suite sujet propos cadre but ' +
    'effet egalement aussi bien oui non pas plus qu que pour a au aux avec sur de d du des la le l les un une en par et ou son sa ses ' +
    'leur leurs lui elle il ils elles nous vous me se y soit sera est ete etre avoir fasse fait faire regarder regarde voir continuer suivre prendre ' +
    'aller on je j i si nos notre votre vos mon ma mes tres tous deux principe ensemble',
)

/** Is it said of an agreement that stands at `word` that it is about something else than this request? */
export function isAccordDAutreChose(word: string, after: readonly string[]): boolean {
  // « accord de son père, qui a l'autorité parentale »: of a person.
  const who = after.indexOf('qui')
  const own = who === -1 ? after : after.slice(0, who)
  const at = own.findIndex((one, i) => isIntroducer(word, own, one, i))
  if (at === -1) return false
  const object = own.slice(at + 1)
  if (after.some((one) => REQUEST.test(one))) return false
  return object.some((one) => one.length > 2 && !VAGUE.has(one) && !MANNER.has(one))
}

function isIntroducer(word: string, after: readonly string[], one: string, at: number): boolean {
  const next = after[at + 1] ?? ''
  if (TO.has(one)) {
    const thing = ARTICLE.has(next) ? (after[at + 2] ?? '') : next
    return !MANNER.has(thing) && !/^\d/.test(thing)
  }
  if (one === 'de' || one === 'd') return INFINITIVE.test(next)
  return at === 0 && TRANSITIVE.test(word) && ARTICLE.has(one)
}

/** Who is close to the patient and stands for nobody by law; those of the second list only where they are somebody's. */
const CLOSE = ensemble(
  'mari epoux epouse conjoint conjointe compagne compagnon frere soeur niece neveu gendre famille enfants proche proches entourage ' +
    'voisin voisine voisins aidant aidante',
)
const POSSESSED = ensemble('femme fils fille ami amie amis')
const PATIENT = ensemble('patient patiente elle il lui interesse interessee')
const AGREES = /^(?:accords?|ok|consent\w*|accepte\w*|acceptation|autoris\w+)$/
const INFORMED = /^(?:informee?s?|prevenue?s?|avertie?s?|courant)$/
const LEARNS =
  /^(?:courant|informee?s?|prevenue?s?|avertie?s?|sache|sachent|apprenne|apprennent|voie|voient|lise|lisent|acces|connaisse|connaissent)$/
const TELLS =
  /^(?:dise|dire|dites|parler?|annoncer?|informer?|previenne|prevenir|avertisse|avertir|reveler?|montrer?|communiquer?|transmette|transmettre|transmise?s?|envo(?:ie|yer|yee?s?))$/
/** What governs such a wish: without it nothing is left of a refusal. */
const WISH = ensemble(
  'ne n veut voulait souhaite souhaitait desire prefere accepte pas plus refuse s oppose opposee est a ce surtout rien finalement d',
)
const CLAUSE = /[,()–—;]|\s(?:et|mais|car|donc|or)\s/i
const MAX_APART = 6

/**
 * A sentence without what somebody close agrees to besides, knows, or shall not learn: the patient's consent stands. As
 * it was where the same words go on (« ni qu'on … », « et accepte … »).
 */
export function sansProches(sentence: string): string {
  const clauses = sentence.split(CLAUSE)
  const lists = clauses.map((clause) => words(clause).split(' '))
  const goesOn = lists.some((list, at) => {
    const [first = ''] = list
    return at > 0 && (/^(?:qu|que|ni|ou)$/.test(first) || AGREES.test(first))
  })
  if (goesOn || lists.some((list) => list.includes('ni'))) return sentence
  const cuts = lists.map((list, at) => startOfProche(list, lists.slice(at + 1)))
  if (cuts.every((cut) => cut === null)) return sentence
  return clauses
    .map((clause, at) => {
      const cut = cuts[at] ?? null
      return cut === null ? clause : (lists[at] ?? []).slice(0, cut).join(' ')
    })
    .join(', ')
}

/** Where that begins in a clause; null: nothing of it is said there. */
function startOfProche(
  list: readonly string[],
  rest: readonly (readonly string[])[],
): number | null {
  const who = list.findIndex((word, at) => isProche(list, word, at))
  if (who === -1) return null
  const wish = startOfWish(list, who)
  if (wish !== null) return wish
  if (list.slice(0, who).some((word) => PATIENT.has(word))) return null
  const at = list.findIndex((word, i) => i > who && (AGREES.test(word) || INFORMED.test(word)))
  const word = list[at] ?? ''
  if (at === -1 || list.slice(who, at).some((one) => PATIENT.has(one))) return null
  if (INFORMED.test(word)) return 0
  return isAccordDAutreChose(word, suiteDe(list, at, rest)) ? 0 : null
}

/** The words behind an agreement, in the next clauses too, as far as the next agreement. */
export function suiteDe(
  list: readonly string[],
  at: number,
  rest: readonly (readonly string[])[],
): readonly string[] {
  const next = rest.findIndex((clause) => clause.some((word) => AGREES.test(word)))
  const ends = next === -1 ? rest : rest.slice(0, next)
  return [list.slice(at + 1), ...ends].flat()
}

function isProche(list: readonly string[], word: string, at: number): boolean {
  if (CLOSE.has(word)) return true
  const before = list[at - 1] ?? ''
  if (!POSSESSED.has(word)) return false
  return /^(?:son|sa|ses|leur|leurs)$/.test(before) || (/^fil/.test(word) && /^l[ea]$/.test(before))
}

/** Where the wish begins that somebody close learns nothing; null: there is none. */
function startOfWish(list: readonly string[], who: number): number | null {
  const behind = list.slice(who + 1, who + 1 + MAX_APART)
  const learnt = behind.some((word) => LEARNS.test(word)) ? thatBefore(list, who) : -1
  const from = learnt === -1 ? toldBefore(list, who) : learnt
  if (from === -1) return null
  let at = from
  while (at > 0 && WISH.has(list[at - 1] ?? '')) at -= 1
  return at
}

function thatBefore(list: readonly string[], before: number): number {
  return list.findLastIndex(
    (word, at) => at < before && at >= before - MAX_APART && /^(?:que|qu)$/.test(word),
  )
}

/** « qu'on le dise à sa femme », « ne pas prévenir le mari »; -1: nobody close is told. */
function toldBefore(list: readonly string[], who: number): number {
  const told = list.findLastIndex(
    (word, at) => at < who && at >= who - MAX_APART && TELLS.test(word),
  )
  if (told === -1) return -1
  const isHim = who - told <= 2 || /^(?:a|aux|avec)$/.test(list[who - 2] ?? list[who - 1] ?? '')
  if (!isHim) return -1
  const that = thatBefore(list, told)
  return that === -1 ? told : that
}
