/**
 * How often we wrote to one correspondent of late: what tells a conversation from two machines that answer each other.
 *
 * SPEC §10 (loops are impossible)
 */
import type { Sql } from '../../postgres/sql.ts'

/**
 * Letters of a dossier put for this address since `since`, counted up to `most`: those that answer what was judged
 * before (`rejeux`), which whoever holds a signed mail can cause, or the others.
 */
export async function lettersSince(
  sql: Sql,
  {
    dossier,
    adresse,
    rejeux,
  }: { readonly dossier: string; readonly adresse: string; readonly rejeux: boolean },
  since: Date,
  most: number,
): Promise<number> {
  const [row] = await sql.query<{ n: number }>(
    `select count(*) as n from (
       select from envoi where dossier = $1 and adresse = $2 and cree_le > $3
         and (position(':rejeu:' in cle_unique) > 0) = $5 limit $4) as e`,
    [dossier, adresse.toLowerCase(), since, most, rejeux],
  )
  return row?.n ?? 0
}

/** Requests of this requerant since `since` that still lack something, counted up to `most`. */
export async function incompleteSince(
  sql: Sql,
  rpps: string,
  since: Date,
  most: number,
): Promise<number> {
  const [row] = await sql.query<{ n: number }>(
    `select count(*) as n from (
       select from dossier
       where ouvert_le > $2 and requerant_rpps = $1 and etat = 'incomplet' limit $3) as d`,
    [rpps, since, most],
  )
  return row?.n ?? 0
}

/**
 * When the letter was put that a word answers: the one it names, if it is of these kinds, else the newest of
 * them for this correspondent of the dossier; null without. SPEC §8
 */
export async function askedAt(
  sql: Sql,
  asked: {
    readonly dossier: string
    readonly rpps: string
    readonly lettres: readonly string[]
    readonly messageIds: readonly string[]
  },
): Promise<Date | null> {
  const [row] = await sql.query<{ cree_le: Date }>(
    `select cree_le from envoi where dossier = $1 and rpps = $2 and lettre = any($3)
      order by message_id = any($4) desc, cree_le desc limit 1`,
    [asked.dossier, asked.rpps, asked.lettres, asked.messageIds],
  )
  return row?.cree_le ?? null
}
