/**
 * A change of who is asked: who holds a request no more, and why; who is asked now.
 *
 * In    the names of the physicians of a slot
 * Out   a value that a letter to the requérant carries
 * Refuses nothing.
 *
 * SPEC §6.8: he is told of each, whatever its cause, in one letter.
 */
import type { Rpps } from './correspondant.ts'

/** Why one holds a request no more: `reprise`, a colleague took it; `coordination`, the coordinator gave it to another. */
export type CauseDeChangement =
  | 'refus'
  | 'absence'
  | 'inactif'
  | 'injoignable'
  | 'reprise'
  | 'coordination'

/** Of one slot. `partis` empty: he is asked beside those who hold it; `arrives` empty: the others keep it. */
export interface Changement {
  readonly rang: number
  readonly partis: readonly { readonly rpps: Rpps; readonly cause: CauseDeChangement }[]
  readonly arrives: readonly Rpps[]
}

/** What a letter says besides, because it is due anyway: one letter a decision and person. SPEC §6.8 */
export interface DitEnPlus {
  /** To the requérant: who is asked now. Absent: nobody else is. */
  readonly changements?: readonly Changement[]
  /** To a requis who was told that the consent is in doubt: it stands. SPEC §6.1 */
  readonly maintenu?: 'oui'
}
