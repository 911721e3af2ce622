/**
 * PKITS 4.14 (distribution points, indirect lists), case by case.
 */
import t from 'tap'

import * as der from '../../src/pki/der-writer.ts'
import {
  day,
  directoryName,
  distributionPoint,
  distributionPoints,
  type Entity,
  issuingPoint,
  keyUsage,
  type Listing,
  nameOf,
} from '../pki/authority.ts'
import { accept, judge, reject, root, rootList, type Thing } from './pkits-judge.ts'

const CRL_SIGN = 0x02
const KEY_COMPROMISE = 0x40
const CA_COMPROMISE = 0x20
/** affiliationChanged to aACompromise; with cACompromise, all that keyCompromise is not. */
const LATER = 0x1f80
const OTHERS = 0x3f80
const gone = (of: Entity, issuer?: Entity) => ({
  of,
  at: day(-2),
  reason: 1,
  ...(issuer ? { issuer: issuer.name } : {}),
})
type Point = Parameters<typeof distributionPoint>
const cdp = (...points: Point[]) => ({
  extensions: [distributionPoints(...points.map((point) => distributionPoint(...point)))],
})
type Scope = Parameters<typeof issuingPoint>[0]
const scoped = (scope: Scope, more: Listing = {}): Listing => ({
  ...more,
  extensions: [issuingPoint(scope)],
})
const authorityOf = (name: string) => root.issues(name, { ca: true })

t.test('4.14.1 to 4.14.9 takes the list of the named point only', async (t) => {
  const ac = authorityOf('AC')
  /** `O=Essai, CN=AC, CN=text`: the name that `text` relative to the authority makes. */
  const full = (text: string) => [directoryName(relativeTo('AC', text))]
  const named = (point: Point, scope: Scope, revoked: 'revoked' | 'not' = 'not') => {
    const leaf = ac.issues('EE', cdp(point))
    const list = ac.lists(scoped(scope, revoked === 'revoked' ? { revoked: [gone(leaf)] } : {}))
    return [leaf, rootList, ac, list] as const
  }
  const one = { relative: 'CRL1' }
  const two = { relative: 'CRL2' }
  judge(t, [
    accept('4.14.1 distributionPoint', ...named([full('CRL1')], { names: full('CRL1') })),
    reject(
      '4.14.2 distributionPoint',
      ...named([full('CRL1')], { names: full('CRL1') }, 'revoked'),
    ),
    reject('4.14.3 distributionPoint', ...named([full('CRL2')], { names: full('CRL1') })),
    accept('4.14.4 distributionPoint', ...named([one], { names: full('CRL1') })),
    accept('4.14.5 distributionPoint', ...named([one], { names: one })),
    reject('4.14.6 distributionPoint', ...named([one], { names: one }, 'revoked')),
    accept('4.14.7 distributionPoint', ...named([full('CRL1')], { names: one })),
    reject('4.14.8 distributionPoint', ...named([two], { names: one })),
    reject('4.14.9 distributionPoint', ...named([full('CRL2')], { names: one })),
    accept('4.14.10 No IDP', ...named([full('CRL1')], {})),
  ])
  const bare = ac.issues('EE', cdp([full('CRL1')]))
  const silent = ac.issues('EE')
  judge(t, [
    accept('4.14.10 No issuingDistributionPoint', bare, rootList, ac, ac.lists()),
    reject(
      'a list of a point, for one that names none',
      silent,
      rootList,
      ac,
      ac.lists(scoped({ names: full('CRL1') })),
    ),
  ])
})

t.test('4.14.11 to 4.14.14 takes the list of the kind of certificate only', async (t) => {
  const ac = authorityOf('AC')
  const [user, sub] = [ac.issues('EE'), ac.issues('AC', { ca: true })]
  const only = (kind: 'user' | 'ca' | 'attribute') => [
    rootList,
    ac,
    ac.lists(scoped({ only: kind })),
  ]
  judge(t, [
    reject('4.14.11 onlyContainsUserCerts', sub, ...only('user')),
    reject('4.14.12 onlyContainsCACerts', user, ...only('ca')),
    accept('4.14.13 onlyContainsCACerts', sub, ...only('ca')),
    reject('4.14.14 onlyContainsAttributeCerts', user, ...only('attribute')),
    accept('4.14.11 of a user', user, ...only('user')),
  ])
})

