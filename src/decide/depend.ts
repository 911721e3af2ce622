/** What a decision must know before it stands. Pure. SPEC §13.2 */
import type { Decision } from '../domain/decision.ts'

/** Does this decision give a physician something to do? */
export function asksSomebody({ effets }: Decision): boolean {
  return effets.some((effet) => effet.kind === 'envoyer' && effet.lettre.kind === 'demandeAvis')
}

/** Does this decision say something of a cap? Only then are the patient's acts counted, and held. */
export function dependsOnActs(decision: Decision): boolean {
  return asksSomebody(decision) || decision.effets.some((effet) => effet.kind === 'creerActes')
}
