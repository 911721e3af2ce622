/**
 * Content-Transfer-Encoding off: a stream of decoded octets from a range of encoded ones.
 *
 * In    Bytes of an encoded body and its codage
 * Out   decoded octets in pieces; memory does not grow with the body
 *
 * RFC 2045 §6.7 (quoted-printable), §6.8 (base64). Sloppy input is decoded as far as it can be,
 * never refused: octets outside the alphabet are skipped, a wrong `=` stays as written.
 */
import type { Bytes } from '../kit/bytes.ts'
import { wholeLines } from './base64.ts'

export type Codage = 'base64' | 'quoted-printable' | 'identite'

/** The codage a Content-Transfer-Encoding names; anything unknown is identity. */
export function codageDe(value: string | null): Codage {
  const name = nameOf(value)
  if (name === 'base64') return 'base64'
  return name === 'quoted-printable' ? 'quoted-printable' : 'identite'
}

const KNOWN = new Set(['', '7bit', '8bit', 'binary', 'base64', 'quoted-printable'])

/** The name of an encoding that nobody can take off (RFC 2045 §6.3, §6.4), at most 40 characters of it; else null. */
export function codageInconnu(value: string | null): string | null {
  const name = nameOf(value)
  return KNOWN.has(name) ? null : name.slice(0, 40)
}

function nameOf(value: string | null): string {
  const [name = ''] = (value ?? '')
    .replace(/\([^()]*\)/g, '')
    .trim()
    .toLowerCase()
    .split(/[";]/, 1)
  return name.trim()
}

/** Decodes a body as a stream. */
export function decodeBody(bytes: Bytes, codage: Codage): AsyncIterable<Buffer> {
  switch (codage) {
    case 'base64':
      return decodeBase64(bytes)
    case 'quoted-printable':
      return decodeQuotedPrintable(bytes)
    case 'identite':
      return bytes.read()
    default: {
      const never: never = codage
      return never
    }
  }
}

async function* decodeBase64(bytes: Bytes): AsyncGenerator<Buffer> {
  let carry = ''
  for await (const taken of bytes.read()) {
    const block = carry === '' ? wholeLines(taken, 0) : null
    if (block) yield block.octets
    const piece = block ? taken.subarray(block.end) : taken
    const text = carry + piece.toString('latin1').replace(/[^A-Za-z0-9+/=]+/g, '')
    const padding = text.indexOf('=')
    if (padding === -1) {
      const whole = text.length - (text.length % 4)
      carry = text.slice(whole)
      if (whole > 0) yield Buffer.from(text.slice(0, whole), 'base64')
      continue
    }
    // Several padded runs one after the other: some senders encode piece by piece.
    const runs = text.split(/=+/)
    carry = runs.pop() ?? ''
    for (const run of runs) if (run !== '') yield Buffer.from(run, 'base64')
    const whole = carry.length - (carry.length % 4)
    if (whole > 0) yield Buffer.from(carry.slice(0, whole), 'base64')
    carry = carry.slice(whole)
  }
  if (carry.length > 1) yield Buffer.from(carry, 'base64')
}

const LF = 0x0a
const CR = 0x0d
const EQUALS = 0x3d
// RFC 2045 §6.7 (3): blanks at the end of a line were added in transport. A longer run is content.
const MAX_BLANKS = 998

async function* decodeQuotedPrintable(bytes: Bytes): AsyncGenerator<Buffer> {
  // What may still be an escape, a soft break or blanks before a line end: at most MAX_BLANKS octets.
  let carry: Buffer = Buffer.alloc(0)
  for await (const piece of bytes.read()) {
    const octets = carry.length === 0 ? piece : Buffer.concat([carry, piece])
    const safe = safeEnd(octets)
    if (safe > 0) yield unquote(octets.subarray(0, safe), 'more follows')
    carry = octets.subarray(safe)
  }
  if (carry.length > 0) yield unquote(carry, 'end')
}

/** Where the octets may be cut without tearing what must be seen whole. */
function safeEnd(octets: Buffer): number {
  let end = octets.length
  while (end > 0 && octets.length - end < MAX_BLANKS) {
    const octet = octets[end - 1]
    if (octet !== 0x20 && octet !== 0x09 && octet !== CR) break
    end -= 1
  }
  if (octets[end - 1] === EQUALS) return end - 1
  return octets[end - 2] === EQUALS ? end - 2 : end
}

function unquote(octets: Buffer, place: 'more follows' | 'end'): Buffer {
  const out = Buffer.allocUnsafe(octets.length)
  let length = 0
  let blanks = 0
  for (let i = 0; i < octets.length; i++) {
    const octet = octets[i] as number
    if (octet === EQUALS) {
      const high = hex(octets[i + 1])
      const low = hex(octets[i + 2])
      if (high >= 0 && low >= 0) {
        out[length++] = high * 16 + low
        blanks = length
        i += 2
        continue
      }
      const after = softBreak(octets, i + 1, place)
      if (after > 0) {
        blanks = length
        i = after - 1
        continue
      }
    }
    if (octet === LF || (octet === CR && octets[i + 1] === LF)) length = blanks
    out[length++] = octet
    if (octet !== 0x20 && octet !== 0x09) blanks = length
  }
  return out.subarray(0, length)
}

/** The offset after a soft line break whose `=` is just before; 0 when it is none. */
function softBreak(octets: Buffer, from: number, place: 'more follows' | 'end'): number {
  let at = from
  while (octets[at] === 0x20 || octets[at] === 0x09) at += 1
  if (octets[at] === CR && octets[at + 1] === LF) return at + 2
  if (octets[at] === LF) return at + 1
  // The last `=` of a body without a line end.
  return place === 'end' && at >= octets.length ? octets.length : 0
}

function hex(octet: number | undefined): number {
  if (octet === undefined) return -1
  if (octet >= 0x30 && octet <= 0x39) return octet - 0x30
  if (octet >= 0x41 && octet <= 0x46) return octet - 0x37
  return octet >= 0x61 && octet <= 0x66 ? octet - 0x57 : -1
}
