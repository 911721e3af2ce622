/**
 * The keyword of a reply: what the first line of the writer's own text says is to be done. SPEC §5
 *
 * In    the writer's own lines, the day (for periods without a year)
 * Out   the keyword, its argument, and the lines that follow it
 *
 * A keyword stands alone on its line, or before a colon, a dash or (of a requis) a full stop, or before its own
 * arguments; REFUS before a plain reason. « Avis pris auprès d'un confrère », « Refus de soins » are sentences.
 */
import type { Jour } from '../domain/correspondant.ts'
import type { MotCle } from '../domain/courrier.ts'
import { specialiteDe } from '../domain/specialites.ts'
import { fold, words } from '../domain/texte.ts'
import { accordDuPatient, hasWords, judge } from './after-keyword.ts'
import { isGreeting, isThanks } from './courtesy.ts'
import { type Misspelt, misspelt } from './misspelt.ts'

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
  /** A first word that is one letter off from a keyword, which its author is asked about; null: none. */
  readonly presque: Misspelt | null
}

type Found = Pick<Keyword, 'motCle' | 'argument' | 'numero' | 'said'>

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
    const { found, presque } = firstIn(line.slice(led), today)
    if (presque !== null) return { ...none(own), presque }
    if (found !== null) {
      const after = own.slice(at + 1)
      const { said } = found
      const argument = found.argument ?? (said === null ? below(found.motCle, after) : null)
      const lead = line.slice(0, led).trimEnd()
      const rest = said === null ? after : [said, ...after]
      return { ...found, argument, at, lead, rest, presque: null }
    }
    if (isGreeting(line) || BEFORE.test(fold(line.slice(0, 40)))) continue
    thanks += 1
    if (thanks > MAX_THANKS || !isThanks(line)) break
  }
  return none(own)
}

/** The keyword of a line, or a word that is one letter off from one. */
function firstIn(line: string, today: Jour): { found: Found | null; presque: Misspelt | null } {
  const found = keywordIn(line, today)
  const near = found === null ? misspelt(line) : null
  return near?.isSure ? { found: understood(near), presque: null } : { found, presque: near }
}

/** A word that stops or asks, one letter off: it is read as what its author means. */
function understood({ motCle }: Misspelt): Found {
  return { motCle, argument: null, numero: null, said: null }
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

/** Words that destroy, end or let leave: with a question mark they are none. */
const SURE: ReadonlySet<MotCle> = new Set(['ACCORD', 'RETRAIT CONSENTEMENT', 'ANNULATION'])

/** The keyword that a text begins with, what it is given, and what is said after it; null without. */
function keywordIn(line: string, today: Jour): Found | null {
  const start = line.search(/[\p{L}\p{N}]/u)
  // `fold` may change the length of a text (œ): it is applied to what keywords are made of, which has none.
  const folded = fold(line.slice(start))
  for (const [motCle, pattern] of PATTERNS) {
    const match = pattern.exec(folded)
    if (!match) continue
    const tail = cut(line.slice(start), match[0].length)
    if (tail === null || !isOpening(line.slice(0, start))) return null
    // « ACCORD ? », « RETRAIT CONSENTEMENT ? »: he asks.
    if (SURE.has(motCle) && /^\s{0,9}\?/.test(tail)) return null
    const { numero, rest } = withoutNumero(opened(line.slice(0, start), tail))
    const judged =
      (motCle === 'ACCORD' ? accordDuPatient(rest, today) : null) ?? judge(motCle, rest, today)
    return judged && { motCle, numero, ...judged }
  }
  return null
}

function none(own: readonly string[]): Keyword {
  return {
    motCle: null,
    argument: null,
    numero: null,
    at: -1,
    lead: '',
    said: null,
    rest: own,
    presque: null,
  }
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
