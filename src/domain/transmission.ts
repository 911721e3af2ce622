/**
 * One physician's words on their way to another: which letters carry them, and to whom a message of the requérant goes.
 *
 * SPEC §5, §6 rule 8
 */
import type { Rpps } from './correspondant.ts'

/** Whom a message of the requerant goes to. */
export interface Transmission {
  /** The requis who get it, each once. */
  readonly a: readonly Rpps[]
  /** Slots that nobody holds yet: it reaches the requis with the request. */
  readonly plusTard: readonly number[]
  /** Slots whose requis waits for another answer than this one. */
  readonly attendus: readonly number[]
  readonly urgent: 'non' | 'oui'
}

/** Letters that carry one physician's words to another. */
export type Parole =
  | 'complementTransmis'
  | 'complementDemande'
  | 'refus'
  | 'accordDemande'
  | 'urgenceSignalee'
