/**
 * One file with several keys: each is used for what its certificate allows, in whatever order they lie.
 */
import { generateKeyPairSync, type KeyObject, sign, X509Certificate } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

import t, { type Test } from 'tap'

import { openssl } from '../../certs/openssl.ts'
import type { AdresseMss } from '../../src/domain/correspondant.ts'
import { isRefusal } from '../../src/errors.ts'
import { keepInMemory, memoryBytes, wholeBuffer } from '../../src/kit/bytes.ts'
import type { Identity } from '../../src/message.ts'
import { open, receivedFile } from '../../src/open/open.ts'
import * as der from '../../src/pki/der-writer.ts'
import { loadIdentity } from '../../src/pki/identity.ts'
import { identityProblem, readerOf, withBeside } from '../../src/pki/identity-use.ts'
import { trustOf } from '../../src/pki/trust.ts'
import { seal } from '../../src/seal/seal.ts'
import { extension, keyUsage } from './authority.ts'

const now = new Date('2026-11-29T09:00:00Z')
const clock = { now: () => now }
const day = (offset: number) => new Date(now.getTime() + offset * 86_400_000)

const SIGN = 0x80
const NON_REPUDIATION = 0x40
const ENCIPHER = 0x20
const AGREE = 0x08
const MAIL = '1.3.6.1.5.5.7.3.4'
const CLIENT = '1.3.6.1.5.5.7.3.2'
const ANY = '2.5.29.37.0'
const ED25519 = der.sequence(der.oid('1.3.101.112'))

const issuerKeys = generateKeyPairSync('ed25519')
const nameOf = (cn: string) =>
  der.sequence(der.setOf(der.sequence(der.oid('2.5.4.3'), der.utf8(cn))))

interface Made {
  readonly key: KeyObject
  readonly certificate: Buffer
}

interface Shape {
  readonly kind?: 'rsa' | 'p256' | 'ed25519' | 'x25519'
  readonly keys?: { readonly publicKey: KeyObject; readonly privateKey: KeyObject }
  /** First octet of KeyUsage; null: no such extension. */
  readonly usage?: number | null
  readonly extended?: readonly string[]
  readonly from?: Date
  readonly to?: Date
}

let serials = 100

function made(cn: string, shape: Shape = {}): Made {
  const { publicKey, privateKey } = shape.keys ?? pairOf(shape.kind ?? 'rsa')
  const extensions = [
    ...(typeof shape.usage === 'number' ? [keyUsage(shape.usage)] : []),
    ...(shape.extended
      ? [extension('2.5.29.37', der.sequence(...shape.extended.map((one) => der.oid(one))))]
      : []),
  ]
  const tbs = der.sequence(
    der.tagged(0, der.integer(2)),
    der.integer(serials++),
    ED25519,
    nameOf('Autorité'),
    der.sequence(der.time(shape.from ?? day(-30)), der.time(shape.to ?? day(365))),
    nameOf(cn),
    publicKey.export({ type: 'spki', format: 'der' }),
    ...(extensions.length > 0 ? [der.tagged(3, der.sequence(...extensions))] : []),
  )
  const certificate = der.sequence(tbs, ED25519, der.bits(sign(null, tbs, issuerKeys.privateKey)))
  return { key: privateKey, certificate }
}

function pairOf(kind: NonNullable<Shape['kind']>) {
  if (kind === 'rsa') return generateKeyPairSync('rsa', { modulusLength: 2048 })
  if (kind === 'p256') return generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
  return kind === 'ed25519' ? generateKeyPairSync('ed25519') : generateKeyPairSync('x25519')
}

