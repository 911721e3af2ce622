/**
 * Revocation, rule by rule: which list serves, for whom, and what it says at an instant.
 */
import t from 'tap'

import * as der from '../../src/pki/der-writer.ts'
import { findPath } from '../../src/pki/path.ts'
import { judgeRevocation } from '../../src/pki/revocation.ts'
import {
  authority,
  day,
  deltaOf,
  directoryName,
  distributionPoint,
  distributionPoints,
  type Entity,
  extension,
  issuingPoint,
  keyPair,
  keyUsage,
  type Listing,
  NOW,
  nameOf,
  trusting,
  uriName,
} from './authority.ts'

type Thing = Entity | { readonly crl: Buffer }

const root = authority('Racine')

/** What the lists say of a leaf, at an instant. */
function statusOf(leaf: Entity, things: readonly Thing[], at: Date = NOW): string {
  const trust = trusting(root, ...things)
  const { status, chain } = findPath(leaf.certificate, trust, at)
  if (status !== 'valid') return 'no path'
  return judgeRevocation(chain, { pool: trust, at, crls: trust.crls, ocsp: trust.ocsp }).status
}

/** What one list of the root says of a leaf of the root. */
function listed(listing: (leaf: Entity) => Listing, at: Date = NOW): string {
  const leaf = root.issues('Feuille')
  return statusOf(leaf, [root.lists(listing(leaf))], at)
}

t.test('is good on a list that does not name it, unknown without a list', async (t) => {
  t.equal(
    listed(() => ({})),
    'good',
  )
  t.equal(statusOf(root.issues('Feuille'), []), 'unknown')
})

t.test('is revoked from the date of revocation on', async (t) => {
  const at =
    (offset: number, reason = 5) =>
    (leaf: Entity) => ({ revoked: [{ of: leaf, at: day(offset), reason }] })
  t.equal(listed(at(-2)), 'revoked')
  t.equal(
    listed((leaf) => ({ revoked: [{ of: leaf, at: NOW }] })),
    'revoked',
    'the very instant',
  )
  t.equal(listed(at(1)), 'good', 'later')
})

t.test('is revoked at any date when a key or an authority was compromised', async (t) => {
  for (const reason of [1, 2]) {
    t.equal(
      listed((leaf) => ({ revoked: [{ of: leaf, at: day(1), reason }] })),
      'revoked',
      `reason ${reason}`,
    )
  }
})

t.test('uses a list until its nextUpdate, even when it was issued later', async (t) => {
  t.equal(
    listed(() => ({ thisUpdate: day(-9), nextUpdate: day(-1) })),
    'unknown',
    'too old',
  )
  t.equal(
    listed(() => ({ thisUpdate: day(2), nextUpdate: day(9) })),
    'good',
    'issued later',
  )
  t.equal(
    listed(() => ({ nextUpdate: NOW })),
    'good',
    'its last instant',
  )
})

t.test('believes the newest of several lists', async (t) => {
  const leaf = root.issues('Feuille')
  const old = root.lists({ thisUpdate: day(-3) })
  const held = root.lists({ revoked: [{ of: leaf, at: day(-2), reason: 6 }], thisUpdate: day(-2) })
  t.equal(statusOf(leaf, [old, held]), 'revoked')
  t.equal(
    statusOf(leaf, [held, old, root.lists({ thisUpdate: day(-1) })]),
    'good',
    'released since',
  )
})

t.test('checks every certificate of the path', async (t) => {
  const ca = root.issues('AC', { ca: true })
  const leaf = ca.issues('Feuille')
  t.equal(statusOf(leaf, [ca, ca.lists(), root.lists()]), 'good')
  t.equal(statusOf(leaf, [ca, ca.lists()]), 'unknown')
  t.equal(statusOf(leaf, [ca, root.lists()]), 'unknown')
  t.equal(
    statusOf(leaf, [ca, ca.lists(), root.lists({ revoked: [{ of: ca, at: day(-1) }] })]),
    'revoked',
  )
})

t.test('believes no list that another key signed', async (t) => {
  const leaf = root.issues('Feuille')
  t.equal(statusOf(leaf, [authority('Racine').lists()]), 'unknown')
  const mute = root.issues('AC', { ca: true, extensions: [keyUsage(0x04)] })
  t.equal(
    statusOf(mute.issues('Feuille'), [mute, mute.lists(), root.lists()]),
    'unknown',
    'no cRLSign',
  )
})

