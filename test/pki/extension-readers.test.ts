/**
 * Every known extension × every way of not being wholly understood × critical or not: nothing is passed over.
 */
import t from 'tap'

import { DerError } from '../../src/pki/der.ts'
import * as der from '../../src/pki/der-writer.ts'
import { READERS } from '../../src/pki/extension-readers.ts'
import { findPath } from '../../src/pki/path.ts'
import { trustOf } from '../../src/pki/trust.ts'
import {
  authority,
  directoryName,
  dnsName,
  type Entity,
  emailName,
  extension,
  ipName,
  keyUsage,
  NOW,
  nameOf,
  uriName,
} from './authority.ts'

const empty = der.sequence()
const oid = der.oid('1.2.3.4')
const names = der.sequence(emailName('a@b.test'))
const point = (name: Buffer) => der.sequence(der.sequence(name))
const unknownName = der.tlv(0x89, Buffer.from('x'))
const wrapped = (tag: number) => der.tlv(tag, emailName('b.test'))

interface Row {
  readonly good: readonly Buffer[]
  /** What is not wholly understood, beyond what every extension is tried with. */
  readonly bad: { readonly [what: string]: Buffer }
}

/** By extension: values that are read, and values that are not. */
const TABLE: { readonly [type: string]: Row } = {
  '2.5.29.14': { good: [der.octets(Buffer.from('clef'))], bad: {} },
  '2.5.29.15': {
    good: [der.bits(Buffer.from([0x06])), der.bits(Buffer.from([0x06]), 1)],
    bad: {
      'no bit': der.bits(Buffer.alloc(0)),
      'only zeros': der.bits(Buffer.from([0])),
      'unused bits that are set': der.bits(Buffer.from([0x07]), 1),
      'eight unused bits': der.bits(Buffer.from([0x06]), 8),
    },
  },
  '2.5.29.17': {
    good: [names],
    bad: {
      'no name': empty,
      'an unknown form of name': der.sequence(unknownName),
      'a mailbox that is constructed': der.sequence(wrapped(0xa1)),
      'a directory name of two': der.sequence(der.tagged(4, nameOf('a'), nameOf('b'))),
      'an other name without type': der.sequence(der.tagged(0, der.tagged(0, der.utf8('a')))),
    },
  },
  '2.5.29.18': {
    good: [names],
    bad: { 'no name': empty, 'an unknown form': der.sequence(unknownName) },
  },
  '2.5.29.19': {
    good: [der.sequence(der.boolean('true')), der.sequence(der.boolean('true'), der.integer(3))],
    bad: {
      'a third field': der.sequence(der.boolean('true'), der.integer(0), der.integer(0)),
      'another order': der.sequence(der.integer(0), der.boolean('true')),
      'a length of more octets': der.sequence(der.boolean('true'), der.tlv(2, Buffer.from([0, 3]))),
      'a negative length': der.sequence(der.boolean('true'), der.tlv(2, Buffer.from([0xff]))),
      'a flag of 1': der.sequence(der.tlv(1, Buffer.from([1]))),
      'a flag twice': der.sequence(der.boolean('true'), der.boolean('true')),
      'a flag under another tag': der.sequence(der.tlv(0x80, Buffer.from([0xff]))),
    },
  },
  '2.5.29.30': {
    good: [
      der.sequence(der.tagged(0, der.sequence(emailName('b.test')))),
      der.sequence(der.tagged(1, der.sequence(dnsName('b.test')))),
      der.sequence(
        der.tagged(0, der.sequence(directoryName(nameOf('a')))),
        der.tagged(1, der.sequence(ipName(10, 0, 0, 0, 255, 0, 0, 0))),
      ),
    ],
    bad: {
      'no subtrees': empty,
      'an empty list': der.sequence(der.tagged(0)),
      'an empty subtree': der.sequence(der.tagged(0, empty)),
      'an unknown form of name': der.sequence(der.tagged(0, der.sequence(unknownName))),
      'a mailbox that is constructed': der.sequence(der.tagged(0, der.sequence(wrapped(0xa1)))),
      'a base under a universal tag': der.sequence(der.tagged(0, der.sequence(der.ia5('b.test')))),
      'a base that is no subtree': der.sequence(der.tagged(0, emailName('b.test'))),
      'subtrees that are primitive': der.sequence(der.primitive(0, der.sequence(emailName('b')))),
      'subtrees under [2]': der.sequence(der.tagged(2, der.sequence(emailName('b.test')))),
      'good subtrees, then [2]': der.sequence(
        der.tagged(0, der.sequence(emailName('b.test'))),
        der.tagged(2, der.sequence(emailName('c.test'))),
      ),
      'permitted twice': der.sequence(
        der.tagged(0, der.sequence(emailName('b.test'))),
        der.tagged(0, der.sequence(emailName('c.test'))),
      ),
      'excluded before permitted': der.sequence(
        der.tagged(1, der.sequence(emailName('b.test'))),
        der.tagged(0, der.sequence(emailName('c.test'))),
      ),
      'a minimum': der.sequence(
        der.tagged(0, der.sequence(emailName('b.test'), der.primitive(0, Buffer.from([1])))),
      ),
      'the default minimum written': der.sequence(
        der.tagged(0, der.sequence(emailName('b.test'), der.primitive(0, Buffer.from([0])))),
      ),
      'a maximum': der.sequence(
        der.tagged(0, der.sequence(emailName('b.test'), der.primitive(1, Buffer.from([1])))),
      ),
      'addresses without mask': der.sequence(der.tagged(0, der.sequence(ipName(10, 0, 0, 0)))),
    },
  },
  '2.5.29.31': {
    good: [
      der.sequence(der.sequence(der.tagged(0, der.tagged(0, uriName('http://a.test/'))))),
      der.sequence(
        der.sequence(
          der.primitive(1, Buffer.from([1, 0x06])),
          der.tagged(2, directoryName(nameOf('a'))),
        ),
      ),
    ],
    bad: {
      'no point': empty,
      'an unknown choice': point(der.tagged(0, der.tagged(2, uriName('http://a.test/')))),
      'an unknown field': point(der.tagged(3, uriName('http://a.test/'))),
      'a name that is primitive': point(der.primitive(0, uriName('http://a.test/'))),
      'names under a universal tag': point(der.sequence(uriName('http://a.test/'))),
      'two names': point(
        Buffer.concat([
          der.tagged(0, der.tagged(0, uriName('a:b'))),
          der.tagged(0, der.tagged(0, uriName('a:b'))),
        ]),
      ),
    },
  },
  '2.5.29.32': {
    good: [
      der.sequence(der.sequence(oid)),
      der.sequence(
        der.sequence(
          oid,
          der.sequence(der.sequence(der.oid('1.3.6.1.5.5.7.2.1'), der.ia5('http://a'))),
        ),
      ),
    ],
    bad: {
      'no policy': empty,
      'a policy without identifier': der.sequence(empty),
      'a third field': der.sequence(der.sequence(oid, der.sequence(der.sequence(oid, oid)), oid)),
      'no qualifier': der.sequence(der.sequence(oid, empty)),
      'a policy twice': der.sequence(der.sequence(oid), der.sequence(oid)),
    },
  },
  '2.5.29.33': {
    good: [der.sequence(der.sequence(oid, oid))],
    bad: {
      'no pair': empty,
      'one alone': der.sequence(der.sequence(oid)),
      three: der.sequence(der.sequence(oid, oid, oid)),
    },
  },
  '2.5.29.35': {
    good: [empty, der.sequence(der.primitive(0, Buffer.from('clef')))],
    bad: {
      'a key that is constructed': der.sequence(der.tagged(0, der.octets(Buffer.from('clef')))),
      'half an issuer': der.sequence(der.primitive(2, Buffer.from([1]))),
      'an unknown field': der.sequence(der.primitive(3, Buffer.from('clef'))),
    },
  },
  '2.5.29.36': {
    good: [
      der.sequence(der.primitive(0, Buffer.from([0]))),
      der.sequence(der.primitive(0, Buffer.from([0])), der.primitive(1, Buffer.from([2]))),
    ],
    bad: {
      nothing: empty,
      'a universal tag': der.sequence(der.integer(0)),
      'an unknown field': der.sequence(der.primitive(2, Buffer.from([0]))),
      constructed: der.sequence(der.tagged(0, der.integer(0))),
      'no octet': der.sequence(der.primitive(0, Buffer.alloc(0))),
      'more octets than needed': der.sequence(der.primitive(0, Buffer.from([0, 0]))),
    },
  },
  '2.5.29.37': {
    good: [der.sequence(der.oid('1.3.6.1.5.5.7.3.4'))],
    bad: {
      'no usage': empty,
      'a usage that is none': der.sequence(der.utf8('a')),
      'an empty identifier': der.sequence(der.tlv(6)),
    },
  },
  '2.5.29.46': {
    good: [der.sequence(der.sequence(der.tagged(0, der.tagged(0, uriName('http://a.test/')))))],
    bad: { 'no point': empty },
  },
  '2.5.29.54': {
    good: [der.integer(0), der.integer(200)],
    bad: {
      negative: der.tlv(2, Buffer.from([0xff])),
      'more octets than needed': der.tlv(2, Buffer.from([0, 1])),
    },
  },
  '1.3.6.1.5.5.7.1.1': {
    good: [der.sequence(der.sequence(der.oid('1.3.6.1.5.5.7.48.1'), uriName('http://a.test/')))],
    bad: {
      nothing: empty,
      'an unknown form': der.sequence(der.sequence(oid, unknownName)),
      'a method alone': der.sequence(der.sequence(oid)),
    },
  },
  '1.3.6.1.5.5.7.48.1.5': { good: [der.NULL], bad: { 'a content': der.tlv(5, Buffer.from([0])) } },
}

