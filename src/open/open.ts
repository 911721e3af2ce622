/**
 * Opens a received message: takes the S/MIME layers off, outermost first, and says who signed.
 *
 * In        ReceivedMessage — bytes as they arrived, never normalised
 * Out       OpenedMessage — the signed entity, the verdict, what the judgement rested on
 * Refuses   within the verdict, never by throwing: every hostile or broken input has a code
 *
 * RFC 8551 §3 · RFC 5652 §5–§6 · RFC 5280 §6 · RFC 8550 §3 · SPEC §8
 */
import type { Sha256 } from '../domain/correspondant.ts'
import type { Code } from '../errors.ts'
import { type Bytes, type Keep, memoryBytes } from '../kit/bytes.ts'
import type {
  Identity,
  Liens,
  OpenedMessage,
  OpenPolicy,
  OuterHeaders,
  ReceivedMessage,
  Verdict,
} from '../message.ts'
import type { Certificate } from '../pki/certificate.ts'
import type { OcspResponse } from '../pki/ocsp.ts'
import type { Trust } from '../pki/trust.ts'
import { announced } from './capabilities.ts'
import { bodyOf, type Entity, fieldValue, Hostile, mediaType, readEntity } from './entity.ts'
import { outerHeaders } from './headers.ts'
import { type Judgement, judgeLayer, judgementProblem, signerOf } from './judge.ts'
import { type Peeled, peel, type SignedLayer } from './layers.ts'
import { bindSender, fromOf, type Protection, protectedProblem, protectionOf } from './sender.ts'
import { responsesIn } from './stapled.ts'

export interface OpenParts {
  readonly keys: readonly Identity[]
  readonly trust: Trust
  /** Null: no directory is at hand, as in `inspect` without a database. */
  readonly annuaire: Liens | null
  readonly policy: OpenPolicy
  readonly keep: Keep
  /** OCSP responses that were asked for this message, DER: candidates like those it brings. */
  readonly answers?: readonly Buffer[]
  /** Instant of the judgement; default: that of receipt. */
  readonly at?: Date
}

type Received = Pick<ReceivedMessage, 'raw' | 'receivedAt' | 'envelope'>

/** The signed entity with what its protected headers say. */
interface Content {
  readonly entity: Bytes
  readonly subject: Entity | null
  readonly problem: Code | null
}

const ABSENT: Judgement = {
  signature: {
    status: 'absent',
    reason: null,
    algorithm: null,
    signingTime: null,
    signers: 0,
    covers: null,
  },
  path: { status: null, reason: null, length: null, anchor: null },
  revocation: { status: null, source: 'none' },
  signers: [],
  isTest: false,
  evidence: { chain: [], crls: [], ocsp: [] },
}
const MAX_CERTIFICATES = 20

/** Opens one message; what cannot be trusted is refused in the verdict, with a stable code. */
export async function open(received: Received, parts: OpenParts): Promise<OpenedMessage> {
  const at = parts.at ?? received.receivedAt
  const { outer, broken, isTorn } = await outerEntity(received.raw)
  const peeled = await peel(outer, { ...parts, at })
  if (broken) peeled.stopped = broken
  const { layer, judgement, around } = judged(peeled, {
    ...parts,
    at,
    answers: responsesIn(parts.answers ?? []),
  })
  const content = layer ? await protectedContent(outer, layer, peeled) : null
  const { sender, author } = await senderOf(outer, [...around, judgement], parts)
  const refusal = refusalOf({ peeled, judgement, content, sender, isTorn }, parts.policy)
  const isSigned = judgement.signature.status === 'valid' && judgement.signature.covers === 'whole'
  const isStrange = around.length > 0 && sender.bound === false
  const isSafe = isSigned && !isStrange && refusal !== 'encrypted-not-authentic'
  const verdict: Verdict = {
    layers: peeled.layers,
    signature: judgement.signature,
    path: judgement.path,
    revocation: judgement.revocation,
    signer: author ? signerOf(author) : null,
    sender,
    accepted: refusal === null,
    refusal,
  }
  const clear = peeled.stopped === null && peeled.signed.length === 0 && !peeled.cbc
  return {
    verdict,
    headers: headersOf(outer, isSafe ? content : null, received.envelope.from),
    entity: isSafe && content ? content.entity : clear ? peeled.clear.bytes : received.raw,
    empreinte: isSafe && layer ? (layer.verified.contentSha256 as Sha256) : null,
    ...signingsOf(isSafe ? layer : null, author),
    original: isSafe && layer ? originalOf(layer.carrier) : null,
    certificates: refusal === null && layer ? certificatesOf(layer, judgement) : [],
    ...(refusal === null && layer ? announcedBy(layer, author) : announced(null, [])),
    evidence: judgement.evidence,
  }
}

