/**
 * Each form in which authorities hand over certificates and lists, times what they hand over: each is read, and what
 * cannot be is told.
 */
import { gzipSync } from 'node:zlib'

import t from 'tap'

import { certificatesOf, isCertificateFile } from '../../src/annuaire/certificats.ts'
import { derObjectsIn } from '../../src/pki/der-files.ts'
import { trustObjectsIn, trustOf } from '../../src/pki/trust.ts'
import { authority, NOW } from './authority.ts'

const root = authority('Racine')
const ca = root.issues('AC', { ca: true })
const certificate = root.certificate.der
const list = root.lists().crl
const big = root.lists({
  revoked: Array.from({ length: 2_000 }, (_, at) => ({
    of: { serial: Buffer.from([0x40, at >> 8, at & 0xff]) },
    at: NOW,
  })),
}).crl

const lines = (der: Buffer, end = '\n'): string =>
  der.toString('base64').replace(/.{64}/g, `$&${end}`)
const pem = (der: Buffer, label: string, end = '\n'): string =>
  `-----BEGIN ${label}-----${end}${lines(der, end)}${end}-----END ${label}-----${end}`
const labelOf = (der: Buffer): string => (der === certificate ? 'CERTIFICATE' : 'X509 CRL')
const utf16 = (text: string): Buffer => Buffer.from(`\ufeff${text}`, 'utf16le')

/** A form: the octets of a file that holds one object. */
const forms: { readonly [name: string]: (der: Buffer) => Buffer } = {
  DER: (der) => der,
  'DER and a line end': (der) => Buffer.concat([der, Buffer.from('\r\n')]),
  PEM: (der) => Buffer.from(pem(der, labelOf(der))),
  'PEM with CRLF and text around': (der) =>
    Buffer.from(`Sujet : CN=Racine\r\n${pem(der, labelOf(der), '\r\n')}\r\nfin\r\n`),
  'PEM with CR alone': (der) => Buffer.from(pem(der, labelOf(der), '\r')),
  'PEM after a UTF-8 mark': (der) => Buffer.from(`\ufeff${pem(der, labelOf(der))}`),
  'PEM in UTF-16': (der) => utf16(pem(der, labelOf(der), '\r\n')),
  'PEM in UTF-16, the other way round': (der) => utf16(pem(der, labelOf(der))).swap16(),
  'base64 in one line': (der) => Buffer.from(der.toString('base64')),
  'base64 in lines': (der) => Buffer.from(lines(der, '\r\n')),
  'base64 and empty lines after': (der) => Buffer.from(`${lines(der)}\n\n\n`),
  'base64 in UTF-16': (der) => utf16(lines(der)),
  'base64 of PEM-less text, indented': (der) => Buffer.from(lines(der).replace(/^/gm, '  ')),
  gzip: (der) => gzipSync(der),
  'gzip of PEM': (der) => gzipSync(pem(der, labelOf(der))),
  'gzip of base64 in UTF-16': (der) => gzipSync(utf16(lines(der))),
}
const things = { certificate, list, big }
for (const [form, of] of Object.entries(forms)) {
  t.test(`reads ${form}`, (t) => {
    for (const [what, der] of Object.entries(things)) {
      const { found, faults } = trustObjectsIn(of(der))
      t.strictSame(faults, [], what)
      t.equal(found.length, 1, what)
      t.ok(found[0]?.der.equals(der), `${what}, octet by octet`)
    }
    const file = of(certificate)
    t.ok(isCertificateFile(file.subarray(0, 4096)), 'an import knows it')
    const pieces = certificatesOf(file)
    t.ok(pieces?.length === 1 && pieces[0] && 'certificate' in pieces[0], 'and takes it')
    t.end()
  })
}

