/**
 * A text as lines, each with how deep it looks quoted: 0 is the writer's own. No line is left out.
 *
 * In    the text of a letter
 * Out   its lines in order, without quotation marks, hard blanks made plain; as words are read, and as written
 *
 * The look decides which value of the form wins and where a keyword may stand. It never decides what is
 * left out of a letter: `quotation.ts` does, by content. RFC 3676 (format=flowed) is undone first.
 */
import { fold } from '../domain/texte.ts'
import { linesInDoubt, unmarkedText } from './doubt.ts'
import { afterBare, bare, isTurned } from './invisible.ts'

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
  const out: TextLine[] = []
  let base = 0
  let announced = 0
  for (let i = 0; i < raw.length; i++) {
    const line = raw[i] ?? ''
    const written = kept[i] ?? ''
    const marks = quotationMarks(line)
    if (marks.depth === 0 && announced === 0) {
      const marker = markerAt(raw, i)
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

/** How many `>` begin a line, and how many characters they take with the blanks between and after them. */
function quotationMarks(line: string): { readonly depth: number; readonly length: number } {
  let depth = 0
  let length = 0
  for (let at = 0; at < line.length; at++) {
    if (line[at] === '>') {
      depth += 1
      length = at + 1
    } else if (line[at] !== ' ' || at > length) break
  }
  if (depth > 0 && line[length] === ' ') length += 1
  return { depth, length }
}

/** Hard blanks become plain, controls go; all else stays. */
function clean(line: string): string {
  return unmarkedText(line)
    .replace(/[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]/g, ' ')
    .replace(/[^\P{Cc}\t]/gu, '')
    .trimEnd()
}

const SEPARATOR =
  /^(?:message d'origine|message original|mail original|courriel original|message initial|original message|original mail|message transfere|message transmis|message reexpedie|forwarded message|forwarded by|reponse au message|original appointment)\b/
const ANNOUNCED =
  /^(?:debut du message (?:reexpedie|transfere|transmis)|begin forwarded message)\s?:/
const WROTE = /\b(?:a ecrit|ont ecrit|wrote|a repondu) ?:?$/
const WHEN = /\d{1,2} ?[:h] ?\d{2}|\d{4}|@/
const HEADER_FROM = /^[*_]{0,3}(?:de|from|expediteur) ?[*_]{0,3} ?: ?[*_]{0,3} ?[^\s*_]/
const HEADER_OTHER =
  /^[*_]{0,3}(?:envoye(?: le)?|sent|date|a|to|objet|subject|sujet|cc|copie|pour|destinataires?|repondre a|reply-to|importance) ?[*_]{0,3} ?:/
/** Lines of a header block: From, Sent, To, Cc, Subject and a folded one or two. */
const MAX_HEADER_LINES = 8

/** How many lines announce a quotation here, and whether all that follows looks quoted. */
function markerAt(raw: readonly string[], at: number): { lines: number; cuts: boolean } | null {
  const line = shown(raw[at])
  if (line === '') return null
  if (isSeparator(line) || ANNOUNCED.test(line)) return { lines: 1, cuts: true }
  const block = headerBlock(raw, at)
  if (block > 0) return { lines: block, cuts: true }
  if (/^[_-]{10,}$/.test(line)) {
    const next = [at + 1, at + 2, at + 3].find((i) => raw[i] !== undefined && raw[i] !== '')
    const lines = next === undefined ? 0 : headerBlock(raw, next)
    return next === undefined || lines === 0 ? null : { lines: next - at + lines, cuts: true }
  }
  if (!/^(?:le|on|\d)/.test(line) && !line.slice(0, 400).includes('@')) return null
  return attribution(raw, at)
}

/** `-----Message d'origine-----` */
function isSeparator(line: string): boolean {
  const at = line.search(/[^-_* ]/)
  return at >= 2 && line.slice(0, at).includes('--') && SEPARATOR.test(line.slice(at))
}

/** « Le 12/03/2026 à 10:00, X a écrit : », folded over up to four lines. */
function attribution(raw: readonly string[], at: number): { lines: number; cuts: boolean } | null {
  let joined = ''
  for (let count = 1; count <= 4 && at + count <= raw.length; count++) {
    const line = shown(raw[at + count - 1])
    if (line === '' || line.startsWith('>')) return null
    joined = `${joined} ${line}`.trim()
    if (!WROTE.test(joined.slice(-40))) continue
    if (!WHEN.test(joined) || joined.length > 600) return null
    const next = raw.slice(at + count, at + count + 4).find((text) => text !== '')
    return { lines: count, cuts: !(next ?? '').trimStart().startsWith('>') }
  }
  return null
}

/** How many lines the block `De :`, `Envoyé :`, `À :`, `Objet :` has that Outlook and Zimbra write; 0: none. */
function headerBlock(raw: readonly string[], at: number): number {
  if (!HEADER_FROM.test(shown(raw[at]))) return 0
  let last = at
  let others = 0
  for (let i = at + 1; i <= at + MAX_HEADER_LINES && i < raw.length; i++) {
    if (!HEADER_OTHER.test(shown(raw[i]))) continue
    others += 1
    last = i
  }
  return others >= 2 ? last - at + 1 : 0
}

function shown(line: string | undefined): string {
  return fold((line ?? '').slice(0, 400))
}
