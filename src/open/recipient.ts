/**
 * Recovers the content-encryption key from the recipient entry that names one of our certificates.
 *
 * In        recipient infos, our identities, the length of the key
 * Out       the key; a random one when recovery fails, so that all failures look alike later;
 *           null when no entry names us
 * Refuses   by throwing Hostile: unsupported-algorithm, when every entry that names us asks for a way unknown
 *
 * RFC 5652 §6.2.1–§6.2.2 · RFC 8017 §7.1 (OAEP) · RFC 5753 §7 (ECDH) · RFC 8418 §2 (X25519)
 * RFC 3218 §2.3 (random key on failure)
 */
import {
  createDecipheriv,
  createHash,
  createPublicKey,
  hkdfSync,
  type KeyObject,
  randomBytes,
} from 'node:crypto'

import type { Identity } from '../message.ts'
import { KEY_WRAPS, parseAlgorithm } from '../pki/algorithms.ts'
import { type Certificate, parseCertificate } from '../pki/certificate.ts'
import {
  children,
  content,
  type Der,
  DerError,
  octets,
  parseDer,
  raw,
  sequence,
  TAG,
} from '../pki/der.ts'
import { bitOctets } from '../pki/der-bits.ts'
import {
  bits,
  tagged,
  octets as writeOctets,
  sequence as writeSequence,
} from '../pki/der-writer.ts'
import { mayDecrypt } from '../pki/identity-use.ts'
import { agree, decryptPkcs1 } from '../pki/private-key.ts'
import { type CertificateId, parseCertificateId } from './cms.ts'
import { Hostile } from './entity.ts'
import { decryptOaep, oaepOf } from './oaep.ts'

const RSA = '1.2.840.113549.1.1'
/**
 * Key derivation by scheme. SHA-1 is no weakness in a KDF, and is what OpenSSL chooses by default. With the
 * cofactor of our curves, which is 1, cofactor and standard agreement give the same. RFC 5753 §7.1.4
 */
const AGREEMENTS: {
  readonly [id: string]: { readonly kdf: 'x963' | 'hkdf'; readonly hash: string }
} = {
  '1.3.133.16.840.63.0.2': { kdf: 'x963', hash: 'sha1' },
  '1.3.133.16.840.63.0.3': { kdf: 'x963', hash: 'sha1' },
  '1.3.132.1.11.0': { kdf: 'x963', hash: 'sha224' },
  '1.3.132.1.14.0': { kdf: 'x963', hash: 'sha224' },
  '1.3.132.1.14.1': { kdf: 'x963', hash: 'sha256' },
  '1.3.132.1.14.2': { kdf: 'x963', hash: 'sha384' },
  '1.3.132.1.14.3': { kdf: 'x963', hash: 'sha512' },
  '1.3.132.1.11.1': { kdf: 'x963', hash: 'sha256' },
  '1.3.132.1.11.2': { kdf: 'x963', hash: 'sha384' },
  '1.3.132.1.11.3': { kdf: 'x963', hash: 'sha512' },
  '1.2.840.113549.1.9.16.3.19': { kdf: 'hkdf', hash: 'sha256' },
  '1.2.840.113549.1.9.16.3.20': { kdf: 'hkdf', hash: 'sha384' },
  '1.2.840.113549.1.9.16.3.21': { kdf: 'hkdf', hash: 'sha512' },
}

/** The content-encryption key for the first entry that is ours. */
export function contentKey(
  recipients: readonly Der[],
  keys: readonly Identity[],
  keyBytes: number,
): Buffer | null {
  let isUnsupported = false
  for (const recipient of recipients) {
    const recover =
      recipient.tag === TAG.sequence
        ? transported(recipient, keys)
        : recipient.tag === 0xa1
          ? agreed(recipient, keys)
          : null
    if (!recover) continue
    if (recover === 'unsupported') {
      isUnsupported = true
      continue
    }
    const random = randomBytes(keyBytes)
    try {
      const key = recover()
      return key.length === keyBytes ? key : random
    } catch {
      // Which step failed is what an oracle wants to know (RFC 3218 §2.3).
      return random
    }
  }
  // What an entry names in clear is no secret: which way it asks for may be told.
  if (isUnsupported) throw new Hostile('unsupported-algorithm')
  return null
}

/** `unsupported`: for one of us, in a way that we do not know. */
type Recover = (() => Buffer) | 'unsupported'

function transported(recipient: Der, keys: readonly Identity[]): Recover | null {
  const [, rid, algorithm, encrypted] = sequence(recipient)
  const identity = ours(rid, keys)
  if (!identity || !rid) return null
  const { oid, params } = parseAlgorithm(algorithm)
  if (oid === `${RSA}.1`) return () => decryptPkcs1(identity, octets(encrypted))
  const oaep = oid === `${RSA}.7` ? oaepOf(params) : null
  return oaep ? () => decryptOaep(identity, oaep, octets(encrypted)) : 'unsupported'
}