t.test('4.14.15 to 4.14.21 wants every reason covered', async (t) => {
  const ac = authorityOf('AC')
  const leaf = ac.issues('EE')
  const some = (reasons: number, revoked: Entity[] = [], names?: Buffer[]) =>
    ac.lists(
      scoped({ reasons, ...(names ? { names } : {}) }, { revoked: revoked.map((e) => gone(e)) }),
    )
  const [here, there] = ['CRL1', 'CRL2'].map((text) => [directoryName(nameOf(text))])
  const split = ac.issues(
    'EE',
    cdp(
      [here ?? [], { reasons: KEY_COMPROMISE | CA_COMPROMISE }],
      [there ?? [], { reasons: LATER }],
    ),
  )
  const parts = (first: Entity[] = [], second: Entity[] = []) => [
    rootList,
    ac,
    some(KEY_COMPROMISE | CA_COMPROMISE, first, here),
    some(LATER, second, there),
  ]
  const known = [rootList, ac]
  judge(t, [
    reject('4.14.15 onlySomeReasons', leaf, ...known, some(KEY_COMPROMISE, [leaf]), some(OTHERS)),
    reject('4.14.16 onlySomeReasons', leaf, ...known, some(KEY_COMPROMISE), some(OTHERS, [leaf])),
    reject('4.14.17 onlySomeReasons', leaf, ...known, some(KEY_COMPROMISE), some(CA_COMPROMISE)),
    accept('4.14.18 onlySomeReasons', leaf, ...known, some(KEY_COMPROMISE), some(OTHERS)),
    accept('4.14.19 onlySomeReasons', split, ...parts()),
    reject('4.14.20 onlySomeReasons', split, ...parts([split])),
    reject('4.14.21 onlySomeReasons', split, ...parts([], [split])),
    reject('4.14.19 with one part missing', split, ...parts().slice(0, -1)),
  ])
})

t.test('4.14.22 to 4.14.27 takes a list from another authority where it is named', async (t) => {
  const [one, two, good] = [authorityOf('AC 1'), authorityOf('AC 2'), authorityOf('Bonne AC')]
  const own = one.issues('EE')
  const delegated = two.issues('EE', cdp([[], { issuer: one.name }]))
  const wrong = two.issues('EE', cdp([[], { issuer: good.name }]))
  const silent = two.issues('EE')
  const elsewhere = two.issues('EE', cdp([[directoryName(nameOf('Autre'))], { issuer: one.name }]))
  const twin = two.issues('EE', { ...cdp([[], { issuer: one.name }]), serial: own.serial })
  const indirect = (...revoked: ReturnType<typeof gone>[]) =>
    one.lists(scoped({ indirect: true, names: [directoryName(nameOf('AC 1'))] }, { revoked }))
  const plain = (...revoked: ReturnType<typeof gone>[]) =>
    one.lists(scoped({ indirect: true }, { revoked }))
  const known = [rootList, one, two, good, good.lists()]
  judge(t, [
    accept('4.14.22 IDP with indirectCRL', own, ...known, plain()),
    reject('4.14.23 IDP with indirectCRL', own, ...known, plain(gone(own))),
    accept('4.14.24 IDP with indirectCRL', delegated, ...known, plain()),
    accept('4.14.24 of a named point', delegated, ...known, indirect()),
    accept('4.14.25 IDP with indirectCRL', twin, ...known, plain(gone(own))),
    reject('4.14.23 by the name of another', twin, ...known, plain(gone(own), gone(twin, two))),
    reject('4.14.26 IDP with indirectCRL', silent, ...known, plain()),
    reject('4.14.26 of another point', elsewhere, ...known, indirect()),
    reject('4.14.27 cRLIssuer', wrong, ...known, plain()),
    reject('4.14.24 from a list that is not indirect', delegated, ...known, one.lists()),
    reject(
      'an entry of another issuer in a list that is not indirect',
      own,
      ...known,
      one.lists({ revoked: [gone(twin, two)] }),
    ),
  ])
})

