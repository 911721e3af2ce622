/**
 * The telephone that an author writes of himself is kept for his next dossiers.
 *
 * In    a signed request or a letter of its requérant with a line `Téléphone`; URGENT of a requis with a number
 * Out   the same step, and the number to keep
 * Refuses the number of a deposit: it is not surely its author's; one of an unsigned letter.
 *
 * SPEC §4 (Téléphone), §5 (URGENT)
 */
import type { Dossier } from '../domain/dossier.ts'
import type { Evenement } from '../domain/evenement.ts'
import { type TelephoneEcrit, telephoneDans, telephoneDeLigne } from '../domain/telephone.ts'
import { sansLignesDouteuses } from './doutes.ts'
import { type Pas, trace } from './pas.ts'
import { propos } from './texte-libre.ts'

/** Adds what is to be kept of an event to what it causes. */
export function suivreTelephone(before: Dossier | null, step: Pas, evenement: Evenement): Pas {
  const telephone = ecritDans(before, evenement)
  if (telephone === null) return step
  return {
    ...step,
    effets: [...step.effets, { kind: 'noterTelephone', telephone }],
    traces: [...step.traces, trace('telephone-note', { rpps: telephone.rpps })],
  }
}

function ecritDans(before: Dossier | null, evenement: Evenement): TelephoneEcrit | null {
  const said = ditPar(before, evenement)
  if (said === null || said.telephone === null || !('provenance' in evenement)) return null
  const { message, recuLe, assurance } = evenement.provenance
  if (assurance !== 'signe') return null
  return { rpps: said.rpps, telephone: said.telephone, message, le: recuLe }
}

function ditPar(before: Dossier | null, evenement: Evenement) {
  if (evenement.kind === 'courrierRequis') {
    const { auteur, courrier } = evenement
    if (courrier.motCle !== 'URGENT') return null
    return { rpps: auteur.rpps, telephone: telephoneDans(propos(courrier)) }
  }
  if (evenement.kind !== 'demande' && evenement.kind !== 'courrierRequerant') return null
  const { formulaire, depotPour } = sansLignesDouteuses(evenement.courrier)
  const isDeposit = depotPour !== null || (before?.depot ?? null) !== null
  const auteur = evenement.kind === 'demande' ? evenement.auteur : before?.requerant
  if (isDeposit || auteur === undefined) return null
  return { rpps: auteur.rpps, telephone: telephoneDeLigne(formulaire.telephone ?? '') }
}
