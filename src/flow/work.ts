/**
 * Answers the bell: each call goes to its hop, and a hop that throws neither stops the next nor is forgotten.
 *
 * A message or letter that fails again and again is set aside with an owner: one poisoned mail never
 * blocks another. SPEC §13.7
 */
import { isConnectionLoss } from '../ledger/database.ts'
import { prolong } from '../ledger/leases.ts'
import { AlreadyConcluded } from '../ledger/messages.ts'
import { giveBack, setAside, setAsideEnvoi } from '../ledger/poison.ts'
import { alertOnce } from './alert.ts'
import { carryOutCommand } from './commands.ts'
import { ringAll } from './commit.ts'
import { deadline } from './deadlines.ts'
import { inbound } from './inbound.ts'
import { outbound, setLetterAside } from './outbound.ts'
import { LEASE_MS, type Parts } from './parts.ts'
import type { Call } from './queues.ts'
import { Crowded } from './turns.ts'

/** Attempts after which a row that makes a hop throw waits for a person. */
const MAX_FAULTS = 5
const RETRY_AFTER_MS = 30_000
const AGAIN_AFTER_MS = 5_000
const RENEW_EVERY_MS = LEASE_MS / 3
/** Ten minutes: past them a hop is stuck, however alive its process. */
const MAX_RENEWALS = 40

/** Makes the answer to the bell. */
export function answerWith(parts: Parts): (call: Call, id: string) => Promise<void> {
  return async (call, id) => {
    const letGo = hold(call, id, parts)
    try {
      await hop(call, id, parts)
    } catch (error) {
      // Another worker ended it while this one slept: nothing is owed.
      if (error instanceof AlreadyConcluded) return parts.log.info(`${call}.overtaken`, { id })
      if (!(error instanceof Crowded)) parts.log.error(`${call}.fault`, { id }, error)
      await recover(call, id, error, parts)
    } finally {
      letGo()
    }
  }
}

/** Keeps the row of a long hop, a large mail or a slow relay, from being taken up by another; gives the way to stop. */
function hold(call: Call, id: string, { db, worker }: Parts): () => void {
  if (call !== 'inbound' && call !== 'outbound') return () => undefined
  const table = call === 'inbound' ? 'message_entrant' : 'envoi'
  let left = MAX_RENEWALS
  const timer = setInterval(() => {
    if (left-- === 0) return clearInterval(timer)
    // The store's absence is felt by the hop itself.
    prolong(db, table, id, { worker, leaseMs: LEASE_MS }).catch(() => undefined)
  }, RENEW_EVERY_MS)
  return () => clearInterval(timer)
}

function hop(call: Call, id: string, parts: Parts): Promise<void> {
  switch (call) {
    case 'inbound':
      return inbound(id, parts)
    case 'outbound':
      return outbound(id, parts)
    case 'deadline':
      return deadline(id, parts)
    case 'command':
      return carryOutCommand(id, parts)
    default:
      return call satisfies never
  }
}

/**
 * Gives the row back for a later try, or to a person. The store's own trouble does not count against it. If
 * even that fails, its lease runs out.
 */
async function recover(call: Call, id: string, error: unknown, parts: Parts): Promise<void> {
  const { db, clock, log, worker } = parts
  const isPassing = error instanceof Crowded || isConnectionLoss(error) || isContention(error)
  const afterMs = isPassing ? AGAIN_AFTER_MS : RETRY_AFTER_MS
  const prochaine = new Date(clock.now().getTime() + afterMs)
  const fault = { worker, max: MAX_FAULTS, prochaine, afterMs }
  try {
    if (call !== 'inbound' && call !== 'outbound') return
    const table = call === 'inbound' ? 'message_entrant' : 'envoi'
    if (isPassing) return await giveBack(db, table, id, fault)
    const rings =
      call === 'outbound'
        ? await setLetterAside(id, (sql) => setAsideEnvoi(sql, id, fault), parts)
        : await db.transaction(async (sql) =>
            (await setAside(sql, id, fault))
              ? await alertOnce(sql, 'panne-interne', id, parts)
              : [],
          )
    ringAll(rings, parts)
  } catch (cause) {
    log.error('recover.fault', { id }, cause)
  }
}

/** Serialization failure, deadlock, a lock not had in time: another try succeeds. */
function isContention(error: unknown): boolean {
  const { code } = error as { code?: unknown }
  return code === '40001' || code === '40P01' || code === '55P03'
}
