/**
 * Answers the bell: each call goes to its hop, and a hop that throws neither stops the next nor is forgotten.
 *
 * A message or letter that fails again and again is set aside with an owner: one poisoned mail never
 * blocks another. SPEC §13.7
 */

import { carryOutCommand } from '../flow/command.ts'
import { type Deciding, type Ring, ringAll } from '../flow/commit.ts'
import { deadline } from '../flow/deadline.ts'
import { Engaged, openDossierLines, type Place } from '../flow/dossier-lines.ts'
import { inbound } from '../flow/inbound.ts'
import { outbound, setLetterAside } from '../flow/outbound.ts'
import { alertOnce, UNREAD_MESSAGE } from '../flow/tell-administrator.ts'
import type { WithLog } from '../kit/log.ts'
import { noteFault } from '../ledger/dossiers/echeances.ts'
import { LEASE_MS, prolong, type WithWorker } from '../ledger/leases.ts'
import { AlreadyConcluded } from '../ledger/messages/messages.ts'
import { callUp, countLoss, giveBack, setAside, setAsideEnvoi } from '../ledger/poison.ts'
import type { WithIdentity } from '../message.ts'
import { isConnectionLoss } from '../postgres/database.ts'
import type { WithDatabase } from '../postgres/sql.ts'
import type { Answer, Call } from '../queue/queue.ts'
import { Crowded } from '../sandbox/turns.ts'
import { ATTEMPT_MS, type WithSender } from '../send/send.ts'
import type { WithFreshTrust, WithTrust } from '../trust/store.ts'

/** What this file takes of the gateway. */
type Needs = Deciding &
  WithLog &
  WithTrust &
  WithFreshTrust &
  WithIdentity &
  WithSender &
  WithWorker

/** Attempts after which a row that makes a hop throw waits for a person. */
const MAX_FAULTS = 5
const RETRY_AFTER_MS = 30_000
const AGAIN_AFTER_MS = 5_000
/** A row that waits for its turn in a dossier is called; should its call be lost, it is due by itself. */
const UNCALLED_AFTER_MS = 20_000
/** Times the store may be lost under one row: more, and the row has a part in it. */
const MAX_LOSSES = 10
const RENEW_EVERY_MS = LEASE_MS / 3
/**
 * How long a hop may hold its row: past it a judgement is stuck, however alive its process. A letter is held longer
 * than any attempt may last, what comes before it included: its lease outlives it.
 */
const HELD_MS = { inbound: 10 * 60_000, outbound: ATTEMPT_MS + 10 * 60_000 } as const

/** Makes the answer to the bell. */
export function answerWith(parts: Needs): Answer {
  const { db, bell } = parts
  const lines = openDossierLines((id, dossier) => {
    const ring = (): void => bell.ring('inbound', id, 0, { lane: 'signed', who: dossier })
    // A store that is away loses the call: the sweep finds the row.
    callUp(db, id).then(ring, () => undefined)
  })
  return async (call, id, letGo = () => undefined) => {
    const held = hold(call, id, parts)
    const place = lines.place(id, letGo)
    try {
      await hop(call, id, parts, { signal: held.signal, place })
    } catch (error) {
      // Another worker ended it while this one slept: nothing is owed.
      if (error instanceof AlreadyConcluded) return parts.log.info(`${call}.overtaken`, { id })
      if (!(error instanceof Crowded)) parts.log.error(`${call}.fault`, { id }, error)
      await recover(call, id, error, parts)
      place.leave()
      if (error instanceof Engaged) lines.wait(id, error)
    } finally {
      held.letGo()
      place.leave()
    }
  }
}

interface Held {
  /** Aborted when the row is this worker's no longer: what it does with it must end. */
  readonly signal: AbortSignal
  letGo(): void
}

/** Keeps the row of a long hop, a large mail or a slow relay, from being taken up by another. */
function hold(call: Call, id: string, { db, worker }: WithDatabase & WithWorker): Held {
  const lost = new AbortController()
  if (call !== 'inbound' && call !== 'outbound')
    return { signal: lost.signal, letGo: () => undefined }
  const table = call === 'inbound' ? 'message_entrant' : 'envoi'
  let left = Math.ceil(HELD_MS[call] / RENEW_EVERY_MS)
  let renewedAt = performance.now()
  const letGo = (): void => clearInterval(timer)
  const lose = (): void => {
    letGo()
    lost.abort()
  }
  const renew = async (): Promise<void> => {
    const asked = performance.now()
    if (await prolong(db, table, id, { worker, leaseMs: LEASE_MS })) renewedAt = asked
    else lose()
  }
  const timer = setInterval(() => {
    // The lease as this process knows it: when the store does not answer, it ends all the same.
    if (left-- === 0 || performance.now() - renewedAt >= LEASE_MS) lose()
    else renew().catch(() => undefined)
  }, RENEW_EVERY_MS)
  return { signal: lost.signal, letGo }
}

