/**
 * The numbers and small words of a form, from text to typed values: RPPS, AM, FINESS, NIR and INS,
 * addresses, sex, yes and no, the mode of a consent.
 *
 * In    a value as written, blanks and dots tolerated
 * Out   the value in its one form, or null when it cannot be read; nothing is guessed
 *
 * Référentiel INS; CNAM norme B2 annexe 5 (keys); RFC 5321 §4.1.2 (addresses, without quoting)
 */
import { cochees } from './cases-cochees.ts'
import type { ModeConsentement } from './consentement.ts'
import type { AdresseMss, Jour, Rpps } from './correspondant.ts'
import { jourDans } from './jour.ts'
import type { Sexe, StatutIns } from './patient.ts'
import { fold, words } from './texte.ts'

/** Do these digits end with their Luhn key? Refuses anything but digits. */
export function luhnValid(digits: string): boolean {
  if (!/^\d+$/.test(digits)) return false
  let sum = 0
  for (let i = 0; i < digits.length; i++) {
    const digit = Number(digits[digits.length - 1 - i])
    const weighted = i % 2 === 0 ? digit : digit * 2
    sum += weighted > 9 ? weighted - 9 : weighted
  }
  return sum % 10 === 0
}

/** An RPPS number: 11 digits with a Luhn key, `8` of the national identifier and the word RPPS tolerated. */
export function rppsDe(text: string): Rpps | null {
  const bare = fold(text)
    .replace(/^(?:n[°o]?\s*)?(?:rpps)?\s*[:=]?\s*/, '')
    .replace(/[\s.-]/g, '')
  const digits = /^8\d{11}$/.test(bare) ? bare.slice(1) : bare
  // The prefix 8 of the national identifier is outside the key.
  return digits.length === 11 && digits !== '00000000000' && luhnValid(digits)
    ? (digits as Rpps)
    : null
}

/** A billing number (AM, formerly ADELI): 9 characters with key; the key of a département with a letter is not checked. */
export function numeroAmDe(text: string): string | null {
  return nineWithKey(text)
}

/** A FINESS number: 9 characters with key; the key of a département with a letter is not checked. */
export function finessDe(text: string): string | null {
  return nineWithKey(text)
}

function nineWithKey(text: string): string | null {
  const bare = text.replace(/[\s.\u00a0\u202f-]/g, '').toUpperCase()
  if (!/^\d[\dA-F]\d{7}$/.test(bare) || /^0+$/.test(bare)) return null
  return /[A-F]/.test(bare) || luhnValid(bare) ? bare : null
}

// Month 20 to 99: not known when the number was given.
const NIR = /^[12]\d{2}(?:0[1-9]|1[0-2]|[2-9]\d)(?:\d{2}|2A|2B)\d{6}$/
// Provisional numbers, met in billing only: never an INS.
const PROVISOIRE = /^[5-8][12]\d{11}$/

/** The key of 13 characters of NIR, two digits `01` to `97`; null when they are no number. */
export function nirKey(body: string): string | null {
  const digits = body.replace(/^(.{5})2([AB])/, (_, head, letter) =>
    letter === 'A' ? `${head}19` : `${head}18`,
  )
  if (!/^\d{13}$/.test(digits)) return null
  return String(97 - Number(BigInt(digits) % 97n)).padStart(2, '0')
}

/**
 * A social security number of the assuré, 15 characters: the key is checked, or added when only the
 * 13 are given; provisional numbers pass.
 */
export function nirDe(text: string): string | null {
  const bare = compact(text)
  const body = bare.slice(0, 13)
  if (!NIR.test(body) && !PROVISOIRE.test(body)) return null
  const key = nirKey(body)
  if (key === null) return null
  if (bare.length === 13) return body + key
  return bare === body + key ? bare : null
}

/** Has it the form of such a number, whatever its key? */
export function isFormeNir(text: string): boolean {
  const bare = compact(text)
  return bare.length === 15 && NIR.test(bare.slice(0, 13))
}

/** A matricule INS, 15 characters with a right key; refuses provisional numbers and 13 characters. */
export function matriculeInsDe(text: string): string | null {
  const bare = compact(text)
  return NIR.test(bare.slice(0, 13)) && bare.length === 15 && nirDe(bare) === bare ? bare : null
}

function compact(text: string): string {
  return text.replace(/[\s./\u00a0\u202f-]/g, '').toUpperCase()
}

export type TraitContredit = 'sexe' | 'annee' | 'mois'
/** Why a day cannot be, what a matricule contradicts, or where the directory knows who is named. */
export type Precision =
  | TraitContredit
  | 'futur'
  | 'ancien'
  | 'age'
  | 'semaine'
  | 'cle'
  | 'prenom'
  /** Of a consent: somebody close gave it; the patient cannot express a will. */
  | 'proche'
  | 'horsEtat'
  /** Of its day: more than a year ago. */
  | 'unAn'
  | 'lieu'
  /** Of a requis: in the directory, but nobody who may be asked here. */
  | 'nonInscrit'
  /** Of a médecin traitant: the line says more than who he is. */
  | 'aCote'
  /** Of a question: it points to the subject, which is not signed; it points to what is not there. */
  | 'objet'
  | 'renvoi'

/**
 * Which traits a matricule contradicts, or null when it contradicts none.
 * An undetermined sex and an unknown month (20 to 99) contradict nothing.
 */
