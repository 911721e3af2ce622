/**
 * The bell: BullMQ on PostgreSQL, or on Redis with REDIS_URL. A job says «look at this row», never more.
 *
 * In    what to look at: a kind and an id, perhaps not before an instant
 * Out   calls of the handlers, at least once, in any order, by any process
 *
 * Nothing rests on it: every row that waits is also found by the sweep (`sweep.ts`). So ringing never
 * throws and never delays the caller, and any error rebuilds the queue objects: BullMQ's PostgreSQL
 * functions vanish with their schema and come back only with a new `Queue`.
 *
 * SPEC §13.2, §13.4 · ADR 0003
 */
import type { ConnectionOptions, Job } from 'bullmq'
import { createPostgresBackend, Queue, Worker } from 'bullmq'

import type { Log } from '../kit/log.ts'

/** What a job may ask to look at. */
export type Call = 'inbound' | 'outbound' | 'deadline' | 'command'

/** Rings, listens, tells its health. */
export interface Bell {
  /** Asks that `id` be looked at, not before `delayMs`. Never throws, never waits. */
  ring(call: Call, id: string, delayMs?: number): void
  /** Starts answering calls. */
  listen(answer: (call: Call, id: string) => Promise<void>): void
  /** Refuses when the queue store does not answer. */
  check(): Promise<void>
  /** Jobs that wait, both queues; null when the store does not answer. */
  depth(): Promise<number | null>
  close(): Promise<void>
}

interface BellOptions {
  readonly databaseUrl: string
  readonly redisUrl: string | null
  readonly concurrency: { readonly inward: number; readonly outward: number }
  readonly log: Log
}

/** What goes out has its own queue: a slow relay never keeps a new mail waiting. */
const QUEUE_OF = {
  inbound: 'confrere-entree',
  deadline: 'confrere-entree',
  command: 'confrere-entree',
  outbound: 'confrere-sortie',
} as const satisfies { readonly [call in Call]: string }

type QueueName = (typeof QUEUE_OF)[Call]
const QUEUE_NAMES: readonly QueueName[] = ['confrere-entree', 'confrere-sortie']
const SCHEMA = 'bullmq'
const REBUILD_AFTER_MS = 1_000
const CLOSE_WITHIN_MS = 5_000
const LOCK_MS = 120_000

interface Ring {
  readonly name: Call
  readonly data: { readonly id: string }
  readonly opts: {
    readonly delay: number
    readonly removeOnComplete: true
    readonly removeOnFail: true
  }
}

/** Opens the bell; it does not wait for the store to be there. */
export function openBell(options: BellOptions): Bell {
  const lines = new Map<QueueName, Line>()
  for (const name of QUEUE_NAMES) lines.set(name, openLine(name, options))
  const line = (name: QueueName): Line => lines.get(name) ?? openLine(name, options)

  return {
    ring(call, id, delayMs = 0) {
      line(QUEUE_OF[call]).put({
        name: call,
        data: { id },
        opts: { delay: Math.max(0, delayMs), removeOnComplete: true, removeOnFail: true },
      })
    },
    listen(answer) {
      for (const each of lines.values()) each.listen(answer)
    },
    async check() {
      for (const each of lines.values()) await each.count()
    },
    async depth() {
      try {
        let sum = 0
        for (const each of lines.values()) sum += await each.count()
        return sum
      } catch {
        // Health is told elsewhere; a figure that cannot be had is no error.
        return null
      }
    },
    async close() {
      await Promise.all([...lines.values()].map((each) => each.close()))
    },
  }
}

interface Line {
  put(ring: Ring): void
  listen(answer: (call: Call, id: string) => Promise<void>): void
  count(): Promise<number>
  close(): Promise<void>
}

