/**
 * What a pool has of its own: its delays, its coordinator, the documents that its physicians want to see.
 *
 * SPEC §1 (`pool set`), §7
 */
import type { AdresseMss, CodeSpecialite } from './correspondant.ts'

/** Delays of a pool; one that is absent is that of the settings. Durations in milliseconds, expiration in days. */
export interface DelaisPropres {
  readonly rappelMs?: number
  readonly limiteMs?: number
  readonly expirationJours?: number
}

/** A pool as it was set. */
export interface Pool {
  readonly specialite: CodeSpecialite
  readonly coordinateur: AdresseMss | null
  readonly delais: DelaisPropres
  /** As its physicians call them. */
  readonly documents: readonly string[]
}

/** The rules of a slot: those of its pool, as they were when it was opened, before those of the settings. */
export function reglesDe<R extends DelaisPropres>(
  { delais }: { readonly delais?: DelaisPropres },
  regles: R,
): R {
  return delais === undefined ? regles : { ...regles, ...delais }
}
