/** The name of an act of signing: the same in every wrapping, another when the words are signed anew. */
import t from 'tap'

import * as der from '../../src/pki/der-writer.ts'
import {
  attribute,
  attributesOf,
  cms,
  mail,
  multipartSigned,
  opaque,
  signedData,
  signerInfo,
  stage,
  text,
} from '../support/hostile.ts'

const { victim, person, judge } = stage()
const from = { From: 'claire.fontaine@cabinet.test' }
const content = text('AVIS')
const at = (time: string) => [
  ...attributesOf(content),
  attribute('1.2.840.113549.1.9.5', der.time(new Date(time))),
]
const NINE = at('2026-11-22T09:00:00Z')
const TEN = at('2026-11-22T10:00:00Z')
const bundle = [victim.certificate.der]

t.test('is the same however the signature is wrapped', async (t) => {
  const octets = cms(content, [victim], { replaced: NINE })
  const inside = cms(content, [victim], { replaced: NINE, inside: content })
  const names = []
  for (const entity of [multipartSigned(content, octets), opaque(inside)]) {
    const { signing, otherSignings, verdict } = await judge(mail(from, entity))
    t.equal(verdict.refusal, null)
    t.strictSame(otherSignings, [])
    names.push(signing)
  }
  t.match(names[0], /^[0-9a-f]{64}$/)
  t.equal(names[0], names[1])
})

t.test('is another when the same words are signed anew, or by somebody else', async (t) => {
  const signing = async (...given: Parameters<typeof cms>) =>
    (await judge(mail(from, multipartSigned(content, cms(...given))))).signing
  const first = await signing(content, [victim], { replaced: NINE })
  t.not(await signing(content, [victim], { replaced: TEN }), first)
  t.equal(await signing(content, [victim], { replaced: NINE.toReversed() }), first, 'another order')
  t.not(await signing(content, [victim], { attributes: 'none' }), first)
  const colleague = person('claire.fontaine@cabinet.test')
  t.not(await signing(content, [colleague], { replaced: NINE }), first, 'another key')
})

t.test('is the same under another certificate of the same key', async (t) => {
  const renewed = person('claire.fontaine@cabinet.test', { keys: victim.keys })
  const signing = async (signer: typeof victim) =>
    (await judge(mail(from, multipartSigned(content, cms(content, [signer], { replaced: NINE })))))
      .signing
  t.equal(await signing(renewed), await signing(victim))
})

t.test('tells each of two signatures of one author over one content', async (t) => {
  const [one, two] = [NINE, TEN].map((replaced) => signerInfo(content, victim, { replaced }))
  if (!one || !two) throw new Error('infos')
  const opened = async (...infos: Buffer[]) =>
    await judge(mail(from, multipartSigned(content, signedData(infos, { bundle }))))
  const [alone, other, both] = [await opened(one), await opened(two), await opened(one, two)]
  t.strictSame(
    new Set([both.signing, ...both.otherSignings]),
    new Set([alone.signing, other.signing]),
  )
})

t.test('is none of what is not signed, or not as it was signed', async (t) => {
  const altered = multipartSigned(text('autre'), cms(content, [victim]))
  for (const entity of [content, altered]) {
    const { signing, otherSignings } = await judge(mail(from, entity))
    t.strictSame([signing, otherSignings], [null, []])
  }
})

t.test('tells whether the subject is signed', async (t) => {
  const inside = Buffer.concat([
    Buffer.from('Content-Type: message/rfc822; forwarded=no\r\n\r\n'),
    Buffer.from('From: claire.fontaine@cabinet.test\r\nSubject: pour moi\r\n'),
    content,
  ])
  const without = Buffer.concat([
    Buffer.from('Content-Type: message/rfc822; forwarded=no\r\n\r\n'),
    Buffer.from('From: claire.fontaine@cabinet.test\r\n'),
    content,
  ])
  const outer = { ...from, Subject: 'pour moi' }
  for (const [entity, isSigned] of [
    [content, false],
    [multipartSigned(content, cms(content, [victim])), false],
    [multipartSigned(inside, cms(inside, [victim])), true],
    [multipartSigned(without, cms(without, [victim])), false],
    [multipartSigned(inside, cms(content, [victim])), false],
  ] as const) {
    const { headers } = await judge(mail(outer, entity))
    t.strictSame([headers.subject, headers.subjectIsSigned], ['pour moi', isSigned])
  }
})
