/**
 * The RFC 9216 people: their certificates lead to both roots, their keys sign and decrypt.
 */
import { createPrivateKey, X509Certificate } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'

import t from 'tap'

import { openssl } from '../../certs/openssl.ts'
import type { AdresseMss } from '../../src/domain/correspondant.ts'
import { isRefusal } from '../../src/errors.ts'
import { keepInMemory, memoryBytes } from '../../src/kit/bytes.ts'
import type { Identity } from '../../src/message.ts'
import { open, receivedFile } from '../../src/open/open.ts'
import { emailsOf, parseCertificate } from '../../src/pki/certificate.ts'
import { findPath } from '../../src/pki/path.ts'
import { trustOf } from '../../src/pki/trust.ts'
import { seal } from '../../src/seal/seal.ts'
import { entityOf, mailWith, signedData } from '../open/crafted.ts'

const corpus = '../shared/corpora/rfc9216'
const skip = existsSync(corpus) ? false : 'the RFC 9216 corpus is not on this machine'
const at = new Date('2026-11-22T09:00:00Z')

const files = skip ? [] : await readdir(corpus)
const named = (number: string, ext: string) =>
  join(corpus, files.find((name) => name.startsWith(`${number}-`) && name.endsWith(ext)) ?? number)
const derOf = async (number: string) =>
  new X509Certificate(await readFile(named(number, '.crt'))).raw
const trusting = async (...numbers: string[]) => {
  const objects = numbers.map(async (n) => ({ name: n, bytes: await readFile(named(n, '.crt')) }))
  return trustOf(await Promise.all(objects), { now: at })
}
const identity = async (certificate: string, key: string): Promise<Identity> => ({
  key: createPrivateKey(await readFile(named(key, '.key'))),
  certificate: new X509Certificate(await readFile(named(certificate, '.crt'))),
  intermediates: [],
})

t.test('takes only the self-signed roots as anchors', { skip }, async (t) => {
  const trust = await trusting('3.1', '3.3', '6.1', '6.3', '4.1')
  t.equal(trust.all.anchors.length, 2)
  t.equal(trust.all.candidates.length, 3)
  t.strictSame(trust.problems, [])
})

t.test('finds a path for everyone from either root', { skip }, async (t) => {
  const people = {
    '4.1': 'alice',
    '4.3': 'alice',
    '5.1': 'bob',
    '5.3': 'bob',
    '7.1': 'carlos',
    '7.3': 'carlos',
    '8.1': 'dana',
    '8.3': 'dana',
  }
  const both = await trusting('3.1', '6.1')
  const crossed = [await trusting('3.1', '6.3'), await trusting('6.1', '3.3')]
  for (const [number, who] of Object.entries(people)) {
    const certificate = parseCertificate(await derOf(number))
    t.strictSame(emailsOf(certificate), [`${who}@smime.example`])
    t.equal(findPath(certificate, both, at).chain.length, 2, `${number} ${who}`)
    const lengths = crossed.map((trust) => findPath(certificate, trust, at).chain.length)
    t.strictSame(lengths.toSorted(), [2, 3], `${number} ${who} through the other root`)
  }
})

t.test(
  'opens what each signs, and what OpenSSL encrypts, with the right key only',
  { skip },
  async (t) => {
    const trust = await trusting('3.1', '6.1')
    const policy = {
      revocationInconnue: 'accept-flagged',
      testCertificates: 'accept',
      purpose: 'mail',
    } as const
    const opened = (raw: Buffer, keys: Identity[]) =>
      open(receivedFile(raw, at), { keys, trust, annuaire: null, policy, keep: keepInMemory })
    const content = Buffer.from('Content-Type: text/plain\r\n\r\nHello\r\n')
    for (const [who, signing] of Object.entries({ alice: '4', bob: '5', carlos: '7', dana: '8' })) {
      const signer = await identity(`${signing}.1`, `${signing}.2`)
      const entity = entityOf(signedData(content, signer))
      const { verdict } = await opened(mailWith([`From: ${who}@smime.example`], entity), [])
      t.match(verdict, { refusal: null, signature: { status: 'valid' } }, who)
      if (who === 'carlos' || who === 'dana') continue
      const cms = await openssl(
        [
          'cms',
          '-encrypt',
          '-binary',
          '-outform',
          'DER',
          '-aes256',
          '-recip',
          named(`${signing}.3`, '.crt'),
        ],
        { input: entity },
      )
      const raw = mailWith([`From: ${who}@smime.example`], entityOf(cms, 'enveloped-data'))
      const encryption = await identity(`${signing}.3`, `${signing}.4`)
      t.equal((await opened(raw, [signer, encryption])).verdict.refusal, null, who)
      t.equal((await opened(raw, [signer])).verdict.refusal, 'cannot-decrypt', who)
    }
  },
)

t.test('opens what our own sealing encrypts to X25519 keys', { skip }, async (t) => {
  const bob = await identity('5.1', '5.2')
  const carlos = await identity('7.3', '7.4')
  const to = 'carlos@smime.example' as AdresseMss
  const entity = memoryBytes(Buffer.from('Content-Type: text/plain\r\n\r\nHello\r\n'))
  const written = {
    headers: [['From', 'bob@smime.example']],
    entity,
    to,
    messageId: 'a@b.test',
    clinical: false,
  } as const
  for (const gcm of [true, false]) {
    const recipient = { certificate: carlos.certificate.raw, capabilities: { gcm, oaep: true } }
    const sealed = await seal(written, { identity: bob, recipient, keep: keepInMemory, now: at })
    if (isRefusal(sealed)) throw new Error(sealed.code)
    const { verdict } = await open(
      { ...receivedFile(Buffer.alloc(0), at), raw: sealed.raw },
      {
        keys: [carlos],
        trust: await trusting('3.1', '6.1'),
        annuaire: null,
        policy: {
          revocationInconnue: 'accept-flagged',
          testCertificates: 'accept',
          purpose: 'mail',
        },
        keep: keepInMemory,
      },
    )
    t.match(verdict, { refusal: null, layers: [gcm ? 'authEnveloped' : 'enveloped', 'signed'] })
  }
})
