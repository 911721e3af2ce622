/**
 * Walks the octets of a CMS object once, however many: its structure apart from its content.
 *
 * In        a way to read the octets of a ContentInfo, BER or DER, again and again
 * Out       the structure with an empty content, to be parsed in memory; the content as a stream
 * Refuses   by throwing DerError (malformed, cut short) or Hostile: a structure that is itself too large
 *
 * Content is read twice, first to know all that stands around it: what follows it (signers, a MAC)
 * tells how to take it. Memory holds one piece of the content, and the structure.
 *
 * RFC 5652 §3, §5.1, §6.1 · X.690 §8.1.3 (lengths), §8.7 (octet strings in pieces)
 */
import { DerError, oid, parseDer, TAG } from '../pki/der.ts'
import { tlv } from '../pki/der-writer.ts'
import { type CmsKind, KINDS } from './cms.ts'
import { Hostile } from './entity.ts'
import { type Head, Input, WANTED, type Wanted } from './input.ts'

/** Octets that can be read from their beginning, as often as needed. */
export type Source = () => AsyncIterable<Buffer> | Iterable<Buffer>

export interface Skimmed {
  /** The ContentInfo, its content replaced by no octets at all. */
  readonly structure: Buffer
  /** Octets of the content. */
  readonly size: number
  /** The content, read anew each time. */
  content(): AsyncIterable<Buffer>
}

/** Certificates, revocation lists, recipients and signers: what stands around the content. */
const MAX_STRUCTURE_BYTES = 8 * 1024 * 1024
/** What an element costs beside its octets: a million empty ones are no small structure. */
const ELEMENT_BYTES = 64
const MAX_PIECES = 200_000
const MAX_DEPTH = 40
/** Shorter pieces are joined before they are handed on. */
const SHORT_BYTES = 16 * 1024
const JOINED_BYTES = 64 * 1024
const CONSTRUCTED = 0x20
const EMPTY = Buffer.alloc(0)

interface Walk {
  readonly input: Input
  /** Octets of structure so far. */
  kept: number
}

/** A constructed element that is being read. */
interface Frame {
  /** -1: of indefinite length. */
  readonly stop: number
  /** What is inside cannot pass this. */
  readonly limit: number
}

/** A walk: yields the content, and WANTED where it needs more octets; returns what it read. */
type Walked<T> = Generator<Buffer | Wanted, T>

/** Reads the whole object once. */
export async function skim(source: Source): Promise<Skimmed> {
  const octets = source()
  let size = 0
  const count = (piece: Buffer) => {
    size += piece.length
  }
  const structure = Symbol.iterator in octets ? atOnce(octets, count) : await inTurn(octets, count)
  return { structure, size, content: () => joined(contentOf(source)) }
}

/** Walks through octets that are there; returns the structure. */
function atOnce(octets: Iterable<Buffer>, visit: (piece: Buffer) => void): Buffer {
  const state = { input: new Input(), kept: 0 }
  const walked = contentInfo(state)
  const pieces = octets[Symbol.iterator]()
  for (let next = walked.next(); ; next = walked.next()) {
    if (next.done) return next.value
    if (next.value !== WANTED) visit(next.value)
    else state.input.give(given(pieces.next()))
  }
}

async function inTurn(
  octets: AsyncIterable<Buffer>,
  visit: (piece: Buffer) => void,
): Promise<Buffer> {
  const walked = walk(octets)
  let next = await walked.next()
  for (; !next.done; next = await walked.next()) visit(next.value)
  return next.value
}

async function* contentOf(source: Source): AsyncGenerator<Buffer> {
  yield* walk(source())
}

/** Yields the content, returns the structure. */
async function* walk(
  octets: AsyncIterable<Buffer> | Iterable<Buffer>,
): AsyncGenerator<Buffer, Buffer> {
  const state = { input: new Input(), kept: 0 }
  const walked = contentInfo(state)
  const pieces =
    Symbol.asyncIterator in octets ? octets[Symbol.asyncIterator]() : octets[Symbol.iterator]()
  try {
    for (let next = walked.next(); ; next = walked.next()) {
      if (next.done) return next.value
      if (next.value !== WANTED) yield next.value
      else state.input.give(given(await pieces.next()))
    }
  } finally {
    await pieces.return?.()
  }
}

function given(next: IteratorResult<Buffer, unknown>): Buffer {
  if (next.done) throw new DerError('truncated')
  return next.value
}

function* contentInfo(state: Walk): Walked<Buffer> {
  const info = yield* enter(state, Number.POSITIVE_INFINITY, TAG.sequence)
  const type = yield* copy(state, info.limit)
  const kind = KINDS[oid(parseDer(type, { rules: 'ber' }))]
  if (kind === undefined) throw new DerError('not a content type of mail')
  const wrapped = yield* enter(state, info.limit, 0xa0)
  const body = yield* enter(state, wrapped.limit, TAG.sequence)
  const fields: Buffer[] = []
  let afterSet = false
  while (yield* hasMore(state, body)) {
    const isContent = kind === 'signed' || kind === 'compressed' ? fields.length === 2 : afterSet
    if (isContent) {
      fields.push(yield* encapsulated(state, body.limit, kind))
      afterSet = false
    } else {
      const field = yield* copy(state, body.limit)
      afterSet = field[0] === TAG.set && !fields.some((earlier) => earlier[0] === TAG.set)
      fields.push(field)
    }
  }
  yield* leave(state, wrapped)
  yield* leave(state, info)
  return tlv(TAG.sequence, type, tlv(0xa0, tlv(TAG.sequence, ...fields)))
}

