/**
 * Cryptographic Message Syntax: the structures that opening meets, as plain values.
 *
 * In        octets of a ContentInfo, BER or DER, of which the content was taken out (skim.ts)
 * Out       what kind it is, its fields, slices of the input
 * Refuses   by throwing DerError (malformed) or Hostile: too many certificates, signers, recipients
 *
 * RFC 5652 §3–§6 · RFC 5083 §2.1 · RFC 3274 §1.1
 */
import { type AlgorithmId, parseAlgorithm } from '../pki/algorithms.ts'
import {
  children,
  content,
  type Der,
  DerError,
  expect,
  integerOctets,
  octets,
  oid,
  parseDer,
  raw,
  sequence,
  TAG,
} from '../pki/der.ts'
import { setOf, tlv } from '../pki/der-writer.ts'
import { type Name, parseName } from '../pki/name.ts'
import { responseInside } from '../pki/ocsp.ts'
import { Hostile } from './entity.ts'

export const OID_DATA = '1.2.840.113549.1.7.1'

export type CmsKind = 'signed' | 'enveloped' | 'authEnveloped' | 'compressed'

export const KINDS: { readonly [id: string]: CmsKind } = {
  '1.2.840.113549.1.7.2': 'signed',
  '1.2.840.113549.1.7.3': 'enveloped',
  '1.2.840.113549.1.9.16.1.23': 'authEnveloped',
  '1.2.840.113549.1.9.16.1.9': 'compressed',
}

/** Names a certificate: by issuer and serial number, or by key identifier. */
export type CertificateId =
  | { readonly issuer: Name; readonly serial: string }
  | { readonly keyId: Buffer }

export interface SignerInfo {
  readonly sid: CertificateId
  readonly digest: AlgorithmId
  readonly attributes: Attributes | null
  /** Types of the unsigned attributes. */
  readonly unsigned: readonly string[]
  readonly algorithm: AlgorithmId
  readonly signature: Buffer
}

export interface Attributes {
  /** SET OF as it came, and as DER orders it: what may have been signed. RFC 5652 §5.4 */
  readonly encodings: readonly Buffer[]
  /** Values by type, all of them where a type is given twice. */
  readonly values: ReadonlyMap<string, readonly Der[]>
  /** Is a type given twice? RFC 5652 §5.3 allows no such set. */
  readonly repeated: boolean
}

export interface SignedData {
  readonly kind: 'signed'
  readonly contentType: string
  readonly hasContent: boolean
  readonly certificates: readonly Buffer[]
  /** CRLs and OCSP responses that came with it, at most twenty: candidates only. */
  readonly revocation: readonly {
    readonly kind: 'crl' | 'ocsp'
    readonly der: Buffer
  }[]
  readonly signers: readonly SignerInfo[]
}

export interface Encrypted {
  readonly kind: 'enveloped' | 'authEnveloped'
  /** What the encrypted octets say they are. */
  readonly contentType: string
  readonly recipients: readonly Der[]
  readonly algorithm: AlgorithmId
  /** Additional authenticated data; null when none. */
  readonly aad: Buffer | null
  readonly mac: Buffer | null
}

export interface Compressed {
  readonly kind: 'compressed'
  readonly algorithm: AlgorithmId
}

const MAX_NODES = 500_000
const MAX_CERTIFICATES = 20
const MAX_SIGNERS = 10
const MAX_REVOCATIONS = 20
const MAX_RECIPIENTS = 1000

/** Parses a ContentInfo; refuses any other content type as malformed. */
export function parseCms(bytes: Buffer): SignedData | Encrypted | Compressed {
  const [type, wrapped] = sequence(parseDer(bytes, { rules: 'ber', maxNodes: MAX_NODES }))
  const kind = KINDS[oid(type)]
  const inner = sequence(children(expect(wrapped, 0xa0))[0])
  switch (kind) {
    case 'signed':
      return parseSigned(inner)
    case 'enveloped':
    case 'authEnveloped':
      return parseEncrypted(kind, inner)
    case 'compressed':
      return parseCompressed(inner)
    default:
      throw new DerError('not a content type of mail')
  }
}

/** Parses Attributes under `[n] IMPLICIT SET OF`. */
export function parseAttributes(node: Der): Attributes {
  const items = children(node)
  const values = new Map<string, readonly Der[]>()
  for (const item of items) {
    const [type, set] = sequence(item)
    const name = oid(type)
    values.set(name, [...(values.get(name) ?? []), ...children(expect(set, TAG.set))])
  }
  const repeated = values.size < items.length
  const encoded = items.map(encodeDer)
  const sorted = encoded.toSorted(Buffer.compare)
  const inOrder = encoded.every((item, at) => item === sorted[at])
  const encodings = inOrder ? [sorted] : [encoded, sorted]
  return { encodings: encodings.map((list) => tlv(TAG.set, ...list)), values, repeated }
}

