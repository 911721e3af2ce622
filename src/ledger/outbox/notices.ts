/**
 * What machines said of the letters that left: DSN and MDN, noted on the letter.
 *
 * RFC 3464 · RFC 8098 · SPEC §10, §11 (a later failure notice suspends)
 */
import type { Sql } from '../../postgres/sql.ts'

/**
 * Notes what a DSN or MDN said of a letter; with `echec`, its delivery failed after all: only of one that was
 * handed over, never of one that a person has put back meanwhile. A weaker notice does not hide a stronger one,
 * whichever comes late. Gives whether it stands.
 */
export async function noteReceipt(
  sql: Sql,
  id: string,
  accuse: string,
  echec: string | null,
): Promise<boolean> {
  const rows = await sql.query(
    `update envoi set accuse = $2, etat = case when $3::text is null then etat else 'echec' end,
       code = coalesce($3, code),
       responsable = case when $3::text is null then responsable else 'administrateur' end
     where id = $1 and ($3::text is null or etat in ('remis', 'echec'))
       and (accuse is null or ${rank('$2::text')} >= ${rank('accuse')}) returning id`,
    [id, accuse, echec],
  )
  return rows.length > 0
}

/** Its reader's signed answer proves that a letter arrived: what a notice said of it is past. */
export async function proveReceipt(sql: Sql, id: string): Promise<void> {
  await sql.query(
    `update envoi set etat = 'remis', code = null, responsable = null, accuse = null,
       remis_le = coalesce(remis_le, now())
     where id = $1 and etat = 'echec'`,
    [id],
  )
}

/** What says more of a letter: that it failed, then that it was read, then that a server has it. */
function rank(accuse: string): string {
  return `(case when ${accuse} = 'dsn:failed' then 4 when ${accuse} like 'mdn:%' then 3
    when ${accuse} = 'dsn:delivered' then 2 else 1 end)`
}
