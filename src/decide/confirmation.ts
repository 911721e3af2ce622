/**
 * What waits for a word before it leaves: a request or opinion that is unsigned, or whose lines are in doubt, for
 * JE CONFIRME; a deposit for JE VALIDE.
 *
 * In    a dossier, or an opinion, that is complete but for that word
 * Out   nothing leaves; the one whose word it is gets a recap of what will be done
 *
 * SPEC §5 (assurance; deposit « pour le Dr X »)
 */
import { isHorsAnnuaire, type Requerant } from '../domain/correspondant.ts'
import type { Courrier } from '../domain/courrier.ts'
import type { Lettre } from '../domain/decision.ts'
import { designationDe, exerceAilleurs } from '../domain/designation.ts'
import type { Depot, Dossier, Manque } from '../domain/dossier.ts'
import type { Contexte, Evenement, Provenance, Trouvailles } from '../domain/evenement.ts'
import { manque } from '../domain/manque.ts'
import { MEDECIN } from '../domain/tarif.ts'
import type { TexteEnReserve } from '../domain/texte-en-reserve.ts'
import { auRequerant, auRequis, avecCreneau, envoyer, type Pas, pas, puis, trace } from './pas.ts'
import { avecReserve } from './reserve.ts'

/** Who deposits, and for whom; a physician who writes is himself the requerant, whomever he names. */
export function deposer(dossier: Dossier, { depotPour }: Courrier): Depot | null {
  const { depot = null, requerant } = dossier
  if (depot !== null) {
    const open = depot.transmisLe === null && depotPour !== null
    return open ? { ...depot, pour: depotPour } : depot
  }
  if (depotPour === null || requerant.profession === MEDECIN) return null
  return { pour: depotPour, par: requerant, transmisLe: null, valideLe: null }
}

/** The requerant as the request will have him: for a deposit not yet handed on, the physician named. */
export function demandeurDe(
  { depot, requerant }: Dossier,
  { deposePour }: Trouvailles,
): { readonly demandeur: Requerant; readonly manques: readonly Manque[] } {
  if (depot == null || depot.transmisLe !== null) return { demandeur: requerant, manques: [] }
  const named = designationDe(depot.pour)
  const physicians = (deposePour ?? []).filter(
    (one) => one.profession === MEDECIN && (named === null || !exerceAilleurs(named, one)),
  )
  const reachable = physicians.filter(({ adresses }) => adresses.length > 0)
  const [only, second] = reachable
  const [adresse] = only?.adresses ?? []
  if (only !== undefined && adresse !== undefined && second === undefined) {
    return { demandeur: { ...only, adresse }, manques: [] }
  }
  // One who is known and cannot be written to is not unknown. SPEC §6.8
  const lone = physicians.length === 0 ? 'introuvable' : 'manquant'
  const pourquoi = second === undefined ? lone : 'ambigu'
  return { demandeur: requerant, manques: [manque('depotPour', pourquoi)] }
}

/** Is the deposit still to be validated? */
export function isDepotOuvert({ depot }: Dossier): boolean {
  return depot != null && depot.valideLe === null
}

/** The physician becomes the requerant, and is asked; who deposited is told. */
export function demanderValidation(
  dossier: Dossier,
  demandeur: Requerant,
  { message }: Provenance,
  { now }: Contexte,
): Pas {
  const { depot } = dossier
  if (depot == null) throw new Error(`${dossier.numero}: no deposit`)
  const held: Dossier = {
    ...dossier,
    requerant: demandeur,
    depot: { ...depot, transmisLe: now },
    motif: 'depot-a-valider',
    completudeDemandeeLe: now,
    completudeRappeleeLe: null,
  }
  const lettre: Lettre = {
    kind: 'recapitulatif',
    code: 'depot-a-valider',
    rang: null,
    rappel: 'non',
  }
  const deposant = isHorsAnnuaire(depot.par) ? 'hors-annuaire' : depot.par.rpps
  return pas(
    held,
    [
      envoyer({ lettre, a: auRequerant(held), sceau: message }),
      auDeposant(depot, 'depot-a-valider', message),
    ],
    [trace('depot-a-valider', { deposant, medecin: demandeur.rpps })],
  )
}

