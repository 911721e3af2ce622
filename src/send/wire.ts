/**
 * The last look at the octets of a letter, as they go to the wire: nothing that two servers could end differently.
 *
 * In    the letter in pieces, cut anywhere, before dots are stuffed
 * Out   each piece as it came, once it is known to be harmless
 * Refuses   (throws NotWireable) bare CR or LF, NUL, 8 bits, a line beyond 998 octets: what comes after is not said
 *
 * The room that sealed has looked already. This asks nothing of it: stored octets may be old, or altered, and
 * whatever leaves under our name is ours to answer for. RFC 5321 §2.3.8, §4.5.3.1.6 · docs/threats.md
 */
import { isAscii } from 'node:buffer'

const CR = 13
const LF = 10
/** Without the CRLF. */
const MAX_LINE_OCTETS = 998

/** A letter of ours that must not leave as it is. */
export class NotWireable extends Error {}

/** Yields the pieces, each after it was looked at. */
export async function* wireable(pieces: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const open = { length: 0, endsInCr: false }
  for await (const piece of pieces) {
    look(piece, open)
    yield piece
  }
  if (open.endsInCr) throw new NotWireable('a bare CR at the end')
}

/** The line under way: its octets so far, and whether a CR waits for its LF. */
interface OpenLine {
  length: number
  endsInCr: boolean
}

function look(piece: Buffer, open: OpenLine): void {
  if (!isAscii(piece) || piece.includes(0)) throw new NotWireable('8 bits, or NUL')
  let at = 0
  while (at < piece.length) {
    if (open.endsInCr) {
      if (piece[at] !== LF) throw new NotWireable('a bare CR')
      open.endsInCr = false
      open.length = 0
      at += 1
      continue
    }
    const cr = piece.indexOf(CR, at)
    const to = cr === -1 ? piece.length : cr
    const lf = piece.indexOf(LF, at)
    if (lf !== -1 && lf < to) throw new NotWireable('a bare LF')
    open.length += to - at
    if (open.length > MAX_LINE_OCTETS) throw new NotWireable('a line too long')
    open.endsInCr = cr !== -1
    at = to + 1
  }
}
