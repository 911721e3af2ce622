/**
 * The few parts of a certificate that a CMS message names: issuer, serial number, key, usages.
 *
 * In    DER of a certificate that came from the directory or with a verified mail
 * Out   slices of that DER, never re-encoded
 * Refuses   a DER that is not laid out as a certificate (null)
 *
 * RFC 5280 §4.1 · RFC 5652 §10.2.4 (IssuerAndSerialNumber)
 */
import { elements } from './elements.ts'

/** Slices of a certificate, each a whole element. */
export interface CertificateParts {
  readonly serialNumber: Buffer
  readonly issuer: Buffer
  /** SubjectPublicKeyInfo. */
  readonly key: Buffer
  /** First octet of the key usage, 0 where absent: bit 0x20 keyEncipherment, 0x08 keyAgreement. */
  readonly keyUsage: number
}

const KEY_USAGE_OID = Buffer.from([0x06, 0x03, 0x55, 0x1d, 0x0f])

/** Takes a certificate apart; null when it is not one. */
export function certificateParts(der: Buffer): CertificateParts | null {
  const fields = elements(elements(elements(der)?.[0]?.content)?.[0]?.content)
  if (fields === null) return null
  const start = fields[0]?.tag === 0xa0 ? 1 : 0
  const [serialNumber, , issuer, , , key] = fields.slice(start)
  if (serialNumber?.tag !== 0x02 || issuer?.tag !== 0x30 || key?.tag !== 0x30) return null
  const extensions = fields.find((field) => field.tag === 0xa3)
  return {
    serialNumber: serialNumber.whole,
    issuer: issuer.whole,
    key: key.whole,
    keyUsage: extensions === undefined ? 0 : keyUsage(extensions.content),
  }
}

function keyUsage(extensions: Buffer): number {
  for (const extension of elements(elements(extensions)?.[0]?.content) ?? []) {
    const parts = elements(extension.content)
    if (parts?.[0]?.whole.equals(KEY_USAGE_OID) !== true) continue
    const value = elements(parts.at(-1)?.content)?.[0]
    return value?.tag === 0x03 ? (value.content[1] ?? 0) : 0
  }
  return 0
}
