/**
 * The tokens of the HTTP API: made once, shown once, kept as a hash.
 *
 * A token is 256 random bits, so a plain SHA-256 says nothing of it, and finding it by its hash takes
 * the same time whatever its letters. SPEC §1 (`jeton create`), §12
 */
import { createHash, randomBytes, randomUUID } from 'node:crypto'

import type { Sql } from './sql.ts'

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

/** The holder of a token that is neither expired at `now` nor revoked; null otherwise. */
export async function tokenOf(
  sql: Sql,
  token: string,
  now: Date | null = null,
): Promise<Porteur | null> {
  const [row] = await sql.query<Porteur>(
    `select id, portees, titulaire from jeton_api
     where empreinte = $1 and revoque_le is null
       and (expire_le is null or expire_le > coalesce($2, now()))`,
    [hashOf(token), now],
  )
  return row ?? null
}

function hashOf(token: string): Buffer {
  return createHash('sha256').update(token).digest()
}
