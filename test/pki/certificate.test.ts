/**
 * What a certificate tells of its holder.
 */
import { X509Certificate } from 'node:crypto'

import t from 'tap'

import { emailsOf, parseCertificate, rppsOf } from '../../src/pki/certificate.ts'
import { DerError, parseDer, raw, sequence } from '../../src/pki/der.ts'
import * as der from '../../src/pki/der-writer.ts'
import { nameText, nameOf as parsedName } from '../../src/pki/name.ts'
import { certificateOf, testPki } from '../support/pki.ts'
import { alternativeNames, authority, emailName, extension, nameOf } from './authority.ts'

const { people } = await testPki()
const root = authority('Racine')
const pair = (oid: string, value: Buffer) => der.sequence(der.oid(oid), value)
const subject = (...pairs: Buffer[]) => der.sequence(der.setOf(...pairs))

t.test('agrees with Node on serial number, dates and key', async (t) => {
  for (const who of ['requerant', 'cardiologue', 'neurologue'] as const) {
    const bytes = certificateOf(people[who])
    const [own, node] = [parseCertificate(bytes), new X509Certificate(bytes)]
    t.equal(BigInt(`0x${own.serial}`), BigInt(`0x${node.serialNumber}`))
    t.equal(own.notAfter.getTime(), node.validToDate.getTime())
    t.equal(own.spki.equals(node.publicKey.export({ type: 'spki', format: 'der' })), true)
  }
})

t.test('reads the RPPS in a name of several values', async (t) => {
  const certificate = parseCertificate(certificateOf(people.carte))
  t.equal(rppsOf(certificate), people.carte.rpps)
  t.match(nameText(certificate.subject), /CN=8\d{11}\+SN=GUERIN\+GN=Marc|SN=GUERIN/)
  t.strictSame(emailsOf(certificate), [])
})

t.test('takes for an RPPS only 8 and 11 digits, once', async (t) => {
  const rppsIn = (...names: string[]) => {
    const pairs = names.map((name) => pair('2.5.4.3', der.utf8(name)))
    return rppsOf(root.issues('', { subject: subject(...pairs) }).certificate)
  }
  t.equal(rppsIn('899700000005'), '99700000005')
  for (const name of ['099700000005', '8997000000051', '89970000000A', 'Dr 899700000005'])
    t.equal(rppsIn(name), null)
  t.equal(rppsIn('899700000005', '899700000013'), null)
})

t.test('gathers addresses of the alternative name and of the subject', async (t) => {
  const names = subject(pair('1.2.840.113549.1.9.1', der.ia5('B@X.test')))
  const leaf = root.issues('', {
    subject: names,
    extensions: [alternativeNames(emailName('A@x.test'))],
  })
  t.strictSame(emailsOf(leaf.certificate), ['a@x.test', 'b@x.test'])
})

t.test('refuses an extension given twice', async (t) => {
  const twice = [alternativeNames(emailName('a@x.test')), alternativeNames(emailName('b@x.test'))]
  t.throws(() => root.issues('Feuille', { extensions: twice }), /twice/)
})

t.test('takes each field in its version and its place only', async (t) => {
  const { certificate } = root.issues('Feuille')
  const [tbs, ...signature] = sequence(parseDer(certificate.der)).map(raw)
  const fields = sequence(parseDer(tbs ?? Buffer.alloc(0))).map(raw)
  const [unique, unknown] = [1, 4].map((n) => der.primitive(n, Buffer.from([0, 1])))
  const made = (version: number | null, ...rest: readonly (Buffer | undefined)[]) => {
    const first = version === null ? [] : [der.tagged(0, der.integer(version))]
    const own = [...first, ...fields.slice(1, 7), ...rest.map((field) => field ?? Buffer.alloc(0))]
    return () => parseCertificate(der.sequence(der.sequence(...own), ...signature))
  }
  const extensions = fields[7]
  t.equal(made(2, unique, extensions)().version, 3)
  t.equal(made(1, unique)().version, 2)
  t.equal(made(null)().version, 1)
  for (const [what, make] of [
    ['extensions in version 1', made(null, extensions)],
    ['extensions in version 2', made(1, extensions)],
    ['a unique identifier in version 1', made(null, unique)],
    ['an unknown field', made(2, unknown, extensions)],
    ['extensions twice', made(2, extensions, extensions)],
    ['another order', made(2, extensions, unique)],
  ] as const) {
    t.throws(make, /certificate fields/, what)
  }
  const long = der.sequence(tbs ?? Buffer.alloc(0), ...signature, der.NULL)
  t.throws(() => parseCertificate(long), /certificate fields/, 'a field after the signature')
})

t.test('tells apart names that are no UTF-8', async (t) => {
  const key = (octet: number) =>
    parsedName(subject(pair('2.5.4.3', der.tlv(0x0c, Buffer.from([0x41, octet]))))).key
  t.not(key(0xff), key(0xfe))
  t.equal(key(0xff), key(0xff))
})

t.test('reads the product category of the IGC-Santé', async (t) => {
  const leaf = root.issues('Feuille', {
    extensions: [extension('1.2.250.1.71.1.2.5', der.octets(Buffer.from([0x83])))],
  })
  t.equal(leaf.certificate.extensions.produit, 0x83)
})

t.test(
  'compares names without regard to case, blanks, order in a value set, or string type',
  async (t) => {
    const [a, b] = [
      pair('2.5.4.3', der.utf8('Élise  MARTIN ')),
      pair('2.5.4.4', der.printable('Martin')),
    ]
    const [c, d] = [
      pair('2.5.4.4', der.utf8('MARTIN')),
      pair('2.5.4.3', der.utf8('e\u0301lise martin')),
    ]
    const key = (...pairs: Buffer[]) => parsedName(der.sequence(der.tlv(0x31, ...pairs))).key
    t.equal(key(a, b), key(c, d))
    t.not(key(a), key(d, c))
  },
)

t.test('writes names as RFC 4514 does', async (t) => {
  const odd = parsedName(nameOf('Dr, A+B "x"', '#1'))
  t.equal(nameText(odd), 'CN=Dr\\, A\\+B \\"x\\",OU=\\#1,O=Essai')
})

t.test('throws nothing but DerError on changed octets', async (t) => {
  const bytes = certificateOf(people.requerant)
  for (let at = 0; at < bytes.length; at++) {
    const copy = Buffer.from(bytes)
    copy[at] = (copy[at] ?? 0) ^ 0x55
    try {
      parseCertificate(copy)
    } catch (error) {
      if (!(error instanceof DerError)) t.fail(`octet ${at}: ${error}`)
    }
  }
  t.pass('all were judged')
})
