/**
 * Wherever a certificate is trusted, what the operators say of it is asked: one row a use, and no use without its row.
 *
 * SPEC §1 (`certificat refuser`), §2 (CONFRERE_ANCRES_DOMAINES)
 */
import { X509Certificate } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

import t from 'tap'

import { readListeBlanche } from '../../src/annuaire/liste-blanche.ts'
import { type Config, loadConfig } from '../../src/config.ts'
import { keepInMemory } from '../../src/kit/bytes.ts'
import type { TrustRules } from '../../src/message.ts'
import { open, receivedFile } from '../../src/open/open.ts'
import { parseCertificate } from '../../src/pki/certificate.ts'
import * as der from '../../src/pki/der-writer.ts'
import { parseOcsp } from '../../src/pki/ocsp.ts'
import { ocspAnswer } from '../../src/pki/ocsp-verify.ts'
import { findPath } from '../../src/pki/path.ts'
import { authoritiesIn, peerBar } from '../../src/pki/peers.ts'
import { judgeRevocation } from '../../src/pki/revocation.ts'
import { NO_RULES } from '../../src/pki/rules.ts'
import { loadTrust, ruled, type Trust } from '../../src/pki/trust.ts'
import { rehearse } from '../../src/start/rehearsal.ts'
import { unusable } from '../../src/trust/import-certificates.ts'
import { isGood, isGoodNow } from '../../src/trust/usable.ts'
import {
  alternativeNames,
  authority,
  directoryName,
  distributionPoint,
  distributionPoints,
  type Entity,
  emailName,
  extension,
  issuingPoint,
  keyUsage,
  NOW,
  nameOf,
  trusting,
} from '../pki/authority.ts'
import { answers } from '../pki/responder.ts'
import {
  attributesOf,
  cms,
  mail,
  multipartSigned,
  stage,
  text,
  VICTIM,
} from '../support/hostile.ts'
import { listeBlanche } from '../support/liste-blanche.ts'
import { testPki } from '../support/pki.ts'

const { root, ca, person, trust } = stage()
const content = text('Bonjour')
const both = person(VICTIM, {
  extensions: [keyUsage(0x88), alternativeNames(emailName(VICTIM))],
})
const mute = person(VICTIM, { extensions: [keyUsage(0x08), alternativeNames(emailName(VICTIM))] })
const OCSP_SIGNING = extension('2.5.29.37', der.sequence(der.oid('1.3.6.1.5.5.7.3.9')))
const NO_CHECK = extension('1.3.6.1.5.5.7.48.1.5', der.NULL)

const signs = async (by: Entity, under: Trust): Promise<boolean> => {
  const bundle = [by, ca].map(({ certificate }) => certificate.der)
  const replaced = attributesOf(content)
  const raw = mail(
    { From: VICTIM },
    multipartSigned(content, cms(content, [by], { bundle, replaced })),
  )
  const { verdict } = await open(receivedFile(raw, NOW), {
    keys: [],
    trust: under,
    annuaire: null,
    keep: keepInMemory,
    policy: { revocationInconnue: 'quarantine', testCertificates: 'accept', purpose: 'mail' },
  })
  return verdict.accepted
}
const responder = ca.issues('Répondeur', { extensions: [OCSP_SIGNING, NO_CHECK] })
const answering = (under: Trust): boolean => {
  const certificates = [responder]
  const response = parseOcsp(answers(responder, [{ of: both, issuer: ca }], { certificates }))
  const given = { at: NOW, responses: () => [response], pool: under, isUnrevoked: () => true }
  return ocspAnswer(both.certificate, ca.certificate, given) !== null
}
const lister = root.issues('Éditeur', { extensions: [keyUsage(0x02)] })
const pointed = ca.issues('Feuille', {
  extensions: [
    distributionPoints(
      distributionPoint([directoryName(nameOf('Point'))], { issuer: lister.name }),
    ),
  ],
})
const scope = issuingPoint({ names: [directoryName(nameOf('Point'))], indirect: true })
const listing = trusting(...[root, ca, lister, root.lists(), lister.lists({ extensions: [scope] })])
const listed = (under: Trust): boolean => {
  const { crls, ocsp } = under
  const path = findPath(pointed.certificate, under, NOW)
  if (path.status !== 'valid') return false
  return judgeRevocation(path.chain, { pool: under, at: NOW, crls, ocsp }).status === 'good'
}
const peer = (shown: readonly Entity[], above: readonly Entity[], rules: TrustRules) =>
  peerBar(
    {
      shown: shown.map(({ certificate }) => certificate.der),
      authorities: authoritiesIn(above.map(({ certificate }) => certificate.der)),
    },
    rules,
  ) === null
