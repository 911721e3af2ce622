/**
 * A small file system of our own, to be filled and made read-only; only root may mount one.
 *
 *   const volume = await openVolume(160)     // a string: why this machine cannot have one
 *   await volume.fill(0)                     // no room is left
 *   await volume.empty()
 *   await volume.readOnly(true)              // nobody may hold a file open for writing then
 */
import { execFile } from 'node:child_process'
import { mkdtemp, open, rm, statfs } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

const MIB = 1 << 20
const MAX_TRIES = 100

/** The mounted file system. */
export interface Volume {
  readonly dir: string
  /** Writes a file of no use until only so many MiB are left. */
  fill(leftMib: number): Promise<void>
  /** Gives the room back. */
  empty(): Promise<void>
  /** Mounts it again, read-only or not; false when a writer would not let go. */
  readOnly(isSo: boolean): Promise<boolean>
  /** Unmounts it and removes its folder. */
  close(): Promise<void>
}

const run = promisify(execFile)

/** Mounts a tmpfs of so many MiB; a string says why not. */
export async function openVolume(mib: number): Promise<Volume | string> {
  if (process.getuid?.() !== 0) return 'needs root'
  const dir = await mkdtemp(join(tmpdir(), 'confrere-volume-'))
  try {
    await run('mount', ['-t', 'tmpfs', '-o', `size=${mib}m,mode=711`, 'confrere', dir])
  } catch {
    await rm(dir, { recursive: true })
    return 'needs the right to mount'
  }
  const filler = join(dir, 'remplissage')
  return {
    dir,
    fill: (leftMib) => fill(dir, filler, leftMib),
    empty: () => rm(filler, { force: true }),
    async readOnly(isSo) {
      for (let left = MAX_TRIES; left > 0; left -= 1) {
        const done = await run('mount', ['-o', `remount,${isSo ? 'ro' : 'rw'}`, dir]).then(
          () => true,
          () => false,
        )
        if (done) return true
      }
      return false
    },
    async close() {
      await run('umount', [dir]).catch(() => run('umount', ['--lazy', dir]))
      await rm(dir, { recursive: true, force: true })
    },
  }
}

async function fill(dir: string, filler: string, leftMib: number): Promise<void> {
  const file = await open(filler, 'a')
  try {
    for (;;) {
      const { bavail, bsize } = await statfs(dir)
      const over = bavail * bsize - leftMib * MIB
      if (over <= 0) return
      await file.write(Buffer.alloc(Math.min(over, 4 * MIB)))
    }
  } catch (error) {
    // Somebody else took the last of it: it is full all the same.
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error
  } finally {
    await file.close()
  }
}
