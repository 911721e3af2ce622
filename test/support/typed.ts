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
