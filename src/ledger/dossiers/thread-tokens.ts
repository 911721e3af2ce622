/**
 * The tokens of `dossier+<jeton>@`: the thread of one dossier for one correspondent.
 *
 * 160 random bits as 32 letters `[a-z2-7]`, the same for the life of their row. A token selects a thread
 * and proves nothing. SPEC §3
 */
import { randomBytes } from 'node:crypto'

import type { Sql } from '../../postgres/sql.ts'

/** One correspondent's thread. */
export interface Fil {
  readonly jeton: string
  readonly dossier: string
  readonly role: string
  readonly rang: number | null
  readonly adresse: string
  readonly rpps: string | null
}

const ALPHABET = 'abcdefghijklmnopqrstuvwxyz234567'
const LETTERS = 32

/** The token of a thread, made when first asked. */
export async function threadToken(sql: Sql, fil: Omit<Fil, 'jeton'>): Promise<string> {
  const adresse = fil.adresse.toLowerCase()
  // One round trip, whether it is there or not: the update changes nothing, but returns the row.
  const [row] = await sql.query<{ jeton: string }>(
    `insert into jeton_fil (dossier, role, rang, adresse, jeton, rpps) values ($1, $2, $3, $4, $5, $6)
     on conflict (dossier, role, rang, adresse) do update set adresse = excluded.adresse
     returning jeton`,
    [fil.dossier, fil.role, fil.rang, adresse, randomLetters(), fil.rpps],
  )
  if (row === undefined) throw new Error('a thread is neither there nor made')
  return row.jeton
}

/** The thread of a token, in any case; null when there is none. */
export async function threadOf(sql: Sql, jeton: string): Promise<Fil | null> {
  const [row] = await sql.query<Fil>(
    'select jeton, dossier, role, rang, adresse, rpps from jeton_fil where jeton = $1',
    [jeton.toLowerCase()],
  )
  return row ?? null
}

/** The token of the thread that a letter of ours belongs to; null where it has none. */
export async function tokenOfLetter(
  sql: Sql,
  {
    dossier,
    role,
    adresse,
  }: Pick<Fil, 'role'> & {
    readonly dossier: string | null
    readonly adresse: string | null
  },
  rang: number | null,
): Promise<string | null> {
  if (dossier === null || adresse === null) return null
  const [row] = await sql.query<{ jeton: string }>(
    `select jeton from jeton_fil where dossier = $1 and role = $2 and adresse = $3
     order by rang is distinct from $4, rang limit 1`,
    [dossier, role, adresse.toLowerCase(), rang],
  )
  return row?.jeton ?? null
}

/** A token that nobody guesses: 160 random bits. */
export function randomLetters(): string {
  return [...randomBytes(LETTERS)].map((byte) => ALPHABET[byte & 31]).join('')
}
