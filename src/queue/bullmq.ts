/**
 * The queue store as BullMQ sees it: PostgreSQL, in a schema of its own, or Redis.
 *
 * In    where the store is
 * Out   queues and workers of BullMQ; a job carries calls and ids, never a patient
 * Refuses   nothing: errors of the store go to `broken`, and their words nowhere
 *
 * SPEC §2 (REDIS_URL), §13.4 · ADR 0003
 */
import type { ConnectionOptions, Job } from 'bullmq'
import { createPostgresBackend, Queue, Worker } from 'bullmq'
import { Redis } from 'ioredis'

import { opening } from '../kit/opening.ts'

/** Where the queues are: on Redis if there is one, else beside the ledger. */
export interface Store {
  readonly databaseUrl: string
  readonly redisUrl: string | null
}

/** What a job carries: rows to look at, several when they were rung together. */
export interface Round {
  readonly calls: readonly (readonly [call: string, id: string])[]
}

const SCHEMA = 'bullmq'
const LOCK_MS = 120_000

/** Makes a queue; its functions come with it on PostgreSQL. */
export function makeQueue(name: string, options: Store): Queue {
  const prefix = { skipMetasUpdate: true }
  if (options.redisUrl !== null)
    return new Queue(name, { ...prefix, connection: redis(options.redisUrl, 'producer') })
  return new Queue(
    name,
    { ...prefix, connection: postgres(options) as ConnectionOptions },
    createPostgresBackend as never,
  )
}

/** Makes a worker, which answers so many jobs at a time; ends itself on the first error of the store. */
export function makeWorker(
  name: string,
  store: Store,
  {
    concurrency,
    answer,
    broken,
  }: {
    readonly concurrency: number
    readonly answer: (call: string, id: string) => Promise<void>
    readonly broken: (error: unknown) => void
  },
): Worker {
  const settings = { concurrency, lockDuration: LOCK_MS, maxStalledCount: 1 }
  // A job of an older version carries no calls: the sweep finds its row.
  const work = async ({ data }: Job<Partial<Round>>): Promise<void> => {
    await Promise.all((data.calls ?? []).map(([call, id]) => answer(call, id)))
  }
  const worker =
    store.redisUrl !== null
      ? new Worker(name, work, { ...settings, connection: redis(store.redisUrl, 'worker') })
      : new Worker(
          name,
          work,
          { ...settings, connection: postgres(store) as ConnectionOptions },
          createPostgresBackend as never,
        )
  worker.on('error', (error) => {
    // A worker whose store answers with an error asks again without a pause, and would starve all else:
    // it ends now, before the next is made.
    worker.close(true).catch(() => undefined)
    broken(error)
  })
  return worker
}

function postgres(options: Store): object {
  return { connectionString: options.databaseUrl, schema: SCHEMA, migrate: true, max: 3 }
}

function redis(url: string, part: 'producer' | 'worker'): ConnectionOptions {
  return {
    url,
    maxRetriesPerRequest: part === 'worker' ? null : 1,
    enableOfflineQueue: part === 'worker',
  } as ConnectionOptions
}

const REACH_MS = 3_000

/** Asks Redis for an answer; throws NotOpened with its setting. Without Redis the queue is where the database is. */
export async function reachRedis({ redisUrl }: Pick<Store, 'redisUrl'>): Promise<void> {
  if (redisUrl === null) return
  const client = new Redis(redisUrl, {
    lazyConnect: true,
    connectTimeout: REACH_MS,
    commandTimeout: REACH_MS,
    maxRetriesPerRequest: 0,
    retryStrategy: () => null,
  })
  // What `connect` rejects with only says that the connection is closed.
  let said: Error | null = null
  client.on('error', (error) => {
    said ??= error
  })
  const { host } = new URL(redisUrl)
  try {
    await opening('REDIS_URL', `la file ${host}`, async () => {
      try {
        await client.connect()
        await client.ping()
      } catch (error) {
        throw inWords(said ?? error)
      }
    })
  } finally {
    client.disconnect()
  }
}

/** Redis names what it refuses by its first word. */
function inWords(error: unknown): unknown {
  const { message = '' } = error as { readonly message?: string }
  if (/^(WRONGPASS|NOAUTH)/.test(message))
    return new Error('identifiant ou mot de passe refusé ; corrigez-les', { cause: error })
  return /timed out/.test(message) ? Object.assign(error as Error, { code: 'ETIMEDOUT' }) : error
}

/** What may be logged of an error of the store: its code or name, never its words. */
export function errorName(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown'
  const { code } = error as { code?: unknown }
  return typeof code === 'string' ? code : error.name
}
