/**
 * Is the reader of a letter still one who may have it, and does it still wait for the same thing?
 *
 * In    the letter, its slot
 * Out   the requis as he stands there; whether he gave an opinion there, is away; whether the slot waits as it did
 * Refuses nothing.
 *
 * SPEC §6.7
 */
import type { Dossier, RequisSollicite, Sollicitation } from '../domain/dossier.ts'
import type { Partance, RefusDepart } from './partance.ts'
import { actifs } from './pas.ts'

/** The slot that a letter is about, as it stands; null: none. */
export function creneauDe({ rang }: Partance, { sollicitations }: Dossier): Sollicitation | null {
  return sollicitations.find((one) => one.rang === rang) ?? null
}

/** Only the requérant of now reads it. */
export function duRequerant({ rpps }: Partance, { requerant }: Dossier): RefusDepart | null {
  return rpps === requerant.rpps ? null : 'destinataire-ecarte'
}

/** Is this requis absent today, or no longer enrolled? One of whom nothing is known is taken as present. */
export function isIndisponible({ indisponibles = [] }: Partance, rpps: string | null): boolean {
  return rpps !== null && indisponibles.includes(rpps)
}

/** Does the slot wait as it did when the letter was put: was its clock stopped as often? */
export function isMemeAttente({ ecrite }: Partance, { pauses }: Sollicitation): boolean {
  return ecrite === undefined || ecrite.pauses === pauses.length
}

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
