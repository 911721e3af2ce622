/**
 * `reattribuer`: a coordinator's command about one dossier, decided and committed like any event.
 *
 * SPEC §1, §6.1, §12
 */
import { jugerReattribution } from '../decide/reattribution.ts'
import { souhaitsDuFil } from '../decide/souhaits.ts'
import type { Instant } from '../domain/correspondant.ts'
import { rppsDe } from '../domain/identifiants.ts'
import { isRefusal, type Refusal, refusal } from '../errors.ts'
import type { ClaimedCommand } from '../ledger/commands.ts'
import { byNumero, loadDossier, lockDossier } from '../ledger/dossiers.ts'
import { commit, ringAll } from './commit.ts'
import { lookUp } from './directory.ts'
import type { Parts } from './parts.ts'

/** Gives a slot of the dossier named to the physician named; answers what was done. */
export async function reattribuerDossier(
  command: ClaimedCommand,
  parts: Parts,
): Promise<object | Refusal> {
  const { db, keys, clock } = parts
  const { numero, rpps: named } = command.parametres
  const rpps = typeof named === 'string' ? rppsDe(named) : null
  const motif = command.motif?.trim() ?? ''
  if (typeof numero !== 'string' || rpps === null || motif === '') return refusal('bad-parameter')
  const found = await byNumero(db, numero)
  const seen = found === null ? null : await loadDossier(db, keys, found.id)
  if (seen === null) return refusal('not-found')
  const wished = souhaitsDuFil(seen, null)
  const souhaits = { ...wished, requis: [...wished.requis, { rpps, adresse: null, nom: null }] }
  const trouvailles = await lookUp(db, souhaits, seen, clock.now())
  const done = await db.transaction(async (sql) => {
    const dossier = await lockDossier(sql, keys, seen.id)
    if (dossier === null) return refusal('not-found')
    const evenement = {
      kind: 'reattribution',
      rpps,
      motif,
      commande: command.id,
      trouvailles,
    } as const
    const now = clock.now().toISOString() as Instant
    const verdict = jugerReattribution(dossier, evenement, { now })
    if ('refus' in verdict) return refusal(verdict.refus)
    const cause = { auteur: command.par, message: null }
    const { rings } = await commit(sql, dossier, evenement, cause, null, parts)
    const { slot, accord } = verdict
    const attend = accord ? 'accord' : 'avis'
    return { rings, result: { numero: dossier.numero, rang: slot.rang, requis: rpps, attend } }
  })
  if (isRefusal(done)) return done
  ringAll(done.rings, parts)
  return done.result
}
