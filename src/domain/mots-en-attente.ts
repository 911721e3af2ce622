/**
 * What a slot keeps of the words that wait for the requérant: those of a question, those of a proposal, and since when he
 * is reminded. `attentes.ts` reads and changes them; SPEC §5, §6
 */
import type { Instant } from './correspondant.ts'

/** The words that wait, each with who put them: an RPPS, or the coordinator. */
export interface MotsEnAttente {
  /** Reminder to the requerant at half of COMPLETUDE, and its end. */
  readonly complementRappeleLe: Instant | null
  readonly complementEchuLe: Instant | null
  /** The question that waits for the requerant, for its reminder. */
  readonly complementTexte?: string | null
  /** Who put it: an RPPS, or the coordinator. */
  readonly complementPar?: string | null
  /** The state to go back to when the pause ends. */
  readonly etatAvantPause?: 'en_attente' | 'acceptee'
  /** Who proposes it, an RPPS or the coordinator, and his words. Absent: an older version kept them as the question's. */
  readonly accordPar?: string | null
  readonly accordTexte?: string | null
}