t.test('believes a separate key of the same authority, if that key is good', async (t) => {
  const ca = root.issues('AC', { ca: true, extensions: [keyUsage(0x04)] })
  const signer = root.issues('AC', { keys: keyPair(), extensions: [keyUsage(0x02)] })
  const leaf = ca.issues('Feuille')
  t.equal(statusOf(leaf, [ca, signer, signer.lists(), root.lists()]), 'good')
  const bad = root.lists({ revoked: [{ of: signer, at: day(-1) }] })
  t.equal(statusOf(leaf, [ca, signer, signer.lists(), bad]), 'unknown', 'the signer is revoked')
  const stranger = authority('AC')
  t.equal(
    statusOf(leaf, [ca, stranger, stranger.lists(), root.lists()]),
    'unknown',
    'another anchor',
  )
})

t.test('leaves aside lists of another scope', async (t) => {
  const only = (scope: Parameters<typeof issuingPoint>[0]) =>
    listed(() => ({ extensions: [issuingPoint(scope)] }))
  t.equal(only({ only: 'user' }), 'good')
  t.equal(only({ only: 'ca' }), 'unknown')
  t.equal(only({ only: 'attribute' }), 'unknown')
  t.equal(only({ names: [uriName('http://x.test/a.crl')] }), 'unknown')
  const unknown = extension('1.2.3.4', Buffer.from([5, 0]), 'critical')
  t.equal(
    listed(() => ({ extensions: [unknown] })),
    'unknown',
    'unknown critical extension',
  )
})

t.test('matches a distribution point with the point of the list', async (t) => {
  const here = uriName('http://x.test/a.crl')
  const leaf = root.issues('Feuille', {
    extensions: [distributionPoints(distributionPoint([here]))],
  })
  const crl = (name: Buffer) => root.lists({ extensions: [issuingPoint({ names: [name] })] })
  t.equal(statusOf(leaf, [crl(here)]), 'good')
  t.equal(statusOf(leaf, [crl(uriName('http://x.test/b.crl'))]), 'unknown')
  t.equal(statusOf(leaf, [root.lists()]), 'good', 'a list for all')
})

t.test('adds up lists until every reason is covered', async (t) => {
  const compromise = root.lists({ extensions: [issuingPoint({ reasons: 0x60 })] })
  const rest = root.lists({
    extensions: [issuingPoint({ reasons: 0x1f }), extension('2.5.29.46', Buffer.from([5, 0]))],
  })
  const aa = root.lists({ extensions: [issuingPoint({ names: [directoryName(root.name)] })] })
  const leaf = root.issues('Feuille')
  t.equal(statusOf(leaf, [compromise]), 'unknown')
  t.equal(statusOf(leaf, [compromise, rest]), 'unknown', 'aACompromise is left')
  t.equal(statusOf(leaf, [compromise, rest, aa]), 'good')
})

t.test('adds a delta to the complete list it was made for', async (t) => {
  const leaf = root.issues('Feuille')
  const revoked = [{ of: leaf, at: day(-1), reason: 6 }]
  const delta = (number: number, base: number, more: Listing = {}) =>
    root.lists({ number, extensions: [deltaOf(base)], ...more })
  const base = root.lists({ number: 5, thisUpdate: day(-2) })
  t.equal(statusOf(leaf, [delta(6, 5)]), 'unknown', 'a delta alone')
  t.equal(statusOf(leaf, [base, delta(6, 5, { revoked })]), 'revoked')
  t.equal(statusOf(leaf, [base, delta(6, 6, { revoked })]), 'good', 'made for a later list')
  const held = root.lists({ number: 5, revoked })
  const release = [{ of: leaf, at: day(-1), reason: 8 }]
  t.equal(
    statusOf(leaf, [held, delta(6, 5, { revoked: release })]),
    'good',
    'removed from the list',
  )
})

t.test('reads an indirect list where the certificate points to it', async (t) => {
  const ca = root.issues('AC', { ca: true })
  const publisher = root.issues('Listes', { extensions: [keyUsage(0x02)] })
  const point = distributionPoint([directoryName(nameOf('Point'))], { issuer: publisher.name })
  const leaf = ca.issues('Feuille', { extensions: [distributionPoints(point)] })
  const scope = issuingPoint({ names: [directoryName(nameOf('Point'))], indirect: true })
  const crl = (listing: Listing) => publisher.lists({ extensions: [scope], ...listing })
  const all = [ca, publisher, root.lists()]
  t.equal(statusOf(leaf, [...all, crl({})]), 'good')
  const revoked = (issuer?: Buffer) => [{ of: leaf, at: day(-1), ...(issuer ? { issuer } : {}) }]
  t.equal(statusOf(leaf, [...all, crl({ revoked: revoked(ca.name) })]), 'revoked')
  t.equal(
    statusOf(leaf, [...all, crl({ revoked: revoked() })]),
    'good',
    'another issuer with that number',
  )
  t.equal(statusOf(leaf, [...all, publisher.lists()]), 'unknown', 'not declared indirect')
})

