/**
 * A text as lines, each with how deep it looks quoted: 0 is the writer's own. No line is left out.
 *
 * In    the text of a letter
 * Out   its lines in order, without quotation marks, hard blanks made plain; as words are read, and as written
 *
 * The look decides which value of the form wins and where a keyword may stand. It never decides what is
 * left out of a letter: `quotation.ts` does, by content. RFC 3676 (format=flowed) is undone first.
 */
import { linesInDoubt, unmarkedText } from './doubt.ts'
import { headingAt } from './headings.ts'
import { afterBare, bare, isTurned } from './invisible.ts'
import { marksOf } from './marks.ts'

export interface TextLine {
  /** Without quotation marks and without signs that have no ink. */
  readonly text: string
  /** Without quotation marks, all else as written. */
  readonly whole: string
  /** With them, as its author sees it. */
  readonly raw: string
  /** 0: own; 1: the letter answered; 2: the one before it… */
  readonly depth: number
  /** Part of what a mail program writes above a quotation: « a écrit : », `De :`, `Objet :`, a rule. */
  readonly announces: boolean
  /** Its author perhaps never saw it, or not as it reads; absent: he did. */
  readonly doubt?: 'cache' | 'signes'
}

/** Characters that end a line wherever they stand. Unicode Standard, newline guidelines (UAX 14, BK, CR, LF, NL) */
const LINE_BREAK = /\r\n|[\n\r\v\f\u0085\u2028\u2029]/

/** The lines of a text, one for each line break of it. */
export function readThread(text: string): readonly TextLine[] {
  const split = text.split(LINE_BREAK)
  const doubts = linesInDoubt(split)
  const kept = split.map(clean)
  const raw = kept.map((line) => bare(line).trimEnd())
  const signs = marksOf(raw)
  const out: TextLine[] = []
  let base = 0
  let announced = 0
  for (let i = 0; i < raw.length; i++) {
    const line = raw[i] ?? ''
    const written = kept[i] ?? ''
    const marks = signs[i] ?? { depth: 0, length: 0 }
    if (marks.depth === 0 && announced === 0) {
      const marker = headingAt(raw, i)
      announced = marker?.lines ?? 0
      if (marker?.cuts) base += 1
    }
    const announces = announced > 0
    if (announces) announced -= 1
    out.push({
      text: line.slice(marks.length),
      whole: written.slice(afterBare(written, marks.length)),
      raw: written,
      depth: marks.depth + base,
      announces,
      ...doubtOf(written, doubts[i] === true),
    })
  }
  return out
}

function doubtOf(line: string, isVeiled: boolean): Pick<TextLine, 'doubt'> {
  if (isTurned(line)) return { doubt: 'signes' }
  return isVeiled ? { doubt: 'cache' } : {}
}

/** Is this the writer's own line, as far as its look tells? One that he perhaps never saw is not. */
export function looksOwn({ depth, announces, doubt }: TextLine): boolean {
  return depth === 0 && !announces && doubt !== 'cache'
}

/** The separator of a signature. RFC 3676 §4.3 */
export function isSignature(line: string): boolean {
  return /^--\s*$/.test(line)
}

/** Undoes format=flowed: lines that end in a blank go on on the next one of the same depth. RFC 3676 §4 */
export function unflow(text: string, deleteSpace: boolean): string {
  const out: string[] = []
  let open: { depth: number; parts: string[] } | null = null
  for (const line of text.split(/\r\n|\n/)) {
    const depth = /^>*/.exec(line)?.[0].length ?? 0
    const content = line.slice(depth).replace(/^ /, '')
    const flows = content.endsWith(' ') && content !== '-- '
    if (open && (open.depth !== depth || content === '-- ')) {
      out.push(quote(open.depth, open.parts))
      open = null
    }
    open ??= { depth, parts: [] }
    open.parts.push(flows && deleteSpace ? content.slice(0, -1) : content)
    if (!flows) {
      out.push(quote(open.depth, open.parts))
      open = null
    }
  }
  if (open) out.push(quote(open.depth, open.parts))
  return out.join('\n')
}

function quote(depth: number, parts: readonly string[]): string {
  return `${depth === 0 ? '' : `${'>'.repeat(depth)} `}${parts.join('')}`
}

/** Hard blanks become plain, controls go; all else stays. */
function clean(line: string): string {
  return unmarkedText(line)
    .replace(/[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]/g, ' ')
    .replace(/[^\P{Cc}\t]/gu, '')
    .trimEnd()
}