/** A PKCS#12 in clear (RFC 7292 §4.2): OpenSSL puts one key only in a file. */
function fileOf(
  bags: readonly {
    readonly key?: KeyObject
    readonly certificate?: Buffer
    readonly id?: number
  }[],
): Buffer {
  const bag = (type: number, value: Buffer, id?: number) => {
    const named = der.sequence(
      der.oid('1.2.840.113549.1.9.21'),
      der.tlv(der.TAG.set, der.octets(Buffer.from([id ?? 0]))),
    )
    const parts = [der.oid(`1.2.840.113549.1.12.10.1.${type}`), der.tagged(0, value)]
    return der.sequence(...parts, ...(id === undefined ? [] : [der.tlv(der.TAG.set, named)]))
  }
  const all = bags.flatMap(({ key, certificate, id }) => [
    ...(key ? [bag(1, key.export({ type: 'pkcs8', format: 'der' }), id)] : []),
    ...(certificate
      ? [
          bag(
            3,
            der.sequence(
              der.oid('1.2.840.113549.1.9.22.1'),
              der.tagged(0, der.octets(certificate)),
            ),
            id,
          ),
        ]
      : []),
  ])
  const data = (content: Buffer) =>
    der.sequence(der.oid('1.2.840.113549.1.7.1'), der.tagged(0, der.octets(content)))
  return der.sequence(der.integer(3), data(der.sequence(data(der.sequence(...all)))))
}

const load = (file: Buffer): Identity => loadIdentity(file, '', clock)
const isOf = ({ certificate }: Pick<Identity, 'certificate'>, one: Made): boolean =>
  certificate.raw.equals(one.certificate)

/** Every order of some things. */
function orders<T>(things: readonly T[]): T[][] {
  if (things.length <= 1) return [[...things]]
  return things.flatMap((first, at) =>
    orders(things.toSpliced(at, 1)).map((rest) => [first, ...rest]),
  )
}

const signer = made('signe', { usage: SIGN | NON_REPUDIATION, extended: [MAIL] })
const reader = made('chiffre', { usage: ENCIPHER, extended: [MAIL] })

t.test('signs with the one that may, opens with the one that may, in every order', (t) => {
  const bags = [
    { key: signer.key },
    { certificate: signer.certificate },
    { key: reader.key },
    { certificate: reader.certificate },
  ]
  for (const order of orders(bags)) {
    const identity = load(fileOf(order))
    t.ok(isOf(identity, signer) && identity.key.equals(signer.key))
    t.equal(identityProblem(identity, now), null)
    const open = readerOf(identity)
    t.ok(open !== null && isOf(open, reader) && open.key.equals(reader.key))
    t.equal(withBeside([identity]).length, 2)
  }
  t.end()
})

/** What may be done with one certificate of each shape: [shape, signs, opens]. */
const shapes: readonly [string, Shape, boolean, boolean][] = [
  ['no usage at all', { usage: null }, true, true],
  ['both', { usage: SIGN | ENCIPHER }, true, true],
  ['digitalSignature alone', { usage: SIGN }, true, false],
  ['nonRepudiation alone', { usage: NON_REPUDIATION }, true, false],
  ['keyEncipherment alone', { usage: ENCIPHER }, false, true],
  ['keyAgreement of an RSA key', { usage: AGREE }, false, false],
  ['keyCertSign alone', { usage: 0x04 }, false, false],
  ['mail named', { usage: SIGN | ENCIPHER, extended: [MAIL] }, true, true],
  ['anything named', { usage: SIGN | ENCIPHER, extended: [ANY] }, true, true],
  ['another purpose named', { usage: SIGN | ENCIPHER, extended: [CLIENT] }, false, false],
  ['EC, both', { kind: 'p256', usage: SIGN | AGREE }, true, true],
  ['EC, signature', { kind: 'p256', usage: SIGN }, true, false],
  ['EC, agreement', { kind: 'p256', usage: AGREE }, false, true],
  ['EC, encipherment', { kind: 'p256', usage: ENCIPHER }, false, false],
  ['Ed25519', { kind: 'ed25519', usage: SIGN }, true, false],
  ['Ed25519 without usages', { kind: 'ed25519', usage: null }, true, false],
  ['X25519', { kind: 'x25519', usage: AGREE }, false, true],
  ['X25519 without usages', { kind: 'x25519', usage: null }, false, true],
]
for (const [what, shape, signs, opens] of shapes) {
  t.test(
    `${what}: ${signs ? 'signs' : 'signs nothing'}, ${opens ? 'opens' : 'opens nothing'}`,
    async (t) => {
      const one = made(what, shape)
      const identity = load(fileOf([one]))
      t.equal(identityProblem(identity, now)?.kind ?? null, signs ? null : 'usage')
      t.equal(readerOf(identity) !== null, opens)
      const sealing = sealed(identity)
      await (signs ? t.resolves(sealing) : t.rejects(sealing, /sign/))
    },
  )
}

