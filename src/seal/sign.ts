/**
 * Signs a digest: the detached SignedData that goes into `smime.p7s`.
 *
 * In    the digest of the canonical entity, the gateway's identity, the instant
 * Out   DER of a ContentInfo; certificates: ours and all intermediates, never the root
 * Refuses   nothing; a key that does not belong to its certificate, or that may not sign, is a fault (thrown)
 *
 * RFC 5652 §5 · RFC 8551 §2.5 (signed attributes; §2.5.3 where another key of ours is to be encrypted to) · RFC 5035 §3 (signingCertificateV2) ·
 * RFC 5754 §2, §3 · RFC 5753 §2.1 · RFC 8419 §3 (Ed25519 goes with SHA-512)
 */
import { createHash, type KeyObject, verify } from 'node:crypto'

import type { Identity } from '../message.ts'
import * as der from '../pki/der-writer.ts'
import { canSign, readerOf } from '../pki/identity-use.ts'
import { signWith } from '../pki/private-key.ts'
import { type CertificateParts, certificateParts } from './certificate-parts.ts'

/** How a key signs: which digest the entity takes, and the names of the algorithms. */
export interface SignatureScheme {
  readonly digest: 'sha256' | 'sha384' | 'sha512'
  /** RFC 8551 §3.5.3.2 */
  readonly micalg: string
  readonly digestOid: string
  readonly signatureAlgorithm: Buffer
}

const SHA256 = '2.16.840.1.101.3.4.2.1'
const SHA384 = '2.16.840.1.101.3.4.2.2'
const SHA512 = '2.16.840.1.101.3.4.2.3'

const RSA: SignatureScheme = {
  digest: 'sha256',
  micalg: 'sha-256',
  digestOid: SHA256,
  // RFC 5754 §3.2: rsaEncryption with NULL, which every client reads.
  signatureAlgorithm: der.sequence(der.oid('1.2.840.113549.1.1.1'), der.NULL),
}
const ED25519: SignatureScheme = {
  digest: 'sha512',
  micalg: 'sha-512',
  digestOid: SHA512,
  signatureAlgorithm: der.sequence(der.oid('1.3.101.112')),
}
const ECDSA: { readonly [curve: string]: SignatureScheme } = {
  prime256v1: ecdsa('sha256', SHA256, '1.2.840.10045.4.3.2'),
  secp384r1: ecdsa('sha384', SHA384, '1.2.840.10045.4.3.3'),
  secp521r1: ecdsa('sha512', SHA512, '1.2.840.10045.4.3.4'),
}

function ecdsa(digest: SignatureScheme['digest'], digestOid: string, oid: string): SignatureScheme {
  const micalg = digest.replace('sha', 'sha-')
  return { digest, micalg, digestOid, signatureAlgorithm: der.sequence(der.oid(oid)) }
}

/** The scheme of a private key; throws for a kind of key that S/MIME does not sign with. */
export function schemeOf(key: KeyObject): SignatureScheme {
  const kind = key.asymmetricKeyType
  const scheme =
    kind === 'rsa'
      ? RSA
      : kind === 'ed25519'
        ? ED25519
        : ECDSA[key.asymmetricKeyDetails?.namedCurve ?? '']
  if (scheme === undefined) throw new Error(`no S/MIME signature with a key of type ${kind}`)
  return scheme
}

const DATA = der.oid('1.2.840.113549.1.7.1')
const SIGNED_DATA = der.oid('1.2.840.113549.1.7.2')
const SHA256_ID = der.sequence(der.oid(SHA256))
const MGF1_SHA256 = der.sequence(der.oid('1.2.840.113549.1.1.8'), SHA256_ID)
const AES256_WRAP = der.sequence(der.oid('2.16.840.1.101.3.4.1.45'))

/** What we decrypt, strongest first. RFC 8551 §2.5.2 */
const CAPABILITIES = [
  der.sequence(der.oid('2.16.840.1.101.3.4.1.46')), // AES-256-GCM
  der.sequence(der.oid('2.16.840.1.101.3.4.1.6')), // AES-128-GCM
  der.sequence(der.oid('2.16.840.1.101.3.4.1.42')), // AES-256-CBC
  der.sequence(der.oid('2.16.840.1.101.3.4.1.2')), // AES-128-CBC
]
const BY_RSA = [
  // RFC 4055 §4.1: OAEP with SHA-256, as it would stand in an AlgorithmIdentifier
  der.sequence(
    der.oid('1.2.840.113549.1.1.7'),
    der.sequence(der.tagged(0, SHA256_ID), der.tagged(1, MGF1_SHA256)),
  ),
  der.sequence(der.oid('1.2.840.113549.1.1.1')),
]
// RFC 5753 §8: dhSinglePass-stdDH-sha256kdf with AES-256 key wrap
const BY_ECDH = [der.sequence(der.oid('1.3.132.1.11.1'), AES256_WRAP)]