function openLine(name: QueueName, options: BellOptions): Line {
  let queue = makeQueue(name, options)
  let worker: Worker | null = null
  let answer: ((call: Call, id: string) => Promise<void>) | null = null
  let rebuilding: Promise<void> | null = null
  /** What was rebuilt broke before the rebuilding was over. */
  let again = false
  let closed = false
  let waiting: Ring[] = []
  let flushing: Promise<void> | null = null

  const broken = (error: unknown): void => {
    if (closed) return
    if (rebuilding !== null) {
      again = true
      return
    }
    options.log.warn('queue.broken', { queue: name, error: errorName(error) })
    rebuilding = rebuild().finally(() => {
      rebuilding = null
      if (!again) return
      again = false
      broken(error)
    })
  }
  const rebuild = async (): Promise<void> => {
    await pause(REBUILD_AFTER_MS)
    if (closed) return
    const old = [queue, worker]
    queue = makeQueue(name, options)
    queue.on('error', broken)
    if (answer !== null) worker = makeWorker(name, options, answer, broken)
    // What is broken may never close: it must keep neither the next rebuilding nor the end waiting.
    await within(CLOSE_WITHIN_MS, Promise.all(old.map((each) => quietly(each?.close()))))
  }
  // One round trip carries all that was rung while the last one was under way.
  const flush = async (): Promise<void> => {
    while (waiting.length > 0 && !closed) {
      const rings = waiting
      waiting = []
      try {
        await queue.addBulk(rings)
      } catch (error) {
        // Lost rings are found by the sweep.
        broken(error)
        return
      }
    }
  }

  queue.on('error', broken)
  return {
    put(ring) {
      if (closed || waiting.length > MAX_WAITING) return
      waiting.push(ring)
      flushing ??= Promise.resolve()
        .then(flush)
        .finally(() => {
          flushing = null
        })
    },
    listen(each) {
      answer = each
      worker = makeWorker(name, options, each, broken)
    },
    async count() {
      return await queue.getJobCountByTypes('waiting', 'delayed', 'prioritized', 'active')
    },
    async close() {
      closed = true
      await within(CLOSE_WITHIN_MS, Promise.all([rebuilding, flushing]))
      await within(CLOSE_WITHIN_MS, quietly(worker?.close()))
      await within(CLOSE_WITHIN_MS, quietly(queue.close()))
    },
  }
}

/** More than this and the store is not answering: the sweep will find the rows. */
const MAX_WAITING = 10_000

function makeQueue(name: QueueName, options: BellOptions): Queue {
  const prefix = { skipMetasUpdate: true }
  if (options.redisUrl !== null)
    return new Queue(name, { ...prefix, connection: redis(options.redisUrl, 'producer') })
  return new Queue(
    name,
    { ...prefix, connection: postgres(options) as ConnectionOptions },
    createPostgresBackend as never,
  )
}

function makeWorker(
  name: QueueName,
  options: BellOptions,
  answer: (call: Call, id: string) => Promise<void>,
  broken: (error: unknown) => void,
): Worker {
  const { inward, outward } = options.concurrency
  const settings = {
    concurrency: name === 'confrere-sortie' ? outward : inward,
    lockDuration: LOCK_MS,
    maxStalledCount: 1,
  }
  const work = async (job: Job): Promise<void> => {
    const id: unknown = job.data?.id
    if (typeof id === 'string') await answer(job.name as Call, id)
  }
  const worker =
    options.redisUrl !== null
      ? new Worker(name, work, { ...settings, connection: redis(options.redisUrl, 'worker') })
      : new Worker(
          name,
          work,
          { ...settings, connection: postgres(options) as ConnectionOptions },
          createPostgresBackend as never,
        )
  worker.on('error', (error) => {
    // A worker whose store answers with an error asks again without a pause, and would starve all else:
    // it ends now, before the next is made.
    void quietly(worker.close(true))
    broken(error)
  })
  return worker
}

function postgres(options: BellOptions): object {
  return { connectionString: options.databaseUrl, schema: SCHEMA, migrate: true, max: 3 }
}

function redis(url: string, part: 'producer' | 'worker'): ConnectionOptions {
  return {
    url,
    maxRetriesPerRequest: part === 'worker' ? null : 1,
    enableOfflineQueue: part === 'worker',
  } as ConnectionOptions
}

function errorName(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown'
  const { code } = error as { code?: unknown }
  return typeof code === 'string' ? code : error.name
}

async function quietly(work: Promise<unknown> | undefined): Promise<void> {
  try {
    await work
  } catch {
    // Closing what is already broken: nothing is owed to it.
  }
}

async function within(ms: number, work: Promise<unknown>): Promise<void> {
  await Promise.race([work, pause(ms)])
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms).unref()
  })
}
