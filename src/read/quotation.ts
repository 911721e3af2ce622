/**
 * Which lines of a letter are a quotation of a letter of ours. They alone are left out of what its author says.
 *
 * In    the lines of the letter, the texts of the letters that its author had from us
 * Out   for each line, whether it is a quotation
 *
 * A quotation is known by its words: each of them stands in a run of four that one of our letters has. Mail
 * programs wrap and mark what they quote as they like, so a run goes over line breaks. A line that only looks
 * quoted stays, and so does a single unmarked line whose words happen to be ours: in doubt it stays. SPEC §4
 */

import { fold } from '../domain/texte.ts'
import { normalise } from '../domain/unicode.ts'
import { isSignature, readThread, type TextLine } from './thread.ts'

/** Letters of ours, as runs of words. */
export interface Sent {
  readonly runs: ReadonlySet<string>
  readonly lines: ReadonlySet<string>
  /** How each letter begins, and how it ends, with its signature and without. */
  readonly openings: ReadonlySet<string>
  readonly closings: ReadonlySet<string>
  /** Our domain, which a mail program names above what it quotes. */
  readonly domain: string
}

const RUN = 4
/** Unmarked lines that must follow one another to be a quotation. */
const MIN_LINES = 3

/** Our letters as `quotations` compares them: `texts` are their bodies. */
export function sentOf(texts: readonly string[], domain: string): Sent {
  const runs = new Set<string>()
  const lines = new Set<string>()
  const openings = new Set<string>()
  const closings = new Set<string>()
  for (const text of texts) {
    const all: string[] = []
    for (const { text: line, whole } of readThread(text)) {
      const words = wordsOf(line, domain)
      if (isSignature(whole)) closings.add(all.slice(-RUN).join(' '))
      if (words.length > 0) lines.add(words.join(' '))
      all.push(...words)
    }
    for (let at = 0; at + RUN <= all.length; at++) runs.add(all.slice(at, at + RUN).join(' '))
    openings.add(all.slice(0, RUN).join(' '))
    closings.add(all.slice(-RUN).join(' '))
  }
  return { runs, lines, openings, closings, domain: domain.toLowerCase() }
}

/** Do quoted lines hold the beginning of a letter of ours, and the end of one? */
export function endsOf(
  quoted: readonly TextLine[],
  { openings, closings, domain }: Sent,
): { readonly opens: boolean; readonly closes: boolean } {
  const all = quoted.flatMap(({ text }) => wordsOf(text, domain))
  const runs = all.map((_, at) => all.slice(at, at + RUN).join(' '))
  return {
    opens: runs.some((run) => openings.has(run)),
    closes: runs.some((run) => closings.has(run)),
  }
}

/** Reach of a look around a quoted line for one of ours in the same letter. */
const NEAR = 60

/**
 * Which quoted lines stand under the labels of a form of ours: beside them are quoted words of our letter, and their
 * label is a line of it; or the author's own program says that the letter answered is ours. What is typed there
 * answers us, wherever the program puts it.
 */
export function answersUs(
  lines: readonly TextLine[],
  { ours, sent }: { readonly ours: readonly boolean[]; readonly sent: Sent },
): (at: number, label: string) => boolean {
  const answered = answeredOf(lines, sent.domain)
  return (at, label) => {
    if (ours[at] === true || (lines[at]?.depth === 1 && answered(at))) return true
    if (!sent.lines.has(wordsOf(label, sent.domain).join(' '))) return false
    return [-1, 1].some((step) => {
      for (let i = at + step; Math.abs(i - at) <= NEAR; i += step) {
        const line = lines[i]
        if (line === undefined || line.depth === 0 || line.announces) return false
        if (ours[i] === true && hasRun(line, sent)) return true
      }
      return false
    })
  }
}

/**
 * The lines of the letter answered, where what is written above it names us. A letter quoted within another's is
 * announced by that other, whatever he wrote: only the first announcement is the author's program's.
 */
function answeredOf(lines: readonly TextLine[], domain: string): (at: number) => boolean {
  const from = lines.findIndex(({ announces }) => announces)
  if (from === -1 || lines.slice(0, from).some(({ depth }) => depth > 0)) return () => false
  const block = lines.slice(from)
  const size = block.findIndex(({ announces }) => !announces)
  const next = block.findIndex(({ announces }, i) => announces && i > size)
  const isOurs = block.slice(0, Math.max(size, 0)).some(({ text }) => namesUs(text, domain))
  return (at) => isOurs && at > from && (next === -1 || at < from + next)
}

/** More than a label: words in a row as our letter has them. */
function hasRun({ text }: TextLine, { runs, domain }: Sent): boolean {
  const words = wordsOf(text, domain)
  return words.some((_, at) => runs.has(words.slice(at, at + RUN).join(' ')))
}

/** For each line, true where it is a quotation of ours. */
export function quotations(lines: readonly TextLine[], sent: Sent): readonly boolean[] {
  if (sent.lines.size === 0) return lines.map(() => false)
  const words = lines.map(({ text }) => wordsOf(text, sent.domain))
  const known = ours(words, sent)
  const found = lines.map(
    ({ depth, announces }, at) => known[at] === true && depth > 0 && !announces,
  )
  addRuns(lines, { words, known }, found)
  addWordless(lines, { words, domain: sent.domain }, found)
  addAnnouncements(lines, words, { found, domain: sent.domain })
  addMarked(lines, { words, domain: sent.domain }, found)
  return found
}