/** What no extension may be. */
function everyWay(good: Buffer): { readonly [what: string]: Buffer } {
  const content = good.subarray(2)
  return {
    'octets after it': Buffer.concat([good, Buffer.from([0])]),
    'another element after it': Buffer.concat([good, der.NULL]),
    'another tag': der.tlv(0x24, content),
    'a context tag': der.tlv(((good[0] ?? 0) & 0x20) | 0x80, content),
    'a length in more octets than needed': Buffer.concat([
      good.subarray(0, 1),
      Buffer.from([0x81, content.length]),
      content,
    ]),
    'an indefinite length': Buffer.concat([
      Buffer.from([(good[0] ?? 0) | 0x20, 0x80]),
      content,
      Buffer.alloc(2),
    ]),
    'a length too long': Buffer.concat([
      good.subarray(0, 1),
      Buffer.from([content.length + 1]),
      content,
    ]),
    'no octet at all': Buffer.alloc(0),
  }
}

const SKI = '2.5.29.14'
const BASIC = '2.5.29.19'

/** A certificate that bears this extension, as the one below a CA, or as the CA. */
function bearing(type: string, value: Buffer, critical: boolean, role: 'leaf' | 'ca' | 'anchor') {
  const own = extension(type, value, critical ? 'critical' : 'not critical')
  const root = authority(
    'Racine',
    role === 'anchor' ? shape(type, own) : { extensions: [keyUsage(6)] },
  )
  const ca = root.issues('AC', role === 'ca' ? { ca: true, ...shape(type, own) } : { ca: true })
  const leaf = ca.issues('F', role === 'leaf' ? shape(type, own) : {})
  return { root, ca, leaf }
}

