/**
 * Structured field values, `text/plain; charset=utf-8`: the one reading that all who open a mail share.
 *
 * In    the unfolded value of Content-Type or Content-Disposition
 * Out   the value and its parameters, continuations joined and their charset decoded; which parameters are
 *       written so that another reader may find another value in them
 *
 * RFC 2045 §5.1 · RFC 5322 §3.2.2 (comments) · RFC 2231 §3–4 · RFC 2047 (against the letter, in names of files)
 */
import { decodeText } from './charset.ts'
import { decodeWords } from './headers.ts'

/** A structured value. */
export interface Structured {
  /** Lower case, comments gone; empty when there is none. */
  readonly value: string
  readonly parameters: ReadonlyMap<string, string>
  /**
   * Said twice in two ways, or in pieces that are not a whole: one reader takes the first, one the last,
   * one knows nothing of pieces. Names of files are not counted: theirs come in two forms on purpose.
   */
  readonly ambiguous: ReadonlySet<string>
}

const MAX_SEGMENTS = 200
const FREE_TEXT = new Set(['name', 'filename'])

/** Where a reading stands. */
interface Cursor {
  readonly text: string
  at: number
  /** False once one was opened and never closed: what looks like one is text from there on. */
  comments: boolean
}

type Pair = readonly [name: string, value: string]

