/**
 * The tokens of the HTTP API: made once, shown once, kept as a hash.
 *
 * A token is 256 random bits, so a plain SHA-256 says nothing of it, and finding it by its hash takes
 * the same time whatever its letters. No process keeps one in memory: each request asks, so that a
 * revocation is in force at once, everywhere. SPEC §1 (`jeton`), §12
 */
import { createHash, randomBytes, randomUUID } from 'node:crypto'

import type { Database, Sql } from '../postgres/sql.ts'
import { append } from './journal/journal.ts'

/** Whose token this is and what it opens. */
export interface Porteur {
  readonly id: string
  readonly portees: readonly string[]
  readonly titulaire: string
}

/** Makes a token and gives it, the only time. */
export async function createToken(
  sql: Sql,
  { portees, titulaire, expire }: Omit<Porteur, 'id'> & { readonly expire: Date | null },
): Promise<{ id: string; token: string }> {
  const id = randomUUID()
  const token = `confrere_${randomBytes(32).toString('base64url')}`
  await sql.query(
    'insert into jeton_api (id, empreinte, portees, titulaire, expire_le) values ($1, $2, $3, $4, $5)',
    [id, hashOf(token), [...portees], titulaire, expire],
  )
  return { id, token }
}

/** A token as it is shown: never its letters. */
export interface JetonMontre {
  readonly id: string
  readonly titulaire: string
  readonly portee: readonly string[]
  /** ISO 8601 UTC; null: no end. */
  readonly expire: string | null
  readonly dernierUsage: string | null
  readonly creeLe: string
}

const ISO = `'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'`
const USAGE = `(dernier_usage is null or dernier_usage < coalesce($2, now()) - interval '1 minute')`
const VALABLE = 'revoque_le is null and (expire_le is null or expire_le > coalesce($2, now()))'

/** The holder of a token that is neither expired at `now` nor revoked; null otherwise. */
export async function tokenOf(
  sql: Sql,
  token: string,
  now: Date | null = null,
): Promise<Porteur | null> {
  return await used(sql, 'empreinte = $1', hashOf(token), now)
}

/** The same by the id that a session of the page holds. */
export async function tokenById(sql: Sql, id: string, now: Date): Promise<Porteur | null> {
  return await used(sql, 'id = $1', id, now)
}

/** Notes the use, at most once a minute a token: a question costs no write. */
async function used(
  sql: Sql,
  which: string,
  what: Buffer | string,
  now: Date | null,
): Promise<Porteur | null> {
  const [row] = await sql.query<Porteur & { perime: boolean }>(
    `select id::text, portees, titulaire, ${USAGE} as perime from jeton_api
     where ${which} and ${VALABLE}`,
    [what, now],
  )
  if (row === undefined) return null
  const { perime, ...holder } = row
  if (perime) {
    await sql.query(
      `update jeton_api set dernier_usage = coalesce($2, now()) where id = $1 and ${USAGE}`,
      [holder.id, now],
    )
  }
  return holder
}

/** The tokens that are good or will be tried: those not revoked, newest first. */
export async function listTokens(
  sql: Sql,
  page: {
    readonly after: { readonly at: string; readonly id: string } | null
    readonly limit: number
  },
): Promise<{ items: JetonMontre[]; next: { at: string; id: string } | null }> {
  const rows = await sql.query<JetonMontre & { at: string }>(
    `select id::text, titulaire, portees as portee, cree_le::text as at,
       to_char(expire_le at time zone 'UTC', ${ISO}) as expire,
       to_char(dernier_usage at time zone 'UTC', ${ISO}) as "dernierUsage",
       to_char(cree_le at time zone 'UTC', ${ISO}) as "creeLe"
     from jeton_api
     where revoque_le is null
       and ($1::timestamptz is null or (cree_le, id) < ($1::timestamptz, $2::uuid))
     order by jeton_api.cree_le desc, jeton_api.id desc limit $3`,
    [page.after?.at ?? null, page.after?.id ?? null, page.limit + 1],
  )
  const items = rows.slice(0, page.limit)
  const last = items.at(-1)
  const next = rows.length > page.limit && last !== undefined ? { at: last.at, id: last.id } : null
  return { items: items.map(({ at: _at, ...shown }) => shown), next }
}

/** What became of a wish to take a token back: done, done before (when, by whom), or no such token. */
export type Revocation =
  | { readonly kind: 'faite' }
  | { readonly kind: 'deja'; readonly le: string; readonly par: string }
  | { readonly kind: 'inconnu' }

/** Takes a token back, in force with the commit, and notes who and why. */
export async function revokeToken(
  db: Database,
  id: string,
  { par, motif, now }: { readonly par: string; readonly motif: string; readonly now: Date },
): Promise<Revocation> {
  return await db.transaction(async (sql) => {
    const rows = await sql.query(
      `update jeton_api set revoque_le = $2, revoque_par = $3, revoque_motif = $4
       where id = $1 and revoque_le is null returning id`,
      [id, now, par, motif],
    )
    if (rows.length === 0) {
      const [former] = await sql.query<{ le: string; par: string }>(
        `select to_char(revoque_le at time zone 'UTC', ${ISO}) as le, revoque_par as par
         from jeton_api where id = $1`,
        [id],
      )
      return former === undefined ? { kind: 'inconnu' } : { kind: 'deja', ...former }
    }
    await append(sql, {
      chaine: `jeton:${id}`,
      quoi: 'jeton.revoque',
      auteur: par,
      detail: { jeton: id, motif },
      instant: now,
    })
    return { kind: 'faite' }
  })
}

function hashOf(token: string): Buffer {
  return createHash('sha256').update(token).digest()
}
