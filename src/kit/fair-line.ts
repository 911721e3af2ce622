/**
 * Lines in which nobody waits behind all that one other brought.
 *
 * In    what waits, and who brought it; of a fair line its lane too
 * Out   the next of it: those who wait take turns, each in his own order, and lanes take turns before them
 * Refuses nothing.
 *
 * SPEC §13.12
 */

/** Whose turn something is. */
export interface Turn {
  readonly lane: string
  readonly who: string
}

/** What waits, of several who take turns. */
export interface Round<T> {
  put(one: T, who: string): void
  /** Takes the next; undefined: nothing waits. */
  next(): T | undefined
  has(who: string): boolean
  count(): number
  /** Takes all, in any order. */
  empty(): T[]
}

/** What waits, in lanes. */
export interface FairLine<T> {
  put(one: T, turn: Turn): void
  /** Takes the next; undefined: nothing waits. */
  next(): T | undefined
  /** How many wait in a lane. */
  count(lane: string): number
  /** Takes all, in any order. */
  empty(): T[]
}

/** Opens a round. */
export function openRound<T>(): Round<T> {
  const waiting = new Map<string, T[]>()
  let count = 0
  return {
    put(one, who) {
      const theirs = waiting.get(who) ?? []
      waiting.set(who, theirs)
      theirs.push(one)
      count += 1
    },
    next() {
      const [first] = waiting
      if (first === undefined) return undefined
      const [who, theirs] = first
      // Who was served goes to the end, or away.
      waiting.delete(who)
      if (theirs.length > 1) waiting.set(who, theirs)
      count -= 1
      return theirs.shift()
    },
    has: (who) => waiting.has(who),
    count: () => count,
    empty() {
      const all = [...waiting.values()].flat()
      waiting.clear()
      count = 0
      return all
    },
  }
}

/** Opens a fair line: a round of its lanes, each lane a round of those who wait in it. */
export function openFairLine<T>(): FairLine<T> {
  const lanes = new Map<string, Round<T>>()
  const turns = openRound<Round<T>>()
  return {
    put(one, { lane, who }) {
      const round = lanes.get(lane) ?? openRound<T>()
      lanes.set(lane, round)
      round.put(one, who)
      turns.put(round, lane)
    },
    next: () => turns.next()?.next(),
    count: (lane) => lanes.get(lane)?.count() ?? 0,
    empty() {
      turns.empty()
      return [...lanes.values()].flatMap((round) => round.empty())
    },
  }
}
