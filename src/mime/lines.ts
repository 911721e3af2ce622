/**
 * The lines of a run of octets, with their exact offsets, in one pass.
 *
 * In    Bytes; lines end in CRLF or LF
 * Out   each line: where it starts, where its text and its end stop, and its first octets
 *
 * A line of any length costs at most MAX_KEPT octets of memory.
 */
import { type Bytes, eachPiece } from '../kit/bytes.ts'

export interface Line {
  readonly start: number
  /** End of the text, before CR LF or LF. */
  readonly textEnd: number
  /** Start of the next line. */
  readonly end: number
  /** The text, at most MAX_KEPT octets of it; empty for body lines that cannot be a delimiter. */
  readonly head: Buffer
}

/** Longest part of a line that is looked at. */
export const MAX_KEPT = 16 * 1024

const LF = 0x0a
const CR = 0x0d

/**
 * Reads line by line into `visit`, which says what it wants of the next lines: `all` of the text, or
 * only `delimiters` (lines that begin with two hyphens). Stops early when it says `stop`.
 */
export async function eachLine(
  bytes: Bytes,
  visit: (line: Line) => 'all' | 'delimiters' | 'stop',
): Promise<void> {
  let wanted = 'all' as 'all' | 'delimiters' | 'stop'
  let start = 0
  let at = 0
  // The beginning of a line that the piece before did not end, and whether its last octet was CR.
  let held: Buffer[] = []
  let heldSize = 0
  let endsInCr = false
  await eachPiece(bytes, (piece) => {
    let from = 0
    for (let lf = piece.indexOf(LF); lf !== -1; lf = piece.indexOf(LF, from)) {
      const cr = lf > 0 && lf > from ? piece[lf - 1] === CR : endsInCr
      const end = at + lf + 1
      const textEnd = Math.max(start, end - (cr ? 2 : 1))
      const isDelimiter = held.length > 0 || (piece[from] === 0x2d && piece[from + 1] === 0x2d)
      const head =
        wanted === 'all' || isDelimiter
          ? headOf(held, heldSize, piece.subarray(from, lf), textEnd - start)
          : EMPTY
      wanted = visit({ start, textEnd, end, head })
      if (wanted === 'stop') return 'stop'
      held = []
      heldSize = 0
      endsInCr = false
      from = lf + 1
      start = end
    }
    if (from < piece.length) {
      endsInCr = piece[piece.length - 1] === CR
      const room = MAX_KEPT - heldSize
      if (room > 0) held.push(Buffer.from(piece.subarray(from, from + room)))
      heldSize += Math.min(Math.max(room, 0), piece.length - from)
    }
    at += piece.length
    return 'more'
  })
  if (wanted !== 'stop' && start < bytes.size) {
    const head = headOf(held, heldSize, EMPTY, bytes.size - start)
    visit({ start, textEnd: bytes.size, end: bytes.size, head })
  }
}

const EMPTY = Buffer.alloc(0)

function headOf(held: Buffer[], heldSize: number, rest: Buffer, length: number): Buffer {
  const kept = Math.min(length, MAX_KEPT)
  if (held.length === 0) return rest.subarray(0, kept)
  return Buffer.concat([...held, rest.subarray(0, Math.max(0, kept - heldSize))]).subarray(0, kept)
}
