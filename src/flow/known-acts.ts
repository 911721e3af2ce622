/**
 * The acts already known for a patient, for those whom an event concerns: what caps are counted with.
 *
 * SPEC §11
 */
import { jourParis } from '../domain/calendrier.ts'
import type { Instant } from '../domain/correspondant.ts'
import type { Dossier } from '../domain/dossier.ts'
import type { Evenement, FaitsFacturation } from '../domain/evenement.ts'
import { compteDe } from '../domain/remplacement.ts'
import { faitsFacturation } from '../ledger/actes/actes.ts'
import { numerosConnus } from '../ledger/annuaire/annuaire.ts'
import type { Sql } from '../postgres/sql.ts'
import { parties } from './directory.ts'

/** Acts known for the patient of this index, of those whom the event concerns, in the year that it counts in. */
export async function knownActs(
  sql: Sql,
  index: Buffer,
  dossier: Dossier | null,
  evenement: Evenement,
  now: Instant,
): Promise<FaitsFacturation> {
  const requis = new Set<string>()
  for (const slot of dossier?.sollicitations ?? [])
    for (const each of slot.requis) requis.add(each.rpps)
  // Acts count for whom they are billed under.
  for (const each of dossier?.remplacements ?? [])
    if (each.remplace !== null) requis.add(each.remplace.rpps)
  if ('trouvailles' in evenement) {
    for (const each of evenement.trouvailles.possibles) requis.add(each.rpps)
  }
  const requerant =
    dossier === null
      ? evenement.kind === 'demande'
        ? evenement.auteur.rpps
        : ''
      : compteDe(dossier, dossier.requerant.rpps)
  const faits = await faitsFacturation(sql, {
    indexPatient: index,
    annee: yearOf(dossier, evenement, now),
    requis: [...requis],
    requerant,
  })
  // Under which number each is billed is the directory's word of now. SPEC §11
  return dossier === null || evenement.kind !== 'remise'
    ? faits
    : { ...faits, numeros: await numerosConnus(sql, parties(dossier)) }
}

/** The civil year whose caps count: that of the opinion handed over, else the present one. */
function yearOf(dossier: Dossier | null, evenement: Evenement, now: Instant): number {
  const { rang, version } =
    evenement.kind === 'remise' ? evenement.envoi : { rang: null, version: null }
  const slot = dossier?.sollicitations.find((each) => each.rang === rang)
  const compteRendu = slot?.comptesRendus.find((each) => each.version === version)
  return Number(jourParis(compteRendu?.renduLe ?? now).slice(0, 4))
}
