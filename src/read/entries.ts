/**
 * The entries of a form: each label with the lines of its value, as they stand in a letter. SPEC §4
 *
 * In    lines with their depth of quotation
 * Out   entries in order; what they say together is for `form.ts`
 *
 * Values run on over wrapped lines, those of prose over blank ones, boxes over theirs; an answer typed under a quoted
 * label is its value.
 */
import { hasCases } from '../domain/cases-cochees.ts'
import type { Doutes } from '../domain/courrier.ts'
import { words } from '../domain/texte.ts'
import { isDevice, isDisclaimer, isPureClosing } from './courtesy.ts'
import { endReading } from './invisible.ts'
import { type Labels, labelsIn, undecorate, unmarked } from './labels.ts'
import { CLOSED, type LibelleLu, PROSE } from './libelles.ts'
import { isClear } from './shapes.ts'
import type { Hit } from './splits.ts'
import { isSignature, type TextLine } from './thread.ts'

export interface Entry {
  readonly libelle: LibelleLu
  readonly faible: boolean
  /** The label as written. */
  readonly label: string
  readonly depth: number
  readonly lines: string[]
  /** The lines of the letter it stands on. */
  readonly at: number[]
  /** Its first line says something before the label. */
  readonly isPart: boolean
  /** It is a sentence of prose, and ends with it. */
  readonly isSentence: boolean
  /** The line it was last read from, as it stood: tells a wrapped line from a new one. */
  last: string
  blanks: number
}

// Mail programs wrap at 72 to 80 columns.
const WRAP_COLUMN = 66

/** How lines are looked at. */
export interface Way {
  readonly quoted: 'read' | 'ignore'
  /** Which lines are a quotation of a letter of ours, by content. */
  readonly ours?: readonly boolean[]
  /** Does a quoted line answer a label of ours? Without: it is not looked at. */
  readonly answers?: (at: number, label: string) => boolean
  /** Lines that another rendition of the letter leaves in doubt. */
  readonly doubted?: Doutes
}

/** The entries of a form; labels of `amidProse` count amid prose, however unsure their word. */
export function entriesOf(
  lines: readonly TextLine[],
  { quoted, ours = [] }: Way,
  amidProse: ReadonlySet<LibelleLu>,
): readonly Entry[] {
  const entries: Entry[] = []
  let current: Entry | null = null
  for (const [at, line] of lines.entries()) {
    if (current !== null && isOwnMark(current, line, ours[at] === true)) {
      if (goesOn(current, line.raw)) current.at.push(at)
      continue
    }
    if (quoted === 'ignore' && line.depth > 0) continue
    const isSaidAnew = ours[at] !== true || !saysMore(line)
    if (line.announces || !isSaidAnew) current = null
    if (!isSaidAnew) continue
    current = atDepth(current, line, entries)
    const begun = begunOn(line, at, { current, next: lines[at + 1], amidProse })
    if (begun.length > 0) {
      entries.push(...begun)
      current = begun.at(-1) ?? null
    } else if (current !== null) {
      if (goesOnWith(current, line)) current.at.push(at)
      else current = null
    }
  }
  return entries
}

/** The entries that begin on a line; none where it goes on with prose. */
function begunOn(
  line: TextLine,
  at: number,
  {
    current,
    next,
    amidProse,
  }: {
    readonly current: Entry | null
    readonly next: TextLine | undefined
    readonly amidProse: ReadonlySet<LibelleLu>
  },
): readonly Entry[] {
  const { hits, isPart, isProse } = labelsOf(line.text)
  const [first] = hits
  const isAmid = current !== null && PROSE.has(current.libelle)
  if (first === undefined) return []
  // Of what is quoted only lines of the form itself count: our letters tell the patient in a sentence.
  // « Question 2 » goes on with the first.
  if (current?.libelle === 'question' && isNextQuestion(line.text)) return []
  const isSentence = isProse || hits.slice(1).some(({ label }) => /^n[ée]/i.test(label))
  if (isSentence && line.depth > 0) return []
  if (isAmid && (isProse || !isClear(withValue(first, next), amidProse))) return []
  return hits.map((hit, place) => ({
    ...hit,
    depth: line.depth,
    lines: [PROSE.has(hit.libelle) ? proseOf(line, hit, isPart || place > 0) : hit.value],
    at: [at],
    isPart,
    isSentence: isProse && !PROSE.has(hit.libelle),
    last: line.text,
    blanks: 0,
  }))
}

