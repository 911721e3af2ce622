/**
 * PKITS 4.4 (revocation), 4.5 (self-issued certificates) and 4.15 (delta CRLs), case by case.
 */
import t from 'tap'

import * as der from '../../src/pki/der-writer.ts'
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
  nameOf,
} from '../pki/authority.ts'
import { accept, type Case, judge, reject, root, rootList } from './pkits-judge.ts'

const CERT_SIGN = 0x04
const CRL_SIGN = 0x02
const BOTH = CERT_SIGN | CRL_SIGN

const ac = root.issues('AC', { ca: true, extensions: [keyUsage(BOTH)] })
const gone = (of: Pick<Entity, 'serial'>, reason = 1) => ({ of, at: day(-2), reason })
const unknown = extension('2.16.840.1.101.2.1.12.2', der.octets(Buffer.from('?')), 'critical')

t.test('4.4 judges basic revocation', async (t) => {
  const leaf = ac.issues('EE')
  const other = authority('AC', { keys: keyPair() })
  const stranger = root.issues('Autre AC', { ca: true })
  const clean = ac.lists()
  const long = Buffer.from('7f0102030405060708090a0b0c0d0e0f10111213', 'hex')
  const longer = Buffer.from('7f0102030405060708090a0b0c0d0e0f10111214', 'hex')
  const negative = ac.issues('EE', { serial: Buffer.from('ff', 'hex') })
  const tall = ac.issues('EE', { serial: long })
  const list = (listing: Listing) => [rootList, ac, ac.lists(listing)]
  judge(t, [
    reject('4.4.1 Missing CRL', leaf, rootList, ac),
    reject('4.4.2 Revoked CA', leaf, ac, clean, root.lists({ revoked: [gone(ac)] })),
    reject('4.4.3 Revoked EE', leaf, ...list({ revoked: [gone(leaf)] })),
    reject('4.4.4 Bad CRL Signature', leaf, ...list({ keys: keyPair() })),
    reject('4.4.5 Bad CRL Issuer Name', leaf, ...list({ issuer: nameOf('Autre') })),
    reject('4.4.6 Wrong CRL', leaf, rootList, ac, stranger, stranger.lists()),
    accept(
      '4.4.7 Two CRLs',
      leaf,
      ...list({}),
      ac.lists({ keys: other.keys, revoked: [gone(leaf)] }),
      stranger.lists({ revoked: [gone(leaf)] }),
    ),
    reject(
      '4.4.8 Unknown CRL Entry Extension',
      leaf,
      ...list({
        revoked: [{ of: { serial: Buffer.from([0x70]) }, at: day(-2), extensions: [unknown] }],
      }),
    ),
    reject(
      '4.4.8 Unknown CRL Entry Extension, of the EE',
      leaf,
      ...list({ revoked: [{ of: leaf, at: day(-2), extensions: [unknown] }] }),
    ),
    reject(
      '4.4.9 Unknown CRL Extension',
      leaf,
      ...list({ extensions: [unknown], revoked: [gone(leaf)] }),
    ),
    reject('4.4.10 Unknown CRL Extension', leaf, ...list({ extensions: [unknown] })),
    reject(
      '4.4.11 Old CRL nextUpdate',
      leaf,
      ...list({ thisUpdate: day(-30), nextUpdate: day(-1) }),
    ),
    reject(
      '4.4.12 pre2000 CRL nextUpdate',
      leaf,
      ...list({
        thisUpdate: new Date('1998-01-01T00:00:00Z'),
        nextUpdate: new Date('1999-01-01T12:01:00Z'),
      }),
    ),
    accept(
      '4.4.13 GeneralizedTime CRL nextUpdate',
      leaf,
      ...list({ nextUpdate: new Date('2050-01-01T12:01:00Z') }),
    ),
    accept(
      '4.4.14 Negative Serial Number',
      negative,
      ...list({ revoked: [gone({ serial: Buffer.from('00ff', 'hex') })] }),
    ),
    reject('4.4.15 Negative Serial Number', negative, ...list({ revoked: [gone(negative)] })),
    accept('4.4.16 Long Serial Number', tall, ...list({})),
    accept('4.4.17 Long Serial Number', tall, ...list({ revoked: [gone({ serial: longer })] })),
    reject('4.4.18 Long Serial Number', tall, ...list({ revoked: [gone(tall)] })),
  ])
})

t.test('4.4.19 to 4.4.21 takes a list from a separate key of the same authority', async (t) => {
  const name = nameOf('AC à deux clés')
  const signs = root.issues('', { subject: name, ca: true, extensions: [keyUsage(CERT_SIGN)] })
  const lists = root.issues('', {
    subject: name,
    basic: 'absent',
    extensions: [keyUsage(CRL_SIGN)],
  })
  const leaf = signs.issues('EE')
  const both = [signs, lists]
  judge(t, [
    accept('4.4.19 Separate Keys', leaf, rootList, ...both, lists.lists()),
    reject('4.4.20 Separate Keys', leaf, rootList, ...both, lists.lists({ revoked: [gone(leaf)] })),
    reject(
      '4.4.21 Separate Keys',
      leaf,
      root.lists({ revoked: [gone(lists)] }),
      ...both,
      lists.lists(),
    ),
    reject('4.4.19 the wrong key', leaf, rootList, ...both, signs.lists()),
  ])
})

