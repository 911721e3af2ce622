/**
 * The periods for which a replaced physician validated his replacement.
 *
 * SPEC §5 (« Remplaçant de »), §11
 */
import type { Rpps } from '../../domain/correspondant.ts'
import type { PeriodeValidee } from '../../domain/remplace.ts'
import type { Sql } from '../../postgres/sql.ts'

/** Keeps what a replaced physician validated; without a period, takes all of it back. */
export async function notePeriode(
  sql: Sql,
  {
    par,
    remplace,
    periode,
  }: Pick<PeriodeValidee, 'par' | 'remplace'> & {
    readonly periode: Omit<PeriodeValidee, 'par' | 'remplace'> | null
  },
): Promise<void> {
  if (periode === null) await dropPeriodes(sql, par, remplace)
  else await putPeriode(sql, { par, remplace, ...periode })
}

/** Keeps a period; the same one again changes nothing. */
async function putPeriode(sql: Sql, { par, remplace, le, du, au }: PeriodeValidee): Promise<void> {
  await sql.query(
    `insert into remplacement (par, remplace, du, au, valide_le) values ($1, $2, $3, $4, $5)
     on conflict do nothing`,
    [par, remplace, du, au, le],
  )
}

/** Takes back all that this physician validated for that replacement. */
async function dropPeriodes(sql: Sql, par: Rpps, remplace: Rpps): Promise<void> {
  await sql.query('delete from remplacement where par = $1 and remplace = $2', [par, remplace])
}

/** The periods that these physicians validated, whoever replaces them. */
export async function periodesDe(
  sql: Sql,
  remplaces: readonly Rpps[],
): Promise<readonly PeriodeValidee[]> {
  if (remplaces.length === 0) return []
  const rows = await sql.query<Omit<PeriodeValidee, 'le'> & { readonly le: Date }>(
    `select par, remplace, valide_le as le, to_char(du, 'YYYY-MM-DD') as du,
       to_char(au, 'YYYY-MM-DD') as au
     from remplacement where remplace = any($1::text[]) order by du, au`,
    [remplaces],
  )
  return rows.map((row) => ({ ...row, le: row.le.toISOString() as PeriodeValidee['le'] }))
}
