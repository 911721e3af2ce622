/**
 * One judging thread as the process sees it: given one job at a time, watched, ended when it costs too much.
 *
 * In    a job, the octets it may read, what may keep octets and ask the directory
 * Out   what the room handed over; or `too-costly`: time or memory ran out, the thread is gone
 * Refuses   (throws) what the room threw, and what the ledger threw while it was asked
 *
 * Time is that which the thread itself computes: a busy machine or a slow store makes no mail hostile.
 * SPEC §13.8, §13.9
 */
import { Worker } from 'node:worker_threads'

import type { Identity } from '../message.ts'
import { objectsOf, type Trust } from '../pki/trust.ts'
import { exactly, type FromThread, movable, SMALL_BYTES, type ToThread } from './protocol.ts'
import { type Asked, answer, infoOf, type Order, TooCostly } from './thread-answers.ts'

export interface SeatOptions {
  readonly thread: URL
  readonly keys: readonly Identity[]
  readonly heapMb: number
  /** Computing time of a job of no size. */
  readonly computeMs: number
  readonly stillMs?: number
}

const MS_PER_MIB = 60
const LOOK_EVERY_MS = 250
/** Without a word, however little it computes. A large mail on a slow store asks again and again. */
const STILL_MS = 35_000
const STOPPED = 'judging stopped before the mail was judged'

interface Work extends Asked {
  readonly settle: (outcome: { value: unknown } | { error: unknown }) => void
  heardAt: number
}

export class Seat {
  readonly #options: SeatOptions
  #worker: Worker | null = null
  #trust: Trust | null = null
  #work: Work | null = null
  #ready: (() => void) | null = null
  #isClosed = false
  /** What the last job computed, as far as it was looked at. */
  usedMs = 0
  constructor(options: SeatOptions) {
    this.#options = options
  }

  /** Does one job; the next may be given when it is done. */
  async judge(order: Order): Promise<unknown> {
    if (this.#isClosed) throw new Error(STOPPED)
    const worker = this.#worker ?? (await this.#start())
    worker.ref()
    try {
      if (order.trust !== null && order.trust !== this.#trust) await this.#give(worker, order.trust)
      const sources = await Promise.all(order.sources.map(infoOf))
      this.#mustLive(worker)
      const done = new Promise<unknown>((resolve, reject) => {
        const settle: Work['settle'] = (outcome) => {
          this.#work = null
          if ('error' in outcome) reject(outcome.error)
          else resolve(outcome.value)
        }
        this.#work = { order, settle, feed: null, heardAt: performance.now() }
      })
      const stopWatching = this.#watch(worker, order)
      const moved = movable(sources.map(({ octets }) => octets))
      this.#say({ kind: 'job', job: { ...order.job, sources } }, moved)
      return await done.finally(stopWatching)
    } finally {
      this.#worker?.unref()
    }
  }

  /** Ends the thread. A mail it still judged is not to blame: another start judges it again. */
  async close(): Promise<void> {
    this.#isClosed = true
    const worker = this.#worker
    if (worker === null) return
    this.#end(worker, new Error(STOPPED))
    await worker.terminate()
  }

  async #start(): Promise<Worker> {
    const { thread, keys, heapMb } = this.#options
    const worker = new Worker(thread, {
      resourceLimits: { maxOldGenerationSizeMb: heapMb },
      stdout: false,
      // What the program itself was started with is not for its threads.
      execArgv: [],
    })
    this.#worker = worker
    this.#trust = null
    worker.on('message', (message: FromThread) => this.#hear(message))
    worker.on('error', (error: Error & { code?: string }) => {
      const isFull = error.code === 'ERR_WORKER_OUT_OF_MEMORY'
      this.#end(worker, isFull ? new TooCostly('memory', { cause: error }) : error)
    })
    worker.on('exit', () => this.#end(worker, new TooCostly('the thread ended')))
    const packed = keys.map(({ key, certificate, intermediates, token }) => ({
      key,
      ...(token && { token }),
      certificate: exactly(certificate.raw),
      intermediates: intermediates.map(({ raw }) => exactly(raw)),
    }))
    await this.#setUp(worker, { kind: 'setup', setup: { keys: packed } })
    return worker
  }

  async #give(worker: Worker, trust: Trust): Promise<void> {
    const objects = objectsOf(trust).map(({ name, bytes }) => ({ name, bytes: exactly(bytes) }))
    const setup = { trust: { objects, loadedAt: trust.loadedAt, rules: trust.rules } }
    await this.#setUp(worker, { kind: 'setup', setup })
    this.#trust = trust
  }

  async #setUp(worker: Worker, message: ToThread): Promise<void> {
    this.#mustLive(worker)
    const ready = new Promise<void>((resolve) => {
      this.#ready = resolve
    })
    this.#say(message)
    await ready
    this.#mustLive(worker)
  }

  /** A thread that has ended takes no job, and would never answer. */
  #mustLive(worker: Worker): void {
    if (this.#worker === worker) return
    throw new Error(this.#isClosed ? STOPPED : 'the judging thread ended before its mail')
  }

  #say(message: ToThread, moved: ArrayBuffer[] = []): void {
    this.#worker?.postMessage(message, moved)
  }

  #hear(message: FromThread): void {
    const work = this.#work
    if (message.kind === 'ready') this.#ready?.()
    else if (message.kind === 'done') work?.settle({ value: message.value })
    else if (message.kind === 'failed') {
      const error = new Error(message.message)
      error.stack = message.stack
      work?.settle({ error })
    } else if (work) {
      work.heardAt = performance.now()
      answer(message.ask, work).then(
        (value) =>
          this.#say(
            { kind: 'answer', value },
            movable([value instanceof Uint8Array ? value : null]),
          ),
        (error: unknown) => this.#abandon(error),
      )
    }
  }

  /** The store failed: nobody will answer this thread, so it goes, and the job with it. */
  #abandon(error: unknown): void {
    const worker = this.#worker
    if (worker === null) return
    this.#end(worker, error)
    worker.terminate().catch(() => undefined)
  }

  #end(worker: Worker, error: unknown): void {
    if (this.#worker !== worker) return
    this.#worker = null
    this.#ready?.()
    this.#work?.feed?.stream.destroy(new TooCostly('the thread ended'))
    this.#work?.settle({ error })
  }

  /** Ends the thread when it computes for too long; gives the way to stop watching. */
  #watch(worker: Worker, order: Order): () => void {
    const size = order.sources.reduce((sum, source) => sum + source.size, 0)
    const { computeMs, stillMs = STILL_MS } = order.bounds ?? this.#options
    const limit = computeMs + (size / SMALL_BYTES) * MS_PER_MIB
    let base: number | null = null
    this.usedMs = 0
    const look = async (): Promise<void> => {
      const { user, system } = await worker.cpuUsage()
      const used = (user + system) / 1000
      base ??= used
      this.usedMs = used - base
      const silence = performance.now() - (this.#work?.heardAt ?? Number.POSITIVE_INFINITY)
      if (used - base <= limit && silence <= stillMs) return
      // One that stood still without working is the machine's doing, not the mail's: it is judged again.
      const isCostly = used - base > limit
      this.#end(
        worker,
        isCostly ? new TooCostly('time') : new Error('the judging thread stood still'),
      )
      await worker.terminate()
    }
    // A thread that is ending has no usage to tell.
    const timer = setInterval(() => void look().catch(() => undefined), LOOK_EVERY_MS)
    return () => clearInterval(timer)
  }
}