function shape(type: string, own: Buffer) {
  return type === BASIC ? ({ basic: 'absent', extensions: [own] } as const) : { extensions: [own] }
}

function outcome({ root, ca, leaf }: { root: Entity; ca: Entity; leaf: Entity }): string {
  const files = [root, ca].map(({ certificate }, at) => ({ name: `${at}`, bytes: certificate.der }))
  const trust = trustOf(files, { now: NOW })
  const found = findPath(leaf.certificate, trust, NOW)
  return found.status === 'valid' ? 'valid' : found.reason
}

function isMalformed(make: () => unknown): boolean {
  try {
    make()
    return false
  } catch (error) {
    return error instanceof DerError
  }
}

t.test('the table holds every extension that is read', async (t) => {
  // The product category of IGC-Santé is read in the forms that its cards have, and restricts nobody.
  const known = Object.keys(READERS).filter((type) => type !== '1.2.250.1.71.1.2.5')
  t.strictSame(Object.keys(TABLE).sort(), known.sort())
})

for (const [type, { good, bad }] of Object.entries(TABLE)) {
  t.test(`${type}: what is of its form is read`, async (t) => {
    for (const value of good) {
      const made = bearing(type, value, true, 'leaf')
      t.strictSame(made.leaf.certificate.extensions.unreadable, [])
    }
  })
  t.test(`${type}: what is not wholly understood refuses the certificate`, async (t) => {
    const [first] = good
    if (!first) throw new Error('no good value')
    for (const [what, value] of Object.entries({ ...bad, ...everyWay(first) })) {
      for (const role of ['leaf', 'ca', 'anchor'] as const)
        t.equal(outcome(bearing(type, value, true, role)), 'critical-extension', `${role}: ${what}`)
      // Not critical, it may be passed over by nobody either: no certificate.
      t.ok(
        isMalformed(() => bearing(type, value, false, 'leaf')),
        `not critical: ${what}`,
      )
    }
  })
}

