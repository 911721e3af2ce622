/** Files of certificates as OpenSSL writes them, and no file that holds a key. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

import t from 'tap'

import { openssl } from '../../certs/openssl.ts'
import { certificatesOf, isCertificateFile } from '../../src/annuaire/certificats.ts'
import { testPki } from '../support/pki.ts'

const { people, trust } = await testPki()
const { dermatologue, cardiologue, neurologue } = people
const pem = await readFile(dermatologue.certificate)
const other = await readFile(cardiologue.certificate)

/** What is recognised of a file: the start of each SHA-256, or why not. */
function read(file: Buffer): readonly string[] | null {
  const pieces = certificatesOf(file)
  return (
    pieces?.map((each) =>
      'certificate' in each ? each.certificate.sha256.slice(0, 8) : each.illisible,
    ) ?? null
  )
}

t.test('recognises PEM with one or many, DER and PKCS#7 in both forms', async (t) => {
  const [one, two] = [...(read(pem) ?? []), ...(read(other) ?? [])]
  t.match(one, /^[0-9a-f]{8}$/)
  const bundle = (form: string) => {
    const files = ['-certfile', dermatologue.certificate, '-certfile', cardiologue.certificate]
    return openssl(['crl2pkcs7', '-nocrl', ...files, '-outform', form])
  }
  const told = await openssl(['x509', '-in', dermatologue.certificate, '-text'])
  const trusted = ['x509', '-in', dermatologue.certificate, '-trustout', '-addtrust']
  for (const [file, wanted] of [
    [pem, [one]],
    [Buffer.concat([pem, other]), [one, two]],
    [told, [one]],
    [Buffer.concat([Buffer.from('\ufeff'), pem]), [one]],
    [await openssl(['x509', '-in', dermatologue.certificate, '-outform', 'DER']), [one]],
    [await openssl([...trusted, 'emailProtection']), [one]],
    [await bundle('DER'), [one, two]],
    [await bundle('PEM'), [one, two]],
  ] as const) {
    t.equal(isCertificateFile(file.subarray(0, 65_536)), true)
    t.strictSame(read(file)?.toSorted(), [...wanted].toSorted())
  }
})

t.test('takes nothing of a file that holds a private key, in any form', async (t) => {
  const key = dermatologue.key
  const der = (...args: string[]) => openssl([...args, '-outform', 'DER'])
  const hidden = await der('pkcs8', '-topk8', '-nocrypt', '-in', key)
  const secret = ['-v2', 'aes-256-cbc', '-passout', 'pass:essai']
  for (const [what, file] of [
    ['PEM after a certificate', Buffer.concat([pem, await readFile(key)])],
    ['PEM, encrypted', await openssl(['pkcs8', '-topk8', '-in', key, ...secret])],
    ['PEM, traditional', await openssl(['rsa', '-in', key, '-traditional'])],
    ['OpenSSH', Buffer.from('-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n')],
    ['PKCS#12', await readFile(dermatologue.p12)],
    ['PKCS#8', hidden],
    ['PKCS#8, short', await der('pkcs8', '-topk8', '-nocrypt', '-in', neurologue.key)],
    ['PKCS#8, encrypted', await der('pkcs8', '-topk8', '-in', key, ...secret)],
    ['PKCS#1', await der('rsa', '-in', key, '-traditional')],
    ['SEC 1', await der('ec', '-in', cardiologue.key)],
    ['under another label', labelled('CERTIFICATE', hidden)],
    ['under no label of ours', Buffer.concat([pem, labelled('DONNEES', hidden)])],
  ] as const) {
    t.equal(isCertificateFile(file.subarray(0, 65_536)), true, what)
    t.equal(read(file), null, what)
  }
})

t.test('says of each object that is none why, and takes the others', async (t) => {
  const list = await readFile(join(trust, 'intermediate.crl'))
  const broken = labelled('CERTIFICATE', Buffer.from('30820201', 'hex'))
  const [one] = read(pem) ?? []
  const found = read(Buffer.concat([list, broken, pem]))
  t.match(found, [/n’est pas un certificat \(X509 CRL\)/, /illisible/, one])
  const cut = read(Buffer.from('-----BEGIN CERTIFICATE-----\nAAAA'))
  t.match(cut, [/PEM abîmé/], 'what is there and unreadable is not said to be missing')
  t.match(read(Buffer.concat([Buffer.from('3082', 'hex'), Buffer.alloc(40)])), [/illisible/])
  const signed = await openssl(['cms', '-encrypt', '-outform', 'DER', dermatologue.certificate], {
    input: 'x',
  })
  t.match(read(signed), [/sans certificat|without certificates/])
})

t.test('leaves the other formats of the directory alone', async (t) => {
  for (const text of ['rpps;nom;prenom', '<?xml version="1.0"?>', '0100;a', '']) {
    t.equal(isCertificateFile(Buffer.from(text)), false, text)
  }
})

function labelled(label: string, der: Buffer): Buffer {
  const body = der.toString('base64').replace(/.{64}/g, '$&\n')
  return Buffer.from(`-----BEGIN ${label}-----\n${body}\n-----END ${label}-----\n`)
}
