/**
 * A postmaster seen from outside: is it ours, is it well, has it gone.
 *
 * Rests on `postmaster.pid` and on /proc: a process is our server when it works in our base, whatever
 * became of its pid since. Every wait is bounded.
 */
import { execFile } from 'node:child_process'
import { readdir, readFile, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'

import pg from 'pg'

const READY_WITHIN_MS = 300_000
const FAST_STOP_MS = 30_000
const HARD_STOP_MS = 5_000
const LOOK_EVERY_MS = 10

/** The pid of the live postmaster of `base`; null when none is there. */
export async function findPostmaster(base: string): Promise<number | null> {
  const lines = await pidFile(base)
  const pid = Number(lines?.[0] ?? 0)
  return pid > 0 && (await worksIn(pid, base)) ? pid : null
}

/**
 * Waits until the postmaster `pid` of `base` takes connections and gives its port; null when it stops
 * instead, or when `isWanted` says to wait no more.
 */
export async function awaitReady(
  base: string,
  pid: number,
  isWanted: () => boolean,
): Promise<number | null> {
  const from = performance.now()
  let seen = false
  while (isWanted() && performance.now() - from < READY_WITHIN_MS) {
    const lines = await pidFile(base)
    if (lines !== null && Number(lines[0]) === pid) {
      seen = true
      // Line 4 is the port; line 8 the state, padded with blanks.
      const state = lines[7]?.trim()
      if (state === 'ready') return Number(lines[3])
      if (state === 'stopping') return null
    } else if (seen) return null
    if (seen && !(await worksIn(pid, base))) return null
    await pause(LOOK_EVERY_MS)
  }
  return null
}

/** Does the server answer a query? Makes the database `create` when it does and that is missing. */
export async function answers(url: string, create: string | null = null): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 })
  client.on('error', () => {})
  try {
    await client.connect()
    const { rowCount } = await client.query('select from pg_database where datname = $1', [create])
    if (create !== null && rowCount === 0) {
      await client.query(`create database ${client.escapeIdentifier(create)}`)
    }
    return true
  } catch {
    // Not answering is the answer.
    return false
  } finally {
    await client.end().catch(() => {})
  }
}

/** Stops the server of `base`, the clean way first, and waits until it has gone. */
export async function stopServer(base: string): Promise<void> {
  const pid = await findPostmaster(base)
  if (pid === null) return
  // PostgreSQL: SIGINT ends sessions and writes a checkpoint, SIGQUIT leaves recovery to the next start.
  for (const [signal, within] of [
    ['SIGINT', FAST_STOP_MS],
    ['SIGQUIT', HARD_STOP_MS],
    ['SIGKILL', HARD_STOP_MS],
  ] as const) {
    kill(pid, signal)
    if (await gone(within, async () => !(await worksIn(pid, base)))) return
  }
}

/** Clears what a dead server left: its children, which hold its memory, then its pid file and sockets. */
export async function clearDead(base: string): Promise<void> {
  const none = async (): Promise<boolean> => (await processesIn(base)).length === 0
  if (!(await gone(HARD_STOP_MS, none))) {
    for (const pid of await processesIn(base)) kill(pid, 'SIGQUIT')
    if (!(await gone(HARD_STOP_MS, none))) {
      for (const pid of await processesIn(base)) kill(pid, 'SIGKILL')
      await gone(HARD_STOP_MS, none)
    }
  }
  await rm(join(base, 'postmaster.pid'), { force: true })
  // A lock of a socket names a process; another may have its number by now.
  for (const name of await readdir(base).catch(() => [])) {
    if (name.startsWith('.s.PGSQL.')) await rm(join(base, name), { force: true })
  }
}

async function pidFile(base: string): Promise<string[] | null> {
  const text = await readFile(join(base, 'postmaster.pid'), 'utf8').catch(() => null)
  return text === null || text === '' ? null : text.split('\n')
}

/** Does this process work in `base`? A zombie works nowhere. */
async function worksIn(pid: number, base: string): Promise<boolean> {
  return (await workingIn([pid], base)).length > 0
}

async function processesIn(base: string): Promise<number[]> {
  const names = await readdir('/proc')
  return await workingIn(names.filter((name) => /^\d+$/.test(name)).map(Number), base)
}

/** Which of these processes work in `base`: the folder itself counts, whatever its path is for them. */
async function workingIn(pids: readonly number[], base: string): Promise<number[]> {
  const folder = await stat(base).catch(() => null)
  if (folder === null) return []
  const found: number[] = []
  const hidden: number[] = []
  for (const pid of pids) {
    const at = await stat(`/proc/${pid}/cwd`).catch((error: unknown) => {
      if (isHidden(error)) hidden.push(pid)
      return null
    })
    if (at?.dev === folder.dev && at.ino === folder.ino) found.push(pid)
  }
  return [...found, ...(await seenByOwner(hidden, base, folder))]
}

/** Most containers keep from root the power to look at other users' processes. */
function isHidden(error: unknown): boolean {
  const code = (error as NodeJS.ErrnoException).code
  return (code === 'EACCES' || code === 'EPERM') && process.getuid?.() === 0
}

/** Which of these processes work in `base`, as its owner sees it: he may look at his own. */
async function seenByOwner(
  pids: readonly number[],
  base: string,
  { uid, gid }: { readonly uid: number; readonly gid: number },
): Promise<number[]> {
  if (pids.length === 0) return []
  const script = 'for each; do [ "/proc/$each/cwd" -ef "$0" ] && echo "$each"; done; :'
  return await new Promise((resolve) => {
    const args = ['-c', script, base, ...pids.map(String)]
    execFile('/bin/sh', args, { uid, gid, cwd: '/', env: {} }, (_error, out) => {
      // Nothing seen is no process of ours.
      resolve(out.split('\n').flatMap((line) => (line === '' ? [] : [Number(line)])))
    })
  })
}

async function gone(withinMs: number, isGone: () => Promise<boolean>): Promise<boolean> {
  const from = performance.now()
  while (!(await isGone())) {
    if (performance.now() - from > withinMs) return false
    await pause(LOOK_EVERY_MS)
  }
  return true
}

function kill(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch {
    // It went by itself in between.
  }
}
