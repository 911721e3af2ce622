/**
 * Octets pulled from a stream as a walk through ASN.1 asks for them.
 *
 * In        pieces of any size
 * Out       identifier and length octets, runs of content as subarrays of the pieces
 * Refuses   by throwing DerError: truncation, a length beyond what holds it, tags of several octets
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

const CONSTRUCTED = 0x20
const EMPTY = Buffer.alloc(0)

export class Input {
  readonly #pieces: AsyncIterator<Buffer> | Iterator<Buffer>
  #held: Buffer = EMPTY
  #from = 0
  /** Octets consumed so far. */
  at = 0

  constructor(pieces: AsyncIterable<Buffer> | Iterable<Buffer>) {
    this.#pieces =
      Symbol.asyncIterator in pieces ? pieces[Symbol.asyncIterator]() : pieces[Symbol.iterator]()
  }

  /** Reads an identifier and a length that fit before `limit`. */
  async head(limit: number): Promise<Head> {
    if (this.at + 2 > limit) throw new DerError('truncated')
    await this.#need(2)
    const tag = this.#held[this.#from] ?? 0
    const first = this.#held[this.#from + 1] ?? 0
    if ((tag & 0x1f) === 0x1f) throw new DerError('long tag')
    if (first === 0x80) {
      if ((tag & CONSTRUCTED) === 0) throw new DerError('indefinite primitive')
      return { tag, length: -1, octets: this.#take(2) }
    }
    const count = first < 0x80 ? 0 : first & 0x7f
    if (count > 6) throw new DerError('length of length')
    await this.#need(2 + count)
    const length = count === 0 ? first : this.#held.readUIntBE(this.#from + 2, count)
    const octets = this.#take(2 + count)
    if (this.at + length > limit) throw new DerError('truncated')
    return { tag, length, octets }
  }

  /** Consumes the two octets that end an element of indefinite length, if they are next. */
  async endMark(limit: number): Promise<boolean> {
    if (this.at + 2 > limit) throw new DerError('truncated')
    await this.#need(2)
    if (this.#held[this.#from] !== 0 || this.#held[this.#from + 1] !== 0) return false
    this.#take(2)
    return true
  }

  /** The next `size` octets, in pieces. */
  async *run(size: number): AsyncGenerator<Buffer> {
    for (let left = size; left > 0; ) {
      if (this.#from >= this.#held.length) await this.#pull()
      const piece = this.#take(Math.min(left, this.#held.length - this.#from))
      left -= piece.length
      yield piece
    }
  }

  /** Lets go of the source. */
  async close(): Promise<void> {
    await this.#pieces.return?.()
  }

  async #need(size: number): Promise<void> {
    while (this.#held.length - this.#from < size) await this.#pull()
  }

  async #pull(): Promise<void> {
    const next = await this.#pieces.next()
    if (next.done) throw new DerError('truncated')
    const rest = this.#held.subarray(this.#from)
    this.#held = rest.length === 0 ? next.value : Buffer.concat([rest, next.value])
    this.#from = 0
  }

  #take(size: number): Buffer {
    const taken = this.#held.subarray(this.#from, this.#from + size)
    this.#from += size
    this.at += size
    return taken
  }
}
