/**
 * Takes the transfer encoding off a body that is a CMS object, into one Buffer.
 *
 * In        the body and its Content-Transfer-Encoding
 * Out       octets; one allocation of the decoded size
 * Refuses   by throwing Hostile: a body over the limit, an encoding that is none of RFC 2045
 *
 * RFC 2045 §6
 */
import type { Bytes } from '../kit/bytes.ts'
import { wholeBuffer } from '../kit/bytes.ts'
import { Hostile } from './entity.ts'

const MAX_ENCODED_BYTES = 200 * 1024 * 1024
const SKIP = 64
const PAD = 65
const VALUES = new Uint8Array(256).fill(SKIP)
for (const [value, char] of [
  ...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/',
].entries()) {
  VALUES[char.charCodeAt(0)] = value
}
VALUES['='.charCodeAt(0)] = PAD

/** Decodes a body of base64, or of octets as they are. */
export async function decodeBody(body: Bytes, encoding: string | null): Promise<Buffer> {
  if (body.size > MAX_ENCODED_BYTES) throw new Hostile('cms-too-large')
  switch ((encoding ?? '7bit').trim().toLowerCase()) {
    case 'base64':
      return decodeBase64(body)
    case '7bit':
    case '8bit':
    case 'binary':
      return wholeBuffer(body, MAX_ENCODED_BYTES)
    default:
      throw new Hostile('malformed-cms')
  }
}

interface Decoder {
  readonly out: Buffer
  length: number
  /** Bits of an unfinished group of four characters, and how many characters. */
  bits: number
  count: number
}

async function decodeBase64(body: Bytes): Promise<Buffer> {
  const out = Buffer.allocUnsafeSlow(Math.ceil((body.size * 3) / 4) + 3)
  const decoder: Decoder = { out, length: 0, bits: 0, count: 0 }
  for await (const piece of body.read()) if (isLast(piece, decoder)) break
  const { bits, count } = decoder
  if (count === 2) out[decoder.length] = (bits >> 4) & 0xff
  if (count === 3) {
    out[decoder.length] = (bits >> 10) & 0xff
    out[decoder.length + 1] = (bits >> 2) & 0xff
  }
  return out.subarray(0, decoder.length + Math.max(0, count - 1))
}

/** Decodes a piece; true when padding ended the data. Other characters are ignored, RFC 2045 §6.8. */
function isLast(piece: Buffer, decoder: Decoder): boolean {
  const { out } = decoder
  let { length, bits, count } = decoder
  let at = 0
  let ended = false
  while (at < piece.length && !ended) {
    const group = count === 0 ? groupAt(piece, at) : -1
    if (group >= 0) {
      out[length] = group >> 16
      out[length + 1] = (group >> 8) & 0xff
      out[length + 2] = group & 0xff
      length += 3
      at += 4
      continue
    }
    const value = VALUES[piece[at++] ?? 0] ?? SKIP
    ended = value === PAD
    if (value >= SKIP) continue
    bits = (bits << 6) | value
    if (++count < 4) continue
    out[length] = (bits >> 16) & 0xff
    out[length + 1] = (bits >> 8) & 0xff
    out[length + 2] = bits & 0xff
    length += 3
    bits = 0
    count = 0
  }
  Object.assign(decoder, { length, bits, count })
  return ended
}

/** Four characters of the alphabet as 24 bits; -1 when they are not all of it. */
function groupAt(piece: Buffer, at: number): number {
  if (at + 4 > piece.length) return -1
  const a = VALUES[piece[at] ?? 0] ?? SKIP
  const b = VALUES[piece[at + 1] ?? 0] ?? SKIP
  const c = VALUES[piece[at + 2] ?? 0] ?? SKIP
  const d = VALUES[piece[at + 3] ?? 0] ?? SKIP
  return (a | b | c | d) < SKIP ? (a << 18) | (b << 12) | (c << 6) | d : -1
}
