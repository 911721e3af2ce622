/**
 * Starts everything in order, stops it stage by stage in reverse; nothing else.
 *
 * In    frozen settings and the parts to play
 * Out   a running gateway, and the way to stop it: no new connections, jobs in hand finish
 */
import { hostname } from 'node:os'

import type { Config } from './config.ts'
import { openDoorOn } from './flow/accept.ts'
import { type Clock, systemClock } from './kit/clock.ts'
import { openLog } from './kit/log.ts'
import { openCapacity } from './monitor/capacity.ts'
import { openBell } from './queue/queue.ts'
import type { Door } from './receive/receive.ts'
import { ROLES, type Role } from './roles.ts'
import { type Judges, openJudges } from './sandbox/judges.ts'
import { openSender } from './send/send.ts'
import type { Parts } from './start/gateway.ts'
import { loadFormerIdentities, loadGatewayIdentity } from './start/gateway-identity.ts'
import { openWindowsOn } from './start/http.ts'
import { connectionsOf } from './start/ledger.ts'
import { openTrustFolder, serverTrust } from './trust/store.ts'
import { answerWith } from './worker/dispatch.ts'
import { startSweep } from './worker/sweep.ts'

/** In the order of leaving. */
const STAGES = ['work', 'tools', 'store'] as const
type Stage = (typeof STAGES)[number]

/** A running gateway. */
export interface Gateway {
  /** `smtp://host:port`, `http://host:port`. */
  readonly addresses: readonly string[]
  readonly ports: { readonly smtp: number | null; readonly http: number | null }
  readonly parts: Parts
  stop(): Promise<void>
}

/** The SMTP door, and the watch over the room for what comes through it. */
async function doorOn(parts: Parts): Promise<Door> {
  const capacity = await openCapacity(parts)
  const door = await openDoorOn(parts, capacity.hold)
  return {
    port: door.port,
    close() {
      capacity.stop()
      return door.close()
    },
  }
}

/**
 * Starts the gateway; on failure closes what was opened and rethrows. Judges that are given stay their giver's: several
 * gateways of one process may share threads, which hold the keys of all of them.
 */
export async function start(
  config: Config,
  roles: readonly Role[] = ROLES,
  clock: Clock = systemClock,
  given: Judges | null = null,
): Promise<Gateway> {
  // What takes work in leaves first, all of it at once, then what it worked with: each of them has its bound, and
  // a process that stops is not to be waited for through the sum of them.
  const closers: { readonly [stage in Stage]: (() => Promise<void>)[] } = {
    work: [],
    tools: [],
    store: [],
  }
  const opened = <T>(stage: Stage, thing: T, close: (thing: T) => Promise<void>): T => {
    closers[stage].push(() => close(thing))
    return thing
  }
  const stop = async (): Promise<void> => {
    for (const stage of STAGES) await Promise.all(closers[stage].splice(0).map((close) => close()))
  }
  try {
    const log = openLog(config.log)
    const watch = (event: string, fault?: unknown): void => log.warn(`database.${event}`, {}, fault)
    const store = opened('store', await connectionsOf(config, watch), (each) => each.close())
    const identity = await loadGatewayIdentity(config)
    const former = await loadFormerIdentities(config)
    const trust = openTrustFolder(config, { clock, log, db: store.db })
    const bell = opened(
      'tools',
      openBell({
        databaseUrl: store.url,
        redisUrl: config.redisUrl,
        concurrency: { inward: 8, outward: 16 },
        log,
      }),
      (each) => each.close(),
    )
    const sender = opened(
      'tools',
      openSender({
        relay: config.relay,
        ehloName: config.domain,
        ...(await serverTrust(trust)),
      }),
      (each) => each.close(),
    )
    const judges =
      given ?? opened('tools', openJudges({ keys: [identity, ...former] }), (each) => each.close())
    const parts: Parts = {
      config,
      db: store.db,
      keys: store.keys,
      clock,
      log,
      bell,
      identity,
      former,
      judges,
      sender,
      trust: () => trust.current(),
      reloadTrust: () => trust.reload(),
      worker: `${hostname()}:${process.pid}`,
    }
    if (roles.includes('worker')) {
      const answer = answerWith(parts)
      opened('work', bell.listen(answer), (each) => each.stop())
      opened('work', startSweep(answer, parts), (each) => each.stop())
    }
    const door = roles.includes('smtp')
      ? opened('work', await doorOn(parts), (each) => each.close())
      : null
    const status = roles.includes('http')
      ? opened('work', await openWindowsOn(parts), (each) => each.close())
      : null
    const addresses = [
      ...(door === null ? [] : [`smtp://${config.smtp.host}:${door.port}`]),
      ...(status === null ? [] : [status.address]),
    ]
    log.info('gateway.started', { smtp: door?.port ?? null, way: store.way })
    return {
      addresses,
      ports: { smtp: door?.port ?? null, http: status?.port ?? null },
      parts,
      stop,
    }
  } catch (error) {
    await stop()
    throw error
  }
}
