/**
 * What follows a keyword on its line: nothing, its argument, or text; or it shows that the word is none.
 *
 * In    the keyword, what stands behind it on its line, the day (for periods without a year)
 * Out   the argument and the text; null: the line is a sentence, and its first word no keyword
 *
 * SPEC §5
 */
import { consentementDit } from '../domain/consentement-dit.ts'
import type { Jour } from '../domain/correspondant.ts'
import type { MotCle } from '../domain/courrier.ts'
import { designationDe } from '../domain/designation.ts'
import { isMotifSimple } from '../domain/motif-simple.ts'
import { periodeDe } from '../domain/periode.ts'
import { isOuiDuPatient } from '../domain/reponse-au-doute.ts'
import { retourDe } from '../domain/retour-dit.ts'
import { specialiteDe } from '../domain/specialites.ts'
import { isNumeroEnTete } from '../domain/telephone.ts'
import { fold } from '../domain/texte.ts'
import { isBesideAnswer } from './answer-words.ts'
import { isThanks } from './courtesy.ts'

/** Does a line say anything: a letter or a digit? */
export function hasWords(line: string): boolean {
  return /[\p{L}\p{N}]/u.test(line)
}

/** What a keyword's line says beside it: its argument, or text. */
export interface Judged {
  readonly argument: string | null
  readonly said: string | null
}

const NOTHING: Judged = { argument: null, said: null }

/** Words of a requis that a full stop ends: « AVIS. Biopsie… ». What lets something leave is written as SPEC §5 says. */
const ENDED: ReadonlySet<MotCle> = new Set(['AVIS', 'RECTIFICATIF', 'COMPLEMENT', 'ACCEPTE'])

/** What a keyword's line says behind it; null: a sentence. */
export function judge(motCle: MotCle, written: string, today: Jour): Judged | null {
  const tail = ENDED.has(motCle) ? written.replace(/^\.(?=\s)/, ' :') : written
  const separated = /^(?:\s{0,9}[:：]|\s{0,9}[–—]|\s{1,9}-|-(?=\s|$))\s{0,9}(?<said>.*)$/su.exec(
    tail,
  )
  const said = (separated?.groups?.said ?? tail).trim()
  // « Avis cardiologique du 29/11/2026 : … », « Avis ci-joint. »
  const isAvis = motCle === 'AVIS' && separated === null
  if (isAvis && /^(?:du|le) \d[\d/. -]{3,12} ?[:–—-]/.test(said)) return { argument: null, said }
  if (isAvis && /^(?:ci[ -]joint|en pi[eè]ces? jointes?)[ .!]*$/i.test(said)) {
    return { argument: null, said }
  }
  if (motCle === 'REORIENTATION') return reorientation(said, separated !== null)
  if (!hasWords(said) || isBesideAnswer(motCle, said)) return NOTHING
  // « Accepté, merci. »
  if (motCle === 'ACCEPTE' && /^[,.!]/.test(said) && isThanks(said.replace(/^[,.!\s]+/, ''))) {
    return NOTHING
  }
  if (motCle === 'REFUS' && separated === null) return reason(tail)
  if (motCle === 'ABSENT' || motCle === 'PRESENT') {
    return days(motCle, said.replace(/^,\s{0,9}/, ''), { separated: separated !== null, today })
  }
  // « JE VALIDE du 1er au 15 décembre »: for which days.
  if (motCle === 'JE VALIDE' && periodeDe(said, today) !== null)
    return { argument: said, said: null }
  // « DESACCORD cardiologie »: which of several proposals is meant.
  if ((motCle === 'ACCORD' || motCle === 'DESACCORD') && specialiteDe(said) !== null) {
    return { argument: said, said: null }
  }
  // « URGENT 06 12 34 56 78 »: the letters ask for it so.
  if (motCle === 'URGENT' && isNumeroEnTete(said)) return { argument: null, said }
  return separated ? { argument: null, said } : null
}

