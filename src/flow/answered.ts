/**
 * The letters of ours that a mail answers, by its In-Reply-To and References.
 *
 * In    Message-IDs, the nearest first
 * Out   the first letter of ours that fits; null without. Nobody but its reader knows the Message-ID of a letter
 *
 * RFC 5322 §3.6.4
 */
import { type EnvoiConnu, envoiByMessageId } from '../ledger/outbox/outbox.ts'
import type { OuterHeaders } from '../message.ts'
import type { Sql } from '../postgres/sql.ts'

const MAX_ANSWERED = 20

/** What a mail says that it answers, the nearest letter first; so many as a thread of persons has. */
export function answeredIds({
  inReplyTo,
  references,
}: Pick<OuterHeaders, 'inReplyTo' | 'references'>): readonly string[] {
  return [...inReplyTo, ...references.toReversed()].slice(0, MAX_ANSWERED)
}

/** The first letter of ours among these Message-IDs that fits; null without. */
export async function answeredBy(
  sql: Sql,
  messageIds: readonly string[],
  fits: (envoi: EnvoiConnu) => boolean,
): Promise<EnvoiConnu | null> {
  for (const id of messageIds) {
    const envoi = await envoiByMessageId(sql, id)
    if (envoi !== null && fits(envoi)) return envoi
  }
  return null
}
