/**
 * Words that announce somebody else's words, or an example: « Message reçu de la fille du patient », « Voici ce que
 * m'écrit sa fille : », « Exemple de formulaire : ».
 *
 * In    one clause of an author
 * Out   whether what follows it may be somebody else's
 *
 * A small grammar of kinds, not of sentences: a word for a letter with a word for who sent it, a verb of writing whose
 * subject is neither the author nor the reader, a word for an example. « Mon courrier », « votre message », « suite au
 * courrier du Dr X » and a letter to somebody announce nothing. SPEC §4 (in doubt its author is asked)
 */
import { words } from '../domain/texte.ts'

const setOf = (list: string): ReadonlySet<string> => new Set(list.split(' '))

/** What is sent from one person to another. */
const LETTERS = setOf(
  'message messages mail mails mel mels courriel courriels email emails sms texto textos mms fax telecopie mot ' +
    'whatsapp courrier courriers lettre lettres letter copie transcription temoignage attestation declaration propos',
)
/** What one fills in or notes: somebody else's only where that one is named, and is not whom it is about. */
const FORMS = setOf(
  'formulaire formulaires fiche fiches questionnaire questionnaires note notes transmission transmissions reponse ' +
    'reponses texte ecrit rendu rendus cr crh form',
)
const EXAMPLES = setOf(
  'exemple exemples modele modeles specimen gabarit maquette template fictif fictive example sample',
)

const PATIENT = setOf('patient patiente patients malade interesse interessee resident residente')
/** Who writes to physicians: family, carers, colleagues, places. */
const PERSONS = setOf(
  'dr docteur docteure pr professeur professeure mme madame mlle m mr monsieur maitre fille fils mari epoux epouse ' +
    'conjoint conjointe compagne compagnon femme mere pere maman papa parents soeur frere tante oncle niece neveu ' +
    'cousin cousine grand petite petit belle beau famille proche proches entourage aidant aidante ami amie voisin ' +
    'voisine tuteur tutrice curateur curatrice mandataire representant representante personne infirmier infirmiere ' +
    'infirmiers infirmieres ide idel ipa kine kinesitherapeute medecin medecins confrere consoeur collegue collegues ' +
    'interne externe remplacant remplacante pharmacien pharmacienne secretaire secretariat assistante assistant ' +
    'orthophoniste psychologue dieteticienne opticien dentiste chirurgien chirurgienne soignant soignante ' +
    'auxiliaire educatrice educateur directrice directeur cadre equipe service hopital chu clinique urgences ' +
    'laboratoire labo pharmacie cabinet ehpad ssiad had samu mdph cpam ecole creche foyer nurse doctor daughter son ' +
    'wife husband mother father',
)
const isPerson = (word: string): boolean =>
  PERSONS.has(word) || PATIENT.has(word) || /^[a-z]{3,}(?:logue|iatre|logiste)s?$/.test(word)

const FROM = setOf('de du des d par from by of')
const ARTICLES = setOf(
  'la le l les un une sa son ses leur leurs ma mon mes notre nos cette cet ce the his her my vieille jeune part',
)
/** Whose letter is no third person's, and what only refers to one. */
const OURS = setOf('mon ma mes notre nos votre vos ton ta tes')
const REFERS =
  /\b(?:suite|reponse|reference|concernant|vu|revoir|avec) (?:a|au|aux|le|la|l|les|ce|cette)(?: \w+)?$/
const RECEIVED = setOf(
  'recu recue recus recues transfere transferee transferes transmis transmise forwarde forwarded reexpedie copie colle',
)
const BELOW = /\b(?:ci dessous|ci apres|plus bas|qui suit|que voici|suivante?|below)\b/
const PASSED_ON =
  /\b(?:transfere|transferer|transfert|fais suivre|faire suivre|faisons suivre|fait suivre|relaie|relaye|copie colle|copier coller|fw|fwd|tr)\b/

/** Verbs of writing whose subject speaks: « m'écrit », « m'a envoyé », « nous transmet ». */
const WRITES = setOf(
  'ecrit ecrivait ecrivent envoie envoient envoye envoyee envoyes envoyait transmet transmettent transmis transmise ' +
    'adresse adressait adressee repond repondent repondu dit disent disait raconte rapporte explique confie indique ' +
    'laisse communique redige dicte',
)
const WROTE = setOf('ecrit redige rempli ecrite')
const SAYS = setOf(
  'dit disent disait raconte racontent rapporte rapportent explique expliquent ecrit ecrivent ecrivait envoye transmis',
)
const WRITTEN = /\b(?:rempli|redige|complete|ecrit|envoye|transmis|dicte|poste)(?:e|es|s)? par\b/
const SPEAKERS = setOf('je j ai avons vous avez')

/** How far behind a word for a letter its sender is named. */
const REACH = 12

/** Words that may stand before the word for a letter where no colon ends the clause. */
const LEADS = setOf(
  'voici voila ci dessous apres ceci est c cf voir fw fwd tr e le la les l un une ce cet cette pour a titre d je vous ' +
    'nous transfere transmets fais faisons suivre relaie trouverez extrait extraits du de d here is this the an',
)

