/** What real clients and authorities write beside the texts: read, or refused by its own name. */
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import t from 'tap'

import { openssl } from '../../certs/openssl.ts'
import { children, parseDer, raw, sequence } from '../../src/pki/der.ts'
import * as der from '../../src/pki/der-writer.ts'
import type { Entity } from '../pki/authority.ts'
import {
  cms,
  identityFrom,
  lines,
  mail,
  multipartSigned,
  opaque,
  signedData,
  signerInfo,
  stage,
  text,
  VICTIM,
} from '../support/hostile.ts'

const { victim, ca, person, judge } = stage()
const from = { From: VICTIM }
const content = text('AVIS')
const bundle = [victim.certificate.der]
const verdictOf = async (entity: Buffer) => (await judge(mail(from, entity))).verdict

t.test(
  'the type of an elliptic key in the place of its algorithm is read, as OpenSSL does',
  async (t) => {
    const P256 = der.oid('1.2.840.10045.3.1.7')
    const dir = mkdtempSync(join(tmpdir(), 'habits-'))
    writeFileSync(join(dir, 'content'), content)
    for (const parameters of [[], [P256]]) {
      const fields = sequence(parseDer(signerInfo(content, victim))).map(raw)
      fields[4] = der.sequence(der.oid('1.2.840.10045.2.1'), ...parameters)
      const octets = signedData([der.sequence(...fields)], { bundle })
      writeFileSync(join(dir, 'cms'), octets)
      const args = ['cms', '-verify', '-noverify', '-binary', '-inform', 'DER']
      await openssl([...args, '-in', join(dir, 'cms'), '-content', join(dir, 'content')], {})
      const verdict = await verdictOf(multipartSigned(content, octets))
      t.match(verdict, { refusal: null, signature: { algorithm: 'ecdsa-p256-sha256' } })
    }
    const sha1 = sequence(parseDer(signerInfo(content, victim))).map(raw)
    sha1[2] = der.sequence(der.oid('1.3.14.3.2.26'))
    sha1[4] = der.sequence(der.oid('1.2.840.10045.2.1'))
    const weak = await verdictOf(
      multipartSigned(content, signedData([der.sequence(...sha1)], { bundle })),
    )
    t.equal(weak.refusal, 'weak-algorithm', 'the digest beside it decides')
  },
)

/** The victim's certificate with its dates written in another form, which no text allows. */
function misdated(entity: Entity, date: string): Buffer {
  const [tbs, ...rest] = children(parseDer(entity.certificate.der))
  if (!tbs) throw new Error('tbs')
  const fields = children(tbs).map(raw)
  const written = der.tlv(0x17, Buffer.from(date))
  fields[4] = der.sequence(written, written)
  return der.sequence(der.sequence(...fields), ...rest.map(raw))
}

t.test('a certificate that is there and cannot be read is said to be unreadable', async (t) => {
  for (const date of ['2611220900Z', '261122090000+0100']) {
    const own = cms(content, [victim], { bundle: [misdated(victim, date)] })
    t.equal(
      (await verdictOf(multipartSigned(content, own))).refusal,
      'signer-certificate-unreadable',
    )
    const other = cms(content, [victim], { bundle: [misdated(person('x@y.test'), date)] })
    t.equal(
      (await verdictOf(multipartSigned(content, other))).refusal,
      'signer-certificate-missing',
    )
  }
  const noise = cms(content, [victim], { bundle: [der.sequence(der.NULL)] })
  t.equal(
    (await verdictOf(multipartSigned(content, noise))).refusal,
    'signer-certificate-unreadable',
  )
  const none = cms(content, [victim], { bundle: [] })
  t.equal((await verdictOf(multipartSigned(content, none))).refusal, 'signer-certificate-missing')
})

t.test('a byte order mark before the first header is no part of it', async (t) => {
  const raw = mail(from, multipartSigned(content, cms(content, [victim])))
  const marked = await judge(Buffer.concat([Buffer.from('\ufeff'), raw]))
  t.match(marked.verdict, { refusal: null, sender: { from: [VICTIM], bound: true } })
  t.equal(marked.signing, (await judge(raw)).signing)
})

t.test('octets without type and name that hold CMS are opened', async (t) => {
  const inside = cms(content, [victim], { inside: content })
  const bare = (octets: Buffer, more = '') =>
    lines(
      `Content-Type: application/octet-stream${more}`,
      'Content-Transfer-Encoding: base64',
      '',
      octets.toString('base64').replace(/.{76}(?=.)/g, '$&\r\n'),
    )
  t.equal((await verdictOf(bare(inside))).refusal, null)
  t.equal((await verdictOf(bare(Buffer.from('%PDF-1.7')))).refusal, 'not-signed')
  t.equal((await verdictOf(bare(der.sequence(der.oid('1.2.3.4'))))).refusal, 'not-signed')
  t.equal(
    (await verdictOf(bare(inside, '; name="image.bin"'))).refusal,
    'not-signed',
    'an attachment',
  )
  const detached = multipartSigned(content, cms(content, [victim])).toString('latin1')
  const anonymous = detached
    .replace(
      'Content-Type: application/pkcs7-signature; name="smime.p7s"',
      'Content-Type: application/octet-stream',
    )
    .replace('Content-Disposition: attachment; filename="smime.p7s"\r\n', '')
  t.not(anonymous, detached)
  t.equal((await verdictOf(Buffer.from(anonymous, 'latin1'))).refusal, null)
})

t.test('agreement with every key derivation and with the cofactor is read', async (t) => {
  const recipient = ca.issues('passerelle')
  const dir = mkdtempSync(join(tmpdir(), 'habits-'))
  const pem = `-----BEGIN CERTIFICATE-----\n${recipient.certificate.der.toString('base64')}\n-----END CERTIFICATE-----\n`
  writeFileSync(join(dir, 'to.pem'), pem)
  const signed = opaque(cms(content, [victim], { inside: content }))
  writeFileSync(join(dir, 'signed'), signed)
  const keys = [identityFrom(recipient)]
  const encrypted = (...options: string[]) =>
    openssl(
      [
        ...['cms', '-encrypt', '-binary', '-aes256', '-outform', 'DER', '-in', join(dir, 'signed')],
        ...['-recip', join(dir, 'to.pem'), ...options],
      ],
      {},
    )
  for (const cofactor of ['0', '1']) {
    for (const hash of ['sha1', 'sha224', 'sha256', 'sha384', 'sha512']) {
      const octets = await encrypted(
        '-keyopt',
        `ecdh_kdf_md:${hash}`,
        '-keyopt',
        `ecdh_cofactor_mode:${cofactor}`,
      )
      const { verdict } = await judge(mail(from, opaque(octets, 'enveloped-data')), { keys })
      t.equal(verdict.refusal, null, `${hash}, cofactor ${cofactor}`)
    }
  }
  const octets = await encrypted('-keyopt', 'ecdh_kdf_md:sha256')
  for (const [title, known, unknown] of [
    ['MQV', '1.3.132.1.11.1', '1.3.132.1.15.1'],
    ['a wrapping unknown', '2.16.840.1.101.3.4.1.45', '2.16.840.1.101.3.4.1.46'],
  ] as const) {
    const at = octets.indexOf(der.oid(known))
    t.ok(at > 0, title)
    der.oid(unknown).copy(octets, at)
    const { verdict } = await judge(mail(from, opaque(octets, 'enveloped-data')), { keys })
    t.equal(verdict.refusal, 'unsupported-algorithm', title)
    der.oid(known).copy(octets, at)
  }
})
