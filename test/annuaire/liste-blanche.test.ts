import t from 'tap'

import { isListeBlanche, readListeBlanche } from '../../src/annuaire/liste-blanche.ts'
import { parseCertificate } from '../../src/pki/certificate.ts'
import { dnKey } from '../../src/pki/dn-text.ts'
import { nameText } from '../../src/pki/name.ts'
import { loadTrust } from '../../src/pki/trust.ts'
import { listeBlanche } from '../support/liste-blanche.ts'
import { certificateOf, testPki } from '../support/pki.ts'

const pki = await testPki()
const signer = pki.people.gateway
const trust = await loadTrust(pki.trust)
const subject = nameText(parseCertificate(certificateOf(signer)).subject)
const DN = 'CN=bus.exemple.test,OU=312345678,O=Hôpital d’Essai,C=FR'
const OTHER = 'CN=proxy.exemple.test,OU=312345678,O=Hôpital d’Essai,C=FR'
const xml = await listeBlanche(
  [
    ['Medecin.Exemple.test', DN],
    ['medecin.exemple.test', OTHER],
    ['santé.exemple.test', DN],
    ['ailleurs.example.org', OTHER],
    ['sans-nom.exemple.test', 'pas un nom'],
  ],
  { signer },
)
const parts = { trust, signataire: null, revocationInconnue: 'quarantine', at: new Date() } as const
const judge = (text: string, more: Partial<Parameters<typeof readListeBlanche>[1]> = {}) => {
  const read = readListeBlanche(Buffer.from(text), { ...parts, ...more })
  return 'kind' in read ? read.code : 'good'
}

t.test('a good list gives, for each domain, the names of its operators', async (t) => {
  const read = readListeBlanche(Buffer.from(xml), parts)
  if ('kind' in read) return t.fail(read.code)
  t.match(read, { signataire: subject, ecartees: 1 })
  t.equal(read.genereeLe.toISOString(), '2026-11-01T06:00:00.000Z')
  t.strictSame(
    [...read.domaines].map(([domain, dns]) => [domain, dns.map(dnKey)]),
    [
      ['medecin.exemple.test', [dnKey(DN), dnKey(OTHER)]],
      ['xn--sant-epa.exemple.test', [dnKey(DN)]],
      ['ailleurs.example.org', [dnKey(OTHER)]],
    ],
  )
  t.ok(isListeBlanche(Buffer.from(xml)))
  t.notOk(isListeBlanche(Buffer.from('rpps;nom;prenom\n')))
})

t.test('any change of the signed content is seen; blanks of the base64 are none', async (t) => {
  t.equal(judge(xml.replace('bus.exemple.test', 'bis.exemple.test')), 'liste-signature')
  t.equal(judge(xml.replace('<Nom>', '<Nom> ')), 'liste-signature')
  t.equal(judge(xml.replace('2026-11-01', '2027-11-01')), 'liste-signature')
  t.equal(judge(xml.replaceAll('&#13;', '')), 'good')
  t.equal(judge(xml.replace('<ListeDomaines>', '<!-- said by nobody --><ListeDomaines>')), 'good')
  const [domaine = ''] = /<Domaine>.*?<\/Domaine>/s.exec(xml) ?? []
  t.equal(
    judge(xml.replace('</Signature>', `<Object>${domaine}</Object></Signature>`)),
    'liste-signature',
  )
  t.equal(judge(xml.replace('</Signature>', `</Signature>${domaine}`)), 'liste-signature')
})

t.test('no other form of signature is taken', async (t) => {
  const forms: readonly (readonly [string | RegExp, string])[] = [
    ['URI=""', 'URI="#x"'],
    ['URI=""', ''],
    ['xmldsig-more#rsa-sha256', 'xmldsig-more#rsa-sha512'],
    ['xmldsig-more#rsa-sha256', 'xmldsig-more#hmac-sha256'],
    ['xmlenc#sha256', 'xmldsig#sha1'],
    ['#enveloped-signature', '#base64'],
    [/<Reference .*<\/Reference>/s, ''],
    [/(<Reference .*<\/Reference>)/s, '$1$1'],
    [/<Signature .*<\/Signature>/s, ''],
    [/(<Signature .*<\/Signature>)/s, '$1$1'],
    [/<KeyInfo>.*<\/KeyInfo>/s, ''],
    [/<X509Certificate>.*<\/X509Certificate>/s, ''],
    ['xmlns="https://listeblanche.mssante.fr/schema"', 'xmlns="urn:x"'],
  ]
  for (const [from, to] of forms) {
    t.match(judge(xml.replace(from, to)), /^liste-/, `${from} → ${to}`)
  }
})

t.test('the signer is the one expected, by common name or by his whole name', async (t) => {
  t.equal(judge(xml, { signataire: subject }), 'good')
  t.equal(
    judge(xml, { signataire: /CN=([^,+]*)/.exec(subject)?.[1]?.replace(/\\/g, '') ?? '' }),
    'good',
  )
  t.equal(judge(xml, { signataire: 'alb.exemple.test' }), 'liste-signataire')
  t.equal(judge(xml, { signataire: `${subject},O=Autre` }), 'liste-signataire')
})

t.test('his path and his revocation are judged', async (t) => {
  t.equal(judge(xml, { at: new Date('2050-01-01') }), 'expired-certificate')
  const nobody = { ...trust, anchors: () => [], candidates: () => [] }
  t.equal(judge(xml, { trust: nobody }), 'no-path')
  const unknown = { ...trust, crls: () => [] }
  t.equal(judge(xml, { trust: unknown }), 'revocation-unknown')
  t.equal(judge(xml, { trust: unknown, revocationInconnue: 'accept-flagged' }), 'good')
  const { issuer, serial } = parseCertificate(certificateOf(signer))
  const entry = { date: new Date('2020-01-01'), reason: 0 } as never
  const listed = (name: string) =>
    trust
      .crls(name)
      .map((crl) => ({ ...crl, entries: new Map([[`${serial} ${issuer.key}`, entry]]) }))
  t.equal(judge(xml, { trust: { ...trust, crls: listed } }), 'revoked')
})

t.test('what is no list is said to be none', async (t) => {
  for (const text of ['', 'rpps;nom', '<a/>', '<!DOCTYPE a><a/>', xml.slice(0, 500)]) {
    t.equal(judge(text), 'liste-illisible')
  }
})
