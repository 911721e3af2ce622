/**
 * What a letter rests on, taken from the dossier as the decision that wants it leaves it.
 *
 * In    the dossier as it becomes, the letter, its reader
 * Out   the facts that departure compares with those of then
 * Refuses nothing.
 *
 * SPEC §13.11
 */
import type { Destinataire, Lettre } from '../domain/decision.ts'
import type { Dossier } from '../domain/dossier.ts'
import type { FaitsDEcriture } from '../domain/ecrite.ts'
import { actifs } from './pas.ts'
import { proposeA } from './portee.ts'

/** The facts that this letter rests on. */
export function faitsDEcriture(
  dossier: Dossier,
  lettre: Lettre,
  { rpps }: Destinataire,
): FaitsDEcriture {
  const { etat, sollicitations, retenues = [] } = dossier
  const names = proposeA(dossier, rpps)
  const propose = names.length > 0 ? { propose: names } : {}
  const rang = 'rang' in lettre ? lettre.rang : null
  const slot = sollicitations.find((one) => one.rang === rang)
  const retenue = retenues.some(({ auteur }) => auteur === rpps)
  if (slot === undefined) return { etat, tenants: [], pauses: 0, avis: 0, retenue, ...propose }
  return {
    etat,
    retenue,
    ...propose,
    tenants: actifs(slot).map((one) => one.rpps),
    pauses: slot.pauses.length,
    avis: slot.comptesRendus.filter(({ auteur }) => auteur.rpps === rpps).length,
  }
}