const given = { now: NOW, bundled: [], address: VICTIM }
const pki = await testPki()
const national = await loadTrust(pki.trust)
const signer = parseCertificate(certificateFile(pki.people.gateway.certificate))
const xml = await listeBlanche([['a.test', 'CN=bus']], { signer: pki.people.gateway })

function certificateFile(file: string): Buffer {
  const text = readFileSync(file, 'latin1')
  return Buffer.from(text.replace(/-----[^-]+-----|\s/g, ''), 'base64')
}

/** What is trusted, by which certificates, and does it count under these rules? */
const USES: readonly {
  readonly use: string
  readonly by: { readonly [name: string]: { readonly certificate: { readonly sha256: string } } }
  readonly counts: (rules: TrustRules) => boolean | Promise<boolean>
}[] = [
  {
    use: 'a mail is signed',
    by: { signer: both, intermediate: ca, anchor: root },
    counts: (rules) => signs(both, ruled(trust, rules)),
  },
  {
    use: 'a responder answers',
    by: { responder, issuer: ca },
    counts: (rules) => answering(ruled(trust, rules)),
  },
  {
    use: 'a list is signed by another than the issuer',
    by: { lister },
    counts: (rules) => listed(ruled(listing, rules)),
  },
  {
    use: 'a letter is encrypted',
    by: { recipient: both, intermediate: ca, anchor: root },
    counts: (rules) => isGoodNow(both.certificate.der, { ...given, trust: ruled(trust, rules) }),
  },
  {
    use: 'a key is learned',
    by: { own: both, intermediate: ca },
    counts: (rules) => isGood(both.certificate, { ...given, trust: ruled(trust, rules) }),
  },
  {
    use: 'a certificate is imported',
    by: { own: both, intermediate: ca },
    async counts(rules) {
      const clock = { now: () => NOW }
      const parts = { config: { mode: 'dev' }, clock, trust: ruled(trust, rules) }
      return (await unusable(both.certificate, [VICTIM], parts as never)) === null
    },
  },
  {
    use: 'the white list is taken',
    by: { signer: { certificate: signer } },
    counts: (rules) =>
      !(
        'kind' in
        readListeBlanche(Buffer.from(xml), {
          trust: ruled(national, rules),
          signataire: null,
          revocationInconnue: 'quarantine',
          at: new Date(),
        })
      ),
  },
  {
    use: 'an operator or a client connects, his own certificate told alone',
    by: { own: both, intermediate: ca, anchor: root },
    counts: (rules) => peer([both], [root, ca], rules),
  },
  {
    use: 'a server is written to, its path shown',
    by: { own: both, intermediate: ca, anchor: root },
    counts: (rules) => peer([both, ca, root], [root], rules),
  },
  {
    use: '`check` tells the path of a certificate of ours that signs nothing',
    by: { own: mute, intermediate: ca, anchor: root },
    async counts(rules) {
      const certificate = new X509Certificate(mute.certificate.der)
      const told = await rehearse({
        identity: { key: mute.keys.privateKey, certificate, intermediates: [] },
        former: [],
        clock: { now: () => NOW },
        config: (await loadConfig({})) as Config,
        trust: () => Promise.resolve(ruled(trust, rules)),
      })
      return told.find(({ name }) => name === 'chemin')?.ok === true
    },
  },
]

for (const { use, by, counts } of USES) {
  t.test(`${use}: not by a denied certificate`, async (t) => {
    t.equal(await counts(NO_RULES), true, 'nothing is denied')
    const other = authority('Autre').certificate.sha256
    t.equal(await counts({ ...NO_RULES, denied: [other] }), true, 'another is denied')
    for (const [name, { certificate }] of Object.entries(by))
      t.equal(await counts({ ...NO_RULES, denied: [certificate.sha256] }), false, name)
  })
}

