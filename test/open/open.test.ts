/**
 * Opening, judged by OpenSSL's own messages: what it makes is opened, what is opened it verifies.
 */
import { createHash } from 'node:crypto'

import t from 'tap'

import type { Person } from '../../certs/make.ts'
import { openssl } from '../../certs/openssl.ts'
import type { Who } from '../../certs/people.ts'
import type { Rpps } from '../../src/domain/correspondant.ts'
import { wholeBuffer } from '../../src/kit/bytes.ts'
import { demande, encrypted, letter, signed, split, unsigned } from '../support/letters.ts'
import { identityOf } from '../support/pki.ts'
import { opening } from './opening.ts'

const { pki, opened } = await opening()
const { people } = pki
const LIMIT = 64 * 1024 * 1024

const mailOf = (person: Person, more: Partial<Parameters<typeof letter>[0]> = {}) =>
  letter({ from: person.email, to: 'dermatologie@te.localhost', text: demande(), ...more })

/** The mail with one octet of its signed text changed. */
const changed = (raw: Buffer) =>
  Buffer.from(raw.toString('latin1').replace('U3DDqWNp', 'U3DDqWNQ'), 'latin1')

t.test('accepts what OpenSSL signs, with each algorithm and in both forms', async (t) => {
  const cases: readonly (readonly [Who, Parameters<typeof signed>[2], string])[] = [
    ['requerant', {}, 'rsa-pkcs1v15-sha256'],
    ['requerant', { digest: 'sha384' }, 'rsa-pkcs1v15-sha384'],
    ['requerant', { digest: 'sha512', form: 'opaque' }, 'rsa-pkcs1v15-sha512'],
    ['requerant', { padding: 'pss' }, 'rsa-pss-sha256'],
    ['cardiologue', {}, 'ecdsa-p256-sha256'],
    ['pneumologue', { digest: 'sha384', form: 'opaque' }, 'ecdsa-p384-sha384'],
    ['rhumatologue', { digest: 'sha512' }, 'ecdsa-p521-sha512'],
  ]
  for (const [who, how, algorithm] of cases) {
    const mail = mailOf(people[who])
    const { verdict, entity, empreinte } = await opened(await signed(mail, people[who], how))
    t.equal(verdict.refusal, null, `${who} ${algorithm}`)
    t.equal(verdict.accepted, true)
    t.equal(verdict.signature.algorithm, algorithm)
    t.strictSame(verdict.layers, ['signed'])
    t.match(verdict.path, { status: 'valid', length: 3, anchor: /Racine/ })
    t.match(verdict.revocation, { status: 'good', source: 'crl' })
    t.equal(verdict.signer?.rpps, people[who].rpps)
    t.strictSame(await wholeBuffer(entity, LIMIT), mail.entity)
    t.equal(empreinte, createHash('sha256').update(mail.entity).digest('hex'))
  }
})

t.test('opens what OpenSSL encrypts, then judges the signature inside', async (t) => {
  const inner = await signed(mailOf(people.requerant), people.requerant)
  const layer = { cbc: 'enveloped', gcm: 'authEnveloped' } as const
  for (const cipher of ['aes-128-cbc', 'aes-256-cbc', 'aes-128-gcm', 'aes-256-gcm'] as const) {
    for (const padding of ['pkcs1', 'oaep'] as const) {
      const raw = await encrypted(inner, people.gateway.certificate, { cipher, padding })
      const { verdict } = await opened(raw)
      const kind = layer[cipher.endsWith('gcm') ? 'gcm' : 'cbc']
      t.strictSame(verdict.layers, [kind, 'signed'], `${cipher} ${padding}`)
      t.equal(verdict.refusal, null, `${cipher} ${padding}`)
      t.equal(verdict.signature.covers, 'whole')
    }
  }
})

t.test('opens what OpenSSL encrypts to elliptic keys', async (t) => {
  const inner = await signed(mailOf(people.requerant), people.requerant, { form: 'opaque' })
  for (const who of ['cardiologue', 'pneumologue', 'rhumatologue'] as const) {
    const raw = await encrypted(inner, people[who].certificate)
    const { verdict } = await opened(raw, {
      keys: [identityOf(people.gateway), identityOf(people[who])],
    })
    t.strictSame(verdict.layers, ['enveloped', 'signed'], who)
    t.equal(verdict.refusal, null, who)
  }
})

