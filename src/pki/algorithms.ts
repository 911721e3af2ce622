/**
 * The allow-list of algorithms: one table, dated and sourced, asked with the instant of the judgement.
 *
 * In        an AlgorithmIdentifier and a public key
 * Out       how to verify with them, and the name the verdict gives them
 * Refuses   weak-algorithm (known and broken), weak-key, unsupported-algorithm (not on the list)
 *
 * RFC 8551 §2 · RFC 4056 (PSS) · RFC 8419 (EdDSA) · RGS annexe B1
 */
import { constants, type KeyObject, verify } from 'node:crypto'

import type { Code } from '../errors.ts'
import { children, type Der, DerError, oid, sequence, smallInteger } from './der.ts'
import { strengthOf } from './public-key.ts'

/** An AlgorithmIdentifier; `params` is the element after the identifier. */
export interface AlgorithmId {
  readonly oid: string
  readonly params: Der | null
}

/** A way to verify: what `node:crypto` needs, and the name for the verdict. */
export interface Scheme {
  readonly name: string
  /** Hash of the signature; null for EdDSA, which hashes by itself. */
  readonly hash: string | null
  readonly pss: { readonly saltLength: number } | null
}

type Family = 'rsa-pkcs1v15' | 'rsa-pss' | 'ecdsa' | 'eddsa'

interface Row {
  readonly family: Family
  /** Fixed by the identifier; null where the digest algorithm beside it tells. */
  readonly hash: string | null
  /** Last day on which it is accepted; null: no end known. */
  readonly until: string | null
  readonly source: string
}

const RSA = '1.2.840.113549.1.1'
const ECDSA = '1.2.840.10045.4.3'
const row = (family: Family, hash: string | null, source: string): Row => ({
  family,
  hash,
  until: null,
  source,
})

/** As of 2026-11-22. What is not here is not accepted. */
const SIGNATURES: { readonly [id: string]: Row } = {
  [`${RSA}.1`]: row('rsa-pkcs1v15', null, 'RFC 8551 §2.2'),
  [`${RSA}.11`]: row('rsa-pkcs1v15', 'sha256', 'RFC 8551 §2.2'),
  [`${RSA}.12`]: row('rsa-pkcs1v15', 'sha384', 'RFC 8551 §2.2'),
  [`${RSA}.13`]: row('rsa-pkcs1v15', 'sha512', 'RFC 8551 §2.2'),
  [`${RSA}.10`]: row('rsa-pss', null, 'RFC 8551 §2.2'),
  [`${ECDSA}.2`]: row('ecdsa', 'sha256', 'RFC 8551 §2.2'),
  [`${ECDSA}.3`]: row('ecdsa', 'sha384', 'RFC 8551 §2.2'),
  [`${ECDSA}.4`]: row('ecdsa', 'sha512', 'RFC 8551 §2.2'),
  // The type of the key in the place of the algorithm, as OpenSSL bears it: the digest beside it tells.
  '1.2.840.10045.2.1': row('ecdsa', null, 'RFC 5753 §2.1'),
  '1.3.101.112': row('eddsa', null, 'RFC 8419 §2'),
}

/** Known, and refused as weak rather than as unknown: MD2, MD4, MD5, SHA-1 and SHA-224 signatures. */
const WEAK_SIGNATURES = new Set(
  [2, 3, 4, 5, 14].map((n) => `${RSA}.${n}`).concat(`${ECDSA}.1`, `${ECDSA}.3.1`),
)

const DIGESTS: { readonly [id: string]: string } = {
  '2.16.840.1.101.3.4.2.1': 'sha256',
  '2.16.840.1.101.3.4.2.2': 'sha384',
  '2.16.840.1.101.3.4.2.3': 'sha512',
}
/** MD5, SHA-1, SHA-224 */
const WEAK_DIGESTS = new Set(['1.2.840.113549.2.5', '1.3.14.3.2.26', '2.16.840.1.101.3.4.2.4'])

