/**
 * One act has one author: whatever SignerInfos stand beside his, in whatever order, the verdict speaks of him
 * alone, or refuses. Every pair of signers is tried.
 */
import { generateKeyPairSync } from 'node:crypto'

import t from 'tap'

import type { Rpps } from '../../src/domain/correspondant.ts'
import { keepInMemory } from '../../src/kit/bytes.ts'
import type { TrustRules } from '../../src/message.ts'
import { open, receivedFile } from '../../src/open/open.ts'
import * as der from '../../src/pki/der-writer.ts'
import { NO_RULES } from '../../src/pki/rules.ts'
import { ruled } from '../../src/pki/trust.ts'
import {
  alternativeNames,
  authority,
  day,
  type Entity,
  emailName,
  keyUsage,
  NOW,
  trusting,
} from '../pki/authority.ts'
import {
  ATTACKER,
  attribute,
  attributesOf,
  mail,
  multipartSigned,
  signedData,
  signerInfo,
  text,
  VICTIM,
} from '../support/hostile.ts'

const root = authority('Racine', { extensions: [keyUsage(0x06)] })
const ca = root.issues('AC', { ca: true, extensions: [keyUsage(0x06)] })
const silent = root.issues('AC sans liste', { ca: true, extensions: [keyUsage(0x06)] })
const SIGNING = keyUsage(0x80)
const card = (rpps: string) =>
  der.sequence(der.tlv(0x31, der.sequence(der.oid('2.5.4.3'), der.utf8(`8${rpps}`))))
const holder = (email: string) => ({ extensions: [SIGNING, alternativeNames(emailName(email))] })
const [RPPS, OTHER_RPPS] = ['99700000001', '99700000002'] as [Rpps, Rpps]

const victim = ca.issues('victime', holder(VICTIM))
const renewed = ca.issues('victime', holder(VICTIM))
const rekeyed = ca.issues('victime bis', { ...holder(VICTIM), keys: victim.keys })
const attacker = ca.issues('pirate', holder(ATTACKER))
const both = ca.issues('partagé', {
  extensions: [SIGNING, alternativeNames(emailName(VICTIM), emailName(ATTACKER))],
})
const revoked = ca.issues('victime', holder(VICTIM))
const expired = ca.issues('victime', { ...holder(VICTIM), from: day(-9), to: day(-1) })
const unknown = silent.issues('victime', holder(VICTIM))
const stranger = authority('ailleurs').issues('victime', holder(VICTIM))
const doctor = ca.issues('carte', { extensions: [SIGNING], subject: card(RPPS) })
const doctorAgain = ca.issues('carte', { extensions: [SIGNING], subject: card(RPPS) })
const colleague = ca.issues('carte', { extensions: [SIGNING], subject: card(OTHER_RPPS) })
const trust = trusting(
  root,
  ca,
  silent,
  root.lists(),
  ca.lists({ revoked: [{ of: revoked, at: day(-2) }] }),
)

const content = text('AVIS')
const from = { From: VICTIM }
const at = (time: string) => [
  ...attributesOf(content),
  attribute('1.2.840.113549.1.9.5', der.time(new Date(time))),
]
const NINE = '2026-11-22T09:00:00Z'
const EIGHT = '2026-11-22T08:00:00Z'

interface Signed {
  readonly by: Entity
  readonly time?: string
  readonly broken?: boolean
}

const infoOf = ({ by, time = NINE, broken = false }: Signed): Buffer =>
  signerInfo(content, by, {
    replaced: at(time),
    ...(broken && { keyOf: { ...by, keys: generateKeyPairSync('ec', { namedCurve: 'P-256' }) } }),
  })

/** Opens one mail signed by these, in this order (a SET OF that is not sorted is borne). */
async function judge(signers: readonly Signed[], headers = from) {
  const bundle = [...new Set(signers.map(({ by }) => by.certificate.der))]
  const raw = mail(headers, multipartSigned(content, unordered(signers.map(infoOf), bundle)))
  return await openOf(raw)
}

function openOf(raw: Buffer, rules: TrustRules = NO_RULES) {
  return open(receivedFile(raw, NOW), {
    keys: [],
    trust: ruled(trust, rules),
    annuaire: {
      addressesOf: async () => [VICTIM],
      mayUse: async () => false,
    },
    keep: keepInMemory,
    policy: {
      revocationInconnue: 'quarantine',
      testCertificates: 'accept',
      purpose: 'mail',
    },
  })
}

