/**
 * A line in which nobody waits behind all that one other brought: lanes take turns, and within a lane those who wait.
 *
 * In    what waits, with its turn: a lane, and who brought it
 * Out   the next of it: the oldest of whose turn it is
 * Refuses nothing.
 *
 * SPEC §13.12
 */

/** Whose turn something is. */
export interface Turn {
  readonly lane: string
  readonly who: string
}

/** What waits. */
export interface FairLine<T> {
  put(one: T, turn: Turn): void
  /** Takes the next; undefined: nothing waits. */
  next(): T | undefined
  /** How many wait in a lane. */
  count(lane: string): number
  /** Takes all, in any order. */
  empty(): T[]
}

/** Opens a line. */
export function openFairLine<T>(): FairLine<T> {
  const lanes = new Map<string, Map<string, T[]>>()
  return {
    put(one, { lane, who }) {
      const those = lanes.get(lane) ?? new Map<string, T[]>()
      lanes.set(lane, those)
      const theirs = those.get(who) ?? []
      those.set(who, theirs)
      theirs.push(one)
    },
    next() {
      const lane = firstOf(lanes)
      const who = lane && firstOf(lane[1])
      if (lane === undefined || who === undefined) return undefined
      const one = who[1].shift()
      // Who was served goes to the end, or away.
      lane[1].delete(who[0])
      if (who[1].length > 0) lane[1].set(...who)
      lanes.delete(lane[0])
      if (lane[1].size > 0) lanes.set(...lane)
      return one
    },
    count(lane) {
      let sum = 0
      for (const theirs of lanes.get(lane)?.values() ?? []) sum += theirs.length
      return sum
    },
    empty() {
      const all = [...lanes.values()].flatMap((those) => [...those.values()].flat())
      lanes.clear()
      return all
    },
  }
}

function firstOf<K, V>(map: ReadonlyMap<K, V>): [K, V] | undefined {
  for (const entry of map) return entry
  return undefined
}
