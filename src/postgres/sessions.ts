/**
 * Who else is at work on this database.
 */
import type { Database } from './sql.ts'

/** Sessions of ours besides the one that asks; right for a process that uses one at a time. */
export async function otherSessions(db: Database): Promise<number> {
  const [row] = await db.query<{ n: number }>(
    `select count(*) as n from pg_stat_activity
     where datname = current_database() and application_name = 'confrere'
       and pid <> pg_backend_pid()`,
  )
  return row?.n ?? 0
}