/** Does a clause announce somebody else's words or an example, ended by a colon or alone on its line? */
export function introduces(clause: string, end: 'colon' | 'alone'): boolean {
  const said = words(clause.slice(0, 400))
  const list = said.split(' ')
  const isColon = end === 'colon'
  if (!isColon && !isHeaded(list)) return false
  if (list.some((word) => EXAMPLES.has(word)) || /\bformulaire type\b/.test(said)) return true
  if (/^(?:citation|verbatim)\b|\bje cite\b/.test(said)) return true
  const hasLetter = list.some((_, at) => isLetter(list, at))
  if (hasLetter && (BELOW.test(said) || PASSED_ON.test(said))) return true
  if (list.some((_, at) => isSent(list, at)) || isNamed(clause, list)) return true
  return isColon && speaks(list, said)
}

/** Alone on its line a clause begins with the word for what it announces. */
function isHeaded(list: readonly string[]): boolean {
  const first = list.find((word) => !LEADS.has(word)) ?? ''
  return (
    LETTERS.has(first) ||
    FORMS.has(first) ||
    EXAMPLES.has(first) ||
    /^(?:compte|citation|verbatim)$/.test(first)
  )
}

/** A word for a letter that is not the author's nor the reader's, and that he does not merely refer to. */
function isLetter(list: readonly string[], at: number): boolean {
  const word = list[at] ?? ''
  if (!LETTERS.has(word) && !FORMS.has(word)) return false
  if (word === 'mot' && list[at + 1] === 'de' && list[at + 2] === 'passe') return false
  const before = list.slice(Math.max(0, at - 4), at)
  if (before.some((one) => OURS.has(one))) return false
  return LETTERS.has(word) && !REFERS.test(before.join(' '))
}

/** A word for a letter or a form, and behind it who sent it or that it was received. */
function isSent(list: readonly string[], at: number): boolean {
  const isForm = FORMS.has(list[at] ?? '') && !list.slice(Math.max(0, at - 4), at).some(isOurs)
  if (!isForm && !isLetter(list, at)) return false
  if (isForm && REFERS.test(list.slice(Math.max(0, at - 3), at).join(' '))) return false
  const behind = list.slice(at + 1, at + 1 + REACH)
  const received = behind.slice(0, 3).findIndex((word) => RECEIVED.has(word))
  if (received !== -1 && !/^(?:a|au|aux|pour)$/.test(behind[received + 1] ?? '')) return true
  return behind.some((word, from) => {
    // « À l'attention du Dr X »: to whom, not from whom.
    if (!FROM.has(word) || behind[from - 1] === 'attention') return false
    const who = senderAt(behind, from + 1)
    return who !== null && (!isForm || word === 'par' || word === 'by' || !PATIENT.has(who))
  })
}

function isOurs(word: string): boolean {
  return OURS.has(word)
}

/** Who is named from a place on, articles aside; null: nobody. */
function senderAt(list: readonly string[], from: number): string | null {
  const at = list.findIndex((word, i) => i >= from && !ARTICLES.has(word))
  const word = list[at] ?? ''
  return at !== -1 && at <= from + 2 && isPerson(word) ? word : null
}

/** Kinds of letters, which are written with a capital as names are. */
const KINDS = setOf(
  'sortie liaison suivi demande avis consultation hospitalisation relance synthese adressage teleexpertise ' +
    'motivation consentement information confirmation',
)

/** « Message de Sophie », « Lettre de Paul DURAND ». */
function isNamed(clause: string, list: readonly string[]): boolean {
  if (!list.some((_, at) => isLetter(list, at)) || clause === clause.toUpperCase()) return false
  return [...clause.matchAll(/[\s’'](?:de|par|d['’]|from|by) ?(\p{Lu}[\p{L}’'-]{1,40})/gu)].some(
    ([, name = '']) => !KINDS.has(words(name)),
  )
}

/** « Sa fille m'écrit : », « Le radiologue a écrit : », « Ce que raconte la patiente : », « Rempli par l'interne : ». */
function speaks(list: readonly string[], said: string): boolean {
  if (/\b(?:consentement|accord)\b/.test(said)) return false
  if (WRITTEN.test(said) && list.some(isPerson)) return true
  if (/^(?:j ai |nous avons |bien )?recue?s? (?:[a-z0-9]+ ){0,4}(?:de|du|d|des) /.test(said)) {
    return list.some(isPerson)
  }
  if (/\b(?<!\bi )(?:wrote|writes)\b/.test(said)) return true
  const isMine = list.some((word) => SPEAKERS.has(word))
  if (/\bce qu?e?\b/.test(said) && !isMine && list.some((word) => SAYS.has(word))) return true
  return list.some((word, at) => {
    const [before = '', auxiliary = ''] = [list[at - 1], list[at - 2]]
    const isPast = /^(?:a|ont)$/.test(before)
    if (WRITES.has(word) && TO_ME.has(isPast ? auxiliary : before)) return true
    return isPast ? WROTE.has(word) : word.startsWith('ecri') && isSubject(list, at)
  })
}

const TO_ME = setOf('m me nous')

/** A person, or « elle », right before the verb: « La fille du patient écrit ». */
function isSubject(list: readonly string[], at: number): boolean {
  const word = list[at - 1] ?? ''
  return isPerson(word) || word === 'elle' || word === 'il'
}
