import t from 'tap'

import type { Database } from '../../src/postgres/sql.ts'
import { answerWith } from '../../src/worker/dispatch.ts'
import { sweepOnce } from '../../src/worker/sweep.ts'
import { startGateway, until } from '../support/gateway.ts'
import { demande } from '../support/letters.ts'

const redis = process.env.CONFRERE_TEST_REDIS_URL
const BACKENDS = [
  { name: 'PostgreSQL', env: {}, skip: false },
  {
    name: 'Redis',
    env: { REDIS_URL: redis ?? '' },
    skip: redis === undefined ? 'no Redis at hand (CONFRERE_TEST_REDIS_URL)' : false,
  },
] as const

for (const { name, env, skip } of BACKENDS) {
  t.test(`the whole story runs with the queue on ${name}`, { skip }, async (t) => {
    const gateway = await startGateway(t, { env })
    const { requerant, dermatologue } = gateway
    await requerant.asks(
      demande({ 'Spécialité demandée': null, 'Médecin requis': dermatologue.rpps }),
      { to: 'demande@te.localhost' },
    )
    await dermatologue.answers(await dermatologue.receives("demande d'avis"), 'AVIS\n\nRien.')
    await requerant.receives('ompte-rendu')
    await gateway.settles()
    t.equal((await gateway.acts()).length, 2)
    t.equal((await gateway.parts.bell.depth()) !== null, true)
  })
}

t.test('a queue store that is wiped loses nothing, and the queue works again after', async (t) => {
  const gateway = await startGateway(t)
  const { requerant, parts } = gateway
  await until(async () => (await parts.bell.depth()) !== null)
  await dropQueue(parts.db)
  await requerant.asks(demande())
  await sweepOnce(answerWith(parts), parts)
  await requerant.receives('accusé')
  await until(async () => (await parts.bell.depth()) !== null)
  await requerant.asks(demande({ Prénoms: 'Jeanne' }))
  await requerant.receives('accusé')
  t.equal((await gateway.dossiers()).length, 2)
})

t.test('what a dead process had claimed is taken up by another', async (t) => {
  const gateway = await startGateway(t)
  const { requerant, parts } = gateway
  await gateway.settles()
  await parts.db.query(
    `create function gel() returns trigger language plpgsql as $$
       begin new.pris_par := 'mort'; new.pris_jusqua := now() + interval '1 second'; return new; end $$`,
  )
  await parts.db.query(
    'create trigger gel before insert on message_entrant for each row execute function gel()',
  )
  await requerant.asks(demande())
  t.strictSame(await gateway.dossiers(), [], 'the dead one holds it')
  await until(async () => {
    await sweepOnce(answerWith(parts), parts)
    return (await gateway.dossiers()).length === 1
  })
  await requerant.receives('accusé')
})

/** Whoever drops it beside a gateway at work may meet its locks, and tries again. */
async function dropQueue(db: Pick<Database, 'query'>): Promise<void> {
  await until(async () => {
    return await db.query('drop schema bullmq cascade').then(
      () => true,
      (error: Error) => {
        if (!/deadlock/.test(error.message)) throw error
        return false
      },
    )
  })
}