/** Parses IssuerAndSerialNumber, or a key identifier under its implicit tag. */
export function parseCertificateId(node: Der | undefined): CertificateId {
  if (node?.tag === TAG.sequence) {
    const [issuer, serial] = sequence(node)
    if (issuer === undefined) throw new DerError('issuer missing')
    return { issuer: parseName(issuer), serial: integerOctets(serial).toString('hex') }
  }
  return { keyId: octets(node) }
}

function parseSigned(fields: readonly Der[]): SignedData {
  const [, , encapsulated, ...rest] = fields
  const [type, wrapped] = sequence(encapsulated)
  const [bundle, lists] = [0xa0, 0xa1].map((tag) => rest.find((field) => field.tag === tag))
  const infos = expect(
    rest.findLast((field) => field.tag === TAG.set),
    TAG.set,
  )
  // Attribute certificates and other formats have context tags: passed over.
  const certificates = bundle ? children(bundle).filter((c) => c.tag === TAG.sequence) : []
  if (certificates.length > MAX_CERTIFICATES) throw new Hostile('too-many-certificates')
  const signers = children(infos)
  if (signers.length > MAX_SIGNERS) throw new Hostile('too-many-signers')
  const inner = wrapped ? children(wrapped)[0] : undefined
  return {
    kind: 'signed',
    contentType: oid(type),
    hasContent: inner !== undefined,
    certificates: certificates.map(raw),
    revocation: lists ? children(lists).slice(0, MAX_REVOCATIONS).flatMap(revocationOf) : [],
    signers: signers.map(parseSigner),
  }
}

/** RevocationInfoChoice; nothing for a format that is not one of ours. RFC 5652 §10.2.1 · RFC 5940 §2.1 */
function revocationOf(node: Der): SignedData['revocation'] {
  if (node.tag === TAG.sequence) return [{ kind: 'crl', der: encodeDer(node) }]
  const der = node.tag === 0xa1 ? responseInside(node) : null
  return der ? [{ kind: 'ocsp', der }] : []
}

function parseSigner(node: Der): SignerInfo {
  const [, sid, digest, ...rest] = sequence(node)
  const attributes = rest[0]?.tag === 0xa0 ? rest[0] : null
  const [algorithm, signature, unsigned, ...more] = rest.slice(attributes ? 1 : 0)
  if (more.length > 0) throw new DerError('fields of a signer')
  return {
    sid: parseCertificateId(sid),
    digest: parseAlgorithm(digest),
    attributes: attributes ? parseAttributes(attributes) : null,
    unsigned: unsigned ? [...parseAttributes(expect(unsigned, 0xa1)).values.keys()] : [],
    algorithm: parseAlgorithm(algorithm),
    signature: octets(signature),
  }
}

function parseEncrypted(kind: Encrypted['kind'], fields: readonly Der[]): Encrypted {
  const at = fields.findIndex((field) => field.tag === TAG.set)
  const recipients = children(expect(fields[at], TAG.set))
  if (recipients.length > MAX_RECIPIENTS) throw new Hostile('too-many-recipients')
  const [type, algorithm, encrypted] = sequence(fields[at + 1])
  if (encrypted === undefined) throw new DerError('no encrypted content')
  const rest = fields.slice(at + 2)
  const attributes = kind === 'authEnveloped' ? rest.find((field) => field.tag === 0xa1) : undefined
  return {
    kind,
    contentType: oid(type),
    recipients,
    algorithm: parseAlgorithm(algorithm),
    aad: attributes ? setOf(...children(attributes).map(encodeDer)) : null,
    mac:
      kind === 'authEnveloped' ? octets(rest.find((field) => field.tag === TAG.octetString)) : null,
  }
}

function parseCompressed(fields: readonly Der[]): Compressed {
  const [, algorithm, encapsulated] = fields
  const wrapped = sequence(encapsulated)[1]
  const inner = wrapped ? children(wrapped)[0] : undefined
  if (inner === undefined) throw new DerError('nothing compressed')
  return { kind: 'compressed', algorithm: parseAlgorithm(algorithm) }
}

/** An element re-encoded with definite lengths; as it is when it already has them. */
function encodeDer(node: Der): Buffer {
  if (node.source.ends.size === 0) return raw(node)
  if ((node.tag & 0x20) === 0) return tlv(node.tag, content(node))
  return tlv(node.tag, ...children(node).map(encodeDer))
}
