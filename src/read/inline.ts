/**
 * Answers written below lines of ours: the lines that each answers stay in sight of its reader.
 *
 * In    the lines of a letter, which of them are a quotation of ours, which own lines answer nothing (keyword, form)
 * Out   of the quotations, the lines that are answered; the others are left out
 *
 * A quotation of ours is left out by its content (SPEC §4); without the line above it « ok, on fait » says nothing, or
 * something else. What its author writes below a whole letter, or below its end, answers the letter: of that one only
 * the last lines stay, where they ask or where his words point to them.
 */
import { fold } from '../domain/texte.ts'
import { isOnlyCourtesy } from './courtesy.ts'
import { endsOf, type Sent } from './quotation.ts'
import type { TextLine } from './thread.ts'

const MAX_LINES = 6
/** Words that say nothing without what they point to: « D'accord avec cela ». */
const POINTS =
  /^\W*(?:d'accord|ok|oui|non|pas d'accord|idem|exact|tout a fait|je confirme)\b.{0,20}\b(?:cela|ca|ceci|ce point|celui-ci|celle-ci|ci-dessus)\b/

/** The quoted lines that an answer stands below. */
export function answeredLines(
  lines: readonly TextLine[],
  quoted: readonly boolean[],
  { isMute, sent }: { readonly isMute: (at: number) => boolean; readonly sent: Sent },
): readonly boolean[] {
  const out = lines.map(() => false)
  const last = quoted.lastIndexOf(true)
  for (let at = 1; at < lines.length; at++) {
    if (quoted[at] || !hasWords(lines[at]) || isMute(at)) continue
    const end = above(lines, at)
    if (!quoted[end] || (last < at && isOnlyCourtesy(lines.slice(at).map(({ text }) => text))))
      continue
    const isFollowed = last > at || POINTS.test(fold(lines[at]?.text.slice(0, 200) ?? ''))
    for (const i of answered(lines, quoted, { end, sent, isFollowed })) {
      out[i] = !lines[i]?.text.toLowerCase().includes(`@${sent.domain}`)
    }
  }
  return out
}

/** Of the run of quoted lines that ends at `end`, those that stay. */
function answered(
  lines: readonly TextLine[],
  quoted: readonly boolean[],
  { end, sent, isFollowed }: { end: number; sent: Sent; isFollowed: boolean },
): readonly number[] {
  const start = runStart(lines, quoted, end)
  const run = lines.slice(start, end + 1)
  const { opens, closes } = endsOf(run, sent)
  const near = paragraph(lines, quoted, end)
  if (closes) return isFollowed || near.some((i) => lines[i]?.text.includes('?')) ? near : []
  if (opens) return near
  return run.flatMap((line, i) => (hasWords(line) && !line.announces ? [start + i] : []))
}

/** The first line of the run of quoted lines that ends at `end`, over blank ones. */
function runStart(lines: readonly TextLine[], quoted: readonly boolean[], end: number): number {
  let start = end
  for (let at = end; at >= 0 && (quoted[at] || !hasWords(lines[at])); at--) {
    if (quoted[at]) start = at
  }
  return start
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
