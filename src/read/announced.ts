/**
 * Which of the lines that look like their author's own stand below words of his that announce somebody else's.
 *
 * In    the lines of a letter, which of them are a quotation of ours
 * Out   for each line, whether it may be somebody else's for that reason
 *
 * Where the words of the other end nobody knows: all that follows is in doubt, unless marks tell which lines are
 * quoted. What stands above stays his. Only lines of a form are asked about, and every word stays. SPEC §4
 */
import { isGreeting } from './courtesy.ts'
import { introduces } from './introduction.ts'
import { labelsIn, undecorate } from './labels.ts'
import { libelleDe } from './libelles.ts'
import type { TextLine } from './thread.ts'

/** Longer lines are paragraphs. */
const MAX_LINE = 400

/** For each line, true where it stands below an announcement in its author's words. */
export function announcedLines(
  lines: readonly TextLine[],
  ours: readonly boolean[],
): readonly boolean[] {
  const out: boolean[] = lines.map(() => false)
  for (const [at, line] of lines.entries()) {
    if (line.depth > 0 || line.announces || ours[at] === true || line.text.length > MAX_LINE)
      continue
    const from = announcedFrom(lines, at)
    if (from === null || isMarkedBelow(lines, from)) continue
    return lines.map(({ depth }, i) => i >= from && depth === 0 && ours[i] !== true)
  }
  return out
}

/** Marks tell what is quoted: what stands without them is his. */
function isMarkedBelow(lines: readonly TextLine[], from: number): boolean {
  const next = lines.slice(from, from + 10).find(({ text }) => text.trim() !== '')
  return next !== undefined && (next.depth > 0 || next.announces)
}

/** The first line that the words on a line announce; null: they announce nothing. */
function announcedFrom(lines: readonly TextLine[], at: number): number | null {
  const text = lines[at]?.text.trim() ?? ''
  if (!/\p{L}/u.test(text)) return null
  if (ENDING.test(text)) {
    const bare = text.replace(ENDING, '')
    return libelleDe(undecorate(bare)) === null && introduces(lastClause(lines, at, bare), 'colon')
      ? at + 1
      : null
  }
  const head = headOf(text)
  if (head !== null) {
    return isBegun(head.said) && introduces(lastSentence(head.clause), 'colon') ? at : null
  }
  return isAlone(lines, at) && introduces(untitled(text), 'alone') ? at + 1 : null
}

/** A colon at its end, and perhaps what opens a quotation. */
const ENDING = /[:：][«"“„'’*_(\s]{0,6}$/

const WRAPPED = 50

/** The clause that ends on a line, with what of it stands on the two wrapped lines above. */
function lastClause(lines: readonly TextLine[], at: number, bare: string): string {
  let joined = bare
  for (let i = at - 1; i >= at - 2; i--) {
    const above = lines[i]
    if (above === undefined || above.depth > 0 || above.announces) break
    if (above.text.length < WRAPPED || above.text.length > MAX_LINE) break
    joined = `${above.text} ${joined}`
  }
  return lastSentence(joined)
}

function lastSentence(text: string): string {
  const ends = [...untitled(text).matchAll(/[.!?;:]\s/g)]
  return untitled(text).slice((ends.at(-1)?.index ?? -1) + 1)
}

/** A full stop after a title ends no sentence. */
function untitled(text: string): string {
  return text.replace(/\b(Dr|Pr|Mme|Mlle|Mr|M|cf|ex)\.\s/gi, '$1 ')
}

/** What stands before and after the first colon of a line that is not a time's. */
function headOf(text: string): { readonly clause: string; readonly said: string } | null {
  const at = text.search(/(?<!\d)\s?:(?!\d)|\s:/)
  if (at < 1) return null
  const said = text.slice(at).replace(/^\s?:\s{0,9}/, '')
  return said === '' ? null : { clause: text.slice(0, at), said }
}

/** A letter or a form begins on the line of its announcement; « : voir pièce jointe » is a word of the author's. */
function isBegun(said: string): boolean {
  const inner = said.replace(/^[«"“„'’*_\s]{1,6}/, '')
  const isLeftOpen = /^[«“„]/.test(said)
    ? !/[»”]/.test(said)
    : said.startsWith('"') && !inner.includes('"')
  const [first = ''] = inner.split(/(?<=[,.!])\s/, 1)
  return isLeftOpen || isGreeting(first) || labelsIn(undecorate(inner)).hits.length > 0
}

const BULLET = /^(?:[-–—•·▪◦‣►➢✓✔☐☑☒+]|\d{1,2}[.)])\s/u
const MAX_WORDS = 14
/** What is sent along is no text of the letter. */
const ATTACHED = /\b(?:ci[ -]?joint|joints?|jointes?|pj|p\.j|annexes?|pi[eè]ces?)\b/i
/** A line of its own that only announces: no bullet, no list above it, no sentence that goes on below. */
function isAlone(lines: readonly TextLine[], at: number): boolean {
  const text = lines[at]?.text.trim() ?? ''
  if (BULLET.test(text) || ATTACHED.test(text)) return false
  if (/[,?;]$|[.!?;]\s/.test(untitled(text)) || text.split(/\s+/).length > MAX_WORDS) return false
  const above = lines[at - 1]?.text.trim() ?? ''
  const isList = /[:：]$/.test(inkAbove(lines, at))
  const isContinued = above.length >= WRAPPED && !/[.!?:;,»)]$/.test(above)
  return !isList && !isContinued && !/^\p{Ll}/u.test(lines[at + 1]?.text.trim() ?? '')
}

/** The nearest line above with words, looked for line by line: blank ones are passed once. */
function inkAbove(lines: readonly TextLine[], at: number): string {
  let above = at - 1
  while (above > 0 && lines[above]?.text.trim() === '') above -= 1
  return lines[above]?.text.trim() ?? ''
}
