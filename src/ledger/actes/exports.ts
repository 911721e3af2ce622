/**
 * The exports: a number without gaps, the acts locked to it, what was signed, and what became of it.
 *
 * In    acts that are free; an export to void
 * Out   exports and their acts, in their order, for ever
 * Refuses nothing here: `billing/export.ts` says what is not allowed.
 *
 * SPEC §11
 */
import type { Acte } from '../../domain/acte.ts'
import type { Sql } from '../../postgres/sql.ts'
import type { Keys } from '../keys/keys.ts'
import { decryptActe, type LigneActe } from './actes.ts'

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
  /** By which writing of the formats its files are made. */
  readonly rendu: number
  /** By format: the acts that its file leaves out; of a list the first ones only. */
  readonly omis: {
    readonly [format: string]: {
      readonly nombre: number
      readonly actes: readonly { readonly id: number; readonly manque: readonly string[] }[]
    }
  }
}

/** An act that an export holds. */
export interface ActeDExport {
  readonly id: number
  readonly acte: Acte
}

/** Acts read at once: a few thousandths of a second of work. */
const PAGE = 100

/**
 * The acts that an export held, in their order and as it showed them, whatever became of them since; a page at a time,
 * nothing held open.
 */
export async function* exportedActes(
  sql: Sql,
  keys: Keys,
  id: number,
): AsyncGenerator<readonly ActeDExport[]> {
  for (let after = 0; ; ) {
    const rows = await sql.query<LigneActe & { ordre: number }>(
      `select a.id::text, a.dossier, a.rang, a.role, coalesce(x.cle, a.cle) as cle,
         coalesce(x.donnees, a.donnees) as donnees, x.ordre
       from export_acte x join acte a on a.id = x.acte
       where x.export = $1 and x.ordre > $2 order by x.ordre limit ${PAGE}`,
      [id, after],
    )
    if (rows.length > 0) yield await decrypted(sql, keys, rows)
    if (rows.length < PAGE) return
    after = rows.at(-1)?.ordre ?? after
  }
}

/** Is the key of one of its billing years destroyed? Then nothing of the export is read any more. SPEC §13.5 */
export async function isPurged(sql: Sql, id: number): Promise<boolean> {
  const rows = await sql.query(
    `select from cle where detruite_le is not null and id in (
       select coalesce(x.cle, a.cle) from export_acte x join acte a on a.id = x.acte
       where x.export = $1) limit 1`,
    [id],
  )
  return rows.length > 0
}

/** An act that a void frees: the insurer has not said a word about it. */
const SANS_REPONSE = 'export = $1 and retour is null'

/** What a void did: how many acts it freed, how many stay with their answer, paid ones among them. */
export interface Annule {
  readonly liberes: number
  readonly repondus: number
  readonly payes: number
}

/**
 * Voids an export: its acts are free again, except those paid or answered; one whose letter failed since is
 * suspended.
 */
export async function voidExportRow(
  sql: Sql,
  id: number,
  { motif, now }: { readonly motif: string; readonly now: Date },
): Promise<Annule> {
  // In one order, so that a return file in hand and a void never wait for each other.
  await sql.query('select id from acte where export = $1 order by acte.id for update', [id])
  await sql.query(`update export set annule_le = $2, annule_motif = $3 where id = $1`, [
    id,
    now,
    motif,
  ])
  const [freed] = await sql.query<{ nombre: number }>(
    `with libre as (update acte set export = null, suite = null, suite_le = null,
       suspendu_motif = coalesce(suspendu_motif, signale_motif), signale_motif = null
     where ${SANS_REPONSE} returning id)
     select count(*)::int as nombre from libre`,
    [id],
  )
  const [kept] = await sql.query<{ repondus: number; payes: number }>(
    `select count(*)::int as repondus, count(*) filter (where retour = 'paye')::int as payes
     from acte where export = $1`,
    [id],
  )
  return { liberes: freed?.nombre ?? 0, repondus: kept?.repondus ?? 0, payes: kept?.payes ?? 0 }
}

/** How many acts of an export have no answer. */
export async function unansweredActes(sql: Sql, id: number): Promise<number> {
  const [row] = await sql.query<{ nombre: number }>(
    `select count(*)::int as nombre from acte where ${SANS_REPONSE}`,
    [id],
  )
  return row?.nombre ?? 0
}

/** One export; null if there is none. `lock` holds it until the transaction ends. */
export async function exportOf(
  sql: Sql,
  id: number,
  lock: '' | 'lock' = '',
): Promise<Export | null> {
  const [row] = await sql.query<LigneExport>(
    `select ${colonnes('$[*]')} from export where id = $1${lock === 'lock' ? ' for update' : ''}`,
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
    `select ${colonnes('$[0 to 19]')} from export where ($1::bigint is null or id < $1) order by export.id desc limit $2`,
    [page.after, page.limit + 1],
  )
  const items = rows.slice(0, page.limit).map(exportFrom)
  return { items, next: rows.length > page.limit ? (items.at(-1)?.id ?? null) : null }
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
  readonly rendu: number
  readonly omis: Export['omis']
}

const ISO = `'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'`
const colonnes = (
  named: string,
) => `id::text, to_char(du, 'YYYY-MM-DD') as du, to_char(au, 'YYYY-MM-DD') as au,
  to_char(cree_le at time zone 'UTC', ${ISO}) as cree_le, par, nombre, total_centimes::text,
  empreintes, manifeste, signature, to_char(annule_le at time zone 'UTC', ${ISO}) as annule_le,
  annule_motif, remplace::text, remplace_par::text, rendu,
  (select coalesce(jsonb_object_agg(f, jsonb_build_object('nombre', jsonb_array_length(a),
     'actes', jsonb_path_query_array(a, '${named}'))), '{}') from jsonb_each(omis) as o (f, a)) as omis`

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
    rendu: row.rendu,
    omis: row.omis,
  }
}

async function decrypted(sql: Sql, keys: Keys, rows: readonly LigneActe[]): Promise<ActeDExport[]> {
  const actes: ActeDExport[] = []
  for (const row of rows) {
    actes.push({ id: Number(row.id), acte: await decryptActe(sql, keys, row) })
  }
  return actes
}
