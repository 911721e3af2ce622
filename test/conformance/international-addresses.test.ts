/**
 * Addresses beyond ASCII, in From and in certificates: the same mailbox in both of its forms is one, what only
 * looks like it is another, and a constrained authority names no more of them than of others.
 */
import t from 'tap'

import { keepInMemory } from '../../src/kit/bytes.ts'
import { open, receivedFile } from '../../src/open/open.ts'
import * as der from '../../src/pki/der-writer.ts'
import {
  alternativeNames,
  type Entity,
  emailName,
  keyUsage,
  NOW,
  nameConstraints,
  trusting,
} from '../pki/authority.ts'
import { mail, signedBy, stage, text } from '../support/hostile.ts'

const { root, ca } = stage()
const letter = text('Consentement : oui')
const SIGNING = keyUsage(0x80)
const otherName = (oid: string, value: Buffer) => der.tlv(0xa0, der.oid(oid), der.tagged(0, value))
const utf8Name = (mailbox: string) => otherName('1.3.6.1.5.5.7.8.9', der.utf8(mailbox))
const emailAddress = (mailbox: string) =>
  der.sequence(der.setOf(der.sequence(der.oid('1.2.840.113549.1.9.1'), der.utf8(mailbox))))

async function outcome(from: string | Buffer, signer: Entity, authority: Entity = ca) {
  const raw = mail([`From: ${'@'.repeat(9)}`], signedBy(signer, letter)).toString('latin1')
  const own = Buffer.from(from).toString('latin1')
  const opened = await open(
    receivedFile(Buffer.from(raw.replace('@'.repeat(9), own), 'latin1'), NOW),
    {
      keys: [],
      trust: trusting(root, authority, root.lists(), authority.lists()),
      annuaire: null,
      keep: keepInMemory,
      policy: { revocationInconnue: 'quarantine', testCertificates: 'accept', purpose: 'mail' },
    },
  )
  return opened.verdict.refusal
}

const named = (name: Buffer, authority: Entity = ca) =>
  authority.issues('x', { extensions: [SIGNING, alternativeNames(name)] })

t.test('binds a mailbox in UTF-8, and a domain in both of its forms', async (t) => {
  const ascii = 'josé@xn--clinique-t-f7a.test'
  const domain = 'clinique-été.test'
  const aDomain = new URL(`http://${domain}`).hostname
  for (const [from, name] of [
    [`josé@${domain}`, utf8Name(`josé@${aDomain}`)],
    [`josé@${aDomain}`, utf8Name(`josé@${aDomain}`)],
    [`josé@${domain}`, utf8Name(`josé@${domain}`)],
    [`JOSé@CLINIQUE-été.TEST`, utf8Name(`josé@${aDomain}`)],
    ['josé@cabinet.test', utf8Name('josé@cabinet.test')],
    [`jose@${domain}`, emailName(`jose@${aDomain}`)],
    [`jose@${aDomain.toUpperCase()}`, emailName(`jose@${aDomain}`)],
  ] as const) {
    t.equal(await outcome(from, named(name)), null, from)
  }
  t.equal(await outcome(ascii, named(utf8Name('josé@cabinet.test'))), 'signer-mismatch')
})

t.test('takes no look-alike for a mailbox, by case, by width, by composition', async (t) => {
  const kelvin = '\u212a'
  for (const [from, name] of [
    ['josÉ@cabinet.test', utf8Name('josé@cabinet.test')],
    ['jose\u0301@cabinet.test', utf8Name('josé@cabinet.test')],
    ['jos\u0435@cabinet.test', utf8Name('josé@cabinet.test')],
    ['marie@cabinet.test', utf8Name('mari\u0435@cabinet.test')],
    ['k@cabinet.test', utf8Name(`${kelvin}@cabinet.test`)],
    [`${kelvin}@cabinet.test`, emailName('k@cabinet.test')],
    ['a@ｃabinet.test', emailName('a@cabinet.test')],
    ['a@cabinet。test', emailName('a@cabinet.test')],
    ['a@cabineT\u0301.test', emailName('a@cabinet\u0301.test')],
    ['a@Élan.test', emailName(`a@${new URL('http://élan.test').hostname}`)],
    ['a@е\u0301lan.test', emailName(`a@${new URL('http://élan.test').hostname}`)],
  ] as const) {
    t.equal(await outcome(from, named(name)), 'signer-mismatch', from)
  }
})

