/**
 * Who had a part in a dossier and is in the directory no more: his signed word in his own thread is refused, and told.
 *
 * In    a mail that is refused because nobody of the directory signed it
 * Out   the correspondent of the thread, where the signature is good and his: the token is his, the address that of his
 *       letters, and the certificate names no other RPPS; null: anybody else
 * Refuses a mail that a machine sent, or that wants no answer
 *
 * SPEC §6.8, §9, §13.13
 */
import type { AdresseMss, Rpps } from '../domain/correspondant.ts'
import { adresseDe, rppsDe } from '../domain/identifiants.ts'
import type { Code } from '../errors.ts'
import { threadOf } from '../ledger/dossiers/thread-tokens.ts'
import type { Sql } from '../postgres/sql.ts'
import type { Mail } from './mail.ts'

/** The code that his mail is told under. */
export const DISPARU = 'auteur-disparu' satisfies Code

/** The correspondent of a thread whom the directory has lost; null: anybody else. */
export async function formerAuthor(
  sql: Sql,
  { opened, to }: Pick<Mail, 'opened' | 'to'>,
  code: Code,
): Promise<{ readonly adresse: AdresseMss; readonly rpps: Rpps; readonly dit: string } | null> {
  const { headers, verdict } = opened
  if (code !== 'auteur-inconnu' || to.kind !== 'fil') return null
  if (!verdict.accepted || headers.automatic || headers.wantsNoAnswer) return null
  const adresse = headers.from.length === 1 ? adresseDe(headers.from[0] ?? '') : null
  if (adresse === null) return null
  for (const jeton of to.jetons) {
    const thread = await threadOf(sql, jeton)
    const rpps = rppsDe(thread?.rpps ?? '')
    if (rpps === null || thread?.adresse.toLowerCase() !== adresse.toLowerCase()) continue
    const signed = verdict.signer?.rpps ?? null
    if (signed === null || signed === rpps) return { adresse, rpps, dit: `RPPS ${rpps}` }
  }
  return null
}
