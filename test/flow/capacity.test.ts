import t from 'tap'

import { lookAtRoom } from '../../src/flow/capacity.ts'
import { startGateway, until } from '../support/gateway.ts'

t.test(
  'new mail is deferred before DATA while the backlog is full, and old mail keeps moving',
  async (t) => {
    const gateway = await startGateway(t, { env: { CONFRERE_LIMITE_ARRIERE: '2' } })
    const { parts } = gateway
    await gateway.requerant.asks('Bonjour')
    await gateway.settles()
    t.equal(await lookAtRoom(parts), null)

    // One waits: there is room for one more. Two wait: there is none.
    await gateway.requerant.asks('Bonjour encore')
    await gateway.settles()
    const held = (n: number) =>
      `update message_entrant set etat = 'received', prochaine = 'infinity'
     where id in (select id from message_entrant order by recu_le limit ${n})`
    await parts.db.query(held(1))
    t.equal(await lookAtRoom(parts), null)
    await parts.db.query(held(2))
    t.equal(await lookAtRoom(parts), 'backlog-full')
    await until(async () => (await gateway.requerant.asks('Trop')).startsWith('452 4.3.1'))
    const kept = (await gateway.verdicts()).length
    t.match(await gateway.requerant.asks('Trop'), /^452 4\.3\.1 /)
    t.equal((await gateway.verdicts()).length, kept, 'nothing of it was kept')

    // The old ones go on, and the door opens again.
    await parts.db.query('update message_entrant set prochaine = null')
    await gateway.settles()
    await until(async () => (await gateway.requerant.asks('Enfin')).startsWith('250'))
  },
)

t.test('new mail is deferred while the disk of the embedded database is nearly full', async (t) => {
  const { parts } = await startGateway(t)
  const withDisk = (diskBytes: number) =>
    lookAtRoom({
      ...parts,
      config: {
        ...parts.config,
        databaseUrl: null,
        limites: { ...parts.config.limites, diskBytes },
      },
    })
  t.equal(await withDisk(Number.MAX_SAFE_INTEGER), 'disk-nearly-full')
  t.equal(await withDisk(0), null)
})
