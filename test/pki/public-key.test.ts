/**
 * Keys out of certificates: the same as OpenSSL's own, and as strong as it says.
 */
import { generateKeyPairSync, type KeyObject } from 'node:crypto'

import t from 'tap'

import { keyProblem } from '../../src/pki/algorithms.ts'
import { parseDer, raw, sequence } from '../../src/pki/der.ts'
import { bitOctets } from '../../src/pki/der-bits.ts'
import * as der from '../../src/pki/der-writer.ts'
import { publicKeyFrom, strengthOf } from '../../src/pki/public-key.ts'

const made: { readonly [name: string]: () => KeyObject } = {
  'RSA 1024': () => generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey,
  'RSA 2047': () => generateKeyPairSync('rsa', { modulusLength: 2047 }).publicKey,
  'RSA 2048': () => generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey,
  'RSA-PSS': () => generateKeyPairSync('rsa-pss', { modulusLength: 2048 }).publicKey,
  'P-256': () => generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey,
  'P-521': () => generateKeyPairSync('ec', { namedCurve: 'P-521' }).publicKey,
  secp256k1: () => generateKeyPairSync('ec', { namedCurve: 'secp256k1' }).publicKey,
  Ed25519: () => generateKeyPairSync('ed25519').publicKey,
}

t.test('reads a key and its strength as OpenSSL does', async (t) => {
  for (const [name, make] of Object.entries(made)) {
    const original = make()
    const key = publicKeyFrom(original.export({ type: 'spki', format: 'der' }))
    if (key === null) return t.fail(name)
    t.ok(key.equals(original), name)
    const {
      modulusLength = 0,
      namedCurve = '',
      publicExponent,
    } = original.asymmetricKeyDetails ?? {}
    const exponentLength = publicExponent?.toString(2).length ?? 0
    const strength = { modulusLength, exponentLength, namedCurve }
    t.strictSame(strengthOf(key), strength, name)
    t.strictSame(strengthOf(original), strength, name)
  }
})

t.test('makes no key of what is none', async (t) => {
  const spki = generateKeyPairSync('ed25519').publicKey.export({ type: 'spki', format: 'der' })
  t.equal(publicKeyFrom(spki.subarray(0, -1)), null)
  t.equal(publicKeyFrom(Buffer.alloc(0)), null)
})

/** The same modulus with another exponent. */
function withExponent(key: KeyObject, exponent: number): Buffer {
  const [algorithm, bits] = sequence(parseDer(key.export({ type: 'spki', format: 'der' })))
  const [modulus] = sequence(parseDer(bitOctets(bits)))
  if (!algorithm || !modulus) throw new Error('no RSA key')
  const pair = der.sequence(raw(modulus), der.integer(exponent))
  return der.sequence(raw(algorithm), der.bits(pair))
}

t.test('refuses the exponent 1, with which anybody signs', async (t) => {
  const key = generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey
  for (const [exponent, problem] of [
    [1, 'weak-key'],
    [3, null],
    [65_537, null],
  ] as const) {
    const own = publicKeyFrom(withExponent(key, exponent))
    t.equal(own && keyProblem(own), problem, `${exponent}`)
  }
})
