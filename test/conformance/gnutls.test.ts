/**
 * Both ways with GnuTLS, for the one signature that OpenSSL 3.0 does not know within CMS: Ed25519.
 *
 * RFC 8419 §3 (Ed25519 with SHA-512)
 */
import { execFileSync, spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import t from 'tap'

import type { AdresseMss } from '../../src/domain/correspondant.ts'
import { isRefusal } from '../../src/errors.ts'
import { keepInMemory, memoryBytes, wholeBuffer } from '../../src/kit/bytes.ts'
import { open, receivedFile } from '../../src/open/open.ts'
import { loadTrust } from '../../src/pki/trust.ts'
import { seal } from '../../src/seal/seal.ts'
import { letter } from '../support/letters.ts'
import { identityOf, testPki } from '../support/pki.ts'

const pki = await testPki()
const { neurologue } = pki.people
const { entity } = letter({ from: '', to: '', text: 'Avis : surveillance simple.' })
const missing = spawnSync('certtool', ['--version']).error !== undefined
const skip = missing && 'certtool (gnutls-bin) is not installed'

t.test('GnuTLS verifies the Ed25519 that we sign, and no other octets', { skip }, async (t) => {
  const made = await seal(
    {
      headers: [
        ['From', neurologue.email],
        ['To', 'x@chu.test'],
        ['Subject', 'Avis'],
        ['Message-ID', '<a@b.test>'],
      ],
      entity: memoryBytes(entity),
      to: 'x@chu.test' as AdresseMss,
      messageId: 'a@b.test',
      clinical: true,
    },
    { identity: identityOf(neurologue), recipient: null, keep: keepInMemory, now: new Date() },
  )
  if (isRefusal(made)) throw new Error(made.code)
  const raw = (await wholeBuffer(made.raw, 1e6)).toString('latin1')
  const boundary = /boundary="([^"]+)"/.exec(raw)?.[1] ?? ''
  const [, signed = '', part = ''] = raw.split(`--${boundary}`)
  const octets = Buffer.from(signed.replace(/^\r\n|\r\n$/g, ''), 'latin1')
  const dir = t.testdir({ p7s: '', entity: '' })
  writeFileSync(join(dir, 'p7s'), Buffer.from(part.split('\r\n\r\n')[1] ?? '', 'base64'))
  const judge = (data: Buffer) => {
    writeFileSync(join(dir, 'entity'), data)
    const files = ['--infile', join(dir, 'p7s'), '--load-data', join(dir, 'entity')]
    const trusted = ['--load-certificate', neurologue.certificate]
    return spawnSync('certtool', ['--p7-verify', '--inder', ...trusted, ...files])
  }
  const good = judge(octets)
  t.equal(good.status, 0, `${good.stdout}${good.stderr}`)
  t.match(`${good.stdout}${good.stderr}`, /EdDSA-Ed25519/)
  t.not(judge(Buffer.concat([octets, Buffer.from(' ')])).status, 0)
})

t.test('the Ed25519 that GnuTLS signs is good, and only over its octets', { skip }, async (t) => {
  const dir = t.testdir({ entity, p7s: '' })
  writeFileSync(join(dir, 'entity'), entity)
  execFileSync('certtool', [
    ...['--p7-detached-sign', '--hash', 'SHA512', '--p7-time', '--p7-include-cert', '--outder'],
    ...['--load-privkey', neurologue.key, '--load-certificate', neurologue.certificate],
    ...['--infile', join(dir, 'entity'), '--outfile', join(dir, 'p7s')],
  ])
  const cms = readFileSync(join(dir, 'p7s'))
  const mail = (signed: Buffer) =>
    Buffer.concat([
      Buffer.from(
        `From: ${neurologue.email}\r\nContent-Type: multipart/signed; micalg=sha-512; boundary=b;\r\n protocol="application/pkcs7-signature"\r\n\r\n--b\r\n`,
      ),
      signed,
      Buffer.from(
        '\r\n--b\r\nContent-Type: application/pkcs7-signature\r\nContent-Transfer-Encoding: base64\r\n\r\n',
      ),
      Buffer.from(cms.toString('base64').replace(/.{76}/g, '$&\r\n')),
      Buffer.from('\r\n--b--\r\n'),
    ])
  const trust = await loadTrust(pki.trust)
  const judged = async (signed: Buffer) => {
    const { verdict } = await open(receivedFile(mail(signed), pki.now), {
      keys: [],
      trust,
      annuaire: null,
      keep: keepInMemory,
      policy: { revocationInconnue: 'quarantine', testCertificates: 'accept', purpose: 'mail' },
    })
    return verdict
  }
  t.match(await judged(entity), {
    signature: { status: 'valid', algorithm: 'ed25519' },
    refusal: null,
  })
  t.match(await judged(Buffer.concat([entity, Buffer.from(' ')])), { refusal: 'digest-mismatch' })
})
