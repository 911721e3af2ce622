/**
 * A file system of our own in memory, to be full and made read-only; only root may mount one.
 *
 *   const volume = await openVolume(160)     // a string: why this machine cannot have one
 *   await volume.fill(0)                     // no room is left
 *   await volume.empty()
 *   await volume.readOnly(true)              // nobody may hold a file open for writing then
 */
import { execFile } from 'node:child_process'
import { mkdtemp, rm, statfs } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

const MIB = 1 << 20
const MAX_TRIES = 100

/** The mounted file system. */
export interface Volume {
  readonly dir: string
  /** Shrinks it until only so many MiB are left. */
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
  // A writer is quick to come between the look and the act, or does not let go at once.
  const remount = async (options: () => Promise<string>): Promise<boolean> => {
    for (let left = MAX_TRIES; left > 0; left -= 1) {
      const given = `remount,${await options()}`
      const done = run('mount', ['-o', given, dir]).then(
        () => true,
        () => false,
      )
      if (await done) return true
    }
    return false
  }
  return {
    dir,
    async fill(leftMib) {
      if (!(await remount(async () => `size=${(await usedBytes(dir)) + leftMib * MIB}`)))
        throw new Error('the volume did not shrink')
    },
    async empty() {
      await remount(async () => `size=${mib}m`)
    },
    readOnly: (isSo) => remount(async () => (isSo ? 'ro' : 'rw')),
    async close() {
      await run('umount', [dir]).catch(() => run('umount', ['--lazy', dir]))
      await rm(dir, { recursive: true, force: true })
    },
  }
}

async function usedBytes(dir: string): Promise<number> {
  const { blocks, bfree, bsize } = await statfs(dir)
  return (blocks - bfree) * bsize
}
