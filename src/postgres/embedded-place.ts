/**
 * A place of ours for the embedded server, where its user cannot reach the data directory or the programs.
 *
 * In    the data directory (root's own, as a clone in /root), the programs of the package
 * Out   a folder below /var/lib that holds what `<data>/postgres` would hold, and a copy of the programs
 * Refuses   (throws) a folder that is there and not ours, a place that is gone, a data directory that is a copy
 *
 * Never below /tmp or /var/tmp, which systems empty by age. The name of a place comes from the path of its data
 * directory, which also records it; the place holds the secret of that directory, so that neither a new directory
 * at the same path nor a copy of it takes what is not its own. Only root comes here: nobody else changes user.
 *
 * SPEC §2 (CONFRERE_DATA_DIR)
 */
import { createHash, randomBytes } from 'node:crypto'
import {
  chmod,
  cp,
  lstat,
  mkdir,
  open,
  readdir,
  readFile,
  rename,
  rm,
  stat,
} from 'node:fs/promises'
import { dirname, join } from 'node:path'

import { keepText, keptText } from './embedded-files.ts'
import { lockName, usersFolder } from './embedded-users.ts'

/** Where places lie, but for tests. */
export const PLACES = '/var/lib/confrere-postgres'

const OTHERS_WRITE = 0o022
const PLACE_LINE = /^\/[^\n]{1,4000}$/
const MARK = 'repertoire'

/** The place that `root` records; null when its server lives in it. Refuses one that is gone or another's. */
export async function recordedPlace(root: string): Promise<string | null> {
  const place = await keptText(await recordFile(root), PLACE_LINE)
  if (place === null) return null
  await refuseForeign(dirname(place))
  const [secret, owner] = await markOf(place)
  const mine = await lockName(root)
  if (secret !== mine) {
    throw new Error(
      `la base de ${root} était dans ${place}, qui n’y est plus : remettez ce dossier en place (sauvegarde), ` +
        `ou supprimez ${await recordFile(root)} pour repartir d’une base vide.`,
    )
  }
  if (owner !== root) {
    // The directory was moved, or copied: then both would write the same base.
    if (owner !== undefined && (await recordOf(owner)) === place) {
      throw new Error(
        `${root} est une copie de ${owner}, dont la base est dans ${place} : servez-vous de l’original, ` +
          `ou supprimez ${await recordFile(root)} pour repartir d’une base vide.`,
      )
    }
    await keepText(join(place, MARK), `${mine}\n${root}`)
  }
  return place
}

/** Makes the place of `root` below `places`, moves there what its server had in `home`, and records it. */
export async function makePlace(root: string, home: string, places: string): Promise<string> {
  await ensurePlaces(places)
  const name = createHash('sha256').update(root).digest('hex').slice(0, 16)
  const place = join(places, name)
  const mine = await lockName(root)
  const [secret] = await markOf(place)
  if (secret !== mine) {
    // What another directory of this path left is its base, and perhaps all that is left of it.
    if (await isThere(place)) await rename(place, `${place}.ancien-${secret ?? 'inconnu'}`)
    const draft = `${place}.neuf`
    await rm(draft, { recursive: true, force: true })
    await mkdir(draft, { mode: 0o700 })
    await keepText(join(draft, MARK), `${mine}\n${root}`)
    await rename(draft, place)
  }
  for (const each of ['motdepasse', 'port', 'base'])
    await moved(join(home, each), join(place, each))
  await keepText(await recordFile(root), place)
  return place
}

/** The folder of programs copied from `binaries`, readable by all, made once a version; only root writes there. */
export async function copiedPrograms(binaries: string, places: string): Promise<string> {
  await ensurePlaces(places)
  const native = dirname(binaries)
  const copy = join(places, `programmes-${await versionOf(native)}`)
  if (!(await isThere(copy))) {
    const draft = `${copy}.neuf`
    await rm(draft, { recursive: true, force: true })
    await cp(native, draft, { recursive: true, verbatimSymlinks: true })
    await eachBelow(draft, async (path, kind) => {
      if (kind === 'folder') return await chmod(path, 0o755)
      const { mode } = await stat(path)
      await chmod(path, (mode & 0o100) === 0 ? 0o644 : 0o755)
      await flushed(path)
    })
    await rename(draft, copy)
  }
  return join(copy, 'bin')
}