/** The outer headers, with the subject that the signature covers where there is one. */
function headersOf(outer: Entity, content: Content | null, sender: string): OuterHeaders {
  const headers = outerHeaders(outer, sender)
  const inner = content?.subject
  if (!inner?.fields.some(({ name }) => name === 'subject')) return headers
  return { ...headers, subject: outerHeaders(inner, '').subject, subjectIsSigned: true }
}

/** A header block beyond all measure leaves an entity without fields. */
async function outerEntity(
  raw: Bytes,
): Promise<{ outer: Entity; broken: Code | null; isTorn: boolean }> {
  try {
    const outer = await readEntity(raw)
    return { outer, broken: null, isTorn: await hasBareCr(raw.slice(0, outer.bodyStart)) }
  } catch (error) {
    if (!(error instanceof Hostile)) throw error
    const outer = { bytes: raw, fields: [], bodyStart: raw.size, type: mediaType(null) }
    return { outer, broken: error.code, isTorn: false }
  }
}

/** A CR alone: some readers see another field after it. RFC 5322 §2.2 */
async function hasBareCr(block: Bytes): Promise<boolean> {
  let last = 0
  for await (const piece of block.read()) {
    for (const octet of piece) {
      if (last === 0x0d && octet !== 0x0a) return true
      last = octet
    }
  }
  return last === 0x0d
}

/**
 * The innermost signature speaks, unless one outside it is not good. Those around it must be the
 * sender's too: RFC 2634 §1.1 has the same person sign twice, nobody else lends his name.
 */
function judged(
  peeled: Peeled,
  {
    trust,
    at,
    policy,
    answers,
  }: { trust: Trust; at: Date; policy: OpenPolicy; answers: readonly OcspResponse[] },
) {
  const all = peeled.signed.map((layer) => ({
    layer,
    judgement: judgeLayer(layer, { trust, at, policy, answers, covers: peeled.covers }),
  }))
  const broken = all.find(({ judgement }) => judgementProblem(judgement, policy) !== null)
  const around = all.slice(0, -1).map(({ judgement }) => judgement)
  return { ...(broken ?? all.at(-1) ?? { layer: null, judgement: ABSENT }), around }
}

/** What the signature covers, out of its wrapping, its headers compared with the outer ones. */
async function protectedContent(
  outer: Entity,
  layer: SignedLayer,
  peeled: Peeled,
): Promise<Content> {
  const signed = layer.content
  if (['hp', 'forwarded'].some((name) => signed.type.ambiguous.has(name)))
    return { entity: signed.bytes, subject: null, problem: 'malformed-mail' }
  const mode = protectionOf(signed)
  if (mode) {
    const problem = protectedProblem(outer.fields, signed.fields, mode)
    return { entity: signed.bytes, subject: signed, problem }
  }
  if (signed.type.type !== 'message/rfc822')
    return { entity: signed.bytes, subject: null, problem: null }
  const inner = await readEntity(bodyOf(signed)).catch((error: unknown) => {
    if (error instanceof Hostile) return null
    throw error
  })
  if (!inner) return { entity: signed.bytes, subject: null, problem: 'headers-too-large' }
  const wrapping: Protection = peeled.encrypted === 'no' ? 'wrapped' : 'wrapped-encrypted'
  const problem = protectedProblem(outer.fields, inner.fields, wrapping)
  // RFC 8551 §3.1: `forwarded=no` tells a wrapper from a message that was forwarded. A foreign message
  // is no letter of the signer's: attached, it is a document; else what differs is tampering.
  const isTold = signed.type.params.get('forwarded')?.toLowerCase() === 'no'
  const isAttached = /^attachment\b/i.test(fieldValue(signed.fields, 'content-disposition') ?? '')
  if (!isTold && isAttached && problem)
    return { entity: signed.bytes, subject: null, problem: null }
  return { entity: inner.bytes, subject: inner, problem }
}

