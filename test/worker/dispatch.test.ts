import { randomUUID } from 'node:crypto'
import { mock } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'

import t, { type Test } from 'tap'

import { silentLog } from '../../src/kit/log.ts'
import { commandResult, putCommand } from '../../src/ledger/commands.ts'
import type { Delivery } from '../../src/message.ts'
import { ATTEMPT_MS, type Leave } from '../../src/send/send.ts'
import type { Parts } from '../../src/start/gateway.ts'
import { answerWith } from '../../src/worker/dispatch.ts'
import { startGateway } from '../support/gateway.ts'

/** A gateway that has a message to judge and letters to send, due long since. */
async function waiting(t: Test, due = "now() - interval '1 day'"): Promise<Parts> {
  const gateway = await startGateway(t)
  const { parts } = gateway
  await gateway.requerant.asks('Bonjour')
  await gateway.settles()
  await parts.db.query(`update message_entrant set etat = 'received', prochaine = ${due}`)
  await parts.db.query(`update envoi set etat = 'a_envoyer', prochaine = ${due}`)
  return parts
}

/** Not for the gateway itself to take. */
const LATER = "now() + interval '10 days'"

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

for (const code of ['57014', '25P03'] as const) {
  t.test(`a row that our own slowness kills (${code}) is set aside after its tries`, async (t) => {
    const parts = await waiting(t, LATER)
    const slow = Object.assign(new Error('PostgreSQL: canceling statement'), { code })
    await failing(parts, slow, 5)
    t.match(await parts.db.query('select etat, code, responsable from message_entrant'), [
      { etat: 'quarantined', code: 'panne-interne', responsable: 'administrateur' },
    ])
    const [letter] = await parts.db.query("select code from envoi where etat = 'bloque'")
    t.match(letter, { code: 'panne-interne' })
  })
}

t.test('a row that waits for a lock of others waits as long as they hold it', async (t) => {
  const parts = await waiting(t, LATER)
  const held = Object.assign(new Error('canceling statement due to lock timeout'), {
    code: '55P03',
  })
  await failing(parts, held, 15)
  t.match(await parts.db.query('select etat, pertes from message_entrant'), [
    { etat: /received|deferred/, pertes: 0 },
  ])
  t.strictSame(await parts.db.query("select id from envoi where etat = 'bloque'"), [])
})

t.test("the store lost under one row again and again is that row's doing", async (t) => {
  const parts = await waiting(t, LATER)
  const lost = Object.assign(new Error('Connection terminated unexpectedly'), {
    code: 'ECONNRESET',
  })
  await failing(parts, lost, 9)
  t.match(await parts.db.query('select etat from message_entrant'), [{ etat: /received|deferred/ }])
  t.strictSame(await parts.db.query("select id from envoi where etat = 'bloque'"), [])
  await failing(parts, lost, 1)
  t.match(await parts.db.query('select etat from message_entrant'), [{ etat: 'quarantined' }])
  t.equal((await parts.db.query("select id from envoi where etat = 'bloque'")).length, 1)
})

/** One message and one letter fail so often; due in ten days, so that the gateway itself does not take them. */
async function failing(parts: Parts, fault: Error, times: number): Promise<void> {
  const fails = (): Promise<never> => Promise.reject(fault)
  const judges = { ...parts.judges, open: fails }
  const sender = { ...parts.sender, send: fails }
  const clock = { now: () => new Date(Date.now() + 20 * 86_400_000) }
  const answer = answerWith({ ...parts, clock, log: silentLog, judges, sender })
  for (const [call, table] of [
    ['inbound', 'message_entrant'],
    ['outbound', 'envoi'],
  ] as const) {
    // The first one: the alert about it is a letter too, and leaves.
    const [row] = await parts.db.query<{ id: string }>(
      `select id from ${table} order by ${table === 'envoi' ? 'cree_le' : 'recu_le'} limit 1`,
    )
    const id = row?.id ?? ''
    for (let time = 0; time < times; time += 1) {
      await parts.db.query(`update ${table} set prochaine = ${LATER} where id = $1`, [id])
      await answer(call, id)
    }
  }
}

t.test("a letter whose lease is another's, or has ended, is sent no further", async (t) => {
  const parts = await waiting(t)
  mock.timers.enable({ apis: ['setInterval'] })
  t.teardown(() => mock.timers.reset())
  const [row] = await parts.db.query<{ id: string }>('select id from envoi limit 1')
  const id = row?.id ?? ''
  const begun = Promise.withResolvers<Leave>()
  const sender = {
    ...parts.sender,
    send: (...[, , leave]: Parameters<Parts['sender']['send']>): Promise<Delivery> => {
      if (leave === undefined) throw new Error('nobody is asked')
      begun.resolve(leave)
      return new Promise((resolve) => {
        const cut = { kind: 'later', code: 'delivery-timeout', reply: '' } as const
        leave.signal.addEventListener('abort', () => resolve(cut))
      })
    },
  }
  const hop = answerWith({ ...parts, log: silentLog, sender })('outbound', id)
  const leave = await begun.promise
  t.equal(await leave.may(), true)

  // Longer than any attempt may last, the lease is renewed.
  for (let ms = 0; ms < ATTEMPT_MS; ms += 15_000) mock.timers.tick(15_000)
  t.equal(leave.signal.aborted, false)
  t.equal(await leave.may(), true)

  await parts.db.query(
    "update envoi set pris_par = 'another', tentatives = tentatives + 1 where id = $1",
    [id],
  )
  t.equal(await leave.may(), false, 'not its letter any more')
  mock.timers.tick(15_000)
  await hop
  t.equal(leave.signal.aborted, true)
  const [after] = await parts.db.query('select etat, pris_par as by from envoi where id = $1', [id])
  t.match(after, { by: 'another' }, 'the other has it still')
})

t.test('a command that fails each time is answered', async (t) => {
  const { parts } = await startGateway(t)
  const command = { quoi: 'replay', parametres: { id: randomUUID() }, par: 'essai', motif: 'x' }
  const id = await putCommand(parts.db, command)
  const broken = { ...parts, log: silentLog, reloadTrust: () => Promise.reject(new Error('x')) }
  for (let time = 0; time < 6; time += 1) {
    await answerWith(broken)('command', id)
    await parts.db.query("update commande set pris_jusqua = now() - interval '1 second'")
  }
  t.match(await commandResult(parts.db, id), { erreur: 'panne-interne' })
})
