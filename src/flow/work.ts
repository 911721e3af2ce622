/**
 * Answers the bell: each call goes to its hop, and a hop that throws neither stops the next nor is forgotten.
 *
 * A message or letter that fails again and again is set aside with an owner: one poisoned mail never
 * blocks another. SPEC §13.7
 */
import { setAside, setAsideEnvoi } from '../ledger/poison.ts'
import { carryOutCommand } from './commands.ts'
import { deadline } from './deadlines.ts'
import { inbound } from './inbound.ts'
import { outbound } from './outbound.ts'
import type { Parts } from './parts.ts'
import type { Call } from './queues.ts'

/** Attempts after which a row that makes a hop throw waits for a person. */
const MAX_FAULTS = 5
const RETRY_AFTER_MS = 30_000

/** Makes the answer to the bell. */
export function answerWith(parts: Parts): (call: Call, id: string) => Promise<void> {
  return async (call, id) => {
    try {
      await hop(call, id, parts)
    } catch (error) {
      parts.log.error(`${call}.fault`, { id }, error)
      await recover(call, id, parts)
    }
  }
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

/** Gives the row back for a later try, or to a person. If even that fails, its lease runs out. */
async function recover(call: Call, id: string, { db, clock, log }: Parts): Promise<void> {
  const prochaine = new Date(clock.now().getTime() + RETRY_AFTER_MS)
  try {
    if (call === 'inbound') await setAside(db, id, MAX_FAULTS, prochaine)
    if (call === 'outbound') await setAsideEnvoi(db, id, MAX_FAULTS, prochaine)
  } catch (error) {
    log.error('recover.fault', { id }, error)
  }
}
