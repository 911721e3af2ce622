/**
 * The one seal of the ledger: AES-256-GCM, a random nonce of 96 bits, laid out nonce ‖ text ‖ tag.
 *
 * The additional data names the place (row, column, rank): sealed octets moved elsewhere do not open.
 * SPEC §13.5
 */
import { createCipheriv, createDecipheriv, type KeyObject, randomBytes } from 'node:crypto'

const NONCE_BYTES = 12
const TAG_BYTES = 16

/** Seals under a key of 32 octets (a KeyObject: Node looks at raw octets at length, each time). */
export function seal(key: KeyObject, plain: Buffer, aad: string): Buffer {
  const nonce = randomBytes(NONCE_BYTES)
  const cipher = createCipheriv('aes-256-gcm', key, nonce)
  cipher.setAAD(Buffer.from(aad))
  return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()])
}

/** Opens what `seal` sealed; throws when key, place or octets are not those. */
export function unseal(key: KeyObject, sealed: Buffer, aad: string): Buffer {
  if (sealed.length < NONCE_BYTES + TAG_BYTES) throw new Error('sealed octets are cut short')
  const end = sealed.length - TAG_BYTES
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, NONCE_BYTES))
  decipher.setAAD(Buffer.from(aad))
  decipher.setAuthTag(sealed.subarray(end))
  const start = decipher.update(sealed.subarray(NONCE_BYTES, end))
  const rest = decipher.final()
  return rest.length === 0 ? start : Buffer.concat([start, rest])
}
