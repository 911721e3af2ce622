/**
 * The few parts of a certificate that a CMS message names: issuer, serial number, usage of the key.
 *
 * In    DER of a certificate: ours, or one from the directory or a verified mail
 * Out   slices of that DER, never re-encoded
 * Refuses   a DER that is no certificate (null)
 *
 * RFC 5280 §4.1 · RFC 5652 §10.2.4 (IssuerAndSerialNumber)
 */
import { parseCertificate } from '../pki/certificate.ts'
import { DerError, expect, parseDer, raw, sequence, TAG } from '../pki/der.ts'

export interface CertificateParts {
  /** DER of the INTEGER. */
  readonly serialNumber: Buffer
  /** DER of the Name. */
  readonly issuer: Buffer
  /** Bits as in pki/extensions.ts; null where the certificate does not restrict its key. */
  readonly keyUsage: number | null
}

/** Takes a certificate apart; null when it is not one. */
export function certificateParts(der: Buffer): CertificateParts | null {
  try {
    const fields = sequence(sequence(parseDer(der))[0])
    const [serialNumber, , issuer] = fields.slice(fields[0]?.tag === 0xa0 ? 1 : 0)
    return {
      serialNumber: raw(expect(serialNumber, TAG.integer)),
      issuer: raw(expect(issuer, TAG.sequence)),
      keyUsage: parseCertificate(der).extensions.keyUsage,
    }
  } catch (error) {
    if (error instanceof DerError) return null
    throw error
  }
}
