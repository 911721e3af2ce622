/**
 * The exports: a number without gaps, the acts locked to it, what was signed, and what became of it.
 *
 * In    acts that are free; an export to void; the insurer's answers
 * Out   exports and their acts, in their order, for ever
 * Refuses nothing here: `billing/export.ts` says what is not allowed.
 *
 * SPEC §11
 */
import type { Acte } from '../domain/acte.ts'
import { decryptActe, type LigneActe, type RetourActe } from './actes.ts'
import type { Keys } from './keys.ts'
import type { Sql } from './sql.ts'

/** An export, without its acts. Days AAAA-MM-JJ, instants ISO 8601 UTC. */
export interface Export {
  readonly id: number
  readonly du: string | null
  readonly au: string | null
  readonly creeLe: string
  readonly par: string
  readonly nombre: number
  readonly totalCentimes: number
  /** SHA-256 by format, hexadecimal. */
  readonly empreintes: { readonly [format: string]: string }
  /** The JSON text that was signed. */
  readonly manifeste: string
  /** CMS, DER. */
  readonly signature: Buffer
  readonly annuleLe: string | null
  readonly annuleMotif: string | null
  readonly remplace: number | null
  readonly remplacePar: number | null
}

/** An act that an export holds. */
export interface ActeDExport {
  readonly id: number
  readonly acte: Acte
}

/** What the ledger needs to keep a new export. */
export type NouvelExport = Omit<Export, 'annuleLe' | 'annuleMotif' | 'remplacePar'>

/** Exports are made one at a time: held until the transaction ends. */
export async function lockExports(sql: Sql): Promise<void> {
  await sql.query(`insert into compteur (nom, dernier) values ('export', 0) on conflict do nothing`)
  await sql.query(`select dernier from compteur where nom = 'export' for update`)
}

/** The next number; given back if the transaction fails, so that there are no gaps. */
export async function nextExport(sql: Sql): Promise<number> {
  const [row] = await sql.query<{ dernier: string }>(
    `update compteur set dernier = dernier + 1 where nom = 'export' returning dernier::text`,
  )
  if (row === undefined) throw new Error('compteur export: absent, lockExports first')
  return Number(row.dernier)
}

/** Billable acts that no export holds, oldest first, between two days inclusive where given. */
export async function freeActes(
  sql: Sql,
  keys: Keys,
  period: { readonly du: string | null; readonly au: string | null },
): Promise<ActeDExport[]> {
  const rows = await sql.query<LigneActe>(
    `select id::text, dossier, rang, role, cle, donnees from acte
     where export is null and etat = 'facturable' and suspendu_motif is null
       and ($1::date is null or date_acte >= $1) and ($2::date is null or date_acte <= $2)
     order by acte.date_acte, acte.id for update`,
    [period.du, period.au],
  )
  return await decrypted(sql, keys, rows)
}

/** The acts of a voided export that are free again, in their order there. */
export async function releasedActes(sql: Sql, keys: Keys, id: number): Promise<ActeDExport[]> {
  const rows = await sql.query<LigneActe>(
    `select a.id::text, a.dossier, a.rang, a.role, a.cle, a.donnees
     from export_acte x join acte a on a.id = x.acte
     where x.export = $1 and x.corrige_le is null and a.export is null and a.etat = 'facturable' and a.suspendu_motif is null
     order by x.ordre for update of a`,
    [id],
  )
  return await decrypted(sql, keys, rows)
}

/** The acts that an export held, in their order and as it showed them, whatever became of them since. */
export async function exportedActes(sql: Sql, keys: Keys, id: number): Promise<ActeDExport[]> {
  const rows = await sql.query<LigneActe>(
    `select a.id::text, a.dossier, a.rang, a.role, coalesce(x.cle, a.cle) as cle,
       coalesce(x.donnees, a.donnees) as donnees
     from export_acte x join acte a on a.id = x.acte where x.export = $1 order by x.ordre`,
    [id],
  )
  return await decrypted(sql, keys, rows)
}

