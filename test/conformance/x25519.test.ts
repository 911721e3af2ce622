/**
 * X25519 in both directions with other hands than ours, for the one key agreement that OpenSSL 3.0 does not know
 * within CMS: a small program in Python, its structures asn1crypto's, its primitives those of python3-cryptography.
 *
 * RFC 8418 §2
 */
import { execFileSync, spawnSync } from 'node:child_process'
import { createPrivateKey, X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

import t from 'tap'

import { openssl } from '../../certs/openssl.ts'
import { keepInMemory, wholeBuffer } from '../../src/kit/bytes.ts'
import type { Identity } from '../../src/message.ts'
import { open, receivedFile } from '../../src/open/open.ts'
import { loadTrust } from '../../src/pki/trust.ts'
import { envelopeFor } from '../../src/seal/encrypt.ts'
import { mail, opaque } from '../support/hostile.ts'
import { letter, signed } from '../support/letters.ts'
import { testPki } from '../support/pki.ts'

/** Debian's own: packages install for no other. */
const PYTHON = '/usr/bin/python3'
const missing = spawnSync(PYTHON, ['-c', 'import asn1crypto, cryptography']).status !== 0
const skip = missing && 'python3-asn1crypto and python3-cryptography are not installed'
const program = join(import.meta.dirname, '../support/x25519_cms.py')
const run = (args: readonly string[], input: Buffer) =>
  execFileSync(PYTHON, [program, ...args], { input, maxBuffer: 1e8 })

const pki = await testPki()
const { requerant } = pki.people
const inner = await signed(
  letter({ from: requerant.email, to: 'demande@te.localhost', text: 'Texte' }),
  requerant,
)

/** An X25519 certificate, which OpenSSL issues for a key that cannot sign its own request. */
async function recipient(dir: string) {
  const [key, pub, crt] = ['x.key', 'x.pub', 'x.crt'].map((name) => join(dir, name))
  if (!key || !pub || !crt) throw new Error('names')
  const ca = join(pki.dir, 'intermediate')
  await openssl(['genpkey', '-algorithm', 'X25519', '-out', key])
  await openssl(['pkey', '-in', key, '-pubout', '-out', pub])
  const issuer = ['-CA', join(ca, 'ca.crt'), '-CAkey', join(ca, 'ca.key'), '-set_serial', '7']
  const subject = ['-subj', '/CN=x25519', '-days', '2', '-out', crt]
  await openssl(['x509', '-new', '-force_pubkey', pub, ...subject, ...issuer])
  const certificate = new X509Certificate(readFileSync(crt))
  const identity: Identity = {
    key: createPrivateKey(readFileSync(key)),
    certificate,
    intermediates: [],
  }
  return { key, crt, identity }
}

t.test('others open what we encrypt to an X25519 key', { skip }, async (t) => {
  const { key, identity } = await recipient(t.testdir())
  for (const gcm of [false, true]) {
    const envelope = await envelopeFor(inner.length, {
      recipient: {
        certificate: identity.certificate.raw,
        capabilities: { gcm, oaep: false },
      },
      now: new Date(),
    })
    if (!('encrypt' in envelope)) throw new Error(envelope.code)
    const cms = envelope.encryptAtOnce([inner])
    t.ok(run(['decrypt', key], cms).equals(inner), gcm ? 'GCM' : 'CBC')
  }
})

t.test('we open what others encrypt to an X25519 key', { skip }, async (t) => {
  const { crt, identity } = await recipient(t.testdir())
  const trust = await loadTrust(pki.trust)
  for (const [hash, wrap, cipher, ukm] of [
    ['sha256', '256', 'cbc', '-'],
    ['sha256', '256', 'gcm', '-'],
    ['sha384', '256', 'cbc', '00112233445566778899aabbccddeeff'],
    ['sha512', '128', 'gcm', 'ff'],
  ] as const) {
    const cms = run(['encrypt', crt, hash, wrap, cipher, ukm], inner)
    const raw = mail({ From: requerant.email, To: 'demande@te.localhost' }, opaque(cms))
    const { verdict, entity } = await open(receivedFile(raw, pki.now), {
      keys: [identity],
      trust,
      annuaire: null,
      keep: keepInMemory,
      policy: { revocationInconnue: 'quarantine', testCertificates: 'accept', purpose: 'mail' },
    })
    const layer = cipher === 'gcm' ? 'authEnveloped' : 'enveloped'
    const way = `${hash} ${wrap} ${cipher} ${ukm}`
    t.match(verdict, { refusal: null, layers: [layer, 'signed'] }, way)
    t.match((await wholeBuffer(entity, 1e6)).toString(), /Texte|VGV4dGU/, way)
  }
})
