/**
 * `regler`: a person settles a work item of a dossier, with a reason that the audit keeps.
 *
 * SPEC §1, §12
 */
import { type Refusal, refusal } from '../errors.ts'
import type { WithClock } from '../kit/clock.ts'
import type { ClaimedCommand } from '../ledger/commands.ts'
import { settleTravail } from '../ledger/dossiers/travaux.ts'
import { append } from '../ledger/journal/journal.ts'
import type { WithDatabase } from '../postgres/sql.ts'

/** Settles the work item named of the dossier named; refuses one that is not there, or is settled already. */
export async function reglerTravail(
  { parametres, par, motif }: ClaimedCommand,
  { db, clock }: WithDatabase & WithClock,
): Promise<object | Refusal> {
  const { numero, id } = parametres
  const said = motif?.trim() ?? ''
  if (typeof numero !== 'string' || typeof id !== 'string' || said === '') {
    return refusal('bad-parameter')
  }
  const now = clock.now()
  const done = await db.transaction(async (sql) => {
    const settled = await settleTravail(sql, { numero, id }, { par, motif: said, now })
    if (typeof settled === 'string') return settled
    const detail = { travail: id, code: settled.code, motif: said }
    await append(sql, { chaine: numero, quoi: 'travail.regle', auteur: par, detail, instant: now })
    return settled
  })
  if (done === 'unknown') return refusal('not-found')
  if (done === 'settled') return refusal('travail-deja-regle')
  return { numero, id, code: done.code }
}