/** The words of a line: what stands between blanks, without marks of lists, tables and emphasis. */
/**
 * Which lines say word for word what a line of ours says, marked or not. One of them alone is perhaps its author's own
 * words, and stays; as a value behind its label it is ours, kept above its answer.
 */
export function repeatedOf(
  lines: readonly TextLine[],
  { lines: ours, domain }: Sent,
): readonly boolean[] {
  return lines.map(
    ({ text }) => /[:=]\s{0,9}\S/.test(text) && ours.has(wordsOf(text, domain).join(' ')),
  )
}

function wordsOf(line: string, domain: string): readonly string[] {
  const own = normalise(line, 'NFKC').toLowerCase()
  return withoutOurAddresses(own, domain.toLowerCase())
    .split(/\s+/)
    .map(bare)
    .filter((word) => word !== '')
}

const MARKS = new Set('*_|•·:–—-─"«»“”'.split(''))

function bare(word: string): string {
  let start = 0
  let end = word.length
  while (start < end && MARKS.has(word[start] ?? '')) start += 1
  while (end > start && MARKS.has(word[end - 1] ?? '')) end -= 1
  return word.slice(start, end).replaceAll('’', "'")
}

/** Our links are written in many ways by the programs that quote them. */
function withoutOurAddresses(line: string, domain: string): string {
  if (!line.includes(`@${domain}`)) return line
  return line
    .split(' ')
    .filter((word) => !word.includes(`@${domain}`))
    .join(' ')
}

/** Lines all of whose words stand in a run of ours, or that are a short line of ours whole. */
function ours(words: readonly (readonly string[])[], sent: Sent): readonly boolean[] {
  const all = words.flat()
  const covered = new Uint8Array(all.length)
  for (let at = 0; at + RUN <= all.length; at++) {
    if (sent.runs.has(all.slice(at, at + RUN).join(' '))) covered.fill(1, at, at + RUN)
  }
  let start = 0
  return words.map((line) => {
    const end = start + line.length
    const isCovered = line.length > 0 && !covered.subarray(start, end).includes(0)
    start = end
    return isCovered || (line.length > 0 && line.length < RUN && sent.lines.has(line.join(' ')))
  })
}

/** Unmarked lines: several of ours one after the other. Outlook marks nothing. */
function addRuns(
  lines: readonly TextLine[],
  { words, known }: { words: readonly (readonly string[])[]; known: readonly boolean[] },
  found: boolean[],
): void {
  let run: number[] = []
  const close = (): void => {
    if (run.length >= MIN_LINES) for (const at of run) found[at] = true
    run = []
  }
  for (let at = 0; at < lines.length; at++) {
    if (known[at] === true && lines[at]?.announces === false) run.push(at)
    else if ((words[at]?.length ?? 0) > 0) close()
  }
  close()
}

/** A line without a word of its own, beside quoted ones: a rule between two, a link of ours after one. */
function addWordless(
  lines: readonly TextLine[],
  { words, domain }: { words: readonly (readonly string[])[]; domain: string },
  found: boolean[],
): void {
  let last = -1
  for (let at = 0; at < found.length; at++) {
    const isEmpty = (words[at]?.length ?? 0) === 0
    const isLink = isEmpty && lines[at]?.text.toLowerCase().includes(`@${domain}`) === true
    if (found[at] || (isLink && last >= 0)) {
      for (let i = last + 1; last >= 0 && i <= at; i++) found[i] = true
      last = at
    } else if (!isEmpty) last = -1
  }
}

/** Marked lines beside a quotation that name us or say nothing: what programs put around what they quote. */
function addMarked(
  lines: readonly TextLine[],
  { words, domain }: { words: readonly (readonly string[])[]; domain: string },
  found: boolean[],
): void {
  const isAround = (at: number): boolean =>
    (lines[at]?.depth ?? 0) > 0 &&
    ((words[at]?.length ?? 0) === 0 ||
      lines[at]?.text.toLowerCase().includes(`@${domain}`) === true)
  for (let at = found.length - 2; at >= 0; at--) {
    if (!found[at] && found[at + 1] && isAround(at)) found[at] = true
  }
  for (let at = 1; at < found.length; at++) {
    if (!found[at] && found[at - 1] && isAround(at)) found[at] = true
  }
}

/** Our address, or the name that stands beside it in our letters. */
function namesUs(text: string, domain: string): boolean {
  const said = fold(text.slice(0, 1000))
  return said.includes(domain.toLowerCase()) || /\bteleexpertise\b/.test(said)
}

/** What a mail program writes above a quotation of ours, where it names us. */
function addAnnouncements(
  lines: readonly TextLine[],
  words: readonly (readonly string[])[],
  { found, domain }: { found: boolean[]; domain: string },
): void {
  for (let end = 0; end < lines.length; end++) {
    if (!lines[end]?.announces || lines[end + 1]?.announces) continue
    let next = end + 1
    while (next < lines.length && (words[next]?.length ?? 0) === 0) next += 1
    if (!found[next]) continue
    let start = end
    while (lines[start - 1]?.announces) start -= 1
    const block = lines.slice(start, end + 1)
    if (!block.some(({ text }) => namesUs(text, domain))) continue
    for (let i = start; i < next; i++) found[i] = true
  }
}
