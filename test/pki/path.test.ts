/**
 * Path validation, rule by rule: each wrong path differs from a good one in one thing.
 */
import t from 'tap'

import { findPath } from '../../src/pki/path.ts'
import {
  alternativeNames,
  authority,
  day,
  directoryName,
  dnsName,
  type Entity,
  emailName,
  extension,
  inhibitAny,
  ipName,
  keyUsage,
  mappings,
  NOW,
  nameConstraints,
  nameOf,
  organisation,
  policies,
  policyConstraints,
  type Shape,
  trusting,
  uriName,
} from './authority.ts'

const root = authority('Racine')
const P1 = '1.2.3.1'
const P2 = '1.2.3.2'
const ANY = '2.5.29.32.0'

/** The reason that the path of `leaf` is not valid; null when it is. */
const reasonOf = (leaf: Entity, ...others: Entity[]) => {
  const outcome = findPath(leaf.certificate, trusting(root, ...others), NOW)
  return outcome.status === 'valid' ? null : outcome.reason
}

/** One intermediate, one leaf. */
const chainReason = (ca: Shape, leaf: Shape) => {
  const middle = root.issues('AC', { ca: true, ...ca })
  return reasonOf(middle.issues('Feuille', leaf), middle)
}

t.test('accepts a plain path', async (t) => {
  t.equal(chainReason({}, {}), null)
})

t.test('tells apart what is wrong with a path', async (t) => {
  t.equal(chainReason({ ca: false }, {}), 'not-a-ca')
  t.equal(chainReason({ to: day(-1) }, {}), 'expired-certificate')
  t.equal(chainReason({}, { from: day(1) }), 'not-yet-valid')
  t.equal(chainReason({ extensions: [keyUsage(0x80)] }, {}), 'ca-key-usage')
  const unknown = extension('1.2.3.4.5', Buffer.from([5, 0]), 'critical')
  t.equal(chainReason({}, { extensions: [unknown] }), 'critical-extension')
  t.equal(chainReason({ extensions: [unknown] }, {}), 'critical-extension')
  const ca = root.issues('AC 0', { ca: true, pathLength: 0 })
  const sub = ca.issues('AC 1', { ca: true })
  t.equal(reasonOf(sub.issues('Feuille'), ca, sub), 'path-length')
})

t.test('is undecided without an issuer, and refuses a root that is not ours', async (t) => {
  const other = authority('Autre racine')
  const leaf = other.issues('Feuille')
  const alone = findPath(leaf.certificate, trusting(root), NOW)
  t.match(alone, { status: 'indeterminate', reason: 'no-path' })
  // A root that only the mail carries is a candidate, never an anchor.
  const carried = { ...trusting(root), candidates: () => [other.certificate] }
  t.match(findPath(leaf.certificate, carried, NOW), { status: 'invalid', reason: 'untrusted-root' })
})

t.test('refuses an issuer of the right name with another key', async (t) => {
  const twin = authority('Racine')
  t.equal(reasonOf(twin.issues('Feuille')), 'bad-certificate-signature')
})

t.test('takes a certificate for an anchor only if its own key signed it', async (t) => {
  const ca = root.issues('Racine', { ca: true })
  const trust = trusting(ca)
  t.equal(trust.all.anchors.length, 0)
  t.equal(findPath(ca.issues('Feuille').certificate, trust, NOW).status, 'invalid')
})

t.test('ends in a mesh of authorities that certify each other', async (t) => {
  const ring = Array.from({ length: 7 }, (_, at) => authority(`AC ${at}`))
  const crossed = ring.flatMap((a, i) =>
    ring.flatMap((b, j) => (i === j ? [] : [a.issues(`AC ${j}`, { ca: true, keys: b.keys })])),
  )
  const leaf = ring[0]?.issues('Feuille')
  t.ok(leaf)
  if (leaf) t.not(reasonOf(leaf, ...crossed), null)
})

t.test('holds names to the constraints of every form', async (t) => {
  const san = (...names: Buffer[]) => ({ extensions: [alternativeNames(...names)] })
  const cases: readonly (readonly [string, Buffer, readonly Buffer[], readonly Buffer[]])[] = [
    [
      'mailbox',
      emailName('a@x.test'),
      [emailName('a@x.test'), emailName('a@X.TEST')],
      [emailName('b@x.test')],
    ],
    [
      'host',
      emailName('x.test'),
      [emailName('a@x.test')],
      [emailName('a@y.x.test'), emailName('a@zx.test')],
    ],
    ['subdomain', emailName('.x.test'), [emailName('a@y.x.test')], [emailName('a@x.test')]],
    ['dns', dnsName('x.test'), [dnsName('x.test'), dnsName('y.x.test')], [dnsName('zx.test')]],
    [
      'uri host',
      uriName('x.test'),
      [uriName('http://u@x.test:80/p')],
      [uriName('http://y.x.test/'), uriName('mailto:a')],
    ],
    [
      'uri domain',
      uriName('.x.test'),
      [uriName('ldap://y.x.test/')],
      [uriName('http://x.test/'), uriName('http://10.0.0.1/')],
    ],
    ['ip', ipName(10, 0, 0, 0, 255, 0, 0, 0), [ipName(10, 1, 2, 3)], [ipName(11, 1, 2, 3)]],
  ]
  for (const [form, base, inside, outside] of cases) {
    const permitted = { extensions: [nameConstraints([base])] }
    const excluded = { extensions: [nameConstraints([], [base])] }
    for (const name of inside) {
      t.equal(chainReason(permitted, san(name)), null, `${form} permitted`)
      t.equal(chainReason(excluded, san(name)), 'name-constraint', `${form} excluded`)
    }
    for (const name of outside)
      t.equal(chainReason(permitted, san(name)), 'name-constraint', `${form} outside`)
  }
  const unit = directoryName(organisation('Service'))
  const permitted = { extensions: [nameConstraints([unit])] }
  t.equal(
    chainReason(permitted, { subject: nameOf('Feuille', 'SERVICE') }),
    null,
    'directory, case ignored',
  )
  t.equal(
    chainReason(permitted, { subject: nameOf('Feuille', 'Autre') }),
    'name-constraint',
    'directory',
  )
})

