/**
 * How often a refusal is answered: at most once an address, code and day; an emergency each time, up to a limit.
 * SPEC §6.2, §10
 *
 * The address is kept as an HMAC: it may be anybody's.
 */

import type { Sql } from '../../postgres/sql.ts'
import type { Keys } from '../keys/keys.ts'

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

/** Was anybody at this address ever answered about a refusal of this code, in whatever thread? */
export async function wasAnswered(
  sql: Sql,
  keys: Keys,
  address: string,
  code: string,
): Promise<boolean> {
  const rows = await sql.query(
    `select from avis_refus where index_adresse = $1 and (code = $2 or code like $2 || '@%') limit 1`,
    [keys.index('adresse', address.toLowerCase()), code],
  )
  return rows.length > 0
}

// Two that count at once take the same place: the later one counts again.
const TRIES = 10

/** Takes one of the `most` answers of a day; false when all were taken. */
export async function mayAnswerAgain(
  sql: Sql,
  keys: Keys,
  address: string,
  { code, jour, most }: { readonly code: string; readonly jour: string; readonly most: number },
): Promise<boolean> {
  const index = keys.index('adresse', address.toLowerCase())
  for (let time = 0; time < TRIES; time += 1) {
    const [row] = await sql.query<{ taken: number; mine: boolean }>(
      `with seen as (select count(*)::int as n from avis_refus
          where index_adresse = $1 and code like $2 || ':%' and jour = $3),
       mine as (insert into avis_refus (index_adresse, code, jour)
          select $1, $2 || ':' || (n + 1), $3 from seen where n < $4
          on conflict do nothing returning code)
       select (select n from seen) as taken, exists (select from mine) as mine`,
      [index, code, jour, most],
    )
    if (row?.mine === true || row === undefined || row.taken >= most) return row?.mine === true
  }
  return false
}

/** Marks a refused message that nobody was written to about. */
export async function markUntold(sql: Sql, message: string): Promise<void> {
  await sql.query('update message_entrant set a_signaler = true where id = $1', [message])
}

/** Takes the marked messages judged before `hour`, oldest first: each is given once. */
export async function takeUntold(
  sql: Sql,
  hour: Date,
): Promise<readonly { readonly id: string; readonly code: string }[]> {
  const rows = await sql.query<{ id: string; code: string; juge_le: Date }>(
    `update message_entrant set a_signaler = false where a_signaler and juge_le < $1
     returning id::text, coalesce(code, '') as code, juge_le`,
    [hour],
  )
  return rows.toSorted((one, other) => one.juge_le.getTime() - other.juge_le.getTime())
}