/** The value and parameters of a structured field; the first of two parameters of one name wins. */
export function parseStructured(raw: string): Structured {
  const cursor: Cursor = { text: raw, at: 0, comments: true }
  const head = takeHead(cursor)
    .replace(/\s+/g, ' ')
    .trim()
    .toLowerCase()
    .replace(/ ?\/ ?/, '/')
    .replace(/^"|"$/g, '')
  return { value: /^[^\s"]+/.exec(head)?.[0] ?? '', ...joinSegments(takePairs(cursor)) }
}

/** What stands before the first semicolon, comments gone. */
function takeHead(cursor: Cursor): string {
  let head = ''
  for (let from = cursor.at; ; from = cursor.at) {
    const isEnd = passValue(cursor)
    head += `${cursor.text.slice(from, cursor.at)} `
    if (isEnd) break
    passComment(cursor)
  }
  cursor.at += 1
  return head
}

/** Moves to the semicolon or the end (true), or to a comment before them (false). */
function passValue(cursor: Cursor): boolean {
  takeRun(cursor, cursor.comments ? /[^;(]*/y : /[^;]*/y)
  return cursor.text[cursor.at] !== '(' || !cursor.comments
}

/** Moves behind a comment; where it never ends, there are no comments any more. */
function passComment(cursor: Cursor): void {
  const { text } = cursor
  let depth = 0
  for (let at = cursor.at; at < text.length; at++) {
    if (text[at] === '\\') at += 1
    else if (text[at] === '(') depth += 1
    else if (text[at] === ')' && --depth === 0) {
      cursor.at = at + 1
      return
    }
  }
  cursor.comments = false
}

function takePairs(cursor: Cursor): readonly Pair[] {
  const pairs: Pair[] = []
  while (cursor.at < cursor.text.length && pairs.length < MAX_SEGMENTS) {
    const name = takeName(cursor)
    if (name === null) continue
    const value = takeValue(cursor, FREE_TEXT.has(name))
    while (!passValue(cursor)) passComment(cursor)
    cursor.at += 1
    if (name !== '' && !/[\s"]/.test(name)) pairs.push([name, value])
  }
  return pairs
}

/** What stands before `=`; null, and behind the semicolon, where there is none. */
function takeName(cursor: Cursor): string | null {
  let name = ''
  for (;;) {
    name += takeRun(cursor, cursor.comments ? /[^=;(]*/y : /[^=;]*/y)
    const mark = cursor.text[cursor.at]
    if (mark === '(') {
      passComment(cursor)
      name += ' '
      continue
    }
    cursor.at += 1
    return mark === '=' ? name.trim().toLowerCase() : null
  }
}

const BLANKS = /[ \t]*/y
/** Real clients leave names with blanks unquoted; anywhere else a blank or comment ends the token. */
const TOKEN = /[^\s;(]*/y
const FREE = /[^;]*/y

function takeValue(cursor: Cursor, free: boolean): string {
  takeRun(cursor, BLANKS)
  while (!free && cursor.comments && cursor.text[cursor.at] === '(') {
    passComment(cursor)
    takeRun(cursor, BLANKS)
  }
  if (cursor.text[cursor.at] === '"') return takeQuoted(cursor)
  return takeRun(cursor, free ? FREE : TOKEN).trim()
}

function takeRun(cursor: Cursor, run: RegExp): string {
  run.lastIndex = cursor.at
  const taken = run.exec(cursor.text)?.[0] ?? ''
  cursor.at += taken.length
  return taken
}

function takeQuoted(cursor: Cursor): string {
  const { text } = cursor
  let value = ''
  let at = cursor.at + 1
  for (; at < text.length && text[at] !== '"'; at++) {
    if (text[at] === '\\' && at + 1 < text.length) at += 1
    value += text[at]
  }
  cursor.at = at + 1
  return value
}

interface Segment {
  readonly order: number
  readonly extended: boolean
  readonly value: string
}

/** RFC 2231: `name*0*=utf-8''a; name*1=b` is one parameter, and beats a plain `name`. */
function joinSegments(pairs: readonly Pair[]): Pick<Structured, 'parameters' | 'ambiguous'> {
  const parameters = new Map<string, string>()
  const ambiguous = new Set<string>()
  const segmented = new Map<string, Segment[]>()
  for (const [raw, value] of pairs) {
    const match = /^([^*]+)(?:\*(\d{1,3}))?(\*?)$/.exec(raw)
    const name = match?.[1]
    if (!match || name === undefined) continue
    if (match[2] === undefined && match[3] === '') {
      const clear = FREE_TEXT.has(name) ? decodeWords(value) : value
      if (!parameters.has(name)) parameters.set(name, clear)
      else if (parameters.get(name) !== clear) ambiguous.add(name)
      continue
    }
    const list = segmented.get(name) ?? []
    list.push({ order: Number(match[2] ?? 0), extended: match[3] === '*', value })
    segmented.set(name, list)
  }
  for (const [name, list] of segmented) {
    const { value, isWhole } = joinOne(name, list)
    const plain = parameters.get(name)
    if (!isWhole || (plain !== undefined && plain !== value)) ambiguous.add(name)
    parameters.set(name, value)
  }
  for (const name of FREE_TEXT) ambiguous.delete(name)
  return { parameters, ambiguous }
}

/** Whole: RFC 2231 §3 numbers the pieces from 0 on, each once. */
function joinOne(name: string, list: readonly Segment[]): { value: string; isWhole: boolean } {
  const sorted = list.toSorted((a, b) => a.order - b.order)
  const ordered = sorted.filter((one, at) => one.order !== sorted[at - 1]?.order)
  const isWhole = sorted.every((one, at) => one.order === at)
  const first = ordered[0]
  const charset = first?.extended ? /^([^']*)'[^']*'/.exec(first.value) : null
  const octets = ordered.map((segment, index) => {
    const value = index === 0 && charset ? segment.value.slice(charset[0].length) : segment.value
    return segment.extended ? percentDecode(value) : Buffer.from(value, 'utf8')
  })
  const joined = decodeText(Buffer.concat(octets), charset?.[1] || null)
  // Some clients put encoded words into continuations.
  return { value: FREE_TEXT.has(name) ? decodeWords(joined) : joined, isWhole }
}

function percentDecode(text: string): Buffer {
  const octets = Buffer.from(text, 'utf8')
  const out: number[] = []
  for (let i = 0; i < octets.length; i++) {
    const pair = octets[i] === 0x25 ? octets.toString('latin1', i + 1, i + 3) : ''
    if (/^[0-9a-f]{2}$/i.test(pair)) {
      out.push(Number.parseInt(pair, 16))
      i += 2
    } else out.push(octets[i] ?? 0)
  }
  return Buffer.from(out)
}