t.test('decrypts OAEP with two different hashes', async (t) => {
  const { outer, entity } = split(await signed(mailOf(people.requerant), people.requerant))
  const cms = await openssl(
    [
      ...[
        'cms',
        '-encrypt',
        '-binary',
        '-outform',
        'SMIME',
        '-aes256',
        '-recip',
        people.gateway.certificate,
      ],
      ...[
        '-keyopt',
        'rsa_padding_mode:oaep',
        '-keyopt',
        'rsa_oaep_md:sha256',
        '-keyopt',
        'rsa_mgf1_md:sha1',
      ],
    ],
    { input: entity },
  )
  const { verdict } = await opened(Buffer.concat([outer, cms]))
  t.equal(verdict.refusal, null)
})

t.test('gives an original that OpenSSL verifies, whatever was around it', async (t) => {
  const verify = ['cms', '-verify', '-CAfile', pki.root, '-purpose', 'smimesign']
  for (const form of ['detached', 'opaque'] as const) {
    const mail = mailOf(people.requerant)
    const sent = await encrypted(
      await signed(mail, people.requerant, { form }),
      people.gateway.certificate,
    )
    const { original } = await opened(sent)
    const body = original ? await wholeBuffer(original.body, LIMIT) : Buffer.alloc(0)
    const eml = Buffer.concat([Buffer.from(`${original?.headers}\r\n`, 'latin1'), body])
    t.match(await openssl(verify, { input: eml }), /Content-Type: text/, form)
  }
})

t.test('refuses a certificate that is not good, and says which way', async (t) => {
  const cases: readonly (readonly [Who, string])[] = [
    ['expired', 'expired-certificate'],
    ['notYetValid', 'not-yet-valid'],
    ['revoked', 'revoked'],
    ['wrongUsage', 'wrong-usage'],
    ['wrongExtendedUsage', 'wrong-usage'],
    ['weakDigest', 'weak-algorithm'],
    ['weakKey', 'weak-key'],
    ['otherRoot', 'bad-certificate-signature'],
    ['noCrl', 'revocation-unknown'],
  ]
  for (const [who, code] of cases) {
    const { verdict } = await opened(await signed(mailOf(people.requerant), people[who]))
    t.equal(verdict.refusal, code, who)
    t.equal(verdict.accepted, false, who)
  }
})

t.test('judges the path even if the signature is invalid', async (t) => {
  const raw = await signed(mailOf(people.requerant), people.requerant)
  const altered = changed(raw)
  const { verdict, empreinte, original } = await opened(altered)
  t.match(verdict.signature, { status: 'invalid', reason: 'digest-mismatch' })
  t.equal(verdict.path.status, 'valid')
  t.equal(verdict.refusal, 'digest-mismatch')
  t.equal(empreinte, null)
  t.equal(original, null)
})

t.test('refuses a weak digest in the signature itself', async (t) => {
  const { verdict } = await opened(
    await signed(mailOf(people.requerant), people.requerant, { digest: 'sha1' }),
  )
  t.match(verdict.signature, { status: 'invalid', reason: 'weak-algorithm' })
})

t.test('accepts a signature flagged when policy says so of unknown revocation', async (t) => {
  const raw = await signed(mailOf(people.requerant), people.noCrl)
  const { verdict } = await opened(raw, { policy: { revocationInconnue: 'accept-flagged' } })
  t.match(verdict, { accepted: true, revocation: { status: 'unknown', source: 'none' } })
})

t.test('refuses a test certificate where policy says so', async (t) => {
  const raw = await signed(mailOf(people.requerant), people.testProduct)
  t.equal((await opened(raw)).verdict.refusal, null)
  const refused = await opened(raw, { policy: { testCertificates: 'refuse' } })
  t.equal(refused.verdict.refusal, 'test-certificate')
})

t.test('finds the certificates of the trust folder when the mail carries none', async (t) => {
  const raw = await signed(mailOf(people.requerant), people.requerant, { certificates: 'none' })
  const { verdict } = await opened(raw)
  t.equal(verdict.refusal, 'signer-certificate-missing')
})

t.test('refuses a signer who is not the sender', async (t) => {
  const raw = await signed(mailOf(people.requerant), people.gateway)
  const { verdict } = await opened(raw)
  t.match(verdict.sender, { bound: false, reason: 'signer-mismatch' })
  t.equal(verdict.refusal, 'signer-mismatch')
  t.equal(verdict.signature.status, 'valid')
})

