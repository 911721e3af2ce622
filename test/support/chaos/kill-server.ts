/**
 * `kill -9` of the embedded server at this very instant: nothing is waited for.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Who dies: the server alone, its sessions ending by themselves; all of it; the sessions in a COMMIT. */
export type Victim = 'postmaster' | 'all' | 'commit'

/** Kills; throws when no server is there, or no session to kill. */
export function killServer(base: string, victim: Victim): void {
  const pid = Number(readFileSync(join(base, 'base/postmaster.pid'), 'utf8').split('\n')[0])
  const sessions = read(`/proc/${pid}/task/${pid}/children`).split(' ').filter(Boolean).map(Number)
  if (victim === 'commit') {
    // The server calls a session by what it does.
    const committing = sessions.filter((each) => read(`/proc/${each}/cmdline`).includes('COMMIT'))
    if (committing.length === 0) throw new Error('no session commits')
    for (const each of committing) process.kill(each, 'SIGKILL')
    return
  }
  process.kill(pid, 'SIGKILL')
  if (victim === 'postmaster') return
  for (const each of sessions) {
    try {
      process.kill(each, 'SIGKILL')
    } catch {
      // It was gone before.
    }
  }
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}
