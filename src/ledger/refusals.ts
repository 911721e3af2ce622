/**
 * How often a refusal is answered: at most once an address, code and day. SPEC §10
 *
 * The address is kept as an HMAC: it may be anybody's.
 */
import type { Keys } from './keys.ts'
import type { Sql } from './sql.ts'

/** Takes the one answer of a day (`AAAA-MM-JJ`); false when it was taken. */
export async function mayAnswerRefusal(
  sql: Sql,
  keys: Keys,
  address: string,
  code: string,
  jour: string,
): Promise<boolean> {
  const rows = await sql.query(
    `insert into avis_refus (index_adresse, code, jour) values ($1, $2, $3)
     on conflict do nothing returning code`,
    [keys.index('adresse', address.toLowerCase()), code, jour],
  )
  return rows.length > 0
}
