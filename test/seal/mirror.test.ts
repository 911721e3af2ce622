import { createPrivateKey, X509Certificate } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

import t from 'tap'

import { openssl } from '../../certs/openssl.ts'
import type { AdresseMss } from '../../src/domain/correspondant.ts'
import { isRefusal } from '../../src/errors.ts'
import { keepInMemory, memoryBytes, wholeBuffer } from '../../src/kit/bytes.ts'
import type { Identity } from '../../src/message.ts'
import { open, receivedFile } from '../../src/open/open.ts'
import { loadTrust } from '../../src/pki/trust.ts'
import { seal } from '../../src/seal/seal.ts'
import { letter } from '../support/letters.ts'
import { identityOf, testPki } from '../support/pki.ts'

const pki = await testPki()
const trust = await loadTrust(pki.trust)

async function there(
  signer: Identity,
  recipient: Identity | null,
  gcm: boolean,
  oaep: boolean,
  text = 'Un avis.',
) {
  // Not before the certificates that a test has just had issued.
  const now = new Date()
  const from = signer.certificate.subjectAltName?.replace('email:', '') ?? ''
  const { entity } = letter({ from: '', to: '', text })
  const sealed = await seal(
    {
      headers: [
        ['From', from],
        ['To', 'x@chu.test'],
        ['Subject', 'x'],
        ['Message-ID', '<a@te.localhost>'],
      ],
      entity: memoryBytes(entity),
      to: 'x@chu.test' as AdresseMss,
      messageId: 'a@te.localhost',
      clinical: true,
    },
    {
      identity: signer,
      recipient: recipient && {
        certificate: recipient.certificate.raw,
        capabilities: { gcm, oaep },
      },
      keep: keepInMemory,
      now,
    },
  )
  if (isRefusal(sealed)) throw new Error(sealed.code)
  const raw = await wholeBuffer(sealed.raw, 1e7)
  const opened = await open(receivedFile(raw, now), {
    keys: recipient ? [recipient] : [],
    trust,
    annuaire: null,
    policy: { revocationInconnue: 'refuse', testCertificates: 'accept', purpose: 'mail' },
    keep: keepInMemory,
  })
  return { opened, entity }
}

for (const who of [
  'gateway',
  'cardiologue',
  'pneumologue',
  'rhumatologue',
  'neurologue',
] as const) {
  t.test(`opens what it sealed with the key of ${who}`, async (t) => {
    const { opened, entity } = await there(identityOf(pki.people[who]), null, false, false)
    t.match(opened.verdict, {
      accepted: true,
      refusal: null,
      signature: { status: 'valid', covers: 'whole' },
    })
    const bodyOf = (each: Buffer) => each.subarray(each.indexOf('\r\n\r\n'))
    t.ok(bodyOf(await wholeBuffer(opened.entity, 1e6)).equals(bodyOf(entity)))
  })
}

for (const who of ['dermatologue', 'cardiologue', 'pneumologue', 'rhumatologue'] as const) {
  for (const [gcm, oaep] of [
    [false, false],
    [true, true],
  ] as const) {
    t.test(`opens what it sealed to ${who}, ${gcm ? 'AES-GCM' : 'AES-CBC'}`, async (t) => {
      const { opened } = await there(
        identityOf(pki.people.gateway),
        identityOf(pki.people[who]),
        gcm,
        oaep,
      )
      t.match(opened.verdict, {
        accepted: true,
        layers: [gcm ? 'authEnveloped' : 'enveloped', 'signed'],
      })
    })
  }
}

t.test('opens a letter that was too long to be sealed in one place', async (t) => {
  const gateway = identityOf(pki.people.gateway)
  for (const gcm of [true, false]) {
    const { opened, entity } = await there(
      gateway,
      gateway,
      gcm,
      true,
      'Une ligne.\r\n'.repeat(1e5),
    )
    t.match(opened.verdict, { accepted: true, signature: { status: 'valid' } })
    t.ok(entity.length > 1024 * 1024)
  }
})

t.test('opens what it sealed to an X25519 key', async (t) => {
  const { opened } = await there(
    identityOf(pki.people.gateway),
    await x25519(t.testdir()),
    false,
    false,
  )
  t.match(opened.verdict, { accepted: true, layers: ['enveloped', 'signed'] })
})

/** An identity of X25519, which OpenSSL issues for a key that cannot sign its own request. */
async function x25519(dir: string): Promise<Identity> {
  const [key, certificate] = [join(dir, 'x.key'), join(dir, 'x.crt')]
  await openssl(['genpkey', '-algorithm', 'X25519', '-out', key])
  const pub = join(dir, 'x.pub')
  await openssl(['pkey', '-in', key, '-pubout', '-out', pub])
  const ca = join(pki.dir, 'intermediate')
  await openssl([
    ...['x509', '-new', '-force_pubkey', pub, '-subj', '/CN=x25519', '-days', '2'],
    ...[
      '-CA',
      join(ca, 'ca.crt'),
      '-CAkey',
      join(ca, 'ca.key'),
      '-set_serial',
      '7',
      '-out',
      certificate,
    ],
  ])
  return {
    key: createPrivateKey(await readFile(key)),
    certificate: new X509Certificate(await readFile(certificate)),
    intermediates: [],
  }
}
