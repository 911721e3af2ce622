/**
 * Is the reader of a letter still one who may have it?
 *
 * In    an RPPS, a slot
 * Out   the requis as he stands there; whether he gave an opinion there
 * Refuses nothing.
 *
 * SPEC §6.7
 */
import type { RequisSollicite, Sollicitation } from '../domain/dossier.ts'
import { actifs } from './pas.ts'

/**
 * The reader as one of the slot who may answer; null: he may not. One whom the letter never reached is asked
 * again by whoever mends his address, as long as nobody took his place.
 */
export function demandeA(
  { rpps }: { readonly rpps: string | null },
  slot: Sollicitation,
): RequisSollicite | null {
  const asked = slot.requis.find((one) => one.rpps === rpps)
  if (asked === undefined) return null
  if (asked.ecarte === null) return asked
  return asked.ecarte === 'injoignable' && actifs(slot).length === 0 ? asked : null
}

/** Did he give an opinion in this slot? */
export function isAuteurDAvis(
  { rpps }: { readonly rpps: string | null },
  slot: Sollicitation | null,
): boolean {
  return slot?.comptesRendus.some(({ auteur }) => auteur.rpps === rpps) ?? false
}
