/**
 * Acts whose compte-rendu turned out not to have arrived, and those whose arrived after all.
 *
 * In    a dossier, a slot, why
 * Out   how many are suspended, how many are only listed because an export holds them; how many are owed again
 *
 * SPEC §11
 */
import { acteRepris } from '../../domain/facturation.ts'
import type { Sql } from '../../postgres/sql.ts'
import type { Keys } from '../keys/keys.ts'
import { decryptActe, encryptActe, faitsFacturation, type LigneActe } from './actes.ts'
import { freezeLines } from './actes-regles.ts'

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
 * It arrived after all, sent again: its acts are owed, as far as the caps still have a place. The dossier's RQD is
 * owed as soon as one opinion stands. Gives how many.
 */
export async function resumeActes(
  sql: Sql,
  keys: Keys,
  dossier: string,
  rang: number,
): Promise<number> {
  const rows = await sql.query<Retenu>(
    `select id::text, dossier, rang, role, cle, donnees, annee, executant_rpps as executant,
       index_patient as "indexPatient",
       suspendu_motif is not null and export is null and etat <> 'non_facturable' as libre
     from acte
     where dossier = $1 and (rang = $2 or code = 'RQD')
       and coalesce(suspendu_motif, signale_motif) is not null
     order by acte.id`,
    [dossier, rang],
  )
  for (const row of rows) {
    if (row.libre) await replaceActe(sql, keys, row)
    await sql.query(
      'update acte set suspendu_motif = null, signale_motif = null where id = $1::bigint',
      [row.id],
    )
  }
  return rows.length
}

interface Retenu extends Pick<LigneActe, 'id' | 'dossier' | 'rang' | 'role' | 'cle' | 'donnees'> {
  readonly annee: number
  readonly executant: string
  readonly indexPatient: Buffer
  /** It took no place under its cap while it was suspended. */
  readonly libre: boolean
}

/** Counts anew, the patient held: another act may have its place by now. */
async function replaceActe(sql: Sql, keys: Keys, row: Retenu): Promise<void> {
  const { indexPatient, annee, executant } = row
  const asked = { indexPatient, annee, requis: [executant], requerant: executant }
  const faits = await faitsFacturation(sql, asked)
  const acte = acteRepris(await decryptActe(sql, keys, row), faits)
  await freezeLines(sql, Number(row.id))
  await sql.query(
    'update acte set etat = $2, motif = $3, donnees = $4 where id = $1::bigint and export is null',
    [row.id, acte.etat, acte.motif, await encryptActe(sql, keys, row.cle, acte)],
  )
}
