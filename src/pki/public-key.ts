/**
 * Public keys out of certificates, made at little cost, and how strong they are.
 *
 * In        a SubjectPublicKeyInfo, DER, untrusted
 * Out       a KeyObject; the length of its modulus, or its curve
 * Refuses   (null) what this machine cannot use
 *
 * A key of a new signer is made for nearly every new correspondent: where Node is slow, it is gone round.
 *
 * RFC 5280 §4.1.2.7 · RFC 8017 §A.1.1 · RFC 5480 §2.1.1 · RFC 7638 §3.2 (names of keys)
 */
import { createPublicKey, hash, type KeyObject } from 'node:crypto'

import { DerError, integerOctets, oid, parseDer, sequence, TAG } from './der.ts'
import { bitOctets } from './der-bits.ts'

/** What the allow-list of algorithms asks of a key. */
export interface Strength {
  readonly modulusLength: number
  /** Bits of the exponent: 1 for the exponent 1, with which anybody signs. */
  readonly exponentLength: number
  readonly namedCurve: string
}

const CURVES: { readonly [id: string]: string } = {
  '1.2.840.10045.3.1.7': 'prime256v1',
  '1.3.132.0.34': 'secp384r1',
  '1.3.132.0.35': 'secp521r1',
}

const strengths = new WeakMap<KeyObject, Strength>()

/** The key of a SubjectPublicKeyInfo; null when this machine cannot use it. */
export function publicKeyFrom(spki: Buffer): KeyObject | null {
  // As text: given an object, Node makes an exception for each kind of key that it is not, which takes
  // longer than the key itself.
  const pem = `-----BEGIN PUBLIC KEY-----\n${spki.toString('base64')}\n-----END PUBLIC KEY-----\n`
  try {
    const key = createPublicKey(pem)
    const strength = strengthIn(spki)
    if (strength) strengths.set(key, strength)
    return key
  } catch {
    // An unknown curve or a broken key: the caller treats null as an unsupported algorithm.
    return null
  }
}

/** Modulus and curve of a key; zero and empty where it has none. */
export function strengthOf(key: KeyObject): Strength {
  const known = strengths.get(key)
  if (known) return known
  const { modulusLength = 0, publicExponent, namedCurve = '' } = key.asymmetricKeyDetails ?? {}
  const exponentLength = publicExponent?.toString(2).length ?? 0
  const strength = { modulusLength, exponentLength, namedCurve }
  strengths.set(key, strength)
  return strength
}

/**
 * Names a public key whatever the form in which a certificate writes it: SHA-256 of its members, in the
 * order of their names. A kind of key that has no such members is named by its own encoding. RFC 7638 §3.2
 */
export function keyName(key: KeyObject): string {
  const type = key.asymmetricKeyType
  if (type === undefined || !MEMBERS.has(type)) {
    return hash('sha256', key.export({ type: 'spki', format: 'der' }), 'hex')
  }
  const { crv, e, kty, n, x, y } = key.export({ format: 'jwk' })
  return hash('sha256', JSON.stringify({ crv, e, kty, n, x, y }), 'hex')
}

const MEMBERS = new Set(['rsa', 'ec', 'ed25519'])

/** Read from the octets that OpenSSL has accepted: to ask it takes as long as a signature. */
function strengthIn(spki: Buffer): Strength | null {
  try {
    const [algorithm, bits] = sequence(parseDer(spki))
    const [type, parameters] = sequence(algorithm)
    if (oid(type) === '1.2.840.10045.2.1') {
      const namedCurve = parameters?.tag === TAG.oid ? CURVES[oid(parameters)] : undefined
      return namedCurve === undefined ? null : { modulusLength: 0, exponentLength: 0, namedCurve }
    }
    if (!/^1\.2\.840\.113549\.1\.1\.(1|10)$/.test(oid(type))) return null
    const [modulusLength = 0, exponentLength = 0] = sequence(parseDer(bitOctets(bits))).map(
      bitLength,
    )
    return { modulusLength, exponentLength, namedCurve: '' }
  } catch (error) {
    // In another form than ours: OpenSSL is asked.
    if (error instanceof DerError) return null
    throw error
  }
}

function bitLength(modulus: Parameters<typeof integerOctets>[0]): number {
  const magnitude = integerOctets(modulus)
  const first = magnitude.findIndex((octet) => octet !== 0)
  if (first < 0) return 0
  return (magnitude.length - first) * 8 - Math.clz32(magnitude[first] ?? 0) + 24
}
