/**
 * Brings the schema forward: runs `migrations/NNNN-*.sql` in order, once each, all or none.
 *
 * In    a Database
 * Out   the numbers it applied
 * Refuses   (throws) PostgreSQL before 15, and an applied migration whose text has changed since
 *
 * Forward only. Several processes may start at once: an advisory lock lets one work and the others find
 * nothing to do. A process older than the schema starts too: migrations only add what it can ignore.
 */
import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'

import type { Database, Sql } from './sql.ts'

const FOLDER = new URL('./migrations/', import.meta.url)
const OLDEST_SERVER = 150_000

interface Migration {
  readonly numero: number
  readonly text: string
  readonly empreinte: string
}

/** Applies what is missing and gives the numbers applied; refuses a server before PostgreSQL 15. */
export async function migrate(db: Database): Promise<number[]> {
  const migrations = await readMigrations()
  return await db.transaction(async (sql) => {
    await checkServer(sql)
    await sql.query('set local statement_timeout = 0')
    await sql.query('set local lock_timeout = 0')
    await sql.query("select pg_advisory_xact_lock(hashtext('confrere.migrate'))", [])
    await sql.query(
      'create table if not exists migration (numero int primary key, empreinte text not null, le timestamptz not null default now())',
    )
    const done = await sql.query<{ numero: number; empreinte: string }>(
      'select numero, empreinte from migration',
      [],
    )
    const known = new Map(done.map((row) => [row.numero, row.empreinte]))
    const applied: number[] = []
    for (const each of migrations) {
      const before = known.get(each.numero)
      if (before === undefined) {
        await sql.query(each.text)
        await sql.query('insert into migration (numero, empreinte) values ($1, $2)', [
          each.numero,
          each.empreinte,
        ])
        applied.push(each.numero)
      } else if (before !== each.empreinte) {
        throw new Error(
          `Migration ${each.numero} : son texte a changé depuis qu’elle a été appliquée à cette base. ` +
            'Reprenez la version d’origine du programme, ou une base vide.',
        )
      }
    }
    return applied
  })
}

/** The text of all migrations, hashed: names a schema (the tests keep one template database for it). */
export async function schemaName(): Promise<string> {
  const migrations = await readMigrations()
  return createHash('sha256')
    .update(migrations.map((each) => each.empreinte).join(' '))
    .digest('hex')
    .slice(0, 12)
}

async function readMigrations(): Promise<Migration[]> {
  const names = (await readdir(FOLDER)).filter((name) => /^\d{4}-.*\.sql$/.test(name)).sort()
  return await Promise.all(
    names.map(async (name) => {
      const text = await readFile(new URL(name, FOLDER), 'utf8')
      const empreinte = createHash('sha256').update(text).digest('hex')
      return { numero: Number(name.slice(0, 4)), text, empreinte }
    }),
  )
}

async function checkServer(sql: Sql): Promise<void> {
  const [row] = await sql.query<{ version: number }>(
    "select current_setting('server_version_num')::int as version",
    [],
  )
  if ((row?.version ?? 0) < OLDEST_SERVER) {
    throw new Error(
      `PostgreSQL ${row?.version ?? '?'} est trop ancien : DATABASE_URL doit désigner un PostgreSQL 15 ou plus récent.`,
    )
  }
}