const CURVES: { readonly [name: string]: string } = {
  prime256v1: 'p256',
  secp384r1: 'p384',
  secp521r1: 'p521',
}

const RSA_MIN_BITS = 2048
/** Above this a verification is an attack on our time. */
const RSA_MAX_BITS = 8192

/** Content encryption. RFC 8551 §2.7 */
export const CIPHERS: {
  readonly [id: string]: {
    readonly node: `aes-${128 | 192 | 256}-${'cbc' | 'gcm'}`
    readonly keyBytes: number
  }
} = {
  '2.16.840.1.101.3.4.1.2': { node: 'aes-128-cbc', keyBytes: 16 },
  '2.16.840.1.101.3.4.1.22': { node: 'aes-192-cbc', keyBytes: 24 },
  '2.16.840.1.101.3.4.1.42': { node: 'aes-256-cbc', keyBytes: 32 },
  '2.16.840.1.101.3.4.1.6': { node: 'aes-128-gcm', keyBytes: 16 },
  '2.16.840.1.101.3.4.1.26': { node: 'aes-192-gcm', keyBytes: 24 },
  '2.16.840.1.101.3.4.1.46': { node: 'aes-256-gcm', keyBytes: 32 },
}

/** DES, 3DES, RC2, RC4: known and refused. */
export const WEAK_CIPHERS = new Set([
  '1.3.14.3.2.7',
  '1.2.840.113549.3.7',
  '1.2.840.113549.3.2',
  '1.2.840.113549.3.4',
])

/** Key wrapping within key agreement. RFC 3565 §2.3 */
export const KEY_WRAPS: {
  readonly [id: string]: { readonly node: string; readonly keyBytes: number }
} = {
  '2.16.840.1.101.3.4.1.5': { node: 'id-aes128-wrap', keyBytes: 16 },
  '2.16.840.1.101.3.4.1.25': { node: 'id-aes192-wrap', keyBytes: 24 },
  '2.16.840.1.101.3.4.1.45': { node: 'id-aes256-wrap', keyBytes: 32 },
}

/** Parses an AlgorithmIdentifier, under SEQUENCE or an implicit constructed tag. */
export function parseAlgorithm(node: Der | undefined): AlgorithmId {
  if (node === undefined) throw new DerError('expected an algorithm')
  const [id, params] = children(node)
  return { oid: oid(id), params: params ?? null }
}

/** The hash of a digest algorithm; weak-algorithm or unsupported-algorithm otherwise. */
export function digestOf(
  algorithm: AlgorithmId,
): { readonly hash: string } | { readonly code: Code } {
  const hash = DIGESTS[algorithm.oid]
  if (hash) return { hash }
  return { code: WEAK_DIGESTS.has(algorithm.oid) ? 'weak-algorithm' : 'unsupported-algorithm' }
}

/**
 * How to verify `algorithm` with `key` at an instant; `digest` is the hash that the structure names
 * beside the signature (CMS), null in certificates and CRLs.
 */
export function schemeOf(
  algorithm: AlgorithmId,
  key: KeyObject,
  { digest, at }: { readonly digest: string | null; readonly at: Date },
): Scheme | { readonly code: Code } {
  const found = SIGNATURES[algorithm.oid]
  if (!found) {
    return { code: WEAK_SIGNATURES.has(algorithm.oid) ? 'weak-algorithm' : 'unsupported-algorithm' }
  }
  if (found.until !== null && at.toISOString().slice(0, 10) > found.until) {
    return { code: 'weak-algorithm' }
  }
  const weakKey = keyProblem(key)
  if (weakKey) return { code: weakKey }
  return bind(found, algorithm, { key, digest })
}