export function insContredit(
  matricule: string,
  traits: { readonly sexe: Sexe | null; readonly dateNaissance: Jour | null },
): readonly TraitContredit[] | null {
  const found: TraitContredit[] = []
  if (traits.sexe !== null && traits.sexe !== 'I') {
    if (matricule[0] !== (traits.sexe === 'M' ? '1' : '2')) found.push('sexe')
  }
  if (traits.dateNaissance !== null) {
    if (matricule.slice(1, 3) !== traits.dateNaissance.slice(2, 4)) found.push('annee')
    const month = matricule.slice(3, 5)
    if (Number(month) <= 12 && month !== traits.dateNaissance.slice(5, 7)) found.push('mois')
  }
  return found.length === 0 ? null : found
}

/** The calendar day a text begins with; see `jourDans`. */
export function jourDe(text: string): Jour | null {
  return jourDans(text)
}

// RFC 5321 §4.1.2 — partial: Dot-string and Domain only, ASCII, neither quoting nor address literals
const LOCAL = /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/
const LABEL = /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/

/** A mail address, lower case, angle brackets and `mailto:` tolerated; refuses quoting, non-ASCII, lengths beyond RFC 5321 §4.5.3.1. */
export function adresseDe(text: string): AdresseMss | null {
  const bare = text
    .trim()
    .replace(/^<([^<>]*)>$/, '$1')
    .trim()
    .replace(/^mailto:/i, '')
    // The Kelvin sign in lower case would be the k of someone else.
    .replace(/[A-Z]+/g, (run) => run.toLowerCase())
  if (bare.length > 254) return null
  const at = bare.indexOf('@')
  const local = bare.slice(0, at)
  const domain = bare.slice(at + 1)
  if (at < 1 || at > 64 || !LOCAL.test(local)) return null
  const labels = domain.split('.')
  return labels.every((label) => label.length <= 63 && LABEL.test(label))
    ? (bare as AdresseMss)
    : null
}

const SEXES: ReadonlyMap<string, Sexe> = new Map([
  ...'m|h|masculin|homme|male|garcon|masc|m masculin|monsieur|mr'
    .split('|')
    .map((mot) => [mot, 'M'] as const),
  ...'f|feminin|femme|femelle|fille|fem|f feminin|madame|mme|mlle'
    .split('|')
    .map((mot) => [mot, 'F'] as const),
  ...'i|indetermine|indeterminee|inconnu|i indetermine|non determine'
    .split('|')
    .map((mot) => [mot, 'I'] as const),
])

/** Administrative sex: M, F, or I for undetermined; words after it are tolerated unless they name another. */
export function sexeDe(text: string): Sexe | null {
  const said = cochees(text)
  const at = said.search(/[,;(]/)
  // « F (ménopausée) »: what is said besides is the author's text.
  const sexe = SEXES.get(words(at < 1 ? said : said.slice(0, at))) ?? null
  const others = at < 1 ? [] : words(said.slice(at)).split(' ')
  return others.some((word) => (SEXES.get(word) ?? sexe) !== sexe) ? null : sexe
}

// What follows a yes and takes it back, or leaves a choice open: not a yes.
const RESERVE =
  /\b(?:non|pas|sauf|mais|reserve|attente|attend|refus\w*|demander|recueillir|confirmer|si)\b|[?/]/

/** Yes or no; words after it are tolerated unless they weaken it (« oui, sous réserve », « oui / non »). */
export function ouiNonDe(text: string): boolean | null {
  const said = fold(cochees(text))
  const first = words(said).split(' ')[0]
  const rest = said.replace(/^[^a-z0-9]*[a-z0-9]+/, '')
  // A date after the yes holds slashes that leave no choice open.
  const choice = rest.replace(/\d{1,2}\/\d{1,2}\/\d{4}/g, '')
  if (first === 'oui' || first === 'o' || first === 'yes') return RESERVE.test(choice) ? null : true
  if (first === 'non' || first === 'n' || first === 'no') {
    return /\boui\b|[?/]/.test(choice) ? null : false
  }
  return null
}

/** How the consent was given; null when none or several modes are named. */
export function modeConsentementDe(text: string): ModeConsentement | null {
  const said = words(cochees(text))
  const electronique = /\b(?:electronique\w*|numerique\w*|mail|mel|courriel|sms|en ligne)\b/.test(
    said,
  )
  const oral = /\b(?:oral\w*|verbal\w*|tel|telephone|telephonique|vive voix)\b/.test(said)
  const ecrit = /\b(?:ecrit\w*|papier|signe|signee|manuscrit\w*|formulaire)\b/.test(said)
  if (oral) return ecrit || electronique ? null : 'oral'
  if (electronique) return 'electronique'
  return ecrit ? 'ecrit' : null
}

/** The status of an identity, as written. */
export function statutInsDe(text: string): StatutIns | null {
  const said = words(cochees(text))
  if (/\bnon qualifiee?\b|\bpas\b/.test(said)) return 'provisoire'
  if (/\bqualifiee?\b/.test(said)) return 'qualifiee'
  if (/\bvalidee?\b/.test(said)) return 'validee'
  if (/\brecuperee?\b/.test(said)) return 'recuperee'
  return /\bprovisoire\b/.test(said) ? 'provisoire' : null
}
