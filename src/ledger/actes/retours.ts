/**
 * Return files as they are kept while they are carried out: pages of lines, what became of each, the answers of acts.
 *
 * In    pages as they stream in; for a page, its acts and the answers that they had
 * Out   the next page to do, held; rows written by single statements, whatever their number
 * Refuses nothing here: `billing/apply-returns.ts` says what a line may not do.
 *
 * A page is done in one transaction with what became of it, so a file taken up again goes on where it stopped.
 * SPEC §11, §13.3
 */
import { randomUUID } from 'node:crypto'

import type { Attente, Retour } from '../../domain/retour.ts'
import type { Sql } from '../../postgres/sql.ts'

/** What became of a page, or of a whole file. */
export interface BilanPage<Fausse> {
  /** Answers of payment noted, those of a part included. */
  readonly payes: number
  readonly partiels: number
  readonly rejetes: number
  readonly erreurs: readonly Fausse[]
}

/** Counts of a whole file; `ecartees`: lines that changed nothing. */
export interface Comptes {
  readonly payes: number
  readonly partiels: number
  readonly rejetes: number
  readonly ecartees: number
}

/** Begins a file; its pages follow. */
export async function beginReturns(sql: Sql, par: string): Promise<string> {
  const id = randomUUID()
  await sql.query('insert into retour_fichier (id, par) values ($1, $2)', [id, par])
  return id
}

/** Keeps a page. */
export async function keepPage(
  sql: Sql,
  { fichier, page }: { readonly fichier: string; readonly page: number },
  lignes: readonly object[],
): Promise<void> {
  await sql.query('insert into retour_page (fichier, page, lignes) values ($1, $2, $3)', [
    fichier,
    page,
    JSON.stringify(lignes),
  ])
}

/** Forgets a file that did not come whole. */
export async function dropReturns(sql: Sql, fichier: string): Promise<void> {
  await sql.query('delete from retour_fichier where id = $1 and fini_le is null', [fichier])
}

/** Forgets files that came before an instant: the answers stay with their acts. */
export async function forgetReturns(sql: Sql, before: Date): Promise<void> {
  await sql.query('delete from retour_fichier where recu_le < $1', [before])
}

/** The next page to do, its file held until the transaction ends; null when all are done. */
export async function nextPage<Ligne>(
  sql: Sql,
  fichier: string,
): Promise<{ readonly page: number; readonly lignes: readonly Ligne[] } | null> {
  // The file first: a second worker waits here, then sees what the first one did.
  await sql.query('select from retour_fichier where id = $1 for update', [fichier])
  const [row] = await sql.query<{ page: number; lignes: readonly Ligne[] }>(
    `select page, lignes from retour_page where fichier = $1 and bilan is null
     order by page limit 1`,
    [fichier],
  )
  return row ?? null
}

/** Notes what became of a page; its lines are no longer needed. */
export async function endPage<Fausse>(
  sql: Sql,
  { fichier, page }: { readonly fichier: string; readonly page: number },
  bilan: BilanPage<Fausse>,
): Promise<void> {
  await sql.query(
    `update retour_page set bilan = $3, lignes = '[]' where fichier = $1 and page = $2`,
    [fichier, page, JSON.stringify(bilan)],
  )
}

/** Ends a file, once: gives its counts and whether this was the end; null for a file that is not there. */
export async function endReturns(
  sql: Sql,
  fichier: string,
  now: Date,
): Promise<(Comptes & { readonly fini: boolean }) | null> {
  const known = await sql.query('select from retour_fichier where id = $1 for update', [fichier])
  if (known.length === 0) return null
  const ended = await sql.query(
    'update retour_fichier set fini_le = $2 where id = $1 and fini_le is null returning id',
    [fichier, now],
  )
  const [counts] = await sql.query<Comptes>(
    `select coalesce(sum((bilan->>'payes')::int), 0)::int as payes,
       coalesce(sum((bilan->>'partiels')::int), 0)::int as partiels,
       coalesce(sum((bilan->>'rejetes')::int), 0)::int as rejetes,
       coalesce(sum(jsonb_array_length(bilan->'erreurs')), 0)::int as ecartees
     from retour_page where fichier = $1`,
    [fichier],
  )
  return {
    ...(counts ?? { payes: 0, partiels: 0, rejetes: 0, ecartees: 0 }),
    fini: ended.length > 0,
  }
}

