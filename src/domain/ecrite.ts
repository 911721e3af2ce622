/**
 * How a dossier stood in the breath that wanted a letter: what departure compares with what stands when it leaves.
 *
 * Counts and names, never hours: a clock may be put back. SPEC §13.11
 */
import type { Rpps } from './correspondant.ts'
import type { EtatDossier } from './dossier.ts'

/** The facts that a letter rests on, kept beside it. */
export interface FaitsDEcriture {
  readonly etat: EtatDossier
  /** Who held its slot; empty without a slot. */
  readonly tenants: readonly Rpps[]
  /** How often its slot had been made to wait. */
  readonly pauses: number
  /** Opinions that its reader had given there. */
  readonly avis: number
  /** A letter of its reader was held for a word of his. */
  readonly retenue: boolean
  /** Names of what waited for a word of its reader: his answer covers that. Absent: nothing, or an older version. */
  readonly propose?: readonly string[]
}

/** A letter of the same dossier to the same reader, put before and not yet gone, as its row knows it. */
export interface LettreAnterieure {
  readonly lettre: string
  readonly role: string
  /** Why it waits; null: for its try. */
  readonly code: string | null
}
