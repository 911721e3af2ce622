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

// RFC 2045 §6.8: characters outside the alphabet are ignored, padding ends the data
async function decodeBase64(body: Bytes): Promise<Buffer> {
  const out = Buffer.allocUnsafeSlow(Math.ceil((body.size * 3) / 4) + 3)
  let length = 0
  let bits = 0
  let count = 0
  for await (const piece of body.read()) {
    for (let i = 0; i < piece.length; i++) {
      const value = VALUES[piece[i] ?? 0] ?? SKIP
      if (value < SKIP) {
        bits = (bits << 6) | value
        if (++count === 4) {
          out[length] = (bits >> 16) & 0xff
          out[length + 1] = (bits >> 8) & 0xff
          out[length + 2] = bits & 0xff
          length += 3
          bits = 0
          count = 0
        }
      } else if (value === PAD) return out.subarray(0, finish(out, length, { bits, count }))
    }
  }
  return out.subarray(0, finish(out, length, { bits, count }))
}

function finish(
  out: Buffer,
  length: number,
  { bits, count }: { bits: number; count: number },
): number {
  if (count === 2) out[length] = (bits >> 4) & 0xff
  if (count === 3) {
    out[length] = (bits >> 10) & 0xff
    out[length + 1] = (bits >> 2) & 0xff
  }
  return length + Math.max(0, count - 1)
}
