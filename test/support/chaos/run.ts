/**
 * One run of the chaos: gateways under load, faults as the seed has it, then the count.
 *
 *   const report = await runChaos({ seed: 7, seconds: 20, say: console.log })
 *   report.wrong       // nothing lost, nothing doubled: empty
 */
import { setTimeout as pause } from 'node:timers/promises'

import { openDatabase } from '../../../src/postgres/database.ts'
import { startEmbedded } from '../../../src/postgres/embedded.ts'
import { type Cabinet, openCabinet } from './cabinet.ts'
import { count } from './count.ts'
import { dice } from './dice.ts'
import { type Faults, openFaults } from './faults.ts'
import { strikeAside } from './faults-aside.ts'
import { command, until } from './gateways.ts'
import { type Ground, openGround } from './ground.ts'
import { addressOf } from './postgres.ts'
import { isSettled, isUp, whatIsLeft } from './stage.ts'

export interface ChaosOptions {
  readonly seed: number
  /** How long faults strike under load. */
  readonly seconds: number
  readonly perSecond?: number
  /** Also what takes its time: a kill at each named point, a host asleep or cut off beyond its leases, a judge still. */
  readonly thorough?: boolean
  readonly redis?: boolean
  readonly say: (line: string) => void
}

export interface ChaosReport {
  readonly wrong: readonly string[]
  readonly struck: ReadonlyMap<string, number>
  /** Faults that this machine cannot have, and why. */
  readonly impossible: ReadonlyMap<string, string>
  readonly requests: number
  readonly acknowledged: number
  readonly letters: number
}

const START_MS = 60_000
const REST_MS = 60_000
/** Without any letter arriving: a busy machine has its time, a gateway that stands still has not. */
const STILL_MS = 90_000
/** Requests without an opinion yet: the load does not outrun the machine. */
const MOST_OPEN = 120
const LAST_WORDS = 40

/** Runs it. */
export async function runChaos(options: ChaosOptions): Promise<ChaosReport> {
  const { seed, say } = options
  const said: string[] = []
  const hear = (line: string): void => {
    said.push(line)
    if (process.env.CHAOS_LOG) say(line)
  }
  const ground = await openGround({ redis: options.redis ?? false, said: hear })
  const { hosts, people, relay } = ground
  try {
    for (const host of hosts) host.start()
    if (!(await until(() => isUp(hosts), START_MS)))
      throw new Error(`no start: ${said.slice(-5).join('\n')}`)
    say(`seed ${seed}: three gateways are up`)
    const cabinet = openCabinet(hosts, people, dice(seed))
    relay.onArrival = (letter) => cabinet.answer(letter)
    const faults = openFaults({ ...ground, cabinet })
    const wrong = await storm(options, { ground, cabinet, faults })
    say(`the storm is over: ${cabinet.requests} requests, ${cabinet.acknowledged.length} × 250`)
    wrong.push(...(await calm(ground, cabinet)), ...(await tally(ground, cabinet)))
    for (const { name, refusals } of hosts)
      if (refusals > 0) say(`host ${name}: ${refusals} starts given up, what it needs being away`)
    if (wrong.length > 0) for (const line of said.slice(-LAST_WORDS)) say(line)
    const { struck, impossible } = faults
    const [acknowledged, letters] = [cabinet.acknowledged.length, relay.arrived.length]
    return { wrong, struck, impossible, requests: cabinet.requests, acknowledged, letters }
  } finally {
    await ground.close()
  }
}

/** Load, and faults under it, until the time is over and the last has struck. */
async function storm(
  { seed, seconds, perSecond = 6, thorough = false }: ChaosOptions,
  { ground, cabinet, faults }: { ground: Ground; cabinet: Cabinet; faults: Faults },
): Promise<string[]> {
  const fate = dice(seed + 1)
  const end = performance.now() + seconds * 1_000
  const isOver = (): boolean => performance.now() > end
  let isStriking = true
  const load = async (): Promise<void> => {
    while (!isOver() || isStriking) {
      await cabinet.ask(5, perSecond)
      while (cabinet.requests - cabinet.answers > MOST_OPEN && isStriking) await pause(100)
    }
  }
  const trouble = async (): Promise<void> => {
    // A thorough run strikes each once, however long it takes.
    await faults.tour(fate, thorough ? undefined : isOver)
    while (!isOver()) {
      await faults.strike(fate)
      await pause(fate.between(200, 3_000))
    }
  }
  const loaded = load()
  const aside = thorough ? strikeAside({ ...ground, cabinet }, faults) : []
  const [wrong] = await Promise.all([aside, trouble()])
  isStriking = false
  await loaded
  await faults.heal()
  return wrong
}

/** Everything is well again: all that is on its way comes to its end, and the gateways to theirs. */
async function calm({ hosts, base, relay }: Ground, cabinet: Cabinet): Promise<string[]> {
  const wrong: string[] = []
  if (!(await cabinet.rest(REST_MS))) wrong.push('something never got its 250')
  wrong.push(...cabinet.refusals)
  let seen = -1
  let settled = false
  while (!settled && relay.arrived.length > seen) {
    seen = relay.arrived.length
    settled = await until(() => isSettled(() => addressOf(base), cabinet.requests), STILL_MS)
  }
  if (!settled) {
    wrong.push('work is left, and nothing moves', ...(await whatIsLeft(await addressOf(base))))
  }
  await cabinet.close()
  for (const host of hosts) {
    const end = await host.stop()
    if (end !== '0') wrong.push(`host ${host.name} ended with ${end}`)
  }
  for (const { name, crashes } of hosts)
    for (const words of crashes) wrong.push(`host ${name} crashed: ${words}`)
  return wrong
}

/** What is in the ledger and in the mailboxes against what was acknowledged. */
async function tally({ env, dataDir, relay }: Ground, cabinet: Cabinet): Promise<string[]> {
  const verified = await command(env, ['journal', 'verify'])
  const wrong = verified.code === 0 ? [] : [`audit: ${verified.err.trim()}`]
  const server = await startEmbedded(dataDir)
  const db = openDatabase(server.url)
  const { acknowledged, requests, toTheGone } = cabinet
  wrong.push(...(await count({ db, acknowledged, requests, toTheGone, arrived: relay.arrived })))
  await db.close()
  await server.release()
  return wrong
}
