/**
 * What the lists and the sweep need of a dossier, in plain columns: states, due times, RPPS. No clinical content.
 *
 * The aggregate stays the truth; this is written with it, in the same transaction. ADR 0013
 */
import { prochaineEcheance } from '../decide/delais.ts'
import { echeancesDe, horlogesDe } from '../decide/echeances.ts'
import { suiteApresAvis } from '../domain/apres-avis.ts'
import { jourParis } from '../domain/calendrier.ts'
import type { Dossier } from '../domain/dossier.ts'
import type { Regles } from '../domain/evenement.ts'
import type { Projection } from '../ledger/dossiers/dossiers.ts'

/** Projects a dossier. */
export function projection(
  dossier: Dossier,
  indexPatient: Buffer | null,
  regles: Regles,
): Projection {
  return {
    prochaineEcheance: prochaineEcheance(dossier, regles),
    indexPatient,
    slots: dossier.sollicitations.map((slot) => {
      const due = echeancesDe(slot, regles)
      const horloges = horlogesDe(slot, regles)
      const actuel = slot.requis.findLast((each) => each.ecarte === null)
      return {
        rang: slot.rang,
        etat: slot.etat,
        specialite:
          slot.cible.kind === 'specialite' ? slot.cible.code : (actuel?.specialite ?? null),
        requisRpps: actuel?.rpps ?? null,
        ouverteLe: slot.ouverteLe,
        rappelLe: due.rappels.map(({ le }) => le).sort()[0] ?? null,
        // Shown beside what is late, so kept once it has passed.
        limiteLe: horloges.delai,
        expirationLe: horloges.totale,
        enRetard: slot.retardLe !== null && slot.termineeLe === null,
        termineeLe: slot.termineeLe,
        apresAvis: suiteApresAvis(dossier, slot),
      }
    }),
    attributions: dossier.sollicitations.flatMap((slot) =>
      slot.requis.map((each) => ({
        rang: slot.rang,
        rpps: each.rpps,
        le: each.solliciteLe,
        jour: jourParis(each.solliciteLe),
      })),
    ),
  }
}
