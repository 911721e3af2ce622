/**
 * Answers written between the lines of what they answer: the question above each stays in sight of its reader.
 *
 * In    the lines of a letter, which of them are a quotation of ours, which own lines answer nothing (keyword, form)
 * Out   the quotations that are left out: all but the lines just above an answer
 *
 * A quotation of ours is left out by its content (SPEC §4); without it « Oui, 5 mg » between two of its lines would
 * say nothing.
 */
import { fold } from '../domain/texte.ts'
import type { TextLine } from './thread.ts'

const MAX_LINES = 6
/** Words that say nothing without what they point to: « D'accord avec cela ». */
const POINTS =
  /^\W*(?:d'accord|ok|oui|non|pas d'accord|idem|exact|tout a fait|je confirme)\b.{0,20}\b(?:cela|ca|ceci|ce point|celui-ci|celle-ci|ci-dessus)\b/

/** The quotations without those that an answer stands under. */
export function keptAbove(
  lines: readonly TextLine[],
  quoted: readonly boolean[],
  isMute: (at: number) => boolean,
): readonly boolean[] {
  const out = [...quoted]
  const last = quoted.lastIndexOf(true)
  for (let at = 1; at < lines.length; at++) {
    if (quoted[at] || !hasWords(lines[at]) || isMute(at)) continue
    const end = above(lines, at)
    if (!quoted[end]) continue
    const asked = paragraph(lines, quoted, end)
    const isAsked = asked.some((i) => lines[i]?.text.includes('?'))
    if (isAsked || last > at || POINTS.test(fold(lines[at]?.text.slice(0, 200) ?? '')))
      for (const i of asked) out[i] = false
  }
  return out
}

/** The nearest line above with words; -1 without. */
function above(lines: readonly TextLine[], at: number): number {
  let end = at - 1
  while (end >= 0 && !hasWords(lines[end])) end -= 1
  return end
}

/** The quoted lines that end at `end`, up to a blank one. */
function paragraph(
  lines: readonly TextLine[],
  quoted: readonly boolean[],
  end: number,
): readonly number[] {
  const all: number[] = []
  for (let at = end; at >= 0 && all.length < MAX_LINES; at--) {
    const line = lines[at]
    if (!quoted[at] || !hasWords(line) || line?.announces) break
    all.push(at)
  }
  return all
}

function hasWords(line: TextLine | undefined): boolean {
  return /[\p{L}\p{N}]/u.test(line?.text ?? '')
}
