/**
 * Days as our users count them: in Paris, where a test that runs before midnight in London is already in the next one.
 */
import { jourParis } from '../../src/domain/calendrier.ts'
import type { Instant } from '../../src/domain/correspondant.ts'

/** `AAAA-MM-JJ` in Paris, so many days from `now`. */
export function dayInParis(offset: number, now: Date = new Date()): string {
  return jourParis(new Date(now.getTime() + offset * 86_400_000).toISOString() as Instant)
}
