/**
 * The little MIME that opening needs: header block, media type, exact ranges of parts.
 *
 * In        Bytes as they arrived, CRLF or LF
 * Out       header fields, Content-Type and its parameters, half-open ranges; nothing is normalised
 * Refuses   by throwing Hostile: header block too large, too many fields, a boundary that says two things
 *
 * RFC 5322 §2.2 · RFC 2045 §5.1 · RFC 2046 §5.1.1 (delimiter lines)
 */
import type { Code } from '../errors.ts'
import { type Bytes, eachPiece } from '../kit/bytes.ts'
import { parseStructured } from '../mime/parameters.ts'

/** What is judged hostile or broken while opening; caught once, in open.ts, and made a verdict. */
export class Hostile extends Error {
  readonly code: Code

  constructor(code: Code, options: { readonly cause?: unknown } = {}) {
    super(code, options)
    this.code = code
  }
}

export interface Field {
  /** Lower case, blanks before the colon removed. */
  readonly name: string
  /** The field as it arrived, latin1, line ends included. */
  readonly raw: string
  /** Unfolded and trimmed; UTF-8 where it is valid, else latin1. */
  readonly value: string
}

export interface Entity {
  readonly bytes: Bytes
  readonly fields: readonly Field[]
  readonly bodyStart: number
  readonly type: MediaType
}

export interface MediaType {
  /** `type/subtype`, lower case; `text/plain` when absent or unreadable. */
  readonly type: string
  readonly params: ReadonlyMap<string, string>
  /** Parameters in which another reader may find another value. */
  readonly ambiguous: ReadonlySet<string>
}

export interface Range {
  readonly start: number
  readonly end: number
}