/** The signer whom the sender is bound to, in every layer; the first layer without him tells. */
async function senderOf(
  outer: Entity,
  layers: readonly Judgement[],
  parts: OpenParts,
): Promise<{ sender: Verdict['sender']; author: Certificate | null }> {
  const found = []
  for (const layer of layers) found.push(await senderIn(outer, layer, parts))
  const stranger = found.find(({ sender }) => sender.bound === false)
  const last = found.at(-1) ?? (await senderIn(outer, ABSENT, parts))
  return stranger ? { sender: stranger.sender, author: last.author } : last
}

/** With several good signers of one layer, the first who is the sender. */
async function senderIn(
  outer: Entity,
  { signers }: Judgement,
  { policy, annuaire }: OpenParts,
): Promise<{ sender: Verdict['sender']; author: Certificate | null }> {
  const { from, reason } = fromOf(outer.fields)
  const author = signers[0] ?? null
  if (policy.purpose === 'path') return { sender: { from, bound: null, reason: null }, author }
  if (!author) return { sender: { from, bound: reason ? false : null, reason }, author }
  let first: Verdict['sender'] | null = null
  for (const certificate of signers) {
    const sender = await bindSender(outer.fields, certificate, annuaire)
    if (sender.bound === true) return { sender, author: certificate }
    first ??= sender
  }
  return { sender: first ?? { from, bound: false, reason }, author }
}

interface Facts {
  readonly peeled: Peeled
  readonly judgement: Judgement
  readonly content: Content | null
  readonly sender: Verdict['sender']
  /** A line end that not all readers see stands in the header block. */
  readonly isTorn: boolean
}

/** The one code of the refusal, the most fundamental first; null when the message is accepted. */
function refusalOf(
  { peeled, judgement, content, sender, isTorn }: Facts,
  policy: OpenPolicy,
): Code | null {
  const { signature } = judgement
  // EFAIL: what CBC hid and no signature inside vouches for is never told apart by its code.
  if (peeled.stopped) return peeled.seen ? 'encrypted-not-authentic' : peeled.stopped
  const isVouched =
    signature.status === 'valid' && signature.covers === 'whole' && peeled.encrypted !== 'inside'
  if ((peeled.cbc || peeled.encrypted === 'inside') && !isVouched) return 'encrypted-not-authentic'
  if (signature.status === 'absent') return 'not-signed'
  if (signature.covers === 'part') return 'partial-signature'
  const problem = judgementProblem(judgement, policy)
  if (problem || policy.purpose === 'path') return problem
  if (content?.problem) return content.problem
  if (sender.bound === true) return isTorn ? 'malformed-mail' : null
  return (sender.reason as Code | null) ?? 'signer-mismatch'
}

/** The lines that make the S/MIME entity stand alone, and its body. */
function originalOf(carrier: Entity): OpenedMessage['original'] {
  const lines = carrier.fields
    .filter((field) => field.name === 'mime-version' || field.name.startsWith('content-'))
    .map((field) => `${field.raw.replace(/\r?\n$/, '').replace(/\r?\n/g, '\r\n')}\r\n`)
  return { headers: lines.join(''), body: bodyOf(carrier) }
}

function announcedBy({ verified, bundled }: SignedLayer, author: Certificate | null) {
  const own = verified.signers.find(({ certificate }) => certificate?.sha256 === author?.sha256)
  return announced(own?.attributes ?? null, [...bundled, ...(author ? [author] : [])])
}

/** The author's act of signing; another signature of his beside it is the same act told again. */
function signingsOf(layer: SignedLayer | null, author: Certificate | null) {
  const own = layer?.verified.signers.filter((one) => one.certificate?.sha256 === author?.sha256)
  const [signing = null, ...otherSignings] = new Set(own?.flatMap((one) => one.signing ?? []))
  return { signing, otherSignings }
}

function certificatesOf(layer: SignedLayer, { signers }: Judgement): Buffer[] {
  const all = new Map([...signers, ...layer.bundled].map((c) => [c.sha256, c]))
  return [...all.values()].slice(0, MAX_CERTIFICATES).map(({ der }) => Buffer.from(der))
}

/** Bytes for a file already in memory: what `inspect` gives to `open`. */
export function receivedFile(bytes: Buffer, at: Date): Received {
  const envelope = { from: '-', to: [], peer: '', tls: 'none', operator: null } as const
  return { raw: memoryBytes(bytes), receivedAt: at, envelope }
}
