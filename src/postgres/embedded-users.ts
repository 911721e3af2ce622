/**
 * Who uses the embedded server: a lock that dies with its holder, and one file a user.
 *
 * The lock is a Unix socket in the abstract namespace: the kernel frees it with the process, even after
 * `kill -9`. A user is alive when its pid still names the process that wrote the file (its start time
 * and the machine's boot are in it), so a reused pid keeps nothing alive.
 */
import { randomBytes } from 'node:crypto'
import { chown, readdir, readFile, rm, stat } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'

import { makeFolder } from '../kit/folders.ts'
import { keepFirst, keepText, keptText } from './embedded-files.ts'

const LOCK_WITHIN_MS = 120_000
const RETRY_MS = 20
const LOCK_NAME = /^[0-9a-f]{32}$/

/** Runs `work` while no other process of this machine does so for the same data directory. */
export async function locked<T>(dataDir: string, work: () => Promise<T>): Promise<T> {
  const name = `\0confrere-${await lockName(dataDir)}`
  const from = performance.now()
  for (;;) {
    const free = await hold(name)
    if (free !== null) {
      try {
        return await work()
      } finally {
        await free()
      }
    }
    if (performance.now() - from > LOCK_WITHIN_MS) {
      throw new Error(
        'Un autre Confrère démarre ou arrête la base de ce répertoire depuis plus de deux minutes. ' +
          'Attendez sa fin ou arrêtez-le, puis recommencez.',
      )
    }
    await pause(RETRY_MS)
  }
}

/** Enters this process among the users of `dataDir`; gives what to call to leave. */
export async function enter(dataDir: string): Promise<() => Promise<void>> {
  const folder = await usersFolder(dataDir)
  const file = join(folder, `${process.pid}-${randomBytes(4).toString('hex')}`)
  await keepText(file, (await lifeOf(process.pid)) ?? '')
  return () => rm(file, { force: true })
}

/** Counts the users alive, and forgets the dead. */
export async function countUsers(dataDir: string): Promise<number> {
  const folder = await usersFolder(dataDir)
  let alive = 0
  for (const name of await readdir(folder)) {
    const pid = /^(\d+)-/.exec(name)?.[1]
    if (pid === undefined) continue
    const written = await readFile(join(folder, name), 'utf8').catch(() => null)
    if (written !== null && written !== '' && written === (await lifeOf(Number(pid)))) alive += 1
    else await rm(join(folder, name), { force: true })
  }
  return alive
}

/** Makes a folder of ours below `dataDir`, owned as `dataDir` is, so that its owner can always clear it. */
export async function usersFolder(dataDir: string): Promise<string> {
  const folder = join(dataDir, 'utilisateurs')
  const made = await makeFolder(folder, 0o700)
  if (made !== undefined && process.getuid?.() === 0) {
    const { uid, gid } = await stat(dataDir)
    await chown(folder, uid, gid)
  }
  return folder
}

/** A random name that only readers of the data directory know: nobody else can hold the lock. */
export async function lockName(dataDir: string): Promise<string> {
  const folder = await usersFolder(dataDir)
  const file = join(folder, 'verrou')
  const known = await keptText(file, LOCK_NAME)
  if (known !== null) return known
  await keepFirst(file, randomBytes(16).toString('hex'))
  const kept = await keptText(file, LOCK_NAME)
  if (kept !== null) return kept
  // What is there is no name of ours: all who come give it the same one instead.
  const { dev, ino } = await stat(folder)
  return `${dev}-${ino}`
}

function hold(name: string): Promise<(() => Promise<void>) | null> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.destroy())
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') resolve(null)
      else reject(error)
    })
    server.listen(name, () => {
      server.unref()
      resolve(() => new Promise((done) => server.close(() => done())))
    })
  })
}

/** The boot of the machine and the start of a process; null when there is none, or a zombie. */
async function lifeOf(pid: number): Promise<string | null> {
  const [line, boot] = await Promise.all([
    readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null),
    readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => ''),
  ])
  if (line === null) return null
  // Fields after the name, which may itself hold blanks and parentheses: state is the 1st, start the 20th.
  const fields = line.slice(line.lastIndexOf(')') + 2).split(' ')
  return fields[0] === 'Z' || fields[0] === 'X' ? null : `${boot.trim()} ${fields[19]}`
}
