/**
 * The thread's side of judging: rooms at work on octets that may live in the process.
 *
 * In    jobs, one at a time, over a port
 * Out   what the room handed over, or that it threw
 *
 * Nothing here knows the ledger: what must be kept, and what the directory says, is asked of the process.
 */
import { X509Certificate } from 'node:crypto'
import type { MessagePort } from 'node:worker_threads'

import type { Rpps } from '../domain/correspondant.ts'
import { type Bytes, type BytesRef, memoryBytes, storedBytes } from '../kit/bytes.ts'
import type { Identity, Liens, OpenedMessage, ReceivedMessage } from '../message.ts'
import type { MimeLimits } from '../mime/tree.ts'
import type { OpenParts } from '../open/open.ts'
import { objectsOf, ruled, type Trust, trustOf } from '../pki/trust.ts'
import type { lookAt } from '../read/patient-dit.ts'
import type { ReadParts } from '../read/read.ts'
import {
  type Ask,
  bufferOf,
  exactly,
  type FromThread,
  type Job,
  pack,
  RANGE_BYTES,
  type Setup,
  SMALL_BYTES,
  type SourceInfo,
  type ToThread,
  unpack,
} from './protocol.ts'

/** The rooms that judge. */
export interface Rooms {
  open(
    received: Pick<ReceivedMessage, 'raw' | 'receivedAt' | 'envelope'>,
    parts: OpenParts,
  ): Promise<OpenedMessage>
  read(opened: OpenedMessage, parts: ReadParts): Promise<unknown>
  look(body: Bytes, how: Parameters<typeof lookAt>[1]): Promise<unknown>
  second(opened: OpenedMessage, limits: MimeLimits): Promise<unknown>
  readReceipt(raw: Bytes): Promise<unknown>
  dangerIn(raw: Bytes): Promise<unknown>
  draw(...what: unknown[]): Promise<Buffer>
  decide(...what: unknown[]): Promise<unknown>
}

interface Judging {
  readonly ask: (ask: Ask) => Promise<unknown>
  readonly keys: readonly Identity[]
  readonly trust: Trust
  /** Of the octets of `trust`. */
  readonly names: ReadonlyMap<Uint8Array, string>
}

/** Serves jobs that come by `port`. */
export function serveJudge(port: MessagePort, rooms: Rooms): void {
  let keys: readonly Identity[] = []
  let trust: Trust = trustOf([], { now: new Date(0) })
  let names: Judging['names'] = new Map()
  let answered: (value: unknown) => void = () => undefined
  const say = (message: FromThread): void => port.postMessage(message)
  const ask = (question: Ask): Promise<unknown> =>
    new Promise((resolve) => {
      answered = resolve
      say({ kind: 'ask', ask: question })
    })
  const setUp = (setup: Setup): void => {
    if (setup.keys) keys = setup.keys.map(identityOf)
    if (setup.trust) {
      trust = trustFrom(setup.trust)
      names = new Map(objectsOf(trust).map(({ name, bytes }) => [bytes, name]))
    }
    say({ kind: 'ready' })
  }
  const judge = async (job: Job): Promise<void> => {
    try {
      say({ kind: 'done', value: await carryOut(job, rooms, { ask, keys, trust, names }) })
    } catch (error) {
      const { message, stack = '' } = error instanceof Error ? error : new Error(String(error))
      say({ kind: 'failed', message, stack })
    }
  }
  port.on('message', (message: ToThread) => {
    if (message.kind === 'setup') setUp(message.setup)
    else if (message.kind === 'answer') answered(message.value)
    else if (message.kind === 'job') judge(message.job).catch(endThread)
  })
}

/** What cannot even be said ends the thread: its seat hears the error and starts another. */
function endThread(error: unknown): void {
  setImmediate(() => {
    throw error
  })
}

async function carryOut(
  job: Job,
  rooms: Rooms,
  { ask, keys, trust, names }: Judging,
): Promise<unknown> {
  const places = new WeakMap<Bytes, readonly [number, number, number]>()
  const sources = new Map(job.sources.map((source) => [source.id, source]))
  const at = (id: number, start: number, end: number): Bytes => {
    const source = sources.get(id)
    if (source === undefined) throw new Error(`no source ${id}`)
    const bytes = bytesAt(source, { start, end, ask, at })
    places.set(bytes, [id, start, end])
    return bytes
  }
  const sourceAt = (source: SourceInfo): Bytes => {
    sources.set(source.id, source)
    return at(source.id, 0, source.size)
  }
  // What is small stays here until the verdict says that it is wanted: its number is below zero.
  const keep = async (stream: AsyncIterable<Buffer>): Promise<Bytes> => {
    const kept = await keepThrough(stream, ask)
    if (!Buffer.isBuffer(kept)) return sourceAt(kept)
    const id = -1 - sources.size
    return sourceAt({ id, size: kept.length, ref: null, octets: kept })
  }
  const stored = new Map<number, Promise<Bytes>>()
  const wanted = async (bytes: Bytes): Promise<Bytes> => {
    const [id, start, end] = places.get(bytes) ?? []
    if (id === undefined) return sourceAt(await storedThrough(bytes.read(), ask))
    const octets = id < 0 ? sources.get(id)?.octets : null
    if (!octets) return bytes
    const whole = stored.get(id) ?? storedNow(octets, ask).then(sourceAt)
    stored.set(id, whole)
    return (await whole).slice(start ?? 0, end ?? octets.length)
  }
  const input = unpack(job.input, { at })
  const { policy, at: instant, hasAnnuaire, answers = [] } = job.settings
  const run = async (): Promise<unknown> => {
    switch (job.task) {
      case 'open': {
        if (policy === undefined) throw new Error('no policy to open by')
        const annuaire = hasAnnuaire ? liensBy(ask) : null
        const when = instant && { at: instant }
        const own = { annuaire, policy, keep, answers: answers.map(bufferOf) }
        const parts = { keys, trust, ...own, ...when }
        return await handedOver(await rooms.open(input as ReceivedMessage, parts), wanted, input)
      }
      case 'read': {
        const [opened, parts] = input as [OpenedMessage, ReadParts]
        return await rooms.read(opened, parts)
      }
      case 'look':
        return await rooms.look(...(input as Parameters<typeof lookAt>))
      case 'second':
        return await rooms.second(...(input as [OpenedMessage, MimeLimits]))
      case 'receipt':
        return await rooms.readReceipt(input as Bytes)
      case 'danger':
        return await rooms.dangerIn(input as Bytes)
      case 'draw':
        return await rooms.draw(...(input as unknown[]))
      case 'decide':
        return await rooms.decide(...(input as unknown[]))
      default: {
        const never: never = job.task
        return never
      }
    }
  }
  const placeOf = (bytes: Bytes) => {
    const place = places.get(bytes)
    if (place === undefined) throw new Error('octets from nowhere')
    return place
  }
  return pack(await run(), { placeOf, nameOf: (octets) => names.get(octets) })
}

