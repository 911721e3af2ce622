/**
 * OCSP, rule by rule: which response is believed, for whom, and what it says at an instant.
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import t from 'tap'

import * as der from '../../src/pki/der-writer.ts'
import { parseOcsp } from '../../src/pki/ocsp.ts'
import { findPath } from '../../src/pki/path.ts'
import { judgeRevocation } from '../../src/pki/revocation.ts'
import {
  authority,
  day,
  type Entity,
  extension,
  keyPair,
  keyUsage,
  NOW,
  nameOf,
  trusting,
} from './authority.ts'
import { answers, type Said, type Saying, wrapped } from './responder.ts'

type Thing = Entity | { readonly crl: Buffer }

const root = authority('Racine')
const ca = root.issues('AC', { ca: true })
const leaf = ca.issues('Feuille')
const OCSP_SIGNING = extension('2.5.29.37', der.sequence(der.oid('1.3.6.1.5.5.7.3.9')))
const NO_CHECK = extension('1.3.6.1.5.5.7.48.1.5', der.NULL)
const unknown = extension('1.2.3.4', der.NULL, 'critical')
const responder = ca.issues('Répondeur', { extensions: [OCSP_SIGNING, NO_CHECK] })

/** What responses and lists say of the leaf: status and source. The CA itself is good by a list. */
function said(things: readonly (Thing | Buffer)[], at: Date = NOW, of: Entity = leaf): string {
  const known = things.map((thing) => (Buffer.isBuffer(thing) ? { crl: thing } : thing))
  const trust = trusting(root, ca, root.lists({ nextUpdate: day(60) }), ...known)
  const path = findPath(of.certificate, trust, at)
  if (path.status !== 'valid') return `no path: ${path.reason}`
  const { status, source } = judgeRevocation(path.chain, {
    pool: trust,
    at,
    crls: trust.crls,
    ocsp: trust.ocsp,
  })
  return `${status} ${source}`
}
const one = (more: Partial<Said> = {}, saying: Saying = {}) =>
  answers(ca, [{ of: leaf, issuer: ca, ...more }], saying)
const by = (who: Entity, saying: Saying = {}, more: Partial<Said> = {}) =>
  answers(who, [{ of: leaf, issuer: ca, ...more }], { certificates: [who], ...saying })

t.test('believes the issuer, by name and by key, with either hash', async (t) => {
  t.equal(said([one()]), 'good ocsp')
  t.equal(said([one({ hash: 'sha256' }, { by: 'key' })]), 'good ocsp')
  t.equal(said([]), 'unknown none')
  t.equal(said([one({}, { keys: keyPair() })]), 'unknown none', 'a signature that does not verify')
})

t.test('finds the answer of this certificate of this issuer among several', async (t) => {
  const other = ca.issues('Autre')
  const elsewhere = authority('AC', { keys: keyPair() })
  const both = answers(ca, [
    { of: other, issuer: ca, status: { at: day(-2) } },
    { of: leaf, issuer: ca },
  ])
  t.equal(said([both]), 'good ocsp')
  t.equal(said([both], NOW, other), 'revoked ocsp')
  t.equal(said([one({ of: other })]), 'unknown none')
  t.equal(said([one({ issuer: elsewhere })]), 'unknown none', 'the serial number of another key')
  t.equal(said([one({ issuer: root })]), 'unknown none', 'the serial number of another name')
})

t.test('serves while its nextUpdate has not passed, even made after the instant', async (t) => {
  t.equal(said([one({ nextUpdate: NOW })]), 'good ocsp')
  t.equal(said([one({ nextUpdate: day(-0.5) })]), 'unknown none')
  const endless = (age: number) => said([one({ nextUpdate: null, thisUpdate: day(-age) })])
  t.equal(endless(0), 'good ocsp', 'without one: for a day')
  t.equal(endless(1), 'good ocsp')
  t.equal(endless(1.001), 'unknown none')
  t.equal(endless(-1), 'good ocsp', 'as when issued after the instant')
  const gone = one({ nextUpdate: null, thisUpdate: day(-0.5), status: { at: day(-2) } })
  t.equal(said([gone]), 'revoked ocsp')
  t.equal(said([one({ thisUpdate: day(1) }, { producedAt: day(1) })]), 'good ocsp')
  const short = ca.issues('Feuille', { to: day(1) })
  const late = { of: short, issuer: ca, thisUpdate: day(2) }
  t.equal(said([answers(ca, [late])], NOW, short), 'unknown none', 'it had expired')
})

