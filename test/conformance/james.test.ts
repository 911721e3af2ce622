/**
 * The signed messages of Apache James: detached by OpenSSL, opaque, with several certificates.
 */
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

import t from 'tap'

import { keepInMemory } from '../../src/kit/bytes.ts'
import { open, receivedFile } from '../../src/open/open.ts'
import { trustOf } from '../../src/pki/trust.ts'

const corpus = '../shared/corpora/james'
const skip = existsSync(corpus) ? false : 'the James corpus is not on this machine'
const at = new Date('2026-11-22T09:00:00Z')
const signed = [
  'mail_with_signature.eml',
  'mail_with_signature_and_content_type_xpkcs7mime.eml',
  'mail-with-signature-and-multi-certs.eml',
]

async function opened(name: string) {
  const root = await readFile(join(corpus, 'rootCA.crt'))
  return open(receivedFile(await readFile(join(corpus, name)), at), {
    keys: [],
    trust: trustOf([{ name: 'rootCA.crt', bytes: root }], { now: at }),
    annuaire: null,
    policy: { revocationInconnue: 'accept-flagged', testCertificates: 'accept', purpose: 'mail' },
    keep: keepInMemory,
  })
}

t.test('verifies the three signed messages', { skip }, async (t) => {
  for (const name of signed) {
    const { verdict, empreinte } = await opened(name)
    t.equal(verdict.signature.status, 'valid', `${name}: ${verdict.signature.reason}`)
    t.equal(verdict.path.status, 'valid', `${name}: ${verdict.path.reason}`)
    t.equal(verdict.sender.bound, true, `${name}: ${verdict.sender.reason}`)
    t.equal(verdict.accepted, true, `${name}: ${verdict.refusal}`)
    t.match(empreinte, /^[0-9a-f]{64}$/)
  }
})

t.test('finds no signature in an ordinary message', { skip }, async (t) => {
  const { verdict } = await opened('non_smime_mail.eml')
  t.equal(verdict.signature.status, 'absent')
  t.equal(verdict.refusal, 'not-signed')
})
