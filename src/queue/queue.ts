/**
 * The bell: BullMQ on PostgreSQL, or on Redis with REDIS_URL. A job says «look at this row», never more.
 *
 * In    what to look at: a kind and an id, perhaps not before an instant
 * Out   calls of the handlers, at least once, in any order, by any process: by this one if it has a hand for
 *       it (`hands.ts`), else by whoever takes it from the queue
 *
 * Nothing rests on it: every row that waits is also found by the sweep (`sweep.ts`). So ringing never
 * throws and never delays the caller, and any error rebuilds the queue objects: BullMQ's PostgreSQL
 * functions vanish with their schema and come back only with a new `Queue`.
 *
 * SPEC §13.2, §13.4 · ADR 0003
 */
import type { Worker } from 'bullmq'

import type { Turn } from '../kit/fair-line.ts'
import type { Log } from '../kit/log.ts'
import { within } from '../kit/within.ts'
import { errorName, makeQueue, makeWorker, type Round, type Store } from './bullmq.ts'
import { openHands } from './concurrency.ts'

/** What a job may ask to look at. */
export type Call = 'inbound' | 'outbound' | 'deadline' | 'command'

/** Looks at a row; `letGo` gives its hand to others while it waits. Never throws. */
export type Answer = (call: Call, id: string, letGo?: () => void) => Promise<void>

/** Calls being answered. */
export interface Listening {
  /** Answers no more; resolves when what is in hand is done, within bounds. */
  stop(): Promise<void>
}

/** Rings, listens, tells its health. */
export interface Bell {
  /** Asks that `id` be looked at, not before `delayMs`, when it is its turn. Never throws, never waits. */
  ring(call: Call, id: string, delayMs?: number, turn?: Turn): void
  /** Starts answering calls. */
  listen(answer: Answer): Listening
  /** Refuses when the queue store does not answer. */
  check(): Promise<void>
  /** Jobs that wait, both queues; null when the store does not answer. */
  depth(): Promise<number | null>
  close(): Promise<void>
}

interface BellOptions extends Store {
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
const REBUILD_AFTER_MS = 1_000
const CLOSE_WITHIN_MS = 5_000
/** A relay that stalls must not keep a stopping process: its letter is sent again by another. */
const FINISH_WITHIN_MS = 8_000
/** A ring for later than this is not kept: the sweep will have looked by then. */
const SWEPT_MS = 60_000
/** Calls that wait here for a hand: a few seconds' work. More, and other hosts should share it. */
const IN_LINE = 256
/** Few enough that other hosts get their share: a host takes as many jobs as it has hands. */
const CALLS_A_JOB = 32
/** Beyond a full line nothing is urgent: what comes meanwhile leaves in the same job. */
const GATHER_MS = 500

interface Ring {
  readonly call: Call
  readonly id: string
  readonly delay: number
  /** In this process; absent: nobody's in particular. */
  readonly turn: Turn | undefined
}

/** Opens the bell; it does not wait for the store to be there. */
export function openBell(options: BellOptions): Bell {
  const lines = new Map<QueueName, Line>()
  for (const name of QUEUE_NAMES) lines.set(name, openLine(name, options))
  const line = (name: QueueName): Line => lines.get(name) ?? openLine(name, options)

  return {
    ring(call, id, delayMs = 0, turn = undefined) {
      if (delayMs > SWEPT_MS) return
      // A job's delay is a whole number for the store: with a fraction the whole queue would be taken for broken.
      line(QUEUE_OF[call]).put({ call, id, delay: Math.max(0, Math.ceil(delayMs)), turn })
    },
    listen(answer) {
      for (const each of lines.values()) each.listen(answer)
      return {
        async stop() {
          await Promise.all([...lines.values()].map((each) => each.leave()))
        },
      }
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
  listen(answer: Answer): void
  leave(): Promise<void>
  count(): Promise<number>
  close(): Promise<void>
}

function openLine(name: QueueName, options: BellOptions): Line {
  let queue = makeQueue(name, options)
  let worker: Worker | null = null
  let answer: Answer | null = null
  const most = options.concurrency[name === 'confrere-sortie' ? 'outward' : 'inward']
  const hands = openHands({ hands: most, line: IN_LINE })
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
  const work = (each: Answer): Worker =>
    makeWorker(name, options, {
      concurrency: most,
      // What the queue brings waits for the same hands: a host does so much at a time, whoever rang.
      answer: (call, id) => hands.take((letGo) => each(call as Call, id, letGo)),
      broken,
    })
  const rebuild = async (): Promise<void> => {
    await pause(REBUILD_AFTER_MS)
    if (closed) return
    const old = [queue, worker]
    queue = makeQueue(name, options)
    queue.on('error', broken)
    if (answer !== null) worker = work(answer)
    // What is broken may never close: it must keep neither the next rebuilding nor the end waiting.
    await within(CLOSE_WITHIN_MS, Promise.all(old.map((each) => quietly(each?.close()))))
  }
  // One job carries what was rung while the last one was put.
  const flush = async (): Promise<void> => {
    while (waiting.length > 0 && !closed) {
      const rings = waiting
      waiting = []
      try {
        for (const { delay, calls } of roundsOf(rings)) {
          await queue.add('regarder', { calls } satisfies Round, { ...KEEP_NOTHING, delay })
        }
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
      const here = answer
      const { call, id, delay, turn } = ring
      if (here !== null && delay === 0 && hands.offer((letGo) => here(call, id, letGo), turn))
        return
      if (closed || waiting.length > MAX_WAITING) return
      waiting.push(ring)
      flushing ??= (here === null ? Promise.resolve() : pause(GATHER_MS))
        .then(flush)
        .finally(() => {
          flushing = null
        })
    },
    listen(each) {
      answer = each
      worker = work(each)
    },
    async leave() {
      answer = null
      const old = worker
      worker = null
      await Promise.all([
        within(CLOSE_WITHIN_MS, quietly(old?.close())),
        within(FINISH_WITHIN_MS, hands.close()),
      ])
    },
    async count() {
      return await queue.getJobCountByTypes('waiting', 'delayed', 'prioritized', 'active')
    },
    async close() {
      closed = true
      const ends = [rebuilding, flushing, quietly(worker?.close()), quietly(queue.close())]
      await within(CLOSE_WITHIN_MS, Promise.all(ends))
    },
  }
}

const KEEP_NOTHING = { removeOnComplete: true, removeOnFail: true } as const

/** Jobs of at most CALLS_A_JOB calls that are due together. */
function roundsOf(rings: readonly Ring[]): (Round & { readonly delay: number })[] {
  const rounds: { delay: number; calls: [Call, string][] }[] = []
  for (const { call, id, delay } of rings) {
    const last = rounds.at(-1)
    if (last?.delay === delay && last.calls.length < CALLS_A_JOB) last.calls.push([call, id])
    else rounds.push({ delay, calls: [[call, id]] })
  }
  return rounds
}

/** More than this and the store is not answering: the sweep will find the rows. */
const MAX_WAITING = 10_000

async function quietly(work: Promise<unknown> | undefined): Promise<void> {
  try {
    await work
  } catch {
    // Closing what is already broken: nothing is owed to it.
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms).unref()
  })
}

/** One who may ring. */
export interface WithBell {
  readonly bell: Bell
}