function hop(
  call: Call,
  id: string,
  parts: Needs,
  { signal, place }: { readonly signal: AbortSignal; readonly place: Place },
): Promise<void> {
  switch (call) {
    case 'inbound':
      return inbound(id, { ...parts, place })
    case 'outbound':
      return outbound(id, parts, signal)
    case 'deadline':
      return deadline(id, parts)
    case 'command':
      return carryOutCommand(id, parts)
    default:
      return call satisfies never
  }
}

/**
 * Gives the row back for a later try, or to a person. The store's absence does not count against it, nor does a lock
 * that others hold; what our own slowness makes of the store (a statement out of time, a transaction left idle) does. If
 * even that fails,
 * its lease runs out.
 */
async function recover(call: Call, id: string, error: unknown, parts: Needs): Promise<void> {
  try {
    if (call === 'deadline') await deadlineFault(id, error, parts)
    else if (call !== 'command') ringAll(await rowFault(call, id, error, parts), parts)
  } catch (cause) {
    parts.log.error('recover.fault', { id }, cause)
  }
}

async function rowFault(
  call: 'inbound' | 'outbound',
  id: string,
  error: unknown,
  parts: Needs,
): Promise<readonly Ring[]> {
  const { db, clock, worker } = parts
  const passes = isPassing(error)
  const again = error instanceof Engaged ? UNCALLED_AFTER_MS : AGAIN_AFTER_MS
  const afterMs = passes ? again : RETRY_AFTER_MS
  const prochaine = new Date(clock.now().getTime() + afterMs)
  const table = call === 'inbound' ? 'message_entrant' : 'envoi'
  const isLoss = passes && !waitsForOthers(error)
  const losses = isLoss ? await countLoss(db, table, id, worker) : 0
  if (passes && losses < MAX_LOSSES) {
    await giveBack(db, table, id, { worker, prochaine, afterMs })
    return []
  }
  const fault = { worker, max: passes ? 0 : MAX_FAULTS, prochaine, afterMs }
  if (call === 'outbound') {
    return await setLetterAside(id, (sql) => setAsideEnvoi(sql, id, fault), parts)
  }
  return await db.transaction(async (sql) =>
    (await setAside(sql, id, fault))
      ? await alertOnce(sql, 'panne-interne', id, parts, UNREAD_MESSAGE)
      : [],
  )
}

/** The watch tells of a dossier that is set aside; here it only gets its next instant. */
async function deadlineFault(id: string, error: unknown, { db, clock, log }: Needs): Promise<void> {
  if (isPassing(error)) return
  if (await noteFault(db, id, clock.now())) log.error('deadline.set-aside', { id })
}

/** Nothing is wrong with the row: others went first, here or before the lock of its dossier. It waits as long as they do. */
function waitsForOthers(error: unknown): boolean {
  return error instanceof Crowded || codesOf(error).includes(LOCK_TIMEOUT)
}

/** The store away, or rows that others held at that instant: another try succeeds. */
function isPassing(error: unknown): boolean {
  if (error instanceof Crowded) return true
  const codes = codesOf(error)
  if (codes.some((code) => OUR_SLOWNESS.has(code))) return false
  return isConnectionLoss(error) || codes.some((code) => CONTENTION.has(code))
}

/** query_canceled (statement_timeout), idle_in_transaction_session_timeout. */
const OUR_SLOWNESS: ReadonlySet<string> = new Set(['57014', '25P03'])
/** lock_not_available: whoever held the lock was slow, not who waited for it. */
const LOCK_TIMEOUT = '55P03'
/** Serialization failure, deadlock; a lock that others held for too long. */
const CONTENTION: ReadonlySet<string> = new Set(['40001', '40P01', LOCK_TIMEOUT])

function codesOf(error: unknown): readonly string[] {
  const codes: string[] = []
  for (let at: unknown = error, depth = 0; at instanceof Error && depth < 5; depth += 1) {
    const { code } = at as { code?: unknown }
    if (typeof code === 'string') codes.push(code)
    at = at.cause
  }
  return codes
}