t.test('reads several in one file, in each form', (t) => {
  const all = [certificate, ca.certificate.der, list]
  const several: { readonly [form: string]: Buffer } = {
    DER: Buffer.concat(all),
    'DER in lines': Buffer.concat(all.flatMap((der) => [der, Buffer.from('\n')])),
    PEM: Buffer.from(
      all.map((der) => pem(der, der === list ? 'X509 CRL' : 'CERTIFICATE')).join(''),
    ),
    base64: Buffer.from(all.map((der) => lines(der)).join('\n\n')),
    'gzip of PEM': gzipSync(all.map((der) => pem(der, labelOf(der))).join('')),
    'two gzip members': Buffer.concat(all.map((der) => gzipSync(der))),
  }
  for (const [form, file] of Object.entries(several)) {
    const { found, faults } = trustObjectsIn(file)
    t.strictSame(faults, [], form)
    t.strictSame(
      found.map(({ sha256 }) => sha256),
      trustObjectsIn(Buffer.concat(all)).found.map(({ sha256 }) => sha256),
      form,
    )
    t.equal(found.length, 3, form)
  }
  t.end()
})

t.test('tells what cannot be read, beside what can', (t) => {
  const broken = pem(certificate, 'CERTIFICATE').split('-----END')[0] ?? ''
  const faulty: { readonly [what: string]: readonly [Buffer, number, RegExp] } = {
    nothing: [Buffer.alloc(0), 0, /fichier vide/],
    blanks: [Buffer.from(' \r\n'), 0, /fichier vide/],
    'a text': [Buffer.from('Bonjour'), 0, /ni certificat, ni liste/],
    'a page of a web server': [Buffer.from('<html>404</html>'), 0, /ni certificat, ni liste/],
    'a certificate cut short': [certificate.subarray(0, 200), 0, /illisible/],
    'octets after a certificate': [Buffer.concat([certificate, Buffer.from('x')]), 1, /en trop/],
    'a PEM block without its end': [Buffer.from(broken), 0, /PEM abîmé/],
    'a PEM block that is no base64': [
      Buffer.from(pem(certificate, 'CERTIFICATE').replace('M', '!')),
      0,
      /PEM abîmé/,
    ],
    'a good block and a broken one': [Buffer.from(pem(list, 'X509 CRL') + broken), 1, /PEM abîmé/],
    'a key alone': [Buffer.from(pem(Buffer.from([0x30, 0]), 'PRIVATE KEY')), 0, /ni certificat/],
    'gzip cut short': [gzipSync(big).subarray(0, 300), 0, /gzip abîmé/],
    'gzip of gzip': [gzipSync(gzipSync(list)), 0, /ni certificat/],
    'a sequence of something else': [Buffer.from([0x30, 3, 2, 1, 5]), 0, /illisible/],
  }
  for (const [what, [file, count, fault]] of Object.entries(faulty)) {
    const { found, faults } = trustObjectsIn(file)
    t.equal(found.length, count, what)
    t.match(faults.join(), fault, what)
    const { unreadable } = trustOf([{ name: 'fichier.crl', bytes: file }], { now: NOW })
    t.equal(unreadable[0]?.file, 'fichier.crl', `${what}: by the name of its file`)
  }
  t.end()
})

t.test('what unpacks to more than is allowed is not unpacked', (t) => {
  const bomb = gzipSync(Buffer.alloc(8 * 1024 * 1024))
  t.match(derObjectsIn(bomb, 1024 * 1024).faults, [/trop grand une fois décompressé/])
  t.strictSame(derObjectsIn(gzipSync(list), list.length).faults, [])
  t.match(derObjectsIn(gzipSync(list), list.length - 1).faults, [/trop grand/])
  t.end()
})

t.test('an import refuses a file with a key in any form', (t) => {
  const key = root.keys.privateKey.export({ type: 'pkcs8', format: 'der' })
  for (const [form, of] of Object.entries(forms)) {
    if (form.includes('PEM')) continue
    t.equal(certificatesOf(of(key)), null, form)
  }
  const text = root.keys.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
  for (const file of [Buffer.from(text), utf16(text), gzipSync(text), gzipSync(utf16(text))])
    t.equal(certificatesOf(file), null)
  t.end()
})
