/**
 * The audit as windows see it: a page of lines, newest first.
 *
 * In    a chain (a dossier's number, `facturation`, `passerelle`, a token), a word, a position
 * Out   lines with their hash, in hexadecimal
 *
 * SPEC §12, §13.6
 */
import type { Sql } from '../../postgres/sql.ts'
import type { Page } from '../paging.ts'

/** One audit line. */
export interface LigneJournal {
  readonly seq: number
  readonly chaine: string
  readonly rang: number
  readonly instant: string
  readonly quoi: string
  readonly auteur: string
  readonly detail: { readonly [cle: string]: unknown }
  readonly empreinte: string
}

/** Which lines; absent: all. */
export interface FiltreJournal {
  readonly chaine?: string | undefined
  readonly quoi?: string | undefined
}

interface Row {
  readonly seq: string
  readonly chaine: string
  readonly rang: string
  readonly instant: Date
  readonly quoi: string
  readonly auteur: string
  readonly detail: string
  readonly empreinte: string
}

/** A page of the audit, newest first; `after` is the last `seq` of the former page. */
export async function listJournal(
  sql: Sql,
  filtre: FiltreJournal,
  page: { readonly after: number | null; readonly limit: number },
): Promise<Page<LigneJournal, number>> {
  const rows = await sql.query<Row>(
    `select seq::text, chaine, rang::text, instant, quoi, auteur, detail,
       encode(empreinte, 'hex') as empreinte
     from journal
     where ($1::text is null or chaine = $1) and ($2::text is null or quoi = $2)
       and ($3::bigint is null or seq < $3)
     order by journal.seq desc limit $4`,
    [filtre.chaine ?? null, filtre.quoi ?? null, page.after, page.limit + 1],
  )
  const items = rows.slice(0, page.limit).map((row) => ({
    seq: Number(row.seq),
    chaine: row.chaine,
    rang: Number(row.rang),
    instant: row.instant.toISOString(),
    quoi: row.quoi,
    auteur: row.auteur,
    detail: JSON.parse(row.detail) as LigneJournal['detail'],
    empreinte: row.empreinte,
  }))
  return { items, next: rows.length > page.limit ? (items.at(-1)?.seq ?? null) : null }
}
