/**
 * Two hosts, one PostgreSQL, one Redis: the cable of one is pulled in the middle of its work. The other takes its
 * work up when its leases end; it comes back, and nothing is lost nor done twice. SPEC §13.2, §13.4
 */
import { spawnSync } from 'node:child_process'
import { appendFile, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import t from 'tap'

import { openDatabase } from '../../src/postgres/database.ts'
import { startEmbedded } from '../../src/postgres/embedded.ts'
import { openBroker } from '../support/chaos/broker.ts'
import { openCabinet } from '../support/chaos/cabinet.ts'
import { count } from '../support/chaos/count.ts'
import { dice } from '../support/chaos/dice.ts'
import { openFar } from '../support/chaos/far.ts'
import { command, freePort, type Host, settingsOf, until } from '../support/chaos/gateways.ts'
import { openNetwork } from '../support/chaos/network.ts'
import { openRelay } from '../support/chaos/relay.ts'
import { isSettled, isUp, prepare } from '../support/chaos/stage.ts'
import { TOO_LONG } from '../support/long.ts'

const LOOPBACK = '127.0.0.1'
/** Only patience: a busy machine takes its time, and whether the work comes to its end is the question. */
const WITHIN_MS = 150_000

// A lease is to end meanwhile.
t.setTimeout(600_000)

const network = TOO_LONG ?? openNetwork(['A', 'B'])
const skip = typeof network === 'string' ? network : false
t.teardown(() => (typeof network === 'string' ? undefined : network.close()))

t.test('a host that is cut off and comes back loses and doubles nothing', { skip }, async (t) => {
  if (typeof network === 'string') return
  const dataDir = await mkdtemp(join(tmpdir(), 'confrere-apart-'))
  const closers: (() => unknown)[] = []
  const said: string[] = []
  const hear = (line: string): void => void said.push(line)
  t.teardown(async () => {
    for (const close of closers.reverse()) await close()
    await rm(dataDir, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 })
  })

  const { address } = network
  const server = await startEmbedded(dataDir, {
    settings: [`listen_addresses=${LOOPBACK},${address}`],
  })
  closers.push(() => server.release())
  const hba = join(dataDir, 'postgres/base/pg_hba.conf')
  await appendFile(hba, `host all all ${address}/24 scram-sha-256\n`)
  const db = openDatabase(server.url)
  closers.push(() => db.close())
  await db.query('select pg_reload_conf()')
  const relay = await openRelay()
  closers.push(() => relay.close())
  const env = settingsOf(dataDir, relay.url, { DATABASE_URL: server.url })
  const people = await prepare(dataDir, env)
  // By the cable: a socket in the file system would be seen from every namespace.
  const byCable = Object.assign(new URL(server.url), { hostname: address, search: '' })
  const afar = { ...env, DATABASE_URL: byCable.href }
  if (spawnSync('redis-server', ['--version']).error === undefined) {
    const port = await freePort()
    const broker = await openBroker(port, dataDir, [address])
    closers.push(() => broker.close())
    Object.assign(afar, { REDIS_URL: `redis://${address}:${port}` })
  }
  const hosts: Host[] = []
  const relayPort = Number(new URL(relay.url).port)
  for (const name of ['A', 'B']) {
    const parts = { network, env: afar, folder: dataDir, relayPort, said: hear }
    const far = await openFar(name, parts)
    closers.push(() => far.close())
    hosts.push(far.host)
    far.host.start()
  }
  const [hostA] = hosts
  t.ok(await until(() => isUp(hosts), WITHIN_MS), 'both hosts are up')

  const cabinet = openCabinet(hosts, people, dice(3))
  const onlyA = openCabinet(hosts.slice(0, 1), people, dice(4), 1_000)
  relay.onArrival = (letter) => cabinet.answer(letter)
  const requests = (): number => cabinet.requests + onlyA.requests
  const settled = (): Promise<boolean> =>
    until(() => isSettled(() => Promise.resolve(server.url), requests()), WITHIN_MS)
  const held = async (): Promise<string[]> => {
    const rows = await db.query<{ id: string }>(
      `select id::text from message_entrant where etat = 'received' and pris_par like '%:' || $1
       union all select id::text from envoi where etat = 'en_cours' and pris_par like '%:' || $1`,
      [String(hostA?.pid)],
    )
    return rows.map(({ id }) => id)
  }
  await cabinet.ask(6, 8)
  t.ok(await settled(), 'mail flows over both')
  const callers = await db.query<{ client_addr: string }>(
    'select distinct client_addr from pg_stat_activity where client_addr <<= $1',
    [`${address}/24`],
  )
  t.equal(callers.length, 2, 'both reach PostgreSQL by their cable')

  // What it had in hand may be done in the instant before the cable is out: then once more.
  let orphans: string[] = []
  for (let left = 5; left > 0 && orphans.length === 0; left -= 1) {
    network.plug('A')
    await onlyA.ask(12, 1_000)
    await until(async () => (await held()).length > 0, WITHIN_MS)
    network.pull('A')
    orphans = await held()
  }
  t.not(orphans.length, 0, 'what A had in hand stays with it')
  await cabinet.ask(4, 8)
  t.ok(
    await until(async () => !(await held()).some((id) => orphans.includes(id)), WITHIN_MS),
    'B has taken it up',
  )

  network.plug('A')
  t.ok(await until(() => isUp(hosts), WITHIN_MS), 'A is back')
  await onlyA.ask(3, 8)
  for (const each of [cabinet, onlyA]) t.ok(await each.rest(WITHIN_MS), 'each has its 250')
  t.ok(await settled(), 'all is done')

  const refusals = [...cabinet.refusals, ...onlyA.refusals]
  t.strictSame(refusals, [])
  for (const each of [cabinet, onlyA]) await each.close()
  for (const host of hosts) t.equal(await host.stop(), '0')
  t.strictSame(
    hosts.flatMap(({ crashes }) => crashes),
    [],
  )
  const verified = await command(env, ['journal', 'verify'])
  t.equal(verified.code, 0, verified.out + verified.err)
  const wrong = await count({
    db,
    acknowledged: [...cabinet.acknowledged, ...onlyA.acknowledged],
    requests: requests(),
    toTheGone: cabinet.toTheGone + onlyA.toTheGone,
    arrived: relay.arrived,
  })
  t.strictSame(wrong, [], 'nothing lost, nothing doubled')
})
