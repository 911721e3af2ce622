/**
 * What a slot waits for from the requérant: a question, a proposal, or both side by side.
 *
 * In    a slot
 * Out   each of the two with its author and words; the slot once one or both wait no more
 *
 * The one does not end the other: a question is answered by COMPLEMENT, a proposal by ACCORD or DESACCORD; each waits
 * until it is answered, its author holds the slot no more, or the slot ends. A newer one takes the place of the former
 * of its own kind. SPEC §5, §6
 */
import type { Instant } from './correspondant.ts'
import type { Cible, Sollicitation } from './dossier.ts'
import { isOuverte } from './etats.ts'

/** The words that wait and who put them: an RPPS, or the coordinator; null: not known. */
export interface Attente {
  readonly par: string | null
  readonly texte: string
}

/** A proposal: where the request would go. */
export interface Proposition extends Attente {
  readonly vers: Cible
}

/** The proposal that waits for ACCORD or DESACCORD; null: none. */
export function propositionDe(slot: Sollicitation): Proposition | null {
  const { accordPour: vers, accordPar, accordTexte, complementPar, complementTexte } = slot
  if (vers === null || !isOuverte(slot)) return null
  // An older version kept both in one place.
  return accordPar === undefined
    ? { vers, par: complementPar ?? null, texte: complementTexte ?? '' }
    : { vers, par: accordPar, texte: accordTexte ?? '' }
}

/** The question that waits for COMPLEMENT; null: none. */
export function complementDe(slot: Sollicitation): Attente | null {
  const { etat, accordPar, complementPar = null, complementTexte } = slot
  if (!isOuverte(slot)) return null
  const isBeside = etat === 'accord_demande' && accordPar !== undefined && complementTexte != null
  if (etat !== 'complement_demande' && !isBeside) return null
  return { par: complementPar, texte: complementTexte ?? '' }
}

/** What of it goes: the question, the proposal. */
export type Levee = 'complement' | 'proposition'

/** The slot once what is named waits no more: it waits for the other, or its clock runs from `now`. */
export function sansAttente(
  slot: Sollicitation,
  gone: readonly Levee[],
  now: Instant,
): Partial<Sollicitation> {
  const question = gone.includes('complement') ? null : complementDe(slot)
  const proposition = gone.includes('proposition') ? null : propositionDe(slot)
  const kept = {
    accordPour: proposition?.vers ?? null,
    accordPar: proposition?.par ?? null,
    accordTexte: proposition?.texte ?? null,
    complementPar: question?.par ?? null,
    complementTexte: question?.texte ?? null,
  }
  if (proposition !== null || question !== null) {
    const etat = question === null ? 'accord_demande' : 'complement_demande'
    return { ...kept, etat }
  }
  return {
    ...kept,
    etat: slot.etatAvantPause ?? 'en_attente',
    pauses: slot.pauses.map((pause) => (pause.a === null ? { ...pause, a: now } : pause)),
    complementRappeleLe: null,
    complementEchuLe: null,
  }
}

/** The slot with a question that waits, beside the proposal that does. */
export function avecComplement(
  slot: Sollicitation,
  { par, texte }: Attente,
): Partial<Sollicitation> {
  const proposition = propositionDe(slot)
  return {
    etat: 'complement_demande',
    complementRappeleLe: null,
    complementEchuLe: null,
    complementTexte: texte,
    complementPar: par,
    accordPour: proposition?.vers ?? null,
    accordPar: proposition?.par ?? null,
    accordTexte: proposition?.texte ?? null,
  }
}

/** The slot with a proposal that waits, beside the question that does. */
export function avecProposition(
  slot: Sollicitation,
  { vers, par, texte }: Proposition,
): Partial<Sollicitation> {
  const question = complementDe(slot)
  return {
    etat: 'accord_demande',
    complementRappeleLe: null,
    accordPour: vers,
    accordPar: par,
    accordTexte: texte,
    complementTexte: question?.texte ?? null,
    complementPar: question?.par ?? null,
  }
}

/** The same proposal: the same person, or the same specialty? */
export function isMemeCible(one: Cible, other: Cible | null): boolean {
  if (one.kind === 'requis') return other?.kind === 'requis' && other.rpps === one.rpps
  return other?.kind === 'specialite' && other.code === one.code
}
