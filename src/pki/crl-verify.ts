/**
 * Whose key signed a revocation list.
 *
 * In    a list, a certificate that may be its signer's
 * Out   did its key sign the list, and may it?
 *
 * RFC 5280 §4.2.1.3 (cRLSign), §6.3.3 (f)–(g)
 */
import { isSignedBy, schemeOf } from './algorithms.ts'
import { type Certificate, publicKeyOf } from './certificate.ts'
import type { Crl } from './crl.ts'
import { KEY_USAGE } from './extensions.ts'

const signatures = new WeakMap<Crl, WeakMap<Certificate, boolean>>()

/** Did this certificate's key sign the list, and may it? Remembered. */
export function isListSignedBy(crl: Crl, signer: Certificate, at: Date): boolean {
  const known = signatures.get(crl) ?? new WeakMap()
  signatures.set(crl, known)
  const before = known.get(signer)
  if (before !== undefined) return before
  const verified = checkList(crl, signer, at)
  known.set(signer, verified)
  return verified
}

function checkList(crl: Crl, signer: Certificate, at: Date): boolean {
  const { keyUsage } = signer.extensions
  if (keyUsage !== null && (keyUsage & KEY_USAGE.cRLSign) === 0) return false
  const key = publicKeyOf(signer)
  if (!key) return false
  const scheme = schemeOf(crl.algorithm, key, { digest: null, at })
  return !('code' in scheme) && isSignedBy(scheme, key, { data: crl.tbs, signature: crl.signature })
}