t.test('4.5 follows self-issued certificates', async (t) => {
  const point = [directoryName(nameOf('Liste des certificats de soi'))]
  const cdp = distributionPoints(distributionPoint(point))
  const idp = issuingPoint({ names: point })
  judge(t, [...oldWithNew(), ...newWithOld(), ...listKey()])

  function oldWithNew(): Case[] {
    const fresh = root.issues('Clé neuve', { ca: true, extensions: [keyUsage(BOTH)] })
    const old = fresh.issues('', { subject: fresh.name, ca: true, extensions: [keyUsage(BOTH)] })
    const leaf = old.issues('EE')
    return [
      accept('4.5.1 Old With New', leaf, rootList, fresh, old, fresh.lists()),
      reject(
        '4.5.2 Old With New',
        leaf,
        rootList,
        fresh,
        old,
        fresh.lists({ revoked: [gone(leaf)] }),
      ),
    ]
  }

  function newWithOld(): Case[] {
    const old = root.issues('Clé ancienne', { ca: true, extensions: [keyUsage(BOTH)] })
    const extensions = [keyUsage(BOTH), cdp]
    const fresh = old.issues('', { subject: old.name, ca: true, extensions })
    const ofSelf = old.lists({ extensions: [idp] })
    const [below, above] = [fresh.issues('EE'), old.issues('EE')]
    const known = [rootList, old, fresh, ofSelf]
    return [
      accept('4.5.3 New With Old', below, ...known, fresh.lists()),
      accept('4.5.4 New With Old', above, ...known, fresh.lists()),
      reject('4.5.5 New With Old', above, ...known, fresh.lists({ revoked: [gone(above)] })),
      reject('4.5.4 without the list of the new key', above, rootList, old, fresh, fresh.lists()),
    ]
  }

  function listKey(): Case[] {
    const signs = root.issues('Clé de listes', { ca: true, extensions: [keyUsage(BOTH)] })
    const extensions = [keyUsage(CRL_SIGN), cdp]
    const lists = signs.issues('', { subject: signs.name, basic: 'absent', extensions })
    const known = [rootList, signs, lists, signs.lists({ extensions: [idp] })]
    const leaf = signs.issues('EE')
    const forged = lists.issues('EE')
    return [
      accept('4.5.6 CRL Signing Key', leaf, ...known, lists.lists()),
      reject('4.5.7 CRL Signing Key', leaf, ...known, lists.lists({ revoked: [gone(leaf)] })),
      reject('4.5.8 CRL Signing Key', forged, ...known, lists.lists()),
    ]
  }
})

t.test('4.15 adds deltas to complete lists', async (t) => {
  const leaf = ac.issues('EE')
  const HOLD = 6
  const REMOVED = 8
  const with_ = (complete: Listing | null, delta: Listing) => [
    rootList,
    ac,
    ...(complete ? [ac.lists({ number: 5, ...complete })] : []),
    ac.lists({ number: 6, ...delta, extensions: [deltaOf(1)] }),
  ]
  const held = { revoked: [gone(leaf, HOLD)] }
  const stale = { thisUpdate: day(-30), nextUpdate: day(-1) }
  judge(t, [
    reject('4.15.1 No Base', leaf, ...with_(null, {})),
    accept('4.15.2 delta-CRL', leaf, ...with_({}, {})),
    reject('4.15.3 delta-CRL', leaf, ...with_({ revoked: [gone(leaf)] }, {})),
    reject('4.15.4 delta-CRL', leaf, ...with_({}, { revoked: [gone(leaf)] })),
    accept('4.15.5 delta-CRL', leaf, ...with_(held, { revoked: [gone(leaf, REMOVED)] })),
    reject('4.15.6 delta-CRL', leaf, ...with_(held, { revoked: [gone(leaf)] })),
    accept('4.15.7 delta-CRL', leaf, ...with_({}, { revoked: [gone(leaf, REMOVED)] })),
    accept('4.15.8 delta-CRL', leaf, ...with_({ number: 2 }, { number: 3 })),
    reject('4.15.9 delta-CRL', leaf, ...with_({ number: 2, revoked: [gone(leaf)] }, { number: 3 })),
    reject('4.15.10 delta-CRL', leaf, ...with_(stale, {})),
    reject(
      '4.15.4 of the same number as the complete list',
      leaf,
      ...with_({ number: 6 }, { revoked: [gone(leaf)] }),
    ),
    reject(
      '4.15.5 on a base of later number than the complete list',
      leaf,
      rootList,
      ac,
      ac.lists({ number: 5, ...held }),
      ac.lists({ number: 9, extensions: [deltaOf(7)], revoked: [gone(leaf, REMOVED)] }),
    ),
    reject(
      'a complete list cannot say removed',
      leaf,
      rootList,
      ac,
      ac.lists({ revoked: [gone(leaf, REMOVED)] }),
    ),
  ])
})
