/**
 * SHA-256 of a content without the line ends at its end.
 *
 * In    octets in pieces
 * Out   hexadecimal; the same for contents that differ only by up to four octets of line ends at their end, which
 *       programs count to the content or to the delimiter behind it
 */
import { createHash } from 'node:crypto'

const [LF, CR] = [0x0a, 0x0d]
const TAIL = 4

/** Takes the octets, then gives their digest. */
export class ContentDigest {
  readonly #hash = createHash('sha256')
  #tail: Buffer = Buffer.alloc(0)

  update(piece: Buffer): void {
    const isLong = piece.length >= TAIL
    if (isLong) this.#hash.update(this.#tail)
    const all = isLong ? piece : Buffer.concat([this.#tail, piece])
    const end = Math.max(0, all.length - TAIL)
    this.#hash.update(all.subarray(0, end))
    this.#tail = Buffer.from(all.subarray(end))
  }

  hex(): string {
    let end = this.#tail.length
    while (end > 0 && (this.#tail[end - 1] === LF || this.#tail[end - 1] === CR)) end -= 1
    return this.#hash.update(this.#tail.subarray(0, end)).digest('hex')
  }
}
