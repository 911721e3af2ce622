/** What signers announce in their attributes: read when good, ignored when not. */
import t from 'tap'

import * as der from '../../src/pki/der-writer.ts'
import { alternativeNames, emailName, keyUsage } from '../pki/authority.ts'
import {
  attribute,
  attributesOf,
  cms,
  type Lies,
  mail,
  multipartSigned,
  signedBy,
  ski,
  stage,
  text,
  VICTIM,
} from '../support/hostile.ts'

const { ca, victim, person, judge } = stage()
const content = text('Bonjour')
const outer = { From: VICTIM }
const item = (id: string, ...parameters: Buffer[]) => der.sequence(der.oid(id), ...parameters)
const CAPABILITIES = '1.2.840.113549.1.9.15'
const PREFERENCE = '1.2.840.113549.1.9.16.2.11'
const GCM = item('2.16.840.1.101.3.4.1.46')
const CBC = item('2.16.840.1.101.3.4.1.42')
const OAEP = '1.2.840.113549.1.1.7'
const hash = (id: string) => der.sequence(der.tagged(0, item(id)))

async function said(more: readonly Buffer[], lies: Lies = {}, signer = victim) {
  const replaced = [...attributesOf(content), ...more]
  const { verdict, capabilities, preferred } = await judge(
    mail(outer, multipartSigned(content, cms(content, [signer], { ...lies, replaced }))),
  )
  t.equal(verdict.refusal, null)
  return { capabilities, preferred }
}
const capabilities = async (...items: Buffer[]) =>
  (await said([attribute(CAPABILITIES, der.sequence(...items))])).capabilities

t.test('reads the algorithms that a client announces', async (t) => {
  t.strictSame(await capabilities(), { gcm: false, oaep: false }, 'an empty list')
  t.strictSame(await capabilities(CBC), { gcm: false, oaep: false })
  t.strictSame(await capabilities(GCM, CBC), { gcm: true, oaep: false })
  t.strictSame(
    await capabilities(item('2.16.840.1.101.3.4.1.6')),
    { gcm: false, oaep: false },
    '128 bits are not what we write',
  )
  t.strictSame(await capabilities(CBC, item(OAEP)), { gcm: false, oaep: true })
  t.strictSame(await capabilities(item(OAEP, hash('2.16.840.1.101.3.4.2.1'))), {
    gcm: false,
    oaep: true,
  })
  t.strictSame(
    await capabilities(item(OAEP, hash('2.16.840.1.101.3.4.2.3'))),
    { gcm: false, oaep: false },
    'another hash',
  )
  t.equal((await said([])).capabilities, null, 'nothing announced')
  t.equal((await said([attribute(CAPABILITIES, der.octets(Buffer.from('?')))])).capabilities, null)
})

t.test('says nothing of a mail that is refused', async (t) => {
  const replaced = [...attributesOf(content), attribute(CAPABILITIES, der.sequence(GCM))]
  const stranger = { From: 'autre@x.test' }
  const opened = await judge(mail(stranger, signedBy(victim, content, { replaced })))
  t.equal(opened.verdict.refusal, 'signer-mismatch')
  t.strictSame([opened.capabilities, opened.preferred], [null, null])
})

t.test('finds the certificate that a signer wants to be encrypted to', async (t) => {
  const other = person(VICTIM, {
    extensions: [keyUsage(0x08), alternativeNames(emailName(VICTIM)), ski('chiffre')],
  })
  const bundle = [victim.certificate.der, other.certificate.der]
  const named = der.tagged(0, ca.name, der.integer(other.serial))
  const byKey = der.tlv(0x81, Buffer.from('chiffre'))
  const outlook = der.sequence(ca.name, der.integer(other.serial))
  const preferred = async (type: string, value: Buffer) =>
    (await said([attribute(type, value)], { bundle })).preferred
  t.equal(await preferred(PREFERENCE, named), other.certificate.sha256)
  t.equal(await preferred('1.3.6.1.4.1.311.16.4', outlook), other.certificate.sha256)
  t.equal(
    await preferred(PREFERENCE, der.tlv(0x82, Buffer.from('chiffre'))),
    other.certificate.sha256,
  )
  t.equal(
    await preferred(PREFERENCE, der.tagged(0, ca.name, der.integer(999_999))),
    null,
    'not carried',
  )
  t.equal(await preferred(PREFERENCE, byKey), null, 'a form that is none')
})
