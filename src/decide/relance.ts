/**
 * A letter that only asks where its author's request stands is ETAT, whatever its words.
 *
 * In    the letter, its author
 * Out   yes or no
 * Refuses   a letter with a keyword, a line of the form, a document or anything else to say: it goes its own way
 *
 * SPEC §5, §13.13
 */
import type { Courrier } from '../domain/courrier.ts'
import { isRelanceDite } from '../domain/relance-dite.ts'
import { paroles, substance } from './texte-libre.ts'

/** Does it only ask that? */
export function isRelance(courrier: Courrier, auteur: Parameters<typeof substance>[1]): boolean {
  const { motCle, formulaire, pieces, conclusion, urgence } = courrier
  const isBare = motCle === null && Object.keys(formulaire).length + pieces.length === 0
  if (!isBare || conclusion !== null || urgence !== null) return false
  return isRelanceDite(substance(paroles(courrier), auteur))
}

/** The same letter, as the keyword that its words mean. */
export function relue(courrier: Courrier, auteur: Parameters<typeof substance>[1]): Courrier {
  if (!isRelance(courrier, auteur)) return courrier
  return { ...courrier, motCle: 'ETAT', argument: null, texte: '', libre: '' }
}
