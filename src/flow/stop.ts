/**
 * `retirer-consentement`, `annuler`: what a coordinator was told by telephone, decided and committed like any event.
 *
 * In    the command row: the dossier's number, who asks, why
 * Out   the dossier's number and its state
 * Refuses   arret-sans-objet, dossier-clos (its content is destroyed), not-found, bad-parameter
 *
 * SPEC §1, §6.1, §12
 */
import { jugerArret } from '../decide/arret.ts'
import { isRefusal, type Refusal, refusal } from '../errors.ts'
import type { ClaimedCommand } from '../ledger/commands.ts'
import { byNumero, lockDossier } from '../ledger/dossiers/dossiers.ts'
import { commit, type Deciding, ringAll } from './commit.ts'

/** Ends the dossier named, as its requerant's own word would. */
export async function arreterDossier(
  quoi: 'retrait' | 'annulation',
  command: ClaimedCommand,
  parts: Deciding,
): Promise<object | Refusal> {
  const { db, keys } = parts
  const { numero } = command.parametres
  const motif = command.motif?.trim() ?? ''
  if (typeof numero !== 'string' || motif === '') return refusal('bad-parameter')
  const found = await byNumero(db, numero)
  if (found === null) return refusal('not-found')
  const done = await db.transaction(async (sql) => {
    const dossier = await lockDossier(sql, keys, found.id)
    if (dossier === null) return refusal('dossier-clos')
    const evenement = { kind: 'arretSaisi', quoi, motif, commande: command.id } as const
    const refus = jugerArret(dossier, evenement)
    if (refus !== null) return refusal(refus)
    const cause = { auteur: command.par, message: null }
    const { rings, decision } = await commit(sql, dossier, evenement, cause, null, parts)
    return { rings, result: { numero: dossier.numero, etat: decision.dossier?.etat ?? null } }
  })
  if (isRefusal(done)) return done
  ringAll(done.rings, parts)
  return done.result
}
