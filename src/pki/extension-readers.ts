/**
 * Reads the value of each extension that is known, whole: right tags, right order, nothing after it.
 *
 * In        the value of an extension, DER; is it critical?
 * Out       what it says, written into Extensions
 * Refuses   by throwing DerError: whatever is not wholly of the form that its text gives
 *
 * A part that another reader would see and this one would pass over may restrict an authority, so nothing is
 * passed over. Two habits of real authorities say only one thing and are borne: a default that is written out
 * (`cA FALSE`), and bits of zero at the end of a list of named bits.
 *
 * RFC 5280 §4.2 · RFC 6960 §4.2.2.2.1 · X.690 §10, §11 · IGC-Santé product category (1.2.250.1.71.1.2.5)
 */
import {
  boolean,
  children,
  content,
  type Der,
  DerError,
  expect,
  oid,
  sequence,
  TAG,
} from './der.ts'
import { bitFlags } from './der-bits.ts'
import type { DistributionPoint, Extensions, Subtree } from './extension-values.ts'
import { type GeneralName, parseGeneralName, parseName, parseRdn, rdnKey } from './name.ts'

type Reader = (extensions: Extensions, value: Der, critical: boolean) => void

const ID_AD_OCSP = '1.3.6.1.5.5.7.48.1'
/** CPS and user notice, which say nothing that a machine could obey. RFC 5280 §4.2.1.4 */
const QUALIFIERS = new Set(['1.3.6.1.5.5.7.2.1', '1.3.6.1.5.5.7.2.2'])

/** The readers, by the identifier of their extension. */
export const READERS: { readonly [type: string]: Reader } = {
  '2.5.29.14': (e, v) => {
    e.subjectKeyId = content(expect(v, TAG.octetString))
  },
  '2.5.29.15': (e, v) => {
    const usage = namedBits(expect(v, TAG.bitString))
    if (usage === 0) throw new DerError('no key usage')
    e.keyUsage = usage
  },
  '2.5.29.17': (e, v) => {
    e.subjectAltName = generalNames(expect(v, TAG.sequence))
  },
  '2.5.29.18': (_, v) => {
    generalNames(expect(v, TAG.sequence))
  },
  '2.5.29.19': (e, v) => {
    const [ca, length] = inOrder(sequence(v), [TAG.boolean, TAG.integer])
    e.basicConstraints = {
      ca: ca ? boolean(ca) : false,
      pathLength: length ? natural(length) : null,
    }
  },
  '2.5.29.30': (e, v) => {
    const parts = inOrder(some(sequence(v)), [0xa0, 0xa1])
    const [permitted, excluded] = parts.map((part) =>
      part ? some(children(part)).map(subtree) : [],
    )
    e.nameConstraints = { permitted: permitted ?? [], excluded: excluded ?? [] }
  },
  '2.5.29.31': (e, v) => {
    e.distributionPoints = some(sequence(v)).map(distributionPoint)
  },
  '2.5.29.32': (e, v, critical) => {
    const policies = some(sequence(v)).map((policy) => policyIn(policy, critical))
    // RFC 5280 §4.2.1.4: none appears more than once
    if (new Set(policies).size < policies.length) throw new DerError('policy given twice')
    e.policies = policies
  },
  '2.5.29.33': (e, v) => {
    e.policyMappings = some(sequence(v)).map((pair) => {
      const [issuer, subject] = exactly(2, sequence(pair))
      return [oid(issuer), oid(subject)] as const
    })
  },
  '2.5.29.35': (e, v) => {
    const [key, issuer, serial] = inOrder(sequence(v), [0x80, 0xa1, 0x82])
    if (issuer) generalNames(issuer)
    // RFC 5280 §4.2.1.1: issuer and serial number come together
    if ((issuer === undefined) !== (serial === undefined)) throw new DerError('half an issuer')
    e.authorityKeyId = key ? content(key) : null
  },
  '2.5.29.36': (e, v) => {
    const [explicit, mapping] = inOrder(some(sequence(v)), [0x80, 0x81])
    e.policyConstraints = {
      explicit: explicit ? natural(explicit) : null,
      mapping: mapping ? natural(mapping) : null,
    }
  },
  '2.5.29.37': (e, v) => {
    e.extKeyUsage = some(sequence(v)).map(oid)
  },
  // freshestCRL: deltas are looked for among all CRLs held
  '2.5.29.46': (_, v) => {
    some(sequence(v)).map(distributionPoint)
  },
  '2.5.29.54': (e, v) => {
    e.inhibitAnyPolicy = natural(expect(v, TAG.integer))
  },
  // Only what is an address of OCSP is read; the rest says where to find issuers, which we never fetch.
  '1.3.6.1.5.5.7.1.1': (e, v) => {
    e.ocspAddresses = some(sequence(v)).flatMap((description) => {
      const [method, location] = exactly(2, sequence(description))
      const name = generalName(location)
      return oid(method) === ID_AD_OCSP && name.kind === 'uri' ? [name.value] : []
    })
  },
  '1.3.6.1.5.5.7.48.1.5': (e, v) => {
    if (content(expect(v, NULL)).length > 0) throw new DerError('a null with content')
    e.ocspNoCheck = true
  },
  '1.2.250.1.71.1.2.5': (e, v) => {
    const value = v.tag === TAG.octetString ? content(v) : content(v).subarray(-1)
    e.produit = value.at(-1) ?? null
  },
}

