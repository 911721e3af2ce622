/**
 * When a dossier is looked at again: moved forward by each look, so that none stays due for having been seen.
 *
 * In    a dossier that was looked at, or whose look failed
 * Out   its next due instant: a real one, else a back-off that doubles
 *
 * Whatever changes the dossier writes its real next instant (`dossiers.ts`) and forgets former looks.
 * SPEC §7, §13.7
 */
import type { Instant } from '../../domain/correspondant.ts'
import type { Sql } from '../../postgres/sql.ts'

/** Looks that may fail before a dossier waits for a person. */
export const MAX_FAUTES = 5
const FIRST_MINUTES = 1
const MOST_MINUTES = 60
const FAULT_SECONDS = 30
/** One set aside is still tried once a day: what made it fail may have been mended. */
const SET_ASIDE_HOURS = 24
/** Beyond this the doubling has long reached its end. */
const MOST_DOUBLINGS = 16

/** The dossiers for which something is due at `now`, the most overdue first. */
export async function dueDossiers(db: Sql, now: Date, limit: number): Promise<string[]> {
  const rows = await db.query<{ id: string }>(
    `select id from dossier where prochaine_echeance <= $1
     order by prochaine_echeance limit $2`,
    [now, limit],
  )
  return rows.map((row) => row.id)
}

/**
 * A look changed nothing: the dossier is due at `prochaine`, its next real instant to come (null: never), and if one
 * already past is still not done (`reste`), after a back-off at the latest.
 */
export async function noteLook(
  sql: Sql,
  id: string,
  {
    now,
    prochaine,
    reste,
  }: { readonly now: Date; readonly prochaine: Instant | null; readonly reste: boolean },
): Promise<void> {
  await sql.query(
    `update dossier set fautes = 0, regards = case when $4::boolean then regards + 1 else 0 end,
       prochaine_echeance = least($3::timestamptz, case when $4::boolean then
         $2::timestamptz + least(${MOST_MINUTES}, ${FIRST_MINUTES} * 2 ^ least(regards, ${MOST_DOUBLINGS}))
           * interval '1 minute' end)
     where id = $1`,
    [id, now, prochaine, reste],
  )
}

/** A dossier whose content is destroyed has nothing due. */
export async function nothingDue(sql: Sql, id: string): Promise<void> {
  await sql.query(
    `update dossier set prochaine_echeance = null, regards = 0, fautes = 0
     where id = $1 and prochaine_echeance is not null`,
    [id],
  )
}

/** A look failed: it is tried again after a back-off; true once the dossier is set aside, to be owned. */
export async function noteFault(sql: Sql, id: string, now: Date): Promise<boolean> {
  const [row] = await sql.query<{ fautes: number }>(
    `update dossier set fautes = fautes + 1, prochaine_echeance = $2::timestamptz + case
       when fautes + 1 >= ${MAX_FAUTES} then ${SET_ASIDE_HOURS} * interval '1 hour'
       else ${FAULT_SECONDS} * 2 ^ least(fautes, ${MOST_DOUBLINGS}) * interval '1 second' end
     where id = $1 returning fautes`,
    [id, now],
  )
  return (row?.fautes ?? 0) >= MAX_FAUTES
}