/** The SignerInfos in the order given: the last SET of the structure is written anew. */
function unordered(infos: readonly Buffer[], bundle: readonly Buffer[]): Buffer {
  const sorted = signedData(infos, { bundle })
  const set = der.setOf(...infos)
  const asGiven = der.tlv(0x31, ...infos)
  return Buffer.concat([sorted.subarray(0, sorted.length - set.length), asGiven])
}

const PAIRS: readonly (readonly [title: string, other: Signed, refusal: string | null])[] = [
  ['himself', { by: victim }, null],
  ['himself at another time', { by: victim, time: EIGHT }, null],
  ['his other certificate, same address', { by: renewed }, null],
  ['his other certificate, same key', { by: rekeyed }, null],
  ['another person', { by: attacker }, 'several-authors'],
  ['another person at another time', { by: attacker, time: EIGHT }, 'several-authors'],
  ['another who has his address and one more', { by: both }, 'several-authors'],
  ['a card with an RPPS', { by: doctor }, 'several-authors'],
  ['himself, broken', { by: victim, broken: true }, 'several-authors'],
  ['another person, broken', { by: attacker, broken: true }, 'several-authors'],
  ['his revoked certificate', { by: revoked }, 'several-authors'],
  ['his expired certificate', { by: expired }, 'several-authors'],
  ['his certificate of which nobody knows', { by: unknown }, 'several-authors'],
  ['one of an unknown authority', { by: stranger }, 'several-authors'],
]

/** Whom the sender is bound to as well. */
const SENDERS_TOO: readonly Entity[] = [both, doctor]

for (const [title, other, refusal] of PAIRS) {
  t.test(`beside the author, ${title}: ${refusal ?? 'accepted'}`, async (t) => {
    const alone = await judge([{ by: victim }])
    for (const signers of [
      [{ by: victim }, other],
      [other, { by: victim }],
    ]) {
      const { verdict, signing, evidence, empreinte } = await judge(signers)
      t.equal(verdict.refusal, refusal)
      t.equal(verdict.accepted, refusal === null)
      t.match(verdict.signature, { status: 'valid', signers: 2 })
      t.match([verdict.path.status, verdict.revocation.status], ['valid', 'good'])
      t.match(verdict.sender, { bound: true })
      t.equal(empreinte === null, refusal !== null, 'nothing is read of what is refused')
      if (refusal === null) continue
      // Where both are the sender, either speaks, but one alone.
      const isOther = verdict.signer?.sha256 === other.by.certificate.sha256
      t.equal(isOther && other.by !== victim, isOther && SENDERS_TOO.includes(other.by))
      const told = isOther ? await judge([other]) : alone
      t.strictSame(evidence, told.evidence, 'the evidence is his')
      t.equal(verdict.signature.signingTime, told.verdict.signature.signingTime)
      t.equal(signing, null)
    }
    const [one, two] = [await judge([{ by: victim }, other]), await judge([other, { by: victim }])]
    t.strictSame(one.verdict, two.verdict, 'the order tells nothing')
    t.strictSame([one.signing, one.otherSignings], [two.signing, two.otherSignings])
  })
}

t.test('all of the verdict is of one SignerInfo, the one who says least', async (t) => {
  const [early, late] = [await judge([{ by: renewed, time: EIGHT }]), await judge([{ by: victim }])]
  const { verdict, signing, otherSignings, evidence } = await judge([
    { by: victim },
    { by: renewed, time: EIGHT },
  ])
  t.strictSame(verdict, {
    ...early.verdict,
    signature: { ...early.verdict.signature, signers: 2 },
  })
  t.strictSame(evidence, early.evidence)
  t.strictSame([signing, otherSignings], [early.signing, [late.signing]])
})

t.test('an author whose own signature is not good is refused for that', async (t) => {
  for (const [by, code] of [
    [{ by: victim, broken: true }, 'bad-signature'],
    [{ by: revoked }, 'revoked'],
    [{ by: expired }, 'expired-certificate'],
    [{ by: unknown }, 'revocation-unknown'],
  ] as const) {
    const signers = [by, { by: attacker }]
    for (const order of [signers, signers.toReversed()]) {
      const { verdict } = await judge(order)
      t.match(verdict, { refusal: code, signer: { sha256: by.by.certificate.sha256 } })
    }
  }
})

