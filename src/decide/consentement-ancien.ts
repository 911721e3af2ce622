/**
 * A consent of more than a year ago: is it of this request?
 *
 * In    the dossier before a letter, the letter, the consent as the lines tell it, the instant
 * Out   a question, once; JE CONFIRME, or the day written anew, settles it. Null: nothing of the kind
 *
 * SPEC §4; CSP art. L. 1111-4
 */
import { jourParis } from '../domain/calendrier.ts'
import type { Instant } from '../domain/correspondant.ts'
import type { Courrier, Libelle } from '../domain/courrier.ts'
import type { Dossier, Manque } from '../domain/dossier.ts'
import { manque } from '../domain/manque.ts'
import type { ConsentementDit } from './formulaire-consentement.ts'

const LIGNES: readonly Libelle[] = [
  'consentement',
  'dateConsentement',
  'personneDeConfiance',
  'procheConsulte',
]

/** The question about a day of more than a year ago; null: there is none. */
export function dateAncienne(
  { manques }: Dossier,
  { formulaire }: Courrier,
  { dit, le }: ConsentementDit,
  now: Instant,
): Manque | null {
  const today = jourParis(now)
  const aYearAgo = `${Number(today.slice(0, 4)) - 1}${today.slice(4)}`
  if (dit !== 'oui' || le === null || le >= aYearAgo) return null
  // Not written anew, it stays as it was: in doubt, or settled.
  const isStated = LIGNES.some((label) => formulaire[label] !== undefined)
  if (!isStated || manques.some(isDateAncienne)) return null
  const mots = `${le.slice(8)}/${le.slice(5, 7)}/${le.slice(0, 4)}`
  return { ...manque('dateConsentement', 'contradictoire'), precisions: ['unAn'], mots }
}

/** Is this that question? */
export function isDateAncienne({ precisions = [] }: Manque): boolean {
  return precisions.includes('unAn')
}
