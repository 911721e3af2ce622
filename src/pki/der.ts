/**
 * Reads ASN.1: a bounded, copy-free reader of DER, and of the BER that mail clients send in CMS.
 *
 * In        a Buffer of untrusted octets
 * Out       elements that point into it; nothing is decoded before it is asked for
 * Refuses   by throwing DerError: truncation, excess of depth or of elements, long tags, lengths
 *           that are not minimal (DER), indefinite length (DER)
 *
 * X.690 · RFC 5652 §2 (BER) · RFC 5280 §4.1 (DER)
 */

import { dottedOid } from './der-oid.ts'

/** The octets are not what they should be. Caught where a whole structure is judged. */
export class DerError extends Error {}

interface Source {
  readonly bytes: Buffer
  /** End of the content of each element of indefinite length, by its start. */
  readonly ends: ReadonlyMap<number, number>
}

/** One element. Offsets are into `source.bytes`; `stop` ends the content, `end` the element. */
export interface Der {
  readonly source: Source
  /** The identifier octet: class, constructed bit and number. */
  readonly tag: number
  readonly start: number
  readonly body: number
  readonly stop: number
  readonly end: number
}

export interface DerLimits {
  readonly rules: 'der' | 'ber'
  readonly maxNodes?: number
  readonly maxDepth?: number
}

const CONSTRUCTED = 0x20
const MAX_NODES = 50_000
const MAX_DEPTH = 40
const MAX_OID_OCTETS = 64
const NO_ENDS: ReadonlyMap<number, number> = new Map()

export const TAG = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  oid: 0x06,
  enumerated: 0x0a,
  sequence: 0x30,
  set: 0x31,
  utcTime: 0x17,
  generalizedTime: 0x18,
} as const

/** Reads one element that fills `bytes` (DER), or that begins them (BER); refuses by throwing. */
export function parseDer(bytes: Buffer, limits: DerLimits = { rules: 'der' }): Der {
  const { end, ends } = scan(bytes, limits)
  if (limits.rules === 'der' && end !== bytes.length) throw new DerError('trailing octets')
  return elementAt({ bytes, ends }, 0, bytes.length)
}

/** The elements inside a constructed one, in order. */
export function children(node: Der): Der[] {
  if ((node.tag & CONSTRUCTED) === 0) throw new DerError('not constructed')
  const found: Der[] = []
  let at = node.body
  while (at < node.stop) {
    const child = elementAt(node.source, at, node.stop)
    found.push(child)
    at = child.end
  }
  return found
}

/** The elements of a SEQUENCE; refuses any other tag. */
export function sequence(node: Der | undefined): Der[] {
  return children(expect(node, TAG.sequence))
}

/** The element, refused when absent or of another tag. */
export function expect(node: Der | undefined, tag: number): Der {
  if (node === undefined || node.tag !== tag) throw new DerError(`expected tag ${tag}`)
  return node
}

/** Content octets of an element, not copied. */
export function content(node: Der): Buffer {
  return node.source.bytes.subarray(node.body, node.stop)
}

/** The whole element, not copied. */
export function raw(node: Der): Buffer {
  return node.source.bytes.subarray(node.start, node.end)
}

/**
 * The pieces of an OCTET STRING, primitive or constructed (X.690 §8.7), under whatever tag it bears.
 */
export function octetPieces(node: Der): Buffer[] {
  if ((node.tag & CONSTRUCTED) === 0) return [content(node)]
  const pieces: Buffer[] = []
  for (const child of children(node)) {
    if ((child.tag & ~CONSTRUCTED) !== TAG.octetString) throw new DerError('not an octet string')
    for (const piece of octetPieces(child)) pieces.push(piece)
  }
  return pieces
}

/** An OCTET STRING in one Buffer; copied only when it came in pieces. */
export function octets(node: Der | undefined): Buffer {
  if (node === undefined) throw new DerError('expected an octet string')
  const pieces = octetPieces(node)
  return pieces.length === 1 && pieces[0] !== undefined ? pieces[0] : Buffer.concat(pieces)
}

