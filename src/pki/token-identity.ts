/**
 * The gateway's identity when its key is in a PKCS#11 module: the certificate is on the token, or among
 * those of the trust folder.
 *
 * In    where the key is, certificates that may be ours or our authorities'
 * Out   Identity whose `key` is the public one; the private one stays where it is
 * Refuses   no such key, no certificate for it, a key that does not sign (thrown, one French sentence)
 */
import { createPublicKey, randomBytes, verify, X509Certificate } from 'node:crypto'

import type { TokenKey } from '../kit/pkcs11-uri.ts'
import type { Identity } from '../message.ts'
import { issuersOf } from './identity.ts'
import { signWith } from './private-key.ts'
import { tokenCertificateIds, tokenObject, withId } from './token.ts'

/** Finds the certificate of the key, and tries the key once. */
export async function loadTokenIdentity(
  named: TokenKey,
  candidates: readonly Buffer[],
): Promise<Identity> {
  const token = await withId(named)
  const held: Buffer[] = []
  for (const id of await tokenCertificateIds(token)) {
    const found = await tokenObject(token, 'cert', { id, object: null })
    if (found) held.push(found)
  }
  const certificates = [...held, ...candidates].flatMap((der) => certificateOf(der) ?? [])
  const spki = await tokenObject(token, 'pubkey')
  const own = await tokenObject(token, 'cert')
  const certificate = spki
    ? certificates.find((one) => exported(one).equals(exportedSpki(spki)))
    : own && certificateOf(own)
  if (!certificate)
    throw new Error(
      'le certificat de la clé PKCS#11 est introuvable : écrivez-le dans le module, ou déposez-le dans CONFRERE_TRUST_DIR',
    )
  const identity: Identity = {
    key: certificate.publicKey,
    certificate,
    intermediates: issuersOf(certificate, certificates),
    token,
  }
  const nonce = randomBytes(32)
  const signature = await signWith(identity, 'sha256', nonce)
  if (!verify('sha256', nonce, certificate.publicKey, signature))
    throw new Error('la clé PKCS#11 n’est pas celle de son certificat')
  return identity
}

function certificateOf(der: Buffer): X509Certificate | null {
  try {
    return new X509Certificate(der)
  } catch {
    // What OpenSSL does not read is not ours.
    return null
  }
}

const exported = (certificate: X509Certificate): Buffer =>
  certificate.publicKey.export({ type: 'spki', format: 'der' })

function exportedSpki(der: Buffer): Buffer {
  return createPublicKey({ key: der, format: 'der', type: 'spki' }).export({
    type: 'spki',
    format: 'der',
  })
}
