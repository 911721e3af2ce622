/**
 * Takes DER apart one level at a time, for the two places of this room that read it.
 *
 * In    DER that a certificate or our own signature is made of
 * Out   slices, never copies
 * Refuses   indefinite or overlong lengths, and elements that do not fill their parent (null)
 *
 * X.690 §8.1
 */

/** One element: its tag octet, itself whole, and what it holds. */
export interface Element {
  readonly tag: number
  readonly whole: Buffer
  readonly content: Buffer
}

/** The elements that lie one after the other in `der`; null unless they fill it exactly. */
export function elements(der: Buffer | undefined): Element[] | null {
  if (der === undefined) return null
  const found: Element[] = []
  for (let at = 0; at < der.length; ) {
    const tag = der[at] ?? 0
    let size = der[at + 1] ?? 0
    let start = at + 2
    if (size > 0x80) {
      const count = size & 0x7f
      if (count > 4 || start + count > der.length) return null
      size = der.readUIntBE(start, count)
      start += count
    } else if (size === 0x80) return null
    if (start + size > der.length) return null
    const end = start + size
    found.push({ tag, whole: der.subarray(at, end), content: der.subarray(start, end) })
    at = end
  }
  return found
}