const MAX_KNOWN_OIDS = 1000
const knownOids = new Map<string, string>()

/** An OBJECT IDENTIFIER in dotted text; refuses more than 64 octets. Mails have the same few. */
export function oid(node: Der | undefined): string {
  const { source, body, stop } = expect(node, TAG.oid)
  if (stop === body || stop - body > MAX_OID_OCTETS) throw new DerError('identifier length')
  const key = source.bytes.toString('latin1', body, stop)
  const before = knownOids.get(key)
  if (before !== undefined) return before
  const text = dottedOid(source.bytes.subarray(body, stop))
  if (text === null) throw new DerError('identifier form')
  if (knownOids.size >= MAX_KNOWN_OIDS) knownOids.clear()
  knownOids.set(key, text)
  return text
}

/** Content octets of an INTEGER, the fewest: a number in two forms is one number. */
export function integerOctets(node: Der | undefined): Buffer {
  const value = content(expect(node, TAG.integer))
  if (value.length === 0) throw new DerError('empty integer')
  const sign = (value[0] ?? 0) === 0xff ? 0xff : 0
  let from = 0
  while (from < value.length - 1 && value[from] === sign) {
    if (((value[from + 1] ?? 0) & 0x80) !== (sign & 0x80)) break
    from++
  }
  return value.subarray(from)
}

/** A non-negative INTEGER (or one under another primitive tag) that fits in 31 bits. */
export function smallInteger(node: Der): number {
  const value = content(node)
  if (value.length === 0 || value.length > 4) throw new DerError('integer range')
  const number = value.readIntBE(0, value.length)
  if (number < 0) throw new DerError('negative integer')
  return number
}

/** A BOOLEAN. */
export function boolean(node: Der): boolean {
  const value = content(node)
  // X.690 §11.1: TRUE is FF; what reads as either is neither
  if (value.length !== 1 || (value[0] !== 0 && value[0] !== 0xff)) throw new DerError('boolean')
  return value[0] !== 0
}

/** UTCTime or GeneralizedTime in the forms of RFC 5280 §4.1.2.5: seconds, and `Z`. */
export function time(node: Der | undefined): Date {
  const text = node === undefined ? '' : content(node).toString('latin1')
  const utc = node?.tag === TAG.utcTime && /^\d{12}Z$/.test(text)
  const general = node?.tag === TAG.generalizedTime && /^\d{14}Z$/.test(text)
  if (!utc && !general) throw new DerError('time form')
  // RFC 5280 §4.1.2.5.1: a two-digit year of 50 or more is of the 1900s
  const full = utc ? (text < '50' ? '20' : '19') + text : text
  const number = (at: number, digits = 2) => Number(full.slice(at, at + digits))
  const [month, day, hour, minute, second] = [
    number(4),
    number(6),
    number(8),
    number(10),
    number(12),
  ]
  const date = new Date(0)
  date.setUTCFullYear(number(0, 4), month - 1, day)
  date.setUTCHours(hour, minute, second)
  const exact = date.getUTCMonth() === month - 1 && date.getUTCDate() === day && hour < 24
  if (!exact || minute > 59 || second > 60) throw new DerError('no such time')
  return date
}

function elementAt(source: Source, start: number, limit: number): Der {
  const short = shortEnd(source.bytes, start, limit)
  const tag = source.bytes[start] ?? 0
  if (short >= 0) return { source, tag, start, body: start + 2, stop: short, end: short }
  const head = header(source.bytes, start, limit)
  if (head.length >= 0) {
    const end = head.body + head.length
    return { source, tag: head.tag, start, body: head.body, stop: end, end }
  }
  const stop = source.ends.get(start)
  if (stop === undefined) throw new DerError('indefinite length')
  return { source, tag: head.tag, start, body: head.body, stop, end: stop + 2 }
}

