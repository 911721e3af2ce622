import { createHash, X509Certificate } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'

import t from 'tap'

import { openssl } from '../../certs/openssl.ts'
import type { AdresseMss } from '../../src/domain/correspondant.ts'
import { isRefusal } from '../../src/errors.ts'
import {
  type Bytes,
  keepInMemory,
  memoryBytes,
  storedBytes,
  wholeBuffer,
} from '../../src/kit/bytes.ts'
import type { Identity, SealedMessage, WrittenMessage } from '../../src/message.ts'
import { children, content, parseDer, raw, sequence } from '../../src/pki/der.ts'
import type { RecipientKey } from '../../src/seal/encrypt.ts'
import { seal } from '../../src/seal/seal.ts'
import { verifyOwn } from '../../src/seal/verify-own.ts'
import { decrypted, letter, split, verified } from '../support/letters.ts'
import { certificateOf, identityOf, testPki } from '../support/pki.ts'

const pki = await testPki()
const { people } = pki
const now = new Date()
const gateway = identityOf(people.gateway)

/** A letter as `write` hands it over. */
function written(entity: Bytes | Buffer = plainEntity()): WrittenMessage {
  return {
    headers: [
      ['From', 'Teleexpertise <teleexpertise@te.localhost>'],
      ['To', 'hugo.lamarche@chu.test'],
      ['Subject', '=?utf-8?Q?T=C3=A9l=C3=A9expertise_TE-2026-000123?='],
      ['Message-ID', '<abc@te.localhost>'],
    ],
    entity: Buffer.isBuffer(entity) ? memoryBytes(entity) : entity,
    to: 'hugo.lamarche@chu.test' as AdresseMss,
    messageId: 'abc@te.localhost',
    bodies: { text: '', html: '' },
    original: false,
    clinical: true,
  }
}

function plainEntity(): Buffer {
  return letter({
    from: '',
    to: '',
    text: 'Un avis.\n.\n..\nFin.',
    attachments: [{ name: 'é.pdf', type: 'application/pdf', content: Buffer.alloc(3000, 7) }],
  }).entity
}

async function sealed(
  message: WrittenMessage,
  {
    identity = gateway,
    recipient = null,
  }: { identity?: Identity; recipient?: RecipientKey | null } = {},
): Promise<SealedMessage & { readonly bytes: Buffer }> {
  const made = await seal(message, { identity, recipient, keep: keepInMemory, now })
  if (isRefusal(made)) throw new Error(made.code)
  return { ...made, bytes: await wholeBuffer(made.raw, 1e9) }
}

function recipientOf(who: keyof typeof people, gcm = false, oaep = false): RecipientKey {
  return { certificate: certificateOf(people[who]), capabilities: { gcm, oaep } }
}

for (const who of ['gateway', 'cardiologue', 'pneumologue', 'rhumatologue'] as const) {
  t.test(`signs with the key of ${who} so that OpenSSL verifies the exact entity`, async (t) => {
    const identity = identityOf(people[who])
    const wanted = plainEntity()
    const made = await sealed(written(wanted), { identity })
    t.equal(made.encrypted, false)
    const { entity, signer } = await verified(made.bytes, pki)
    t.ok(bodyOf(entity).equals(bodyOf(wanted)))
    t.equal(new X509Certificate(signer).fingerprint256, identity.certificate.fingerprint256)
    await verifyOwn(made, { identity })
  })
}

t.test(
  'signs with an Ed25519 key over the attributes themselves, SHA-512 for the entity',
  async (t) => {
    const identity = identityOf(people.neurologue)
    const entity = plainEntity()
    const made = await sealed(written(entity), { identity })
    await verifyOwn(made, { identity })
    // OpenSSL 3.0 verifies no Ed25519 within CMS; it does outside.
    const [, tagged] = sequence(parseDer(p7sOf(made.bytes)))
    const signedData = tagged && sequence(children(tagged)[0])
    const infos = signedData?.at(-1)
    const [, , , attributes, , signature] = sequence(infos && children(infos)[0])
    if (attributes === undefined || signature === undefined) throw new Error('no signature')
    const dir = t.testdir()
    await writeFile(
      join(dir, 'signed'),
      Buffer.concat([Buffer.from([0x31]), raw(attributes).subarray(1)]),
    )
    await writeFile(join(dir, 'signature'), content(signature))
    await openssl([
      ...['pkeyutl', '-verify', '-rawin', '-certin', '-inkey', people.neurologue.certificate],
      ...['-in', join(dir, 'signed'), '-sigfile', join(dir, 'signature')],
    ])
    const start = made.bytes.indexOf('\r\n', made.bytes.indexOf('\r\n--=_confrere_') + 4) + 2
    const sealedEntity = made.bytes.subarray(start, made.bytes.indexOf('\r\n--=_confrere_', start))
    t.ok(bodyOf(sealedEntity).equals(bodyOf(entity)))
    t.ok(content(attributes).includes(createHash('sha512').update(sealedEntity).digest()))
  },
)

