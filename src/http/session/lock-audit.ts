/**
 * An address that is not let in any more for its wrong tokens leaves a trace in the audit of the gateway.
 *
 * SPEC §12, §13.6
 */
import { append } from '../../ledger/journal/journal.ts'
import type { StatusOptions } from '../options.ts'

/** Notes that an address waits for the wrong tokens that came from it. */
export async function auditLock(adresse: string, { db, clock }: StatusOptions): Promise<void> {
  const line = { chaine: 'passerelle', quoi: 'acces.verrouille', auteur: 'passerelle' }
  await db.transaction((sql) => append(sql, { ...line, detail: { adresse }, instant: clock.now() }))
}
