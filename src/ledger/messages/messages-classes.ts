/**
 * Messages that a person closed: they wait for nobody any more, and can still be judged again.
 *
 * SPEC §13.7, §13.13
 */
import type { Sql } from '../../postgres/sql.ts'
import { iso } from '../paging.ts'

/** Why a message was not closed; `done`: it was. */
export type Classement = 'done' | 'unknown' | 'owned-by-nobody' | 'closed-before' | 'in-judgement'

/**
 * Closes a message that waits for a person: refused, set aside, or one for the administrator himself. Refuses what is
 * still to be judged, what was closed before, and what had its effect.
 */
export async function classMessage(
  sql: Sql,
  id: string,
  { par, now }: { readonly par: string; readonly now: Date },
): Promise<Classement> {
  const [row] = await sql.query<{ etat: string; classe: boolean; responsable: string | null }>(
    `select etat, classe_le is not null as classe, responsable
     from message_entrant where id = $1 for update`,
    [id],
  )
  if (row === undefined) return 'unknown'
  if (row.classe) return 'closed-before'
  if (row.etat === 'received' || row.etat === 'deferred') return 'in-judgement'
  if (row.etat === 'accepted' && row.responsable === null) return 'owned-by-nobody'
  await sql.query(
    `update message_entrant set classe_le = $2, classe_par = $3, responsable = null, a_signaler = false
     where id = $1`,
    [id, now, par],
  )
  await sql.query(
    'insert into classement (message, le, par) values ($1, $2, $3) on conflict do nothing',
    [id, now, par],
  )
  return 'done'
}

/** One closing of a message: who and when; and who opened it again since, null: nobody. */
export interface ClassementVu {
  readonly closedAt: string
  readonly closedBy: string
  readonly reopenedAt: string | null
  readonly reopenedBy: string | null
}

/** Notes that a person opened a closed message again; false when it was not closed. */
export async function reopenMessage(
  sql: Sql,
  id: string,
  { par, now }: { readonly par: string; readonly now: Date },
): Promise<boolean> {
  const rows = await sql.query(
    'update message_entrant set classe_le = null, classe_par = null where id = $1 and classe_le is not null returning id',
    [id],
  )
  if (rows.length === 0) return false
  await sql.query(
    'update classement set leve_le = $2, leve_par = $3 where message = $1 and leve_le is null',
    [id, now, par],
  )
  return true
}

/** The closings of a message, the first of them first. */
export async function closingsOf(sql: Sql, id: string): Promise<ClassementVu[]> {
  const rows = await sql.query<{
    le: Date
    par: string
    leve_le: Date | null
    leve_par: string | null
  }>('select le, par, leve_le, leve_par from classement where message = $1 order by le', [id])
  return rows.map((row) => ({
    closedAt: row.le.toISOString(),
    closedBy: row.par,
    reopenedAt: iso(row.leve_le),
    reopenedBy: row.leve_par,
  }))
}

/** The content of a message (null: destroyed) and its dossier's number, for who must read it; null without such a message. */
export async function contentOf(
  sql: Sql,
  id: string,
): Promise<{ readonly contenu: string | null; readonly dossier: string | null } | null> {
  const [row] = await sql.query<{ contenu: string | null; dossier: string | null }>(
    `select c.id as contenu, d.numero as dossier
     from message_entrant m left join contenu c on c.id = m.contenu
       left join dossier d on d.id = m.dossier
     where m.id = $1`,
    [id],
  )
  return row ?? null
}

/** What is asked of a message beside its content: its key, its code, its receipt; null when there is none. */
export async function messageKey(
  sql: Sql,
  id: string,
): Promise<{
  readonly cle: string
  readonly code: string | null
  readonly recuLe: Date
} | null> {
  const [row] = await sql.query<{ cle: string; code: string | null; recuLe: Date }>(
    'select cle, code, recu_le as "recuLe" from message_entrant where id = $1',
    [id],
  )
  return row ?? null
}

/** Notes the dossier to whose thread a message came that goes no further. SPEC §13.13 */
export async function noteThread(sql: Sql, id: string, dossier: string): Promise<void> {
  await sql.query('update message_entrant set fil = $2 where id = $1', [id, dossier])
}
