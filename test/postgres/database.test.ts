import { readdir } from 'node:fs/promises'

import pg from 'pg'
import t from 'tap'

import { openDatabase } from '../../src/postgres/database.ts'
import { migrate } from '../../src/postgres/migrate.ts'
import { freshDatabase, testDatabase } from '../support/database.ts'

t.test(
  'a transaction commits whole, or leaves nothing and gives its connection back',
  async (t) => {
    const { url, drop } = await freshDatabase()
    const db = openDatabase(url, { max: 1 })
    t.teardown(async () => {
      await db.close()
      await drop()
    })
    const put = (nom: string, fail: string | null) =>
      db.transaction(async (sql) => {
        await sql.query('insert into compteur (nom, dernier) values ($1, 1)', [nom])
        if (fail !== null) throw new Error(fail)
        return nom
      })
    t.equal(await put('a', null), 'a')
    await t.rejects(put('b', 'given up'), /given up/)
    await t.rejects(put('a', null), { code: '23505' })
    t.strictSame(await db.query('select nom from compteur'), [{ nom: 'a' }])
  },
)

t.test('a query that outlives its transaction is refused, not run on its own', async (t) => {
  const { db } = await testDatabase(t)
  let late: Promise<unknown> = Promise.resolve()
  const sql = await db.transaction(async (sql) => sql)
  late = sql.query('select 1')
  await t.rejects(late, /the transaction is over/)
})

t.test('a failed statement says which, and not with what', async (t) => {
  const { db } = await testDatabase(t)
  await db.query("insert into compteur (nom, dernier) values ('EXEMPLE', 1)")
  for (const [text, values] of [
    ['select $1::int', ['EXEMPLE']],
    ['insert into compteur (nom, dernier) values ($1, 1)', ['EXEMPLE']],
  ] as const) {
    const error = await db.query(text, values).catch((each) => each)
    t.match(error.message, text.slice(0, 20))
    t.notMatch(error.message, 'EXEMPLE')
    t.ok(error.cause)
  }
})

t.test('days are days and counts are numbers, wherever the machine stands', async (t) => {
  const { db } = await testDatabase(t)
  const [row] = await db.query("select '2026-03-29'::date as day, 9007199254740991::int8 as count")
  t.strictSame(row, { day: '2026-03-29', count: 9_007_199_254_740_991 })
})

t.test(
  'migrates once, whoever starts at once, and a newer schema does not stop an older process',
  async (t) => {
    const { url, drop } = await freshDatabase()
    const admin = openDatabase(url)
    t.teardown(async () => {
      await admin.close()
      await drop()
    })
    await admin.query('drop schema public cascade; create schema public')
    const all = await Promise.all([1, 2, 3].map(() => migrate(admin)))
    const files = await readdir(new URL('../../src/ledger/migrations', import.meta.url))
    const numbers = files.map((name) => Number(name.slice(0, 4))).sort((a, b) => a - b)
    t.strictSame(all.flat(), numbers, 'each once')
    await admin.query("insert into migration (numero, empreinte) values (9999, 'a newer one')")
    t.strictSame(await migrate(admin), [])
  },
)

t.test('refuses a schema that a newer program has broken with, in one clear line', async (t) => {
  const { db } = await testDatabase(t)
  await migrate(db)
  await db.query(
    "insert into migration (numero, empreinte, rupture) values (9999, 'x', 'acte coupé en deux')",
  )
  await t.rejects(migrate(db), /version plus récente \(migration 9999 : acte coupé en deux\)/)
})

t.test('refuses a schema whose applied text was changed since', async (t) => {
  const { db } = await testDatabase(t)
  await db.query("update migration set empreinte = 'another text'")
  await t.rejects(migrate(db), /son texte a changé/)
})

t.test(
  'a connection that nobody listens to any more may be lost: the process goes on',
  async (t) => {
    const { db, url } = await testDatabase(t)
    const client = new pg.Client({ connectionString: url })
    await client.connect()
    const { rows } = await client.query('select pg_backend_pid() as pid')
    client.removeAllListeners()
    const gone = new Promise<void>((resolve) => client.once('end', () => resolve()))
    await db.query('select pg_terminate_backend($1)', [rows[0].pid])
    await gone
    t.pass('an unheard error would have ended it')
  },
)
