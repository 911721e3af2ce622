/**
 * The lists that were fetched: their addresses, the last good one of each, shared by all hosts.
 *
 * A try is claimed on the row, so that of several processes one fetches. SPEC §13.10
 */

import type { Database, Sql } from '../../postgres/sql.ts'
import { keepPieces, type Piece } from './revocation-evidence.ts'

/** More addresses than all authorities of a country have. */
const MAX_ADDRESSES = 500
const MAX_ISSUERS = 500
/** An address that no certificate has named for so long is forgotten. */
const FORGET_AFTER = '90 days'

/** Notes addresses, those seen before included; beyond a bound new ones are left aside. */
export async function noteAddresses(
  sql: Sql,
  addresses: readonly string[],
  now: Date,
): Promise<void> {
  if (addresses.length === 0) return
  await sql.query(
    `insert into liste_revocation (adresse, vue_le)
     select a, $2 from unnest($1::text[]) a
      where exists (select from liste_revocation l where l.adresse = a)
         or (select count(*) from liste_revocation) < $3
     on conflict (adresse) do update set vue_le = excluded.vue_le`,
    [addresses, now, MAX_ADDRESSES],
  )
}

/** Notes the certificates of authorities that only mails carry; beyond a bound new ones are left aside. */
export async function noteIssuers(
  sql: Sql,
  issuers: readonly { readonly sha256: string; readonly der: Buffer }[],
  now: Date,
): Promise<void> {
  // In one order, so that two transactions that note the same ones do not wait for each other.
  for (const { sha256, der } of issuers.toSorted((a, b) => (a.sha256 < b.sha256 ? -1 : 1))) {
    await sql.query(
      `insert into emetteur_vu (sha256, der, vue_le)
       select $1, $2, $3
        where exists (select from emetteur_vu where sha256 = $1)
           or (select count(*) from emetteur_vu) < $4
       on conflict (sha256) do update set vue_le = excluded.vue_le`,
      [sha256, der, now, MAX_ISSUERS],
    )
  }
}

/** The certificates of authorities that mails showed; those not seen for long are forgotten. */
export async function seenIssuers(sql: Sql, now: Date): Promise<Buffer[]> {
  await sql.query('delete from emetteur_vu where vue_le < $1::timestamptz - $2::interval', [
    now,
    FORGET_AFTER,
  ])
  const rows = await sql.query<{ der: Buffer }>('select der from emetteur_vu order by sha256')
  return rows.map(({ der }) => der)
}

/** Claims the addresses that are due for a try: an hour after a good one, sooner after a failure. */
export async function claimAddresses(
  sql: Sql,
  now: Date,
  every: { readonly goodMs: number; readonly failedMs: number },
): Promise<string[]> {
  await sql.query(`delete from liste_revocation where vue_le < $1::timestamptz - $2::interval`, [
    now,
    FORGET_AFTER,
  ])
  const rows = await sql.query<{ adresse: string }>(
    `update liste_revocation set essayee_le = $1
      where adresse in (
        select adresse from liste_revocation
         where essayee_le is null
            or essayee_le <= $1::timestamptz
               - case when faute is null then $2::float8 else $3::float8 end * interval '1 millisecond'
         order by essayee_le nulls first limit 50 for update skip locked)
      returning adresse`,
    [now, every.goodMs, every.failedMs],
  )
  return rows.map(({ adresse }) => adresse)
}

/** Keeps a list as the last good one of its address. */
export async function keepList(
  db: Database,
  adresse: string,
  list: Piece & { readonly thisUpdate: Date; readonly nextUpdate: Date },
  now: Date,
): Promise<void> {
  await db.transaction(async (sql) => {
    await keepPieces(sql, [list], new Set())
    await sql.query(
      `update liste_revocation
          set piece = $2, emise_le = $3, echeance = $4, obtenue_le = $5, faute = null,
              faute_depuis = null
        where adresse = $1 and (emise_le is null or emise_le <= $3)`,
      [adresse, list.sha256, list.thisUpdate, list.nextUpdate, now],
    )
  })
}

/** Notes why a try failed; the last good list stays. */
export async function noteFault(sql: Sql, adresse: string, faute: string): Promise<void> {
  await sql.query(
    `update liste_revocation set faute = $2, faute_depuis = coalesce(faute_depuis, essayee_le)
      where adresse = $1`,
    [adresse, faute],
  )
}

/** The addresses that have given no list since an instant, though they were asked. */
export async function silentAddresses(sql: Sql, since: Date): Promise<string[]> {
  const rows = await sql.query<{ adresse: string }>(
    'select adresse from liste_revocation where faute_depuis <= $1 order by adresse',
    [since],
  )
  return rows.map(({ adresse }) => adresse)
}

/** What names the lists held now: changes when one of them does. */
export async function listsMark(sql: Sql): Promise<string> {
  const [row] = await sql.query<{ mark: string | null }>(
    `select string_agg(piece, ',' order by adresse) as mark
       from liste_revocation where piece is not null`,
  )
  return row?.mark ?? ''
}

/** The last good list of each address. */
export async function heldLists(sql: Sql): Promise<{ name: string; bytes: Buffer }[]> {
  return await sql.query(
    `select distinct on (p.sha256) l.adresse as name, p.octets as bytes
       from liste_revocation l join piece_revocation p on p.sha256 = l.piece
      order by p.sha256, l.adresse`,
  )
}
