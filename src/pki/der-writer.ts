/**
 * Writes DER: the few shapes that a CMS message and a certificate are made of.
 *
 * In    values and already encoded parts
 * Out   Buffers; `head` gives only a tag and a length, for a content that is streamed after it
 * Refuses   nothing: it is fed by our own code, never by a peer
 *
 * X.690 §8, §10.1 (definite length, shortest form), §11.6 (SET OF in ascending order)
 */

export const TAG = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  null: 0x05,
  oid: 0x06,
  enumerated: 0x0a,
  utf8String: 0x0c,
  printableString: 0x13,
  ia5String: 0x16,
  utcTime: 0x17,
  generalizedTime: 0x18,
  sequence: 0x30,
  set: 0x31,
} as const

/** Tag and length of a content of `size` octets. */
export function head(tag: number, size: number): Buffer {
  if (size < 0x80) return Buffer.from([tag, size])
  const octets: number[] = []
  for (let rest = size; rest > 0; rest = Math.floor(rest / 256)) octets.unshift(rest % 256)
  return Buffer.from([tag, 0x80 | octets.length, ...octets])
}

/** Octets that `head` and a content of `size` octets take together. */
export function sizeWithHead(size: number): number {
  return head(0, size).length + size
}

/** One element: a tag over the concatenation of `parts`. */
export function tlv(tag: number, ...parts: readonly Buffer[]): Buffer {
  let size = 0
  for (const part of parts) size += part.length
  return Buffer.concat([head(tag, size), ...parts])
}

export function sequence(...parts: readonly Buffer[]): Buffer {
  return tlv(TAG.sequence, ...parts)
}

/** SET OF, its elements in ascending order of their encodings. */
export function setOf(...parts: readonly Buffer[]): Buffer {
  return tlv(TAG.set, ...[...parts].sort(Buffer.compare))
}

/** `[n] EXPLICIT`, or `[n] IMPLICIT` over something constructed whose content is given. */
export function tagged(n: number, ...parts: readonly Buffer[]): Buffer {
  return tlv(0xa0 | n, ...parts)
}

/** `[n] IMPLICIT` over something primitive. */
export function primitive(n: number, content: Buffer): Buffer {
  return tlv(0x80 | n, content)
}

export function octets(content: Buffer): Buffer {
  return tlv(TAG.octetString, content)
}

/** BIT STRING of whole octets, unless `unused` says how many last bits do not count. */
export function bits(content: Buffer, unused = 0): Buffer {
  return tlv(TAG.bitString, Buffer.from([unused]), content)
}

/** Non-negative INTEGER, from a small number or from big-endian magnitude octets. */
export function integer(value: number | Buffer): Buffer {
  let magnitude = typeof value === 'number' ? bigEndian(value) : value
  while (magnitude.length > 1 && magnitude[0] === 0) magnitude = magnitude.subarray(1)
  const isHigh = ((magnitude[0] ?? 0) & 0x80) !== 0
  return tlv(TAG.integer, isHigh ? Buffer.concat([Buffer.from([0]), magnitude]) : magnitude)
}

const known = new Map<string, Buffer>()

/** OBJECT IDENTIFIER from its dotted text; the encodings are remembered. */
export function oid(dotted: string): Buffer {
  const found = known.get(dotted)
  if (found !== undefined) return found
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number)
  const content = [first * 40 + second, ...rest].flatMap(base128)
  const encoded = tlv(TAG.oid, Buffer.from(content))
  known.set(dotted, encoded)
  return encoded
}

export function utf8(text: string): Buffer {
  return tlv(TAG.utf8String, Buffer.from(text, 'utf8'))
}

export function printable(text: string): Buffer {
  return tlv(TAG.printableString, Buffer.from(text, 'latin1'))
}

export function ia5(text: string): Buffer {
  return tlv(TAG.ia5String, Buffer.from(text, 'latin1'))
}

export function boolean(value: 'true' | 'false'): Buffer {
  return tlv(TAG.boolean, Buffer.from([value === 'true' ? 0xff : 0]))
}

/** Time: UTCTime through 2049, GeneralizedTime from 2050. RFC 5280 §4.1.2.5 */
export function time(instant: Date): Buffer {
  const digits = instant.toISOString().replace(/[-:T]/g, '').slice(0, 14)
  return instant.getUTCFullYear() < 2050
    ? tlv(TAG.utcTime, Buffer.from(`${digits.slice(2)}Z`, 'latin1'))
    : tlv(TAG.generalizedTime, Buffer.from(`${digits}Z`, 'latin1'))
}

export const NULL = Buffer.from([TAG.null, 0])

function bigEndian(value: number): Buffer {
  const octetsOf = Buffer.alloc(8)
  octetsOf.writeBigUInt64BE(BigInt(value))
  return octetsOf
}

function base128(arc: number): number[] {
  const septets = [arc % 128]
  for (let rest = Math.floor(arc / 128); rest > 0; rest = Math.floor(rest / 128)) {
    septets.unshift(0x80 | (rest % 128))
  }
  return septets
}