t.test('binds a card without address through the directory only', async (t) => {
  const from = 'marc.guerin@hopital.test'
  const raw = await signed(
    letter({ from, to: 'demande@te.localhost', text: demande() }),
    people.carte,
  )
  const alone = await opened(raw)
  t.match(alone.verdict.sender, { bound: null, reason: 'annuaire-absent' })
  t.equal(alone.verdict.accepted, false)
  const annuaire = (address: string, service: string) => ({
    addressesOf: async (rpps: Rpps) => (rpps === people.carte.rpps ? [address] : []),
    mayUse: async (box: string, rpps: Rpps) => box === service && rpps === people.carte.rpps,
  })
  const known = await opened(raw, { annuaire: annuaire(from, '') })
  t.match(known.verdict, { accepted: true, sender: { bound: true, reason: null } })
  const entitled = await opened(raw, { annuaire: annuaire('autre@hopital.test', from) })
  t.equal(entitled.verdict.sender.bound, true)
  const stranger = await opened(raw, { annuaire: annuaire('autre@hopital.test', '') })
  t.match(stranger.verdict, { refusal: 'signer-mismatch', sender: { bound: false } })
})

t.test('compares addresses without regard to case', async (t) => {
  const mail = mailOf(people.requerant, { from: people.requerant.email.toUpperCase() })
  t.equal((await opened(await signed(mail, people.requerant))).verdict.refusal, null)
})

t.test('refuses several senders, however they are written', async (t) => {
  const good = (await signed(mailOf(people.requerant), people.requerant)).toString('latin1')
  const mine = people.requerant.email
  const variants: readonly (readonly [string, string])[] = [
    [`From: ${mine}, autre@x.test\r\n`, 'several-from'],
    [`From: autre@x.test\r\nFrom: ${mine}\r\n`, 'several-from'],
    [`From : autre@x.test\r\nFrom: ${mine}\r\n`, 'several-from'],
    [`From: g: ${mine}, autre@x.test;\r\n`, 'several-from'],
    [`From: ${mine}\r\nSender: autre@x.test\r\n`, 'sender-mismatch'],
    ['From: \r\n', 'no-from'],
    ['From: "a@b.test\r\n', 'no-from'],
  ]
  for (const [lines, code] of variants) {
    const raw = Buffer.from(good.replace(/^From: .*\r\n/m, lines), 'latin1')
    const { verdict } = await opened(raw)
    t.equal(verdict.refusal, code, lines)
    t.equal(verdict.signature.status, 'valid')
  }
  const named = good.replace(/^From: .*\r\n/m, `From: "Dr X <autre@x.test>" (note) <${mine}>\r\n`)
  t.equal((await opened(Buffer.from(named, 'latin1'))).verdict.refusal, null)
})

t.test('refuses a signature that covers only a part', async (t) => {
  const { outer, entity } = split(await signed(mailOf(people.requerant), people.requerant))
  const wrapped = [
    'Content-Type: multipart/mixed; boundary="liste"\r\n\r\n--liste\r\n',
    entity.toString('latin1'),
    '\r\n--liste\r\nContent-Type: text/plain\r\n\r\nPied de liste\r\n--liste--\r\n',
  ].join('')
  const { verdict, empreinte } = await opened(
    Buffer.concat([outer, Buffer.from(wrapped, 'latin1')]),
  )
  t.match(verdict, { refusal: 'partial-signature', signature: { status: 'valid', covers: 'part' } })
  t.equal(empreinte, null)
})

t.test('reads nothing that stands before or after the delimiters', async (t) => {
  const raw = await signed(mailOf(people.requerant), people.requerant)
  const { verdict, entity } = await opened(Buffer.concat([raw, Buffer.from('Texte ajouté\r\n')]))
  t.equal(verdict.refusal, null)
  t.notMatch((await wholeBuffer(entity, LIMIT)).toString(), /Texte ajouté/)
})

t.test('verifies a mail saved with bare line feeds', async (t) => {
  const raw = await signed(mailOf(people.requerant), people.requerant)
  const unix = Buffer.from(raw.toString('latin1').replaceAll('\r\n', '\n'), 'latin1')
  const { verdict, empreinte } = await opened(unix)
  t.equal(verdict.refusal, null)
  t.equal(empreinte, (await opened(raw)).empreinte)
})

t.test('never mends a mail where only some line ends are bare', async (t) => {
  const raw = (await signed(mailOf(people.requerant), people.requerant)).toString('latin1')
  const at = raw.indexOf('U3DDqWNp')
  const mixed = raw.slice(0, at) + raw.slice(at).replace('\r\n', '\n')
  t.equal((await opened(Buffer.from(mixed, 'latin1'))).verdict.refusal, 'digest-mismatch')
})

