/**
 * What stands for a mail once it is judged: HMACs of its signed content and of its Message-ID.
 *
 * SPEC §6 rule 6 (the same Message-ID with other content is flagged), §13.5
 */
import type { Keys } from './keys.ts'
import type { Sql } from './sql.ts'

/** A message already judged that has a given Message-ID. */
export interface KnownMessage {
  readonly id: string
  readonly dossier: string | null
  /** Compare with `contentIndex`; null when it was not signed. */
  readonly indexContenu: Buffer | null
}

/** The messages judged before that have this Message-ID, oldest first: one content should be all. */
export async function sameMessageId(
  sql: Sql,
  keys: Keys,
  messageId: string,
): Promise<KnownMessage[]> {
  return await sql.query<KnownMessage>(
    `select id, dossier, index_contenu as "indexContenu" from message_entrant
     where index_message_id = $1 order by recu_le limit 20`,
    [keys.index('message-id', messageId)],
  )
}

/** The HMAC that stands for a signed content. */
export function contentIndex(keys: Keys, empreinte: string): Buffer {
  return keys.index('contenu', empreinte)
}
