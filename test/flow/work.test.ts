import { mock } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'

import t, { type Test } from 'tap'

import type { Parts } from '../../src/flow/parts.ts'
import { answerWith } from '../../src/flow/work.ts'
import { silentLog } from '../../src/kit/log.ts'
import { startGateway } from '../support/gateway.ts'

/** A gateway that has a message to judge and letters to send, due long since. */
async function waiting(t: Test): Promise<Parts> {
  const gateway = await startGateway(t)
  const { parts } = gateway
  await gateway.requerant.asks('Bonjour')
  await gateway.settles()
  await parts.db.query("update message_entrant set etat = 'received', prochaine = null")
  await parts.db.query("update envoi set etat = 'a_envoyer', prochaine = now() - interval '1 day'")
  return parts
}

t.test('a long hop keeps its row from being taken up by another, until it ends', async (t) => {
  const parts = await waiting(t)
  mock.timers.enable({ apis: ['setInterval'] })
  t.teardown(() => mock.timers.reset())

  for (const [call, table] of [
    ['inbound', 'message_entrant'],
    ['outbound', 'envoi'],
  ] as const) {
    const [row] = await parts.db.query<{ id: string }>(`select id from ${table} limit 1`)
    const id = row?.id ?? ''
    const begun = Promise.withResolvers<void>()
    const end = Promise.withResolvers<never>()
    const long = (): Promise<never> => {
      begun.resolve()
      return end.promise
    }
    const judges = { ...parts.judges, open: long }
    const sender = { ...parts.sender, send: long }
    const hop = answerWith({ ...parts, log: silentLog, judges, sender })(call, id)
    await begun.promise
    const held = async (): Promise<boolean> => {
      const [lease] = await parts.db.query<{ held: boolean }>(
        `select pris_jusqua > now() as held from ${table} where id = $1`,
        [id],
      )
      return lease?.held ?? false
    }
    await parts.db.query(
      `update ${table} set pris_jusqua = now() - interval '1 second' where id = $1`,
      [id],
    )
    t.equal(await held(), false)
    mock.timers.tick(15_000)
    while (!(await held())) await pause(10)
    t.pass(`${call}: the lease is made longer`)
    end.reject(new Error('essai'))
    await hop
    t.equal(await held(), false, 'and is given back')
  }
})

t.test('a clock that ran ahead for a moment does not make a row wait for hours', async (t) => {
  const parts = await waiting(t)
  const ahead = { now: () => new Date(Date.now() + 2 * 3_600_000) }
  const lost = Object.assign(new Error('lost'), { code: 'ECONNRESET' })
  for (const [call, table] of [
    ['inbound', 'message_entrant'],
    ['outbound', 'envoi'],
  ] as const) {
    for (const fault of [lost, new Error('broken')]) {
      const [row] = await parts.db.query<{ id: string }>(
        `update ${table} set prochaine = now() - interval '1 day'
         where id in (select id from ${table} order by id limit 1) returning id`,
      )
      const fails = (): Promise<never> => Promise.reject(fault)
      const judges = { ...parts.judges, open: fails }
      const sender = { ...parts.sender, send: fails }
      const id = row?.id ?? ''
      await answerWith({ ...parts, clock: ahead, log: silentLog, judges, sender })(call, id)
      const [wait] = await parts.db.query<{ soon: boolean }>(
        `select prochaine < now() + interval '1 minute' as soon from ${table} where id = $1`,
        [id],
      )
      t.equal(wait?.soon, true, `${call}, ${fault.message}`)
    }
  }
})
