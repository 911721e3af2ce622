/**
 * How to run PostgreSQL's programs, which refuse to run as root, whoever we are.
 *
 * In    the folder of the server (ours, mode 700), the folder of its binaries
 * Out   the first way that works: our own user; the owner of the folder; the OS user `postgres` or
 *       `nobody`; a user namespace; else such a user with a copy of the programs, and with a folder that he
 *       can reach (embedded-place.ts)
 * Refuses   (throws) when none works, saying what each one met
 *
 * Nothing that the operator made changes owner or mode: only the folder of the server does. Another user who
 * keeps root's power over files is no way: initdb asks access(2), which does not count that power.
 */
import { execFile } from 'node:child_process'
import { chown, lstat, readdir, readFile, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'

/** A way to run a program of PostgreSQL. */
export interface Way {
  readonly name: string
  /** Who must own the files; null: as they are. */
  readonly owner: Owner | null
  command(file: string, args: readonly string[]): Command
}

/** What to spawn. */
export interface Command {
  readonly file: string
  readonly args: readonly string[]
  readonly uid?: number
  readonly gid?: number
}

interface Owner {
  readonly uid: number
  readonly gid: number
}

/** Nothing of ours, settings and secrets included, is PostgreSQL's to see. */
export const CHILD_ENV = {
  PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
  LC_ALL: 'C',
  TZ: 'UTC',
}

const PROBE_MS = 10_000

/** Where and how the server runs. */
export interface Footing {
  readonly way: Way
  readonly home: string
  readonly binaries: string
}

/** What may be tried when no way reaches things where they are; null: nothing else. */
export interface Elsewhere {
  programs(): Promise<string>
  /** Null: the folder of the server is already such a place. */
  readonly home: (() => Promise<string>) | null
}

/** Chooses a footing, the way remembered first, and gives it the folder of the server; refuses when none works. */
export async function chooseFooting(
  home: string,
  binaries: string,
  remembered: string | null,
  elsewhere: Elsewhere | null,
): Promise<Footing> {
  const met: string[] = []
  const tried = async (at: Omit<Footing, 'way'>, ways: readonly Way[]): Promise<Footing | null> => {
    for (const way of ways) {
      const failure = await probe(way, at.home, at.binaries)
      if (failure === null) return { ...at, way }
      met.push(`${way.name} : ${failure}`)
    }
    return null
  }
  const all = await candidates(home)
  const ordered = all.toSorted(
    (a, b) => Number(b.name === remembered) - Number(a.name === remembered),
  )
  const inPlace = await tried({ home, binaries }, ordered)
  if (inPlace !== null) return inPlace
  try {
    const found = elsewhere === null ? null : await fromElsewhere(home, elsewhere, tried)
    if (found !== null) return found
  } catch (error) {
    met.unshift((error as Error).message)
  }
  throw new Error(
    'PostgreSQL embarqué ne peut pas démarrer : aucun utilisateur système ne peut lire ses programmes ' +
      'et écrire ses données. Lancez Confrère avec un utilisateur ordinaire, ou donnez DATABASE_URL. ' +
      `(${met.join(' ; ')})`,
  )
}

async function fromElsewhere(
  home: string,
  elsewhere: Elsewhere,
  tried: (at: Omit<Footing, 'way'>, ways: readonly Way[]) => Promise<Footing | null>,
): Promise<Footing | null> {
  const { uid, gid } = await stat(dirname(home))
  const programs = await elsewhere.programs()
  const others = (await candidates(home)).filter(({ owner }) => owner !== null && owner.uid !== 0)
  const near = await tried({ home, binaries: programs }, others)
  if (near !== null || elsewhere.home === null) return near
  // What the probes gave away is its owner's again: nobody but him shall put anything there.
  await giveTo(home, { uid, gid })
  const place = await elsewhere.home()
  return await tried({ home: place, binaries: programs }, others)
}

async function candidates(home: string): Promise<Way[]> {
  const users = await passwd()
  const uid = process.getuid?.() ?? 0
  if (uid !== 0) return [direct(), ...namespaces(users)]
  const { uid: holder, gid } = await stat(home)
  const name = [...users].find(([, owner]) => owner.uid === holder)?.[0] ?? String(holder)
  const own = holder === 0 ? [] : [asUser(`utilisateur ${name}`, { uid: holder, gid })]
  const named = ['postgres', 'nobody'].flatMap((each) => {
    const owner = users.get(each)
    return owner === undefined || owner.uid === holder ? [] : [asUser(`utilisateur ${each}`, owner)]
  })
  return [...own, ...named, ...namespaces(users)]
}

function direct(): Way {
  return { name: 'direct', owner: null, command: (file, args) => ({ file, args }) }
}

function asUser(name: string, owner: Owner): Way {
  return { name, owner, command: (file, args) => ({ file, args, ...owner }) }
}

/** Root outside, an ordinary user inside: reaches what root reaches, whatever the modes above. */
function namespaces(users: ReadonlyMap<string, Owner>): Way[] {
  // initdb wants a user who has a name.
  const inside = ordinary(users)
  if (inside === null) return []
  const { uid, gid } = process.getuid?.() === 0 ? { uid: 0, gid: 0 } : { uid: -1, gid: -1 }
  return [
    {
      name: 'espace de noms',
      owner: uid === 0 ? { uid, gid } : null,
      command: (file, args) => ({
        file: 'unshare',
        args: ['--user', `--map-user=${inside.uid}`, `--map-group=${inside.gid}`, file, ...args],
      }),
    },
  ]
}

function ordinary(users: ReadonlyMap<string, Owner>): Owner | null {
  for (const name of ['postgres', 'nobody', 'daemon', 'bin']) {
    const owner = users.get(name)
    if (owner !== undefined && owner.uid !== 0) return owner
  }
  return [...users.values()].find((owner) => owner.uid !== 0) ?? null
}

async function passwd(): Promise<ReadonlyMap<string, Owner>> {
  const text = await readFile('/etc/passwd', 'utf8').catch(() => '')
  const users = new Map<string, Owner>()
  for (const line of text.split('\n')) {
    const [name, , uid, gid] = line.split(':')
    if (name && uid && gid) users.set(name, { uid: Number(uid), gid: Number(gid) })
  }
  return users
}

/** Tries a way: null, or what it met. */
async function probe(way: Way, home: string, binaries: string): Promise<string | null> {
  try {
    if (way.owner !== null) await giveTo(home, way.owner)
    const script = 'cd "$1" && test -w . && "$2" --version >/dev/null && "$3" --version >/dev/null'
    const programs = [join(binaries, 'postgres'), join(binaries, 'initdb')]
    await runProgram(way.command('/bin/sh', ['-c', script, 'sh', home, ...programs]), PROBE_MS)
    return null
  } catch (error) {
    const { message } = error as Error
    return message.trim().split('\n').at(-1) ?? 'échec'
  }
}

/** Runs a program to its end, `input` given to it; throws with the end of its error output. */
export function runProgram(command: Command, timeout: number, input = ''): Promise<void> {
  const { file, args, ...user } = command
  return new Promise((resolve, reject) => {
    const options = { ...user, env: CHILD_ENV, cwd: '/', timeout, maxBuffer: 1 << 20 }
    const child = execFile(file, [...args], options, (error, _stdout, stderr) => {
      if (error === null) resolve()
      else reject(new Error(String(stderr).trim().slice(-400) || error.message, { cause: error }))
    })
    // One that ends without reading is told of by its exit.
    child.stdin?.on('error', () => undefined)
    child.stdin?.end(input)
  })
}

/** Makes `owner` own `path` and all below it; links are not followed. */
async function giveTo(path: string, owner: Owner): Promise<void> {
  const found = await lstat(path)
  if (found.uid === owner.uid && found.gid === owner.gid && found.isDirectory()) {
    // The folder itself is given last: when it is right, so is all below, but for what we wrote since.
    for (const name of await readdir(path)) await giveOne(join(path, name), owner)
    return
  }
  await giveTree(path, owner)
}

async function giveTree(path: string, owner: Owner): Promise<void> {
  const found = await lstat(path)
  if (found.isDirectory()) {
    for (const name of await readdir(path)) await giveTree(join(path, name), owner)
  }
  await giveOne(path, owner)
}

async function giveOne(path: string, owner: Owner): Promise<void> {
  const found = await lstat(path)
  if (found.isSymbolicLink() || (found.uid === owner.uid && found.gid === owner.gid)) return
  await chown(path, owner.uid, owner.gid)
}
