/**
 * Alerts: said once when something begins, once when it ends, whichever process sees it.
 *
 * `code` is of errors.ts and `sujet` an identifier: never anything of a patient. SPEC §6.8
 */
import { randomUUID } from 'node:crypto'

import type { Sql } from '../postgres/sql.ts'

/** Opens an alert; false when it is open already, so that it is said once. */
export async function openAlert(
  sql: Sql,
  alerte: {
    readonly code: string
    readonly sujet: string
    readonly responsable: string
    readonly debut: Date
  },
): Promise<boolean> {
  const rows = await sql.query(
    `insert into alerte (id, code, sujet, debut, responsable) values ($1, $2, $3, $4, $5)
     on conflict (code, sujet, fin) do nothing returning id`,
    [randomUUID(), alerte.code, alerte.sujet, alerte.debut, alerte.responsable],
  )
  return rows.length > 0
}

/** Notes that a process sees the cause of an open alert, by the clock of the database, which all share. */
export async function seeAlert(sql: Sql, code: string, sujet: string, par: string): Promise<void> {
  await sql.query(
    `update alerte set vu_le = clock_timestamp(), vu_par = $3
     where code = $1 and sujet = $2 and fin is null`,
    [code, sujet, par],
  )
}

/** Did a process other than this one see the cause of an open alert within so many minutes? */
export async function isSeenElsewhere(
  sql: Sql,
  { code, sujet, par, minutes }: SeenBy,
): Promise<boolean> {
  const rows = await sql.query(
    `select from alerte where code = $1 and sujet = $2 and fin is null and vu_par <> $3
       and vu_le > clock_timestamp() - $4 * interval '1 minute'`,
    [code, sujet, par, minutes],
  )
  return rows.length > 0
}

interface SeenBy {
  readonly code: string
  readonly sujet: string
  readonly par: string
  readonly minutes: number
}

/** What alerts of a code are open about. */
export async function openSubjects(sql: Sql, code: string): Promise<readonly string[]> {
  const rows = await sql.query<{ sujet: string }>(
    'select sujet from alerte where code = $1 and fin is null',
    [code],
  )
  return rows.map(({ sujet }) => sujet)
}

/** Closes an alert; false when none is open. */
export async function closeAlert(
  sql: Sql,
  code: string,
  sujet: string,
  fin: Date,
): Promise<boolean> {
  const rows = await sql.query(
    `update alerte set fin = $3 where code = $1 and sujet = $2 and fin is null returning id`,
    [code, sujet, fin],
  )
  return rows.length > 0
}
