/**
 * Real `serve` processes on one data directory: started, killed, frozen, and started again until told not to.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

import { bareEnv } from '../bare-env.ts'
import type { ChaosOrder } from './injected.ts'

const CLI = fileURLToPath(new URL('../../../src/cli/cli.ts', import.meta.url))
const INJECTED = new URL('./injected.ts', import.meta.url).href

const LAST_WORDS = 3_000
const ORDER_MS = 20_000
/** What a command says when it gives up, in one line. */
const SENTENCE = /^confrere : /

/** The settings of a gateway under test: its data, the relay it sends by, and what the run adds. */
export function settingsOf(
  dataDir: string,
  relay: string,
  more: NodeJS.ProcessEnv = {},
): NodeJS.ProcessEnv {
  return {
    ...bareEnv,
    CONFRERE_DATA_DIR: dataDir,
    CONFRERE_RELAY: relay,
    CONFRERE_ADMIN_ADDRESS: 'administration@medecins.exemple.test',
    CONFRERE_LOG_LEVEL: process.env.CHAOS_LOG ?? 'error',
    ...more,
  }
}

/** One of several gateways; it comes back by itself after a death that nobody wanted. */
export interface Host {
  readonly name: string
  readonly smtp: number
  readonly http: number
  readonly pid: number | null
  /** The named point at which it last died. */
  readonly brokenAt: string | null
  /** The last words of ends that nobody wanted and no signal brought: each is a fault of the gateway. */
  readonly crashes: readonly string[]
  /** Starts given up with a sentence, what they need being away: it is started again, as by any supervisor. */
  readonly refusals: number
  /** Where its next life is to end. */
  breakAt: { readonly point: string; readonly nth: number } | null
  kill(signal: NodeJS.Signals): void
  /** Gives an order to what is injected; false when it was not carried out in time, or died before. */
  order(given: ChaosOrder): Promise<boolean>
  /** SIGTERM, then how it ended (`0` when well); it does not come back until `start`. */
  stop(): Promise<string>
  start(): void
}

/** Runs a command of the program to its end. */
export async function command(
  env: NodeJS.ProcessEnv,
  args: readonly string[],
): Promise<{ code: number | null; out: string; err: string }> {
  const child = spawn(process.execPath, [CLI, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] })
  let out = ''
  let err = ''
  child.stdout.on('data', (piece) => {
    out += piece
  })
  child.stderr.on('data', (piece) => {
    err += piece
  })
  const [code] = (await once(child, 'close')) as [number | null]
  return { code, out, err }
}

/** Makes a host; `said` hears what it writes. */
export async function openHost(
  name: string,
  env: NodeJS.ProcessEnv,
  said: (line: string) => void,
  /** What runs its command elsewhere: `ip netns exec …`. */
  within: readonly string[] = [],
): Promise<Host> {
  const [smtp, http] = [await freePort(), await freePort()]
  let child: ChildProcess | null = null
  let wanted = false
  /** The life that somebody else killed. */
  let asked: ChildProcess | null = null
  let brokenAt: string | null = null
  const crashes: string[] = []
  let refusals = 0
  let breakAt: Host['breakAt'] = null

  const live = (): void => {
    const point = breakAt?.point ?? null
    const chaos =
      breakAt === null ? {} : { CHAOS_POINT: breakAt.point, CHAOS_NTH: String(breakAt.nth) }
    breakAt = null
    const ports = { CONFRERE_SMTP_PORT: String(smtp), CONFRERE_HTTP_PORT: String(http) }
    const [file = '', ...args] = [...within, process.execPath, '--import', INJECTED, CLI, 'serve']
    const life = spawn(file, args, {
      env: { ...env, ...ports, ...chaos },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    })
    child = life
    let isUp = false
    let words = ''
    life.stdout?.on('data', () => {
      isUp = true
    })
    life.stderr?.on('data', (piece: Buffer) => {
      words = `${words}${piece.toString('utf8')}`.slice(-LAST_WORDS)
      said(`${name}: ${piece.toString('utf8').trimEnd()}`)
    })
    life.once('exit', (code, signal) => {
      child = null
      if (signal !== null && point !== null && asked !== life) brokenAt = point
      if (signal === null && wanted) {
        if (code === 1 && !isUp && SENTENCE.test(words.trim().split('\n').at(-1) ?? ''))
          refusals += 1
        else crashes.push(`code ${code}: ${words.trim()}`)
      }
      if (wanted) setTimeout(() => wanted && child === null && live(), 300)
    })
  }
  return {
    name,
    smtp,
    http,
    get pid() {
      return child?.pid ?? null
    },
    get brokenAt() {
      return brokenAt
    },
    get refusals() {
      return refusals
    },
    get crashes() {
      return crashes
    },
    get breakAt() {
      return breakAt
    },
    set breakAt(where) {
      breakAt = where
    },
    kill(signal) {
      if (signal === 'SIGKILL') asked = child
      child?.kill(signal)
    },
    async order(given) {
      const life = child
      if (life === null || !life.connected) return false
      const told = Promise.race([
        once(life, 'message').then(() => true),
        once(life, 'exit').then(() => false),
        pause(ORDER_MS, false),
      ])
      // It may die while it is told.
      life.send(given, () => undefined)
      return await told.catch(() => false)
    },
    async stop() {
      wanted = false
      const life = child
      if (life === null) return 'was not there'
      const ended = once(life, 'exit')
      life.kill('SIGCONT')
      life.kill('SIGTERM')
      const late = setTimeout(() => life.kill('SIGKILL'), 40_000)
      const from = performance.now()
      const [code, signal] = (await ended) as [number | null, string | null]
      clearTimeout(late)
      return code === null
        ? `${signal} after ${Math.round(performance.now() - from)} ms`
        : String(code)
    },
    start() {
      wanted = true
      if (child === null) live()
    },
  }
}

/** Waits until `done`; false when it did not come in time. */
export async function until(done: () => boolean | Promise<boolean>, ms: number): Promise<boolean> {
  const end = performance.now() + ms
  while (!(await done())) {
    if (performance.now() > end) return false
    await pause(100)
  }
  return true
}

/** A port that nobody holds. */
export async function freePort(): Promise<number> {
  return await new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address()
      const port = address !== null && typeof address === 'object' ? address.port : 0
      server.close(() => resolve(port))
    })
  })
}
