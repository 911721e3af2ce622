/**
 * Mails that wait for the lock of one dossier hold no hand and no connection: all else goes on, and each of them has its
 * verdict once the lock is free. SPEC §13.12
 */
import t from 'tap'

import { startGateway } from '../support/gateway.ts'
import { demande } from '../support/letters.ts'

const FLOOD = 24

t.test('a dossier that is flooded while it is locked holds up nobody else', async (t) => {
  const gateway = await startGateway(t)
  const { parts } = gateway
  await gateway.requerant.asks(demande())
  const accuse = await gateway.requerant.receives('TE-')
  await gateway.settles()

  const locked = Promise.withResolvers<void>()
  const free = Promise.withResolvers<void>()
  const holder = parts.db.transaction(async (sql) => {
    await sql.query('select 1 from dossier for update')
    locked.resolve()
    await free.promise
  })
  await locked.promise
  for (let i = 0; i < FLOOD; i += 1) {
    await gateway.requerant.answers(accuse, `Précision numéro ${i} : depuis ${i + 1} jours.`)
  }
  await gateway.dermatologue.asks(demande())
  await gateway.dermatologue.receives('TE-')
  const [waits] = await parts.db.query<{ n: number }>(
    "select count(*)::int as n from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()",
  )
  t.ok((waits?.n ?? 0) <= 1, `${waits?.n} at the lock`)
  free.resolve()
  await holder
  await gateway.settles()
  const rows = await parts.db.query<{ etat: string; tentatives: number; pertes: number }>(
    'select etat, tentatives, pertes from message_entrant where etat <> $1 or tentatives > 1 or pertes > 0',
    ['accepted'],
  )
  t.strictSame(rows, [], 'each has its verdict, none lost an attempt')
})
