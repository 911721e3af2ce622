/**
 * Which version of an opinion another one replaces: the author's own former one, never a colleague's.
 *
 * Versions are numbered within the slot, so that version 2 may be a complementary opinion of somebody
 * else, or a first opinion after one: « annule et remplace » is said only where this gives a number.
 *
 * SPEC §5 (RECTIFICATIF), §6.4
 */
import type { CompteRendu, Sollicitation } from './dossier.ts'

/** The version that `compteRendu` replaces; null when it replaces none. */
export function versionRemplacee(slot: Sollicitation, compteRendu: CompteRendu): number | null {
  const former = slot.comptesRendus.findLast(
    (one) => one.auteur.rpps === compteRendu.auteur.rpps && one.version < compteRendu.version,
  )
  return former?.version ?? null
}

/** The newest of its author's former versions that reached the requérant; null when none did. SPEC §11 */
export function versionRemiseAvant(slot: Sollicitation, compteRendu: CompteRendu): number | null {
  const former = slot.comptesRendus.findLast(
    (one) =>
      one.auteur.rpps === compteRendu.auteur.rpps &&
      one.version < compteRendu.version &&
      one.remisLe !== null,
  )
  return former?.version ?? null
}

/** Which of its author's own versions this is: a colleague's first opinion is no « version 2 ». */
export function versionDeLAuteur(slot: Sollicitation, compteRendu: CompteRendu): number {
  return slot.comptesRendus.filter(
    (one) => one.auteur.rpps === compteRendu.auteur.rpps && one.version <= compteRendu.version,
  ).length
}
