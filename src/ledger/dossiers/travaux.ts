/**
 * Work items of dossiers: opened once a cause, settled once. SPEC §12
 */
import { randomUUID } from 'node:crypto'

import { ARRETS_DITS, type CodeTravail } from '../../domain/travaux.ts'
import type { Sql } from '../../postgres/sql.ts'

/** A work item as windows see it. */
export interface TravailVu {
  readonly id: string
  readonly code: string
  readonly erreur: string | null
  readonly ouvertLe: string
}

/** An open work item with the number of its dossier. */
export interface TravailOuvert extends TravailVu {
  readonly numero: string
}

/** Opens a work item; the same `cle` in the same dossier opens nothing more. */
export async function openTravail(
  sql: Sql,
  dossier: string,
  {
    cle,
    code,
    erreur,
  }: { readonly cle: string; readonly code: string; readonly erreur: string | null },
  now: Date,
): Promise<void> {
  await sql.query(
    `insert into travail (id, dossier, cle, code, erreur, ouvert_le) values ($1, $2, $3, $4, $5, $6)
     on conflict (dossier, cle) do nothing`,
    [randomUUID(), dossier, cle, code, erreur, now],
  )
}

/**
 * Opens a work item, or counts once more what it is about: `erreur` says how often, `message` which mail. One that was
 * settled is open again. Gives its id; null without such a dossier.
 */
export async function countTravail(
  sql: Sql,
  dossier: string,
  { cle, code, erreur }: { readonly cle: string; readonly code: string; readonly erreur: string },
  now: Date,
  message: string | null = null,
): Promise<string | null> {
  const [row] = await sql.query<{ id: string }>(
    `insert into travail (id, dossier, cle, code, erreur, ouvert_le)
     select $1, id, $3, $4, $5, $6 from dossier where id = $2
     on conflict (dossier, cle) do update set nombre = travail.nombre + 1,
       erreur = excluded.erreur || ' × ' || (travail.nombre + 1),
       regle_le = null, regle_par = null, regle_motif = null
     returning id::text`,
    [randomUUID(), dossier, cle, code, erreur, now],
  )
  if (row === undefined || message === null) return row?.id ?? null
  await sql.query(
    'insert into travail_message (travail, message) values ($1, $2) on conflict do nothing',
    [row.id, message],
  )
  return row.id
}

/**
 * Ends the work items that are about this message and others that have had their effect, or that a person closed:
 * nothing of them waits. `codes`: of these only; null: of any.
 */
export async function settleTravauxOf(
  sql: Sql,
  message: string,
  { par, now, codes }: Omit<Reglement, 'motif'> & { readonly codes: readonly string[] | null },
): Promise<void> {
  await sql.query(
    `update travail t set regle_le = $2, regle_par = $3
     where t.regle_le is null and ($4::text[] is null or t.code = any($4))
       and t.id in (select travail from travail_message where message = $1)
       and not exists (
         select from travail_message o join message_entrant m on m.id = o.message
         where o.travail = t.id and m.id <> $1 and m.etat <> 'accepted' and m.classe_le is null)`,
    [message, now, par, codes],
  )
}

/**
 * Ends the work items about a loop that went on no longer than its day: whoever still writes so often has one of today.
 */
export async function settleLoops(sql: Sql, now: Date): Promise<void> {
  await sql.query(
    `update travail set regle_le = $1, regle_par = 'passerelle'
     where code = $2 and regle_le is null and ouvert_le < $1::timestamptz - interval '1 day'`,
    [now, 'echanges-en-boucle' satisfies CodeTravail],
  )
}

/** How one work item, or all open ones of a code, are settled. */
export interface Reglement {
  readonly par: string
  readonly motif: string | null
  readonly now: Date
}

/**
 * Settles the open work items of a code in a dossier: their cause is gone. `cle`: that one only; absent: all of them.
 */
export async function settleTravaux(
  sql: Sql,
  dossier: string,
  { code, cle = null }: { readonly code: string; readonly cle?: string | null },
  { par, motif, now }: Reglement,
): Promise<void> {
  await sql.query(
    `update travail set regle_le = $3, regle_par = $4, regle_motif = $5
     where dossier = $1 and code = $2 and regle_le is null and ($6::text is null or cle = $6)`,
    [dossier, code, now, par, motif, cle],
  )
}

/** Settles one work item of the dossier of this number; says its code, or why it cannot be. */
export async function settleTravail(
  sql: Sql,
  { numero, id }: { readonly numero: string; readonly id: string },
  { par, motif, now }: Reglement,
): Promise<{ readonly code: string } | 'unknown' | 'settled'> {
  const [done] = await sql.query<{ code: string }>(
    `update travail t set regle_le = $3, regle_par = $4, regle_motif = $5
     from dossier d where d.id = t.dossier and d.numero = $1 and t.id::text = $2 and t.regle_le is null
     returning t.code`,
    [numero, id, now, par, motif],
  )
  if (done !== undefined) return done
  const known = await sql.query(
    'select from travail t join dossier d on d.id = t.dossier where d.numero = $1 and t.id::text = $2',
    [numero, id],
  )
  return known.length > 0 ? 'settled' : 'unknown'
}

/** The open work items of a dossier: words that would stop something first, then the oldest. */
export async function travauxOf(sql: Sql, numero: string): Promise<TravailVu[]> {
  return (await open(sql, numero, MOST)).map(({ numero: _, ...each }) => each)
}

/** Open work items of all dossiers, at most `limit`: words that would stop something first, then the oldest. */
export async function openTravaux(sql: Sql, limit: number): Promise<TravailOuvert[]> {
  return await open(sql, null, limit)
}

const MOST = 200

async function open(sql: Sql, numero: string | null, limit: number): Promise<TravailOuvert[]> {
  const rows = await sql.query<Omit<TravailOuvert, 'ouvertLe'> & { ouvert_le: Date }>(
    `select t.id::text, d.numero, t.code, t.erreur, t.ouvert_le
     from travail t join dossier d on d.id = t.dossier
     where t.regle_le is null and ($1::text is null or d.numero = $1)
     order by array_position($3::text[], t.code) nulls last, t.ouvert_le, t.id limit $2`,
    [numero, limit, ARRETS_DITS],
  )
  return rows.map(({ ouvert_le: ouvertLe, ...row }) => ({
    ...row,
    ouvertLe: ouvertLe.toISOString(),
  }))
}
