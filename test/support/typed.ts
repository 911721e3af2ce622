/**
 * The program itself, as a user types it: `./confrere` in a folder, with settings of its own.
 *
 *   const { status, out, err } = await typed(folder, ['check'], { CONFRERE_RELAY: … })
 *   const gateway = await served(t, folder, settings)      // `serve`, once it says where it listens
 *   await gateway.stop()                                   // SIGTERM; how it ended
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'

import type { Test } from 'tap'

import { bareEnv } from './bare-env.ts'

export const program = fileURLToPath(new URL('../../confrere', import.meta.url))

export interface Run {
  readonly status: number | null
  readonly out: string
  readonly err: string
}

type Settings = { readonly [name: string]: string }

/** Runs it to its end; `by` is the command that runs it as somebody else. */
export async function typed(
  cwd: string,
  args: readonly string[],
  env: Settings = {},
  by: readonly string[] = [],
): Promise<Run> {
  const child = launched(cwd, [...by, program, ...args], env)
  const said = heard(child)
  const [status] = await once(child, 'close')
  return { status, ...said() }
}

/** A gateway that runs, as its own words tell it. */
export interface Served {
  readonly smtp: { readonly host: string; readonly port: number }
  readonly http: { readonly host: string; readonly port: number; readonly scheme: string }
  readonly said: () => { readonly out: string; readonly err: string }
  /** SIGTERM, once; its exit code. */
  stop(): Promise<number | null>
}

/** `serve`, once it says where it listens; throws with its words when it ends before. */
export async function served(
  t: Pick<Test, 'teardown'>,
  cwd: string,
  env: Settings = {},
  args: readonly string[] = [],
): Promise<Served> {
  const child = launched(cwd, [program, 'serve', ...args], env)
  const said = heard(child)
  const ended = once(child, 'close').then(([code]) => code as number | null)
  let ending: Promise<number | null> | null = null
  const stop = (): Promise<number | null> => {
    child.kill('SIGTERM')
    ending ??= ended
    return ending
  }
  t.teardown(stop)
  const up = new Promise<void>((resolve) =>
    child.stdout?.on('data', () => said().out.includes('\n') && resolve()),
  )
  const first = await Promise.race([up.then(() => 'up'), ended])
  if (first !== 'up') throw new Error(`serve ended with ${first}: ${said().err}`)
  const at = (scheme: string) => {
    const [, name = '', host = '', port = ''] =
      new RegExp(`(${scheme})://([^ ,]*):(\\d+)`).exec(said().out) ?? []
    return { scheme: name, host, port: Number(port) }
  }
  return { smtp: at('smtp'), http: at('https?'), said, stop }
}

function launched(cwd: string, [file = '', ...args]: readonly string[], env: Settings) {
  return spawn(file, args, { cwd, env: { ...bareEnv, ...env }, stdio: ['ignore', 'pipe', 'pipe'] })
}

function heard(child: ChildProcess): () => { readonly out: string; readonly err: string } {
  let [out, err] = ['', '']
  child.stdout?.on('data', (piece) => {
    out += piece
  })
  child.stderr?.on('data', (piece) => {
    err += piece
  })
  return () => ({ out, err })
}

/** Some at a time: a process for each. */
export async function each<T>(all: readonly T[], work: (one: T) => Promise<void>): Promise<void> {
  const left = [...all]
  const hands = Array.from({ length: Math.min(4, availableParallelism()) }, async () => {
    for (let one = left.shift(); one !== undefined; one = left.shift()) await work(one)
  })
  await Promise.all(hands)
}

/**
 * Root without the powers by which he passes over the rights of files, so that these hold for him too; nothing to
 * change for anybody else. Give it only what root owns.
 */
export const asOrdinary: readonly string[] =
  process.getuid?.() === 0
    ? ['setpriv', '--bounding-set=-dac_override,-dac_read_search,-fowner']
    : []
