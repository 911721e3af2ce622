/**
 * The extensions of certificates and CRLs as plain values.
 *
 * In        the Extensions element
 * Out       Extensions: what path validation and revocation ask for, and what was critical but unknown
 * Refuses   by throwing DerError: an extension given twice, one that does not parse
 *
 * RFC 5280 §4.2, §5.2 · IGC-Santé product category (1.2.250.1.71.1.2.5)
 */
import {
  boolean,
  children,
  content,
  type Der,
  DerError,
  expect,
  octets,
  oid,
  parseDer,
  sequence,
  smallInteger,
  TAG,
} from './der.ts'
import { bitFlags } from './der-bits.ts'
import {
  type GeneralName,
  type Name,
  parseGeneralName,
  parseGeneralNames,
  parseRdn,
  rdnKey,
} from './name.ts'

export const ANY_POLICY = '2.5.29.32.0'

const ID_AD_OCSP = '1.3.6.1.5.5.7.48.1'

/** Bits of KeyUsage. RFC 5280 §4.2.1.3 */
export const KEY_USAGE = {
  digitalSignature: 1,
  nonRepudiation: 2,
  keyEncipherment: 4,
  keyAgreement: 16,
  keyCertSign: 32,
  cRLSign: 64,
} as const

export interface Subtree {
  readonly base: GeneralName
  /** Minimum 0 and no maximum: the only form RFC 5280 §4.2.1.10 allows. */
  readonly plain: boolean
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
}

type Reader = (extensions: Extensions, value: Der) => void

const READERS: { readonly [type: string]: Reader } = {
  '2.5.29.14': (e, v) => {
    e.subjectKeyId = octets(v)
  },
  '2.5.29.15': (e, v) => {
    e.keyUsage = bitFlags(content(expect(v, TAG.bitString)))
  },
  '2.5.29.17': (e, v) => {
    e.subjectAltName = parseGeneralNames(v)
  },
  '2.5.29.18': () => undefined,
  '2.5.29.19': (e, v) => {
    const parts = sequence(v)
    const ca = parts[0]?.tag === TAG.boolean ? boolean(parts[0]) : false
    const length = parts.find((part) => part.tag === TAG.integer)
    e.basicConstraints = { ca, pathLength: length ? smallInteger(length) : null }
  },
  '2.5.29.30': (e, v) => {
    const [permitted, excluded] = [0xa0, 0xa1].map((tag) =>
      children(v)
        .filter((part) => part.tag === tag)
        .flatMap((part) => children(part).map(subtree)),
    )
    e.nameConstraints = { permitted: permitted ?? [], excluded: excluded ?? [] }
  },
  '2.5.29.31': (e, v) => {
    e.distributionPoints = sequence(v).map(distributionPoint)
  },
  '2.5.29.32': (e, v) => {
    e.policies = sequence(v).map((policy) => oid(sequence(policy)[0]))
    // RFC 5280 §4.2.1.4: none appears more than once
    if (new Set(e.policies).size < e.policies.length) throw new DerError('policy given twice')
  },
  '2.5.29.33': (e, v) => {
    e.policyMappings = sequence(v).map((pair) => {
      const [issuer, subject] = sequence(pair)
      return [oid(issuer), oid(subject)] as const
    })
  },
  '2.5.29.35': (e, v) => {
    const key = children(v).find((part) => part.tag === 0x80)
    e.authorityKeyId = key ? content(key) : null
  },
  '2.5.29.36': (e, v) => {
    const parts = children(v)
    const skip = (tag: number) => {
      const part = parts.find((p) => p.tag === tag)
      return part ? smallInteger(part) : null
    }
    e.policyConstraints = { explicit: skip(0x80), mapping: skip(0x81) }
  },
  '2.5.29.37': (e, v) => {
    e.extKeyUsage = sequence(v).map(oid)
  },
  // freshestCRL: deltas are looked for among all CRLs held
  '2.5.29.46': () => undefined,
  '2.5.29.54': (e, v) => {
    e.inhibitAnyPolicy = smallInteger(expect(v, TAG.integer))
  },
  // Only what is an address of OCSP is read; the rest says where to find issuers, which we never fetch.
  '1.3.6.1.5.5.7.1.1': (e, v) => {
    e.ocspAddresses = sequence(v).flatMap((description) => {
      const [method, location] = sequence(description)
      if (oid(method) !== ID_AD_OCSP || location?.tag !== 0x86) return []
      return [content(location).toString('latin1')]
    })
  },
  '1.3.6.1.5.5.7.48.1.5': (e) => {
    e.ocspNoCheck = true
  },
  '1.2.250.1.71.1.2.5': (e, v) => {
    const value = v.tag === TAG.octetString ? content(v) : content(v).subarray(-1)
    e.produit = value.at(-1) ?? null
  },
}

/** Parses the Extensions of a certificate; null gives none. */
export function parseExtensions(node: Der | null): Extensions {
  const extensions: Extensions = {
    basicConstraints: null,
    keyUsage: null,
    extKeyUsage: null,
    subjectAltName: [],
    nameConstraints: null,
    policies: null,
    policyMappings: [],
    policyConstraints: null,
    inhibitAnyPolicy: null,
    distributionPoints: [],
    authorityKeyId: null,
    subjectKeyId: null,
    ocspAddresses: [],
    ocspNoCheck: false,
    produit: null,
    unknownCritical: [],
  }
  if (node === null) return extensions
  for (const { type, critical, value } of eachExtension(node)) {
    const reader = READERS[type]
    if (reader) reader(extensions, parseDer(value))
    else if (critical) extensions.unknownCritical.push(type)
  }
  return extensions
}

/** Type, criticality and value octets of each extension; refuses one given twice. */
export function eachExtension(node: Der) {
  const seen = new Set<string>()
  return sequence(node).map((extension) => {
    const [id, second, third] = sequence(extension)
    const type = oid(id)
    // RFC 5280 §4.2: "A certificate MUST NOT include more than one instance of a particular extension."
    if (seen.has(type)) throw new DerError('extension given twice')
    seen.add(type)
    const critical = second?.tag === TAG.boolean && boolean(second)
    return { type, critical, value: octets(second?.tag === TAG.boolean ? third : second) }
  })
}

/** Parses a DistributionPoint, or the fields of IssuingDistributionPoint that have the same form. */
export function distributionPoint(node: Der): DistributionPoint {
  const parts = children(node)
  const field = (number: number) => parts.find((part) => (part.tag & 0x1f) === number)
  const named = distributionPointName(field(0))
  const reasons = field(1)
  const issuer = field(2)
  return {
    ...named,
    reasons: reasons ? bitFlags(content(reasons)) : null,
    crlIssuer: issuer
      ? parseGeneralNames(issuer).flatMap((name) => (name.kind === 'directory' ? [name.name] : []))
      : [],
  }
}

/** DistributionPointName: full names, or the key of an RDN relative to the CRL issuer. */
export function distributionPointName(node: Der | undefined) {
  const choice = node ? children(node)[0] : undefined
  return {
    fullName: choice?.tag === 0xa0 ? parseGeneralNames(choice) : null,
    relative: choice?.tag === 0xa1 ? rdnKey(parseRdn(choice)) : null,
  }
}

function subtree(node: Der): Subtree {
  const [base, minimum, ...rest] = children(node)
  if (base === undefined) throw new DerError('empty subtree')
  const plain =
    rest.length === 0 &&
    (minimum === undefined || (minimum.tag === 0x80 && smallInteger(minimum) === 0))
  return { base: parseGeneralName(base), plain }
}
