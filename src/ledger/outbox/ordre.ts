/**
 * Letters of one dossier to one reader, in the order in which they were put.
 *
 * In    a letter in hand, or one whose attempt has ended
 * Out   the older ones that have yet to leave; the newer ones that waited for it, due at once
 *
 * A letter that is not to leave before its hour is in nobody's way until then. Rows put before the order was counted come
 * first, in no order among themselves. SPEC §6.8, §10
 */
import type { Sql } from '../../postgres/sql.ts'

/** Of rows `a` and `e`: the same reader of the same dossier. */
const SAME_READER = `a.dossier = e.dossier
  and (a.rpps = e.rpps or (a.rpps is null and e.rpps is null and a.adresse = e.adresse))`

/** The older letters to the reader of row `e` that have yet to leave, as JSON; `$1` is the instant. */
export const ANTERIEURES = `(select coalesce(jsonb_agg(jsonb_build_object(
      'lettre', a.lettre, 'role', a.role, 'code', a.code)), '[]')
   from envoi a where ${SAME_READER} and coalesce(a.ordre, 0) < coalesce(e.ordre, 0)
     and (a.etat in ('en_cours', 'differe')
       or (a.etat = 'a_envoyer' and a.prochaine <= coalesce($1, now()))))`

/** What waits for an older letter, of its reader or of his request. */
const WAITS = `a.etat = 'differe' and a.code in ('lettre-anterieure', 'demande-en-route')`

/** Does a letter wait behind row `e`? */
export const SUIVIE = `exists (select from envoi a where ${SAME_READER} and ${WAITS})`

/** Whoever waited behind this letter is due now; their ids. One that another holds at this instant comes by itself. */
export async function freeFollowers(sql: Sql, id: string, now: Date): Promise<string[]> {
  const rows = await sql.query<{ id: string }>(
    `update envoi set prochaine = least(prochaine, $2::timestamptz, now())
     where id in (select a.id from envoi e join envoi a on ${SAME_READER} and ${WAITS}
                  where e.id = $1 order by a.ordre for update of a skip locked)
     returning id`,
    [id, now],
  )
  return rows.map((row) => row.id)
}