const NULL = 0x05

/** Elements of these tags, each at most once, in this order, and no other. */
export function inOrder(parts: readonly Der[], tags: readonly number[]): (Der | undefined)[] {
  const places = parts.map(({ tag }) => tags.indexOf(tag))
  if (!places.every((place, at) => place >= 0 && place > (places[at - 1] ?? -1)))
    throw new DerError('fields')
  return tags.map((tag) => parts.find((part) => part.tag === tag))
}

function exactly(count: number, parts: readonly Der[]): readonly Der[] {
  if (parts.length !== count) throw new DerError('fields')
  return parts
}

/** RFC 5280 writes these lists `SIZE (1..MAX)`. */
function some(parts: readonly Der[]): readonly Der[] {
  if (parts.length === 0) throw new DerError('empty')
  return parts
}

/** A non-negative INTEGER of the fewest octets, under any primitive tag. */
function natural(node: Der): number {
  const value = content(node)
  const [first = 0x80, second = 0x80] = value
  if (value.length === 0 || value.length > 4 || first >= 0x80) throw new DerError('integer')
  if (value.length > 1 && first === 0 && second < 0x80) throw new DerError('integer length')
  return value.readUIntBE(0, value.length)
}

/** A list of named bits, under any primitive tag; the bits that do not count are zero. X.690 §11.2 */
function namedBits(node: Der): number {
  const value = content(node)
  const [unused = 8] = value
  if (unused > 7 || (value.length === 1 && unused > 0)) throw new DerError('bits')
  if (((value.at(-1) ?? 0) & ((1 << unused) - 1)) !== 0 && value.length > 1)
    throw new DerError('unused bits')
  return bitFlags(value)
}

/** Tags of GeneralName: otherName to registeredID. RFC 5280 §4.2.1.6 */
const FORMS = new Set([0xa0, 0x81, 0x82, 0xa3, 0xa4, 0xa5, 0x86, 0x87, 0x88])

function generalNames(node: Der): GeneralName[] {
  return some(children(node)).map(generalName)
}

function generalName(node: Der | undefined): GeneralName {
  if (node === undefined || !FORMS.has(node.tag)) throw new DerError('form of name')
  if (node.tag === 0xa4)
    return { kind: 'directory', name: parseName(exactly(1, children(node))[0] as Der) }
  if (node.tag === 0xa0) {
    const [type, value] = exactly(2, children(node))
    oid(type)
    if (value?.tag !== 0xa0) throw new DerError('form of name')
    exactly(1, children(value))
  }
  return parseGeneralName(node)
}

/** GeneralSubtree: RFC 5280 §4.2.1.10 allows neither a minimum nor a maximum. */
function subtree(node: Der): Subtree {
  const [base] = exactly(1, sequence(node))
  const name = generalName(base)
  if (name.kind === 'ip' && name.value.length !== 8 && name.value.length !== 32)
    throw new DerError('range of addresses')
  return { base: name }
}

/** PolicyInformation. Of a critical extension every qualifier must be known, RFC 5280 §4.2.1.4 */
function policyIn(node: Der, critical: boolean): string {
  const [policy, qualifiers, ...more] = sequence(node)
  if (more.length > 0) throw new DerError('fields')
  for (const qualifier of qualifiers ? some(sequence(qualifiers)) : []) {
    const [type] = exactly(2, sequence(qualifier))
    if (critical && !QUALIFIERS.has(oid(type))) throw new DerError('unknown qualifier')
  }
  return oid(policy)
}

/** Parses a DistributionPoint. RFC 5280 §4.2.1.13 */
function distributionPoint(node: Der): DistributionPoint {
  const [name, reasons, issuer] = inOrder(sequence(node), [0xa0, 0x81, 0xa2])
  return {
    ...distributionPointName(name),
    reasons: reasons ? namedBits(reasons) : null,
    crlIssuer: issuer
      ? generalNames(issuer).flatMap((one) => (one.kind === 'directory' ? [one.name] : []))
      : [],
  }
}

/** DistributionPointName: full names, or the key of an RDN relative to the CRL issuer. */
export function distributionPointName(node: Der | undefined) {
  if (node === undefined) return { fullName: null, relative: null }
  const [choice] = exactly(1, children(node))
  if (choice?.tag === 0xa0) return { fullName: generalNames(choice), relative: null }
  if (choice?.tag !== 0xa1) throw new DerError('form of name')
  return { fullName: null, relative: rdnKey(parseRdn(choice)) }
}
