/** What the operators say of single certificates: whoever bears another fingerprint for the same signature is found too. */
import { createHash, X509Certificate } from 'node:crypto'

import t from 'tap'

import { parseCertificate, sha256Of } from '../../src/pki/certificate.ts'
import { children, integerOctets, parseDer, raw, sequence } from '../../src/pki/der.ts'
import { bitOctets } from '../../src/pki/der-bits.ts'
import * as der from '../../src/pki/der-writer.ts'
import { nameText } from '../../src/pki/name.ts'
import { barOf, believesRpps, isWithinLimits, limitsOf } from '../../src/pki/rules.ts'
import { authority } from './authority.ts'

const root = authority('Racine')
const leaf = root.issues('Feuille')
const none = { rppsAnchors: null, domains: [], denied: [] }

/** The same certificate with the other of the two signatures that verify. */
function twin(octets: Buffer): Buffer {
  const order = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n
  const [tbs, outer, bits] = sequence(parseDer(octets))
  const [r, s] = children(parseDer(bitOctets(bits)))
  if (!tbs || !outer || !r || !s) throw new Error('certificate')
  const other = order - BigInt(`0x${integerOctets(s).toString('hex')}`)
  const second = der.integer(Buffer.from(other.toString(16).padStart(64, '0'), 'hex'))
  return der.sequence(raw(tbs), raw(outer), der.bits(der.sequence(raw(r), second)))
}

t.test('a certificate is denied by its fingerprint, and by that of its twin', async (t) => {
  const other = twin(leaf.certificate.der)
  const { publicKey } = new X509Certificate(root.certificate.der)
  t.ok(new X509Certificate(other).verify(publicKey), 'OpenSSL accepts the twin')
  t.not(createHash('sha256').update(other).digest('hex'), leaf.certificate.sha256)
  const rules = { ...none, denied: [leaf.certificate.sha256] }
  t.equal(barOf(leaf.certificate, rules), 'certificate-denied')
  t.equal(barOf(parseCertificate(other), rules), 'certificate-denied')
  t.equal(barOf({ der: other, sha256: sha256Of(other) }, rules), 'certificate-denied')
  t.equal(barOf(root.issues('Autre').certificate, rules), null)
  t.equal(barOf(leaf.certificate, none), null)
})

t.test('an RPPS is believed under the anchors named', async (t) => {
  const anchor = root.certificate
  for (const [said, expected] of [
    [null, true],
    [[], false],
    [[anchor.sha256], true],
    [['Racine'], true],
    [[nameText(anchor.subject)], true],
    [[nameText(anchor.subject).toLowerCase().replaceAll('=', ' = ')], true],
    [['Autre', 'CN=Autre', '0'.repeat(64)], false],
  ] as const)
    t.equal(believesRpps(anchor, { ...none, rppsAnchors: said }), expected, `${said}`)
  t.equal(believesRpps(undefined, { ...none, rppsAnchors: ['Racine'] }), false, 'no valid path')
})

t.test('a path is limited by each limited certificate on it', async (t) => {
  const ca = root.issues('AC', { ca: true })
  const rules = {
    ...none,
    domains: [
      { sha256: ca.certificate.sha256, domain: 'hopital.test' },
      { sha256: ca.certificate.sha256, domain: 'chu.test' },
      { sha256: root.certificate.sha256, domain: 'test' },
    ],
  }
  const limits = (chain: readonly (typeof ca)[]) =>
    limitsOf(
      chain.map((c) => c.certificate),
      rules,
    )
  t.strictSame(limits([leaf]), [])
  t.strictSame(limits([leaf, ca, root]), [['hopital.test', 'chu.test'], ['test']])
  t.strictSame(limitsOf([parseCertificate(twin(ca.certificate.der))], rules), limits([ca]))
  for (const [address, expected] of [
    ['a@hopital.test', true],
    ['a@HOPITAL.test', true],
    ['a@service.hopital.test', true],
    ['a@chu.test', true],
    ['a@monhopital.test', false],
    ['a@hopital.test.ailleurs.example', false],
    ['a@ailleurs.test', false],
    ['"a@hopital.test"@ailleurs.test', false],
  ] as const)
    t.equal(isWithinLimits(address, limits([leaf, ca, root])), expected, address)
  t.ok(isWithinLimits('a@partout.example', []))
})
