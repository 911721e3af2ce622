/**
 * Under which AM number a person is billed: the directory's where it gives him one, whatever is written.
 *
 * In    a person with the number known of him and the one that was written; what the directory says of both
 * Out   the person with the number that is billed, the written one kept beside it where the directory does not say
 *       the same
 * Refuses nothing: what contradicts the directory is a doubt of the act (`doutes.ts`).
 *
 * A number that another could write is no proof of whose it is: it pays him who bears it. SPEC §4 (taken from the
 * directory when known), §11
 */
import type { Rpps } from './correspondant.ts'

/** What the directory says of AM numbers. */
export interface NumerosConnus {
  /** His own, by RPPS; null: it gives him none. Absent: it was not asked. */
  readonly de: { readonly [rpps: string]: string | null }
  /** Whose a written number is. Absent: nobody's. */
  readonly a: { readonly [numero: string]: readonly Rpps[] }
}

/** Somebody who bears a number, or wrote one. */
export interface Numerote {
  readonly rpps: Rpps
  readonly numeroAm?: string | null
  /**
   * The number that was written, where the directory does not give him the same: it gives none (then it is billed),
   * gives another, or gives this one to somebody else. Null: none. Absent: a record older than this fact.
   */
  readonly ecrit?: string | null
  /** He is billed under the FINESS of his establishment, whatever AM number the directory gives. Absent: not so. */
  readonly sous?: 'finess'
}

/** How the directory contradicts what was written of a person; null: it does not. */
export type Contredit = 'different' | 'autrui'

/** A person with the number that he writes; the directory then says what it is worth. */
export function ecrire<P extends Numerote>(qui: P, numero: string): P {
  return { ...qui, numeroAm: numero, ecrit: numero }
}

/** Billed under this FINESS, and no AM number; null: under none. SPEC §4 (AM or FINESS) */
export function sousFiness<P extends Numerote & { readonly finess?: string | null }>(
  qui: P,
  finess: string | null,
): P {
  const { sous: _, ...own } = qui
  const bare = { ...own, finess } as unknown as P
  return finess === null ? bare : { ...bare, numeroAm: null, ecrit: null, sous: 'finess' }
}

/** Billed under this AM number, and no FINESS; null: under none, then by the directory's unless he has a FINESS. */
export function sousNumeroAm<P extends Numerote & { readonly finess?: string | null }>(
  qui: P,
  numero: string | null,
): P {
  if (numero !== null) return ecrire(sousFiness(qui, null), numero)
  const bare = { ...qui, numeroAm: null, ecrit: null }
  return (qui.finess ?? null) === null ? bare : { ...bare, sous: 'finess' }
}

/** How the directory contradicts a number given; `numero`: the one it gives, which is billed. */
export interface AnnuaireContre {
  readonly comment: Contredit
  readonly numero: string | null
}

/** Nothing was asked of the directory. */
export const RIEN_DE_CONNU: NumerosConnus = { de: {}, a: {} }

/** The person under the number that the directory wants. */
export function selonAnnuaire<P extends Numerote>(qui: P, connus: NumerosConnus): P {
  if (qui.sous === 'finess') return { ...qui, numeroAm: null, ecrit: null }
  const own = connus.de[qui.rpps]
  if (own === undefined) return qui
  const written = (qui.ecrit === undefined ? qui.numeroAm : qui.ecrit) ?? null
  if (own !== null) return { ...qui, numeroAm: own, ecrit: written === own ? null : written }
  if (written === null) return qui
  const owners = connus.a[written] ?? []
  const isOthers = owners.length > 0 && !owners.includes(qui.rpps)
  if (isOthers) return { ...qui, numeroAm: null, ecrit: written }
  return qui.ecrit === undefined ? qui : { ...qui, numeroAm: written, ecrit: written }
}

/** Does the directory contradict the number that was written of him, and how? */
export function contredit({ numeroAm, ecrit }: Numerote): Contredit | null {
  if (ecrit == null || ecrit === numeroAm) return null
  return numeroAm == null ? 'autrui' : 'different'
}

/** Does what is billed of him rest on what was written? Then the directory is asked again when it changes. */
export function reposeSurUnEcrit({ ecrit }: Numerote): boolean {
  return ecrit != null
}
