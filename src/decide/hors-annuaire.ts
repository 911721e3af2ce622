/**
 * What somebody may write whom the directory does not know and whose signature is good for her own address.
 *
 * In    the letter, the way by which it came
 * Out   whether it is heard: she deposits for a physician, or goes on in the thread of what she deposited
 *
 * SPEC §3, §5 (a non-physician may deposit « pour le Dr X »)
 */
import type { Courrier } from '../domain/courrier.ts'
import type { Course } from '../domain/voie.ts'

/** May one outside the directory write this? An `essai@` would tell of a directory that she is not in. */
export function peutEcrireHorsAnnuaire({ depotPour }: Courrier, voie: Course['kind']): boolean {
  if (voie === 'fil') return true
  return voie !== 'essai' && (depotPour !== null || voie === 'teleexpertise')
}