/** EncapsulatedContentInfo or EncryptedContentInfo. */
function* encapsulated(state: Walk, limit: number, kind: CmsKind): Walked<Buffer> {
  const isEncrypted = kind === 'enveloped' || kind === 'authEnveloped'
  const frame = yield* enter(state, limit, TAG.sequence)
  const fields: Buffer[] = []
  while (yield* hasMore(state, frame)) {
    if (fields.length !== (isEncrypted ? 2 : 1)) fields.push(yield* copy(state, frame.limit))
    else if (isEncrypted) fields.push(yield* octetString(state, frame.limit))
    else {
      const explicit = yield* enter(state, frame.limit, null)
      const isEmpty = !(yield* hasMore(state, explicit))
      fields.push(tlv(0xa0, isEmpty ? EMPTY : yield* octetString(state, explicit.limit)))
      if (!isEmpty) yield* leave(state, explicit)
    }
  }
  return tlv(TAG.sequence, ...fields)
}

/** The pieces of an OCTET STRING, primitive or constructed, under whatever tag it bears. */
function* octetString({ input }: Walk, limit: number): Walked<Buffer> {
  const head = yield* input.head(limit)
  const open: Frame[] = []
  if ((head.tag & CONSTRUCTED) === 0) yield* input.run(head.length)
  else open.push(frameOf(head, input.at, limit))
  let pieces = 0
  for (let top = open.at(-1); top !== undefined; top = open.at(-1)) {
    if (!(yield* hasMore({ input }, top))) {
      open.pop()
      continue
    }
    const piece = yield* input.head(top.limit)
    if ((piece.tag & ~CONSTRUCTED) !== TAG.octetString) throw new DerError('not an octet string')
    if (++pieces > MAX_PIECES) throw new DerError('too many elements')
    if ((piece.tag & CONSTRUCTED) === 0) yield* input.run(piece.length)
    else if (open.length >= MAX_DEPTH) throw new DerError('too deep')
    else open.push(frameOf(piece, input.at, top.limit))
  }
  return tlv(head.tag & ~CONSTRUCTED)
}

/** Begins a constructed element; refuses another tag than `tag`. */
function* enter({ input }: Walk, limit: number, tag: number | null): Walked<Frame> {
  const head = yield* input.head(limit)
  if (tag !== null && head.tag !== tag) throw new DerError(`expected tag ${tag}`)
  if ((head.tag & CONSTRUCTED) === 0) throw new DerError('not constructed')
  return frameOf(head, input.at, limit)
}

function frameOf(head: Head, body: number, limit: number): Frame {
  if (head.length < 0) return { stop: -1, limit }
  return { stop: body + head.length, limit: body + head.length }
}

/** Is there another element before the end? Consumes the mark of an indefinite one. */
function* hasMore({ input }: Pick<Walk, 'input'>, { stop, limit }: Frame): Walked<boolean> {
  return stop < 0 ? !(yield* input.endMark(limit)) : input.at < stop
}

/** Passes over what stands in an element after what was wanted of it. */
function* leave(state: Walk, frame: Frame): Walked<void> {
  while (yield* hasMore(state, frame)) yield* copy(state, frame.limit)
}

/** One element as it stands; refused when all of them together are too large to hold. */
function* copy(state: Walk, limit: number, depth = 0): Walked<Buffer> {
  const { input } = state
  const head = yield* input.head(limit)
  state.kept += ELEMENT_BYTES + head.octets.length + Math.max(0, head.length)
  if (state.kept > MAX_STRUCTURE_BYTES) throw new Hostile('cms-too-large')
  const parts: Buffer[] = [head.octets]
  if (head.length >= 0) {
    for (const piece of input.run(head.length)) {
      if (piece === WANTED) yield WANTED
      else parts.push(piece)
    }
  } else {
    if (depth >= MAX_DEPTH) throw new DerError('too deep')
    const frame = { stop: -1, limit }
    while (yield* hasMore(state, frame)) parts.push(yield* copy(state, limit, depth + 1))
    parts.push(Buffer.alloc(2))
  }
  return Buffer.concat(parts)
}

/** Short pieces are joined: a message of ten thousand of them costs no ten thousand calls. */
async function* joined(pieces: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let held: Buffer[] = []
  let size = 0
  for await (const piece of pieces) {
    if (piece.length < SHORT_BYTES) {
      held.push(piece)
      size += piece.length
      if (size < JOINED_BYTES) continue
      yield Buffer.concat(held)
    } else {
      if (size > 0) yield Buffer.concat(held)
      yield piece
    }
    held = []
    size = 0
  }
  if (size > 0) yield held.length === 1 && held[0] !== undefined ? held[0] : Buffer.concat(held)
}
