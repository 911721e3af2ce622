/**
 * One run of the chaos: gateways under load, faults as the seed has it, then the count.
 *
 *   const report = await runChaos({ seed: 7, seconds: 20, say: console.log })
 *   report.wrong       // nothing lost, nothing doubled: empty
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'

import { openDatabase } from '../../../src/ledger/database.ts'
import { startEmbedded } from '../../../src/ledger/embedded.ts'
import { openCabinet } from './cabinet.ts'
import { count } from './count.ts'
import { dice } from './dice.ts'
import { addressOf, openBroker, openFaults } from './faults.ts'
import { command, freePort, type Host, openHost, until } from './gateways.ts'
import { openRelay } from './relay.ts'
import { isSettled, isUp, prepare, whatIsLeft } from './stage.ts'

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
  const base = join(dataDir, 'postgres')
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
    const settled = await until(() => isSettled(() => addressOf(base), cabinet.requests), SETTLE_MS)
    if (!settled)
      wrong.push('work is left, long after', ...(await whatIsLeft(await addressOf(base))))
    await cabinet.close()
    for (const host of hosts) {
      const end = await host.stop()
      if (end !== '0') wrong.push(`host ${host.name} ended with ${end}`)
    }
    for (const { name, crashes } of hosts)
      for (const words of crashes) wrong.push(`host ${name} crashed: ${words}`)
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