t.test('is revoked from the date on, or whenever for a compromise', async (t) => {
  const revoked = (at: Date, reason = 5) => said([one({ status: { at, reason } })])
  t.equal(revoked(day(-2)), 'revoked ocsp')
  t.equal(revoked(NOW), 'revoked ocsp')
  t.equal(revoked(day(1)), 'good ocsp')
  t.equal(revoked(day(1), 1), 'revoked ocsp')
  t.equal(revoked(day(1), 2), 'revoked ocsp')
  t.equal(said([one({ status: { at: day(-1) } })]), 'revoked ocsp')
  t.equal(said([one({ status: 'unknown' })]), 'unknown none')
})

t.test('believes whom the issuer named for it, and nobody else', async (t) => {
  const plain = (extensions: Buffer[], more = {}) => ca.issues('Répondeur', { extensions, ...more })
  t.equal(said([by(responder)]), 'good ocsp')
  t.equal(said([by(responder, { by: 'key' })]), 'good ocsp')
  t.equal(said([by(responder, { certificates: [] }), responder]), 'good ocsp', 'known already')
  t.equal(said([by(responder, { certificates: [] })]), 'unknown none')
  const keyed = by(responder, { certificates: [], by: 'key' })
  t.equal(said([keyed, responder]), 'good ocsp', 'known already, and named by its key')
  t.equal(said([keyed]), 'unknown none')
  const lookalike = ca.issues('Répondeur', { extensions: [OCSP_SIGNING, NO_CHECK] })
  t.equal(said([keyed, lookalike]), 'unknown none', 'another key of the same name')
  t.equal(said([by(plain([NO_CHECK]))]), 'unknown none', 'no id-kp-OCSPSigning')
  t.equal(
    said([by(plain([OCSP_SIGNING, NO_CHECK, keyUsage(0x06)]))]),
    'unknown none',
    'wrong usage',
  )
  t.equal(said([by(plain([OCSP_SIGNING, NO_CHECK, unknown]))]), 'unknown none')
  t.equal(said([by(plain([OCSP_SIGNING, NO_CHECK], { to: day(-0.5) }))]), 'unknown none', 'expired')
  t.equal(said([by(responder, { keys: keyPair() })]), 'unknown none')
  const twin = authority('AC', { keys: keyPair() })
  const false_ = twin.issues('Répondeur', { extensions: [OCSP_SIGNING, NO_CHECK] })
  t.equal(said([by(false_)]), 'unknown none', 'of the same name, by another key')
  const above = root.issues('Répondeur', { extensions: [OCSP_SIGNING, NO_CHECK] })
  t.equal(said([by(above)]), 'unknown none', 'named by the issuer of the issuer')
  t.equal(said([by(leaf)], NOW), 'unknown none', 'the certificate itself')
})

t.test(
  'asks whether a responder is revoked, unless its certificate says nobody need',
  async (t) => {
    const checked = ca.issues('Répondeur', { extensions: [OCSP_SIGNING] })
    const gone = { revoked: [{ of: checked, at: day(-2) }] }
    const about = (list: Parameters<Entity['lists']>[0]) => [by(checked), ca.lists(list)]
    t.equal(said([by(checked)]), 'unknown none')
    t.equal(said(about({})), 'good ocsp')
    t.equal(said(about(gone), NOW, leaf), 'good crl', 'the list speaks for itself')
    const point = [...about(gone), by(responder, {}, { of: checked })]
    t.equal(said(point), 'good crl', 'what says revoked is believed')
    t.equal(said([by(checked), by(responder, {}, { of: checked })]), 'good ocsp')
    t.equal(said([by(checked), by(checked, {}, { of: checked })]), 'unknown none', 'not by itself')
  },
)

t.test('a responder younger than the instant of judgement may answer for it', async (t) => {
  const young = ca.issues('Répondeur', { from: day(1), extensions: [OCSP_SIGNING, NO_CHECK] })
  t.equal(said([by(young, { producedAt: day(2) }, { thisUpdate: day(2) })]), 'good ocsp')
  t.equal(said([by(young)]), 'unknown none')
})

t.test('what says revoked is believed, list or response', async (t) => {
  const gone = { revoked: [{ of: leaf, at: day(-2) }] }
  t.equal(said([one(), ca.lists(gone)]), 'revoked crl')
  t.equal(said([one({ status: { at: day(-2) } }), ca.lists()]), 'revoked ocsp')
  t.equal(said([one(), ca.lists()]), 'good ocsp')
  const old = one({ status: { at: day(-2), reason: 6 } }, { producedAt: day(-3) })
  t.equal(said([old, one()]), 'good ocsp', 'the newest response speaks')
})

