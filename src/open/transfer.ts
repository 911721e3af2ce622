/**
 * Takes the transfer encoding off a body that is a CMS object.
 *
 * In        the body and its Content-Transfer-Encoding
 * Out       octets: held when they are few, else decoded anew at each reading
 * Refuses   by throwing Hostile: a body over the limit, an encoding that is none of RFC 2045
 *
 * RFC 2045 §6
 */
import type { Bytes } from '../kit/bytes.ts'
import { wholeLines } from '../mime/base64.ts'
import { decodeBody as decodeText } from '../mime/decode.ts'
import { Hostile } from './entity.ts'
import type { Source } from './skim.ts'

const MAX_ENCODED_BYTES = 200 * 1024 * 1024
const HELD_BYTES = 1024 * 1024
const BY_HAND_BYTES = 1024
const SKIP = 64
const PAD = 65
const LF = 0x0a
const VALUES = new Uint8Array(256).fill(SKIP)
for (const [value, char] of [
  ...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/',
].entries()) {
  VALUES[char.charCodeAt(0)] = value
}
VALUES['='.charCodeAt(0)] = PAD

/** The octets of a body, readable as often as needed; what is small is decoded once. */
export async function decodedSource(body: Bytes, encoding: string | null): Promise<Source> {
  if (body.size > MAX_ENCODED_BYTES) throw new Hostile('cms-too-large')
  const decode = decoderOf(encoding)
  if (body.size > HELD_BYTES) return () => decode(body)
  const held: Buffer[] = []
  if (body.held && decode === decodeBase64) held.push(...decodeHeld(body.held))
  else for await (const piece of decode(body)) held.push(piece)
  const [only] = held
  const whole = held.length === 1 && only !== undefined ? only : Buffer.concat(held)
  return () => [whole]
}

/** What takes an encoding off; refuses one that is none of RFC 2045 by throwing Hostile. */
export function decoderOf(encoding: string | null): (body: Bytes) => AsyncIterable<Buffer> {
  const named = (encoding ?? '7bit').replace(/\([^()]*\)/g, '').trim()
  switch (named.toLowerCase()) {
    case 'base64':
      return decodeBase64
    case 'quoted-printable':
      return (body) => decodeText(body, 'quoted-printable')
    case '7bit':
    case '8bit':
    case 'binary':
      return (body) => body.read()
    default:
      throw new Hostile('malformed-cms')
  }
}

interface Decoder {
  /** Bits of an unfinished group of four characters, and how many characters. */
  bits: number
  count: number
  ended: boolean
}

function decodeBase64(body: Bytes): AsyncGenerator<Buffer> {
  return decodePieces(body.read())
}

/** Decodes base64 up to its padding. Other characters are ignored, RFC 2045 §6.8. */
export async function* decodePieces(pieces: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const decoder: Decoder = { bits: 0, count: 0, ended: false }
  for await (const piece of pieces) {
    yield* decodePiece(piece, decoder)
    if (decoder.ended) break
  }
  yield* lastOf(decoder)
}

/** The same of what is held. */
function decodeHeld(octets: Buffer): Buffer[] {
  const decoder: Decoder = { bits: 0, count: 0, ended: false }
  return [...decodePiece(octets, decoder), ...lastOf(decoder)]
}

function* decodePiece(piece: Buffer, decoder: Decoder): Generator<Buffer> {
  let at = 0
  while (at < piece.length && !decoder.ended) {
    const block = decoder.count === 0 ? wholeLines(piece, at) : null
    if (block !== null) {
      yield block.octets
      at = block.end
      continue
    }
    // Some lines by hand, not one: of a body of empty lines each would cost a search. Whole ones may follow.
    const lf = piece.indexOf(LF, at + BY_HAND_BYTES)
    const end = lf < 0 ? piece.length : lf + 1
    const octets = decodeByHand(piece.subarray(at, end), decoder)
    if (octets.length > 0) yield octets
    at = end
  }
}

function lastOf({ bits, count }: Decoder): Buffer[] {
  if (count === 2) return [Buffer.of((bits >> 4) & 0xff)]
  return count === 3 ? [Buffer.of((bits >> 10) & 0xff, (bits >> 2) & 0xff)] : []
}

/** Decodes character by character what is not so regular. */
function decodeByHand(line: Buffer, decoder: Decoder): Buffer {
  const out = Buffer.allocUnsafe(Math.ceil(((line.length + 3) * 3) / 4))
  let { bits, count } = decoder
  let length = 0
  for (const octet of line) {
    const value = VALUES[octet] ?? SKIP
    if (value === PAD) {
      decoder.ended = true
      break
    }
    if (value === SKIP) continue
    bits = (bits << 6) | value
    if (++count < 4) continue
    out[length] = (bits >> 16) & 0xff
    out[length + 1] = (bits >> 8) & 0xff
    out[length + 2] = bits & 0xff
    length += 3
    bits = 0
    count = 0
  }
  Object.assign(decoder, { bits, count })
  return out.subarray(0, length)
}
