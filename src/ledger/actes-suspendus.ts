/**
 * Acts whose compte-rendu turned out not to have arrived, and those whose arrived after all.
 *
 * In    a dossier, a slot, why
 * Out   how many are suspended, how many are only listed because an export holds them
 *
 * SPEC §11
 */
import type { Sql } from './sql.ts'

/**
 * A compte-rendu turned out not to have arrived: suspends its act if it is free, lists it if exported.
 * The dossier's RQD follows when no other opinion of the dossier stands.
 */
export async function suspendActes(
  sql: Sql,
  dossier: string,
  rang: number,
  motif: string,
): Promise<{ suspendus: number; signales: number }> {
  const rows = await sql.query<{ signale: boolean }>(
    `update acte set
       suspendu_motif = case when export is null then $3 else suspendu_motif end,
       signale_motif = case when export is null then signale_motif else $3 end
     where dossier = $1 and (
       rang = $2
       or (code = 'RQD' and not exists (
         select from acte autre
         where autre.dossier = $1 and autre.code <> 'RQD' and autre.rang <> $2
           and autre.suspendu_motif is null and autre.signale_motif is null)))
     returning export is not null as signale`,
    [dossier, rang, motif],
  )
  const signales = rows.filter((row) => row.signale).length
  return { suspendus: rows.length - signales, signales }
}

/**
 * It arrived after all, sent again: its acts are as they were. The dossier's RQD is owed as soon as one opinion
 * stands. Gives how many.
 */
export async function resumeActes(sql: Sql, dossier: string, rang: number): Promise<number> {
  const rows = await sql.query(
    `update acte set suspendu_motif = null, signale_motif = null
     where dossier = $1 and (rang = $2 or code = 'RQD')
       and coalesce(suspendu_motif, signale_motif) is not null
     returning id`,
    [dossier, rang],
  )
  return rows.length
}