t.test('an extension that it does not know changes what is said', async (t) => {
  t.equal(said([one({ extensions: [unknown] })]), 'unknown none')
  t.equal(said([one({}, { extensions: [unknown] })]), 'unknown none')
  t.equal(said([one({}, { extensions: [extension('1.2.3.4', der.NULL)] })]), 'good ocsp')
})

t.test('refuses what is no successful basic response', async (t) => {
  const good = one()
  t.throws(() => parseOcsp(wrapped(Buffer.alloc(0), 6)), { message: 'no answer' })
  t.throws(() => parseOcsp(wrapped(Buffer.alloc(0), 0, '1.2.3')), {
    message: 'not a basic response',
  })
  for (let cut = 0; cut < good.length; cut += 7) {
    t.throws(() => parseOcsp(good.subarray(0, cut)), `cut at ${cut}`)
  }
})

const openssl = spawnSync('openssl', ['version']).status === 0
t.test(
  'reads what OpenSSL answers, and OpenSSL verifies ours',
  { skip: openssl ? false : 'no openssl here' },
  async (t) => {
    const folder = mkdtempSync(join(tmpdir(), 'confrere-ocsp-'))
    t.teardown(() => rmSync(folder, { recursive: true }))
    const file = (name: string, bytes: Buffer | string) => {
      writeFileSync(join(folder, name), bytes)
      return join(folder, name)
    }
    const run = (...args: string[]) => {
      const { status, stdout, stderr } = spawnSync('openssl', args, {
        cwd: folder,
        encoding: 'utf8',
      })
      return { status, text: `${stdout}${stderr}` }
    }
    const pem = (label: string, bytes: Buffer) =>
      `-----BEGIN ${label}-----\n${bytes.toString('base64').replace(/.{64}/g, '$&\n')}\n-----END ${label}-----\n`
    const issuer = file('ca.pem', pem('CERTIFICATE', ca.certificate.der))
    file('leaf.pem', pem('CERTIFICATE', leaf.certificate.der))
    file('root.pem', pem('CERTIFICATE', root.certificate.der))
    file('responder.pem', pem('CERTIFICATE', responder.certificate.der))
    file('responder.key', responder.keys.privateKey.export({ type: 'pkcs8', format: 'pem' }))
    const serial = leaf.serial.toString('hex').toUpperCase()
    file('index.txt', `V\t301231235959Z\t\t${serial}\tunknown\t/CN=Feuille\n`)

    const asked = run(
      'ocsp',
      '-issuer',
      issuer,
      '-cert',
      'leaf.pem',
      '-reqout',
      'request.der',
      '-no_nonce',
    )
    t.equal(asked.status, 0, asked.text)
    const made = run(
      ...[
        'ocsp',
        '-index',
        'index.txt',
        '-CA',
        issuer,
        '-reqin',
        'request.der',
        '-respout',
        'out.der',
      ],
      ...['-rsigner', 'responder.pem', '-rkey', 'responder.key', '-ndays', '3650'],
    )
    t.equal(made.status, 0, made.text)
    const theirs = await readFile(join(folder, 'out.der'))
    t.equal(parseOcsp(theirs).answers[0]?.status, 'good')
    t.equal(said([theirs]), 'good ocsp')

    file(
      'ours.der',
      by(
        responder,
        { producedAt: new Date() },
        {
          thisUpdate: new Date(Date.now() - 60_000),
          nextUpdate: new Date(Date.now() + 86_400_000),
        },
      ),
    )
    const checked = run(
      ...[
        'ocsp',
        '-respin',
        'ours.der',
        '-issuer',
        issuer,
        '-cert',
        'leaf.pem',
        '-CAfile',
        'root.pem',
      ],
      ...[
        '-verify_other',
        issuer,
        '-partial_chain',
        '-no_nonce',
        '-attime',
        String(Math.floor(NOW.getTime() / 1000)),
      ],
    )
    t.match(checked.text, 'Response verify OK')
    t.match(checked.text, 'leaf.pem: good')
  },
)

t.test('a name in another case is the same responder', async (t) => {
  const upper = { ...ca, name: nameOf('ac') }
  t.equal(said([answers(upper, [{ of: leaf, issuer: ca }])]), 'good ocsp')
})
