/** CMS attributes: each known type × every way of breaking its rules. */
import t from 'tap'

import { ATTRIBUTE, SIGNED_ONLY, SINGLE } from '../../src/open/attributes.ts'
import { children, parseDer, raw, sequence } from '../../src/pki/der.ts'
import * as der from '../../src/pki/der-writer.ts'
import {
  attribute,
  attributesOf,
  mail,
  multipartSigned,
  signedData,
  signerInfo,
  stage,
  text,
  VICTIM,
} from '../support/hostile.ts'

const { victim, judge } = stage()
const content = text('AVIS')
const bundle = [victim.certificate.der]
const TIME = der.time(new Date('2026-11-22T09:00:00Z'))
const [own, digest] = attributesOf(content)
if (!own || !digest) throw new Error('attributes')

/** A value of the form of each type, so that nothing but the rule is broken. */
const VALUE: { readonly [type: string]: Buffer } = {
  [ATTRIBUTE.contentType]: der.oid('1.2.840.113549.1.7.1'),
  [ATTRIBUTE.messageDigest]: firstValue(digest),
  [ATTRIBUTE.signingTime]: TIME,
  [ATTRIBUTE.smimeCapabilities]: der.sequence(),
  [ATTRIBUTE.algorithmProtection]: der.sequence(),
  [ATTRIBUTE.encryptionKeyPreference]: der.primitive(2, Buffer.from('clef')),
}

function firstValue(item: Buffer): Buffer {
  const [, set] = children(parseDer(item))
  const [value] = set ? children(set) : []
  if (!value) throw new Error('value')
  return raw(value)
}

async function refusal(signed: readonly Buffer[], unsigned: readonly Buffer[] = []) {
  const info = signerInfo(content, victim, { replaced: signed })
  const withUnsigned =
    unsigned.length === 0
      ? info
      : der.sequence(...sequence(parseDer(info)).map(raw), der.tagged(1, ...unsigned))
  const opened = await judge(
    mail({ From: VICTIM }, multipartSigned(content, signedData([withUnsigned], { bundle }))),
  )
  return opened.verdict.refusal
}

const others = (type: string) =>
  [
    [ATTRIBUTE.contentType, own],
    [ATTRIBUTE.messageDigest, digest],
  ].flatMap(([name, item]) => (name === type ? [] : [item as Buffer]))

t.test('what keeps the rules is accepted', async (t) => {
  t.equal(await refusal([own, digest]), null)
  t.equal(await refusal([own, digest, attribute(ATTRIBUTE.signingTime, TIME)]), null)
  const unknown = attribute('1.2.3.4', der.NULL, der.NULL)
  t.equal(await refusal([own, digest, unknown]), null, 'of another type nothing is known')
  const stamp = attribute('1.2.840.113549.1.9.16.2.14', der.sequence())
  t.equal(await refusal([own, digest], [stamp]), null, 'a time stamp is unsigned')
})

for (const type of SINGLE) {
  const value = VALUE[type] ?? der.NULL
  const rest = others(type)
  t.test(`${type}: no value, two, twice and unsigned are refused`, async (t) => {
    for (const [what, signed, unsigned] of [
      ['no value', [...rest, attribute(type)], []],
      ['two values', [...rest, attribute(type, value, value)], []],
      ['two values that differ', [...rest, attribute(type, value, der.NULL)], []],
      ['twice', [...rest, attribute(type, value), attribute(type, value)], []],
      ['unsigned', [own, digest], [attribute(type, value)]],
      ['signed and unsigned', [...rest, attribute(type, value)], [attribute(type, value)]],
    ] as const)
      t.equal(await refusal(signed, unsigned), 'signed-attributes', what)
  })
}

t.test('a signing certificate is never named outside the signature', async (t) => {
  for (const type of SIGNED_ONLY)
    t.equal(await refusal([own, digest], [attribute(type, der.NULL)]), 'signed-attributes', type)
})

t.test('a countersignature is never signed', async (t) => {
  const counter = attribute(ATTRIBUTE.countersignature, der.sequence())
  t.equal(await refusal([own, digest, counter]), 'signed-attributes')
  t.equal(await refusal([own, digest], [counter]), null)
})

t.test('an empty set of attributes is none', async (t) => {
  t.equal(await refusal([]), 'signed-attributes')
})
