/**
 * Decides without holding anybody up: what somebody wrote at length is decided upon in a thread.
 *
 * In    a dossier (or none), an event, the instant and the rules, as `decide` takes them
 * Out   the decision; the same dossier, not a copy, where nothing changed
 * Refuses (throws) a letter on which it would compute without end: its row counts a fault
 *
 * `decide` looks at every word, in time that grows with the words: a letter of a megabyte would hold the process for
 * seconds. It is pure, so that it may run anywhere. SPEC §13.12
 */
import { decide } from '../decide/decide.ts'
import type { Decision } from '../domain/decision.ts'
import type { Dossier } from '../domain/dossier.ts'
import type { Contexte, Evenement } from '../domain/evenement.ts'
import type { WithJudges } from '../sandbox/judges.ts'

/** Some twenty pages: below it a decision takes less than the way to a thread and back. */
const INLINE_CHARS = 50_000

/** Decides, here or in the thread. */
export async function decideOn(
  dossier: Dossier | null,
  evenement: Evenement,
  contexte: Contexte,
  { judges }: WithJudges,
): Promise<Decision> {
  return lengthOf(dossier, evenement) <= INLINE_CHARS
    ? decide(dossier, evenement, contexte)
    : await judges.decide(dossier, evenement, contexte)
}

/** Characters of the authors that a decision may look at. */
function lengthOf(dossier: Dossier | null, evenement: Evenement): number {
  const held = (dossier?.textes ?? []).reduce((sum, { texte }) => sum + texte.length, 0)
  const slots = dossier?.sollicitations ?? []
  const kept = slots
    .flatMap(({ reserve, autresReserves = [] }) => [reserve, ...autresReserves])
    .reduce((sum, one) => sum + (one?.texte.length ?? 0), 0)
  const brought = 'courrier' in evenement ? evenement.courrier.texte.length : 0
  return held + kept + brought
}
