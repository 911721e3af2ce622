/**
 * Signs data that is not a mail (a checkpoint of the audit, an export) with the gateway's key.
 *
 * In    the octets, our identity; to verify: the octets, the signature, the certificate kept beside it
 * Out   a bare signature, as `openssl dgst -verify` reads it
 * Refuses   nothing; a certificate that cannot be read verifies nothing (false)
 *
 * SPEC §11, §13.6
 */
import { type KeyObject, verify, X509Certificate } from 'node:crypto'

import type { Identity } from '../message.ts'
import { signWith } from '../pki/private-key.ts'
import { schemeOf } from './sign.ts'

/** Signs `data` as a letter would be signed: same key, same digest. */
export async function signData(data: Buffer, identity: Identity): Promise<Buffer> {
  return await signWith(identity, algorithmOf(identity.key), data)
}

/** Did the holder of this certificate (DER) sign exactly this data? */
export function verifyData(data: Buffer, signature: Buffer, certificate: Buffer): boolean {
  try {
    const { publicKey } = new X509Certificate(certificate)
    return verify(algorithmOf(publicKey), data, publicKey, signature)
  } catch {
    // An unreadable certificate in a record is one more way of being altered.
    return false
  }
}

function algorithmOf(key: KeyObject): string | null {
  return key.asymmetricKeyType === 'ed25519' ? null : schemeOf(key).digest
}
