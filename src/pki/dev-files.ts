/**
 * The files that `dev` makes: each is whole or not there, and none is written over that was not made here.
 *
 * In    a place: the file, and the setting that says where it lies
 * Refuses   (throws NotOpened, one sentence that names both) to replace what somebody else put there, and what cannot be
 *           read or written
 */
import { randomBytes } from 'node:crypto'
import { link, open, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'

import { systemClock } from '../kit/clock.ts'
import { makeFolder } from '../kit/folders.ts'
import { NotOpened, notOpened, opening } from '../kit/opening.ts'

const STALE_MS = 30_000

/** A file, and the setting that says where it lies. */
export interface Place {
  readonly setting: string
  readonly file: string
}

/** What a file holds; null where there is none. */
export async function read({ setting, file }: Place): Promise<Buffer | null> {
  return await readFile(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null
    throw notOpened(setting, file, error)
  })
}

/** What a file of ours holds; a file under our name that is not of our making is named, and left alone. */
export function ours<T>(place: Place, content: () => T): T {
  try {
    return content()
  } catch (cause) {
    throw notOurs(place, cause)
  }
}

/** One sentence that names a file that was not made here. */
export function notOurs({ setting, file }: Place, cause?: unknown): NotOpened {
  const said = `${file} existe et n’a pas été fait ici : rien n’y est écrit ; déplacez-le, ou choisissez un autre dossier`
  return new NotOpened(said, { setting, cause })
}

/** Written beside, then in place: a reader sees the whole file or none. Replaces only what was made here. */
export async function writeWhole(place: Place, content: Buffer, mode: number): Promise<void> {
  await drafted(place, { content, mode }, (draft) => rename(draft, place.file))
}

/** As `writeWhole`, where there must be no file: one that came meanwhile stays. */
export async function writeNew(place: Place, content: Buffer, mode: number): Promise<void> {
  await drafted(place, { content, mode }, (draft) =>
    link(draft, place.file).catch((cause: NodeJS.ErrnoException) => {
      throw cause.code === 'EEXIST' ? notOurs(place, cause) : cause
    }),
  )
}

async function drafted(
  { setting, file }: Place,
  { content, mode }: { readonly content: Buffer; readonly mode: number },
  place: (draft: string) => Promise<void>,
): Promise<void> {
  await opening(setting, file, async () => {
    await makeFolder(dirname(file))
    const draft = `${file}.${randomBytes(6).toString('hex')}.tmp`
    try {
      await writeFile(draft, content, { mode, flush: true, flag: 'wx' })
      await place(draft)
    } finally {
      await rm(draft, { force: true })
    }
  })
}

/** One process at a time; a lock whose holder died is cleared after half a minute. */
export async function alone<T>(lock: string, work: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      await (await open(lock, 'wx')).close()
      break
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
      const held = await stat(lock).catch(() => null)
      if (held !== null && systemClock.now().getTime() - held.mtimeMs > STALE_MS) {
        await rm(lock, { force: true })
      }
      await pause(50)
    }
  }
  try {
    return await work()
  } finally {
    await rm(lock, { force: true })
  }
}
