/**
 * Base64 in lines of 76 characters ended by CRLF, streamed.
 *
 * In    octets in pieces of any size
 * Out   the same octets as MIME body text; the size of that text is known from theirs
 *
 * RFC 2045 §6.8
 */

const LINE_OCTETS = 57
const LINE_CHARACTERS = 76
const CRLF_SIZE = 2

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
    if (whole > 0) yield lines(all.subarray(0, whole))
  }
  if (rest.length > 0) yield lines(rest)
}

/** One conversion and one copy a line: a replacement over the text takes more than twice as long. */
function lines(octets: Buffer): Buffer {
  const flat = Buffer.from(octets.toString('base64'), 'latin1')
  const out = Buffer.allocUnsafe(base64LinesSize(octets.length))
  let at = 0
  for (let from = 0; from < flat.length; from += LINE_CHARACTERS) {
    at += flat.copy(out, at, from, Math.min(flat.length, from + LINE_CHARACTERS))
    out[at++] = 0x0d
    out[at++] = 0x0a
  }
  return out
}

/** A Buffer as base64 lines, without the last line end. */
export function base64Text(octets: Buffer): string {
  return lines(octets).toString('latin1').trimEnd()
}
