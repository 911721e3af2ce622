/**
 * The pool of connections to PostgreSQL, and transactions on it.
 *
 * In    a URL `postgres://…`, limits
 * Out   Database: queries prepared by text, rows as plain objects, days as `AAAA-MM-JJ`
 * Refuses   nothing: what PostgreSQL refuses is thrown with its cause; `isConnectionLoss` tells a
 *           store that is away (try again) from a fault of ours
 *
 * SPEC §13.1 (commits are flushed before they are acknowledged)
 */
import { createHash } from 'node:crypto'

import pg from 'pg'

import { pass } from '../kit/fault-points.ts'
import { within } from '../kit/within.ts'
import type { Database, Sql } from './sql.ts'

export interface DatabaseOptions {
  /** Connections at most; 24 by default. */
  readonly max?: number
  /** A statement that takes longer is stopped; 30 s by default. */
  readonly statementMs?: number
  /** Waiting longer for a lock is an error; 15 s by default. */
  readonly lockMs?: number
  /** Told of connections lost while idle. */
  readonly onLoss?: (error: Error) => void
}

const OID = { int8: 20, date: 1082 } as const
const MAX_PREPARED = 400
const CLOSE_WITHIN_MS = 5_000

// BullMQ takes the listeners off a connection it closes; a word of the server in that moment («terminating
// connection») would be an unheard `error` and end the process. The loss of a connection nobody listens to
// any more is nobody's loss.
const emit = pg.Client.prototype.emit
pg.Client.prototype.emit = function (this: pg.Client, event, ...given) {
  if (event === 'error' && this.listenerCount('error') === 0) return false
  return emit.call(this, event, ...given)
}

/** Opens a pool on `url`; connects only when first asked. */
export function openDatabase(url: string, options: DatabaseOptions = {}): Database {
  const pool = new pg.Pool({
    connectionString: url,
    max: options.max ?? 24,
    connectionTimeoutMillis: 10_000,
    idleTimeoutMillis: 60_000,
    keepAlive: true,
    pipeline: true,
    application_name: 'confrere',
    statement_timeout: options.statementMs ?? 30_000,
    lock_timeout: options.lockMs ?? 15_000,
    // A host cut off in a transaction keeps its locks until then; another must have its work within 60 s. SPEC §10
    idle_in_transaction_session_timeout: 20_000,
    types: { getTypeParser: typeParser } as pg.CustomTypesConfig,
    async onConnect(client) {
      // A connection lost while it works fails its query; unheard, it would end the process.
      client.on('error', () => {})
      // A server set to lose commits must not make our 250 a lie.
      await client.query("set synchronous_commit to 'on'")
    },
  })
  // Without a listener the loss of an idle connection would end the process.
  pool.on('error', (error) => options.onLoss?.(error))
  let closing: Promise<void> | null = null

  return {
    async query<Row>(text: string, values?: readonly unknown[]) {
      return (await run(pool, text, values)) as Row[]
    },
    transaction: (work) => inTransaction(pool, work),
    together: (work) => onOneConnection(pool, work),
    close() {
      // A query on a connection that was cut without a word would be waited for as long as TCP does.
      closing ??= within(CLOSE_WITHIN_MS, pool.end())
      return closing
    },
  }
}

/** Is this error the store being away, rather than a statement being wrong? */
export function isConnectionLoss(error: unknown): boolean {
  for (let at: unknown = error, depth = 0; at instanceof Error && depth < 5; depth += 1) {
    const { code, syscall } = at as { code?: unknown; syscall?: unknown }
    if (typeof code === 'string' && (LOST.has(code) || /^(08|57P|53)/.test(code))) return true
    // A socket that is not there; of any other file it says nothing about the store.
    if (code === 'ENOENT' && syscall === 'connect') return true
    if (LOST_TEXT.test(at.message)) return true
    at = at.cause
  }
  return false
}

const LOST = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  // idle_in_transaction_session_timeout, read-only standby
  '25P03',
  '25006',
])
const LOST_TEXT =
  /Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|Cannot use a pool after calling end|not queryable/

