/**
 * The sweep: a plain timer in each process that finds every row that waits, whatever the bell forgot.
 *
 * It claims nothing: it calls the same hops, which claim. It also signs the audit's checkpoints, purges, and
 * watches what waits too long. Each of these is a chore of its own: one that is slow, or fails, holds up no other,
 * and a clock that goes back stops none.
 * SPEC §7, §13.2, §13.6
 */

import { type Deciding, type Ring, ringAll } from '../flow/commit.ts'
import { setLetterAside } from '../flow/outbound.ts'
import { identityProblem } from '../flow/own-identity.ts'
import { alertOnce, UNREAD_MESSAGE } from '../flow/tell-administrator.ts'
import type { WithLog } from '../kit/log.ts'
import { within } from '../kit/within.ts'
import { dueCommands } from '../ledger/commands.ts'
import { dueDossiers } from '../ledger/dossiers/echeances.ts'
import { closeOrphans } from '../ledger/keys/contents.ts'
import type { WithWorker } from '../ledger/leases.ts'
import { dueMessages } from '../ledger/messages/messages.ts'
import { dueEnvois } from '../ledger/outbox/envois-dus.ts'
import { killerEnvois, setAsideKillerEnvoi, setAsideKillers } from '../ledger/poison.ts'
import { purge } from '../ledger/purge.ts'
import type { WithIdentity } from '../message.ts'
import { sealAudit } from '../monitor/audit.ts'
import { judgeAwaited } from '../monitor/awaited-lists.ts'
import { watchExpiry } from '../monitor/expiry.ts'
import { watchRevocation } from '../monitor/revocation.ts'
import { watchOnce } from '../monitor/watch.ts'
import type { Sql } from '../postgres/sql.ts'
import type { Answer, Call } from '../queue/queue.ts'
import type { WithSender } from '../send/send.ts'
import { refreshLists } from '../trust/lists.ts'
import type { WithFreshTrust, WithTrust } from '../trust/store.ts'

/** What this file takes of the gateway. */
type Needs = Deciding &
  WithLog &
  WithTrust &
  WithFreshTrust &
  WithIdentity &
  WithSender &
  WithWorker

const EVERY_MS = 5_000
const CHECKPOINT_EVERY_MS = 30_000
const WATCH_EVERY_MS = 30_000
const PURGE_EVERY_MS = 3_600_000
const REFRESH_EVERY_MS = 60_000
const STOP_WITHIN_MS = 8_000
const HOP_WITHIN_MS = 20_000
const BATCH = 100
/** Rows of one kind handled at once, so that a backlog does not starve what the bell brings. */
const AT_ONCE = 4
/** Rows of one kind that may be in hand from former rounds: past them, none is begun. */
const MOST_IN_HAND = 32
/** Workers that may die over one row, each holding it for a lease: under 15 minutes in all. */
const MAX_DEATHS = 10

/** What is due of each kind, claimed by nobody. */
const DUE: { readonly [call in Call]: (parts: Needs) => Promise<string[]> } = {
  command: ({ db }) => dueCommands(db, BATCH),
  inbound: ({ db, clock }) => dueMessages(db, clock.now(), BATCH),
  deadline: ({ db, clock }) => dueDossiers(db, clock.now(), BATCH),
  // Letters wait for a certificate of ours that is valid; what else is due does not wait behind them.
  outbound: async (parts) =>
    identityProblem(parts) === null ? await dueEnvois(parts.db, parts.clock.now(), BATCH) : [],
}
const CALLS = Object.keys(DUE) as readonly Call[]

/** A running sweep. */
export interface Sweep {
  /** Ends it, after the round in hand. */
  stop(): Promise<void>
}

interface Chore {
  readonly everyMs: number
  readonly run: () => Promise<unknown>
  last: number
  running: Promise<void> | null
}

