/**
 * The ledger, opened: the database (embedded or named), its tables, its keys. Closed in reverse.
 *
 * SPEC §1 (commands find the embedded database through the data directory), §2
 */
import { mkdir, readFile } from 'node:fs/promises'

import type { Config } from '../config.ts'
import { openDatabase } from '../ledger/database.ts'
import { type Embedded, startEmbedded } from '../ledger/embedded.ts'
import type { WatchEvent } from '../ledger/embedded-watch.ts'
import { type Keys, openKeys } from '../ledger/keys.ts'
import { migrate } from '../ledger/migrate.ts'
import type { Database } from '../ledger/sql.ts'
import { ensureDevKeys } from './dev.ts'

/** An open ledger. */
export interface Connections {
  readonly db: Database
  readonly keys: Keys
  readonly url: string
  /** Which way the embedded server runs; null: DATABASE_URL. */
  readonly way: string | null
  close(): Promise<void>
}

/**
 * Opens the ledger; refuses with one sentence when the database or the master key is not to be had. With
 * `watch`, an embedded database that dies is brought back, and what happens is told.
 */
export async function connectionsOf(
  config: Config,
  watch: ((event: WatchEvent, error?: unknown) => void) | null = null,
): Promise<Connections> {
  const master = await masterKey(config)
  const base = await baseOf(config)
  if (watch !== null) base.watch(watch)
  const db = openDatabase(base.url)
  const close = async (): Promise<void> => {
    await db.close()
    await base.release()
  }
  try {
    await migrate(db)
    return {
      db,
      keys: await openKeys(db, master, { echeanceAnnee: (annee) => yearEnd(annee, config) }),
      url: base.url,
      way: base.way,
      close,
    }
  } catch (error) {
    await close()
    throw error
  }
}

type Base = Omit<Embedded, 'way'> & { readonly way: string | null }

async function baseOf(config: Config): Promise<Base> {
  if (config.databaseUrl !== null) {
    const watch = (): void => undefined
    return { url: config.databaseUrl, way: null, watch, release: () => Promise.resolve() }
  }
  await mkdir(config.dataDir, { recursive: true })
  return await startEmbedded(config.dataDir)
}

/** When the acts of a civil year may be destroyed: RETENTION_FACTURATION after its end. SPEC §13.5 */
function yearEnd(annee: number, { retentionFacturationMs }: Config): Date {
  return new Date(Date.UTC(annee + 1, 0, 1) + retentionFacturationMs)
}

const MASTER_KEY_BYTES = 32

async function masterKey(config: Config): Promise<Buffer> {
  await ensureDevKeys(config)
  const { masterKeyFile } = config
  const key = await readFile(masterKeyFile).catch((cause: unknown) => {
    throw new Error(
      `clé maîtresse illisible (${masterKeyFile}) : vérifiez CONFRERE_MASTER_KEY_FILE`,
      { cause },
    )
  })
  if (key.length !== MASTER_KEY_BYTES) {
    throw new Error(
      `clé maîtresse de ${key.length} octets au lieu de ${MASTER_KEY_BYTES} (${masterKeyFile}) : vérifiez CONFRERE_MASTER_KEY_FILE`,
    )
  }
  return key
}
