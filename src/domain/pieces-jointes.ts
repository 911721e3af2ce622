/** Documents of several letters as one list. SPEC §4 */
import type { Piece } from './courrier.ts'

/** The documents with those of one more letter, each content once. */
export function joindre(pieces: readonly Piece[], more: readonly Piece[]): readonly Piece[] {
  const known = new Set(pieces.map((piece) => piece.sha256))
  return [...pieces, ...more.filter((piece) => !known.has(piece.sha256))]
}
