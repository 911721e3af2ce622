/**
 * The acts of signing that `essai@` answered: HMACs, kept for ever, without the mail that they signed.
 *
 * SPEC §3
 */

import type { Sql } from '../../postgres/sql.ts'
import type { Keys } from '../keys/keys.ts'
import { contentIndex } from './messages-connus.ts'

/** Takes the one answer to an act of signing (each of its names); false when one of them has had it. */
export async function takeTrial(
  sql: Sql,
  keys: Keys,
  names: readonly string[],
  now: Date,
): Promise<boolean> {
  // In one order for all, or two transactions could each wait for the other.
  const actes = [...new Set(names)].map((name) => contentIndex(keys, name)).sort(Buffer.compare)
  const made = await sql.query(
    `insert into essai_repondu (acte, le) select unnest($1::bytea[]), $2
     on conflict do nothing returning 1`,
    [actes, now],
  )
  return made.length === actes.length
}
