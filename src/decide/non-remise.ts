/**
 * A request that reached nobody: the slot is nobody's, the coordinator owns it, and it resumes when the letter leaves.
 *
 * In    the dossier before and after an event
 * Out   a work item while a slot waits for a request that could not be handed over; settled when none does any more
 *
 * SPEC §6 rule 8, §12 (`travaux`), §13.13
 */
import type { Effet } from '../domain/decision.ts'
import type { Dossier, Sollicitation } from '../domain/dossier.ts'
import { isOuverte } from '../domain/etats.ts'
import { actifs, type Pas, pas, puis, trace } from './pas.ts'

export const NON_REMISE = 'demande-non-remise'

/** Does the slot wait because a letter did not reach a requis? */
export function isNonRemise(slot: Sollicitation): boolean {
  const isVacant = isOuverte(slot) && actifs(slot).length === 0
  return isVacant && slot.requis.some(({ ecarte }) => ecarte === 'injoignable')
}

/** The step, with the work that it begins or ends. */
export function suivreNonRemises(before: Dossier, step: Pas): Pas {
  const rangs = ({ sollicitations }: Dossier) =>
    sollicitations.filter(isNonRemise).map(({ rang }) => rang)
  const [was, is] = [rangs(before), rangs(step.dossier)]
  const { incidents } = step.dossier
  const opened = is
    .filter((rang) => !was.includes(rang))
    .map((rang): Effet => {
      // Each failure is a work of its own: one that was settled is not opened again.
      const cle = `${NON_REMISE}:${rang}:${incidents.length}`
      return {
        kind: 'ouvrirTravail',
        code: NON_REMISE,
        erreur: incidents.at(-1)?.code ?? null,
        cle,
      }
    })
  const settled: readonly Effet[] =
    was.length > 0 && is.length === 0 ? [{ kind: 'reglerTravaux', code: NON_REMISE }] : []
  if (opened.length + settled.length === 0) return step
  const traces = opened.map(() => trace('travail-ouvert', { code: NON_REMISE }))
  return puis(step, (d) => pas(d, [...opened, ...settled], traces))
}
