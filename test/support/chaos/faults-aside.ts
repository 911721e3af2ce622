/**
 * Faults that take their time, and strike while the others do: a death at each named point, a host asleep or cut off
 * beyond its leases, a judging thread that a mail makes stand still for a minute.
 */
import { setTimeout as pause } from 'node:timers/promises'

import type { Point } from '../../../src/kit/fault-points.ts'
import type { Faults, Targets } from './faults.ts'
import type { Host } from './gateways.ts'

const POINTS: readonly Point[] = [
  'message-stored',
  'message-claimed',
  'message-opened',
  'decision-written',
  'commit-sent',
  'decision-committed',
  'letter-claimed',
  'letter-sealed',
  'letter-sent',
  'letter-settled',
]
const PATIENCE_MS = 30_000
const BEYOND_LEASES_MS = 50_000
const STILL_MS = 60_000

/** Strikes them one after the other; gives what went wrong under them. */
export async function strikeAside(targets: Targets, faults: Faults): Promise<string[]> {
  const { hosts, network } = targets
  const [first, second, third] = hosts
  if (first === undefined || second === undefined || third === undefined) return []
  await points(first, faults)
  const wrong = await stand(second, targets, faults)
  third.kill('SIGSTOP')
  await pause(BEYOND_LEASES_MS)
  third.kill('SIGCONT')
  faults.note('gateway asleep beyond its leases')
  if (typeof network === 'string') return wrong
  network.pull('C')
  await pause(BEYOND_LEASES_MS)
  network.plug('C')
  faults.note('host cut off beyond its leases')
  return wrong
}

/** One host, killed at each named point in turn. */
async function points(host: Host, faults: Faults): Promise<void> {
  for (const point of POINTS) faults.note(`killed at ${point}`, 0)
  for (const point of POINTS) {
    host.breakAt = { point, nth: 1 }
    host.kill('SIGKILL')
    const end = performance.now() + PATIENCE_MS
    // Its end and then, once the point is passed, its death there.
    while (host.brokenAt !== point && performance.now() < end) await pause(50)
    if (host.brokenAt === point) faults.note(`killed at ${point}`)
  }
}

/** A mail that stops its judge for a minute: the good ones go on meanwhile. */
async function stand(host: Host, { cabinet, relay }: Targets, faults: Faults): Promise<string[]> {
  const instant = Date.now() + STILL_MS
  const unhurt = { at: 'dot', fall: () => undefined } as const
  await cabinet.askUnder(host, unhurt, `X-Chaos-Still: ${instant}\r\n`)
  const before = relay.arrived.length
  await pause(instant - Date.now())
  faults.note('judge still for a minute')
  return relay.arrived.length > before ? [] : ['nothing arrived while a judge stood still']
}
