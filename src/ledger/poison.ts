/**
 * Rows that make a hop fail: given back for a later try, then to a person; and taken up again on demand.
 *
 * SPEC §13.7 (nothing is dropped; every message can be replayed)
 */
import type { Sql } from './sql.ts'

/** Gives a message back after a fault; past `max` attempts it is quarantined and owned. */
export async function setAside(sql: Sql, id: string, max: number, prochaine: Date): Promise<void> {
  await sql.query(
    `update message_entrant
        set etat = case when tentatives >= $2 then 'quarantined' else 'deferred' end,
            code = 'panne-interne',
            prochaine = case when tentatives >= $2 then null else $3::timestamptz end,
            responsable = 'administrateur', pris_par = null, pris_jusqua = null
      where id = $1 and etat in ('received', 'deferred')`,
    [id, max, prochaine],
  )
}

/** Gives a letter back after a fault; past `max` attempts it is blocked and owned. */
export async function setAsideEnvoi(
  sql: Sql,
  id: string,
  max: number,
  prochaine: Date,
): Promise<void> {
  await sql.query(
    `update envoi
        set etat = case when tentatives >= $2 then 'bloque' else 'differe' end,
            code = 'panne-interne', prochaine = $3::timestamptz,
            responsable = 'administrateur', pris_par = null, pris_jusqua = null
      where id = $1 and etat = 'en_cours'`,
    [id, max, prochaine],
  )
}

/**
 * Puts a kept message back before the judge, at its own instant of receipt. Refuses (null) one that is
 * not there, was accepted, or whose content is destroyed: judging it again could only double its effect.
 */
export async function takeUpAgain(sql: Sql, id: string, motif: string): Promise<string | null> {
  const [row] = await sql.query<{ id: string }>(
    `update message_entrant m
        set etat = 'received', code = null, prochaine = null, pris_par = null, pris_jusqua = null,
            tentatives = 0, responsable = null, rejoue_motif = $2
       from cle k
      where m.id = $1 and k.id = m.cle and k.detruite_le is null
        and m.etat in ('refused', 'quarantined', 'deferred')
      returning m.id`,
    [id, motif],
  )
  return row?.id ?? null
}