const KEY_PREFERENCE = '1.2.840.113549.1.9.16.2.11'
const CONTENT_TYPE = attribute('1.2.840.113549.1.9.3', DATA)

/**
 * Signs `digest` and gives the DER of the detached signature; throws when the key and the
 * certificate do not belong together, or when the certificate does not let its key sign.
 */
export async function signDigest(
  digest: Buffer,
  { identity, now }: { identity: Identity; now: Date },
): Promise<Buffer> {
  const scheme = schemeOf(identity.key)
  const constant = constantsOf(identity)
  const { parts } = constant
  const attributes = [
    CONTENT_TYPE,
    attribute('1.2.840.113549.1.9.4', der.octets(digest)),
    attribute('1.2.840.113549.1.9.5', der.time(now)),
    ...constant.attributes,
  ]
  // "A separate encoding of the signedAttrs field is performed for message digest calculation.
  //  The IMPLICIT [0] tag in the signedAttrs is not used for the DER encoding, rather an EXPLICIT
  //  SET OF tag is used." — RFC 5652 §5.4
  const toSign = der.setOf(...attributes)
  const algorithm = identity.key.asymmetricKeyType === 'ed25519' ? null : scheme.digest
  const signature = await signWith(identity, algorithm, toSign)
  // A faulty private operation would give the key away; a wrong pair would only be seen far away.
  if (!parts.publicKey || !verify(algorithm, toSign, parts.publicKey, signature)) {
    throw new Error('the private key of the identity does not belong to its certificate')
  }

  const digestAlgorithm = der.sequence(der.oid(scheme.digestOid))
  const signerInfo = der.sequence(
    der.integer(1),
    constant.signer,
    digestAlgorithm,
    Buffer.concat([Buffer.from([0xa0]), toSign.subarray(1)]),
    scheme.signatureAlgorithm,
    der.octets(signature),
  )
  const signedData = der.sequence(
    der.integer(1),
    der.tlv(der.TAG.set, digestAlgorithm),
    der.sequence(DATA),
    constant.certificates,
    der.tlv(der.TAG.set, signerInfo),
  )
  return der.sequence(SIGNED_DATA, der.tagged(0, signedData))
}

interface Constants {
  readonly parts: CertificateParts
  readonly attributes: readonly Buffer[]
  /** IssuerAndSerialNumber. */
  readonly signer: Buffer
  readonly certificates: Buffer
}

const known = new WeakMap<Identity, Constants>()

/** What is the same in every signature of an identity. */
function constantsOf(identity: Identity): Constants {
  const before = known.get(identity)
  if (before) return before
  if (!canSign(identity)) throw new Error('the certificate of the identity does not let it sign')
  const certificate = identity.certificate.raw
  const parts = partsOf(certificate)
  const reader = readerOf(identity)
  const apart = reader === null || reader === identity ? [] : [reader]
  const isRsa = (reader ?? identity).key.asymmetricKeyType === 'rsa'
  const capabilities = [...CAPABILITIES, ...(isRsa ? BY_RSA : BY_ECDH)]
  const carried = [identity, ...apart].flatMap((one) => [one.certificate, ...one.intermediates])
  const each = new Map(carried.map(({ raw }) => [raw.toString('base64'), raw]))
  const constants = {
    parts,
    attributes: [
      attribute('1.2.840.113549.1.9.15', der.sequence(...capabilities)),
      ...apart.map((one) => attribute(KEY_PREFERENCE, preference(one.certificate.raw))),
      attribute('1.2.840.113549.1.9.16.2.47', signingCertificate(certificate, parts)),
    ],
    signer: der.sequence(parts.issuer, parts.serialNumber),
    certificates: der.tagged(0, ...each.values()),
  }
  known.set(identity, constants)
  return constants
}

function partsOf(certificate: Buffer): CertificateParts {
  const parts = certificateParts(certificate)
  if (parts === null) throw new Error('the identity holds no readable certificate')
  return parts
}

/** Encrypt to this one: `[0]` issuer and serial number. RFC 8551 §2.5.3 */
function preference(certificate: Buffer): Buffer {
  const { issuer, serialNumber } = partsOf(certificate)
  return der.tagged(0, issuer, serialNumber)
}

function attribute(oid: string, value: Buffer): Buffer {
  return der.sequence(der.oid(oid), der.tlv(der.TAG.set, value))
}

/** ESSCertIDv2 with SHA-256, its default, and the issuer and serial. RFC 5035 §4 */
function signingCertificate(
  certificate: Buffer,
  parts: { issuer: Buffer; serialNumber: Buffer },
): Buffer {
  const hash = der.octets(createHash('sha256').update(certificate).digest())
  const issuerSerial = der.sequence(der.sequence(der.tagged(4, parts.issuer)), parts.serialNumber)
  return der.sequence(der.sequence(der.sequence(hash, issuerSerial)))
}
