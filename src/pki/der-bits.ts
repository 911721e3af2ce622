/**
 * Bit strings of ASN.1: octets, signatures, named bits.
 *
 * In        elements read by der.ts
 * Out       octets or flags
 * Refuses   by throwing DerError: another tag, bits that are not whole octets where they must be
 *
 * X.690 §8.6, §11.2
 */
import { content, type Der, DerError, expect, TAG } from './der.ts'

/** A BIT STRING of whole octets. */
export function bitOctets(node: Der | undefined): Buffer {
  const value = content(expect(node, TAG.bitString))
  if (value[0] !== 0) throw new DerError('bits are not whole octets')
  return value.subarray(1)
}

/** The octets of a signature; empty, so that none verifies, when they are not whole octets. */
export function signatureOctets(node: Der | undefined): Buffer {
  const value = content(expect(node, TAG.bitString))
  return value[0] === 0 ? value.subarray(1) : Buffer.alloc(0)
}

/** A named bit list as a number: bit `i` of the list is `1 << i`. */
export function bitFlags(value: Buffer): number {
  let flags = 0
  for (let bit = 0; bit < Math.min(16, (value.length - 1) * 8); bit++) {
    if (((value[1 + (bit >> 3)] ?? 0) & (0x80 >> (bit & 7))) !== 0) flags |= 1 << bit
  }
  return flags
}
