/**
 * What a letter in prose says of a request without any line of the form: « je vous adresse Mme Jeanne MARTIN, née le
 * 12/03/1951, qui est d'accord ; son médecin traitant est le Dr X ».
 *
 * In    the author's own prose, the day of its receipt
 * Out   lines to propose to him, each as it stands there; none where two persons, two physicians or a doubt stand there
 *
 * A proposal acts once its author has said so, and never by itself: his consent, the patient's identity and a recipient
 * are not guessed. SPEC §4, §6.1
 */
import { jourNomme } from '../domain/consentement-dit.ts'
import type { Jour } from '../domain/correspondant.ts'
import type { Formulaire } from '../domain/courrier.ts'
import { jourDe, modeConsentementDe } from '../domain/identifiants.ts'
import { avecSiecle } from '../domain/jour.ts'
import { phrasesDe } from '../domain/phrases.ts'
import { specialiteDe } from '../domain/specialites.ts'
import { fold, trimEndOf, words } from '../domain/texte.ts'
import { nommeDans } from './noms.ts'

const MAX_CHARS = 20_000
const MAX_AGE_YEARS = 120

/** The lines that prose says. */
export function proposedIn(text: string, today: Jour): Formulaire {
  if (text.trim() === '' || text.length > MAX_CHARS) return {}
  const sentences = phrasesDe(text)
  return {
    ...identityIn(sentences, today),
    ...consentIn(sentences, today),
    ...traitantIn(sentences),
    ...askedIn(text, sentences),
    ...questionIn(sentences),
  }
}

const TITLES: { readonly [word: string]: 'M' | 'F' } = {
  madame: 'F',
  mme: 'F',
  mlle: 'F',
  mademoiselle: 'F',
  patiente: 'F',
  monsieur: 'M',
  mr: 'M',
  'm.': 'M',
  patient: 'M',
}
const MAX_NAME_WORDS = 10
const MAX_DAY_WORDS = 3

/** Who is named with a title and a birth date; none where two are. */
function identityIn(sentences: readonly string[], today: Jour): Formulaire {
  const found = sentences.flatMap((sentence) => personsIn(sentence, today))
  const [first] = found
  return first !== undefined && found.every((one) => isSame(one, first)) ? first : {}
}

function isSame(one: Formulaire, other: Formulaire): boolean {
  const key = ({ nomNaissance = '', prenoms = '', dateNaissance = '' }: Formulaire) =>
    words(`${nomNaissance} ${prenoms} ${dateNaissance}`)
  return key(one) === key(other)
}

function personsIn(sentence: string, today: Jour): readonly Formulaire[] {
  const list = sentence.split(' ')
  return list.flatMap((word, at) => {
    const sexe = TITLES[fold(trimEndOf(word, ',:'))]
    if (sexe === undefined) return []
    const one = personAt(list.slice(at + 1, at + 1 + MAX_NAME_WORDS + MAX_DAY_WORDS + 4), today)
    return one === null || (one.born === 'née' && sexe === 'M') ? [] : [{ ...one.form, sexe }]
  })
}

