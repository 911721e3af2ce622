/**
 * Which gateway a listener is of: what its door and its windows say first, so that `check` beside it knows its own.
 *
 * In    the keys of a database
 * Out   sixteen hexadecimal digits, the same for every process of this database and of no other; they tell nothing else
 *
 * SPEC §1 (`check`)
 */
import type { Keys } from './keys.ts'

const DIGITS = 16

/** The mark of the gateway whose keys these are. */
export function markOf(keys: Pick<Keys, 'index'>): string {
  return keys.index('passerelle', 'marque').toString('hex').slice(0, DIGITS)
}