t.test('a critical policy has no qualifier that is not known', async (t) => {
  const value = der.sequence(der.sequence(oid, der.sequence(der.sequence(oid, der.utf8('a')))))
  t.equal(outcome(bearing('2.5.29.32', value, true, 'leaf')), 'critical-extension')
  t.equal(outcome(bearing('2.5.29.32', value, false, 'leaf')), 'valid')
})

t.test('a default that is written out is borne', async (t) => {
  const value = der.sequence(der.boolean('false'))
  const { certificate } = authority('R').issues('F', {
    basic: 'absent',
    extensions: [extension(BASIC, value, 'critical')],
  })
  t.match(certificate.extensions, { basicConstraints: { ca: false }, unreadable: [] })
})

t.test(
  'the frame of an extension is its identifier, its flag and its octets, and no more',
  async (t) => {
    const value = der.octets(der.octets(Buffer.from('clef')))
    const frames: { readonly [what: string]: Buffer } = {
      'a fourth field': der.sequence(der.oid(SKI), der.boolean('true'), value, der.NULL),
      'a field after the octets': der.sequence(der.oid(SKI), value, der.NULL),
      'a flag under another tag': der.sequence(
        der.oid(SKI),
        der.tlv(0x81, Buffer.from([0xff])),
        value,
      ),
      'octets under another tag': der.sequence(
        der.oid(SKI),
        der.tlv(0x84, der.octets(Buffer.from('c'))),
      ),
      'octets in pieces': der.sequence(
        der.oid(SKI),
        der.tlv(0x24, der.octets(der.octets(Buffer.from('c')))),
      ),
      'no octets': der.sequence(der.oid(SKI), der.boolean('true')),
      'no identifier': der.sequence(value),
    }
    for (const [what, frame] of Object.entries(frames))
      t.ok(
        isMalformed(() => authority('R').issues('F', { extensions: [frame] })),
        what,
      )
  },
)

t.test(
  'a constrained authority is never freed by a constraint that is not understood',
  async (t) => {
    const good = TABLE['2.5.29.30']
    if (!good) throw new Error('row')
    for (const [what, value] of Object.entries(good.bad)) {
      const { root, ca } = bearing('2.5.29.30', value, true, 'ca')
      const leaf = ca.issues('F', { extensions: [extension('2.5.29.17', names)] })
      t.not(outcome({ root, ca, leaf }), 'valid', what)
    }
  },
)