t.test(
  'of several that may, the valid one is taken, then the one the file pairs, then the newest',
  (t) => {
    const usage = SIGN | ENCIPHER
    const keys = pairOf('rsa')
    const expired = made('ancien', { usage, keys, from: day(-800), to: day(-1) })
    const good = made('nouveau', { usage, keys, to: day(100) })
    const early = made('demain', { usage, from: day(1), to: day(900) })
    const longer = made('plus long', { usage, keys, to: day(200) })
    const taken = (...bags: Parameters<typeof fileOf>[0]) =>
      new Set(orders(bags).map((order) => load(fileOf(order)).certificate.subject))
    const of = ({ certificate }: Made) => ({ certificate })
    t.strictSame(
      taken({ key: keys.privateKey }, of(expired), of(good), early),
      new Set(['CN=nouveau']),
    )
    t.strictSame(taken({ key: keys.privateKey }, of(good), of(longer)), new Set(['CN=plus long']))
    const paired = [{ key: keys.privateKey, id: 7 }, { ...of(good), id: 7 }, of(longer)]
    t.strictSame(taken(...paired), new Set(['CN=nouveau']))
    const past = load(fileOf([{ key: keys.privateKey }, of(expired)]))
    t.equal(identityProblem(past, now)?.kind, 'expired')
    t.match(identityProblem(past, now)?.text, /expiré le 2026-11-28/)
    t.equal(identityProblem(load(fileOf([early])), now)?.kind, 'not-yet-valid')
    t.equal(identityProblem(load(fileOf([early])), day(2)), null, 'when its day has come')
    t.end()
  },
)

t.test('says that a certificate cannot be read, and which; a chain goes on without it', (t) => {
  const cut = signer.certificate.subarray(0, -1)
  t.throws(() => load(fileOf([{ key: signer.key, certificate: cut }])), {
    message: /certificat qui ne se lit pas : certificat n° 1 illisible/,
  })
  t.throws(() => load(fileOf([{ key: signer.key }])), { message: /pas le certificat/ })
  const identity = load(fileOf([signer, { certificate: cut }]))
  t.match(identity.unreadable, [/certificat n° 2 illisible/])
  t.end()
})

t.test('what is encrypted to the second key is opened; to one that may not, never', async (t) => {
  const identity = load(fileOf([signer, reader]))
  const letter = await sealed(identity, reader.certificate)
  t.strictSame(
    await openedWith(letter, [identity]),
    ['cannot-decrypt'],
    'not by the first key alone',
  )
  t.strictSame(await openedWith(letter, withBeside([identity])), ['signed'])
  const plain = made('tout', { usage: null })
  const wrong = {
    ...plain,
    certificate: made('signe', { usage: SIGN, keys: pairOfMade(plain) }).certificate,
  }
  const same = await sealed(identity, plain.certificate)
  t.strictSame(await openedWith(same, [load(fileOf([plain]))]), ['signed'])
  t.strictSame(await openedWith(same, [load(fileOf([wrong]))]), ['cannot-decrypt'])
})

t.test('a letter says which certificate to encrypt to, and carries it', async (t) => {
  const identity = load(fileOf([reader, signer]))
  const folder = t.testdir()
  const file = join(folder, 'lettre.eml')
  await writeFile(file, await sealed(identity))
  const said = String(await openssl(['cms', '-cmsout', '-print', '-in', file]))
  const preference = said.slice(said.indexOf('aa-encrypKeyPref'))
  const hex = new X509Certificate(reader.certificate).serialNumber
  t.match(preference, new RegExp(`^aa-encrypKeyPref[^]{0,600}INTEGER +:${hex}`))
  const certificates = join(folder, 'joints.pem')
  await openssl(['cms', '-verify', '-noverify', '-in', file, '-certsout', certificates])
  const carried = String(await readFile(certificates)).match(
    /-----BEGIN CERTIFICATE-----[^-]+-----END/g,
  )
  t.equal(carried?.length, 2)
})