t.test('keeps the signed entity byte for byte between its boundaries', async (t) => {
  const entity = plainEntity()
  const { bytes } = await sealed(written(entity))
  const start = bytes.indexOf('\r\n', bytes.indexOf('\r\n--=_confrere_') + 4) + 2
  const end = bytes.indexOf('\r\n--=_confrere_', start)
  t.ok(bytes.subarray(start, end).equals((await verified(bytes, pki)).entity))
  t.ok(bodyOf(bytes.subarray(start, end)).equals(bodyOf(entity)))
})

t.test('carries all intermediates and never the root', async (t) => {
  const { bytes } = await sealed(written())
  const file = join(t.testdir(), 'p7.der')
  await writeFile(file, p7sOf(bytes))
  const certs = String(
    await openssl(['pkcs7', '-inform', 'DER', '-in', file, '-print_certs', '-noout']),
  )
  t.equal(certs.match(/^subject=/gm)?.length, 2)
  t.match(certs, /PERSONNES/)
  t.notMatch(certs, /subject=.*Racine/)
})

t.test('signs the attributes that RFC 8551 asks for, strongest capability first', async (t) => {
  const { bytes } = await sealed(written())
  const file = join(t.testdir(), 'p7.der')
  await writeFile(file, p7sOf(bytes))
  const said = String(await openssl(['cms', '-cmsout', '-print', '-inform', 'DER', '-in', file]))
  const at = (text: string) => said.indexOf(text)
  for (const name of [
    'contentType',
    'signingTime',
    'messageDigest',
    'S/MIME Capabilities',
    'signingCertificateV2',
  ]) {
    t.ok(at(name) > 0, name)
  }
  t.ok(at('aes-256-gcm') > 0 && at('aes-256-gcm') < at('aes-256-cbc'))
  t.ok(at('aes-256-cbc') < at('aes-128-cbc'))
})

t.test('names the digest in micalg and the protocol as clients expect them', async (t) => {
  const { bytes } = await sealed(written())
  const head = bytes.toString('latin1').split('\r\n\r\n')[0]
  t.match(
    head,
    /^Content-Type: multipart\/signed; protocol="application\/pkcs7-signature";\r\n micalg=sha-256;/m,
  )
  t.match(head, /^MIME-Version: 1\.0$/m)
  t.equal(head?.match(/^Content-Type:/gm)?.length, 1)
})

const ways = [
  ['dermatologue', false, false, /aes-256-cbc/, /rsaEncryption/],
  ['dermatologue', true, true, /aes-256-gcm/, /rsaesOaep/],
  ['dermatologue', false, true, /aes-256-cbc/, /rsaesOaep/],
  ['dermatologue', true, false, /aes-256-gcm/, /rsaEncryption/],
  ['cardiologue', false, false, /aes-256-cbc/, /dhSinglePass-stdDH-sha256kdf/],
  ['cardiologue', true, false, /aes-256-gcm/, /dhSinglePass-stdDH-sha256kdf/],
  ['pneumologue', false, false, /aes-256-cbc/, /dhSinglePass-stdDH-sha384kdf/],
  ['rhumatologue', false, false, /aes-256-cbc/, /dhSinglePass-stdDH-sha512kdf/],
] as const
for (const [who, gcm, oaep, cipher, closing] of ways) {
  t.test(
    `encrypts to ${who} with ${cipher.source} and ${closing.source} so that OpenSSL opens it`,
    async (t) => {
      const made = await sealed(written(), { recipient: recipientOf(who, gcm, oaep) })
      t.equal(made.encrypted, true)
      const inner = await decrypted(made.bytes, people[who])
      t.match(inner.toString('latin1'), /^Content-Type: multipart\/signed/)
      await verified(inner, pki)
      const structure = String(await openssl(['cms', '-cmsout', '-print'], { input: made.bytes }))
      t.match(structure, cipher)
      t.match(structure, closing)
      await verifyOwn(made, { identity: gateway })
    },
  )
}