/** Places whose data directory is no more: for `check`. */
export async function orphanPlaces(places = PLACES): Promise<readonly string[]> {
  const names = await readdir(places).catch(() => [])
  const found: string[] = []
  for (const name of names.sort()) {
    const place = join(places, name)
    if (name.startsWith('programmes-')) continue
    const [, owner] = await markOf(place)
    if (owner === undefined || (await recordOf(owner)) !== place) found.push(place)
  }
  return found
}

/** The folder of places: made by us, root's, into which nobody else writes. */
async function ensurePlaces(places: string): Promise<void> {
  await mkdir(places, { mode: 0o711 }).then(
    () => chmod(places, 0o711),
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'EEXIST') return
      throw new Error(`${places} ne peut pas être créé (${error.code ?? error.message})`, {
        cause: error,
      })
    },
  )
  await refuseForeign(places)
}

async function refuseForeign(places: string): Promise<void> {
  const found = await lstat(places).catch(() => null)
  // One that is gone is told with the place it held.
  if (found === null) return
  const isOurs = found.isDirectory() && found.uid === 0 && (found.mode & OTHERS_WRITE) === 0
  if (isOurs) return
  throw new Error(
    `${places} existe et n’est pas à Confrère (dossier de root, fermé en écriture) : renommez-le, puis recommencez`,
  )
}

/** Moves a file or a folder, whole, for good; nothing where there is none. What it meets there is set aside. */
async function moved(from: string, to: string): Promise<void> {
  if (!(await isThere(from))) return
  if (await isThere(to)) await rename(to, `${to}.ancien-${randomBytes(4).toString('hex')}`)
  try {
    await rename(from, to)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EXDEV') throw error
    // Another file system: a copy that a crash cuts short never has the name of the base.
    const draft = `${to}.neuve`
    await rm(draft, { recursive: true, force: true })
    await cp(from, draft, { recursive: true, preserveTimestamps: true, verbatimSymlinks: true })
    await eachBelow(draft, flushed)
    await rename(draft, to)
    await flushed(dirname(to))
    // Nor has what a crash leaves half removed.
    await rm(`${from}.parti`, { recursive: true, force: true })
    await rename(from, `${from}.parti`)
    await rm(`${from}.parti`, { recursive: true, force: true })
  }
}

async function eachBelow(
  path: string,
  work: (path: string, kind: 'file' | 'folder') => Promise<void>,
): Promise<void> {
  const found = await lstat(path)
  if (found.isDirectory()) {
    for (const name of await readdir(path)) await eachBelow(join(path, name), work)
    await work(path, 'folder')
  } else if (found.isFile()) await work(path, 'file')
}

async function flushed(path: string): Promise<void> {
  const file = await open(path)
  await file.sync().finally(() => file.close())
}

/** The secret and the path of the data directory that a place belongs to. */
async function markOf(place: string): Promise<readonly (string | undefined)[]> {
  const found = await lstat(place).catch(() => null)
  if (found?.isDirectory() !== true) return []
  const text = await readFile(join(place, MARK), 'utf8').catch(() => '')
  const [secret, ...path] = text.split('\n')
  return secret === '' ? [] : [secret, path.join('\n')]
}

async function recordFile(root: string): Promise<string> {
  return join(await usersFolder(root), 'lieu')
}

/** What a data directory that may be gone records; nothing is made there. */
async function recordOf(root: string): Promise<string | null> {
  return await readFile(join(root, 'utilisateurs', 'lieu'), 'utf8').catch(() => null)
}

async function versionOf(native: string): Promise<string> {
  const text = await readFile(join(native, '..', 'package.json'), 'utf8').catch(() => '{}')
  const { version } = JSON.parse(text) as { version?: unknown }
  const known = typeof version === 'string' && /^[\w.+-]{1,60}$/.test(version) ? version : null
  // Programs without a package are told apart by where they lie.
  return known ?? createHash('sha256').update(native).digest('hex').slice(0, 16)
}

async function isThere(path: string): Promise<boolean> {
  return (await lstat(path).catch(() => null)) !== null
}
