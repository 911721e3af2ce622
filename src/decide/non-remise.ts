/**
 * A request that reached nobody: the slot is nobody's, the coordinator owns it, and it resumes when the letter leaves.
 *
 * In    a slot
 * Out   whether it waits because a letter did not reach a requis
 *
 * SPEC §6.8, §12 (`travaux`), §13.13
 */
import type { Sollicitation } from '../domain/dossier.ts'
import { isOuverte } from '../domain/etats.ts'
import { actifs } from './pas.ts'

export const NON_REMISE = 'demande-non-remise'

/** Does the slot wait because a letter did not reach a requis? */
export function isNonRemise(slot: Sollicitation): boolean {
  const isVacant = isOuverte(slot) && actifs(slot).length === 0
  return isVacant && slot.requis.some(({ ecarte }) => ecarte === 'injoignable')
}
