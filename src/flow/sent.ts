/**
 * The letters of ours that a mail may quote: read so that what is quoted of them is known by its content.
 *
 * SPEC §4 (« left out is only what is a quotation of a letter of ours »)
 */
import type { Ledger } from '../ledger/keys/keys.ts'
import { bodiesSent } from '../ledger/outbox/lettres-scellees.ts'
import type { Mail } from './mail.ts'

/** Bodies of the letters that the author of a mail had from us in its thread. */
export async function sentTo(
  { to, opened }: Mail,
  { db, keys }: Ledger,
): Promise<readonly { readonly text: string; readonly html: string }[]> {
  const { inReplyTo, references, from } = opened.headers
  return await bodiesSent(db, keys, {
    jetons: to.kind === 'fil' ? to.jetons.map((jeton) => jeton.toLowerCase()) : [],
    messageIds: [...new Set([...inReplyTo, ...references])],
    adresse: from[0] ?? null,
  })
}
