/**
 * The one clock of the house. Everything that asks the time takes a Clock; only this file asks the machine.
 */

/** Gives the present instant. */
export interface Clock {
  now(): Date
}

/** The machine's clock. */
export const systemClock: Clock = { now: () => new Date() }

/** One who holds the clock. */
export interface WithClock {
  readonly clock: Clock
}
