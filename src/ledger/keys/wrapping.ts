/**
 * How the master key wraps data keys: through a key derived from it, under a name that tells nothing of it.
 *
 * HKDF-SHA-256 (RFC 5869). SPEC §13.5
 */
import { createHash, createSecretKey, hkdfSync, type KeyObject } from 'node:crypto'

/** Octets of a key. */
export const KEY_BYTES = 32

/** Binds a wrapped key to its row, its class and what wraps it. */
export function wrapAad(id: string, classe: string, parent: string | null): string {
  return `cle:${id}:${classe}:${parent ?? 'maitre'}`
}

/** The key that wraps for the master key: derived from it, so that its name can be told in the clear. */
export function wrapping(master: Buffer): KeyObject {
  return createSecretKey(
    Buffer.from(hkdfSync('sha256', master, '', 'confrere/enveloppe', KEY_BYTES)),
  )
}

/** The name of a master key, told in the clear. */
export function nameOf(master: Buffer): string {
  const name = hkdfSync('sha256', master, '', 'confrere/nom', KEY_BYTES)
  return createHash('sha256').update(Buffer.from(name)).digest('hex').slice(0, 16)
}