/** Why a key is not accepted; null when it is. */
export function keyProblem(key: KeyObject): Code | null {
  const { modulusLength, exponentLength, namedCurve } = strengthOf(key)
  switch (key.asymmetricKeyType) {
    case 'rsa':
    case 'rsa-pss': {
      if (modulusLength < RSA_MIN_BITS || exponentLength < 2) return 'weak-key'
      return modulusLength > RSA_MAX_BITS ? 'unsupported-algorithm' : null
    }
    case 'ec':
      return CURVES[namedCurve] ? null : 'unsupported-algorithm'
    case 'ed25519':
      return null
    default:
      return 'unsupported-algorithm'
  }
}

/** Does `signature` over `data` verify under the scheme? */
export function isSignedBy(
  scheme: Scheme,
  key: KeyObject,
  { data, signature }: { data: Buffer; signature: Buffer },
): boolean {
  const options = scheme.pss
    ? { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: scheme.pss.saltLength }
    : key
  try {
    return verify(scheme.hash, data, options, signature)
  } catch {
    // OpenSSL raises an error for a signature of an impossible form: it does not verify.
    return false
  }
}

function bind(
  found: Row,
  algorithm: AlgorithmId,
  { key, digest }: { key: KeyObject; digest: string | null },
): Scheme | { readonly code: Code } {
  const type = key.asymmetricKeyType
  switch (found.family) {
    case 'rsa-pkcs1v15': {
      const hash = found.hash ?? digest
      // A bare rsaEncryption outside CMS names no hash; two hashes that differ are a contradiction.
      if (type !== 'rsa' || !hash || (digest && digest !== hash))
        return { code: 'unsupported-algorithm' }
      return { name: `rsa-pkcs1v15-${hash}`, hash, pss: null }
    }
    case 'rsa-pss': {
      if (type !== 'rsa' && type !== 'rsa-pss') return { code: 'unsupported-algorithm' }
      const params = pssParams(algorithm.params)
      if ('code' in params) return params
      if (digest && digest !== params.hash) return { code: 'unsupported-algorithm' }
      return {
        name: `rsa-pss-${params.hash}`,
        hash: params.hash,
        pss: { saltLength: params.saltLength },
      }
    }
    case 'ecdsa': {
      const curve = CURVES[strengthOf(key).namedCurve]
      const hash = found.hash ?? digest
      if (type !== 'ec' || !curve || !hash || (digest && digest !== hash))
        return { code: 'unsupported-algorithm' }
      return { name: `ecdsa-${curve}-${hash}`, hash, pss: null }
    }
    case 'eddsa':
      if (type !== 'ed25519') return { code: 'unsupported-algorithm' }
      return { name: 'ed25519', hash: null, pss: null }
    default: {
      const never: never = found.family
      return never
    }
  }
}

/** RSASSA-PSS-params; absent fields mean SHA-1, which is refused. RFC 4055 §3.1 */
function pssParams(params: Der | null): { hash: string; saltLength: number } | { code: Code } {
  const fields = params ? sequence(params) : []
  const field = (tag: number) => {
    const found = fields.find((f) => f.tag === tag)
    return found ? children(found)[0] : undefined
  }
  const [hashField, maskField, salt, trailer] = [0xa0, 0xa1, 0xa2, 0xa3].map(field)
  if (!hashField || !maskField) return { code: 'weak-algorithm' }
  const hash = digestOf(parseAlgorithm(hashField))
  if ('code' in hash) return hash
  const mask = parseAlgorithm(maskField)
  const maskHash = mask.params ? digestOf(parseAlgorithm(mask.params)) : null
  // One hash for both, as RFC 4055 §3.1 recommends: nothing else is met in mail.
  if (
    mask.oid !== `${RSA}.8` ||
    !maskHash ||
    !('hash' in maskHash) ||
    maskHash.hash !== hash.hash
  ) {
    return { code: 'unsupported-algorithm' }
  }
  if (trailer && smallInteger(trailer) !== 1) return { code: 'unsupported-algorithm' }
  return { hash: hash.hash, saltLength: salt ? smallInteger(salt) : 20 }
}