/** « ACCORD, la patiente en est informée et accepte. »: the patient's own yes, in words that are known. */
export function accordDuPatient(tail: string, today: Jour): Judged | null {
  if (!/^(?:[,.]\s|\s)/.test(tail)) return null
  const said = tail.slice(1).trim()
  if (isOuiDuPatient(said)) return { argument: null, said }
  if (!tail.startsWith(',')) return null
  const { dit, par } = consentementDit(said, today)
  return dit === 'oui' && par === null ? { argument: null, said } : null
}

/** « ABSENT du 12 au 20 mars », « PRESENT à partir du 16 mars »: days; what is no day is a sentence. */
function days(
  motCle: 'ABSENT' | 'PRESENT',
  said: string,
  { separated, today }: { readonly separated: boolean; readonly today: Jour },
): Judged | null {
  if (motCle === 'ABSENT') {
    const isPeriod = periodeDe(said, today) !== null || /^(?:du|le|jusqu|d[èe]s)?\s*\d/i.test(said)
    return separated || isPeriod ? { argument: said, said: null } : null
  }
  const isDay = retourDe(said, today) !== null || /^\d{1,2}[/.]\d/.test(said)
  if (isDay) return { argument: said, said: null }
  return separated ? { argument: null, said } : null
}

/** « REFUS hors de mon champ »: REFUS and a plain reason. « Refus de la famille » is somebody else's. */
function reason(tail: string): Judged | null {
  const said = tail.trim()
  if (!/^\s/.test(tail) || /^(?:de|du|des|d['’]|par)(?!\p{L})/iu.test(said)) return null
  return isMotifSimple(said) ? { argument: null, said } : null
}

// A specialty that we do not know is named as specialties are, in few words.
const MAX_UNKNOWN = 8
const SPECIALTY =
  /(?:logie|logue|logiste|iatrie|iatre|thesie)$|^(?:chirurgi[a-z]+|medecine|service|centre)$/
const MAX_BEFORE = 4

/** One of the first words names a specialty, and those before it are words. */
function isNamedSo(said: string): boolean {
  const list = fold(said).split(/[ -]/, MAX_BEFORE + 1)
  const words = list.map((word) => /^[a-z']*/.exec(word)?.[0] ?? '')
  const at = words.findIndex((word) => SPECIALTY.test(word))
  return at !== -1 && list.slice(0, at).every((word) => /^[a-z']+$/.test(word))
}

/** « REORIENTATION cardiologie pour un Holter »: the specialty is the argument, the rest is text. */
function reorientation(said: string, separated: boolean): Judged | null {
  if (!hasWords(said)) return NOTHING
  const list = said
    .replace(/^(?:vers|en|pour)\s+(?:un avis (?:de |d['’])?)?(?:l[ae]s?\s+|l['’]\s*)?/i, '')
    .split(/\s+/)
  const prefix = (length: number) =>
    list
      .slice(0, length)
      .join(' ')
      .replace(/[\s,;:.–*_!-]{1,20}$/, '')
  const lengths = [...Array(Math.min(list.length, 9)).keys()].map((index) => index + 1)
  const code = lengths.map((length) => specialiteDe(prefix(length))).findLast((one) => one !== null)
  const length = lengths.find((one) => code !== undefined && specialiteDe(prefix(one)) === code)
  if (length !== undefined) {
    // « cardio ou vasculaire »: which of them is not ours to say.
    if (/^(?:ou|et|\/)$/i.test(list[length] ?? '')) return { argument: said, said: null }
    const text = list
      .slice(length)
      .join(' ')
      .replace(/^[\s,;:.–-]+/, '')
    return { argument: prefix(length), said: text === '' ? null : text }
  }
  // « REORIENTATION Dr Curie <…> »: a person with an address or a number.
  const person = designationDe(said)
  const isNamed = list.length <= MAX_UNKNOWN && isNamedSo(said) && !/[.;!?,]\s/.test(said)
  if (isNamed) return { argument: said, said: null }
  if (separated || (person !== null && (person.adresse !== null || person.rpps !== null))) {
    return { argument: said, said: null }
  }
  return null
}
