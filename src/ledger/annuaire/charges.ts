/**
 * What each requis has to do, counted while nobody else can give him more.
 *
 * In    the physicians among whom a choice is made
 * Out   the same, with what is committed at this instant: requests of today, requests open
 *
 * The locks are those of their pools (of the physician himself, if he is in none), taken in one order: any two
 * choices that could fall on the same physician wait for each other, and each counts what the other has given. They
 * end with the transaction. SPEC §1 (requis set), §6.8
 */
import { EN_COURS_COMPTEES, type RequisPossible } from '../../domain/correspondant.ts'
import type { Sql } from '../../postgres/sql.ts'

interface Charge {
  readonly rpps: string
  readonly recuesAujourdhui: number
  readonly enCours: number
}

/** Locks the choice among `possibles` for this transaction, and counts anew. */
export async function lockedCharges(
  sql: Sql,
  possibles: readonly RequisPossible[],
  now: Date,
): Promise<readonly RequisPossible[]> {
  const keys = new Set(
    possibles.flatMap(({ rpps, pools }) =>
      pools.length === 0 ? [`requis:${rpps}`] : pools.map((code) => `pool:${code}`),
    ),
  )
  await sql.query(
    `select pg_advisory_xact_lock(hashtextextended('choix:' || cle, 0))
     from unnest($1::text[]) with ordinality as c (cle, rang) order by rang`,
    [[...keys].toSorted()],
  )
  // A statement of its own: it sees what was committed while the locks were waited for.
  const rows = await sql.query<Charge>(
    `select r.rpps,
       (select count(*)::int from attribution a where a.rpps = r.rpps
          and a.jour = ($2::timestamptz at time zone 'Europe/Paris')::date) as "recuesAujourdhui",
       (select count(*)::int from (
          select from sollicitation s where s.requis_rpps = r.rpps and s.terminee_le is null
          limit ${EN_COURS_COMPTEES}) as o) as "enCours"
     from unnest($1::text[]) as r (rpps)`,
    [possibles.map(({ rpps }) => rpps), now],
  )
  const charges = new Map(rows.map((row) => [row.rpps, row]))
  return possibles.map((each) => ({ ...each, ...charges.get(each.rpps), rpps: each.rpps }))
}
