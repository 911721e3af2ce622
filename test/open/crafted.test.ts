/**
 * What OpenSSL will not make: attributes that lie, Ed25519, towers of layers, bombs, protected headers.
 */
import { deflateSync } from 'node:zlib'

import t from 'tap'

import { wholeBuffer } from '../../src/kit/bytes.ts'
import { base64Text } from '../../src/mime/base64-lines.ts'
import { letter, signed } from '../support/letters.ts'
import { identityOf } from '../support/pki.ts'
import { certificatesOnly, compressedData, entityOf, mailWith, signedData } from './crafted.ts'
import { opening } from './opening.ts'

const { pki, opened } = await opening()
const requerant = identityOf(pki.people.requerant)
const from = pki.people.requerant.email
const outer = [`From: ${from}`, 'To: demande@te.localhost', 'Subject: Demande']
const content = Buffer.from('Content-Type: text/plain\r\n\r\nTexte\r\n')
const verdictOf = async (entity: Buffer, lines: readonly string[] = outer) =>
  (await opened(mailWith(lines, entity))).verdict

t.test('accepts a hand-made signature, so that the refusals below mean something', async (t) => {
  const verdict = await verdictOf(entityOf(signedData(content, requerant)))
  t.match(verdict, {
    refusal: null,
    signature: { status: 'valid', signingTime: '2026-11-22T09:00:00Z' },
  })
})

t.test('accepts Ed25519', async (t) => {
  const { email } = pki.people.neurologue
  const cms = signedData(content, identityOf(pki.people.neurologue))
  const verdict = await verdictOf(entityOf(cms), [`From: ${email}`])
  t.match(verdict, { refusal: null, signature: { status: 'valid', algorithm: 'ed25519' } })
})

t.test('accepts signed attributes in the order in which they came', async (t) => {
  const verdict = await verdictOf(entityOf(signedData(content, requerant, { order: 'reversed' })))
  t.equal(verdict.refusal, null)
})

t.test('refuses signed attributes that are missing, repeated or of another type', async (t) => {
  for (const crafting of [
    { without: ['contentType'] },
    { without: ['messageDigest'] },
    { twice: true },
    { claimedType: '1.2.840.113549.1.7.3' },
  ] as const) {
    const verdict = await verdictOf(entityOf(signedData(content, requerant, crafting)))
    t.equal(verdict.refusal, 'signed-attributes', JSON.stringify(crafting))
  }
})

t.test('refuses a signing-certificate attribute that names another certificate', async (t) => {
  const named = identityOf(pki.people.cardiologue).certificate.raw
  const verdict = await verdictOf(entityOf(signedData(content, requerant, { named })))
  t.equal(verdict.refusal, 'certificate-mismatch')
})

t.test('refuses more certificates than a path can need', async (t) => {
  const certificates = Array.from({ length: 21 }, () => requerant.certificate.raw)
  const verdict = await verdictOf(entityOf(signedData(content, requerant, { certificates })))
  t.equal(verdict.refusal, 'too-many-certificates')
})

t.test('refuses certificates without a signer', async (t) => {
  const verdict = await verdictOf(
    entityOf(certificatesOnly([requerant.certificate.raw]), 'certs-only'),
  )
  t.match(verdict, { refusal: 'certs-only', layers: [], signature: { status: 'absent' } })
})

t.test('takes five layers off and refuses the sixth', async (t) => {
  let entity: Buffer = content
  for (let layers = 1; layers <= 6; layers++) {
    entity = entityOf(signedData(entity, requerant))
    const verdict = await verdictOf(entity)
    t.equal(verdict.refusal, layers <= 5 ? null : 'too-many-layers', `${layers} layers`)
  }
})

t.test('reads PEM in place of BER, as it stands or in base64, short and long', async (t) => {
  const long = Buffer.concat([content, Buffer.alloc(2_000_000, 'Texte\r\n')])
  for (const text of [content, long]) {
    const base64 = base64Text(signedData(text, requerant))
    for (const label of ['PKCS7', 'CMS', 'PKCS #7 SIGNED DATA']) {
      const pem = `-----BEGIN ${label}-----\r\n${base64}\r\n-----END ${label}-----\r\nPied.\r\n`
      const again = base64Text(Buffer.from(pem))
      for (const [encoding, body] of [
        ['base64', pem],
        ['7bit', `\r\n${pem}`],
        ['base64', again],
      ]) {
        const head = 'Content-Type: application/pkcs7-mime; name="smime.p7m"\r\n'
        const entity = `${head}Content-Transfer-Encoding: ${encoding}\r\n\r\n${body}`
        const { verdict, original } = await opened(mailWith(outer, Buffer.from(entity)))
        t.match(verdict, { refusal: null, layers: ['signed'] }, `${label} ${encoding}`)
        const body64 = original && (await wholeBuffer(original.body, 1e7)).toString('latin1')
        t.equal(body64?.replace(/\s/g, ''), base64.replace(/\s/g, ''), 'the original is no PEM')
      }
    }
  }
})

t.test('refuses PEM in PEM, PEM of what is no CMS, and PEM for a detached signature', async (t) => {
  const pem = (octets: Buffer) =>
    Buffer.from(`-----BEGIN PKCS7-----\r\n${base64Text(octets)}\r\n-----END PKCS7-----\r\n`)
  const good = signedData(content, requerant)
  for (const body of [
    pem(pem(good)),
    pem(content),
    pem(Buffer.alloc(0)),
    pem(good).subarray(0, 40),
  ])
    t.equal((await verdictOf(entityOf(body))).refusal, 'malformed-cms')
  const detached = await signed(
    letter({ from, to: 'demande@te.localhost', text: 'T' }),
    pki.people.requerant,
  )
  t.equal((await opened(detached)).verdict.refusal, null)
  const text = detached.toString('latin1')
  const [, base64 = ''] = /smime\.p7s"\r?\n\r?\n([A-Za-z0-9+/=\s]+)/.exec(text) ?? []
  const changed = text.replace(base64, pem(Buffer.from(base64, 'base64')).toString())
  t.not(changed, text)
  t.equal((await opened(Buffer.from(changed, 'latin1'))).verdict.refusal, 'malformed-cms')
})

