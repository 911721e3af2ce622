/**
 * Named points between two steps, for tests that break the gateway there. Nothing happens at them.
 *
 * Only code loaded into the process before it can set an observer: no setting, mail or request does.
 */

/** Where a step has ended and the next has not begun. */
export type Point =
  | 'message-stored'
  | 'message-claimed'
  | 'message-opened'
  | 'decision-written'
  | 'commit-sent'
  | 'decision-committed'
  | 'letter-claimed'
  | 'letter-sealed'
  | 'letter-sent'
  | 'letter-settled'

let observer: ((point: Point) => void) | null = null

/** Passes a point. */
export function pass(point: Point): void {
  observer?.(point)
}

/** Tells `see` of each point passed. */
export function observePoints(see: (point: Point) => void): void {
  observer = see
}
