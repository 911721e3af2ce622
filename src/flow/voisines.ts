/**
 * The other open requests of a requérant about the patient of a request that comes in or is completed.
 *
 * In    the dossier as it was decided, the HMACs of its patient
 * Out   what they are to it, of the last week; what it stops in them stops in the same transaction
 *
 * Only a dossier that nothing has left of looks for others, and only one that has left is changed by one that was there
 * before: no two wait for each other. SPEC §6.5, §6.6, §6.8, §13.5
 */
import { copieDite, poseeDe } from '../decide/voisines.ts'
import type { Dossier } from '../domain/dossier.ts'
import type { Evenement } from '../domain/evenement.ts'
import { isMemeNom, lienDe, type Voisine } from '../domain/voisine.ts'
import type { WithClock } from '../kit/clock.ts'
import { loadDossier, lockDossier, openNeighbours } from '../ledger/dossiers/dossiers.ts'
import type { WithKeys } from '../ledger/keys/keys.ts'
import type { Sql } from '../postgres/sql.ts'
import { patientIndex, patientTraits } from './patient-index.ts'

const WITHIN_MS = 7 * 86_400_000

/** One found. */
export interface Neighbour {
  readonly id: string
  readonly voisine: Voisine
}

/** Does this event bring a request that may have others beside it? */
export function looksBeside(before: Dossier | null, { kind }: Evenement): boolean {
  return kind === 'demande' || (kind === 'courrierRequerant' && before?.etat === 'incomplet')
}

/** The open requests beside this one, newest first. */
export async function neighboursOf(
  sql: Sql,
  dossier: Dossier,
  { keys, clock }: WithKeys & WithClock,
): Promise<readonly Neighbour[]> {
  const { patient, requerant, id } = dossier
  if (patient === null) return []
  const found = await openNeighbours(sql, {
    requerant: requerant.rpps,
    traits: patientTraits(patient, keys),
    sauf: id,
    since: new Date(clock.now().getTime() - WITHIN_MS),
  })
  const own = patientIndex(patient, keys)
  const near: Neighbour[] = []
  for (const one of found) {
    const other = await loadDossier(sql, keys, one.id)
    if (other === null) continue
    const isSame = own.equals(one.indexPatient)
    // In memory alone: no name is kept beside its dossier.
    if (!isSame && (other.patient === null || !isMemeNom(patient, other.patient))) continue
    const lien = lienDe(poseeDe(dossier), poseeDe(other), isSame ? 'meme' : 'proche')
    const { numero, etat } = other
    if (lien !== null)
      near.push({ id: one.id, voisine: { numero, lien, incomplete: etat === 'incomplet' } })
  }
  return near
}

/** What one of them is told, under its lock, where something is stopped. Null: nothing. */
export async function toldTo(
  sql: Sql,
  { id, voisine }: Neighbour,
  { by, isNew }: { readonly by: Dossier; readonly isNew: boolean },
  { keys }: WithKeys,
): Promise<{
  readonly dossier: Dossier
  readonly stops: Pick<Stops, 'voisine' | 'copie' | 'refus'>
} | null> {
  const copie = copieDite(by)
  const refus = by.etat === 'annule' && by.motif === 'consentement-refuse'
  const isStopped = (copie !== null || refus) && voisine.lien !== 'patient'
  if (!isStopped) return null
  if (!isNew && voisine.incomplete) return null
  const dossier = await lockDossier(sql, keys, id)
  if (dossier === null || (dossier.etat !== 'incomplet' && dossier.etat !== 'en_cours')) return null
  const back: Voisine = {
    numero: by.numero,
    lien: voisine.lien,
    incomplete: by.etat === 'incomplet',
  }
  return { dossier, stops: { voisine: back, copie, refus } }
}

type Stops = Extract<Evenement, { kind: 'demandeVoisine' }>
