/**
 * The operators' white list in force: kept once verified, replaced only by a newer one.
 *
 * In    a list whose signature was verified
 * Out   whether it was taken; the list in force, with a mark that changes when it does
 * Refuses   an older one, and another one of the same instant
 */
import type { Sql } from '../../postgres/sql.ts'

/** A list as it is kept. */
export interface ListeGardee {
  readonly genereeLe: Date
  /** Hexadecimal. */
  readonly sha256: string
  readonly signataire: string
  readonly domaines: ReadonlyMap<string, readonly string[]>
}

/** Takes a verified list: `prise`, `connue` when it is the one in force, `ancienne` when that one is newer. */
export async function takeListe(
  sql: Sql,
  liste: ListeGardee,
  now: Date,
): Promise<'prise' | 'connue' | 'ancienne'> {
  const taken = await sql.query(
    `insert into liste_blanche as l (generee_le, sha256, signataire, domaines, prise_le)
     values ($1, decode($2, 'hex'), $3, $4, $5)
     on conflict (seule) do update set generee_le = excluded.generee_le, sha256 = excluded.sha256,
       signataire = excluded.signataire, domaines = excluded.domaines, prise_le = excluded.prise_le
     where l.generee_le < excluded.generee_le
     returning seule`,
    [liste.genereeLe, liste.sha256, liste.signataire, JSON.stringify([...liste.domaines]), now],
  )
  if (taken.length > 0) return 'prise'
  return (await listeMark(sql)) === liste.sha256 ? 'connue' : 'ancienne'
}

/** SHA-256 of the list in force; null without. */
export async function listeMark(sql: Sql): Promise<string | null> {
  const [row] = await sql.query<{ sha256: string }>(
    "select encode(sha256, 'hex') as sha256 from liste_blanche",
  )
  return row?.sha256 ?? null
}

/** The list in force; null without. */
export async function listeEnVigueur(sql: Sql): Promise<ListeGardee | null> {
  const [row] = await sql.query<{
    generee_le: Date
    sha256: string
    signataire: string
    domaines: [string, string[]][]
  }>(`select generee_le, encode(sha256, 'hex') as sha256, signataire, domaines from liste_blanche`)
  if (row === undefined) return null
  return {
    genereeLe: row.generee_le,
    sha256: row.sha256,
    signataire: row.signataire,
    domaines: new Map(row.domaines),
  }
}
