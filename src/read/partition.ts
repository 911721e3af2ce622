/**
 * A letter cut into pieces: each of its lines is one thing, and the pieces in order are the letter.
 *
 * In    the lines, the keyword, the lines that the form took, the letters of ours that may be quoted
 * Out   the pieces
 *
 * Whatever is not known to be something else is the author's free text: nothing can drop a word. SPEC §4
 */

import { answeredLines } from './inline.ts'
import { afterBare } from './invisible.ts'
import type { Keyword } from './keyword.ts'
import { isRappel } from './own.ts'
import { quotations, type Sent } from './quotation.ts'
import { looksOwn, type TextLine } from './thread.ts'

/**
 * What a line is: a quotation of ours, one that its author answers, the keyword, a line of the form or of our link, or
 * free text.
 */
export type Kind = 'quotation' | 'cite' | 'keyword' | 'value' | 'recall' | 'libre'

/** One line, or the part of it after a keyword. */
export interface Fragment {
  readonly kind: Kind
  readonly text: string
}

/** The pieces of a letter, in order. */
export function partition(
  lines: readonly TextLine[],
  {
    keyword,
    used,
    sent,
  }: { readonly keyword: Keyword; readonly used: ReadonlySet<number>; readonly sent: Sent },
): readonly Fragment[] {
  const quoted = quotations(lines, sent)
  const isKeyword = keywordLine(lines, keyword)
  const isMute = (at: number): boolean => at === isKeyword || used.has(at)
  const answered = answeredLines(lines, quoted, { isMute, sent })
  let own = -1
  return lines.flatMap((line, at): readonly Fragment[] => {
    if (looksOwn(line)) own += 1
    if (looksOwn(line) && keyword.motCle !== null && own === keyword.at)
      return ofKeyword(line, keyword)
    if (answered[at]) return [{ kind: 'cite', text: marked(line) }]
    if (quoted[at]) return [{ kind: 'quotation', text: line.raw }]
    if (isRappel(line.text)) return [{ kind: 'recall', text: line.raw }]
    return [{ kind: used.has(at) ? 'value' : 'libre', text: line.raw }]
  })
}

/** A quoted line as its reader knows it for one; Outlook marks nothing. */
function marked({ raw, whole }: TextLine): string {
  return raw.trim() === whole.trim() ? `> ${whole.trim()}` : raw.trim()
}

/** Which line the keyword stands on; -1 without one. */
function keywordLine(lines: readonly TextLine[], { motCle, at }: Keyword): number {
  if (motCle === null) return -1
  let own = -1
  return lines.findIndex((line) => {
    if (looksOwn(line)) own += 1
    return looksOwn(line) && own === at
  })
}

function ofKeyword({ raw, text }: TextLine, { lead, said }: Keyword): readonly Fragment[] {
  const start = lead === '' ? 0 : afterBare(raw, lead.length)
  const end = said === null ? raw.length : afterBare(raw, text.length - said.length)
  return [
    ...(lead === '' ? [] : [{ kind: 'libre' as const, text: raw.slice(0, start) }]),
    { kind: 'keyword', text: raw.slice(start, end) },
    ...(said === null ? [] : [{ kind: 'libre' as const, text: raw.slice(end) }]),
  ]
}

/** The lines of some kinds. */
export function linesOf(
  fragments: readonly Fragment[],
  ...kinds: readonly Kind[]
): readonly string[] {
  return fragments.filter(({ kind }) => kinds.includes(kind)).map(({ text }) => text)
}
