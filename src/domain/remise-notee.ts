/** What became of the letters of a dossier, as far as its rules look at it. SPEC §6.8, §10 */
import type { AdresseMss, Instant, Rpps } from './correspondant.ts'

/**
 * What became of the letter that took a request to a requis: `incertaine` when all of it had left and no answer came,
 * `non-partie` when it was blocked, failed or was taken back, `aucune` when no letter had to.
 */
export type SortDemande = 'remise' | 'incertaine' | 'en-route' | 'non-partie' | 'aucune'

/** Whether an address is still its reader's by the directory of now, and which is (null: none). */
export type Adressage =
  | { readonly kind: 'sienne' }
  | { readonly kind: 'perdue'; readonly presente: AdresseMss | null }

/** The outcome of one letter, kept on the dossier. */
export interface RemiseNotee {
  /** Id of the letter sent. */
  readonly envoi: string
  readonly lettre: string
  readonly role: string
  readonly rang: number | null
  readonly version: number | null
  readonly rpps: Rpps | null
  readonly issue: 'remis' | 'echec' | 'bloque'
  readonly code: string | null
  readonly le: Instant
}

/** Letters about what does not arrive, or is held back. */
export type LettreDeRemise =
  /** To the author of an opinion: a notice says that it did not arrive, and its act waits; or that is over. */
  | {
      readonly kind: 'compteRenduNonRemis'
      readonly rang: number
      readonly version: number
      readonly acte: 'suspendu' | 'repris'
    }
  /** To who is written to so often that a machine may answer for him. */
  | { readonly kind: 'echangesSuspendus' }
  /** A letter could not be delivered: number, letter and code only. */
  | {
      readonly kind: 'incident'
      readonly lettre: string
      readonly role: string
      /** Whom it was for; absent: an older version did not keep it. */
      readonly rpps?: Rpps | null
      readonly code: string
    }
