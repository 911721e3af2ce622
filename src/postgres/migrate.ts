/**
 * Brings the schema forward: runs `migrations/NNNN-*.sql` in order, once each, all or none.
 *
 * In    a Database
 * Out   the numbers it applied
 * Refuses   (throws) PostgreSQL before 15; an applied migration whose text has changed since; a schema that a
 *           newer program has broken with
 *
 * Forward only. Several processes may start at once: an advisory lock lets one work and the others find
 * nothing to do. A process older than the schema starts too, since migrations add what it can ignore; one that
 * does not says `-- rupture: why` in its text, and from then on older programs refuse to start.
 */
import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'

import type { Database, Sql } from './sql.ts'

const FOLDER = new URL('../ledger/migrations/', import.meta.url)
const OLDEST_SERVER = 150_000

interface Migration {
  readonly numero: number
  readonly text: string
  readonly empreinte: string
  /** Why an older program cannot live with it; null: it can. */
  readonly rupture: string | null
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
    await sql.query('alter table migration add column if not exists rupture text')
    const done = await sql.query<Omit<Migration, 'text'>>(
      'select numero, empreinte, rupture from migration order by numero',
      [],
    )
    refuseBroken(done, migrations)
    const known = new Map(done.map((row) => [row.numero, row.empreinte]))
    const applied: number[] = []
    for (const each of migrations) {
      const before = known.get(each.numero)
      if (before === undefined) {
        await sql.query(each.text)
        await sql.query('insert into migration (numero, empreinte, rupture) values ($1, $2, $3)', [
          each.numero,
          each.empreinte,
          each.rupture,
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

/** A newer program has changed what this one stands on: going on would spoil the data. */
function refuseBroken(done: readonly Omit<Migration, 'text'>[], own: readonly Migration[]): void {
  const broken = done.find(
    ({ numero, rupture }) => rupture !== null && !own.some((each) => each.numero === numero),
  )
  if (broken === undefined) return
  throw new Error(
    `Cette base a été mise à jour par une version plus récente (migration ${broken.numero} : ${broken.rupture}) : ` +
      'installez cette version, ou restaurez la sauvegarde d’avant la mise à jour.',
  )
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
      const rupture = /^-- rupture: *(.+)$/m.exec(text)?.[1]?.trim() ?? null
      return { numero: Number(name.slice(0, 4)), text, empreinte, rupture }
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