function agreed(recipient: Der, keys: readonly Identity[]): Recover | null {
  const fields = children(recipient)
  const originator = fields.find((field) => field.tag === 0xa0)
  const ukm = fields.find((field) => field.tag === 0xa1)
  const algorithm = fields.findLast(
    (field, at) => field.tag === TAG.sequence && at === fields.length - 2,
  )
  const entries = fields.at(-1)
  if (!originator || !algorithm || !entries) return null
  for (const entry of sequence(entries)) {
    const [rid, encrypted] = sequence(entry)
    // rKeyId [0] is a sequence that begins with the key identifier
    const id = rid?.tag === 0xa0 ? children(rid)[0] : rid
    const identity = ours(id, keys)
    if (!identity) continue
    const way = wayOf(algorithm)
    const isEphemeral = children(originator)[0]?.tag === 0xa1
    if (!way || !isEphemeral) return 'unsupported'
    return () => unwrapAgreed({ originator, ukm, way, encrypted: octets(encrypted) }, identity)
  }
  return null
}

/** How two keys agree, and how the content's key is wrapped in what they agree on. */
interface Way {
  readonly scheme: (typeof AGREEMENTS)[string]
  readonly wrapping: (typeof KEY_WRAPS)[string]
  /** KeyWrapAlgorithm, DER. */
  readonly keyInfo: Buffer
}

function wayOf(algorithm: Der): Way | null {
  const { oid, params } = parseAlgorithm(algorithm)
  const scheme = AGREEMENTS[oid]
  const wrapping = params ? KEY_WRAPS[parseAlgorithm(params).oid] : undefined
  return scheme && params && wrapping ? { scheme, wrapping, keyInfo: raw(params) } : null
}

function unwrapAgreed(
  {
    originator,
    ukm,
    way: { scheme, wrapping, keyInfo },
    encrypted,
  }: { originator: Der; ukm: Der | undefined; way: Way; encrypted: Buffer },
  identity: Identity,
): Buffer {
  const shared = agree(identity, ephemeral(originator, identity))
  const info = sharedInfo(keyInfo, ukm ? raw(children(ukm)[0] ?? ukm) : null, wrapping.keyBytes * 8)
  const key =
    scheme.kdf === 'hkdf'
      ? Buffer.from(hkdfSync(scheme.hash, shared, Buffer.alloc(0), info, wrapping.keyBytes))
      : deriveX963({ shared, info, hash: scheme.hash }).subarray(0, wrapping.keyBytes)
  const unwrap = createDecipheriv(wrapping.node, key, Buffer.alloc(8, 0xa6))
  return Buffer.concat([unwrap.update(encrypted), unwrap.final()])
}

/** The sender's key: on our curve, whatever parameters it repeats. RFC 5753 §7.1.1 */
function ephemeral(originator: Der, identity: Identity): KeyObject {
  const choice = children(originator)[0]
  if (choice?.tag !== 0xa1) throw new DerError('originator')
  const point = bitOctets(children(choice)[1])
  const ourKey = parseDer(certificateOf(identity).spki)
  const algorithm = children(ourKey)[0]
  if (!algorithm) throw new DerError('our own key')
  const spki = writeSequence(raw(algorithm), bits(point))
  return createPublicKey({ key: spki, format: 'der', type: 'spki' })
}

/** ECC-CMS-SharedInfo. RFC 5753 §7.2 */
function sharedInfo(keyInfo: Buffer, ukm: Buffer | null, keyBits: number): Buffer {
  const supplied = tagged(2, writeOctets(counterOctets(keyBits)))
  return writeSequence(keyInfo, ukm ? tagged(0, ukm) : Buffer.alloc(0), supplied)
}

function deriveX963({
  shared,
  info,
  hash,
}: {
  shared: Buffer
  info: Buffer
  hash: string
}): Buffer {
  const blocks = [1, 2].map((counter) =>
    createHash(hash).update(shared).update(counterOctets(counter)).update(info).digest(),
  )
  return Buffer.concat(blocks)
}

function counterOctets(value: number): Buffer {
  const octets = Buffer.alloc(4)
  octets.writeUInt32BE(value)
  return octets
}

const parsed = new WeakMap<Identity, Certificate>()

function certificateOf(identity: Identity): Certificate {
  const certificate = parsed.get(identity) ?? parseCertificate(identity.certificate.raw)
  parsed.set(identity, certificate)
  return certificate
}

/** The key that an entry is for, if its certificate lets it open mail. */
function ours(rid: Der | undefined, keys: readonly Identity[]): Identity | undefined {
  if (rid === undefined) return undefined
  const id = rid.tag === TAG.sequence ? parseCertificateId(rid) : { keyId: content(rid) }
  return keys.find((identity) => {
    const certificate = certificateOf(identity)
    return isNamed(certificate, id) && mayDecrypt(certificate, identity.key)
  })
}

/** Does the identifier name this certificate? */
export function isNamed(certificate: Certificate, id: CertificateId): boolean {
  if ('keyId' in id) return certificate.extensions.subjectKeyId?.equals(id.keyId) ?? false
  return certificate.serial === id.serial && certificate.issuer.key === id.issuer.key
}
