/**
 * A new export: its number without gaps, the acts taken for it, their order, what was signed.
 *
 * In    a period, or the export that it replaces
 * Out   rows of one transaction; acts are taken and put in order by single statements, whatever their number
 * Refuses nothing here: `billing/export.ts` says what is not allowed.
 *
 * SPEC §11
 */
import type { Export } from './exports.ts'
import type { Sql } from './sql.ts'

/** What the ledger needs to keep a new export. */
type NouvelExport = Omit<Export, 'annuleLe' | 'annuleMotif' | 'remplacePar'>

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

/** Takes what is billable and free for the next export, between two days inclusive where given: one statement. */
export async function takeFreeActes(
  sql: Sql,
  period: { readonly du: string | null; readonly au: string | null },
): Promise<Pris> {
  return await taken(
    sql,
    `update acte a set export = ${PROCHAIN}
      where ${LIBRE} and ($1::date is null or a.date_acte >= $1)
        and ($2::date is null or a.date_acte <= $2)`,
    [period.du, period.au],
  )
}

/** Takes the acts of a voided export that are free again for the next one: one statement. */
export async function takeReleasedActes(sql: Sql, id: number): Promise<Pris> {
  return await taken(
    sql,
    `update acte a set export = ${PROCHAIN} from export_acte x
      where x.export = $1 and x.corrige_le is null and x.acte = a.id and ${LIBRE}`,
    [id],
  )
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
): Promise<void> {
  await sql.query(
    `insert into export (id, du, au, cree_le, par, nombre, total_centimes, empreintes, manifeste,
       signature, remplace)
     values ($1, $2, $3, $4, $5, $6, $7, '{}', '', '', $8)`,
    [
      made.id,
      made.du,
      made.au,
      made.creeLe,
      made.par,
      made.nombre,
      made.totalCentimes,
      made.remplace,
    ],
  )
  await sql.query(
    `insert into export_acte (export, acte, ordre)
     select $1, a.id, row_number() over (order by x.ordre, a.date_acte, a.id)
     from acte a left join export_acte x on x.acte = a.id and x.export = $2
     where a.export = $1`,
    [made.id, made.remplace],
  )
  if (made.remplace !== null) {
    await sql.query('update export set remplace_par = $1 where id = $2', [made.id, made.remplace])
  }
}

/** Puts what was signed under an export that this transaction made. */
export async function sealExport(
  sql: Sql,
  id: number,
  { empreintes, manifeste, signature }: Pick<Export, 'empreintes' | 'manifeste' | 'signature'>,
): Promise<void> {
  await sql.query(
    'update export set empreintes = $2, manifeste = $3, signature = $4 where id = $1',
    [id, JSON.stringify(empreintes), manifeste, signature],
  )
}
