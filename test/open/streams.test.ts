/**
 * Messages larger than what an ASN.1 library holds: opened from the store, in the same memory whatever their size.
 */
import { createHash, randomBytes } from 'node:crypto'
import { deflateSync } from 'node:zlib'

import t, { type Test } from 'tap'

import { openssl } from '../../certs/openssl.ts'
import { memoryBytes, storedBytes, wholeBuffer } from '../../src/kit/bytes.ts'
import * as der from '../../src/pki/der-writer.ts'
import { openDisk } from '../support/disk.ts'
import { encrypted, letter, signed } from '../support/letters.ts'
import { identityOf } from '../support/pki.ts'
import { compressedData, entityOf, mailWith, signedData } from './crafted.ts'
import { opening } from './opening.ts'

const { pki, opened } = await opening()
const { requerant, gateway } = pki.people
const MIB = 1024 * 1024
/** As base64 over the 16 MiB at which ASN.1 libraries stop. */
const document = {
  name: 'scan.bin',
  type: 'application/octet-stream',
  content: randomBytes(12.5 * MIB),
}
const mail = letter({
  from: requerant.email,
  to: 'demande@te.localhost',
  text: 'Texte',
  attachments: [document],
})
/** Made once: OpenSSL takes its time over each. */
const detached = await signed(mail, requerant)
const inGcm = await encrypted(detached, gateway.certificate, { cipher: 'aes-256-gcm' })
const sha256 = createHash('sha256').update(mail.entity).digest('hex')
const outer = [`From: ${requerant.email}`, 'Subject: Demande', 'MIME-Version: 1.0']
/** What opening may hold at once: some pieces, and the structure around a content. */
const MAX_HELD = 8 * MIB
const HEAD_STREAM = ['cms', '-sign', '-binary', '-stream', '-nodetach', '-md', 'sha256']

async function isOpenedFromDisk(t: Test, raw: Buffer, layers: readonly string[]): Promise<void> {
  const disk = await openDisk(t)
  const bytes = await disk.keep([raw])
  disk.start()
  const { verdict, empreinte, entity } = await opened(Buffer.alloc(0), {
    keep: disk.keep,
    raw: bytes,
  })
  t.match(verdict, { refusal: null, layers, signature: { status: 'valid', covers: 'whole' } })
  t.equal(empreinte, sha256)
  const hash = createHash('sha256')
  for await (const piece of entity.read()) hash.update(piece)
  t.equal(hash.digest('hex'), sha256)
  t.ok(disk.held() < MAX_HELD, `held ${Math.ceil(disk.held() / MIB)} MiB`)
}

t.test('judges what is held and what comes in pieces alike', async (t) => {
  const short = letter({ from: requerant.email, to: 'demande@te.localhost', text: 'Texte' })
  const clear = await signed(short, requerant)
  const opaque = await signed(short, requerant, { form: 'opaque' })
  const altered = Buffer.from(clear)
  altered[altered.indexOf('Texte')] = 0x74
  for (const raw of [
    clear,
    opaque,
    altered,
    await encrypted(clear, gateway.certificate),
    short.entity,
  ]) {
    const inPieces = storedBytes(raw.length, null, async function* (start, end) {
      for (let at = start; at < end; at += 7) yield raw.subarray(at, Math.min(end, at + 7))
    })
    const { entity: held, original: _, ...here } = await opened(raw)
    const { entity: stored, original: __, ...there } = await opened(raw, { raw: inPieces })
    t.strictSame(there, here)
    t.same(await wholeBuffer(stored, MIB), await wholeBuffer(held, MIB))
  }
})

t.test('verifies a detached signature over a long body', async (t) => {
  t.ok(mail.entity.length > 16 * MIB)
  await isOpenedFromDisk(t, detached, ['signed'])
})

t.test('opens a long opaque signature, of definite length', async (t) => {
  await isOpenedFromDisk(t, await signed(mail, requerant, { form: 'opaque' }), ['signed'])
})

t.test('opens a long opaque signature, of indefinite length in thousands of pieces', async (t) => {
  const cms = await openssl(
    [
      ...HEAD_STREAM,
      '-outform',
      'DER',
      '-signer',
      requerant.certificate,
      '-inkey',
      requerant.key,
      '-certfile',
      requerant.chain,
    ],
    { input: mail.entity },
  )
  t.equal(cms[1], 0x80, 'indefinite')
  await isOpenedFromDisk(t, mailWith(outer, entityOf(cms)), ['signed'])
})

