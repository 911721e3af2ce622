/**
 * Recovers the content-encryption key from the recipient entry that names one of our certificates.
 *
 * In        recipient infos, our identities, the length of the key
 * Out       the key; a random one when recovery fails, so that all failures look alike later;
 *           null when no entry names us
 *
 * RFC 5652 §6.2.1–§6.2.2 · RFC 8017 §7.1 (OAEP) · RFC 5753 §7 (ECDH) · RFC 8418 §2 (X25519)
 * RFC 3218 §2.3 (random key on failure)
 */
import {
  constants,
  createDecipheriv,
  createHash,
  createPublicKey,
  hkdfSync,
  type KeyObject,
  privateDecrypt,
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
import { agree, decryptBlock, decryptPkcs1 } from '../pki/private-key.ts'
import { type CertificateId, parseCertificateId } from './cms.ts'

const RSA = '1.2.840.113549.1.1'
const HASHES: { readonly [id: string]: string } = {
  '1.3.14.3.2.26': 'sha1',
  '2.16.840.1.101.3.4.2.1': 'sha256',
  '2.16.840.1.101.3.4.2.2': 'sha384',
  '2.16.840.1.101.3.4.2.3': 'sha512',
}
/** Key derivation by scheme. SHA-1 is no weakness in a KDF, and is what OpenSSL chooses by default. */
const AGREEMENTS: {
  readonly [id: string]: { readonly kdf: 'x963' | 'hkdf'; readonly hash: string }
} = {
  '1.3.133.16.840.63.0.2': { kdf: 'x963', hash: 'sha1' },
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
  for (const recipient of recipients) {
    const recover =
      recipient.tag === TAG.sequence
        ? transported(recipient, keys)
        : recipient.tag === 0xa1
          ? agreed(recipient, keys)
          : null
    if (!recover) continue
    const random = randomBytes(keyBytes)
    try {
      const key = recover()
      return key.length === keyBytes ? key : random
    } catch {
      // Which step failed is what an oracle wants to know (RFC 3218 §2.3).
      return random
    }
  }
  return null
}

type Recover = () => Buffer

function transported(recipient: Der, keys: readonly Identity[]): Recover | null {
  const [, rid, algorithm, encrypted] = sequence(recipient)
  const identity = ours(rid, keys)
  if (!identity || !rid) return null
  const { oid, params } = parseAlgorithm(algorithm)
  if (oid === `${RSA}.1`) return () => decryptPkcs1(identity, octets(encrypted))
  if (oid === `${RSA}.7`) return () => decryptOaep(identity, params, octets(encrypted))
  return () => {
    throw new DerError('key transport')
  }
}

/** RSAES-OAEP-params: hash, mask generation, label; all default to SHA-1 and empty. RFC 4055 §4.1 */
function decryptOaep(identity: Identity, params: Der | null, encrypted: Buffer): Buffer {
  const fields = params ? sequence(params) : []
  const field = (tag: number) => {
    const found = fields.find((f) => f.tag === tag)
    return found ? children(found)[0] : undefined
  }
  const hash = hashNamed(field(0xa0))
  const mask = field(0xa1)
  const maskHash = mask ? hashNamed(parseAlgorithm(mask).params ?? undefined) : 'sha1'
  const source = field(0xa2)
  const label = source ? parseAlgorithm(source).params : null
  const oaepLabel = label ? octets(label) : Buffer.alloc(0)
  // Many modules know OAEP with SHA-1 alone: what a token decrypts is always unpadded here.
  if (hash === maskHash && identity.token === undefined) {
    return privateDecrypt(
      { key: identity.key, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: hash, oaepLabel },
      encrypted,
    )
  }
  return unpadOaep(decryptBlock(identity, encrypted), { hash, maskHash, label: oaepLabel })
}

/** OAEP with two different hashes, which node:crypto cannot do. RFC 8017 §7.1.2 */
function unpadOaep(
  block: Buffer,
  { hash, maskHash, label }: { hash: string; maskHash: string; label: Buffer },
): Buffer {
  const labelHash = createHash(hash).update(label).digest()
  const size = labelHash.length
  const [masked, data] = [block.subarray(1, 1 + size), block.subarray(1 + size)]
  const seed = xor(masked, generateMask(data, size, maskHash))
  const clear = xor(data, generateMask(seed, data.length, maskHash))
  const mark = clear.indexOf(1, size)
  const isPadded = clear.subarray(size, Math.max(size, mark)).every((octet) => octet === 0)
  if (block[0] !== 0 || mark < 0 || !isPadded || !clear.subarray(0, size).equals(labelHash)) {
    throw new DerError('OAEP')
  }
  return clear.subarray(mark + 1)
}

function generateMask(seed: Buffer, length: number, hash: string): Buffer {
  const blocks: Buffer[] = []
  for (let counter = 0, made = 0; made < length; counter++) {
    const block = createHash(hash).update(seed).update(counterOctets(counter)).digest()
    blocks.push(block)
    made += block.length
  }
  return Buffer.concat(blocks).subarray(0, length)
}

function xor(a: Buffer, b: Buffer): Buffer {
  return Buffer.from(a.map((octet, at) => octet ^ (b[at] ?? 0)))
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
    if (identity) {
      return () =>
        unwrapAgreed({ originator, ukm, algorithm, encrypted: octets(encrypted) }, identity)
    }
  }
  return null
}

function unwrapAgreed(
  {
    originator,
    ukm,
    algorithm,
    encrypted,
  }: { originator: Der; ukm: Der | undefined; algorithm: Der; encrypted: Buffer },
  identity: Identity,
): Buffer {
  const { oid, params } = parseAlgorithm(algorithm)
  const scheme = AGREEMENTS[oid]
  const wrapAlgorithm = params ? parseAlgorithm(params) : null
  const wrapping = KEY_WRAPS[wrapAlgorithm?.oid ?? '']
  if (!scheme || !params || !wrapping) throw new DerError('key agreement')
  const shared = agree(identity, ephemeral(originator, identity))
  const info = sharedInfo(
    raw(params),
    ukm ? raw(children(ukm)[0] ?? ukm) : null,
    wrapping.keyBytes * 8,
  )
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

function hashNamed(node: Der | undefined): string {
  if (node === undefined) return 'sha1'
  const hash = HASHES[parseAlgorithm(node).oid]
  if (!hash) throw new DerError('hash')
  return hash
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