t.test('accepts the types and names that real clients use', async (t) => {
  const opaque = (
    await signed(mailOf(people.requerant), people.requerant, { form: 'opaque' })
  ).toString('latin1')
  const detached = (await signed(mailOf(people.requerant), people.requerant)).toString('latin1')
  const type = /^Content-Type: application\/pkcs7-mime(?:.*\r\n)(?:[ \t].*\r\n)*/m
  const disposition = /^Content-Disposition: .*\r\n/gm
  const variants = [
    opaque.replace(type, 'Content-Type: application/x-pkcs7-mime; name=smime.p7m\r\n'),
    opaque.replace(type, 'Content-Type: APPLICATION/PKCS7-MIME\r\n').replace(disposition, ''),
    opaque
      .replace(type, 'Content-Type: application/octet-stream; name="smime.p7m"\r\n')
      .replace(disposition, ''),
    detached.replaceAll('application/pkcs7-signature', 'application/x-pkcs7-signature'),
    detached.replace(/micalg=[^;]*;/, 'micalg=SHA1;'),
    detached.replace(
      'Content-Type: application/pkcs7-signature',
      'Content-Type: application/octet-stream',
    ),
  ]
  for (const [at, text] of variants.entries()) {
    const { verdict } = await opened(Buffer.from(text, 'latin1'))
    t.equal(verdict.refusal, null, `variant ${at}`)
  }
})

t.test('reads BER of indefinite length, key identifiers and several signers', async (t) => {
  const mail = mailOf(people.requerant)
  const { outer } = split(unsigned(mail))
  const sign = async (...more: string[]) => {
    const { certificate, key, chain } = people.requerant
    const base = [
      'cms',
      '-sign',
      '-binary',
      '-nodetach',
      '-signer',
      certificate,
      '-inkey',
      key,
      '-certfile',
      chain,
    ]
    const smime = await openssl([...base, ...more], { input: mail.entity })
    return (await opened(Buffer.concat([outer, smime]))).verdict
  }
  t.equal((await sign('-stream', '-indef')).refusal, null, 'BER')
  t.equal((await sign('-keyid')).refusal, null, 'key identifier')
  t.equal((await sign('-noattr')).refusal, null, 'no signed attributes')
  const { certificate, key } = people.cardiologue
  const both = await sign('-signer', certificate, '-inkey', key)
  t.match(both, { refusal: 'several-authors', signature: { signers: 2 } }, 'two persons')
  const bad = people.revoked
  const one = await sign('-signer', bad.certificate, '-inkey', bad.key)
  t.equal(one.refusal, 'several-authors', 'one bad signer is enough')
})

t.test('refuses clear text that only encryption vouches for, with one code', async (t) => {
  const plain = unsigned(mailOf(people.requerant))
  const { verdict, entity } = await opened(await encrypted(plain, people.gateway.certificate))
  t.match(verdict, {
    layers: ['enveloped'],
    refusal: 'encrypted-not-authentic',
    signature: { status: 'absent' },
  })
  t.notMatch((await wholeBuffer(entity, LIMIT)).toString('latin1'), /ESSAI-DURAND/)
  const inside = changed(await signed(mailOf(people.requerant), people.requerant))
  const broken = await opened(await encrypted(inside, people.gateway.certificate))
  t.equal(broken.verdict.refusal, 'encrypted-not-authentic')
})

t.test('lists the layer and says that it has no key', async (t) => {
  const inner = await signed(mailOf(people.requerant), people.requerant)
  const { verdict } = await opened(await encrypted(inner, people.dermatologue.certificate))
  t.match(verdict, {
    layers: ['enveloped'],
    refusal: 'cannot-decrypt',
    signature: { status: 'absent' },
  })
})

t.test('judges signature, path and revocation only for the purpose path', async (t) => {
  const raw = await signed(mailOf(people.dermatologue), people.wrongUsage)
  const { verdict } = await opened(raw, { policy: { purpose: 'path' } })
  t.match(verdict, {
    accepted: true,
    path: { status: 'valid' },
    sender: { bound: null, reason: null },
  })
})

t.test('says that an ordinary mail is not signed', async (t) => {
  const raw = unsigned(mailOf(people.requerant))
  const { verdict, entity } = await opened(raw)
  t.match(verdict, {
    layers: [],
    refusal: 'not-signed',
    signature: { status: 'absent', covers: null },
  })
  t.strictSame(await wholeBuffer(entity, LIMIT), raw)
})

t.test('gives the certificates of a good signer first, and none of a bad one', async (t) => {
  const good = await opened(await signed(mailOf(people.requerant), people.requerant))
  const sha256 = createHash('sha256')
    .update(good.certificates[0] ?? '')
    .digest('hex')
  t.equal(sha256, good.verdict.signer?.sha256)
  t.equal(good.evidence.chain.length, 3)
  t.equal(good.evidence.crls.length, 2)
  const bad = await opened(await signed(mailOf(people.requerant), people.expired))
  t.strictSame(bad.certificates, [])
})