const MAX_HEADER_BYTES = 256 * 1024
const MAX_FIELDS = 1000
const BOUNDARY = /^[ -~]{0,199}[!-~]$/
const TYPE = /^[a-z0-9!#$&^_.+-]+\/[a-z0-9!#$&^_.+-]+$/
const [LF, CR, DASH, SPACE, TAB] = [0x0a, 0x0d, 0x2d, 0x20, 0x09]
const EMPTY = Buffer.alloc(0)

/** Reads the header block of an entity. */
export async function readEntity(bytes: Bytes): Promise<Entity> {
  const block = await headerBlock(bytes)
  const fields = parseFields(block.text)
  return {
    bytes,
    fields,
    bodyStart: block.end,
    type: mediaType(fieldValue(fields, 'content-type')),
  }
}

/** The value of the first field of that name. */
export function fieldValue(fields: readonly Field[], name: string): string | null {
  return fields.find((field) => field.name === name)?.value ?? null
}

/** The body as Bytes. */
export function bodyOf(entity: Entity): Bytes {
  return entity.bytes.slice(entity.bodyStart, entity.bytes.size)
}

/** Parses `type/subtype; name=value`. */
export function mediaType(value: string | null): MediaType {
  const { value: type, parameters, ambiguous } = parseStructured(value ?? '')
  return { type: TYPE.test(type) ? type : 'text/plain', params: parameters, ambiguous }
}

/** The parts of a multipart entity, in order; refuses more than `limit`. */
export async function partsOf(entity: Entity, limit: number): Promise<Range[]> {
  if (entity.type.ambiguous.has('boundary')) throw new Hostile('malformed-mail')
  const boundary = (entity.type.params.get('boundary') ?? '').trimEnd()
  if (!BOUNDARY.test(boundary)) return []
  const parts: Range[] = []
  let start = -1
  const scan = delimiterScan(entity, boundary, (line) => {
    if (start >= 0) {
      parts.push({ start, end: Math.max(start, line.before) })
      if (parts.length > limit) throw new Hostile('too-many-parts')
    }
    start = line.close ? -1 : line.after
  })
  await eachPiece(entity.bytes, scan, { start: entity.bodyStart })
  if (start >= 0) parts.push({ start, end: entity.bytes.size })
  return parts
}

/** Where the line end before a delimiter line begins, where the line after it begins. */
interface Delimiter {
  readonly before: number
  readonly after: number
  readonly close: boolean
}

/**
 * Finds the delimiter lines in one piece of a body after the other, up to the closing one.
 * RFC 2046 §5.1.1: the line end before a delimiter belongs to the delimiter.
 */
function delimiterScan(
  entity: Entity,
  boundary: string,
  visit: (line: Delimiter) => void,
): (piece: Buffer) => 'more' | 'stop' {
  const mark = Buffer.from(`--${boundary}`, 'latin1')
  const overlap = mark.length + 256
  const { size } = entity.bytes
  let held: Buffer = EMPTY
  let base = entity.bodyStart
  let from = entity.bodyStart
  return (piece) => {
    held = held.length === 0 ? piece : Buffer.concat([held, piece])
    const final = base + held.length >= size
    let at = held.indexOf(mark, Math.max(0, from - base))
    while (at >= 0 && (final || at + overlap <= held.length)) {
      const line = delimiterAt(held, at, {
        mark: mark.length,
        first: base + at === entity.bodyStart,
      })
      if (line) visit({ ...line, before: base + line.before, after: base + line.after })
      if (line?.close) return 'stop'
      from = base + at + mark.length
      at = held.indexOf(mark, at + mark.length)
    }
    const keep = final ? 0 : Math.min(held.length, overlap + 2)
    base += held.length - keep
    held = Buffer.from(held.subarray(held.length - keep))
    return 'more'
  }
}

function delimiterAt(held: Buffer, at: number, { mark, first }: { mark: number; first: boolean }) {
  if (!first && held[at - 1] !== LF) return null
  let end = at + mark
  const close = held[end] === DASH && held[end + 1] === DASH
  if (close) end += 2
  while (held[end] === SPACE || held[end] === TAB) end++
  if (held[end] === CR && held[end + 1] === LF) end += 2
  else if (held[end] === LF) end += 1
  // After the closing delimiter anything may follow on other lines, nothing on its own.
  else if (end < held.length) return null
  const before = first ? at : held[at - 2] === CR ? at - 2 : at - 1
  return { before, after: end, close }
}

/** Has it no CRLF at all, as mail saved on Unix? */
export async function hasBareLines(bytes: Bytes): Promise<boolean> {
  let last = 0
  let isBare = true
  await eachPiece(bytes, (piece) => {
    isBare = !((last === CR && piece[0] === LF) || piece.includes('\r\n'))
    last = piece.at(-1) ?? 0
    return isBare ? 'more' : 'stop'
  })
  return isBare
}

async function headerBlock(bytes: Bytes): Promise<Block> {
  let held: Buffer = EMPTY
  let found: Block | null = null
  const visit = (piece: Buffer) => {
    held = held.length === 0 ? piece : Buffer.concat([held, piece])
    found = blockIn(held)
    return found ? 'stop' : 'more'
  }
  await eachPiece(bytes, visit, { end: Math.min(bytes.size, MAX_HEADER_BYTES + 4) })
  if (found !== null) return found
  if (held.length < bytes.size) throw new Hostile('headers-too-large')
  return { text: held.toString('latin1'), end: bytes.size }
}

interface Block {
  readonly text: string
  readonly end: number
}

/** The header block that these octets begin with; null when it does not end in them. */
function blockIn(octets: Buffer): Block | null {
  if (octets[0] === LF) return { text: '', end: 1 }
  if (octets[0] === CR && octets[1] === LF) return { text: '', end: 2 }
  const blank = blankLine(octets)
  return blank ? { text: octets.toString('latin1', 0, blank.start), end: blank.end } : null
}

/** The first empty line, and where the lines before it end. */
function blankLine(octets: Buffer): { start: number; end: number } | null {
  const crlf = octets.indexOf('\n\r\n')
  const bare = octets.subarray(0, crlf < 0 ? octets.length : crlf + 1).indexOf('\n\n')
  if (bare >= 0) return { start: bare + 1, end: bare + 2 }
  return crlf < 0 ? null : { start: crlf + 1, end: crlf + 3 }
}

function parseFields(text: string): Field[] {
  const fields: Field[] = []
  for (const raw of text.match(/[^\n]*\n(?:[ \t][^\n]*(?:\n|$))*|[^\n]+$/g) ?? []) {
    const colon = raw.indexOf(':')
    const name = raw.slice(0, Math.max(0, colon)).trimEnd().toLowerCase()
    if (!/^[!-9;-~]+$/.test(name)) continue
    fields.push({ name, raw, value: characters(raw.slice(colon + 1)) })
    if (fields.length > MAX_FIELDS) throw new Hostile('headers-too-large')
  }
  return fields
}

function characters(latin1: string): string {
  const unfolded = latin1.replace(/\r?\n/g, '').trim()
  if (!/[\u0080-\u00ff]/.test(unfolded)) return unfolded
  const utf8 = Buffer.from(unfolded, 'latin1').toString('utf8')
  return utf8.includes('\ufffd') ? unfolded : utf8
}
