/**
 * A signed letter at the return path of a letter of ours that is no machine's notice: somebody answered the wrong
 * address. It is joined to the thread of that letter.
 *
 * In    a mail that is opened
 * Out   the same, with the thread as its errand; unchanged where it is a notice, or nobody signed it
 *
 * SPEC §3 (`rebond+`), §5, §6.8
 */
import { tokenOfLetter } from '../ledger/dossiers/thread-tokens.ts'
import { envoiByRebond } from '../ledger/outbox/outbox.ts'
import type { WithDatabase } from '../postgres/sql.ts'
import { bringerOf, type WithJudges } from '../sandbox/judges.ts'
import type { Mail } from './mail.ts'

/** Gives a letter written to a return path to its thread; to our From where that letter has none. */
export async function intoItsThread(
  mail: Mail,
  { db, judges }: WithDatabase & WithJudges,
): Promise<Mail> {
  const { to, opened, received } = mail
  if (to.kind !== 'rebond' || opened.headers.automatic) return mail
  if (opened.verdict.signature.status === 'absent') return mail
  if ((await judges.readReceipt(received.raw, bringerOf(received.envelope))) !== null) return mail
  const envoi = await envoiByRebond(db, to.jeton)
  const jeton = envoi && (await tokenOfLetter(db, envoi, envoi.rang))
  const errand = jeton
    ? ({ kind: 'fil', jetons: [jeton] } as const)
    : ({ kind: 'teleexpertise', cibles: [] } as const)
  return { ...mail, to: errand }
}