/** « Jeanne MARTIN, née le 12/03/1951 »: the names, and the day behind them. */
function personAt(list: readonly string[], today: Jour) {
  const born = list.findIndex((word) => /^\(?n[ée]e?$/i.test(word))
  if (born < 1 || born > MAX_NAME_WORDS) return null
  const le = list.findIndex((word, at) => at > born && fold(word) === 'le')
  const names = list.slice(0, le === -1 ? born : le)
  for (let size = 1; size <= MAX_DAY_WORDS && le !== -1; size++) {
    const day = trimEndOf(list.slice(le + 1, le + 1 + size).join(' '), ',;.)(')
    if (jourDe(avecSiecle(day, today, MAX_AGE_YEARS)) === null) continue
    const noms = namesIn(names)
    const isNamed = noms?.nomNaissance !== undefined && noms.prenoms !== undefined
    const isFeminine = /e$/i.test(trimEndOf(list[born] ?? '', ' '))
    return isNamed
      ? { form: { ...noms, dateNaissance: day }, born: isFeminine ? 'née' : 'né' }
      : null
  }
  return null
}

/** The names before the birth, an age aside. */
function namesIn(list: readonly string[]) {
  const said = list.filter((word) => !/^\d|^ans,?$/.test(word)).join(' ')
  const bare = trimEndOf(said, ', (').replace(/ \(?n[ée]e?$/i, '')
  return nommeDans(trimEndOf(bare, ', ('))?.noms
}

const HIMSELF = new Set('il elle qui patient patiente madame monsieur mme m'.split(' '))
/** Words between him and his will: « qui est tout à fait d'accord ». */
const MAX_BETWEEN = 5
const WILL = /\b(?:est|etait) (?:bien |tout a fait )?d accord\b|\b(?:accepte|consent)\b/
/** What follows it; an operation is another matter. */
const TO_THIS =
  /^(?: (?:que|(?:a l )?oral|verbal|ecrit|par |ce (?:jour|matin)|hier|le \d|(?:(?:pour|avec|a) )?(?:(?:cette|la|une|votre|cet|ce|l|un) )?(?:demande|teleexpertise|avis|transmission|envoi|partage))|$)/

/** Is he willing, of nothing else than this request: « Elle est d'accord », « il accepte que je vous écrive »? */
function isWilling(said: string): boolean {
  const will = WILL.exec(said)
  if (will === null) return false
  const before = said.slice(0, will.index).trimEnd().split(' ').slice(-MAX_BETWEEN)
  return (
    before.some((word) => HIMSELF.has(word)) &&
    TO_THIS.test(said.slice(will.index + will[0].length))
  )
}

const IS_GIVEN =
  /\b(?:a (?:bien )?donne son (?:plein )?|avec son )(?:accord|consentement)\b|\b(?:accord|consentement) (?:libre |eclaire |et )*(?:oral|verbal|ecrit|electronique|recueilli|obtenu|du patient|de la patiente)\b/
const OBJECT = /\b(?:pour|a) (?:l|la|le|une|un|cette|cet|ce|son|sa|votre) ([a-z]+)/
const ITS_OBJECT = /^(?:demande|teleexpertise|avis|transmission|envoi|partage)$/

function isYes(said: string): boolean {
  if (isWilling(said)) return true
  const given = IS_GIVEN.exec(said)
  if (given === null) return false
  // « … pour une coloscopie »: an operation is another matter.
  const object = OBJECT.exec(said.slice(given.index))?.[1]
  return object === undefined || ITS_OBJECT.test(object)
}

const OF_CONSENT = /\b(?:d accord|accord|consent\w*|accepte\w*|refus\w*|oppos\w*)\b/
/** Whoever else is named beside it, and whatever makes it less than a yes. */
const NOT_HIS =
  /\b(?:ne|n|pas|non|sans|refus\w*|oppos\w*|encore|demain|prochain\w*|si|sera|serait|attente|attend\w*|devra|devrait|a (?:recueillir|demander|confirmer)|fils|fille|mari|epou\w+|conjoint\w*|compagn\w+|mere|pere|parents?|maman|papa|frere|soeur|famille|proche|tut\w+|curat\w+|represent\w+|voisin\w*|enfant|petite?|mineure?)\b/
/** Where the consent begins in its sentence: the day behind it is its own. */
const BEGINS = /d'accord|accord|consent|accepte/

/** That the patient himself consents, how and when; nothing where any sentence leaves a doubt. */
function consentIn(sentences: readonly string[], today: Jour): Formulaire {
  const about = sentences.filter((one) => OF_CONSENT.test(words(one)))
  if (about.some((one) => NOT_HIS.test(words(one)))) return {}
  const said = about.filter((one) => isYes(words(one)))
  const [only, second] = said
  if (only === undefined || second !== undefined) return {}
  const mode = modeConsentementDe(only)
  const folded = fold(only)
  const le = jourNomme(folded.slice(folded.search(BEGINS)), today)
  return {
    consentement: 'oui',
    ...(mode !== null && {
      modeConsentement: mode === 'ecrit' ? 'écrit' : mode === 'oral' ? 'oral' : 'électronique',
    }),
    ...(le !== null && le <= today && { dateConsentement: inFrench(le) }),
  }
}

function inFrench(le: Jour): string {
  return le.split('-').toReversed().join('/')
}

const DOCTOR = /^(?:dr|docteure?|pr|professeure?)\.?$/
const HIS_BEFORE = /\b(?:mt|medecin traitant)(?: declare| actuel)?(?: est| reste)?(?: l[ea])?$/
const HIS_AFTER = /^(?:qui est )?(?:son|sa|le|leur) (?:mt|medecin traitant)\b/
const ME = /\bje suis (?:egalement |aussi )?(?:son|sa|le|leur) (?:mt|medecin traitant)\b/
const NONE = /\bn a (?:pas|plus|aucun)(?: de)? medecin traitant\b/
const GONE =
  /\b(?:ancien\w*|remplac\w*|retraite|parti|decede|changer?|nouveau|ne|n|pas|plus|ou|sans|oppos\w*|copie)\b/

/** The médecin traitant of one sentence: him who writes, nobody, or the one physician whom it names as such. */
function traitantIn(sentences: readonly string[]): Formulaire {
  const said = sentences.flatMap((sentence) => {
    const folded = words(sentence)
    if (NONE.test(folded)) return ['aucun']
    if (!/\b(?:mt|medecin traitant)\b/.test(folded) || GONE.test(folded)) return []
    if (ME.test(folded)) return ['moi-même']
    const named = doctorsIn(sentence)
    const his = named.filter(
      ({ before, after }) => HIS_BEFORE.test(words(before)) || HIS_AFTER.test(words(after)),
    )
    return his.length === 1 ? his.map(({ name }) => name) : ['?']
  })
  const [only, second] = [...new Set(said)]
  return only === undefined || second !== undefined || only === '?' ? {} : { medecinTraitant: only }
}

const MAX_DOCTOR_WORDS = 4

interface Doctor {
  readonly name: string
  readonly before: string
  readonly after: string
}

/** « Dr Paul MARTIN »: a title, the names behind it, and what stands around them. */
function doctorsIn(sentence: string): readonly Doctor[] {
  const list = sentence.split(' ')
  return list.flatMap((word, at) => {
    if (!DOCTOR.test(fold(word))) return []
    const names: string[] = []
    for (const one of list.slice(at + 1, at + 1 + MAX_DOCTOR_WORDS)) {
      if (!/^(?:\p{Lu}[\p{L}'’.-]*|d[eu]),?[.;)]?$/u.test(one)) break
      names.push(one)
      if (/[,;)]$/.test(one)) break
    }
    const name = trimEndOf(names.join(' '), ' ,;.)')
    const around = {
      before: list.slice(0, at).join(' '),
      after: list.slice(at + 1 + names.length).join(' '),
    }
    return name === '' ? [] : [{ name: `Dr ${name}`, ...around }]
  })
}

const ATTENTION = /^a l'attention (?:du |de la |de )?(?=(?:dr|docteure?|pr|professeure?)\b)/

/** Whom the letter is for: the physician to whose attention it is, or the specialty whose opinion it wants. */
function askedIn(text: string, sentences: readonly string[]): Formulaire {
  const lines = text.split('\n').filter((line) => ATTENTION.test(fold(line.slice(0, 200))))
  const named = lines.flatMap((line) =>
    doctorsIn(line.trim().slice(0, 200)).map(({ name }) => name),
  )
  const [only, second] = [...new Set(named)]
  if (lines.length > 0) {
    return only === undefined || second !== undefined ? {} : { medecinRequis: only }
  }
  const codes = new Map(
    sentences.flatMap((sentence) =>
      [...fold(sentence).matchAll(/\bavis (?:de |d'|en )?([a-z-]{4,25})/g)].flatMap(
        ([, word = '']) => {
          const code = specialiteDe(word)
          return code === null ? [] : [[code, word] as const]
        },
      ),
    ),
  )
  const [asked, other] = [...codes.values()]
  return asked === undefined || other !== undefined ? {} : { specialiteDemandee: asked }
}

const MAX_QUESTIONS = 3
const MAX_QUESTION_CHARS = 600
/** « Pourriez-vous me donner votre avis »: what every letter asks. */
const REQUEST = /\b(?:votre|ton) avis\b/

const COURTESY = /\b(?:comment (?:allez vous|vas tu|ca va)|(?:tu vas|vous allez) bien)\b/

/** What the sentences ask that end with a question mark. */
function questionIn(sentences: readonly string[]): Formulaire {
  const all = sentences.filter(
    (one) => one.endsWith('?') && /\p{L}{3}/u.test(one) && !COURTESY.test(words(one)),
  )
  const own = all.filter((one) => !REQUEST.test(words(one)))
  const asked = (own.length > 0 ? own : all).join(' ').replace(/^questions? ?: ?/i, '')
  const isFew = own.length <= MAX_QUESTIONS && asked.length <= MAX_QUESTION_CHARS
  return asked === '' || !isFew ? {} : { question: asked }
}
