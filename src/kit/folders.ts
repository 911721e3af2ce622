/**
 * A folder that is wanted, with those above it.
 *
 * In    its path, the mode of those that are made
 * Out   the first that was made; undefined: it was there
 * Refuses   (throws) what the system refuses. Node's own `recursive` never ends where a folder can be made by nobody
 *           though its parent is there, as under /proc or an automount that fails
 */
import { mkdir, stat } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'

/** Makes a folder where it is not there. */
export async function makeFolder(path: string, mode = 0o777): Promise<string | undefined> {
  const folder = resolve(path)
  try {
    await mkdir(folder, { mode })
    return folder
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'EEXIST' && (await stat(folder)).isDirectory()) return undefined
    if (code !== 'ENOENT') throw error
  }
  const first = await makeFolder(dirname(folder), mode)
  // A parent that was there all the time changes nothing: the second no is the answer.
  await mkdir(folder, { mode }).catch(async (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST' || !(await stat(folder)).isDirectory()) throw error
  })
  return first ?? folder
}
