/**
 * Whether the requérant was ever reached by what he is asked before his request leaves, and since when its clock runs.
 *
 * In    a dossier, with what became of its letters
 * Out   when the question that it waits on was handed over; from when its reminder and its end are counted
 *
 * Nobody is late to answer what he has not been asked: the clock runs from the handover, where it came after the question
 * was put. SPEC §6.3, §6.8
 */
import type { Instant } from './correspondant.ts'
import type { Dossier } from './dossier.ts'

/** Letters that ask him for lines or for a word before his request leaves. */
export const QUESTIONS_AVANT_DEPART: readonly string[] = [
  'demandeACompleter',
  'recapitulatif',
  'reponseAPreciser',
]

type Attente = Pick<Dossier, 'completudeDemandeeLe' | 'remises'>

/** When the question that the dossier waits on first reached him; null: it has not, or nothing is asked. */
export function questionRemiseLe({ completudeDemandeeLe, remises = [] }: Attente): Instant | null {
  if (completudeDemandeeLe === null) return null
  const reached = remises.flatMap(({ lettre, role, issue, le }) =>
    role === 'requerant' &&
    issue === 'remis' &&
    QUESTIONS_AVANT_DEPART.includes(lettre) &&
    le >= completudeDemandeeLe
      ? [le]
      : [],
  )
  return reached.toSorted()[0] ?? null
}

/** From when the reminder and the end of a question are counted; null: nothing is asked. */
export function attenteDepuis(dossier: Attente): Instant | null {
  return questionRemiseLe(dossier) ?? dossier.completudeDemandeeLe
}
