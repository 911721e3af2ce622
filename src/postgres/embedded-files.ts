/**
 * The small files beside the embedded server: each is whole or as it was, whatever fell in between.
 *
 * Out   the text of a file, or null where it is missing or not what we write there: a disk was full, power failed
 *
 * Each belongs to the owner of its folder, so that he can still use it when root runs once.
 */
import { randomBytes } from 'node:crypto'
import { chown, link, open, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'

/** The text of `file` when it has the `form` of what we write there; else null. */
export async function keptText(file: string, form: RegExp): Promise<string | null> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null
    throw error
  })
  return text !== null && form.test(text) ? text : null
}

/** Makes `text` the content of `file`, for good. What is so already needs no room on the disk. */
export async function keepText(file: string, text: string): Promise<void> {
  if ((await readFile(file, 'utf8').catch(() => null)) === text) return
  await written(file, text, (draft) => rename(draft, file))
}

/** As `keepText`, unless the file is there: of several who write at once, one wins. */
export async function keepFirst(file: string, text: string): Promise<void> {
  await written(file, text, async (draft) => {
    await link(draft, file).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error
    })
  })
}

async function written(
  file: string,
  text: string,
  place: (draft: string) => Promise<void>,
): Promise<void> {
  const draft = `${file}.${process.pid}-${randomBytes(4).toString('hex')}`
  try {
    await writeFile(draft, text, { mode: 0o600, flush: true })
    if (process.getuid?.() === 0) {
      const { uid, gid } = await stat(dirname(file))
      await chown(draft, uid, gid)
    }
    await place(draft)
  } finally {
    await rm(draft, { force: true })
  }
  // Its name too is to outlive a power cut.
  const folder = await open(dirname(file))
  await folder.sync().finally(() => folder.close())
}
