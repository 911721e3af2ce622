/**
 * Base64 as every client writes it, decoded many lines at once.
 *
 * In    a piece of a body, and where in it to begin
 * Out   the octets of the regular lines there, and where they end; null: look at each character
 *
 * RFC 2045 §6.8
 */

const LF = 0x0a
const CR = 0x0d

/** Lines of one length, of whole groups of the alphabet alone, as every client writes them; else null. */
export function wholeLines(piece: Buffer, at: number): { octets: Buffer; end: number } | null {
  const lf = piece.indexOf(LF, at)
  if (lf < 0) return null
  const eol = piece[lf - 1] === CR && lf > at ? 2 : 1
  const width = lf + 1 - eol - at
  if (width === 0 || width % 4 !== 0) return null
  const step = width + eol
  let end = lf + 1
  while (
    end + step <= piece.length &&
    piece[end + step - 1] === LF &&
    (eol === 1 || piece[end + step - 2] === CR)
  )
    end += step
  const text = piece.toString('latin1', at, end)
  // Node takes the characters of base64url for others of the alphabet, and stops at the padding.
  if (text.includes('-') || text.includes('_') || text.includes('=')) return null
  const octets = Buffer.from(text, 'base64')
  return octets.length === ((end - at) / step) * (width / 4) * 3 ? { octets, end } : null
}
