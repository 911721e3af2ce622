/**
 * A consent that somebody close gave in the patient's place: what the requérant is told, and the lines that are his way
 * out.
 *
 * In    the label in doubt, the words that were written on it or beside it
 * Out   whether they name such a person. A parent is none: he may stand for a minor
 *
 * CSP art. L. 1111-4, L. 1111-6 · SPEC §4
 */
import type { Libelle } from '../domain/courrier.ts'
import { words } from '../domain/texte.ts'

const AUTRUI =
  /\b(?:fils|filles?|mari|epoux|epouse|conjointe?|compagne|compagnon|freres?|soeurs?|neveu|niece|gendre|proches?|famille|confiance|aidante?|voisine?|ami|amie)\b/

/** Do these words say that somebody close gave the consent? */
export function isConsentiParUnAutre(quoi: string, dit: string | undefined): boolean {
  return /^consentement(?:DonnePar)?$/.test(quoi) && AUTRUI.test(words(dit ?? ''))
}

/** Why it is asked, and what to do. */
export const NE_CONSENT_PAS =
  "une personne proche ou de confiance ne consent pas à la place du patient ; si le patient est hors d'état d'exprimer sa volonté, remplissez la ligne qui le dit et nomme la personne consultée, avec la date"

/** The lines that are the way out of such a consent; none of any other. CSP art. L. 1111-6 */
export function sortiesDe(quoi: string, dit: string | undefined): readonly Libelle[] {
  return isConsentiParUnAutre(quoi, dit)
    ? ['personneDeConfiance', 'procheConsulte', 'dateConsentement']
    : []
}
