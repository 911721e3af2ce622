/**
 * What a judging thread may ask of the process, answered: octets of a source, octets to keep, the directory.
 *
 * In    what is asked, the job for which it is
 * Out   the answer, octets included
 * Refuses   (throws) what the ledger throws; what a job that keeps nothing would keep
 *
 * SPEC §13.9
 */
import { PassThrough } from 'node:stream'

import type { Rpps } from '../domain/correspondant.ts'
import { type Bytes, type Keep, wholeBuffer } from '../kit/bytes.ts'
import { firstOf } from '../kit/within.ts'
import type { Liens } from '../message.ts'
import type { Trust } from '../pki/trust.ts'
import { type Ask, bufferOf, exactly, type Job, SMALL_BYTES, type SourceInfo } from './protocol.ts'

/** A job with what it may ask for. */
export interface Order {
  readonly job: Omit<Job, 'sources'>
  /** The sources of `job.input`, by their number; those that are kept are added. */
  readonly sources: Bytes[]
  readonly trust: Trust | null
  readonly keep: Keep | null
  readonly annuaire: Liens | null
  /** What a job may take that is not a mail's judgement. */
  readonly bounds?: { readonly computeMs: number; readonly stillMs: number }
}

/** A job in hand: what is fed to the store at this moment is with it. */
export interface Asked {
  readonly order: Order
  feed: { readonly stream: PassThrough; readonly kept: Promise<Bytes> } | null
}

/** A thread ended before its job. */
export class TooCostly extends Error {}

/** A source as the thread is told of it: a small one crosses whole. */
export async function infoOf(bytes: Bytes, id: number): Promise<SourceInfo> {
  const { size, ref } = bytes
  const octets = size > SMALL_BYTES ? null : exactly(await wholeBuffer(bytes, SMALL_BYTES))
  return { id, size, ref, octets }
}

/** Does what a thread asks for, and gives what it waits for. */
export async function answer(ask: Ask, work: Asked): Promise<unknown> {
  const { sources, annuaire } = work.order
  switch (ask.what) {
    case 'read': {
      const pieces: Buffer[] = []
      for await (const piece of sources[ask.source]?.read(ask.start, ask.end) ?? []) {
        pieces.push(piece)
      }
      return exactly(pieces.length === 1 && pieces[0] ? pieces[0] : Buffer.concat(pieces))
    }
    case 'keep':
      return added(await keepOf(work)(one(bufferOf(ask.octets))), sources)
    case 'feed': {
      work.feed ??= openFeed(keepOf(work))
      const { stream, kept } = work.feed
      const taken = new Promise<void>((resolve, reject) => {
        stream.write(bufferOf(ask.octets), (error) => (error ? reject(error) : resolve()))
      })
      await firstOf<unknown>([taken, kept])
      return null
    }
    case 'fed': {
      const { feed } = work
      work.feed = null
      if (feed === null) throw new Error('nothing was fed')
      feed.stream.end()
      return added(await feed.kept, sources)
    }
    case 'dropped': {
      const { feed } = work
      work.feed = null
      feed?.stream.destroy(new TooCostly('dropped'))
      await feed?.kept.catch(() => undefined)
      return null
    }
    case 'addressesOf':
      return (await annuaire?.addressesOf(ask.rpps as Rpps)) ?? []
    case 'mayUse':
      return (await annuaire?.mayUse(ask.address, ask.rpps as Rpps)) ?? false
    default: {
      const never: never = ask
      return never
    }
  }
}

function openFeed(keep: Keep): NonNullable<Asked['feed']> {
  const stream = new PassThrough({ objectMode: true, highWaterMark: 2 })
  const kept = keep(stream)
  // It is also awaited where it matters; a thread that dies first must not make it a stray rejection.
  kept.catch(() => undefined)
  return { stream, kept }
}

function keepOf({ order }: Asked): Keep {
  if (order.keep === null) throw new Error('this job keeps nothing')
  return order.keep
}

function added(kept: Bytes, sources: Bytes[]): SourceInfo {
  sources.push(kept)
  return { id: sources.length - 1, size: kept.size, ref: kept.ref, octets: null }
}

async function* one(octets: Buffer): AsyncGenerator<Buffer> {
  yield octets
}