t.test('intersects the constraints of two authorities', async (t) => {
  const upper = root.issues('AC', {
    ca: true,
    extensions: [nameConstraints([emailName('x.test'), emailName('.x.test')])],
  })
  const lower = upper.issues('Sous-AC', {
    ca: true,
    extensions: [nameConstraints([emailName('y.x.test'), emailName('z.test')])],
  })
  const leaf = (address: string) =>
    lower.issues('Feuille', { extensions: [alternativeNames(emailName(address))] })
  t.equal(reasonOf(leaf('a@y.x.test'), upper, lower), null)
  t.equal(reasonOf(leaf('a@x.test'), upper, lower), 'name-constraint')
  t.equal(reasonOf(leaf('a@z.test'), upper, lower), 'name-constraint')
})

t.test('requires a policy only where one is required', async (t) => {
  const required = (...more: Buffer[]) => ({ extensions: [policyConstraints(0), ...more] })
  t.equal(
    chainReason({ extensions: [policies(P1)] }, { extensions: [policies(P2)] }),
    null,
    'nothing required',
  )
  t.equal(chainReason(required(policies(P1)), { extensions: [policies(P1)] }), null)
  t.equal(chainReason(required(policies(P1)), { extensions: [policies(P2)] }), 'certificate-policy')
  t.equal(chainReason(required(policies(P1)), {}), 'certificate-policy')
  t.equal(chainReason(required(policies(ANY)), { extensions: [policies(P2)] }), null)
  t.equal(
    chainReason(required(policies(ANY), inhibitAny(0)), { extensions: [policies(ANY)] }),
    'certificate-policy',
  )
})

t.test('follows policy mappings, unless they are inhibited or name anyPolicy', async (t) => {
  const ca = (...more: Buffer[]) => ({ extensions: [policies(P1), policyConstraints(0), ...more] })
  const leaf = { extensions: [policies(P2)] }
  t.equal(chainReason(ca(mappings([P1, P2])), leaf), null)
  t.equal(chainReason(ca(mappings([P2, P1])), leaf), 'certificate-policy')
  t.equal(chainReason(ca(mappings([P1, ANY])), leaf), 'certificate-policy')
  const upper = root.issues('AC', { ca: true, extensions: [policies(P1), policyConstraints(0, 0)] })
  const lower = upper.issues('Sous-AC', {
    ca: true,
    extensions: [policies(P1), mappings([P1, P2])],
  })
  t.equal(reasonOf(lower.issues('Feuille', leaf), upper, lower), 'certificate-policy')
})

t.test('excludes an address whatever its case', async (t) => {
  const ca = root.issues('AC', {
    ca: true,
    extensions: [nameConstraints([], [emailName('A@x.test')])],
  })
  const leaf = (address: string) =>
    ca.issues('Feuille', { extensions: [alternativeNames(emailName(address))] })
  t.equal(reasonOf(leaf('a@X.test'), ca), 'name-constraint')
  t.equal(reasonOf(leaf('b@x.test'), ca), null)
})

t.test(
  'refuses anyPolicy mapped in the certificate itself, and a policy named twice',
  async (t) => {
    const leaf = (...extensions: Buffer[]) => root.issues('Feuille', { extensions })
    t.equal(reasonOf(leaf(policies(P1), mappings([P1, ANY]))), 'certificate-policy')
    t.equal(reasonOf(leaf(policies(P1), mappings([P1, P2]))), null)
    t.throws(() => leaf(policies(P1, P2, P1)), /twice/)
  },
)

t.test('refuses more names than can be held to more trees', async (t) => {
  const hosts = (count: number) => Array.from({ length: count }, (_, n) => `h${n}.test`)
  const under = (trees: number, names: number) => {
    const constraint = nameConstraints([emailName('x.test')], hosts(trees).map(emailName))
    const ca = root.issues('AC', { ca: true, extensions: [constraint] })
    const addresses = hosts(names).map((host) => emailName(`${host}@x.test`))
    const leaf = ca.issues('Feuille', { extensions: [alternativeNames(...addresses)] })
    return reasonOf(leaf, ca)
  }
  t.equal(under(100, 100), null)
  t.equal(under(600, 600), 'name-constraint')
})
