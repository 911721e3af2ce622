/**
 * Chance that a seed replays: the same seed makes the same choices in the same order.
 */

/** Dice of one seed. */
export interface Dice {
  /** A real number from 0 to 1. */
  roll(): number
  /** A whole number from `from` to `to`, both included. */
  between(from: number, to: number): number
  pick<T>(all: readonly T[]): T
}

/** Mulberry32: small, and the same on every machine. */
export function dice(seed: number): Dice {
  let state = seed >>> 0
  const roll = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  return {
    roll,
    between: (from, to) => from + Math.floor(roll() * (to - from + 1)),
    pick(all) {
      const one = all[Math.floor(roll() * all.length)]
      if (one === undefined) throw new Error('nothing to pick from')
      return one
    },
  }
}
