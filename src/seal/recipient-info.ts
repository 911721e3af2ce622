/**
 * Closes the content key for one recipient: by his RSA key, or by agreement with his EC or X25519 key.
 *
 * In    the content-encryption key, the recipient's public key and certificate parts
 * Out   DER of one RecipientInfo
 *
 * RFC 5652 §6.2.1, §6.2.2 · RFC 4055 §4.1 · RFC 5753 §3.1, §7.2 · RFC 8418 §2 · RFC 3394 §2.2.1
 */
import {
  constants,
  createCipheriv,
  createHash,
  diffieHellman,
  generateKeyPair,
  hkdfSync,
  type KeyObject,
  publicEncrypt,
} from 'node:crypto'
import { promisify } from 'node:util'

import * as der from '../pki/der-writer.ts'
import type { CertificateParts } from './certificate-parts.ts'

const SHA256 = der.sequence(der.oid('2.16.840.1.101.3.4.2.1'))
const MGF1_SHA256 = der.sequence(der.oid('1.2.840.113549.1.1.8'), SHA256)
const RSA_PKCS1 = der.sequence(der.oid('1.2.840.113549.1.1.1'), der.NULL)
const RSA_OAEP = der.sequence(
  der.oid('1.2.840.113549.1.1.7'),
  der.sequence(der.tagged(0, SHA256), der.tagged(1, MGF1_SHA256)),
)
const AES256_WRAP = der.sequence(der.oid('2.16.840.1.101.3.4.1.45'))
const WRAP_IV = Buffer.alloc(8, 0xa6)

interface Agreement {
  readonly scheme: string
  readonly hash: string
  readonly kdf: 'x963' | 'hkdf'
}

/** RFC 5753 §7.1.4: the hash of the KDF goes with the size of the curve. */
const AGREEMENTS: { readonly [curve: string]: Agreement } = {
  prime256v1: { scheme: '1.3.132.1.11.1', hash: 'sha256', kdf: 'x963' },
  secp384r1: { scheme: '1.3.132.1.11.2', hash: 'sha384', kdf: 'x963' },
  secp521r1: { scheme: '1.3.132.1.11.3', hash: 'sha512', kdf: 'x963' },
  x25519: { scheme: '1.2.840.113549.1.9.16.3.19', hash: 'sha256', kdf: 'hkdf' },
}

const makeKeyPair = promisify(generateKeyPair)

/** KeyTransRecipientInfo, by issuer and serial number. */
export function transportKey(
  key: Buffer,
  {
    publicKey,
    parts,
    padding,
  }: { publicKey: KeyObject; parts: CertificateParts; padding: 'pkcs1' | 'oaep' },
): Buffer {
  const encrypted =
    padding === 'oaep'
      ? publicEncrypt(
          { key: publicKey, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha256' },
          key,
        )
      : publicEncrypt({ key: publicKey, padding: constants.RSA_PKCS1_PADDING }, key)
  return der.sequence(
    der.integer(0),
    der.sequence(parts.issuer, parts.serialNumber),
    padding === 'oaep' ? RSA_OAEP : RSA_PKCS1,
    der.octets(encrypted),
  )
}

/** Is this a key that a content key can be agreed with? */
export function isAgreeable(publicKey: KeyObject): boolean {
  return agreement(publicKey) !== undefined
}

function agreement(publicKey: KeyObject): Agreement | undefined {
  const kind = publicKey.asymmetricKeyType
  return AGREEMENTS[
    kind === 'ec' ? (publicKey.asymmetricKeyDetails?.namedCurve ?? '') : String(kind)
  ]
}

/** KeyAgreeRecipientInfo with an ephemeral key; throws when `isAgreeable` says no. */
export async function agreeKey(
  key: Buffer,
  { publicKey, parts }: { publicKey: KeyObject; parts: CertificateParts },
): Promise<Buffer> {
  const way = agreement(publicKey)
  if (way === undefined) throw new Error('no key agreement with this key')
  const ephemeral = await ephemeralFor(publicKey)
  const shared = diffieHellman({ privateKey: ephemeral.privateKey, publicKey })
  const wrapping = derive(shared, way)
  const wrap = createCipheriv('id-aes256-wrap', wrapping, WRAP_IV)
  const wrapped = Buffer.concat([wrap.update(key), wrap.final()])

  const spki = ephemeral.publicKey.export({ type: 'spki', format: 'der' })
  // OriginatorPublicKey has the fields of a SubjectPublicKeyInfo under [1]. RFC 5652 §6.2.2
  const originatorKey = Buffer.concat([Buffer.from([0xa1]), spki.subarray(1)])
  const reference = der.sequence(parts.issuer, parts.serialNumber)
  return der.tagged(
    1,
    der.integer(3),
    der.tagged(0, originatorKey),
    der.sequence(der.oid(way.scheme), AES256_WRAP),
    der.sequence(der.sequence(reference, der.octets(wrapped))),
  )
}

async function ephemeralFor(
  publicKey: KeyObject,
): Promise<{ publicKey: KeyObject; privateKey: KeyObject }> {
  if (publicKey.asymmetricKeyType === 'x25519') return makeKeyPair('x25519')
  const namedCurve = publicKey.asymmetricKeyDetails?.namedCurve ?? ''
  return makeKeyPair('ec', { namedCurve })
}

/** The key-encryption key, 256 bits, from the shared secret and ECC-CMS-SharedInfo. RFC 5753 §7.2 */
function derive(shared: Buffer, { hash, kdf }: Agreement): Buffer {
  const bits = Buffer.from([0, 0, 1, 0])
  const sharedInfo = der.sequence(AES256_WRAP, der.tagged(2, der.octets(bits)))
  if (kdf === 'hkdf') return Buffer.from(hkdfSync(hash, shared, '', sharedInfo, 32))
  // One block of every hash used here gives at least 32 octets.
  const counter = Buffer.from([0, 0, 0, 1])
  return createHash(hash).update(shared).update(counter).update(sharedInfo).digest().subarray(0, 32)
}
