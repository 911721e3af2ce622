/**
 * The HTTP windows, given their figures by the corridor.
 *
 * SPEC §12
 */
import { readFile } from 'node:fs/promises'

import type { WithConfig } from '../config.ts'
import { ringAll } from '../flow/commit.ts'
import { alertOnce } from '../flow/tell-administrator.ts'
import type { StatusOptions } from '../http/options.ts'
import { openStatus } from '../http/server.ts'
import type { WithClock } from '../kit/clock.ts'
import type { WithLog } from '../kit/log.ts'
import { listening } from '../kit/opening.ts'
import { answerWithin } from '../kit/within.ts'
import type { Ledger } from '../ledger/keys/keys.ts'
import { markOf } from '../ledger/keys/mark.ts'
import type { WithFormer, WithIdentity } from '../message.ts'
import { verifyAudit } from '../monitor/audit.ts'
import { healthOf } from '../monitor/health.ts'
import { newestLists } from '../monitor/revocation.ts'
import { authoritiesIn, peerBar } from '../pki/peers.ts'
import { tlsFilesOf } from '../pki/tls-files.ts'
import type { WithBell } from '../queue/queue.ts'
import type { WithTrust } from '../trust/store.ts'

/** What this file takes of the gateway. */
type Needs = Ledger &
  WithConfig &
  WithClock &
  WithLog &
  WithBell &
  WithTrust &
  WithIdentity &
  WithFormer

const FIGURE_WITHIN_MS = 3_000

/** Opens the windows over the ledger. */
export async function openWindowsOn(parts: Needs): ReturnType<typeof openStatus> {
  const { config, db, keys, clock, bell, log } = parts
  const { pair, ca } = await tlsFilesOf(config.http, 'CONFRERE_HTTP')
  const { host, port } = config.http
  const options: StatusOptions = {
    db,
    keys,
    version: await versionOf(),
    mark: markOf(keys),
    host,
    port,
    tls: pair === null ? null : { ...pair, ca },
    ...(ca !== null && { bar: barOfClients(ca, parts) }),
    proxies: config.http.proxies,
    clock,
    health: () => healthOf(parts),
    gauges: async () => {
      const [queueDepth, age] = await Promise.all([
        known(() => bell.depth()),
        known(() => crlAgeSeconds(parts)),
      ])
      return { queueDepth, crlAgeSeconds: age }
    },
    verifyJournal: () => verifyAudit(parts),
    wake: (command) => bell.ring('command', command),
    locked: (address) => {
      tellLock(address, parts).catch((error) => log.error('http.lock-untold', {}, error))
    },
    fault: (error) => log.error('http.fault', {}, error),
  }
  return await listening({ host, port, settings: 'CONFRERE_HTTP' }, () => openStatus(options))
}

/** Wrong tokens that go on are told to the administrator, once a day. SPEC §12 */
async function tellLock(address: string, parts: Needs): Promise<void> {
  const rings = await parts.db.transaction((sql) =>
    alertOnce(sql, 'acces-verrouille', address, parts),
  )
  ringAll(rings, parts)
}

/** What the operators of this gateway say of a client's certificate, under the authorities of the port. */
function barOfClients(ca: readonly Buffer[], { trust }: WithTrust) {
  const authorities = authoritiesIn(ca)
  return async (shown: readonly Buffer[]) => peerBar({ shown, authorities }, (await trust()).rules)
}

/** A figure, or null while what would tell it is away: the page is needed most then. */
async function known(figure: () => Promise<number | null>): Promise<number | null> {
  return await answerWithin(FIGURE_WITHIN_MS, figure).catch(() => null)
}

/** Seconds since the oldest of the CRLs in use was issued; null without any. */
async function crlAgeSeconds({ trust, clock }: WithClock & WithTrust): Promise<number | null> {
  const lists = newestLists(await trust())
  if (lists.length === 0) return null
  const oldest = Math.min(...lists.map(({ thisUpdate }) => thisUpdate.getTime()))
  return Math.max(0, Math.round((clock.now().getTime() - oldest) / 1000))
}

/** The version of the product, from its own package. */
export async function versionOf(): Promise<string> {
  const text = await readFile(new URL('../../package.json', import.meta.url), 'utf8')
  return String((JSON.parse(text) as { version?: unknown }).version ?? '0.0.0')
}
