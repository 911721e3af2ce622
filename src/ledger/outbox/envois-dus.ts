/**
 * Which letters are due: what the sweep looks for, and what a claim asks once more.
 *
 * SPEC §10
 */
import type { Sql } from '../../postgres/sql.ts'

/** Due at `$1` (the database's clock if null), and held by nobody. */
export const DUE = `etat in ('a_envoyer', 'en_cours', 'differe') and prochaine <= coalesce($1, now())
  and (pris_jusqua is null or pris_jusqua < now())`

/**
 * The letters due at `now` that nobody holds: for the sweep, which claims nothing. No domain has more than a quarter
 * of the places, of the first thousand that are due.
 */
export async function dueEnvois(db: Sql, now: Date, limit: number): Promise<string[]> {
  const rows = await db.query<{ id: string }>(
    `select id from (
       select id, priorite, prochaine, row_number() over (
         partition by split_part(adresse, '@', 2) order by priorite desc, prochaine) as rang
       from (select id, priorite, prochaine, adresse from envoi where ${DUE}
             order by priorite desc, prochaine limit 1000) as due) as rangs
     order by rang > greatest(1, $2::int / 4), priorite desc, prochaine limit $2`,
    [now, limit],
  )
  return rows.map((row) => row.id)
}