t.test('inflates a compressed layer, and refuses a bomb', async (t) => {
  const inner = entityOf(signedData(content, requerant))
  const verdict = await verdictOf(entityOf(compressedData(deflateSync(inner)), 'compressed-data'))
  t.match(verdict, { refusal: null, layers: ['compressed', 'signed'] })
  const bomb = deflateSync(Buffer.alloc(60 * 1024 * 1024, 0x20))
  const burst = await verdictOf(entityOf(compressedData(bomb), 'compressed-data'))
  t.equal(burst.refusal, 'expansion-limit')
  const cut = await verdictOf(
    entityOf(compressedData(deflateSync(inner).subarray(0, 400)), 'compressed-data'),
  )
  t.equal(cut.refusal, 'malformed-cms')
})

t.test('compares protected headers with the outer ones', async (t) => {
  const body = (lines: readonly string[], hp = 'clear') =>
    entityOf(
      signedData(
        Buffer.from(
          `${lines.join('\r\n')}\r\nContent-Type: text/plain; hp="${hp}"\r\n\r\nTexte\r\n`,
        ),
        requerant,
      ),
    )
  t.equal((await verdictOf(body(outer))).refusal, null)
  const altered: readonly (readonly string[])[] = [
    ['From: autre@x.test', ...outer.slice(1)],
    [outer[0] ?? '', 'To: autre@te.localhost', 'Subject: Demande'],
    [...outer.slice(0, 2), 'Subject: Autre'],
  ]
  for (const lines of altered)
    t.equal((await verdictOf(body(lines))).refusal, 'header-mismatch', lines.join())
  const date = 'Date: Sun, 22 Nov 2026 10:00:00 +0100'
  for (const [field, other] of [
    ['Cc: a@x.test', 'Cc: b@x.test'],
    ['Reply-To: a@x.test', 'Reply-To: b@x.test'],
    ['Sender: a@x.test', 'Sender: b@x.test'],
    ['In-Reply-To: <a@x.test>', 'In-Reply-To: <b@x.test>'],
    ['References: <a@x.test>', 'References: <b@x.test>'],
    [date, 'Date: Sun, 22 Nov 2026 10:00:00 +0000'],
  ] as const) {
    const inside = body([...outer, field])
    const verdict = await verdictOf(inside, [...outer, other])
    t.equal(verdict.refusal, 'header-mismatch', field)
    t.equal((await verdictOf(inside, outer)).refusal, 'header-mismatch', `${field} removed`)
  }
  const utc = [...outer, 'Date: Sun, 22 Nov 2026 09:00:00 GMT']
  t.equal((await verdictOf(body([...outer, date]), utc)).refusal, null, 'the same instant')
  const hidden = [...outer.slice(0, 2), 'Subject: Vrai objet', 'HP-Outer: Subject: [...]']
  const cipher = mailWith([...outer.slice(0, 2), 'Subject: [...]'], body(hidden, 'cipher'))
  const { verdict, headers } = await opened(cipher)
  t.equal(verdict.refusal, null)
  t.equal(headers.subject, 'Vrai objet')
})

t.test('takes the wrapper off a wrapped message, not off an attached one', async (t) => {
  const wrapped = (lines: readonly string[], more: string) =>
    entityOf(
      signedData(
        Buffer.from(
          `Content-Type: message/rfc822${more}\r\n\r\n${lines.join('\r\n')}\r\n\r\nTexte\r\n`,
        ),
        requerant,
      ),
    )
  const told = await opened(mailWith(outer, wrapped(outer, '; forwarded=no')))
  t.equal(told.verdict.refusal, null)
  t.match((await wholeBuffer(told.entity, 10_000)).toString(), /^From:/)
  const other = ['From: autre@x.test', 'Subject: Demande']
  t.equal((await verdictOf(wrapped(other, '; forwarded=no'))).refusal, 'header-mismatch')
  // Reading would take it for a letter of the signer, who wrote none of it.
  t.equal((await verdictOf(wrapped(other, ''))).refusal, 'header-mismatch')
  const attachment = '\r\nContent-Disposition: attachment'
  const forwarded = await opened(mailWith(outer, wrapped(other, attachment)))
  t.equal(forwarded.verdict.refusal, null)
  t.match((await wholeBuffer(forwarded.entity, 10_000)).toString(), /^Content-Type: message/)
})

t.test('decodes the outer headers that rules use', async (t) => {
  const lines = [
    `From: =?utf-8?q?Claire_F?= <${from}>`,
    'Subject: =?utf-8?B?VMOpbMOp?= =?iso-8859-1?Q?expertise_=E9?=',
    'Message-ID: <a@b.test>',
    'In-Reply-To: <c@d.test>',
    'References: <e@f.test>\r\n <c@d.test>',
    'Auto-Submitted: auto-replied',
  ]
  const { headers } = await opened(mailWith(lines, content))
  t.strictSame(headers, {
    messageId: 'a@b.test',
    inReplyTo: ['c@d.test'],
    references: ['e@f.test', 'c@d.test'],
    subject: 'Téléexpertise é',
    subjectIsSigned: false,
    to: [],
    toIsSigned: false,
    from: [from],
    automatic: true,
    wantsNoAnswer: false,
  })
})
