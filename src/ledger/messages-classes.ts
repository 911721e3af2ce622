/**
 * Messages that a person closed: they wait for nobody any more, and can still be judged again.
 *
 * SPEC §13.7, §13.13
 */
import type { Sql } from './sql.ts'

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
    `update message_entrant set classe_le = $2, classe_par = $3, responsable = null where id = $1`,
    [id, now, par],
  )
  return 'done'
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
