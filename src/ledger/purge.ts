/**
 * The purge: destroys the keys whose time has come, and clears the chunks they sealed.
 *
 * A dossier's key at its `destructionLe`; a key with a term of its own (billing years); the key of a
 * message that joined no dossier, a retention after it was judged. What is still to be sent under a
 * destroyed key is taken back. Each destruction leaves an audit line. SPEC §13.5
 */

import type { Database, Sql } from '../postgres/sql.ts'
import { forgetReturns } from './actes/retours.ts'
import { append } from './journal/journal.ts'
import type { Keys } from './keys/keys.ts'

const DAY_MS = 24 * 3_600_000
const DEFAULT_RETENTION_MS = 90 * DAY_MS
const AT_ONCE = 200
/** How long the lines of a return file can be read again; its answers stay with their acts. */
const RETURNS_KEPT_MS = 30 * DAY_MS

/** What is due: a key, and the chain that tells of it. */
interface Due {
  readonly cle: string
  readonly classe: string
  readonly chaine: string
  readonly objet: string
}

const DUE = `
  select k.id as cle, k.classe, d.numero as chaine, d.numero as objet
  from dossier d join cle k on k.id = d.cle
  where d.destruction_le <= $1 and k.detruite_le is null
  union all
  select k.id, k.classe, 'passerelle', coalesce(k.annee::text, k.id::text)
  from cle k
  where k.echeance <= $1 and k.detruite_le is null and k.classe in ('annee', 'message')
  union all
  select k.id, k.classe, 'passerelle', coalesce(m.id, k.id)::text
  from cle k left join message_entrant m on m.cle = k.id
  where k.classe = 'message' and k.parent is null and k.echeance is null and k.detruite_le is null
    and case when m.id is null then k.cree_le
             when m.etat in ('accepted', 'refused', 'quarantined') then m.juge_le end <= $2
  limit ${AT_ONCE}`

/** Destroys what is due at `now`; gives how many keys. Safe to repeat and in several processes. */
export async function purge(
  db: Database,
  keys: Keys,
  now: Date,
  retentionMs = DEFAULT_RETENTION_MS,
): Promise<number> {
  const before = new Date(now.getTime() - retentionMs)
  let destroyed = 0
  for (;;) {
    const due = await db.query<Due>(DUE, [now, before])
    for (const each of due) {
      if (await db.transaction((sql) => destroy(sql, keys, each, now))) destroyed += 1
    }
    if (due.length < AT_ONCE) break
  }
  await clearChunks(db)
  await forgetReturns(db, new Date(now.getTime() - RETURNS_KEPT_MS))
  // The wrapped key must not linger as a dead row of its table.
  if (destroyed > 0) await db.query('vacuum cle')
  return destroyed
}

async function destroy(sql: Sql, keys: Keys, due: Due, now: Date): Promise<boolean> {
  const rows = await sql.query(
    'select from cle where id = $1 and detruite_le is null for update skip locked',
    [due.cle],
  )
  if (rows.length === 0) return false
  await keys.destroy(sql, due.cle)
  await sql.query(
    `update envoi set etat = 'retire', code = 'contenu-detruit'
     where etat in ('a_envoyer', 'en_cours', 'differe', 'bloque') and cle in (
       select id from cle where id = $1 or parent = $1)`,
    [due.cle],
  )
  await append(sql, {
    chaine: due.chaine,
    quoi: 'contenu.detruit',
    auteur: 'passerelle',
    detail: { classe: due.classe, objet: due.objet },
    instant: now,
  })
  return true
}

/** Chunks that nobody can open any more only take room. */
async function clearChunks(db: Database): Promise<void> {
  for (;;) {
    const rows = await db.query(
      `with c as (
         select c.id from contenu c join cle k on k.id = c.cle left join cle p on p.id = k.parent
         where (k.detruite_le is not null or p.detruite_le is not null)
           and exists (select from morceau m where m.contenu = c.id)
         limit ${AT_ONCE})
       delete from morceau m using c where m.contenu = c.id returning m.contenu`,
      [],
    )
    if (rows.length === 0) return
  }
}
