import t from 'tap'

import { lookAtRoom } from '../../src/monitor/capacity.ts'
import { healthOf } from '../../src/monitor/health.ts'
import { watchOnce } from '../../src/monitor/watch.ts'
import { ADMINISTRATION, startGateway, until } from '../support/gateway.ts'

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
  const gateway = await startGateway(t)
  const { parts } = gateway
  const withDisk = (diskBytes: number) => ({
    ...parts,
    config: {
      ...parts.config,
      databaseUrl: null,
      limites: { ...parts.config.limites, diskBytes },
    },
  })
  const full = withDisk(Number.MAX_SAFE_INTEGER)
  t.equal(await lookAtRoom(full), 'disk-nearly-full')
  t.equal(await lookAtRoom(withDisk(0)), null)

  // Whatever the door says, the watch and /readyz say.
  const open = () =>
    parts.db.query("select sujet from alerte where code = 'disque' and fin is null")
  const isReady = async (seen: typeof parts) =>
    (await healthOf(seen)).find(({ name }) => name === 'disque')?.ok
  t.equal(await isReady(full), false)
  await watchOnce(full)
  t.equal((await open()).length, 1)
  t.match((await gateway.mailTo(ADMINISTRATION, 'disque')).text, /aucun courrier n’est pris/)
  await watchOnce(withDisk(0))
  t.strictSame(await open(), [])
  t.equal(await isReady(withDisk(0)), true)
})
