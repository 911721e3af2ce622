/**
 * Documents that the patient keeps back: what a dossier remembers of them. `limite-documents.ts` reads the limit.
 *
 * SPEC §4, §6.1; CSP art. L. 1111-4
 */
import type { Piece } from './courrier.ts'

/** A document that the limit keeps back. */
export interface PieceTenue {
  readonly piece: Piece
  /** It was a document of the request when the limit was said: those who were asked before may have it. */
  readonly partie?: true
}

/** What the patient keeps out of the request, in its author's words. */
export interface LimiteDocuments {
  readonly mots: string
  /** The same, fit for a letter without clinical content. */
  readonly motsDiscrets: string
  readonly pieces: readonly PieceTenue[]
  /** How many of them their author was told of. */
  readonly annoncees: number
  /** He does without them. */
  readonly sans?: true
  /** The consent was stated anew behind our question: it reaches the documents. */
  readonly levee?: true
}
