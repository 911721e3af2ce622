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
import { type Bytes, type Keep, memoryBytes, wholeBuffer } from '../kit/bytes.ts'
import type {
  Identity,
  Liens,
  OpenedMessage,
  OpenPolicy,
  OuterHeaders,
  ReceivedMessage,
  Verdict,
} from '../message.ts'
import type { Trust } from '../pki/trust.ts'
import { type Author, authorOf } from './author.ts'
import { announced } from './capabilities.ts'
import { bodyOf, type Entity, fieldValue, Hostile, mediaType, readEntity } from './entity.ts'
import { outerHeaders } from './headers.ts'
import { judgeLayer, signerOf, signerProblem } from './judge.ts'
import { type Peeled, peel, type SignedLayer } from './layers.ts'
import { type Protection, protectedProblem, protectionOf } from './sender.ts'
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

const MAX_CERTIFICATES = 20

/** Opens one message; what cannot be trusted is refused in the verdict, with a stable code. */
export async function open(received: Received, parts: OpenParts): Promise<OpenedMessage> {
  const at = parts.at ?? received.receivedAt
  const { outer, broken, isTorn } = await outerEntity(received.raw)
  const peeled = await peel(outer, { ...parts, at })
  if (broken) peeled.stopped = broken
  const answers = responsesIn(parts.answers ?? [])
  const layers = peeled.signed.map((layer) => ({
    layer,
    signers: judgeLayer(layer, { ...parts, at, answers, covers: peeled.covers }),
  }))
  const author = await authorOf(layers, { ...parts, fields: outer.fields })
  const { layer, judgement, sender } = author
  const content = layer ? await protectedContent(outer, layer, peeled) : null
  const refusal = refusalOf({ peeled, author, content, isTorn }, parts.policy)
  const isSigned = judgement.signature.status === 'valid' && judgement.signature.covers === 'whole'
  const isStrange = author.several || (layers.length > 1 && sender.bound === false)
  const isSafe = isSigned && !isStrange && refusal !== 'encrypted-not-authentic'
  const verdict: Verdict = {
    layers: peeled.layers,
    signature: judgement.signature,
    path: judgement.path,
    revocation: judgement.revocation,
    signer: signerOf(judgement),
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
    signing: isSafe ? judgement.signing : null,
    otherSignings: isSafe ? author.otherSignings : [],
    original: isSafe && layer ? originalOf(layer.carrier) : null,
    ...learnt(refusal === null ? author : null),
    evidence: judgement.evidence,
  }
}

/** The outer headers, with the subject that the signature covers where there is one. */
function headersOf(outer: Entity, content: Content | null, sender: string): OuterHeaders {
  const inner = content?.subject
  const toIsSigned = inner?.fields.some(({ name }) => name === 'to' || name === 'cc') ?? false
  const headers = { ...outerHeaders(outer, sender), toIsSigned }
  if (!inner?.fields.some(({ name }) => name === 'subject')) return headers
  return { ...headers, subject: outerHeaders(inner, '').subject, subjectIsSigned: true }
}

/** A header block beyond all measure leaves an entity without fields. */
async function outerEntity(
  raw: Bytes,
): Promise<{ outer: Entity; broken: Code | null; isTorn: boolean }> {
  try {
    const outer = await readEntity(await withoutMark(raw))
    return { outer, broken: null, isTorn: await hasBareCr(outer.bytes.slice(0, outer.bodyStart)) }
  } catch (error) {
    if (!(error instanceof Hostile)) throw error
    const outer = { bytes: raw, fields: [], bodyStart: raw.size, type: mediaType(null) }
    return { outer, broken: error.code, isTorn: false }
  }
}

/** Editors save a file with a byte order mark, which is no part of its first header. */
async function withoutMark(raw: Bytes): Promise<Bytes> {
  const head = await wholeBuffer(raw.slice(0, Math.min(raw.size, MARK.length)), MARK.length)
  return head.equals(MARK) ? raw.slice(MARK.length, raw.size) : raw
}

const MARK = Buffer.from('\ufeff', 'utf8')

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

interface Facts {
  readonly peeled: Peeled
  readonly author: Author
  readonly content: Content | null
  /** A line end that not all readers see stands in the header block. */
  readonly isTorn: boolean
}

/** The one code of the refusal, the most fundamental first; null when the message is accepted. */
function refusalOf(
  { peeled, author: { judgement, sender, several }, content, isTorn }: Facts,
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
  const problem = signerProblem(judgement, policy)
  if (problem || policy.purpose === 'path') return problem
  if (several && sender.bound !== false) return 'several-authors'
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

/** What an accepted mail tells of its author's keys. */
function learnt(author: Author | null) {
  const { layer = null, judgement } = author ?? {}
  const own = judgement?.certificate ?? null
  if (!layer || !own) return { certificates: [], ...announced(null, []) }
  const all = new Map([own, ...layer.bundled].map((c) => [c.sha256, c]))
  return {
    certificates: [...all.values()].slice(0, MAX_CERTIFICATES).map(({ der }) => Buffer.from(der)),
    ...announced(judgement?.attributes ?? null, [...layer.bundled, own]),
  }
}

/** Bytes for a file already in memory: what `inspect` gives to `open`. */
export function receivedFile(bytes: Buffer, at: Date): Received {
  const envelope = { from: '-', to: [], peer: '', tls: 'none', operator: null } as const
  return { raw: memoryBytes(bytes), receivedAt: at, envelope }
}