const corpus = '../shared/corpora/rfc9216'
const people = [
  ['4.5-PKCS-12-Object-for-Alice', 'alice', '4.1-', '4.3-'],
  ['5.5-PKCS-12-Object-for-Bob', 'bob', '5.1-', '5.3-'],
  ['7.5-PKCS-12-Object-for-Carlos', 'carlos', '7.1-', '7.3-'],
  ['8.5-PKCS-12-Object-for-Dana', 'dana', '8.1-', '8.3-'],
] as const
const skip = existsSync(corpus) ? false : 'the RFC 9216 corpus is not on this machine'
for (const [file, who, first, second] of people) {
  t.test(`the file of ${who} (RFC 9216): one key to sign, one to open`, { skip }, async (t) => {
    const identity = loadIdentity(await readFile(join(corpus, `${file}.p12`)), who, clock)
    const names = await readdir(corpus)
    const certificate = async (start: string) =>
      new X509Certificate(
        await readFile(
          join(corpus, names.find((n) => n.startsWith(start) && n.endsWith('.crt')) ?? ''),
        ),
      ).raw
    t.ok(identity.certificate.raw.equals(await certificate(first)))
    t.ok(readerOf(identity)?.certificate.raw.equals(await certificate(second)))
    t.equal(identityProblem(identity, now), null)
    const letter = await sealed(identity)
    // OpenSSL 3.0 verifies no Ed25519 in CMS.
    if (identity.key.asymmetricKeyType === 'rsa') await verifiedByOpenssl(t, letter)
    t.strictSame(
      await openedWith(await sealed(identity, await certificate(second)), withBeside([identity])),
      ['signed'],
    )
  })
}

function pairOfMade({ key, certificate }: Made): NonNullable<Shape['keys']> {
  return { privateKey: key, publicKey: new X509Certificate(certificate).publicKey }
}

async function sealed(identity: Identity, recipient: Buffer | null = null): Promise<Buffer> {
  const from = 'teleexpertise@te.localhost'
  const made = await seal(
    {
      headers: [
        ['From', from],
        ['To', 'a@b.test'],
        ['Subject', 'Essai'],
      ],
      entity: memoryBytes(Buffer.from('Content-Type: text/plain\r\n\r\nBonjour.\r\n')),
      to: 'a@b.test' as AdresseMss,
      messageId: 'abc@te.localhost',
      clinical: true,
    },
    {
      identity,
      recipient: recipient && { certificate: recipient, capabilities: { gcm: false, oaep: false } },
      keep: keepInMemory,
      now,
    },
  )
  if (isRefusal(made)) throw new Error(made.code)
  return await wholeBuffer(made.raw, 1e9)
}

const opening = (keys: readonly Identity[]): Parameters<typeof open>[1] => ({
  keys,
  trust: trustOf([], { now }),
  annuaire: null,
  policy: { revocationInconnue: 'quarantine', testCertificates: 'accept', purpose: 'mail' },
  keep: keepInMemory,
  at: now,
})

/** What is found: the signature inside, or why nothing is. */
async function openedWith(letter: Buffer, keys: readonly Identity[]): Promise<string[]> {
  const { verdict } = await open(receivedFile(letter, now), opening(keys))
  return verdict.layers.includes('signed') ? ['signed'] : [verdict.refusal ?? '']
}

async function verifiedByOpenssl(t: Test, letter: Buffer): Promise<void> {
  const file = join(t.testdir(), 'lettre.eml')
  await writeFile(file, letter)
  await openssl(['cms', '-verify', '-in', file, '-noverify', '-crlfeol'])
}
