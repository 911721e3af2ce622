/**
 * Wrong tokens slow down who sends them: past so many a minute his address alone waits for the minute to end.
 *
 * In    the address of a peer, each wrong token that comes from it
 * Out   how long it waits, in seconds; null: it is heard. A lock begins once; a second in a row goes on
 * Refuses   nothing by itself: `access.ts` answers `acces-verrouille` (429). A missing token does not count.
 *
 * Memory is bounded: of those not heard of for long the count is forgotten first. SPEC §12
 */
import type { Clock } from '../../kit/clock.ts'
import { plainAddress } from '../../kit/networks.ts'

export const MAX_WRONG = 20
const WINDOW_MS = 60_000
/** A lock so soon after the former is the same attack. */
const SAME_MS = 10 * 60_000
const MAX_KNOWN = 10_000

interface Count {
  wrong: number
  /** End of its minute. */
  until: number
  /** Locks in a row. */
  locks: number
}

/** Who waits. */
export interface WrongTokens {
  /** Seconds that this peer has to wait; null: none. */
  waits(address: string): number | null
  /** Counts a wrong token; what begins with it. */
  count(address: string): 'locked' | 'locked-again' | null
}

/** Opens the counts of one port. */
export function countWrongTokens(clock: Clock): WrongTokens {
  const known = new Map<string, Count>()
  const now = (): number => clock.now().getTime()
  return {
    waits(address) {
      const found = known.get(plainAddress(address))
      const left = found === undefined || found.wrong < MAX_WRONG ? 0 : found.until - now()
      return left > 0 ? Math.ceil(left / 1000) : null
    },
    count(address) {
      const peer = plainAddress(address)
      const at = now()
      const former = known.get(peer)
      const isOver = former === undefined || former.until <= at
      const locks = former !== undefined && at - former.until < SAME_MS ? former.locks : 0
      const one = isOver ? { wrong: 0, until: at + WINDOW_MS, locks } : former
      known.delete(peer)
      known.set(peer, one)
      if (known.size > MAX_KNOWN) known.delete(known.keys().next().value ?? '')
      one.wrong += 1
      if (one.wrong !== MAX_WRONG) return null
      one.locks += 1
      return one.locks === 1 ? 'locked' : 'locked-again'
    },
  }
}
