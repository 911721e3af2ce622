/**
 * What goes into a PKCS#12 file comes out of it octet by octet, however its authority writes its algorithms.
 */
import { constants, generateKeyPairSync, type SignKeyObjectInput, sign } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'

import t from 'tap'

import { openssl } from '../../certs/openssl.ts'
import type { AdresseMss } from '../../src/domain/correspondant.ts'
import { isRefusal } from '../../src/errors.ts'
import { keepInMemory, memoryBytes, wholeBuffer } from '../../src/kit/bytes.ts'
import * as der from '../../src/pki/der-writer.ts'
import { loadIdentity } from '../../src/pki/identity.ts'
import { readPkcs12 } from '../../src/pki/pkcs12.ts'
import { seal } from '../../src/seal/seal.ts'
import { verifyOwn } from '../../src/seal/verify-own.ts'

const now = new Date('2026-11-29T09:00:00Z')
const SHA256 = der.oid('2.16.840.1.101.3.4.2.1')
const RS256 = der.oid('1.2.840.113549.1.1.11')
const MGF1 = der.oid('1.2.840.113549.1.1.8')
const PSS = der.oid('1.2.840.113549.1.1.10')
const hash = (...params: Buffer[]) => der.sequence(SHA256, ...params)
const pss = (...fields: Buffer[]) => der.sequence(PSS, der.sequence(...fields))
const salt = der.tagged(2, der.integer(32))
const mask = (...params: Buffer[]) => der.tagged(1, der.sequence(MGF1, hash(...params)))

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 })
const ec = generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
const own = generateKeyPairSync('rsa', { modulusLength: 2048 })

const byPkcs1 = (tbs: Buffer) => sign('sha256', tbs, rsa.privateKey)
const byPss = (tbs: Buffer) => {
  const padding = constants.RSA_PKCS1_PSS_PADDING
  const key: SignKeyObjectInput = { key: rsa.privateKey, padding, saltLength: 32 }
  return sign('sha256', tbs, key)
}
const byEc = (tbs: Buffer) => sign('sha256', tbs, ec.privateKey)
const ES256 = der.oid('1.2.840.10045.4.3.2')

/** Signature algorithms as authorities write them, and who signs with them. */
const algorithms: readonly [string, Buffer, (tbs: Buffer) => Buffer][] = [
  ['RS256 with NULL', der.sequence(RS256, der.NULL), byPkcs1],
  ['RS256 without NULL', der.sequence(RS256), byPkcs1],
  ['PSS, hashes without NULL', pss(der.tagged(0, hash()), mask(), salt), byPss],
  ['PSS, hashes with NULL', pss(der.tagged(0, hash(der.NULL)), mask(der.NULL), salt), byPss],
  [
    'PSS, trailer said though it is the default',
    pss(der.tagged(0, hash()), mask(), salt, der.tagged(3, der.integer(1))),
    byPss,
  ],
  ['PSS with nothing but defaults', pss(), byPss],
  ['PSS without parameters', der.sequence(PSS), byPss],
  ['ECDSA', der.sequence(ES256), byEc],
  ['ECDSA with NULL', der.sequence(ES256, der.NULL), byEc],
  ['an algorithm that nobody knows', der.sequence(der.oid('1.3.6.1.4.1.99999.1')), byPkcs1],
]

const text = (tag: number, value: string) =>
  der.setOf(der.sequence(der.oid('2.5.4.3'), der.tlv(tag, Buffer.from(value, 'latin1'))))

/** Names in the kinds of text that were usual once. */
const subjects: readonly [string, Buffer][] = [
  ['UTF8String', der.sequence(text(0x0c, 'Passerelle'))],
  ['TeletexString', der.sequence(text(0x14, 'Confr\xe8re'))],
  ['BMPString', der.sequence(text(0x1e, '\0C\0o'))],
  ['two values in one RDN, IA5String', der.sequence(der.setOf(attribute('Un'), attribute('Deux')))],
]

function attribute(value: string): Buffer {
  return der.sequence(der.oid('0.9.2342.19200300.100.1.25'), der.ia5(value))
}

const spki = own.publicKey.export({ type: 'spki', format: 'der' })

function certificate(algorithm: Buffer, subject: Buffer, signed: (tbs: Buffer) => Buffer): Buffer {
  const tbs = der.sequence(
    der.tagged(0, der.integer(2)),
    der.integer(77),
    algorithm,
    der.sequence(text(0x13, 'Autorite')),
    der.sequence(
      der.time(new Date('2026-01-01T00:00:00Z')),
      der.time(new Date('2027-06-01T00:00:00Z')),
    ),
    subject,
    spki,
  )
  return der.sequence(tbs, algorithm, der.bits(signed(tbs)))
}

const cases = [
  ...algorithms.map(([what, algorithm, by]) => ({
    what,
    der: certificate(algorithm, subjects[0]?.[1] ?? Buffer.alloc(0), by),
  })),
  ...subjects.map(([what, subject]) => ({
    what,
    der: certificate(der.sequence(RS256, der.NULL), subject, byPkcs1),
  })),
]

/** A certificate and its key, for OpenSSL. */
const withKey = (bytes: Buffer): string =>
  `-----BEGIN CERTIFICATE-----\n${bytes.toString('base64')}\n-----END CERTIFICATE-----\n${own.privateKey.export({ type: 'pkcs8', format: 'pem' })}`