t.test('takes no address in a form that is not its own', async (t) => {
  const latin1 = Buffer.from('jos\xe9@cabinet.test', 'latin1')
  for (const [title, from, signer] of [
    ['octets beyond ASCII in rfc822Name', latin1, named(der.primitive(1, latin1))],
    ['UTF-8 in rfc822Name', 'josé@cabinet.test', named(emailName('josé@cabinet.test'))],
    ['ASCII in SmtpUTF8Mailbox', 'a@cabinet.test', named(utf8Name('a@cabinet.test'))],
    [
      'an IA5String in SmtpUTF8Mailbox',
      latin1,
      named(otherName('1.3.6.1.5.5.7.8.9', der.tlv(0x16, latin1))),
    ],
    [
      'no UTF-8 in SmtpUTF8Mailbox',
      latin1,
      named(otherName('1.3.6.1.5.5.7.8.9', der.tlv(0x0c, latin1))),
    ],
    [
      'another otherName',
      'josé@cabinet.test',
      named(otherName('1.3.6.1.4.1.311.20.2.3', der.utf8('josé@cabinet.test'))),
    ],
    [
      'UTF-8 in emailAddress',
      'josé@cabinet.test',
      ca.issues('', { subject: emailAddress('josé@cabinet.test'), extensions: [SIGNING] }),
    ],
  ] as const) {
    t.equal(await outcome(from, signer), 'signer-mismatch', title)
  }
})

t.test('holds a mailbox in UTF-8 to the constraints of addresses', async (t) => {
  const narrow = (permitted: readonly Buffer[], excluded: readonly Buffer[] = []) =>
    root.issues('AC étroite', {
      ca: true,
      extensions: [keyUsage(0x06), nameConstraints(permitted, excluded)],
    })
  const aDomain = new URL('http://clinique-été.test').hostname
  const say = async (authority: Entity, mailbox: string) =>
    await outcome(mailbox, named(utf8Name(mailbox), authority), authority)
  const only = narrow([emailName(aDomain)])
  t.equal(await say(only, 'josé@clinique-été.test'), null)
  t.equal(await say(only, `josé@${aDomain}`), null)
  t.equal(await say(only, 'josé@ailleurs.test'), 'name-constraint')
  t.equal(await say(only, 'josé@ｘ.test'), 'name-constraint', 'a domain that is none')
  const below = narrow([emailName('.test')])
  t.equal(await say(below, 'josé@ailleurs.test'), null)
  t.equal(await say(below, 'josé@ailleurs.example'), 'name-constraint')
  t.equal(
    await say(narrow([emailName('josé@ailleurs.test')]), 'josé@ailleurs.test'),
    'name-constraint',
  )
  const without = narrow([], [emailName(aDomain)])
  t.equal(await say(without, 'josé@clinique-été.test'), 'name-constraint')
  t.equal(await say(without, 'josé@ailleurs.test'), null)
  t.equal(await say(narrow([], [emailName('clinique-été.test')]), 'josé@x.test'), 'name-constraint')
  t.equal(await say(narrow([], [emailName('x.test')]), 'josé@ｘ.test'), 'name-constraint')
  const others = narrow([], [otherName('1.3.6.1.4.1.311.20.2.3', der.utf8('x'))])
  t.equal(
    await say(others, 'josé@ailleurs.test'),
    'name-constraint',
    'a constraint of its own form',
  )
})
