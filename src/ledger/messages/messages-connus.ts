/**
 * What stands for a mail once it is judged: HMACs of its signed content and of its Message-ID.
 *
 * SPEC §6.6 (the same Message-ID with other content is flagged), §13.5
 */

import type { Sql } from '../../postgres/sql.ts'
import type { Keys } from '../keys/keys.ts'

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

/** A mail as it is compared: its header's Message-ID, and its signed content (null: not signed). */
interface Named {
  readonly id: string
  readonly messageId: string
  readonly empreinte: string | null
}

/**
 * Writes down that a mail bears a Message-ID, and says whether another of other content does. Both under one lock,
 * held to the end of the transaction `sql`: of two mails judged at once the second sees the first. Unsigned mails
 * have no content that can be told from another's: two of them are not compared. SPEC §6.6
 */
export async function bearsUsedMessageId(
  sql: Sql,
  keys: Keys,
  { id, messageId, empreinte }: Named,
): Promise<boolean> {
  const index = keys.index('message-id', messageId)
  const contenu = empreinte === null ? null : contentIndex(keys, empreinte)
  await sql.query('select pg_advisory_xact_lock($1)', [index.readBigInt64BE(0).toString()])
  await sql.query(
    'update message_entrant set index_message_id = $2, index_contenu = $3 where id = $1',
    [id, index, contenu],
  )
  const others = await sql.query(
    `select id from message_entrant
     where index_message_id = $1 and id <> $2 and index_contenu is distinct from $3 limit 1`,
    [index, id, contenu],
  )
  return others.length > 0
}

/** The HMAC that stands for a signed content. */
export function contentIndex(keys: Keys, empreinte: string): Buffer {
  return keys.index('contenu', empreinte)
}

/** The one dossier of these numbers in which this person plays a part; null: none, or several. */
export async function dossierNamed(
  sql: Sql,
  numeros: readonly string[],
  rpps: string,
): Promise<string | null> {
  if (numeros.length !== 1) return null
  const [row] = await sql.query<{ id: string }>(
    `select id from dossier d where numero = $1 and (
       exists (select from envoi e where e.dossier = d.id and e.rpps = $2)
       or exists (select from message_entrant m where m.dossier = d.id and m.auteur_rpps = $2))`,
    [numeros[0], rpps],
  )
  return row?.id ?? null
}

const MAX_ANSWERED = 20

/** The one dossier of this person's own mails that have these Message-IDs, the first that has one; null: none. */
export async function dossierAnswered(
  sql: Sql,
  keys: Keys,
  messageIds: readonly string[],
  rpps: string,
): Promise<string | null> {
  for (const messageId of messageIds.slice(0, MAX_ANSWERED)) {
    const [row, ...others] = await sql.query<{ dossier: string }>(
      `select distinct dossier from message_entrant
       where index_message_id = $1 and auteur_rpps = $2 and dossier is not null limit 2`,
      [keys.index('message-id', messageId), rpps],
    )
    if (row !== undefined && others.length === 0) return row.dossier
  }
  return null
}

/** The message that a key of class `message` seals; null where there is none. */
export async function messageOfKey(sql: Sql, cle: string): Promise<string | null> {
  const [row] = await sql.query<{ id: string }>(
    'select id::text from message_entrant where cle = $1 order by recu_le desc limit 1',
    [cle],
  )
  return row?.id ?? null
}
