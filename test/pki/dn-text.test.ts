import t from 'tap'

import { openssl } from '../../certs/openssl.ts'
import { parseCertificate } from '../../src/pki/certificate.ts'
import { dnKey } from '../../src/pki/dn-text.ts'
import { nameText } from '../../src/pki/name.ts'
import { certificateOf, testPki } from '../support/pki.ts'

t.test('equals the name of the certificate it was written from', async (t) => {
  const { people } = await testPki()
  for (const person of Object.values(people)) {
    const { subject } = parseCertificate(certificateOf(person))
    t.equal(dnKey(nameText(subject)), subject.key, nameText(subject))
    const said = await openssl([
      'x509',
      '-noout',
      '-subject',
      '-nameopt',
      'RFC2253,utf8,-esc_msb',
      '-in',
      person.certificate,
    ])
    t.equal(
      dnKey(
        said
          .toString('utf8')
          .trim()
          .replace(/^subject=/, ''),
      ),
      subject.key,
    )
  }
})

const A = 'CN=bus.exemple.test,OU=312345678,O=Hôpital d’Essai,ST=Seine-et-Marne (77),C=FR'

t.test(
  'compares RDN by RDN: case, blanks and escapes say nothing, order and values do',
  async (t) => {
    const same = [
      A.toUpperCase(),
      A.replaceAll(',', ', '),
      A.replaceAll('=', ' = '),
      A.replace('ô', '\\C3\\B4'),
      A.replace('O=Hôpital d’Essai', 'O="Hôpital d’Essai"'),
      A.replace('Hôpital d’Essai', 'Hôpital   d’Essai'),
      A.replace('CN=', '2.5.4.3='),
      A.replace('ô', 'o\u0302'),
    ]
    for (const each of same) t.equal(dnKey(each), dnKey(A), each)
    const others = [
      A.replace('bus.', 'bis.'),
      A.replace(',C=FR', ''),
      A.replace('OU=312345678,O=Hôpital d’Essai', 'O=Hôpital d’Essai,OU=312345678'),
      A.replace('CN=bus.exemple.test,OU', 'CN=bus.exemple.test+OU'),
      A.replace('bus.exemple.test', 'bus.exemple.test\\,OU=312345678'),
    ]
    for (const each of others) t.not(dnKey(each), dnKey(A), each)
    t.equal(
      dnKey('CN=a+OU=b,C=FR'),
      dnKey('OU=B+CN=A,C=fr'),
      'within an RDN the order says nothing',
    )
  },
)

t.test('is null for what is no distinguished name', async (t) => {
  for (const each of [
    '',
    'alb.exemple.test',
    'CN',
    '=x',
    'CN=a,,C=FR',
    'CN="a',
    'CN=a\\',
    'XX=a',
    'CN=a,',
  ]) {
    t.equal(dnKey(each), null, each)
  }
})