t.test('leaves nothing of the letter outside the envelope', async (t) => {
  const { bytes } = await sealed(written(), { recipient: recipientOf('dermatologue') })
  const { outer } = split(bytes)
  t.match(
    outer.toString(),
    /^From: .*\r\nTo: .*\r\nSubject: .*\r\nMessage-ID: .*\r\nMIME-Version: 1\.0\r\n$/,
  )
  t.match(bytes.toString('latin1'), /smime-type=enveloped-data; name="smime\.p7m"/)
  t.ok(
    bytes
      .toString('latin1')
      .split('\r\n')
      .every((line) => line.length <= 100),
  )
})

const unusable = [
  ['expired', 'out-of-date'],
  ['notYetValid', 'out-of-date'],
  ['weakKey', 'weak-key'],
  ['carte', 'usage'],
  ['neurologue', 'key-type'],
] as const
for (const [who, reason] of unusable) {
  t.test(`refuses to encrypt to the certificate of ${who}`, async (t) => {
    const made = await seal(written(), {
      identity: gateway,
      recipient: recipientOf(who),
      keep: keepInMemory,
      now,
    })
    t.match(made, { kind: 'refusal', code: 'recipient-key-unusable', detail: { reason } })
  })
}

t.test('refuses octets that are no certificate', async (t) => {
  for (const certificate of [
    Buffer.alloc(0),
    Buffer.from('3003020101', 'hex'),
    certificateOf(people.dermatologue).subarray(0, 400),
  ]) {
    const recipient = { certificate, capabilities: { gcm: false, oaep: false } }
    const made = await seal(written(), { identity: gateway, recipient, keep: keepInMemory, now })
    t.match(made, { code: 'recipient-key-unusable', detail: { reason: 'malformed' } })
  }
})

const spoiled = [
  ['a bare LF', 'a\nb\r\n'],
  ['a bare CR', 'a\rb\r\n'],
  ['a bare CR at the end', 'ab\r'],
  ['8-bit octets', 'é\r\n'],
  ['a long line', `${'x'.repeat(999)}\r\n`],
] as const
for (const [what, body] of spoiled) {
  t.test(`does not sign an entity with ${what}: a relay would change it`, async (t) => {
    const entity = Buffer.from(`Content-Type: text/plain\r\n\r\n${body}`)
    await t.rejects(sealed(written(entity)))
    // the same, cut into pieces at every place
    const pieces = storedBytes(entity.length, null, async function* (start, end) {
      for (let at = start; at < end; at++) yield entity.subarray(at, at + 1)
    })
    await t.rejects(sealed(written(pieces)))
  })
}

t.test('takes CR and LF in different pieces for the line end they are', async (t) => {
  const entity = Buffer.from('Content-Type: text/plain\r\n\r\n\r\na\r\n\r\nb\r\n')
  const pieces = storedBytes(entity.length, null, async function* (start, end) {
    for (let at = start; at < end; at++) yield entity.subarray(at, at + 1)
  })
  const { bytes } = await sealed(written(pieces))
  t.ok(bodyOf((await verified(bytes, pki)).entity).equals(bodyOf(entity)))
})

t.test('does not let a header field begin another', async (t) => {
  for (const value of ['a\r\nBcc: x@y.test', 'a\nBcc: x@y.test', 'a\rb', 'é']) {
    const message = { ...written(), headers: [['Subject', value]] as const }
    await t.rejects(sealed(message), value)
  }
  const folded = { ...written(), headers: [['Subject', 'a\r\n b']] as const }
  t.match((await sealed(folded)).bytes.toString(), /^Subject: a\r\n b\r\n/)
})

t.test('does not sign with a key that is not its certificate’s', async (t) => {
  const identity = { ...gateway, key: identityOf(people.dermatologue).key }
  await t.rejects(sealed(written(), { identity }), /does not belong/)
})