function bytesAt(
  source: SourceInfo,
  {
    start,
    end,
    ask,
    at,
  }: {
    readonly start: number
    readonly end: number
    readonly ask: Judging['ask']
    readonly at: (id: number, start: number, end: number) => Bytes
  },
): Bytes {
  const { octets, ref } = source
  const own: BytesRef | null = ref && {
    contenu: ref.contenu,
    debut: ref.debut + start,
    fin: ref.debut + end,
  }
  const slice = (from: number, to: number): Bytes => at(source.id, start + from, start + to)
  if (octets !== null) {
    return { ...memoryBytes(bufferOf(octets).subarray(start, end), own), slice }
  }
  async function* range(from: number, to: number): AsyncGenerator<Buffer> {
    for (let next = from; next < to; next += RANGE_BYTES) {
      const last = Math.min(to, next + RANGE_BYTES)
      const place = { source: source.id, start: start + next, end: start + last }
      yield bufferOf((await ask({ what: 'read', ...place })) as Uint8Array)
    }
  }
  return { ...storedBytes(end - start, own, range), slice }
}

/** Of a mail that is not accepted nothing but what was received goes back: no layer of it is stored. SPEC §13.12 */
async function handedOver(
  opened: OpenedMessage,
  wanted: (bytes: Bytes) => Promise<Bytes>,
  received: unknown,
): Promise<OpenedMessage> {
  const { raw } = received as ReceivedMessage
  const { entity, original, verdict } = opened
  if (!verdict.accepted) return { ...opened, entity: raw, original: null }
  return {
    ...opened,
    entity: await wanted(entity),
    original: original && { ...original, body: await wanted(original.body) },
  }
}

async function storedNow(octets: Uint8Array, ask: Judging['ask']): Promise<SourceInfo> {
  const own = exactly(octets)
  return { ...((await ask({ what: 'keep', octets: exactly(octets) })) as SourceInfo), octets: own }
}

/** Stores a stream in the process, however small. */
async function storedThrough(
  stream: AsyncIterable<Buffer>,
  ask: Judging['ask'],
): Promise<SourceInfo> {
  const kept = await keepThrough(stream, ask)
  return Buffer.isBuffer(kept) ? await storedNow(kept, ask) : kept
}

/** Takes a stream: held while small, else stored in the process piece by piece. */
async function keepThrough(
  stream: AsyncIterable<Buffer>,
  ask: Judging['ask'],
): Promise<SourceInfo | Buffer> {
  let held: Buffer[] = []
  let size = 0
  let isFeeding = false
  const feed = async (): Promise<void> => {
    isFeeding = true
    await ask({ what: 'feed', octets: exactly(Buffer.concat(held)) })
    held = []
    size = 0
  }
  try {
    for await (const piece of stream) {
      held.push(piece)
      size += piece.length
      if (size > (isFeeding ? RANGE_BYTES : SMALL_BYTES)) await feed()
    }
  } catch (error) {
    if (isFeeding) await ask({ what: 'dropped' })
    throw error
  }
  if (!isFeeding) return Buffer.concat(held)
  if (size > 0) await feed()
  return (await ask({ what: 'fed' })) as SourceInfo
}

function liensBy(ask: Judging['ask']): Liens {
  return {
    addressesOf: async (rpps: Rpps) =>
      (await ask({ what: 'addressesOf', rpps })) as readonly string[],
    mayUse: async (address, rpps) => (await ask({ what: 'mayUse', address, rpps })) as boolean,
  }
}

function identityOf(given: NonNullable<Setup['keys']>[number]): Identity {
  const certificate = (der: Uint8Array) => new X509Certificate(bufferOf(der))
  return {
    key: given.key,
    ...(given.token && { token: given.token }),
    certificate: certificate(given.certificate),
    intermediates: given.intermediates.map(certificate),
  }
}

function trustFrom({ objects, loadedAt, rules }: NonNullable<Setup['trust']>): Trust {
  const own = objects.map(({ name, bytes }) => ({ name, bytes: bufferOf(bytes) }))
  return ruled(trustOf(own, { now: loadedAt }), rules)
}