/** The lines that changed nothing, in their order, page by page. */
export async function* toldLines<Fausse>(
  sql: Sql,
  fichier: string,
): AsyncGenerator<readonly Fausse[]> {
  for (let after = -1; ; ) {
    const [row] = await sql.query<{ page: number; erreurs: readonly Fausse[] }>(
      `select page, bilan->'erreurs' as erreurs from retour_page
       where fichier = $1 and page > $2 and jsonb_array_length(bilan->'erreurs') > 0
       order by page limit 1`,
      [fichier, after],
    )
    if (row === undefined) return
    yield row.erreurs
    after = row.page
  }
}

/** An act as a page of answers meets it; `export` null: it is in none. */
export interface ActeAttendu extends Attente {
  readonly id: number
  readonly export: number | null
  /** Day of the act, AAAA-MM-JJ. */
  readonly dateActe: string
}

/** The acts of these numbers; those that an export holds are held until the transaction ends. */
export async function lockExportedActes(
  sql: Sql,
  ids: readonly number[],
): Promise<readonly ActeAttendu[]> {
  // In one order, so that two transactions never wait for each other.
  await sql.query(
    `select id from acte where id = any($1::bigint[]) and export is not null
     order by acte.id for update`,
    [ids],
  )
  return await sql.query<ActeAttendu>(
    `select id::float8 as id, export::float8 as export, montant_centimes as "montantCentimes",
       retour, reste_centimes as "resteCentimes", suite,
       to_char(date_acte, 'YYYY-MM-DD') as "dateActe"
     from acte where id = any($1::bigint[])`,
    [ids],
  )
}

/** An answer that an act already had. */
export interface RetourConnu extends Retour {
  readonly acte: number
  /** It came in the file that is being carried out. */
  readonly ici: boolean
}

/** All answers that these acts ever had. */
export async function answersOf(
  sql: Sql,
  ids: readonly number[],
  fichier: string,
): Promise<readonly RetourConnu[]> {
  return await sql.query<RetourConnu>(
    `select acte::float8 as acte, statut, to_char(le, 'YYYY-MM-DD') as date, motif,
       montant_centimes as "montantCentimes", fichier is not distinct from $2::uuid as ici
     from retour_acte where acte = any($1::bigint[]) order by id`,
    [ids, fichier],
  )
}

/** Notes answers after those before them, in their order. */
export async function noteAnswers(
  sql: Sql,
  fichier: string,
  answers: readonly (Retour & { readonly acte: number; readonly export: number })[],
): Promise<void> {
  await sql.query(
    `insert into retour_acte (acte, export, statut, le, motif, montant_centimes, fichier)
     select acte, export, statut, date, motif, "montantCentimes", $2::uuid
     from rows from (jsonb_to_recordset($1::jsonb) as (acte bigint, export bigint, statut text,
       date date, motif text, "montantCentimes" int)) with ordinality
     order by ordinality`,
    [JSON.stringify(answers), fichier],
  )
}

/** Writes where acts stand after their last answer; what a person had decided of a former one is past. */
export async function standActes(
  sql: Sql,
  stands: readonly (Retour & { readonly acte: number; readonly resteCentimes: number | null })[],
): Promise<void> {
  await sql.query(
    `update acte a set retour = s.statut, retour_le = s.date, retour_motif = s.motif,
       reste_centimes = s."resteCentimes", suite = null, suite_le = null
     from jsonb_to_recordset($1::jsonb) as s (acte bigint, statut text, date date, motif text,
       "resteCentimes" int)
     where a.id = s.acte`,
    [JSON.stringify(stands)],
  )
}