t.test('opens long encrypted messages, CBC and GCM', async (t) => {
  const inCbc = await encrypted(detached, gateway.certificate, { cipher: 'aes-256-cbc' })
  await isOpenedFromDisk(t, inCbc, ['enveloped', 'signed'])
  await isOpenedFromDisk(t, inGcm, ['authEnveloped', 'signed'])
})

t.test('opens a long encrypted message that was written as a stream', async (t) => {
  const cms = await openssl(
    [
      'cms',
      '-encrypt',
      '-binary',
      '-stream',
      '-outform',
      'DER',
      '-aes-256-cbc',
      '-recip',
      gateway.certificate,
    ],
    { input: detached.subarray(detached.indexOf('Content-Type')) },
  )
  t.equal(cms[1], 0x80, 'indefinite')
  await isOpenedFromDisk(t, mailWith(outer, entityOf(cms, 'enveloped-data')), [
    'enveloped',
    'signed',
  ])
})

t.test('inflates a long compressed message', async (t) => {
  const cms = signedData(mail.entity, identityOf(requerant))
  const raw = mailWith(
    outer,
    entityOf(compressedData(deflateSync(entityOf(cms))), 'compressed-data'),
  )
  await isOpenedFromDisk(t, raw, ['compressed', 'signed'])
})

t.test('keeps nothing of a message whose tag is wrong', async (t) => {
  const raw = Buffer.from(inGcm)
  // A character in the middle of the base64 of the cipher text.
  const at = raw.length >> 1
  const spot = raw.indexOf('A', at)
  raw[spot] = 0x42
  let kept = 0
  const keep = async (source: AsyncIterable<Buffer>) => {
    const pieces: Buffer[] = []
    for await (const piece of source) pieces.push(piece)
    kept += 1
    return memoryBytes(Buffer.concat(pieces))
  }
  const { verdict } = await opened(raw, { keep })
  t.equal(verdict.refusal, 'encrypted-not-authentic')
  t.equal(kept, 0)
})

t.test('refuses a structure too large to hold, whatever its length says', async (t) => {
  const many = Array.from({ length: 10 }, () => randomBytes(MIB))
  const certificates = many.map((body) =>
    Buffer.concat([Buffer.from([0x30, 0x83, 0x10, 0, 0]), body]),
  )
  const crafted = signedData(
    Buffer.from('Content-Type: text/plain\r\n\r\nTexte\r\n'),
    identityOf(requerant),
    { certificates },
  )
  const verdict = (await opened(mailWith(outer, entityOf(crafted)))).verdict
  t.equal(verdict.refusal, 'cms-too-large')
})

t.test('refuses a structure of a million elements, however small', async (t) => {
  const nulls = Buffer.alloc(2_000_000)
  for (let at = 0; at < nulls.length; at += 2) nulls[at] = 0x05
  const [start, end] = [Buffer.from([0x30, 0x80]), Buffer.alloc(2)]
  const crafted = Buffer.concat([
    start,
    der.oid('1.2.840.113549.1.7.2'),
    Buffer.from([0xa0, 0x80]),
    start,
    der.integer(1),
    der.setOf(),
    der.sequence(der.oid('1.2.840.113549.1.7.1')),
    Buffer.from([0xa0, 0x80]),
    nulls,
    end,
    der.setOf(),
    end,
    end,
    end,
  ])
  const verdict = (await opened(mailWith(outer, entityOf(crafted)))).verdict
  t.equal(verdict.refusal, 'cms-too-large')
})

t.test('refuses lengths that lie', async (t) => {
  const cms = signedData(
    Buffer.from('Content-Type: text/plain\r\n\r\nTexte\r\n'),
    identityOf(requerant),
  )
  for (const [name, octets] of Object.entries({
    'longer than the message': Buffer.concat([
      Buffer.from([0x30, 0x86, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]),
      cms.subarray(4),
    ]),
    'cut in the content': cms.subarray(0, 80),
    'cut in the signers': cms.subarray(0, cms.length - 20),
  })) {
    t.equal(
      (await opened(mailWith(outer, entityOf(octets)))).verdict.refusal,
      'malformed-cms',
      name,
    )
  }
})

t.test('reads a CMS object in quoted-printable', async (t) => {
  const cms = signedData(
    Buffer.from('Content-Type: text/plain\r\n\r\nTexte\r\n'),
    identityOf(requerant),
  )
  const text = [...cms].map((octet) => `=${octet.toString(16).toUpperCase().padStart(2, '0')}`)
  const lines = text.join('').replace(/.{72}/g, '$&=\r\n')
  const entity = `Content-Type: application/pkcs7-mime; smime-type=signed-data\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n${lines}\r\n`
  t.equal((await opened(mailWith(outer, Buffer.from(entity)))).verdict.refusal, null)
})
