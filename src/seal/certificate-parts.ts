/**
 * The few parts of a certificate that a CMS message names or needs: issuer, serial number, key and its usage.
 *
 * In    DER of a certificate: ours, or one from the directory or a verified mail
 * Out   slices of that DER, never re-encoded; remembered, for letters go to the same few correspondents
 * Refuses   a DER that is no certificate (null)
 *
 * RFC 5280 §4.1 · RFC 5652 §10.2.4 (IssuerAndSerialNumber)
 */
import { type KeyObject, X509Certificate } from 'node:crypto'

import { type Certificate, parseCertificate, sha256Of } from '../pki/certificate.ts'
import { DerError, expect, parseDer, raw, sequence, TAG } from '../pki/der.ts'

export interface CertificateParts {
  /** DER of the INTEGER. */
  readonly serialNumber: Buffer
  /** DER of the Name. */
  readonly issuer: Buffer
  /** Bits as in pki/extensions.ts; null where the certificate does not restrict its key. */
  readonly keyUsage: number | null
  readonly validity: Pick<Certificate, 'notBefore' | 'notAfter'>
  /** Null where OpenSSL does not read the certificate, or knows nothing of its kind of key. */
  readonly publicKey: KeyObject | null
}

const MAX_KNOWN = 500
const known = new Map<string, CertificateParts>()

/** Takes a certificate apart; null when it is not one. */
export function certificateParts(der: Buffer): CertificateParts | null {
  const sha256 = sha256Of(der)
  const before = known.get(sha256)
  if (before !== undefined) return before
  const parts = partsIn(Buffer.from(der))
  if (parts === null) return null
  // Nothing in it depends on the day: validity is judged by who asks.
  if (known.size >= MAX_KNOWN) known.clear()
  known.set(sha256, parts)
  return parts
}

function partsIn(der: Buffer): CertificateParts | null {
  try {
    const fields = sequence(sequence(parseDer(der))[0])
    const [serialNumber, , issuer] = fields.slice(fields[0]?.tag === 0xa0 ? 1 : 0)
    const { extensions, notBefore, notAfter } = parseCertificate(der)
    return {
      serialNumber: raw(expect(serialNumber, TAG.integer)),
      issuer: raw(expect(issuer, TAG.sequence)),
      keyUsage: extensions.keyUsage,
      validity: { notBefore, notAfter },
      publicKey: keyIn(der),
    }
  } catch (error) {
    if (error instanceof DerError) return null
    throw error
  }
}

function keyIn(der: Buffer): KeyObject | null {
  try {
    return new X509Certificate(der).publicKey
  } catch {
    // No letter can be closed with it.
    return null
  }
}
