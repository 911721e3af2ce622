import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'

import t from 'tap'

import { openKeys } from '../../src/ledger/keys/keys.ts'
import { acceptMessage, claimMessage, loadMessage } from '../../src/ledger/messages/messages.ts'
import { openDatabase } from '../../src/postgres/database.ts'
import { migrate } from '../../src/postgres/migrate.ts'
import { freshDatabase } from '../support/database.ts'

const FIRST = new URL('../../src/ledger/migrations/0001-fondations.sql', import.meta.url)

async function* once(octets: Buffer): AsyncIterable<Buffer> {
  yield octets
}

t.test('an older process takes and judges messages while three newer ones migrate', async (t) => {
  const { url, drop } = await freshDatabase()
  const db = openDatabase(url, { max: 8 })
  t.teardown(async () => {
    await db.close()
    await drop()
  })
  // 1. The schema of the first version, and what that version does with it.
  const text = await readFile(FIRST, 'utf8')
  await db.query('drop schema public cascade; create schema public')
  await db.query(text)
  await db.query(
    'create table migration (numero int primary key, empreinte text not null, le timestamptz not null default now())',
  )
  const empreinte = createHash('sha256').update(text).digest('hex')
  await db.query('insert into migration (numero, empreinte) values (1, $1)', [empreinte])
  const keys = await openKeys(db, randomBytes(32))
  const walk = async (): Promise<void> => {
    const id = randomUUID()
    const envelope = { from: '', to: [], peer: '127.0.0.1', tls: 'none', operator: null } as const
    const source = once(randomBytes(300_000))
    await acceptMessage(db, keys, { id, receivedAt: new Date(), envelope, voie: 'demande', source })
    await claimMessage(db, keys, id, { worker: 'ancien', leaseMs: 30_000 })
    await loadMessage(db, keys, id)
    // As the first version ended a judgement: a newer column is none of its business.
    await db.query(
      `update message_entrant set etat = 'accepted', code = null, verdict = null, pris_par = null,
         pris_jusqua = null, juge_le = now() where id = $1 and etat in ('received', 'deferred')`,
      [id],
    )
  }
  await walk()

  // 2. It goes on through the migration, begun by three at once; then after it.
  const state = { on: true, walked: 0 }
  const older = (async () => {
    while (state.on) {
      await walk()
      state.walked += 1
    }
  })()
  const applied = await Promise.all([1, 2, 3].map(() => migrate(db)))
  const before = state.walked
  while (state.walked < before + 3) await new Promise((resolve) => setTimeout(resolve, 5))
  state.on = false
  await older
  t.ok(applied.flat().length > 0)
  t.equal(new Set(applied.flat()).size, applied.flat().length, 'each once')
  const rows = await db.query("select from message_entrant where etat <> 'accepted'")
  t.strictSame(rows, [])
})