/** The end of an element of less than 128 octets, as most are; -1 when it has to be looked at closer. */
function shortEnd(bytes: Buffer, at: number, limit: number): number {
  if (at + 2 > limit || ((bytes[at] ?? 0) & 0x1f) === 0x1f) return -1
  const length = bytes[at + 1] ?? 0x80
  return length < 0x80 && at + 2 + length <= limit ? at + 2 + length : -1
}

/** Identifier and length; `length` is -1 when indefinite. */
function header(bytes: Buffer, at: number, limit: number) {
  if (at + 2 > limit) throw new DerError('truncated')
  const tag = bytes[at] ?? 0
  if ((tag & 0x1f) === 0x1f) throw new DerError('long tag')
  const first = bytes[at + 1] ?? 0
  if (first < 0x80) {
    if (at + 2 + first > limit) throw new DerError('truncated')
    return { tag, body: at + 2, length: first, minimal: true }
  }
  if (first === 0x80) {
    if ((tag & CONSTRUCTED) === 0) throw new DerError('indefinite primitive')
    return { tag, body: at + 2, length: -1, minimal: false }
  }
  const count = first & 0x7f
  if (count > 6 || at + 2 + count > limit) throw new DerError('length of length')
  const length = bytes.readUIntBE(at + 2, count)
  const body = at + 2 + count
  if (body + length > limit) throw new DerError('truncated')
  const minimal = length >= 0x80 && (bytes[at + 2] ?? 0) !== 0
  return { tag, body, length, minimal }
}

interface Open {
  readonly start: number
  /** -1 when indefinite. */
  readonly stop: number
  /** What holds its elements cannot pass this. */
  readonly limit: number
}

/**
 * Walks every element once, without recursion, so that what follows may trust lengths and nesting;
 * notes where each element of indefinite length ends.
 */
function scan(bytes: Buffer, limits: DerLimits) {
  const maxNodes = limits.maxNodes ?? MAX_NODES
  const maxDepth = limits.maxDepth ?? MAX_DEPTH
  const open: Open[] = []
  const ends = new Map<number, number>()
  let at = 0
  for (let nodes = 0; nodes <= maxNodes; nodes++) {
    const top = open[open.length - 1]
    const limit = top?.limit ?? bytes.length
    const short = shortEnd(bytes, at, limit)
    if (isInner(bytes[at], short, top)) {
      at = short
      continue
    }
    const head = header(bytes, at, limit)
    if (limits.rules === 'der' && !head.minimal) throw new DerError('not DER')
    const stop = head.length < 0 ? -1 : head.body + head.length
    if ((head.tag & CONSTRUCTED) === 0) at = stop
    else {
      if (open.length >= maxDepth) throw new DerError('too deep')
      open.push({ start: at, stop, limit: stop < 0 ? limit : stop })
      at = head.body
    }
    at = close(bytes, at, { open, ends })
    if (open.length === 0) return { end: at, ends: ends.size > 0 ? ends : NO_ENDS }
  }
  throw new DerError('too many elements')
}

/** One that neither holds others nor ends what holds it: most are. */
function isInner(tag = 0, end = -1, top: Open | undefined = undefined): boolean {
  return end >= 0 && (tag & CONSTRUCTED) === 0 && top !== undefined && end < top.stop
}

/** Closes the elements that end at `at`; gives the offset after their end marks. */
function close(
  bytes: Buffer,
  at: number,
  { open, ends }: { open: Open[]; ends: Map<number, number> },
): number {
  let next = at
  for (let top = open.at(-1); top !== undefined; top = open.at(-1)) {
    if (top.stop < 0) {
      if (next + 2 > top.limit) throw new DerError('truncated')
      if (bytes[next] !== 0 || bytes[next + 1] !== 0) break
      ends.set(top.start, next)
      next += 2
    } else if (next < top.stop) break
    open.pop()
  }
  return next
}
