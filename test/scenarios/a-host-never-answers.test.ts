/**
 * A mail host takes the connection and never says a word: its letters wait, few at a time, and nothing else does.
 * SPEC §7 (the sweep), §13.5 (purge), §13.6 (checkpoints), §13.12 · RFC 5321 §4.5.4.1
 */
import { once } from 'node:events'
import { createServer, type Socket } from 'node:net'

import t, { type Test } from 'tap'

import { openSender } from '../../src/send/send.ts'
import { answerWith } from '../../src/worker/dispatch.ts'
import { startSweep } from '../../src/worker/sweep.ts'
import { startGateway, until } from '../support/gateway.ts'
import { demande } from '../support/letters.ts'

const REQUESTS = 5
/** Letters on their way to one destination that has never answered. */
const FIRST_IN_HAND = 2

/** Accepts, and never greets. */
async function mute(t: Test, port: number) {
  const sockets = new Set<Socket>()
  let connections = 0
  const server = createServer((socket) => {
    connections += 1
    sockets.add(socket)
    socket.on('error', () => undefined)
  })
  server.listen(port, '127.0.0.2')
  await once(server, 'listening')
  const cut = (): void => {
    for (const socket of sockets) socket.destroy()
  }
  t.teardown(() => {
    cut()
    server.close()
  })
  return { cut, connections: () => connections }
}

t.test('a host that never answers holds up its own letters, and nothing else', async (t) => {
  const gateway = await startGateway(t)
  const { requerant, dermatologue, parts, sink, clock } = gateway
  const { db, keys } = parts
  const host = await mute(t, sink.port)
  const [silent, well] = ['cabinet.test', 'chu.test']
  const sender = openSender({
    relay: null,
    ehloName: 'te.localhost',
    mxPort: sink.port,
    resolveMx: async (domain) => [
      { exchange: domain === silent ? '127.0.0.2' : '127.0.0.1', priority: 1 },
    ],
    timeouts: { waitMs: 50 },
  })
  t.teardown(() => sender.close())
  Object.assign(parts, { sender })
  t.match([requerant.email, dermatologue.email], [`@${silent}`, `@${well}`])

  for (let n = 1; n <= REQUESTS; n += 1) {
    await requerant.asks(demande({ Question: `Que faire, question ${n} ?` }), {
      to: `${dermatologue.rpps}@te.localhost`,
    })
  }
  // The letters of the other host leave, however many wait for the first.
  for (let n = 1; n <= REQUESTS; n += 1) await dermatologue.receives("demande d'avis")
  const rows = (domain: string) =>
    db.query<{ etat: string; code: string | null; tentatives: number }>(
      'select etat, code, tentatives from envoi where adresse like $1',
      [`%@${domain}`],
    )
  await until(async () => (await rows(silent)).every(({ etat }) => etat !== 'a_envoyer'))
  const waiting = await rows(silent)
  t.equal(waiting.length, REQUESTS, 'one accusé each')
  const tried = waiting.filter(({ tentatives }) => tentatives > 0)
  t.ok(tried.length <= FIRST_IN_HAND, 'few are in hand')
  t.ok(host.connections() <= FIRST_IN_HAND)
  const others = waiting.filter(({ tentatives }) => tentatives === 0)
  t.ok(others.every(({ etat, code }) => etat === 'differe' && code === 'destination-occupee'))

  // A day later: reminders leave, the audit is sealed, keys whose time has come are destroyed, behind the same stall.
  const [before] = await db.query<{ id: number }>('select max(id) as id from point_de_controle')
  const key = await db.transaction((sql) =>
    keys.create(sql, 'message', null, new Date(clock.now().getTime() + 3_600_000)),
  )
  clock.advance(25 * 3_600_000)
  const sweep = startSweep(answerWith(parts), parts)
  await dermatologue.receives('rappel')
  await until(async () => {
    const [point] = await db.query<{ id: number }>('select max(id) as id from point_de_controle')
    const [gone] = await db.query('select from cle where id = $1 and detruite_le is not null', [
      key,
    ])
    return (point?.id ?? 0) > (before?.id ?? 0) && gone !== undefined
  })
  const still = await rows(silent)
  t.notOk(
    still.some(({ etat }) => etat === 'remis'),
    'all of it behind the stall',
  )
  host.cut()
  await sweep.stop()
})
