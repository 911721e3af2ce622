/** Keys of correspondents: learned from verified mail only, each certificate by what it is for. */
import t from 'tap'

import type { AdresseMss, Professionnel } from '../../src/domain/correspondant.ts'
import { learn } from '../../src/flow/learn.ts'
import { encryptionCertificates } from '../../src/ledger/certificates/certificats.ts'
import * as der from '../../src/pki/der-writer.ts'
import { recall } from '../../src/pki/memory.ts'
import { NO_RULES } from '../../src/pki/rules.ts'
import { ruled } from '../../src/pki/trust.ts'
import type { Parts } from '../../src/start/gateway.ts'
import { isGoodNow } from '../../src/trust/usable.ts'
import { alternativeNames, day, emailName, keyUsage, NOW, trusting } from '../pki/authority.ts'
import { testDatabase } from '../support/database.ts'
import {
  attribute,
  attributesOf,
  cms,
  mail,
  multipartSigned,
  stage,
  text,
  VICTIM,
} from '../support/hostile.ts'

const { root, ca, person, judge, trust } = stage()
const content = text('Bonjour')
const GCM = der.sequence(der.oid('2.16.840.1.101.3.4.1.46'))
const cert = (email: string, usage: number) =>
  person(email, { extensions: [keyUsage(usage), alternativeNames(emailName(email))] })
const address = VICTIM
const SIGNS = 0x80
const AGREES = 0x08

type Person = ReturnType<typeof cert>

async function taught(t: Parameters<typeof testDatabase>[0], now = NOW) {
  const { db } = await testDatabase(t)
  const clock = { now: () => now }
  let under = trust
  const parts = { db, clock, trust: async () => under } as unknown as Parts
  const author = {
    professionnel: { rpps: '99700000005' } as Professionnel,
    adresse: VICTIM as AdresseMss,
  }
  return {
    async teach(signer: Person, bundled: readonly Person[], more: readonly Buffer[] = []) {
      const replaced = [...attributesOf(content), ...more]
      const bundle = [signer, ...bundled].map(({ certificate }) => certificate.der)
      const raw = mail(
        { From: VICTIM },
        multipartSigned(content, cms(content, [signer], { bundle, replaced })),
      )
      const opened = await judge(raw)
      if (!opened.verdict.accepted) throw new Error(opened.verdict.refusal ?? '')
      await learn(opened, author, parts)
    },
    denies: ({ certificate }: Person) => {
      under = ruled(trust, { ...NO_RULES, denied: [certificate.sha256] })
    },
    known: async () =>
      (await encryptionCertificates(db, VICTIM, now)).map(({ certificate, capabilities }) => [
        certificate.toString('hex'),
        capabilities,
      ]),
  }
}
const hex = ({ certificate }: Person) => certificate.der.toString('hex')
const NONE = { gcm: false, oaep: false }

t.test('keeps one certificate for both uses, with what its client reads', async (t) => {
  const { teach, known } = await taught(t)
  const both = cert(VICTIM, SIGNS | AGREES)
  await teach(both, [])
  t.strictSame(await known(), [[hex(both), NONE]])
  await teach(both, [], [attribute('1.2.840.113549.1.9.15', der.sequence(GCM))])
  t.strictSame(await known(), [[hex(both), { gcm: true, oaep: false }]], 'a later mail says more')
})

t.test('keeps the separate certificate for encryption, not the one that only signs', async (t) => {
  const { teach, known } = await taught(t)
  const [signs, encrypts] = [cert(VICTIM, SIGNS), cert(VICTIM, AGREES)]
  await teach(signs, [encrypts])
  t.strictSame(await known(), [[hex(encrypts), NONE]])
})

t.test('parses and verifies a good certificate once, a bad one each time', async (t) => {
  const { teach } = await taught(t)
  const good = cert(VICTIM, AGREES)
  const other = cert('autre@exemple.test', AGREES)
  await teach(cert(VICTIM, SIGNS), [good, other])
  t.equal(recall(trust, good.certificate.sha256)?.sha256, good.certificate.sha256)
  t.equal(recall(trust, other.certificate.sha256), undefined, 'not his: not looked at')
  const late = person(VICTIM, {
    extensions: [keyUsage(AGREES), alternativeNames(emailName(VICTIM))],
    to: day(-1),
  })
  t.equal(isGoodNow(late.certificate.der, { trust, now: NOW, address }), false)
  t.equal(recall(trust, late.certificate.sha256), undefined)
  const fresh = cert(VICTIM, AGREES)
  t.equal(isGoodNow(fresh.certificate.der, { trust, now: NOW, address }), true)
  t.ok(recall(trust, fresh.certificate.sha256))
})

t.test('follows the preference, whatever the other may do', async (t) => {
  const { teach, known } = await taught(t)
  const [both, wanted] = [cert(VICTIM, SIGNS | AGREES), cert(VICTIM, AGREES)]
  const preference = der.tagged(0, ca.name, der.integer(wanted.serial))
  await teach(both, [wanted], [attribute('1.2.840.113549.1.9.16.2.11', preference)])
  t.strictSame(await known(), [[hex(wanted), NONE]])
})

t.test('learns nothing of another, of a stranger, of one who is revoked or expired', async (t) => {
  const { teach, known } = await taught(t)
  const signs = cert(VICTIM, SIGNS)
  const extensions = [keyUsage(AGREES), alternativeNames(emailName(VICTIM))]
  await teach(signs, [
    cert('autre@cabinet.test', AGREES),
    stage().ca.issues('x', { extensions }),
    person(VICTIM, { extensions, to: day(-1) }),
  ])
  t.strictSame(await known(), [])
})

t.test('encrypts no more to a certificate that was revoked since', async (t) => {
  const gone = cert(VICTIM, AGREES)
  const { der: bytes } = gone.certificate
  t.equal(isGoodNow(bytes, { trust, now: NOW, address }), true)
  const revoked = ca.lists({ revoked: [{ of: gone, at: day(-1) }] })
  const later = trusting(root, ca, root.lists(), revoked)
  t.equal(isGoodNow(bytes, { trust: later, now: NOW, address }), false)
  t.equal(isGoodNow(Buffer.from('?'), { trust, now: NOW, address }), false)
})

t.test('learns nothing of a certificate that is denied, nor of one below it', async (t) => {
  for (const denied of ['his own', 'his authority’s'] as const) {
    const { teach, known, denies } = await taught(t)
    const both = cert(VICTIM, SIGNS | AGREES)
    denies(denied === 'his own' ? both : ca)
    await teach(both, [])
    t.strictSame(await known(), [], denied)
  }
})
