/**
 * What may stand beside a word that answers a question of ours: courtesy, or the name of what was read back.
 *
 * In    the keyword, what follows it on its line
 * Out   yes: nothing else is said; no: it may be anything
 *
 * SPEC §5; what lets something leave is written as it says, so that no full stop is read over
 */
import type { MotCle } from '../domain/courrier.ts'
import { isPolitesse } from '../domain/politesse.ts'
import { words } from '../domain/texte.ts'

/** Words that answer a question of ours: courtesy beside one says nothing else. */
const REPONSES: ReadonlySet<MotCle> = new Set([
  'JE VALIDE',
  'JE CONFIRME',
  'NON URGENT',
  'ACCORD',
  'DESACCORD',
  'ACCEPTE',
  'ANNULATION',
  'ETAT',
])

/** « Je valide cette demande »: what was read back, by its name. */
const OBJETS = /^(?:la|ma|cette) demande(?: d avis)?(?: merci)?$/

/** « JE VALIDE, merci Sonia », « Je confirme ma demande ». */
export function isBesideAnswer(motCle: MotCle, tail: string): boolean {
  if (REPONSES.has(motCle) && !tail.startsWith('.') && isPolitesse(tail)) return true
  return (motCle === 'JE VALIDE' || motCle === 'JE CONFIRME') && OBJETS.test(words(tail))
}
