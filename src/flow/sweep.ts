/**
 * The sweep: a plain timer in each process that finds every row that waits, whatever the bell forgot.
 *
 * It claims nothing: it calls the same hops, which claim. It also signs the audit's checkpoints, purges, and
 * watches what waits too long. A clock that goes back stops none of it.
 * SPEC §7, §13.2, §13.6
 */

import { within } from '../kit/within.ts'
import { dueCommands } from '../ledger/commands.ts'
import { closeOrphans } from '../ledger/contents.ts'
import { dueDossiers } from '../ledger/dossiers.ts'
import { dueMessages } from '../ledger/messages.ts'
import { dueEnvois } from '../ledger/outbox.ts'
import { killerEnvois, setAsideKillerEnvoi, setAsideKillers } from '../ledger/poison.ts'
import { purge } from '../ledger/purge.ts'
import type { Sql } from '../ledger/sql.ts'
import { alertOnce } from './alert.ts'
import { sealAudit } from './audit.ts'
import { type Ring, ringAll } from './commit.ts'
import { watchExpiry } from './expiry.ts'
import { setLetterAside } from './outbound.ts'
import { identityProblem } from './own-identity.ts'
import type { Parts } from './parts.ts'
import type { Call } from './queues.ts'
import { refreshLists } from './refresh.ts'
import { watchOnce } from './watch.ts'

const EVERY_MS = 5_000
const CHECKPOINT_EVERY_MS = 30_000
const WATCH_EVERY_MS = 30_000
const PURGE_EVERY_MS = 3_600_000
const REFRESH_EVERY_MS = 60_000
const STOP_WITHIN_MS = 8_000
const HOP_WITHIN_MS = 20_000
const BATCH = 100
/** Rows handled at once, so that a backlog does not starve what the bell brings. */
const AT_ONCE = 4
/** Workers that may die over one row, each holding it for a lease: under 15 minutes in all. */
const MAX_DEATHS = 10

/** A running sweep. */
export interface Sweep {
  /** Ends it, after the round in hand. */
  stop(): Promise<void>
}

/** Starts sweeping at once, then every few seconds. */
export function startSweep(answer: (call: Call, id: string) => Promise<void>, parts: Parts): Sweep {
  const { clock, log } = parts
  let stopped = false
  const stop = new AbortController()
  let last = { checkpoint: 0, purge: 0, watch: 0, refresh: 0 }
  let timer: NodeJS.Timeout | null = null
  let round: Promise<void> = Promise.resolve()
  let refreshing: Promise<void> = Promise.resolve()

  const once = async (): Promise<void> => {
    try {
      await sweepOnce(answer, parts, { stopped: () => stopped })
      const now = clock.now().getTime()
      if (now - last.watch >= WATCH_EVERY_MS || now < last.watch) {
        last = { ...last, watch: now }
        await watchOnce(parts)
      }
      if (now - last.checkpoint >= CHECKPOINT_EVERY_MS || now < last.checkpoint) {
        last = { ...last, checkpoint: now }
        await sealAudit(parts)
      }
      if (now - last.purge >= PURGE_EVERY_MS || now < last.purge) {
        last = { ...last, purge: now }
        await purge(parts.db, parts.keys, clock.now(), parts.config.regles.retentionContenuMs)
        await closeOrphans(parts.db, clock.now())
        await watchExpiry(parts)
      }
      if (now - last.refresh >= REFRESH_EVERY_MS || now < last.refresh) {
        last = { ...last, refresh: now }
        // Not awaited: a slow server of lists must not hold up what is due here.
        refreshing = refreshing
          .then(() => refreshLists(parts, stop.signal))
          .catch((error: unknown) => {
            log.error('refresh.fault', {}, error)
          })
      }
    } catch (error) {
      log.error('sweep.fault', {}, error)
    }
    if (!stopped) timer = setTimeout(start, EVERY_MS)
  }
  const start = (): void => {
    round = once()
  }
  start()
  return {
    async stop() {
      stopped = true
      stop.abort()
      if (timer !== null) clearTimeout(timer)
      // A round may wait for a database that is out of reach.
      await within(STOP_WITHIN_MS, Promise.all([round, refreshing]))
    },
  }
}

/** Looks once at all that is due. */
export async function sweepOnce(
  answer: (call: Call, id: string) => Promise<void>,
  parts: Parts,
  {
    stopped = () => false,
    hopMs = HOP_WITHIN_MS,
  }: { stopped?: () => boolean; hopMs?: number } = {},
): Promise<void> {
  const { db, clock } = parts
  const now = clock.now()
  await setKillersAside(parts)
  const due: [Call, string][] = []
  for (const id of await dueCommands(db, BATCH)) due.push(['command', id])
  for (const id of await dueMessages(db, now, BATCH)) due.push(['inbound', id])
  for (const id of await dueDossiers(db, now, BATCH)) due.push(['deadline', id])
  // Letters wait for a certificate of ours that is valid; what else is due does not wait behind them.
  const letters = identityProblem(parts) === null ? await dueEnvois(db, now, BATCH) : []
  for (const id of letters) due.push(['outbound', id])
  const next = due[Symbol.iterator]()
  const hand = async (): Promise<void> => {
    for (const [call, id] of next) {
      if (stopped()) return
      // A relay that stalls must not keep deadlines, seals and purges waiting: the hop goes on beside.
      await within(hopMs, answer(call, id))
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, hand))
}

/** What ended its workers again and again waits for the administrator, who is told. */
async function setKillersAside(parts: Parts): Promise<void> {
  const { db, log } = parts
  const rings = await db.transaction(async (sql) => {
    const told: Ring[] = []
    for (const id of await setAsideKillers(sql, MAX_DEATHS)) {
      log.error('sweep.set-aside', { id })
      told.push(...(await alertOnce(sql, 'panne-interne', id, parts)))
    }
    return told
  })
  ringAll(rings, parts)
  for (const id of await killerEnvois(db, MAX_DEATHS)) {
    log.error('sweep.set-aside', { id })
    const put = (sql: Sql): Promise<boolean> => setAsideKillerEnvoi(sql, id, MAX_DEATHS)
    ringAll(await setLetterAside(id, put, parts), parts)
  }
}
