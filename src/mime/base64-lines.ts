/**
 * Base64 in lines of 76 characters ended by CRLF, streamed.
 *
 * In    octets in pieces of any size
 * Out   the same octets as MIME body text; the size of that text is known from theirs
 *
 * RFC 2045 §6.8
 */

const LINE_OCTETS = 57
const CRLF_SIZE = 2
/** 76 characters and the line end. */
const LINE_PAIRS = 39

/** Characters that `size` octets take as base64 lines, every line end included. */
export function base64LinesSize(size: number): number {
  return Math.ceil(size / 3) * 4 + Math.ceil(size / LINE_OCTETS) * CRLF_SIZE
}

/** Streams octets as base64 lines; a last short line ends with CRLF too. */
export async function* base64Lines(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let rest: Buffer = Buffer.alloc(0)
  for await (const piece of source) {
    const all = rest.length === 0 ? piece : Buffer.concat([rest, piece])
    const whole = all.length - (all.length % LINE_OCTETS)
    rest = all.subarray(whole)
    if (whole > 0) yield base64Buffer(all.subarray(0, whole))
  }
  if (rest.length > 0) yield base64Buffer(rest)
}

/** The two characters of each twelve bits, in the order in which memory holds them. */
const PAIRS = new Uint16Array(4096)
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
const SINGLE = new Uint8Array(PAIRS.buffer)
for (let bits = 0; bits < 4096; bits++) {
  SINGLE[2 * bits] = ALPHABET.charCodeAt(bits >> 6)
  SINGLE[2 * bits + 1] = ALPHABET.charCodeAt(bits & 63)
}
const LINE_END = new Uint16Array(Uint8Array.of(0x0d, 0x0a).buffer)[0] ?? 0

/**
 * Octets as base64 lines, all at once.
 * Two characters at a time, as a line has an even number of them: no text is made to be cut up again.
 */
export function base64Buffer(octets: Buffer): Buffer {
  const out = Buffer.allocUnsafeSlow(base64LinesSize(octets.length))
  const pairs = new Uint16Array(out.buffer)
  const whole = octets.length - (octets.length % 3)
  let at = 0
  for (let from = 0; from < whole; from += 3) {
    const middle = octets[from + 1] ?? 0
    pairs[at] = PAIRS[((octets[from] ?? 0) << 4) | (middle >> 4)] ?? 0
    pairs[at + 1] = PAIRS[((middle & 15) << 8) | (octets[from + 2] ?? 0)] ?? 0
    at += 2
    if (at % LINE_PAIRS === LINE_PAIRS - 1) pairs[at++] = LINE_END
  }
  const rest = octets.toString('base64', whole)
  out.write(octets.length % LINE_OCTETS === 0 ? rest : `${rest}\r\n`, 2 * at, 'latin1')
  return out
}

/** A Buffer as base64 lines, without the last line end. */
export function base64Text(octets: Buffer): string {
  return base64Buffer(octets).toString('latin1').trimEnd()
}
