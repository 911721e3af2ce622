/**
 * The lease of a row that a worker holds, made longer while he lives and works.
 *
 * A message or a letter of any size keeps its holder; one whose holder died is free when the lease ends.
 * SPEC §10, §13.3
 */
import type { Sql } from '../postgres/sql.ts'

/** Makes the lease end `leaseMs` from now, if `worker` still holds the row: then true. */
export async function prolong(
  sql: Sql,
  table: 'message_entrant' | 'envoi',
  id: string,
  { worker, leaseMs }: { readonly worker: string; readonly leaseMs: number },
): Promise<boolean> {
  const rows = await sql.query(
    `update ${table} set pris_jusqua = now() + $3 * interval '1 millisecond'
     where id = $1 and pris_par = $2 returning id`,
    [id, worker, leaseMs],
  )
  return rows.length > 0
}

/** A hop whose lease is not renewed is presumed dead, and its row is taken up by another (SPEC §10: within 60 s). */
export const LEASE_MS = 45_000

/** One who takes leases, by the name of his process. */
export interface WithWorker {
  readonly worker: string
}
