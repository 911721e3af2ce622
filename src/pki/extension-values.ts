/**
 * What the extensions of a certificate say, as plain values.
 *
 * In        nothing: types only
 * Out       Extensions and its parts, which extension-readers.ts fills
 *
 * RFC 5280 §4.2
 */
import type { GeneralName, Name } from './name.ts'

export interface Subtree {
  readonly base: GeneralName
}

export interface DistributionPoint {
  readonly fullName: readonly GeneralName[] | null
  /** Key of the RDN to add to the CRL issuer's name. */
  readonly relative: string | null
  /** Bits of ReasonFlags; null: all. */
  readonly reasons: number | null
  readonly crlIssuer: readonly Name[]
}

export interface Extensions {
  basicConstraints: { readonly ca: boolean; readonly pathLength: number | null } | null
  keyUsage: number | null
  extKeyUsage: readonly string[] | null
  subjectAltName: readonly GeneralName[]
  nameConstraints: {
    readonly permitted: readonly Subtree[]
    readonly excluded: readonly Subtree[]
  } | null
  policies: readonly string[] | null
  policyMappings: readonly (readonly [issuer: string, subject: string])[]
  policyConstraints: { readonly explicit: number | null; readonly mapping: number | null } | null
  inhibitAnyPolicy: number | null
  distributionPoints: readonly DistributionPoint[]
  authorityKeyId: Buffer | null
  subjectKeyId: Buffer | null
  /** Where its authority answers over OCSP, as the certificate says it. RFC 5280 §4.2.2.1 */
  ocspAddresses: readonly string[]
  /** id-pkix-ocsp-nocheck: its authority answers for this responder as long as it lives. */
  ocspNoCheck: boolean
  /** IGC-Santé: 3 software certificate, 0x80–0x8f test. */
  produit: number | null
  readonly unknownCritical: string[]
  /** Critical ones that are known, and not wholly of their form: the certificate is on no path. */
  readonly unreadable: string[]
}
