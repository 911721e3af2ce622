/**
 * A new export: its number without gaps, the acts taken for it, their order, what was signed.
 *
 * In    a period, or the export that it replaces
 * Out   rows of one transaction; acts are taken and put in order by single statements, whatever their number
 * Refuses nothing here: `billing/export.ts` says what is not allowed.
 *
 * SPEC §11
 */
import type { Acte } from '../../domain/acte.ts'
import type { Sql } from '../../postgres/sql.ts'
import type { Keys } from '../keys/keys.ts'
import { decryptActe, type LigneActe } from './actes.ts'
import type { Export } from './exports.ts'

/** What the ledger needs to keep a new export. */
type NouvelExport = Omit<Export, 'annuleLe' | 'annuleMotif' | 'remplacePar' | 'omis'>

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

/** What was taken for an export: how many acts, and their sum. */
export interface Pris {
  readonly nombre: number
  readonly totalCentimes: number
}

const LIBRE = `a.export is null and a.etat = 'facturable' and a.suspendu_motif is null`
/** The number that `nextExport` gives next, while exports are locked. */
const PROCHAIN = `(select dernier + 1 from compteur where nom = 'export')`

/** Of which free acts an export is made: those of a period, or those that a voided export gave back. */
export interface Perimetre {
  readonly du: string | null
  readonly au: string | null
  /** The voided export; null: every free act of the period. */
  readonly de: number | null
}

const DANS = `${LIBRE} and ($1::date is null or a.date_acte >= $1)
  and ($2::date is null or a.date_acte <= $2)
  and ($3::bigint is null or exists (select from export_acte x
    where x.export = $3 and x.acte = a.id and x.corrige_le is null))`

/** Takes what is billable and free for the next export, one statement; `among`: only acts of these numbers. */
export async function takeFreeActes(
  sql: Sql,
  { du, au, de }: Perimetre,
  among: readonly number[] | null = null,
): Promise<Pris> {
  return await taken(
    sql,
    `update acte a set export = ${PROCHAIN}
      where ${DANS} and ($4::bigint[] is null or a.id = any($4))`,
    [du, au, de, among],
  )
}

/** Acts read at once. */
const PAGE = 100

/** The free acts themselves, a page at a time: some formats look inside before they take them. */
export async function* freeActes(
  sql: Sql,
  keys: Keys,
  { du, au, de }: Perimetre,
): AsyncGenerator<readonly { readonly id: number; readonly acte: Acte }[]> {
  for (let after = '0'; ; ) {
    const rows = await sql.query<LigneActe>(
      `select a.id::text, a.dossier, a.rang, a.role, a.cle, a.donnees from acte a
       where ${DANS} and a.id > $4 order by a.id limit ${PAGE}`,
      [du, au, de, after],
    )
    const page: { id: number; acte: Acte }[] = []
    for (const row of rows) {
      page.push({ id: Number(row.id), acte: await decryptActe(sql, keys, row) })
    }
    if (page.length > 0) yield page
    if (rows.length < PAGE) return
    after = rows.at(-1)?.id ?? after
  }
}

/** The voided exports, not superseded yet, that gave back acts which the next export takes; newest first. */
export async function formerExports(sql: Sql): Promise<number[]> {
  const rows = await sql.query<{ id: string }>(
    `select distinct e.id from export e join export_acte x on x.export = e.id join acte a on a.id = x.acte
     where a.export = ${PROCHAIN} and x.corrige_le is null and e.annule_le is not null
       and e.remplace_par is null order by e.id desc`,
  )
  return rows.map(({ id }) => Number(id))
}

async function taken(sql: Sql, update: string, values: readonly unknown[]): Promise<Pris> {
  const [row] = await sql.query<{ nombre: number; total: number }>(
    `with pris as (${update} returning a.montant_centimes)
     select count(*)::int as nombre, coalesce(sum(montant_centimes), 0)::bigint as total from pris`,
    values,
  )
  return { nombre: row?.nombre ?? 0, totalCentimes: Number(row?.total ?? 0) }
}

/**
 * Keeps an export whose acts were taken, and their order: that of the export it replaces, else by day and number.
 * What is signed comes with `sealExport`, once the acts were read.
 */
export async function insertExport(
  sql: Sql,
  made: Omit<NouvelExport, 'empreintes' | 'manifeste' | 'signature'>,
  supersedes: readonly number[],
): Promise<void> {
  await sql.query(
    `insert into export (id, du, au, cree_le, par, nombre, total_centimes, empreintes, manifeste,
       signature, remplace, rendu)
     values ($1, $2, $3, $4, $5, $6, $7, '{}', '', '', $8, $9)`,
    [
      made.id,
      made.du,
      made.au,
      made.creeLe,
      made.par,
      made.nombre,
      made.totalCentimes,
      made.remplace,
      made.rendu,
    ],
  )
  await sql.query(
    `insert into export_acte (export, acte, ordre)
     select $1, a.id, row_number() over (order by x.ordre, a.date_acte, a.id)
     from acte a left join export_acte x on x.acte = a.id and x.export = $2
     where a.export = $1`,
    [made.id, made.remplace],
  )
  await sql.query('update export set remplace_par = $1 where id = any($2::bigint[])', [
    made.id,
    supersedes,
  ])
}

/** Puts what was signed under an export that this transaction made. */
export async function sealExport(
  sql: Sql,
  id: number,
  {
    empreintes,
    manifeste,
    signature,
    omis,
  }: Pick<Export, 'empreintes' | 'manifeste' | 'signature'> & {
    /** By format, the acts that its file leaves out. */
    readonly omis: { readonly [format: string]: readonly object[] }
  },
): Promise<void> {
  await sql.query(
    'update export set empreintes = $2, manifeste = $3, signature = $4, omis = $5 where id = $1',
    [id, JSON.stringify(empreintes), manifeste, signature, JSON.stringify(omis)],
  )
}
