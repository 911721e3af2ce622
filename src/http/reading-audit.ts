/**
 * Reading leaves a trace: who looked at what, in the chain of the token that opened it.
 *
 * SPEC §13.6 (reading content is audited)
 */
import { append } from '../ledger/journal/journal.ts'
import type { StatusOptions } from './options.ts'
import type { Holder } from './session/access.ts'

/** Notes that a holder read something; `detail` holds identifiers only. */
export async function auditReading(
  quoi: 'export.lu' | 'message.lu',
  detail: { readonly [cle: string]: string | number },
  { id, titulaire }: Holder,
  { db, clock }: StatusOptions,
): Promise<void> {
  const instant = clock.now()
  await db.transaction((sql) =>
    append(sql, { chaine: `jeton:${id}`, quoi, auteur: titulaire, detail, instant }),
  )
}