t.test('4.14.28 to 4.14.30 takes a list from an issuer of lists', async (t) => {
  const ac = authorityOf('AC 3')
  const ofLister = [directoryName(nameOf('Liste des émetteurs'))]
  const lister = ac.issues('Listes', {
    extensions: [keyUsage(CRL_SIGN), ...cdp([ofLister]).extensions],
  })
  const own = (...revoked: Entity[]) =>
    ac.lists(scoped({ names: ofLister }, { revoked: revoked.map((each) => gone(each)) }))
  const full = [directoryName(relativeTo('Listes', 'CRL'))]
  const scope = scoped({ names: full, indirect: true })
  const leaf = ac.issues('EE', cdp([full, { issuer: lister.name }]))
  const relative = ac.issues('EE', cdp([{ relative: 'CRL' }, { issuer: lister.name }]))
  const known = [rootList, ac, lister]
  const alone = authorityOf('AC 4')
  const named = { ...scoped({ names: [directoryName(nameOf('CRL 4'))], indirect: true }) }
  const point = [[directoryName(nameOf('CRL 4'))], { issuer: nameOf('Listes 4') }] as const
  const self = alone.issues('Listes 4', {
    extensions: [keyUsage(CRL_SIGN), ...cdp([...point]).extensions],
  })
  const mute = alone.issues('Listes 4', { extensions: [keyUsage(CRL_SIGN)], keys: self.keys })
  const last = alone.issues('EE', cdp([...point]))
  judge(t, [
    accept('4.14.28 cRLIssuer', leaf, ...known, own(), lister.lists(scope)),
    accept('4.14.29 cRLIssuer', relative, ...known, own(), lister.lists(scope)),
    reject('4.14.28 its issuer revoked', leaf, ...known, own(lister), lister.lists(scope)),
    reject(
      '4.14.28 revoked',
      leaf,
      ...known,
      own(),
      lister.lists({ ...scope, revoked: [gone(leaf, ac)] }),
    ),
    accept('4.14.30 cRLIssuer', last, rootList, alone, self, self.lists(named)),
    reject(
      '4.14.30 revoked by its own list',
      last,
      rootList,
      alone,
      self,
      self.lists({ ...named, revoked: [gone(self, alone)] }),
    ),
    reject('4.14.30 not told so by its authority', last, rootList, alone, mute, mute.lists(named)),
  ])
})

t.test('4.14.31 to 4.14.35 finds the entries of each issuer in an indirect list', async (t) => {
  const [five, six] = [authorityOf('AC 5'), authorityOf('AC 6')]
  const point = [directoryName(nameOf('CRL 5'))]
  const ofSix = () => six.issues('EE', cdp([point, { issuer: five.name }]))
  const ofFive = () => five.issues('EE', cdp([point]))
  const [a, b, c, d] = [ofSix(), ofSix(), ofSix(), ofFive()]
  const other = five.issues('EE', cdp([[directoryName(nameOf('CRL 6'))]]))
  const list = five.lists(
    scoped(
      { names: point, indirect: true },
      { revoked: [gone(ofFive()), gone(a, six), gone(b), gone(d, five), gone(ofFive())] },
    ),
  )
  const known: Thing[] = [rootList, five, six, list]
  judge(t, [
    reject('4.14.31 cRLIssuer', a, ...known),
    reject('4.14.32 cRLIssuer', b, ...known),
    accept('4.14.33 cRLIssuer', c, ...known),
    reject('4.14.34 cRLIssuer', d, ...known),
    reject('4.14.35 cRLIssuer', other, ...known),
  ])
})

/** The name of an authority with one more CN. */
function relativeTo(name: string, text: string): Buffer {
  const rdn = der.setOf(der.sequence(der.oid('2.5.4.3'), der.utf8(text)))
  return der.sequence(nameOf(name).subarray(2), rdn)
}
