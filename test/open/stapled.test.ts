/**
 * CRLs and OCSP responses that a signature brings: candidates like any other, verified like any other.
 */
import { generateKeyPairSync, X509Certificate } from 'node:crypto'

import t from 'tap'

import { keepInMemory } from '../../src/kit/bytes.ts'
import { open, receivedFile } from '../../src/open/open.ts'
import * as der from '../../src/pki/der-writer.ts'
import {
  alternativeNames,
  authority,
  day,
  type Entity,
  emailName,
  keyPair,
  NOW,
  trusting,
} from '../pki/authority.ts'
import { answers } from '../pki/responder.ts'
import { entityOf, mailWith, signedData } from './crafted.ts'

const root = authority('Racine')
const leaf = root.issues('Médecin', {
  keys: generateKeyPairSync('ed25519'),
  extensions: [alternativeNames(emailName('a@cabinet.test'))],
})
const other = root.issues('Autre')
const gone = { revoked: [{ of: leaf, at: day(-2) }] }
/** `[1]` OtherRevocationInfoFormat. */
const response = (bytes: Buffer, format = '1.3.6.1.5.5.7.16.2') =>
  der.tagged(1, der.oid(format), bytes)
const good = answers(root, [{ of: leaf, issuer: root }])

type Thing = Entity | { readonly crl: Buffer }

async function judged(revocation: readonly Buffer[], known: readonly Thing[] = []) {
  const signer = {
    key: leaf.keys.privateKey,
    certificate: new X509Certificate(leaf.certificate.der),
    intermediates: [],
  }
  const content = Buffer.from('Content-Type: text/plain\r\n\r\nBonjour\r\n')
  const mail = mailWith(
    ['From: a@cabinet.test', 'MIME-Version: 1.0'],
    entityOf(signedData(content, signer, { revocation })),
  )
  const { verdict, evidence } = await open(receivedFile(mail, NOW), {
    keys: [],
    trust: trusting(root, ...known),
    annuaire: null,
    keep: keepInMemory,
    policy: { revocationInconnue: 'refuse', testCertificates: 'accept', purpose: 'mail' },
  })
  const { status, source } = verdict.revocation
  return { told: `${status} ${source} ${verdict.refusal}`, evidence }
}

t.test('an OCSP response that the signature brings settles it, and is kept', async (t) => {
  const { told, evidence } = await judged([response(good)])
  t.equal(told, 'good ocsp null')
  t.strictSame(
    evidence.ocsp.map(({ der: bytes }) => bytes),
    [good],
  )
  t.equal(evidence.chain.length, 2)
})

t.test('so does a list, and both say what they have to say', async (t) => {
  t.equal((await judged([])).told, 'unknown none revocation-unknown')
  t.equal((await judged([root.lists().crl])).told, 'good crl null')
  t.equal((await judged([root.lists(gone).crl])).told, 'revoked crl revoked')
  const { told } = await judged([
    response(answers(root, [{ of: leaf, issuer: root, status: { at: day(-1) } }])),
  ])
  t.equal(told, 'revoked ocsp revoked')
})

t.test('the sender chose it, so it is verified like any other', async (t) => {
  const forged = answers(root, [{ of: leaf, issuer: root }], { keys: keyPair() })
  t.equal((await judged([response(forged)])).told, 'unknown none revocation-unknown')
  t.equal(
    (await judged([root.lists({ keys: keyPair() }).crl])).told,
    'unknown none revocation-unknown',
  )
  t.equal((await judged([response(good)], [root.lists(gone)])).told, 'revoked crl revoked')
  const newer = root.lists({ ...gone, thisUpdate: day(-0.1) })
  t.equal(
    (await judged([root.lists({ thisUpdate: day(-1) }).crl], [newer])).told,
    'revoked crl revoked',
  )
  const about = answers(root, [{ of: other, issuer: root }])
  t.equal((await judged([response(about)])).told, 'unknown none revocation-unknown')
})

t.test(
  'what does not parse, is of another format, too large or too many, is as good as absent',
  async (t) => {
    const noise = der.sequence(der.octets(Buffer.alloc(20)))
    t.equal(
      (await judged([response(good, '1.3.6.1.5.5.7.16.4')])).told,
      'unknown none revocation-unknown',
    )
    t.equal((await judged([noise, response(noise), response(good)])).told, 'good ocsp null')
    const large = root.lists({
      extensions: [der.sequence(der.oid('1.2.3.4'), der.octets(Buffer.alloc(600_000)))],
    })
    t.equal((await judged([large.crl])).told, 'unknown none revocation-unknown')
    const many = Array.from({ length: 20 }, () => noise)
    t.equal((await judged([...many, response(good)])).told, 'unknown none revocation-unknown')
  },
)
