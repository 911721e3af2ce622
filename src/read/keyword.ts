/**
 * The keyword of a reply: what the first line of the writer's own text says is to be done. SPEC §5
 *
 * In    the writer's own lines, the day (for periods without a year)
 * Out   the keyword, its argument, and the lines that follow it
 *
 * A keyword stands alone on its line, or before a colon, a dash or (of a requis) a full stop, or before its own
 * arguments; REFUS before a plain reason. « Avis pris auprès d'un confrère », « Refus de soins » are sentences.
 */
import { consentementDit } from '../domain/consentement-dit.ts'
import type { Jour } from '../domain/correspondant.ts'
import type { MotCle } from '../domain/courrier.ts'
import { designationDe } from '../domain/designation.ts'
import { isMotifSimple } from '../domain/motif-simple.ts'
import { periodeDe } from '../domain/periode.ts'
import { retourDe } from '../domain/retour-dit.ts'
import { specialiteDe } from '../domain/specialites.ts'
import { isNumeroEnTete } from '../domain/telephone.ts'
import { fold, words } from '../domain/texte.ts'
import { isBesideAnswer } from './answer-words.ts'
import { isGreeting, isThanks } from './courtesy.ts'
import { misspelt } from './misspelt.ts'

export interface Keyword {
  readonly motCle: MotCle | null
  readonly argument: string | null
  /** The number of a dossier on the keyword's line; null without. SPEC §8 */
  readonly numero: string | null
  /** Which of the writer's own lines it stands on; -1 without one. */
  readonly at: number
  /** The greeting and the thanks before it on its line, as written; empty without. */
  readonly lead: string
  /** The text that follows it on its line, as written; null without. */
  readonly said: string | null
  /** `said` and the writer's own lines after it; all of them without a keyword. */
  readonly rest: readonly string[]
}

// Longest first: NON URGENT is not URGENT.
const FORMS: readonly (readonly [MotCle, string])[] = [
  ['RETRAIT CONSENTEMENT', 'retrait (?:du |de |de son |d[eu] )?consentement'],
  ['NON URGENT', 'non[ -]?urgente?|pas urgent'],
  ['JE CONFIRME', 'je confirme'],
  ['JE VALIDE', 'je valide'],
  ['REORIENTATION', 're-?orientation'],
  ['RECTIFICATIF', 'rectificatifs?'],
  ['COMPLEMENT', "complements? d'informations?(?= ?[:-])|complements?"],
  ['ANNULATION', "annulation(?! d'absence)"],
  ['ACCEPTE', "acceptee?|j'accepte"],
  ['DESACCORD', "desaccord|(?:je ne suis )?pas d'accord(?=[ .!]*$)"],
  ['ACCORD', "accord|(?:je suis )?d'accord(?=[ .!]*$)"],
  ['URGENT', 'urgente?'],
  ['PRESENT', "presente?|(?:fin|annulation) d'absence|absen(?:te?|ce) annulee?"],
  ['ABSENT', 'absente?'],
  ['REFUS', 'refus'],
  [
    'AVIS',
    '(?:voici )?(?:mon|notre) avis(?: (?:est le suivant|specialise))?|avis (?:specialise|medical|(?:de |en )?tele-?expertise|[a-z]{3,20}logique)|avis',
  ],
  ['ETAT', 'etat'],
]

// A longer line is a paragraph.
const MAX_LINE = 300
// Lines of thanks before a keyword, and clauses of them before it on its own line.
const MAX_THANKS = 4
const MAX_CLAUSES = 4
const MAX_SPECIALTY = 60

const PATTERNS = FORMS.map(
  ([motCle, form]) => [motCle, new RegExp(`^(?:${form})(?![\\p{L}\\p{N}'])`, 'u')] as const,
)

/** « Remplaçant de : NOM, RPPS », « Patient : NOM »: said before the keyword or after it. */
const BEFORE = /^(?:rempla[cç]ante? (?:de|du) ?|patiente? ?:)/

/** Finds the keyword in the writer's own lines: after greetings and thanks, the first thing that he says. */
export function readKeyword(own: readonly string[], today: Jour): Keyword {
  let thanks = 0
  for (const [at, line] of own.entries()) {
    if (!hasWords(line)) continue
    if (line.length > MAX_LINE) break
    const led = leadOf(line)
    const found = keywordIn(line.slice(led), today) ?? fromMisspelt(line)
    if (found !== null) {
      const after = own.slice(at + 1)
      const { said } = found
      const argument = found.argument ?? (said === null ? below(found.motCle, after) : null)
      const lead = line.slice(0, led).trimEnd()
      return { ...found, argument, at, lead, rest: said === null ? after : [said, ...after] }
    }
    if (isGreeting(line) || BEFORE.test(fold(line.slice(0, 40)))) continue
    thanks += 1
    if (thanks > MAX_THANKS || !isThanks(line)) break
  }
  return none(own)
}