/** Starts sweeping at once, then every few seconds. */
export function startSweep(answer: Answer, parts: Needs): Sweep {
  const { clock, log } = parts
  const stop = new AbortController()
  const stopped = (): boolean => stop.signal.aborted
  const chores = choresOf(answer, parts, stop.signal)
  let timer: NodeJS.Timeout | null = null

  const tick = (): void => {
    const now = clock.now().getTime()
    for (const chore of chores) {
      if (chore.running !== null || (now - chore.last < chore.everyMs && now >= chore.last))
        continue
      chore.last = now
      chore.running = chore
        .run()
        .then(() => undefined)
        .catch((error: unknown) => log.error('sweep.fault', {}, error))
        .finally(() => {
          chore.running = null
        })
    }
    if (!stopped()) timer = setTimeout(tick, EVERY_MS)
  }
  tick()
  return {
    async stop() {
      stop.abort()
      if (timer !== null) clearTimeout(timer)
      // A round may wait for a database that is out of reach.
      await within(STOP_WITHIN_MS, Promise.all(chores.map(({ running }) => running)))
    },
  }
}

function choresOf(answer: Answer, parts: Needs, signal: AbortSignal): Chore[] {
  const { db, keys, clock, config } = parts
  const chore = (everyMs: number, run: () => Promise<unknown>): Chore => ({
    everyMs,
    run,
    last: 0,
    running: null,
  })
  const kinds = CALLS.map((call) => {
    const inHand = new Set<string>()
    const stopped = (): boolean => signal.aborted
    return chore(0, () => sweepKind(call, answer, parts, { stopped, inHand }))
  })
  const retention = config.regles.retentionContenuMs
  return [
    ...kinds,
    chore(0, () => setKillersAside(parts)),
    chore(WATCH_EVERY_MS, () => watchOnce(parts)),
    chore(CHECKPOINT_EVERY_MS, () => sealAudit(parts)),
    chore(PURGE_EVERY_MS, () => purge(db, keys, clock.now(), retention)),
    chore(PURGE_EVERY_MS, () => closeOrphans(db, clock.now())),
    chore(PURGE_EVERY_MS, () => watchExpiry(parts)),
    chore(REFRESH_EVERY_MS, async () => {
      await refreshLists(parts, signal)
      await watchRevocation(parts)
    }),
    chore(REFRESH_EVERY_MS, () => judgeAwaited(parts)),
  ]
}

interface Round {
  readonly stopped?: () => boolean
  readonly hopMs?: number
  /** Rows of the kind that former rounds began and that have not ended. */
  readonly inHand?: Set<string>
}

/** Looks once at all that is due, each kind beside the others. */
export async function sweepOnce(answer: Answer, parts: Needs, round: Round = {}): Promise<void> {
  await setKillersAside(parts)
  await Promise.all(
    CALLS.map((call) => sweepKind(call, answer, parts, { ...round, inHand: new Set() })),
  )
}

/** Looks once at what is due of one kind. */
async function sweepKind(
  call: Call,
  answer: Answer,
  parts: Needs,
  { stopped = () => false, hopMs = HOP_WITHIN_MS, inHand = new Set() }: Round,
): Promise<void> {
  const due = (await DUE[call](parts)).filter((id) => !inHand.has(id))
  const next = due[Symbol.iterator]()
  const hand = async (): Promise<void> => {
    for (const id of next) {
      if (stopped() || inHand.size >= MOST_IN_HAND) return
      inHand.add(id)
      const { promise: free, resolve } = Promise.withResolvers<void>()
      const letGo = (): void => resolve()
      const ends = (): void => {
        inHand.delete(id)
        letGo()
      }
      answer(call, id, letGo).then(ends, ends)
      // A relay that stalls, a dossier that others hold, must not keep other rows waiting: the hop goes on beside.
      await within(hopMs, free)
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, hand))
}

/** What ended its workers again and again waits for the administrator, who is told. */
async function setKillersAside(parts: Needs): Promise<void> {
  const { db, log } = parts
  const rings = await db.transaction(async (sql) => {
    const told: Ring[] = []
    for (const id of await setAsideKillers(sql, MAX_DEATHS)) {
      log.error('sweep.set-aside', { id })
      told.push(...(await alertOnce(sql, 'panne-interne', id, parts, UNREAD_MESSAGE)))
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