const both = withKey(cases[0]?.der ?? Buffer.alloc(0))

for (const { what, der: bytes } of cases) {
  t.test(`keeps the octets of a certificate: ${what}`, async (t) => {
    const folder = t.testdir()
    const file = join(folder, 'passerelle.pem')
    await writeFile(file, withKey(bytes))
    const p12 = await openssl(['pkcs12', '-export', '-in', file, '-passout', 'pass:secret'])
    const bags = readPkcs12(p12, 'secret')
    const found = bags.find(({ kind }) => kind === 'certificate')
    const key = bags.find(({ kind }) => kind === 'key')
    t.ok(found?.der.equals(bytes), 'octet by octet')
    t.ok(found?.localKeyId !== null && found?.localKeyId === key?.localKeyId, 'paired by the file')

    const identity = loadIdentity(p12, 'secret', { now: () => now })
    t.ok(identity.certificate.raw.equals(bytes), 'for node:crypto too')
    const made = await seal(
      {
        headers: [
          ['From', 'a@b.test'],
          ['To', 'c@d.test'],
        ],
        entity: memoryBytes(Buffer.from('Content-Type: text/plain\r\n\r\nBonjour.\r\n')),
        to: 'c@d.test' as AdresseMss,
        messageId: 'abc@te.localhost',
        clinical: true,
      },
      { identity, recipient: null, keep: keepInMemory, now },
    )
    if (isRefusal(made)) throw new Error(made.code)
    await verifyOwn(made, { identity })
    const letter = join(folder, 'lettre.eml')
    const carried = join(folder, 'signataire.pem')
    await writeFile(letter, await wholeBuffer(made.raw, 1e9))
    await openssl(['cms', '-verify', '-noverify', '-in', letter, '-signer', carried])
    const again = await openssl(['x509', '-in', carried, '-outform', 'DER'])
    t.ok(again.equals(bytes), 'a letter carries it as it is')
  })
}

t.test('keys of every kind come out whole', (t) => {
  const kinds = {
    rsa: rsa.privateKey,
    p256: ec.privateKey,
    p521: generateKeyPairSync('ec', { namedCurve: 'secp521r1' }).privateKey,
    ed25519: generateKeyPairSync('ed25519').privateKey,
    x25519: generateKeyPairSync('x25519').privateKey,
    'ml-dsa-65': generateKeyPairSync('ml-dsa-65').privateKey,
  }
  for (const [kind, key] of Object.entries(kinds)) {
    const pkcs8 = key.export({ type: 'pkcs8', format: 'der' })
    const bag = der.sequence(der.oid('1.2.840.113549.1.12.10.1.1'), der.tagged(0, pkcs8))
    const data = (content: Buffer) =>
      der.sequence(der.oid('1.2.840.113549.1.7.1'), der.tagged(0, der.octets(content)))
    const file = der.sequence(der.integer(3), data(der.sequence(data(der.sequence(bag)))))
    const [found] = readPkcs12(file, '')
    t.ok(found?.der.equals(pkcs8), kind)
  }
  t.end()
})

const protections: readonly string[][] = [
  [],
  ['-legacy'],
  ['-keypbe', 'AES-128-CBC', '-certpbe', 'AES-192-CBC', '-macalg', 'sha384'],
  ['-keypbe', 'PBE-SHA1-3DES', '-certpbe', 'PBE-SHA1-2DES', '-macalg', 'sha224'],
  ['-legacy', '-keypbe', 'PBE-SHA1-RC2-128', '-certpbe', 'PBE-SHA1-RC2-40'],
  ['-keypbe', 'DES-EDE3-CBC', '-certpbe', 'DES-EDE3-CBC'],
  ['-iter', '1', '-maciter'],
  ['-nomac'],
  ['-keypbe', 'NONE', '-certpbe', 'NONE'],
]
for (const options of protections) {
  t.test(`opens what OpenSSL protects, whatever the password: ${options}`, async (t) => {
    const file = join(t.testdir(), 'passerelle.pem')
    await writeFile(file, both)
    for (const password of ['secret', '', 'sésame ⚕ 😀', 'a'.repeat(200)]) {
      const words = ['pkcs12', '-export', '-in', file, '-passout', `pass:${password}`]
      const bags = readPkcs12(await openssl([...words, ...options]), password)
      const kinds = bags.map(({ kind }) => kind).sort()
      t.strictSame(kinds, ['certificate', 'key'], password.slice(0, 9))
    }
  })
}

t.test('a file cut or changed anywhere is refused in a sentence, never with a fault', async (t) => {
  const file = join(t.testdir(), 'passerelle.pem')
  await writeFile(file, both)
  const words = ['pkcs12', '-export', '-in', file, '-passout', 'pass:secret', '-iter', '1']
  const p12 = await openssl(words)
  const said = (bytes: Buffer): string => {
    try {
      readPkcs12(bytes, 'secret')
      return 'read'
    } catch (error) {
      return error instanceof Error ? error.message : 'fault'
    }
  }
  for (let at = 0; at < p12.length; at += 29) {
    t.match(said(p12.subarray(0, at)), /PKCS#12/, `cut at ${at}`)
    const changed = Buffer.from(p12)
    changed[at] = (changed[at] ?? 0) ^ 0x41
    t.match(said(changed), /PKCS#12|^read$/, `changed at ${at}`)
  }
})