t.test('cards are one person by their RPPS', async (t) => {
  for (const [other, refusal] of [
    [doctorAgain, null],
    [colleague, 'several-authors'],
    [victim, 'several-authors'],
  ] as const) {
    const { verdict } = await judge([{ by: doctor }, { by: other }])
    t.equal(verdict.refusal, refusal)
  }
})

t.test('where none is the sender, that is what is said', async (t) => {
  const { verdict } = await judge([{ by: victim }, { by: attacker }], { From: 'x@y.test' })
  t.match(verdict, { refusal: 'signer-mismatch', sender: { bound: false } })
})

t.test('the opinion of one physician, signed again by another in front, is nobody’s', async (t) => {
  const opinion = infoOf({ by: victim })
  const bundle = [victim.certificate.der, attacker.certificate.der]
  const own = infoOf({ by: attacker, time: EIGHT })
  const raw = mail(from, multipartSigned(content, unordered([own, opinion], bundle)))
  t.match((await openOf(raw)).verdict, { accepted: false, refusal: 'several-authors' })
})

t.test('layers around the author’s are his too', async (t) => {
  const around = (inner: Buffer, by: Entity) =>
    multipartSigned(inner, signedData([signerInfo(inner, by)], { bundle: [by.certificate.der] }))
  const inner = around(content, victim)
  const refusal = async (entity: Buffer) => (await openOf(mail(from, entity))).verdict.refusal
  t.equal(await refusal(around(inner, victim)), null)
  t.equal(await refusal(around(inner, renewed)), null)
  t.equal(await refusal(around(inner, attacker)), 'signer-mismatch')
  t.equal(await refusal(around(inner, both)), 'several-authors', 'a sender too, but another')
  t.equal(await refusal(around(inner, doctor)), 'several-authors')
  t.equal(await refusal(around(inner, revoked)), 'revoked')
})

t.test('an RPPS counts under the anchors that may assert one, the address under all', async (t) => {
  const rules = { rppsAnchors: ['Autre racine'], domains: [], denied: [] }
  const raw = (by: Entity) =>
    mail(
      from,
      multipartSigned(content, signedData([infoOf({ by })], { bundle: [by.certificate.der] })),
    )
  t.match((await openOf(raw(doctor))).verdict, { accepted: true, signer: { rpps: RPPS } })
  t.match((await openOf(raw(doctor), rules)).verdict, {
    refusal: 'signer-mismatch',
    signer: { rpps: null },
  })
  t.match((await openOf(raw(victim), rules)).verdict, { accepted: true })
  const own = { ...rules, rppsAnchors: [root.certificate.sha256] }
  t.match((await openOf(raw(doctor), own)).verdict, { accepted: true, signer: { rpps: RPPS } })
  const two = multipartSigned(
    content,
    unordered(
      [infoOf({ by: doctor }), infoOf({ by: doctorAgain })],
      [doctor.certificate.der, doctorAgain.certificate.der],
    ),
  )
  t.equal((await openOf(mail(from, two), rules)).verdict.accepted, false)
})

t.test('a path through a limited authority binds addresses of its domains alone', async (t) => {
  const raw = (by: Entity) =>
    mail(
      from,
      multipartSigned(content, signedData([infoOf({ by })], { bundle: [by.certificate.der] })),
    )
  for (const limited of [root, ca]) {
    for (const [domain, refusal] of [
      ['cabinet.test', null],
      ['test', null],
      ['ailleurs.test', 'signer-mismatch'],
    ] as const) {
      const domains = [{ sha256: limited.certificate.sha256, domain }]
      const rules = { rppsAnchors: null, domains, denied: [] }
      for (const by of [victim, doctor])
        t.equal((await openOf(raw(by), rules)).verdict.refusal, refusal, domain)
    }
  }
})

t.test('a denied certificate is refused, as signer, intermediate and anchor', async (t) => {
  const raw = mail(
    from,
    multipartSigned(
      content,
      signedData([infoOf({ by: victim })], { bundle: [victim.certificate.der] }),
    ),
  )
  for (const one of [victim, ca, root]) {
    const rules = { rppsAnchors: null, domains: [], denied: [one.certificate.sha256] }
    t.match((await openOf(raw, rules)).verdict, {
      refusal: 'certificate-denied',
      path: { status: 'invalid', reason: 'certificate-denied' },
    })
  }
  const rules = { rppsAnchors: null, domains: [], denied: [attacker.certificate.sha256] }
  t.equal((await openOf(raw, rules)).verdict.refusal, null)
})
