/**
 * One run of the chaos: gateways under load, faults as the seed has it, then the count.
 *
 *   const report = await runChaos({ seed: 7, seconds: 20, say: console.log })
 *   report.wrong       // nothing lost, nothing doubled: empty
 */
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'

import { ANNUAIRE, CAST, REQUIS } from '../../../src/cli/demo-cast.ts'
import { openDatabase } from '../../../src/ledger/database.ts'
import { startEmbedded } from '../../../src/ledger/embedded.ts'
import { type DevPerson, makeDevKeys, makePerson } from '../../../src/pki/dev-keys.ts'
import { openCabinet } from './cabinet.ts'
import { count } from './count.ts'
import { dice } from './dice.ts'
import { addressOf, openBroker, openFaults } from './faults.ts'
import { command, type Host, openHost, until } from './gateways.ts'
import { GONE, openRelay } from './relay.ts'

export interface ChaosOptions {
  readonly seed: number
  /** How long faults strike under load. */
  readonly seconds: number
  readonly perSecond?: number
  /** Also: a kill at each named point, and a host asleep for longer than its leases. */
  readonly thorough?: boolean
  readonly redis?: boolean
  readonly say: (line: string) => void
}

export interface ChaosReport {
  readonly wrong: readonly string[]
  readonly struck: ReadonlyMap<string, number>
  readonly requests: number
  readonly acknowledged: number
  readonly letters: number
}

const SETTLE_MS = 150_000

/** Runs it. */
export async function runChaos(options: ChaosOptions): Promise<ChaosReport> {
  const { seed, seconds, say, perSecond = 6 } = options
  const dataDir = await mkdtemp(join(tmpdir(), 'confrere-chaos-'))
  const relay = await openRelay()
  const broker = options.redis ? await openBroker(await freePort(), dataDir) : null
  const env: NodeJS.ProcessEnv = {
    PATH: process.env.PATH,
    CONFRERE_DATA_DIR: dataDir,
    CONFRERE_RELAY: relay.url,
    CONFRERE_ADMIN_ADDRESS: 'administration@medecins.exemple.test',
    CONFRERE_LOG_LEVEL: process.env.CHAOS_LOG ?? 'error',
    ...(broker === null ? {} : { REDIS_URL: broker.url }),
  }
  const said: string[] = []
  const hear = (line: string): void => {
    said.push(line)
    if (process.env.CHAOS_LOG) say(line)
  }
  const hosts: Host[] = []
  try {
    const people = await prepare(dataDir, env)
    for (const name of ['A', 'B', 'C']) hosts.push(await openHost(name, env, hear))
    for (const host of hosts) host.start()
    if (!(await until(() => isUp(hosts), 60_000)))
      throw new Error(`no start: ${said.slice(-5).join('\n')}`)
    say(`seed ${seed}: three gateways are up`)

    const cabinet = openCabinet(hosts, people, dice(seed))
    relay.onArrival = (letter) => cabinet.answer(letter)
    const faults = openFaults({ hosts, cabinet, relay, dataDir, redis: broker })
    const fate = dice(seed + 1)
    const end = performance.now() + seconds * 1_000
    const isOver = (): boolean => performance.now() > end
    let isStriking = true
    const load = async (): Promise<void> => {
      while (!isOver() || isStriking) await cabinet.ask(5, perSecond)
    }
    const trouble = async (): Promise<void> => {
      await faults.tour(fate)
      while (!isOver()) {
        await faults.strike(fate)
        await pause(fate.between(200, 3_000))
      }
    }
    const aside = async (): Promise<void> => {
      const [first, , third] = hosts
      if (!options.thorough || first === undefined || third === undefined) return
      await faults.points(first)
      await faults.sleep(third, 50_000)
    }
    const loaded = load()
    await Promise.all([trouble(), aside()])
    isStriking = false
    await loaded
    faults.heal()
    say(`the storm is over: ${cabinet.requests} requests, ${cabinet.acknowledged.length} × 250`)

    const wrong: string[] = []
    if (!(await cabinet.rest(60_000))) wrong.push('something never got its 250')
    wrong.push(...cabinet.refusals)
    const settled = await until(() => isSettled(dataDir, cabinet.requests), SETTLE_MS)
    if (!settled) wrong.push('work is left, long after')
    await cabinet.close()
    for (const host of hosts) {
      const end = await host.stop()
      if (end !== '0') wrong.push(`host ${host.name} ended with ${end}`)
    }
    for (const { name, crashes } of hosts)
      if (crashes > 0) wrong.push(`host ${name} crashed ${crashes} times`)
    const verified = await command(env, ['journal', 'verify'])
    if (verified.code !== 0) wrong.push(`audit: ${verified.err.trim()}`)
    say(verified.out.trim())

    const server = await startEmbedded(dataDir)
    const db = openDatabase(server.url)
    const { acknowledged, requests, toTheGone } = cabinet
    wrong.push(...(await count({ db, acknowledged, requests, toTheGone, arrived: relay.arrived })))
    await db.close()
    await server.release()
    if (wrong.length > 0) for (const line of said.slice(-40)) say(line)
    return {
      wrong,
      struck: faults.struck,
      requests,
      acknowledged: acknowledged.length,
      letters: relay.arrived.length,
    }
  } finally {
    for (const host of hosts) await host.stop()
    await relay.close()
    await broker?.close()
    await rm(dataDir, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 })
  }
}

