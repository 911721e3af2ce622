/**
 * Octets handed in piece by piece, as a walk through ASN.1 asks for them.
 *
 * In        pieces of any size, given whenever a reader yields WANTED
 * Out       identifier and length octets, runs of content as subarrays of the pieces
 * Refuses   by throwing DerError: truncation, a length beyond what holds it, tags of several octets
 *
 * The readers are plain generators, so that what is in memory is walked without waiting.
 *
 * X.690 §8.1
 */
import { DerError } from '../pki/der.ts'

/** Identifier and length; `length` is -1 when indefinite. */
export interface Head {
  readonly tag: number
  readonly length: number
  /** As they came. */
  readonly octets: Buffer
}

/** Yielded where octets are needed that were not given yet. */
export const WANTED = null
export type Wanted = typeof WANTED

const CONSTRUCTED = 0x20
const EMPTY = Buffer.alloc(0)

export class Input {
  #held: Buffer = EMPTY
  #from = 0
  /** Octets consumed so far. */
  at = 0

  /** Takes the next piece. */
  give(piece: Buffer): void {
    const rest = this.#held.subarray(this.#from)
    this.#held = rest.length === 0 ? piece : Buffer.concat([rest, piece])
    this.#from = 0
  }

  /** Reads an identifier and a length that fit before `limit`. */
  *head(limit: number): Generator<Wanted, Head> {
    if (this.at + 2 > limit) throw new DerError('truncated')
    while (this.#lacks(2)) yield WANTED
    const tag = this.#held[this.#from] ?? 0
    const first = this.#held[this.#from + 1] ?? 0
    if ((tag & 0x1f) === 0x1f) throw new DerError('long tag')
    if (first === 0x80) {
      if ((tag & CONSTRUCTED) === 0) throw new DerError('indefinite primitive')
      return { tag, length: -1, octets: this.#take(2) }
    }
    const count = first < 0x80 ? 0 : first & 0x7f
    if (count > 6) throw new DerError('length of length')
    while (this.#lacks(2 + count)) yield WANTED
    const length = count === 0 ? first : this.#held.readUIntBE(this.#from + 2, count)
    const octets = this.#take(2 + count)
    if (this.at + length > limit) throw new DerError('truncated')
    return { tag, length, octets }
  }

  /** Consumes the two octets that end an element of indefinite length, if they are next. */
  *endMark(limit: number): Generator<Wanted, boolean> {
    if (this.at + 2 > limit) throw new DerError('truncated')
    while (this.#lacks(2)) yield WANTED
    if (this.#held[this.#from] !== 0 || this.#held[this.#from + 1] !== 0) return false
    this.#take(2)
    return true
  }

  /** The next `size` octets, in pieces. */
  *run(size: number): Generator<Buffer | Wanted> {
    for (let left = size; left > 0; ) {
      while (this.#lacks(1)) yield WANTED
      const piece = this.#take(Math.min(left, this.#held.length - this.#from))
      left -= piece.length
      yield piece
    }
  }

  #lacks(size: number): boolean {
    return this.#held.length - this.#from < size
  }

  #take(size: number): Buffer {
    const taken = this.#held.subarray(this.#from, this.#from + size)
    this.#from += size
    this.at += size
    return taken
  }
}