/** Keeps an export and locks its acts to it. */
export async function insertExport(
  sql: Sql,
  made: NouvelExport,
  actes: readonly number[],
): Promise<void> {
  await sql.query(
    `insert into export (id, du, au, cree_le, par, nombre, total_centimes, empreintes, manifeste,
       signature, remplace)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
    [
      made.id,
      made.du,
      made.au,
      made.creeLe,
      made.par,
      made.nombre,
      made.totalCentimes,
      JSON.stringify(made.empreintes),
      made.manifeste,
      made.signature,
      made.remplace,
    ],
  )
  await sql.query(
    `insert into export_acte (export, acte, ordre)
     select $1, acte, ordre from unnest($2::bigint[]) with ordinality as u (acte, ordre)`,
    [made.id, actes],
  )
  await sql.query('update acte set export = $1 where id = any($2::bigint[])', [made.id, actes])
  if (made.remplace !== null) {
    await sql.query('update export set remplace_par = $1 where id = $2', [made.id, made.remplace])
  }
}

/**
 * Voids an export: its acts are free again, except those already paid; one whose letter failed since
 * is suspended. Gives how many were freed and how many stay because they are paid.
 */
export async function voidExportRow(
  sql: Sql,
  id: number,
  { motif, now }: { readonly motif: string; readonly now: Date },
): Promise<{ liberes: number; payes: number }> {
  await sql.query(`update export set annule_le = $2, annule_motif = $3 where id = $1`, [
    id,
    now,
    motif,
  ])
  const freed = await sql.query(
    `update acte set export = null, retour = null, retour_le = null, retour_motif = null,
       suspendu_motif = coalesce(suspendu_motif, signale_motif), signale_motif = null
     where export = $1 and retour is distinct from 'paye' returning id`,
    [id],
  )
  const paid = await sql.query(`select from acte where export = $1`, [id])
  return { liberes: freed.length, payes: paid.length }
}

/** How many acts of an export are not paid. */
export async function unpaidActes(sql: Sql, id: number): Promise<number> {
  const rows = await sql.query(
    `select from acte where export = $1 and retour is distinct from 'paye'`,
    [id],
  )
  return rows.length
}

/** One export; null if there is none. `lock` holds it until the transaction ends. */
export async function exportOf(
  sql: Sql,
  id: number,
  lock: '' | 'lock' = '',
): Promise<Export | null> {
  const [row] = await sql.query<LigneExport>(
    `select ${COLONNES} from export where id = $1${lock === 'lock' ? ' for update' : ''}`,
    [id],
  )
  return row === undefined ? null : exportFrom(row)
}

/** A page of exports, newest first. */
export async function listExports(
  sql: Sql,
  page: { readonly after: number | null; readonly limit: number },
): Promise<{ items: Export[]; next: number | null }> {
  const rows = await sql.query<LigneExport>(
    `select ${COLONNES} from export where ($1::bigint is null or id < $1) order by id desc limit $2`,
    [page.after, page.limit + 1],
  )
  const items = rows.slice(0, page.limit).map(exportFrom)
  return { items, next: rows.length > page.limit ? (items.at(-1)?.id ?? null) : null }
}

/** Where an act stands for the insurer's answers; null if there is no such act. */
export async function acteARetourner(
  sql: Sql,
  acte: number,
): Promise<{ export: number | null } | null> {
  const [row] = await sql.query<{ export: string | null }>(
    'select export::text from acte where id = $1 for update',
    [acte],
  )
  if (row === undefined) return null
  return { export: row.export === null ? null : Number(row.export) }
}

/** Notes the insurer's answer about an act, after those before it; the last one stands. */
export async function noteRetour(sql: Sql, acte: number, retour: RetourActe): Promise<void> {
  const { statut, date, motif, montantCentimes = null } = retour
  await sql.query(
    `insert into retour_acte (acte, export, statut, le, motif, montant_centimes)
     select id, export, $2, $3, $4, $5 from acte where id = $1`,
    [acte, statut, date, motif, montantCentimes],
  )
  await sql.query(
    `update acte set retour = $2, retour_le = $3, retour_motif = $4, suite = null, suite_le = null
     where id = $1`,
    [acte, statut, date, motif],
  )
}

interface LigneExport {
  readonly id: string
  readonly du: string | null
  readonly au: string | null
  readonly cree_le: string
  readonly par: string
  readonly nombre: number
  readonly total_centimes: string
  readonly empreintes: { readonly [format: string]: string }
  readonly manifeste: string
  readonly signature: Buffer
  readonly annule_le: string | null
  readonly annule_motif: string | null
  readonly remplace: string | null
  readonly remplace_par: string | null
}

const ISO = `'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'`
const COLONNES = `id::text, to_char(du, 'YYYY-MM-DD') as du, to_char(au, 'YYYY-MM-DD') as au,
  to_char(cree_le at time zone 'UTC', ${ISO}) as cree_le, par, nombre, total_centimes::text,
  empreintes, manifeste, signature, to_char(annule_le at time zone 'UTC', ${ISO}) as annule_le,
  annule_motif, remplace::text, remplace_par::text`

function exportFrom(row: LigneExport): Export {
  return {
    id: Number(row.id),
    du: row.du,
    au: row.au,
    creeLe: row.cree_le,
    par: row.par,
    nombre: row.nombre,
    totalCentimes: Number(row.total_centimes),
    empreintes: row.empreintes,
    manifeste: row.manifeste,
    signature: row.signature,
    annuleLe: row.annule_le,
    annuleMotif: row.annule_motif,
    remplace: row.remplace === null ? null : Number(row.remplace),
    remplacePar: row.remplace_par === null ? null : Number(row.remplace_par),
  }
}

async function decrypted(sql: Sql, keys: Keys, rows: readonly LigneActe[]): Promise<ActeDExport[]> {
  const actes: ActeDExport[] = []
  for (const row of rows) {
    actes.push({ id: Number(row.id), acte: await decryptActe(sql, keys, row) })
  }
  return actes
}
