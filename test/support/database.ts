/**
 * A real database for a test file: a clone of a migrated template, on one embedded server that all test
 * processes of this user share. The last to leave stops it; on a disk the cluster stays for the next run, in
 * memory it ends with this one (`after-all.ts`).
 */
import { randomBytes } from 'node:crypto'
import { statfs } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import type { Test } from 'tap'

import { silentLog } from '../../src/kit/log.ts'
import { type Keys, openKeys } from '../../src/ledger/keys/keys.ts'
import { openDatabase } from '../../src/postgres/database.ts'
import { type Embedded, startEmbedded } from '../../src/postgres/embedded.ts'
import { migrate, schemaName } from '../../src/postgres/migrate.ts'
import type { Database } from '../../src/postgres/sql.ts'

export interface TestDatabase {
  readonly db: Database
  readonly keys: Keys
  readonly master: Buffer
  readonly url: string
}

/** Clones the template for the test `t`; gone when `t` ends. */
export async function testDatabase(t: Pick<Test, 'teardown'>): Promise<TestDatabase> {
  const { url, drop } = await freshDatabase()
  const db = openDatabase(url, { max: 8 })
  const master = randomBytes(32)
  const keys = await openKeys(db, master)
  t.teardown(async () => {
    await db.close()
    await drop()
  })
  return { db, keys, master, url }
}

/** An empty, migrated database, for tests that open it themselves (a whole gateway). */
export async function freshDatabase(): Promise<{ url: string; drop(): Promise<void> }> {
  const server = await sharedServer()
  const admin = openDatabase(server.url, { max: 1, lockMs: 120_000, statementMs: 120_000 })
  const name = `essai_${process.pid}_${randomBytes(4).toString('hex')}`
  try {
    await admin.query(
      `create database ${name} template ${await template(admin, server.url)} strategy file_copy`,
    )
  } finally {
    await admin.close()
  }
  return {
    url: urlOf(server.url, name),
    async drop() {
      const last = openDatabase(server.url, { max: 1 })
      await last.query(`drop database if exists ${name} with (force)`)
      await last.close()
    },
  }
}

let server: Promise<Embedded> | null = null

/** One for the whole process, left when it ends. */
function sharedServer(): Promise<Embedded> {
  server ??= joinServer()
  return server
}

async function joinServer(): Promise<Embedded> {
  const { folder } = await sharedPlace()
  // What a test database holds is worth no flush; the durability tests start a server of their own.
  const settings = ['fsync=off', 'max_connections=300', 'max_wal_size=128MB']
  const joined = await startEmbedded(folder, { settings })
  process.once('beforeExit', () => joined.release())
  return joined
}

const MEMORY = '/dev/shm'
/** Where there is less, the machine needs it for something else. */
const ENOUGH_MEMORY = 4 * 1024 ** 3

/**
 * Where the shared cluster lives: in memory, where the machine has plenty. Each test makes and drops some three
 * hundred files, and a file system that spares what was just deleted takes ever longer to make the next.
 */
export async function sharedPlace(): Promise<{ folder: string; isInMemory: boolean }> {
  const { blocks, bsize } = await statfs(MEMORY).catch(() => ({ blocks: 0, bsize: 0 }))
  const isInMemory = blocks * bsize >= ENOUGH_MEMORY
  const place = isInMemory ? MEMORY : tmpdir()
  return { folder: join(place, `confrere-essais-${process.getuid?.() ?? 0}`), isInMemory }
}

/** The name of the template of this schema, made by the first who asks; the dead tests' databases go. */
async function template(admin: Database, url: string): Promise<string> {
  const name = `modele_${await schemaName()}_file`
  await admin.query("select pg_advisory_lock(hashtext('confrere.modele'))")
  try {
    const rows = await admin.query<{ datname: string }>('select datname from pg_database')
    for (const { datname } of rows) {
      const pid = /^essai_(\d+)_/.exec(datname)?.[1]
      if (pid !== undefined && !isAlive(Number(pid))) {
        await admin.query(`drop database if exists ${datname} with (force)`)
      }
    }
    if (rows.some((row) => row.datname === name)) return name
    const draft = `${name}_neuf`
    await admin.query(`drop database if exists ${draft} with (force)`)
    await admin.query(`create database ${draft}`)
    const db = openDatabase(urlOf(url, draft), { max: 1 })
    await migrate(db)
    await db.close()
    await makeQueues(urlOf(url, draft))
    // Who has just closed is still seen for a moment.
    await admin.query(
      'select pg_terminate_backend(pid, 5000) from pg_stat_activity where datname = $1',
      [draft],
    )
    await admin.query(`alter database ${draft} rename to ${name}`)
    return name
  } finally {
    await admin.query("select pg_advisory_unlock(hashtext('confrere.modele'))")
  }
}

/** The objects of the queue, which BullMQ makes where it finds none: a third of a second for each gateway. */
async function makeQueues(databaseUrl: string): Promise<void> {
  const { openBell } = await import('../../src/queue/queue.ts')
  const concurrency = { inward: 1, outward: 1 }
  const bell = openBell({ databaseUrl, redisUrl: null, concurrency, log: silentLog })
  await bell.check()
  await bell.close()
}

function urlOf(url: string, database: string): string {
  const at = new URL(url)
  at.pathname = `/${database}`
  return at.href
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