/** The words of a line of prose; the number of a question amid a line stays with it: « … Question 1 : adrénaline ? ». */
function proseOf({ whole, text }: TextLine, { label, value }: Hit, isAmid: boolean): string {
  const start = isAmid && /\d/.test(label) ? text.lastIndexOf(label) : -1
  return endReading(whole, start === -1 ? value : text.slice(start))
}

function isNextQuestion(text: string): boolean {
  return /^question (?:numero |n )?[2-9]\b/.test(words(undecorate(text).slice(0, 40)))
}

/** A line of ours, quoted as it was sent, with more than labels to fill in: nobody says it anew. */
function saysMore(line: TextLine): boolean {
  const { hits } = labelsOf(line.text)
  return hits.length === 0 || hits.some(({ value }) => value !== '')
}

/** A line that its author begins with `>` amid his own prose: « > 38,5 °C », not a quotation and no line of a form. */
function isOwnMark({ libelle, depth, blanks }: Entry, line: TextLine, isOurs: boolean): boolean {
  if (depth > 0 || line.depth === 0 || line.announces || isOurs || blanks > 0) return false
  const isMarked = line.whole.length < line.raw.trimStart().length
  return PROSE.has(libelle) && isMarked && labelsOf(line.text).hits.length === 0
}

/** The labels of a line. A box before a label that has no value is a choice of the author's, not a line to fill. */
function labelsOf(line: string): Labels {
  const found = labelsIn(undecorate(line))
  const isChoice = found.hits[0]?.value === '' && hasCases(line.trimStart().slice(0, 4))
  return isChoice ? { ...found, hits: [] } : found
}

/** A label alone on its line has its value on the next one. */
function withValue(hit: Hit, next: TextLine | undefined): Hit {
  return hit.value.trim() === '' ? { ...hit, value: unmarked(next?.text ?? '') } : hit
}

/** The entry as a line of another depth finds it: ended, or the label that it answers. */
function atDepth(current: Entry | null, line: TextLine, entries: Entry[]): Entry | null {
  if (current === null || current.depth === line.depth) return current
  return typedUnder(current, line, entries)
}

/** The entry goes on with an own line under a quoted label that was left empty: the answer is typed there. */
function typedUnder(quoted: Entry, line: TextLine, entries: Entry[]): Entry | null {
  if (line.depth > 0 || line.announces || !isEmpty(quoted)) return null
  const own: Entry = { ...quoted, depth: 0, lines: [], at: [], blanks: 0 }
  entries.push(own)
  return own
}

/** Prose is taken as it is written, values as they are read. */
function goesOnWith(entry: Entry, { whole, text }: TextLine): boolean {
  return goesOn(entry, PROSE.has(entry.libelle) ? whole : text)
}

/** Takes a further line into an entry; false when the entry has ended. */
function goesOn(entry: Entry, raw: string): boolean {
  if (raw.trim() === '') {
    entry.blanks += 1
    // A quoted line left empty: what comes after the blank is the letter's own prose.
    if (isEmpty(entry)) return entry.blanks < 2 && entry.depth === 0
    return PROSE.has(entry.libelle)
  }
  if (
    entry.isSentence ||
    isSignature(raw) ||
    isPureClosing(raw) ||
    isDevice(raw) ||
    isDisclaimer(raw)
  )
    return false
  const hasNothing = isEmpty(entry)
  if (PROSE.has(entry.libelle)) {
    if (entry.blanks > 0 && !hasNothing) entry.lines.push('')
  } else if (!hasNothing && !isNextChoice(entry, raw)) {
    if (CLOSED.has(entry.libelle) || entry.blanks > 0 || !isContinuation(entry.last, raw)) {
      return false
    }
  }
  entry.lines.push(PROSE.has(entry.libelle) ? raw.trim() : unmarked(raw))
  entry.last = raw
  entry.blanks = 0
  return true
}

/** One more box under those of the value: « ☐ M », « ☑ F », each on its line. */
function isNextChoice({ lines, blanks }: Entry, raw: string): boolean {
  return blanks === 0 && hasCases(raw.slice(0, 20)) && hasCases(lines.join(' ').slice(0, 20))
}

function isEmpty(entry: Entry): boolean {
  return !entry.lines.some((line) => line !== '')
}

function isContinuation(last: string, raw: string): boolean {
  if (/^(?: {2,}|\t)/.test(raw)) return true
  const firstWord = /^\S*/.exec(raw)?.[0].length ?? 0
  return last.length + 1 + firstWord > WRAP_COLUMN || /^[<(]/.test(raw)
}
