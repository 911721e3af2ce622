/**
 * What a demande may lack: the stable names, which of them hold the request back, and their order.
 *
 * In    a label of the form, or one of the contradictions below
 * Out   a Manque; `requisEstRequerant` names a physician who asks himself, `cible` a request that
 *       says neither a specialty nor a requis
 *
 * SPEC §4, §6.3: asked for all at once, in the order of the form
 */
import type { Libelle } from './courrier.ts'
import type { Manque } from './dossier.ts'

/** Everything that may be asked for: labels, and names that are no label. */
export type QuoiManque =
  | Libelle
  | 'cible'
  | 'requisEstRequerant'
  | 'depotPour'
  | 'pieceIllisible'
  | 'documentsLimites'

/** The order in which a physician is asked: that of the form. */
const ORDRE: readonly QuoiManque[] = [
  'urgence',
  'depotPour',
  'cible',
  'specialiteDemandee',
  'medecinRequis',
  'requisEstRequerant',
  'nomNaissance',
  'prenoms',
  'dateNaissance',
  'sexe',
  'matriculeIns',
  'statutIns',
  'consentement',
  'dateConsentement',
  'modeConsentement',
  'consentementDonnePar',
  'personneDeConfiance',
  'procheConsulte',
  'medecinTraitant',
  'copieMedecinTraitant',
  'question',
  'documentsLimites',
  'pieceIllisible',
  'telephone',
  'numeroAm',
  'numeroFiness',
  'specialiteRequerant',
]

/** Lines that only billing waits for, and the telephone: asked with the rest, they hold nothing back. */
const NON_BLOQUANTS: readonly QuoiManque[] = [
  'telephone',
  'numeroAm',
  'numeroFiness',
  'specialiteRequerant',
  'nirAssure',
  'rang',
  'regime',
  'natureAssurance',
  'ald',
  'patientHospitalise',
  'niveau',
  'remplacantDe',
  'contexte',
  'antecedents',
  'traitements',
  'delaiSouhaite',
  'nomUtilise',
  'lieuNaissance',
]

/** Names what lacks or contradicts, and whether the request waits for it. */
export function manque(quoi: QuoiManque, pourquoi: Manque['pourquoi']): Manque {
  return { quoi, pourquoi, bloquant: !NON_BLOQUANTS.includes(quoi) }
}

/** The same list without repeats (the first reason of each stands), in the order of the form. */
export function ordonne(manques: readonly Manque[]): readonly Manque[] {
  const seen = new Set<string>()
  return manques
    .filter((one) => !seen.has(one.quoi) && seen.add(one.quoi))
    .toSorted((a, b) => place(a.quoi) - place(b.quoi))
}

/** Does anything here hold the request back? */
export function retient(manques: readonly Manque[]): boolean {
  return manques.some((one) => one.bloquant)
}

function place(quoi: string): number {
  const at = (ORDRE as readonly string[]).indexOf(quoi)
  return at === -1 ? ORDRE.length : at
}

const DOCUMENT = 'document:'

/** A document that the pool asked wants to see: the request waits for it, or for a line that says why it is not there. */
export function manqueDocument(nom: string): Manque {
  return { quoi: `${DOCUMENT}${nom}`, pourquoi: 'manquant', bloquant: true }
}

/** The document that lacks, as the pool calls it; null for anything else. */
export function documentDe(quoi: string): string | null {
  return quoi.startsWith(DOCUMENT) ? quoi.slice(DOCUMENT.length) : null
}
