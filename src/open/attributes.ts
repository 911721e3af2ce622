/**
 * The rules of CMS attributes: each at most once, with one value, signed or not as its text says.
 *
 * In        the signed attributes of a SignerInfo and the types of its unsigned ones
 * Out       do they keep the rules?
 * Refuses   nothing itself: what does not keep them is `signed-attributes`
 *
 * Another reader may take the first of two signing times, the second, or one that nobody signed: an attribute
 * that can be read in two ways says nothing that a verdict could repeat.
 *
 * RFC 5652 §5.3, §11 · RFC 8551 §2.5 · RFC 5035 §3 (signing-certificate) · RFC 6211 §2
 */
import type { SignerInfo } from './cms.ts'

export const ATTRIBUTE = {
  contentType: '1.2.840.113549.1.9.3',
  messageDigest: '1.2.840.113549.1.9.4',
  signingTime: '1.2.840.113549.1.9.5',
  countersignature: '1.2.840.113549.1.9.6',
  smimeCapabilities: '1.2.840.113549.1.9.15',
  algorithmProtection: '1.2.840.113549.1.9.52',
  encryptionKeyPreference: '1.2.840.113549.1.9.16.2.11',
  signingCertificate: '1.2.840.113549.1.9.16.2.12',
  signingCertificateV2: '1.2.840.113549.1.9.16.2.47',
} as const

/** Signed, never unsigned. */
export const SIGNED_ONLY: readonly string[] = Object.values(ATTRIBUTE).filter(
  (type) => type !== ATTRIBUTE.countersignature,
)
/** Of one value. How many certificates a signer names is asked where they are compared. */
export const SINGLE: readonly string[] = SIGNED_ONLY.filter(
  (type) => type !== ATTRIBUTE.signingCertificate && type !== ATTRIBUTE.signingCertificateV2,
)

/** Do the attributes of a SignerInfo keep their rules? */
export function areAttributesRight({ attributes, unsigned }: SignerInfo): boolean {
  if (unsigned.some((type) => SIGNED_ONLY.includes(type))) return false
  if (attributes === null) return true
  const { values, repeated } = attributes
  if (values.size === 0 || repeated || values.has(ATTRIBUTE.countersignature)) return false
  return SINGLE.every((type) => (values.get(type)?.length ?? 1) === 1)
}
