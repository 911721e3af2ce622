/**
 * What pools have of their own. SPEC §1 (`pool set`)
 */
import { DAY_MS } from '../../domain/calendrier.ts'
import type { AdresseMss, CodeSpecialite } from '../../domain/correspondant.ts'
import type { Pool } from '../../domain/pool.ts'
import type { Sql } from '../../postgres/sql.ts'

/** A change; what is undefined stays as it was, null is as everywhere. Durations in milliseconds. */
export interface ChangePool {
  readonly specialite: CodeSpecialite
  readonly coordinateur?: AdresseMss | null | undefined
  readonly rappelMs?: number | null | undefined
  readonly limiteMs?: number | null | undefined
  readonly expirationMs?: number | null | undefined
  readonly documents?: readonly string[] | undefined
}

/** Sets what a pool has of its own, and gives it as it is then. */
export async function setPool(sql: Sql, change: ChangePool): Promise<Pool> {
  const { specialite, coordinateur, rappelMs, limiteMs, expirationMs, documents } = change
  const given = (value: unknown): boolean => value !== undefined
  const [row] = await sql.query<PoolRow>(
    `insert into pool (specialite, coordinateur, rappel_ms, limite_ms, expiration_ms, documents)
     values ($1, $2, $3, $4, $5, coalesce($6::text[], '{}'))
     on conflict (specialite) do update set
       coordinateur = case when $7 then excluded.coordinateur else pool.coordinateur end,
       rappel_ms = case when $8 then excluded.rappel_ms else pool.rappel_ms end,
       limite_ms = case when $9 then excluded.limite_ms else pool.limite_ms end,
       expiration_ms = case when $10 then excluded.expiration_ms else pool.expiration_ms end,
       documents = coalesce($6::text[], pool.documents), maj_le = now()
     returning ${COLUMNS}`,
    [
      specialite,
      coordinateur ?? null,
      rappelMs ?? null,
      limiteMs ?? null,
      expirationMs ?? null,
      documents ?? null,
      given(coordinateur),
      given(rappelMs),
      given(limiteMs),
      given(expirationMs),
    ],
  )
  if (row === undefined) throw new Error(`pool ${specialite}: not written`)
  return poolOf(row)
}

/** The pools of these specialties that have something of their own; all without a list. */
export async function poolsOf(
  sql: Sql,
  specialites: readonly string[] | null,
): Promise<readonly Pool[]> {
  if (specialites?.length === 0) return []
  const rows = await sql.query<PoolRow>(
    `select ${COLUMNS} from pool where $1::text[] is null or specialite = any($1) order by specialite`,
    [specialites],
  )
  return rows.map(poolOf)
}

const COLUMNS = `specialite, coordinateur, rappel_ms::float8 as "rappelMs",
  limite_ms::float8 as "limiteMs", expiration_ms::float8 as "expirationMs", documents`

interface PoolRow {
  readonly specialite: CodeSpecialite
  readonly coordinateur: AdresseMss | null
  readonly rappelMs: number | null
  readonly limiteMs: number | null
  readonly expirationMs: number | null
  readonly documents: readonly string[]
}

function poolOf(row: PoolRow): Pool {
  const { specialite, coordinateur, rappelMs, limiteMs, expirationMs, documents } = row
  return {
    specialite,
    coordinateur,
    delais: {
      ...(rappelMs !== null && { rappelMs }),
      ...(limiteMs !== null && { limiteMs }),
      ...(expirationMs !== null && { expirationJours: expirationMs / DAY_MS }),
    },
    documents,
  }
}

/** The coordinator of the one pool that a dossier is about; null: none of its own, or several pools. */
export async function coordinatorOf(sql: Sql, dossier: string): Promise<AdresseMss | null> {
  const [row, ...others] = await sql.query<{ coordinateur: AdresseMss | null }>(
    `select distinct s.specialite, p.coordinateur from sollicitation s
     left join pool p on p.specialite = s.specialite where s.dossier = $1`,
    [dossier],
  )
  return others.length > 0 ? null : (row?.coordinateur ?? null)
}

/** Is this the address of a pool's own coordinator? */
export async function isCoordinator(sql: Sql, adresse: AdresseMss): Promise<boolean> {
  const rows = await sql.query('select from pool where lower(coordinateur) = lower($1) limit 1', [
    adresse,
  ])
  return rows.length > 0
}
