/**
 * A PostgreSQL of Debian's packages, with the tools that the embedded one lacks; another version than ours, too.
 *
 *   const programs = debianPrograms()         // a string: why this machine has none
 *   const server = await openServer(programs)
 *   server.url                                // an empty database
 *   await server.run('pg_dump', ['--file=…', server.url])
 */
import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync } from 'node:fs'
import { chmod, chown, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

import { answers } from '../../src/postgres/embedded-server.ts'
import { freePort, until } from './chaos/gateways.ts'

/** A server, and its tools. */
export interface DebianPostgres {
  readonly url: string
  /** Runs a tool of its version to its end; throws when it fails. */
  run(tool: string, args: readonly string[]): Promise<void>
  close(): Promise<void>
}

const HOME = '/usr/lib/postgresql'
/** What we ask for at least. SPEC §2 */
const OLDEST = 15
const START_MS = 60_000
/** PostgreSQL does not run as root. */
const NOBODY = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {}

const run = promisify(execFile)

/** The folder of the newest one's programs; null when this machine has none. */
export function debianPrograms(): string | null {
  const versions = existsSync(HOME) ? readdirSync(HOME).map(Number) : []
  const found = versions
    .filter((version) => version >= OLDEST)
    .sort((a, b) => b - a)
    .map((version) => join(HOME, String(version), 'bin'))
  return found.find((bin) => existsSync(join(bin, 'postgres'))) ?? null
}

/** Starts one on loopback, with a database of its own. */
export async function openServer(programs: string): Promise<DebianPostgres> {
  const folder = await mkdtemp(join(tmpdir(), 'confrere-debian-'))
  await chmod(folder, 0o700)
  if (NOBODY.uid !== undefined) await chown(folder, NOBODY.uid, NOBODY.gid)
  const options = { ...NOBODY, cwd: '/', env: { PATH: '/usr/bin:/bin', LC_ALL: 'C' } }
  const base = join(folder, 'base')
  const made = ['--auth=trust', '--username=confrere', '--encoding=UTF8', '--locale=C', '--no-sync']
  await run(join(programs, 'initdb'), [`--pgdata=${base}`, ...made], options)
  const port = await freePort()
  const settings = ['listen_addresses=127.0.0.1', `unix_socket_directories=${folder}`]
  const given = settings.flatMap((each) => ['-c', each])
  const server = spawn(join(programs, 'postgres'), ['-D', base, '-p', String(port), ...given], {
    ...options,
    stdio: 'ignore',
  })
  const url = (name: string): string => `postgres://confrere@127.0.0.1:${port}/${name}`
  const close = async (): Promise<void> => {
    if (server.exitCode === null && server.signalCode === null) {
      const ended = once(server, 'exit')
      server.kill('SIGINT')
      await ended
    }
    await rm(folder, { recursive: true, force: true })
  }
  if (!(await until(() => answers(url('postgres'), 'confrere'), START_MS))) {
    await close()
    throw new Error(`the server of ${programs} did not start`)
  }
  return {
    url: url('confrere'),
    async run(tool, args) {
      await run(join(programs, tool), [...args])
    },
    close,
  }
}
