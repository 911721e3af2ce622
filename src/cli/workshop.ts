/**
 * For a command that must walk the corridor itself: the same parts as `serve`, without its doors.
 */
import { hostname } from 'node:os'

import { systemClock } from '../kit/clock.ts'
import { silentLog } from '../kit/log.ts'
import { openBell } from '../queue/queue.ts'
import { openJudges } from '../sandbox/judges.ts'
import { openSender } from '../send/send.ts'
import type { Parts } from '../start/gateway.ts'
import { loadFormerIdentities, loadGatewayIdentity } from '../start/gateway-identity.ts'
import { openTrustFolder, serverTrust } from '../trust/store.ts'
import { withSession } from './session.ts'
import type { Arguments, Terminal } from './terms.ts'

/** Opens the parts, runs `work`, closes all. What it rings, a running `serve` hears. */
export async function workingParts<T>(
  args: Arguments,
  terminal: Terminal,
  work: (parts: Parts, way: string | null) => Promise<T>,
): Promise<T> {
  return await withSession(args, terminal, async ({ config, db, keys, url, way }) => {
    const identity = await loadGatewayIdentity(config)
    const former = await loadFormerIdentities(config)
    const trust = openTrustFolder(config, { clock: systemClock, log: silentLog, db })
    const bell = openBell({
      databaseUrl: url,
      redisUrl: config.redisUrl,
      concurrency: { inward: 1, outward: 1 },
      log: silentLog,
    })
    const sender = openSender({
      relay: config.relay,
      ehloName: config.domain,
      ...(await serverTrust(trust)),
    })
    const judges = openJudges({ keys: [identity, ...former] })
    try {
      const parts: Parts = {
        config,
        db,
        keys,
        clock: systemClock,
        log: silentLog,
        bell,
        identity,
        former,
        judges,
        sender,
        trust: () => trust.current(),
        reloadTrust: () => trust.reload(),
        worker: `${hostname()}:${process.pid}`,
      }
      return await work(parts, way)
    } finally {
      await judges.close()
      await sender.close()
      await bell.close()
    }
  })
}
