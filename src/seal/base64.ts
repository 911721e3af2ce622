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
    if (whole > 0) yield Buffer.from(`${base64Text(all.subarray(0, whole))}\r\n`, 'latin1')
  }
  if (rest.length > 0) yield Buffer.from(`${base64Text(rest)}\r\n`, 'latin1')
}

/** A Buffer as base64 lines, without the last line end. */
export function base64Text(octets: Buffer): string {
  return octets.toString('base64').replace(/.{76}(?=.)/g, '$&\r\n')
}
