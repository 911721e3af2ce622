/**
 * The embedded server from outside: spoken to, and killed.
 */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

import { openDatabase } from '../../../src/postgres/database.ts'

/** The address of the embedded server now. */
export async function addressOf(base: string): Promise<string> {
  const [password, port] = await Promise.all(
    ['motdepasse', 'port'].map((name) => readFile(join(base, name), 'utf8')),
  )
  return `postgres://confrere:${password}@127.0.0.1:${port}/confrere`
}

/** Says one statement to the embedded server. */
export async function tell(base: string, text: string): Promise<void> {
  const db = openDatabase(await addressOf(base), { max: 1 })
  try {
    await db.query(text)
  } finally {
    await db.close()
  }
}

/** Makes PostgreSQL want one more file for its log, which a full disk has no room for. */
export async function nextWalFile(base: string): Promise<void> {
  try {
    await tell(base, "select pg_logical_emit_message(false, 'plein', 'x', true), pg_switch_wal()")
  } catch {
    // It fell.
  }
}