function fromMisspelt(line: string) {
  const motCle = misspelt(line)
  return motCle && { motCle, argument: null, numero: null, said: null }
}

/** « REORIENTATION » and the specialty alone on the next line. */
function below(motCle: MotCle | null, after: readonly string[]): string | null {
  const next = after.find(hasWords)?.trim() ?? ''
  const isSpecialty = next.length <= MAX_SPECIALTY && specialiteDe(next) !== null
  return motCle === 'REORIENTATION' && isSpecialty ? next : null
}

/** Where a line begins after its greeting and its thanks: « Bonjour, merci de votre confiance, AVIS : … ». */
function leadOf(line: string): number {
  let start = 0
  for (let clause = 0; clause < MAX_CLAUSES; clause++) {
    const end = line.slice(start).search(/[,.!;:] /)
    const said = end === -1 ? '' : line.slice(start, start + end)
    if (said === '' || !(isGreeting(`${said},`) || isThanks(said))) break
    start += end + 2
  }
  return start
}

/** The keyword that a text begins with, what it is given, and what is said after it; null without. */
function keywordIn(
  line: string,
  today: Jour,
): Pick<Keyword, 'motCle' | 'argument' | 'numero' | 'said'> | null {
  const start = line.search(/[\p{L}\p{N}]/u)
  // `fold` may change the length of a text (œ): it is applied to what keywords are made of, which has none.
  const folded = fold(line.slice(start))
  for (const [motCle, pattern] of PATTERNS) {
    const match = pattern.exec(folded)
    if (!match) continue
    const tail = cut(line.slice(start), match[0].length)
    if (tail === null || !isOpening(line.slice(0, start))) return null
    const { numero, rest } = withoutNumero(opened(line.slice(0, start), tail))
    const judged =
      (motCle === 'ACCORD' ? accordDuPatient(rest, today) : null) ?? judge(motCle, rest, today)
    return judged && { motCle, numero, ...judged }
  }
  return null
}

function none(own: readonly string[]): Keyword {
  return { motCle: null, argument: null, numero: null, at: -1, lead: '', said: null, rest: own }
}

const NUMERO = /(?<![\p{L}\p{N}])TE[-‐‑–—]\d{4}[-‐‑–—]\d{6}(?!\p{N})/iu
const POINTS_TO = /^(?:pour|sur|au|du|dossier|le|la|demande|numero|n|no)$/

/** « ACCORD TE-2026-000123 », « ACCORD pour le dossier TE-2026-000123 »: the number, and what else was said. */
function withoutNumero(tail: string): { numero: string | null; rest: string } {
  const found = NUMERO.exec(tail)
  if (found === null) return { numero: null, rest: tail }
  const before = tail.slice(0, found.index)
  const isPointer = words(before)
    .split(' ')
    .every((word) => word === '' || POINTS_TO.test(word))
  if (!isPointer) return { numero: null, rest: tail }
  const numero = found[0].toUpperCase().replace(/[‐‑–—]/g, '-')
  return { numero, rest: tail.slice(found.index + found[0].length) }
}

function hasWords(line: string): boolean {
  return /[\p{L}\p{N}]/u.test(line)
}

const OPENING = /^(?:[\s*_#«"“'’[(–•·|-]|\p{Extended_Pictographic}|\ufe0f)*$/u

/** What may stand before a keyword on its line: bullets, bold marks, quotation marks. */
function isOpening(before: string): boolean {
  return before.length <= 20 && OPENING.test(before)
}

/** What follows a keyword, without the marks that close what was opened before it. */
function opened(before: string, tail: string): string {
  return /[*_«"“'’[(]/.test(before) ? tail.replace(/^\s?[*_»"”'’\])]{1,3}/, '') : tail
}

/** What stands after a keyword of `length` folded characters, as written; null when the line folds otherwise. */
function cut(line: string, length: number): string | null {
  let kept = 0
  while (kept < line.length && fold(line.slice(0, kept)).length < length) kept += 1
  if (fold(line.slice(0, kept)).length !== length) return null
  return line.slice(kept).replace(/^\p{M}{1,4}/u, '')
}

/** What a keyword's line says beside it: its argument, or text. */
interface Judged {
  readonly argument: string | null
  readonly said: string | null
}

const NOTHING: Judged = { argument: null, said: null }

/** Words of a requis that a full stop ends: « AVIS. Biopsie… ». What lets something leave is written as SPEC §5 says. */
const ENDED: ReadonlySet<MotCle> = new Set(['AVIS', 'RECTIFICATIF', 'COMPLEMENT', 'ACCEPTE'])

function judge(motCle: MotCle, written: string, today: Jour): Judged | null {
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
function accordDuPatient(tail: string, today: Jour): Judged | null {
  if (!/^,\s/.test(tail)) return null
  const said = tail.slice(1).trim()
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