async function prepare(
  dataDir: string,
  env: NodeJS.ProcessEnv,
): Promise<ReadonlyMap<string, DevPerson>> {
  const authority = await makeDevKeys({
    dataDir,
    trustDir: join(dataDir, 'trust'),
    from: 'teleexpertise@te.localhost',
    identity: {
      file: join(dataDir, 'keys', 'identity.p12'),
      passwordFile: join(dataDir, 'keys', 'identity.password'),
    },
    masterKeyFile: join(dataDir, 'keys', 'master.key'),
  })
  const csv = join(dataDir, 'annuaire.csv')
  await writeFile(csv, `${ANNUAIRE}99700009097;PARTI;Paul;10;01;${GONE};;\n`)
  for (const args of [
    ['annuaire', 'import', csv],
    ['requis', 'set', REQUIS.rpps, '--specialite', REQUIS.specialite],
  ]) {
    const { code, err } = await command(env, args)
    if (code !== 0) throw new Error(`${args.join(' ')}: ${err}`)
  }
  const people = new Map<string, DevPerson>()
  for (const player of CAST) people.set(player.rpps, await makePerson(authority, player))
  return people
}

async function isUp(hosts: readonly Host[]): Promise<boolean> {
  const answers = await Promise.all(
    hosts.map(({ http }) =>
      fetch(`http://127.0.0.1:${http}/readyz`).then(
        ({ ok }) => ok,
        () => false,
      ),
    ),
  )
  return answers.every(Boolean)
}

/** Is nothing left to judge or to send? Letters that a misbehaving relay put off are due at once. */
async function isSettled(dataDir: string, requests: number): Promise<boolean> {
  const db = openDatabase(await addressOf(join(dataDir, 'postgres')), { max: 1 })
  try {
    await db.query("update envoi set prochaine = now() where etat = 'differe'")
    const [row] = await db.query<{ left: number; handed: number }>(
      `select (select count(*) from message_entrant where etat in ('received', 'deferred'))
            + (select count(*) from envoi where etat in ('a_envoyer', 'en_cours', 'differe')) as left,
         (select count(*) from envoi where lettre = 'avisTransmis' and etat = 'remis') as handed`,
    )
    return row?.left === 0 && row.handed >= requests
  } catch {
    return false
  } finally {
    await db.close()
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  return address !== null && typeof address === 'object' ? address.port : 0
}