interface Runner {
  query(config: pg.QueryConfig): Promise<pg.QueryResult>
}

async function run(
  runner: Runner,
  text: string,
  values: readonly unknown[] | undefined,
): Promise<unknown[]> {
  const name = values === undefined ? undefined : preparedName(text)
  try {
    const result = await runner.query({
      text,
      ...(values === undefined ? {} : { values: [...values] }),
      ...(name === undefined ? {} : { name }),
    })
    return result.rows ?? []
  } catch (cause) {
    // The driver's stack ends in its socket; this one names the caller. The statement holds no values.
    throw withCause(text, cause)
  }
}

function withCause(text: string, cause: unknown): Error {
  const { message, code, constraint } = cause as {
    message?: string
    code?: string
    constraint?: string
  }
  const line = text.replace(/\s+/g, ' ').trim().slice(0, 80)
  const error = new Error(`PostgreSQL: ${safeMessage(message ?? '', code)} [${line}…]`, { cause })
  return Object.assign(error, { code, constraint })
}

/** Classes 22 and 23 quote values in their message: they may be a person's. */
function safeMessage(message: string, code: string | undefined): string {
  return code !== undefined && /^22/.test(code) ? `invalid value (${code})` : message
}

const prepared = new Map<string, string>()

/** A name for a statement seen again and again; texts beyond the bound are run unnamed. */
function preparedName(text: string): string | undefined {
  const known = prepared.get(text)
  if (known !== undefined || prepared.size >= MAX_PREPARED) return known
  const name = `c${createHash('sha256').update(text).digest('hex').slice(0, 16)}`
  prepared.set(text, name)
  return name
}

/** Octets written until the end of this turn leave in one packet. */
function corked({ connection: { stream } }: pg.PoolClient): void {
  if (stream.writableCorked > 0) return
  stream.cork()
  process.nextTick(() => stream.uncork())
}

async function onOneConnection<T>(pool: pg.Pool, work: (sql: Sql) => Promise<T>): Promise<T> {
  const client = await pool.connect()
  let broken: Error | undefined
  try {
    return await work({
      async query<Row>(text: string, values?: readonly unknown[]) {
        corked(client)
        return (await run(client, text, values)) as Row[]
      },
    })
  } catch (error) {
    if (isConnectionLoss(error)) broken = error as Error
    throw error
  } finally {
    client.release(broken ?? false)
  }
}

/** Work that throws at once is work that failed: nothing asked beside it is left unheard. */
async function asked<T>(work: (sql: Sql) => Promise<T>, sql: Sql): Promise<T> {
  return await work(sql)
}

async function inTransaction<T>(pool: pg.Pool, work: (sql: Sql) => Promise<T>): Promise<T> {
  const client = await pool.connect()
  let over = false
  const sql: Sql = {
    async query<Row>(text: string, values?: readonly unknown[]) {
      if (over) throw new Error('the transaction is over: a query was not awaited')
      corked(client)
      return (await run(client, text, values)) as Row[]
    },
  }
  let broken: Error | undefined
  try {
    corked(client)
    // It leaves with the first statement, and is looked at before anything is committed.
    const begun = client.query('begin')
    const [result] = await Promise.all([asked(work, sql), begun])
    over = true
    const committed = run(client, 'commit', undefined)
    pass('commit-sent')
    await committed
    return result
  } catch (error) {
    over = true
    if (isConnectionLoss(error)) broken = error as Error
    else {
      await client.query('rollback').catch((cause: Error) => {
        broken = cause
      })
    }
    throw error
  } finally {
    client.release(broken ?? false)
  }
}

function typeParser(oid: number, format: 'text' | 'binary' = 'text'): (value: never) => unknown {
  if (oid === OID.int8) return Number
  // A day is a day: read as a Date it would move with the machine's time zone.
  if (oid === OID.date) return (value: string) => value
  return pg.types.getTypeParser(oid, format as 'text') as (value: never) => unknown
}
