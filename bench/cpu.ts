/**
 * What the processes of a bench have computed, by Linux's own count: /proc, in hundredths of a second.
 */
import { execFile } from 'node:child_process'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'

/** Seconds that the gateway, its PostgreSQL (of this data directory), and this process have worked so far. */
export async function cpu(folder: string, gateway: number): Promise<readonly number[]> {
  const pid = Number(
    (await readFile(join(folder, 'postgres', 'base', 'postmaster.pid'), 'utf8')).split('\n')[0],
  )
  const { stdout } = await promisify(execFile)('ps', ['-o', 'pid=', '--ppid', String(pid)])
  let postgres = 0
  for (const each of [pid, ...stdout.split('\n').map(Number)].filter((n) => n > 0)) {
    postgres += await cpuSeconds(each).catch(() => 0)
  }
  const { user, system } = process.cpuUsage()
  return [await cpuSeconds(gateway), postgres, (user + system) / 1e6]
}

/** Seconds of a process by the name of its threads. */
export async function threadSeconds(pid: number): Promise<ReadonlyMap<string, number>> {
  const all = new Map<string, number>()
  for (const id of await readdir(`/proc/${pid}/task`).catch(() => [])) {
    const name = await readFile(`/proc/${pid}/task/${id}/comm`, 'utf8').catch(() => '')
    const seconds = await cpuSeconds(`${pid}/task/${id}`).catch(() => 0)
    all.set(name.trim(), (all.get(name.trim()) ?? 0) + seconds)
  }
  return all
}

/** User and system seconds of a process, its threads included; or of one thread. */
async function cpuSeconds(pid: number | string): Promise<number> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8')
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
  return (Number(fields[11]) + Number(fields[12])) / 100
}
