/**
 * The ledger, opened: the database (embedded or named), its tables, its keys. Closed in reverse.
 *
 * SPEC §1 (commands find the embedded database through the data directory), §2
 */
import { readFile } from 'node:fs/promises'

import type { Config } from '../config.ts'
import { makeFolder } from '../kit/folders.ts'
import { NotOpened, notOpened, opening } from '../kit/opening.ts'
import { type Keys, openKeys } from '../ledger/keys/keys.ts'
import { isConnectionLoss, openDatabase } from '../postgres/database.ts'
import { type Embedded, startEmbedded } from '../postgres/embedded.ts'
import type { WatchEvent } from '../postgres/embedded-watch.ts'
import { migrate } from '../postgres/migrate.ts'
import type { Database } from '../postgres/sql.ts'
import { ensureDevKeys } from './gateway-identity.ts'

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
 * Opens the ledger; refuses with one sentence, which names the setting, when the database or the master key is not to
 * be had. With `watch`, an embedded database that dies is brought back, and what happens is told.
 */
export async function connectionsOf(
  config: Config,
  watch: Watch | null = null,
): Promise<Connections> {
  await ensureDevKeys(config)
  const master = await masterKeyOf(config)
  const { db, url, way, close } = await openBase(config, watch)
  try {
    return { db, keys: await keysOf(db, master, config), url, way, close }
  } catch (error) {
    await close()
    throw error
  }
}

type Watch = (event: WatchEvent, error?: unknown) => void

/** An open database, its tables as this version wants them. */
export type OpenBase = Omit<Connections, 'keys'>

/** Opens the database: the one that is named, else the embedded one, which is started. */
export async function openBase(config: Config, watch: Watch | null = null): Promise<OpenBase> {
  const base = await serverOf(config).catch((error: unknown) => {
    throw baseNotOpened(config, error)
  })
  if (watch !== null) base.watch(watch)
  const db = openDatabase(base.url)
  const close = async (): Promise<void> => {
    await db.close()
    await base.release()
  }
  try {
    await migrate(db)
    return { db, url: base.url, way: base.way, close }
  } catch (error) {
    await close()
    throw baseNotOpened(config, error)
  }
}

/** The sentence of a start that the database being away prevents; null when something else does. */
export function baseAway(config: Config, error: unknown): NotOpened | null {
  if (!isConnectionLoss(error)) return null
  // A port, a host name or a folder has codes of the same kind, and its own setting.
  const isOther = error instanceof NotOpened && error.setting !== baseSetting(config)
  return isOther ? null : baseNotOpened(config, error)
}

/** The database is away, or refuses us: one sentence, with its setting. */
function baseNotOpened(config: Config, error: unknown): NotOpened {
  const [setting, thing] = baseOf(config)
  const isMute = error instanceof Error && /timeout exceeded/.test(error.message)
  // The pool says so in English, and without a code.
  return notOpened(setting, thing, isMute ? Object.assign(error, { code: 'ETIMEDOUT' }) : error)
}

/** The setting that names the database. */
export function baseSetting(config: Config): string {
  return baseOf(config)[0]
}

/** The setting that names the database, and where it is, without what is secret. */
function baseOf({ databaseUrl, dataDir }: Config): readonly [setting: string, thing: string] {
  if (databaseUrl === null) return ['CONFRERE_DATA_DIR', dataDir]
  const url = new URL(databaseUrl)
  const host = url.searchParams.get('host') ?? (url.host || 'socket local')
  return ['DATABASE_URL', `base de données ${host}${url.pathname}`]
}

/** The keys of the database, under the master key. */
export async function keysOf(db: Database, master: Buffer, config: Config): Promise<Keys> {
  const options = { echeanceAnnee: (annee: number) => yearEnd(annee, config) }
  try {
    return await openKeys(db, master, options)
  } catch (error) {
    if (isConnectionLoss(error)) throw baseNotOpened(config, error)
    throw notOpened('CONFRERE_MASTER_KEY_FILE', config.masterKeyFile, error)
  }
}

type Server = Omit<Embedded, 'way'> & { readonly way: string | null }

async function serverOf(config: Config): Promise<Server> {
  if (config.databaseUrl !== null) {
    const watch = (): void => undefined
    return { url: config.databaseUrl, way: null, watch, release: () => Promise.resolve() }
  }
  await makeFolder(config.dataDir)
  return await startEmbedded(config.dataDir)
}

/** When the acts of a civil year may be destroyed: RETENTION_FACTURATION after its end. SPEC §13.5 */
function yearEnd(annee: number, { retentionFacturationMs }: Config): Date {
  return new Date(Date.UTC(annee + 1, 0, 1) + retentionFacturationMs)
}

const MASTER_KEY_BYTES = 32

/** The 32 bytes that wrap the data keys. */
export async function masterKeyOf({ masterKeyFile }: Config): Promise<Buffer> {
  return await opening('CONFRERE_MASTER_KEY_FILE', masterKeyFile, async () => {
    const key = await readFile(masterKeyFile)
    if (key.length === MASTER_KEY_BYTES) return key
    throw new Error(
      `cette clé maîtresse a ${key.length} octets au lieu de ${MASTER_KEY_BYTES} ; donnez celle de cette base`,
    )
  })
}
