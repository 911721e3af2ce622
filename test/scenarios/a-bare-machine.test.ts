import { spawn, spawnSync } from 'node:child_process'
import {
  chmodSync,
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import t from 'tap'

import { TOO_LONG } from '../support/long.ts'

const clone = fileURLToPath(new URL('../..', import.meta.url))
const here = (name: string): string => join(clone, name)
t.setTimeout(900_000)

const has = (tool: string): boolean => spawnSync('sh', ['-c', 'command -v "$0"', tool]).status === 0
const missing =
  TOO_LONG ??
  (process.getuid?.() !== 0
    ? 'needs root'
    : !has('debootstrap') || !has('apt-get')
      ? 'needs debootstrap'
      : null)

/** Where this machine's own packages come from. */
function mirror(codename: string): string {
  const wanted = ['--format', '$(SITE)', 'Created-By: Packages', `Codename: ${codename}`]
  const { stdout } = spawnSync('apt-get', ['indextargets', ...wanted], { encoding: 'utf8' })
  return stdout.split('\n')[0] ?? ''
}

/** Runs a program to its end, whatever it prints kept. */
function run(
  file: string,
  args: readonly string[],
): Promise<{ status: number | null; said: string }> {
  return new Promise((resolve) => {
    const child = spawn(file, args, { stdio: ['ignore', 'pipe', 'pipe'] })
    let said = ''
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (piece) => {
        said += piece
      })
    }
    child.once('close', (status) => resolve({ status, said }))
  })
}

/**
 * A smallest Debian with this clone in /root, which only root may enter, and in the home of a user. Its packages
 * lie unpacked: to configure them all takes as long again, and of what that makes only the list of users is missed.
 */
async function bareMachine(folder: string): Promise<string> {
  const machine = join(folder, 'machine')
  const { VERSION_CODENAME: codename = 'bookworm' } = Object.fromEntries(
    spawnSync('cat', ['/etc/os-release'], { encoding: 'utf8' })
      .stdout.split('\n')
      .map((line) => line.split('=')),
  )
  const how = ['--foreign', '--variant=minbase']
  const made = await run('debootstrap', [...how, codename, machine, mirror(codename)])
  if (made.status !== 0) throw new Error(made.said.slice(-1_000))
  // Within a container it borrows that of its host until it is configured.
  rmSync(join(machine, 'proc'), { recursive: true })
  mkdirSync(join(machine, 'proc'))
  for (const name of ['passwd', 'group'])
    copyFileSync(join(machine, `usr/share/base-passwd/${name}.master`), join(machine, 'etc', name))
  for (const home of ['root', 'home/marie']) {
    const copy = join(machine, home, 'confrere')
    mkdirSync(join(copy, 'node_modules'), { recursive: true })
    for (const name of ['src', 'package.json'])
      cpSync(here(name), join(copy, name), { recursive: true })
    copyFileSync(here('confrere'), join(copy, 'confrere'))
    // Older than its modules, by which the script knows that they are whole.
    copyFileSync(here('package-lock.json'), join(copy, 'package-lock.json'))
    utimesSync(join(copy, 'package-lock.json'), 0, 0)
    chmodSync(join(machine, home), 0o700)
  }
  const { status, said } = await run('chroot', [machine, 'useradd', '--shell', '/bin/sh', 'marie'])
  if (status !== 0) throw new Error(said)
  await run('chroot', [machine, 'chown', '-R', 'marie', '/home/marie'])
  return machine
}

/** What a person types there: the modules of this clone are hers. */
async function typed(machine: string, home: string, command: string) {
  const script = `
    mount -t proc proc "$0/proc"
    mount --bind "$1" "$0/$2/confrere/node_modules"
    exec env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME="/$2" chroot "$0" sh -c "cd; cd confrere; $3"`
  const inner = ['sh', '-c', script, machine, here('node_modules'), home, command]
  return await run('unshare', ['--mount', '--propagation', 'private', ...inner])
}

t.test(
  'a bare machine plays the demo, as root in /root and as an ordinary user, with and without unshare',
  missing === null ? {} : { skip: missing },
  async (t) => {
    const folder = mkdtempSync(join(tmpdir(), 'confrere-nu-'))
    chmodSync(folder, 0o755)
    t.teardown(() => rmSync(folder, { recursive: true, force: true, maxRetries: 20 }))
    const machine = await bareMachine(folder)
    const tool = join(machine, 'usr/bin/unshare')
    const demo = './confrere demo --once'
    for (const unshare of ['with', 'without']) {
      if (unshare === 'without') renameSync(tool, `${tool}.parti`)
      const root = await typed(machine, 'root', demo)
      t.equal(root.status, 0, `root, ${unshare} unshare: ${root.said.slice(-300)}`)
      const marie = await typed(
        machine,
        'home/marie',
        `exec setpriv --reuid=marie --regid=marie --clear-groups ${demo}`,
      )
      t.equal(marie.status, 0, `an ordinary user, ${unshare} unshare: ${marie.said.slice(-300)}`)
    }
    const checked = await typed(machine, 'root', './confrere check')
    t.match(checked.said, /donnees +dans \/var\/lib\/confrere-postgres\/[0-9a-f]{16}\/base/)
    t.equal(statSync(join(machine, 'root')).mode & 0o777, 0o700, 'nothing is widened')
    t.notOk(existsSync(join(machine, 'root/confrere/data/postgres/base')))
    t.strictSame(readdirSync(join(machine, 'tmp')), [], 'nothing lies where systems empty by age')
  },
)