t.test(
  'learns nothing from a list made after the certificate expired, unless it keeps such entries',
  async (t) => {
    const leaf = root.issues('Feuille', { to: day(1) })
    const later = { thisUpdate: day(2), nextUpdate: day(30) }
    const since = (instant: Date) => [
      extension(
        '2.5.29.60',
        der.tlv(0x18, Buffer.from(instant.toISOString().replace(/[-:T]|\.\d+/g, ''))),
      ),
    ]
    t.equal(statusOf(leaf, [root.lists(later)]), 'unknown')
    t.equal(statusOf(leaf, [root.lists({ ...later, extensions: since(day(0)) })]), 'good')
    t.equal(statusOf(leaf, [root.lists({ ...later, extensions: since(day(2)) })]), 'unknown')
    t.equal(
      statusOf(leaf, [root.lists({ ...later, revoked: [{ of: leaf, at: day(-1) }] })]),
      'revoked',
    )
  },
)

t.test('hears the list of each key of an authority, whichever says revoked', async (t) => {
  const old = root.issues('AC', { ca: true })
  const next = root.issues('AC', { ca: true, subject: old.name })
  const leaf = next.issues('Feuille')
  const revoked = [{ of: leaf, at: day(-1), reason: 4 }]
  const lists = [root.lists(), old.lists({ thisUpdate: day(-1) })]
  // The newer list is of the other key, and knows nothing of what this one issued.
  const own = next.lists({ revoked, thisUpdate: day(-2) })
  t.equal(statusOf(leaf, [old, next, ...lists, own]), 'revoked')
  t.equal(statusOf(leaf, [old, next, ...lists]), 'good')
})

t.test(
  'of two lists of one signer the newer speaks, and both when they are of one instant',
  async (t) => {
    const leaf = root.issues('Feuille')
    const revoked = [{ of: leaf, at: day(-5), reason: 6 }]
    const at = (offset: number, listing: Listing = {}) =>
      root.lists({ ...listing, thisUpdate: day(offset) })
    t.equal(statusOf(leaf, [at(-2, { revoked }), at(-1)]), 'good')
    t.equal(statusOf(leaf, [at(-2), at(-1, { revoked })]), 'revoked')
    t.equal(statusOf(leaf, [at(-1, { revoked }), at(-1, { number: 9 })]), 'revoked')
    t.equal(statusOf(leaf, [at(-1, { number: 9 }), at(-1, { revoked })]), 'revoked')
  },
)

t.test(
  'believes the graver of two entries for one certificate, in any form of its number',
  async (t) => {
    const entry = (leaf: Entity, offset: number, reason: number) => ({
      of: leaf,
      at: day(offset),
      reason,
    })
    const both = (one: readonly [number, number], two: readonly [number, number]) =>
      [
        [one, two],
        [two, one],
      ].map((order) =>
        listed((leaf) => ({
          revoked: order.map(([offset, reason]) => entry(leaf, offset, reason)),
        })),
      )
    t.strictSame(both([-5, 4], [5, 4]), ['revoked', 'revoked'], 'one later')
    t.strictSame(both([5, 1], [-5, 8]), ['revoked', 'revoked'], 'one compromised')
    t.strictSame(both([-5, 4], [-9, 8]), ['revoked', 'revoked'], 'one removed')
    const padded = (leaf: Entity) => ({ serial: Buffer.concat([Buffer.alloc(1), leaf.serial]) })
    const named = (leaf: Entity) => ({ revoked: [{ of: padded(leaf), at: day(-1) }] })
    t.equal(listed(named), 'revoked', 'a padded number')
  },
)

t.test('takes the list of an authority that names itself as its lister', async (t) => {
  const point = (issuer: Buffer) =>
    distributionPoints(distributionPoint([uriName('http://x.test/1')], { issuer }))
  const scope = issuingPoint({ names: [uriName('http://x.test/1')] })
  const leaf = root.issues('Feuille', { extensions: [point(root.name)] })
  const revoked = [{ of: leaf, at: day(-5) }]
  t.equal(statusOf(leaf, [root.lists({ extensions: [scope] })]), 'good')
  t.equal(statusOf(leaf, [root.lists(), root.lists({ extensions: [scope], revoked })]), 'revoked')
  // Of any other, the list must say that it is indirect.
  const foreign = root.issues('Feuille', { extensions: [point(nameOf('Autre'))] })
  t.equal(statusOf(foreign, [root.lists({ extensions: [scope] })]), 'unknown')
})
