/**
 * One physician's words on their way to another: which letters carry them, and to whom a message of the requérant goes.
 *
 * SPEC §5, §6.8
 */

import type { Rpps } from './correspondant.ts'
import type { Piece } from './courrier.ts'
import type { RequisSollicite } from './dossier.ts'

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
  | 'motsDuRequis'
  | 'avisEnDoute'

/** Who signed words of a slot in which he was not asked: a colleague of the pool. */
export type Signataire = Pick<RequisSollicite, 'rpps' | 'nom' | 'prenom' | 'adresse' | 'telephone'>

/** Letters to the requérant with what a requis writes beside his keyword. */
export type LettreDeMots =
  | {
      readonly kind: 'refus'
      readonly rang: number
      readonly texte: string
      readonly pieces?: readonly Piece[]
      /** Who declines; absent: the last who did. */
      readonly auteur?: Rpps
    }
  /** He declined, took it on or is away; others are asked or he stays so, and he says more than a plain reason. */
  | {
      readonly kind: 'motsDuRequis'
      readonly rang: number
      readonly motCle: 'REFUS' | 'ACCEPTE' | 'ABSENT' | 'PRESENT' | 'COMPLEMENT'
      readonly auteur: Rpps
      /** Who signed it, where the slot does not know him. */
      readonly signataire?: Signataire
      readonly texte: string
      readonly pieces: readonly Piece[]
    }
  /** Priority: the requis sees an urgency. */
  | {
      readonly kind: 'urgenceSignalee'
      readonly rang: number
      readonly texte: string
      /** Who sees it; absent: who holds the slot. */
      readonly auteur?: Rpps
      /** The same, where the slot does not know him. */
      readonly signataire?: Signataire
    }
  /** The same, to the coordinator. `auteur`: who sees it; absent: who holds the slot. */
  | { readonly kind: 'urgenceCoordinateur'; readonly rang: number; readonly auteur?: Rpps }
  /** The author of an opinion says that it is not to be relied upon. */
  | {
      readonly kind: 'avisEnDoute'
      readonly rang: number
      readonly auteur: Rpps
      readonly texte: string
      readonly pieces: readonly Piece[]
    }

/** To the author of words that could not be handed over to their reader (null: the requérant). */
export interface LettreNonRemise {
  readonly kind: 'messageNonRemis'
  readonly rang: number
  readonly parole: Parole
  readonly lecteur: Rpps | null
  readonly code: string
}