t.test('a denied authority does not hide another path', async (t) => {
  const keys = ca.keys
  const other = authority('Seconde racine')
  const cross = other.issues('AC', { ca: true, keys, extensions: [keyUsage(0x06)] })
  const rules = { ...NO_RULES, denied: [root.certificate.sha256] }
  const two = trusting(root, ca, other, cross)
  const found = findPath(both.certificate, ruled(two, rules), NOW)
  t.equal(found.status, 'valid')
  t.equal(found.chain.at(-1)?.sha256, other.certificate.sha256)
  t.ok(peer([both], [root, ca, other, cross], rules))
})

t.test(
  'a certificate of the right name that signed nothing stands for no denied one',
  async (t) => {
    const fake = authority('Racine').issues('AC', { ca: true, extensions: [keyUsage(0x06)] })
    const rules = { ...NO_RULES, denied: [ca.certificate.sha256] }
    t.notOk(peer([both, fake], [root, ca], rules))
  },
)

t.test('what is denied and not at hand may be the authority that we are not shown', async (t) => {
  const bar = (denied: string, above: readonly Entity[]) => {
    const authorities = authoritiesIn(above.map(({ certificate }) => certificate.der))
    const shown = [both.certificate.der]
    return peerBar({ shown, authorities }, { ...NO_RULES, denied: [denied] })
  }
  t.equal(bar(ca.certificate.sha256, [root]), 'peer-path-unseen')
  t.equal(bar(ca.certificate.sha256, [root, ca]), 'certificate-denied')
  const known = authority('Connue')
  t.equal(bar(known.certificate.sha256, [root, known]), null, 'at hand, and elsewhere')
})

t.test('an authority limited to mail domains serves no address of another', async (t) => {
  const limited = (domain: string) => ({
    ...NO_RULES,
    domains: [{ sha256: ca.certificate.sha256, domain }],
  })
  const [own, other] = [limited('cabinet.test'), limited('ailleurs.test')]
  const authorities = authoritiesIn([root.certificate.der, ca.certificate.der])
  const at = (address: string | null, rules: TrustRules) =>
    peerBar({ shown: [both.certificate.der], authorities }, rules, address)
  t.equal(at(VICTIM, own), null)
  t.equal(at(VICTIM, other), 'name-constraint', 'what an operator brings')
  t.equal(at(null, other), null, 'the null return path has no domain')
  const good = (rules: TrustRules) =>
    isGoodNow(both.certificate.der, { ...given, trust: ruled(trust, rules) })
  t.ok(good(own))
  t.notOk(good(other), 'to whom a letter is encrypted')
})

/**
 * Where the program decides by a certificate: a path, a signature of a list or an answer, a peer over TLS. A file that
 * begins to needs its row above.
 */
const PRIMITIVES =
  /\b(findPath|paths|ocspAnswer|isListSignedBy|issueProblem|peerBar|shownBy|shownAs)\(|\brejectUnauthorized\b/
const KNOWN = [
  'annuaire/liste-blanche.ts',
  'flow/operator-mail.ts',
  'http/server.ts',
  'kit/shown.ts',
  'monitor/audit.ts',
  'open/standing.ts',
  'pki/crl-verify.ts',
  'pki/ocsp-verify.ts',
  'pki/path.ts',
  'pki/peers.ts',
  'pki/revocation.ts',
  'receive/tls.ts',
  'send/sessions.ts',
  'start/http.ts',
  // Whether a port that is taken shows our own certificate: nothing is believed for it.
  'start/ports.ts',
  'start/rehearsal.ts',
  'trust/lists.ts',
  'trust/revocation.ts',
  'trust/store.ts',
  'trust/usable.ts',
]

t.test(
  'nothing else trusts a certificate, and no trust of the ledger is without its rules',
  async (t) => {
    const src = join(import.meta.dirname, '../../src')
    const files = readdirSync(src, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .sort()
    const found = files.filter((file) => PRIMITIVES.test(readFileSync(join(src, file), 'utf8')))
    t.strictSame(found, KNOWN)
    // Who loads the folder without the ledger has none to ask: `inspect`, the demo's own readers, a key in its module.
    const loads = files.filter((file) =>
      /\bloadTrust\(/.test(readFileSync(join(src, file), 'utf8')),
    )
    const without = ['cli/demo-mail.ts', 'cli/inspect.ts', 'start/gateway-identity.ts']
    // Without the database `check` has the rules of the settings alone.
    const others = ['start/dry-start.ts', 'trust/store.ts', 'pki/trust.ts']
    t.strictSame(loads, [...without, ...others].sort())
  },
)