t.test('does not let out an entity that changed while it was sealed', async (t) => {
  let reads = 0
  const entity = Buffer.from('Content-Type: text/plain\r\n\r\nun\r\n')
  const other = Buffer.from('Content-Type: text/plain\r\n\r\ndx\r\n')
  const changing = storedBytes(entity.length, null, async function* () {
    // Its header block is read, then its digest is taken, then it leaves.
    yield reads++ < 2 ? entity : other
  })
  await t.rejects(sealed(written(changing)), /changed/)
})

t.test('does not let out a letter of ours whose bytes were altered since', async (t) => {
  const made = await sealed(written())
  const places = [
    made.bytes.indexOf('base64\r\n\r\n') + 12,
    made.bytes.lastIndexOf('\r\n--=_') - 60,
  ]
  for (const place of places) {
    const altered = Buffer.from(made.bytes)
    altered[place] = altered[place] === 0x41 ? 0x42 : 0x41
    await t.rejects(
      verifyOwn({ raw: memoryBytes(altered), encrypted: false }, { identity: gateway }),
    )
  }
  const cut = memoryBytes(made.bytes.subarray(0, made.bytes.length - 200))
  await t.rejects(verifyOwn({ raw: cut, encrypted: false }, { identity: gateway }))
  await t.rejects(verifyOwn(made, { identity: identityOf(people.cardiologue) }))
})

t.test('keeps its memory flat while a letter of 200 MB goes through', async (t) => {
  const line = Buffer.from(`${'QUJD'.repeat(19)}\r\n`)
  const piece = Buffer.alloc(line.length * 2048, line)
  const head = Buffer.from(
    'Content-Type: application/pdf\r\nContent-Transfer-Encoding: base64\r\n\r\n',
  )
  const pieces = Math.ceil(200e6 / piece.length)
  const large = storedBytes(head.length + pieces * piece.length, null, async function* () {
    yield head
    for (let at = 0; at < pieces; at++) yield piece
  })
  let peak = 0
  const before = process.memoryUsage().rss
  const keep = async (source: AsyncIterable<Buffer>): Promise<Bytes> => {
    let size = 0
    for await (const each of source) {
      size += each.length
      peak = Math.max(peak, process.memoryUsage().rss - before)
    }
    return storedBytes(size, null, async function* () {})
  }
  const made = await seal(written(large), {
    identity: gateway,
    recipient: recipientOf('dermatologue'),
    keep,
    now,
  })
  t.notOk(isRefusal(made))
  t.ok(peak < large.size * 0.75, `${Math.round(peak / 1e6)} MB over idle, the letter never whole`)
})

t.test('copies the header fields into what is signed, and says so', async (t) => {
  const clear = (await verified((await sealed(written())).bytes, pki)).entity.toString('latin1')
  const head = clear.slice(0, clear.indexOf('\r\n\r\n'))
  const fields = written().headers.map(([name, value]) => `${name}: ${value}`)
  t.strictSame(head.split('\r\n').slice(0, 4), fields)
  t.match(head, /^Content-Type: multipart\/mixed;[\s\S]*;\r\n hp="clear"/m)
  t.notMatch(head, /HP-Outer|MIME-Version/)
})

t.test('repeats inside an envelope what stands outside it', async (t) => {
  const made = await sealed(written(), { recipient: recipientOf('dermatologue') })
  const inner = await decrypted(made.bytes, people.dermatologue)
  const head = (await verified(inner, pki)).entity.toString('latin1').split('\r\n\r\n')[0]
  const fields = written().headers.map(([name, value]) => `${name}: ${value}`)
  t.strictSame(head?.split('\r\n').slice(0, 8), [...fields, ...fields.map((f) => `HP-Outer: ${f}`)])
  t.match(head, /;\r\n hp="cipher"/)
})

t.test('does not sign an entity whose header block has no end', async (t) => {
  await t.rejects(sealed(written(Buffer.from('Content-Type: text/plain\r\n'))), /header block/)
  await t.rejects(sealed(written(Buffer.from('X: a\r\n\r\na\r\n'))), /Content-Type/)
})

const bodyOf = (entity: Buffer) => entity.subarray(entity.indexOf('\r\n\r\n'))

function p7sOf(raw: Buffer): Buffer {
  const text = raw.toString('latin1')
  const body = text.slice(text.indexOf('smime.p7s"\r\nContent-Description'))
  return Buffer.from(body.slice(body.indexOf('\r\n\r\n'), body.lastIndexOf('\r\n--')), 'base64')
}