/** A letter of who deposited, once it is the physician's: told whose word is awaited, or that it is his. */
export function recevoirDeposant(
  dossier: Dossier,
  { provenance, urgence = null }: Extract<Evenement, { kind: 'courrierDeposant' }>,
): Pas {
  const { depot } = dossier
  const { message } = provenance
  if (depot == null) return pas(dossier, [], [trace('courrier-deposant', { message })])
  // What she adds is in no letter: she must know it while the physician's word is awaited. SPEC §6.8
  const code = isDepotOuvert(dossier) ? 'depot-sans-effet' : 'depot-valide'
  // Whoever reads an emergency, he must hear it from us: his words go no further. SPEC §6.2
  const letter = auDeposant(depot, code, message, urgence !== null)
  return pas(dossier, [letter], [trace('courrier-deposant', { message })])
}

/** Who deposited is told what became of it: the physician's word came, or never will. */
export function suivreDepot(before: Dossier, step: Pas): Pas {
  const { depot } = step.dossier
  if (depot == null || before.depot?.transmisLe == null || !isDepotOuvert(before)) return step
  const isEnded = before.etat !== 'annule' && step.dossier.etat === 'annule'
  if (isDepotOuvert(step.dossier) && !isEnded) return step
  const code = isEnded ? 'depot-non-valide' : 'depot-valide'
  return puis(step, (d) => pas(d, [auDeposant(depot, code, code)]))
}

function auDeposant({ par }: Depot, code: string, sceau: string, urgent = false) {
  const a = { role: 'requerant', rpps: par.rpps, adresse: par.adresse } as const
  const lettre: Lettre = { kind: 'depotNote', code, ...(urgent && { urgent: 'oui' as const }) }
  return envoyer({ lettre, a, sceau, priorite: urgent ? 'haute' : 'normale' })
}

/** A request that is complete but for its author's word, unsigned or in doubt: what it will do is read back to him. */
export function demanderConfirmation(
  dossier: Dossier,
  { message }: Provenance,
  { now }: Contexte,
  code: 'a-confirmer' | 'formulaire-a-confirmer' = 'a-confirmer',
): Pas {
  const held: Dossier = {
    ...dossier,
    motif: code,
    completudeDemandeeLe: now,
    completudeRappeleeLe: null,
  }
  const lettre: Lettre = { kind: 'recapitulatif', code, rang: null, rappel: 'non' }
  const letter = envoyer({ lettre, a: auRequerant(held), sceau: message })
  return pas(held, [letter], [trace('demande-a-confirmer', { message, code })])
}

/** An unsigned opinion: kept, and read back to its author. */
export function demanderConfirmationAvis(
  dossier: Dossier,
  { evenement, rang }: { evenement: Extract<Evenement, { kind: 'courrierRequis' }>; rang: number },
  texte: TexteEnReserve,
  aConfirmer: 'AVIS' | 'RECTIFICATIF',
): Pas {
  const slot = dossier.sollicitations.find((one) => one.rang === rang)
  if (slot === undefined) throw new RangeError(`no slot ${rang}`)
  const { auteur, provenance } = evenement
  const lettre: Lettre = { kind: 'recapitulatif', code: 'avis-a-confirmer', rang, rappel: 'non' }
  return pas(
    avecCreneau(dossier, rang, avecReserve(slot, { ...texte, aConfirmer })),
    [envoyer({ lettre, a: auRequis(auteur), sceau: provenance.message })],
    [trace('avis-a-confirmer', { rang, requis: auteur.rpps, message: provenance.message })],
  )
}
