/**
 * What docs/operations.md says, done: a dump of the database while the gateway works, the keys and the trust beside
 * it, restored elsewhere; the gateway goes on there with what was open. On the oldest PostgreSQL that Debian brings.
 */
import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import t from 'tap'

import { REQUIS } from '../../src/cli/demo-cast.ts'
import { openDatabase } from '../../src/postgres/database.ts'
import { openCabinet } from '../support/chaos/cabinet.ts'
import { count } from '../support/chaos/count.ts'
import { dice } from '../support/chaos/dice.ts'
import { command, type Host, openHost, settingsOf, until } from '../support/chaos/gateways.ts'
import { type Arrived, openRelay } from '../support/chaos/relay.ts'
import { isSettled, isUp, prepare } from '../support/chaos/stage.ts'
import { type DebianPostgres, debianPrograms, openServer } from '../support/debian-postgres.ts'

const WITHIN_MS = 60_000
const REQUESTS = 3

t.setTimeout(180_000)

const programs = debianPrograms()
const skip = programs === null ? 'no PostgreSQL of Debian here: package postgresql' : false

t.test('a dump with its keys and trust goes on elsewhere', { skip }, async (t) => {
  if (programs === null) return
  const folder = await mkdtemp(join(tmpdir(), 'confrere-dump-'))
  const relay = await openRelay()
  const servers: DebianPostgres[] = []
  const hosts: Host[] = []
  t.teardown(async () => {
    for (const host of hosts) await host.stop()
    await relay.close()
    for (const server of servers) await server.close()
    await rm(folder, { recursive: true, force: true })
  })
  const place = async (name: string) => {
    const server = await openServer(programs)
    servers.push(server)
    const dataDir = join(folder, name)
    const env = settingsOf(dataDir, relay.url, { DATABASE_URL: server.url })
    const host = await openHost(name, env, (line) => t.comment(line))
    hosts.push(host)
    return { server, dataDir, env, host }
  }
  const goesWell = async (env: NodeJS.ProcessEnv, ...args: string[]): Promise<void> => {
    const { code, out, err } = await command(env, args)
    t.equal(code, 0, `${args.join(' ')}: ${out}${err}`)
  }

  // 1. Two téléexpertises come to their end, one is open.
  const first = await place('premiere')
  const people = await prepare(first.dataDir, first.env)
  first.host.start()
  t.ok(await until(() => isUp([first.host]), WITHIN_MS), 'the first is up')
  const before = openCabinet([first.host], people, dice(1))
  const asked: Arrived[] = []
  relay.onArrival = (letter) => {
    if (letter.to !== REQUIS.email || !/demande d.avis/.test(letter.subject)) return
    asked.push(letter)
    if (asked.length < REQUESTS) before.answer(letter)
  }
  await before.ask(REQUESTS, 8)
  const settled = (url: string, requests: number): Promise<boolean> =>
    until(() => isSettled(() => Promise.resolve(url), requests), WITHIN_MS)
  t.ok(await settled(first.server.url, REQUESTS - 1), 'one waits for its opinion')
  t.equal(asked.length, REQUESTS)

  // 2. The dump, beside a gateway that works; then it is no more.
  const dump = join(folder, 'confrere.dump')
  const what = ['--format=custom', '--exclude-schema=bullmq', `--file=${dump}`, first.server.url]
  await first.server.run('pg_dump', what)
  await before.close()
  t.equal(await first.host.stop(), '0')
  await first.server.close()

  // 3. Elsewhere: an empty database, the keys and the trust in their place.
  const second = await place('seconde')
  await second.server.run('pg_restore', ['--no-owner', `--dbname=${second.server.url}`, dump])
  for (const part of ['keys', 'trust'])
    await cp(join(first.dataDir, part), join(second.dataDir, part), { recursive: true })
  await rm(first.dataDir, { recursive: true })
  await goesWell(second.env, 'check')
  await goesWell(second.env, 'journal', 'verify')

  // 4. The open one receives its opinion there.
  second.host.start()
  t.ok(await until(() => isUp([second.host]), WITHIN_MS), 'the second is up')
  const after = openCabinet([second.host], people, dice(2), REQUESTS)
  const open = asked.at(-1)
  if (open !== undefined) after.answer(open)
  t.ok(await after.rest(WITHIN_MS))
  t.ok(await settled(second.server.url, REQUESTS), 'compte-rendu and acts are there')
  relay.onArrival = (letter) => after.answer(letter)
  await after.ask(1, 8)
  t.ok(await settled(second.server.url, REQUESTS + 1), 'and a new request has the next number')
  await after.close()
  t.equal(await second.host.stop(), '0')

  // 5. Nothing lost, nothing doubled, an audit without a seam.
  await goesWell(second.env, 'journal', 'verify')
  const db = openDatabase(second.server.url)
  t.teardown(() => db.close())
  const wrong = await count({
    db,
    acknowledged: [...before.acknowledged, ...after.acknowledged],
    requests: before.requests + after.requests,
    toTheGone: before.toTheGone + after.toTheGone,
    arrived: relay.arrived,
  })
  t.strictSame([...before.refusals, ...after.refusals, ...wrong], [])
})
