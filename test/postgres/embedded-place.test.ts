import { spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  chmodSync,
  chownSync,
  cpSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

import t, { type Test } from 'tap'

import { openDatabase } from '../../src/postgres/database.ts'
import { startEmbedded } from '../../src/postgres/embedded.ts'
import { orphanPlaces } from '../../src/postgres/embedded-place.ts'
import { asPlainRoot } from '../support/plain-root.ts'

const helper = fileURLToPath(new URL('../support/embedded-user.ts', import.meta.url))
// Real servers start and stop here: a busy machine takes its time.
t.setTimeout(900_000)

const needsRoot = process.getuid?.() === 0 ? {} : { skip: 'needs root' }

/** A data directory below a folder that only root may enter, and places of its own for it. */
function ground(t: Test): { parent: string; data: string; places: string; mnt: string } {
  const parent = mkdtempSync(join(tmpdir(), 'confrere-lieu-'))
  // Its user must be able to reach the places, as he can /var/lib.
  chmodSync(parent, 0o755)
  const closed = join(parent, 'root')
  mkdirSync(closed, { mode: 0o700 })
  mkdirSync(join(parent, 'mnt'))
  t.teardown(() => rmSync(parent, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 }))
  const at = (name: string): string => join(parent, name)
  return { parent, data: join(closed, 'data'), places: at('lieux'), mnt: at('mnt') }
}

type Ground = ReturnType<typeof ground>

interface User {
  readonly url: string
  readonly way: string
  readonly pid: number
  leave(): Promise<void>
}

/** A user of the server who is root in a container; throws with what he said when he could not start. */
async function user(
  { data, places, mnt }: Omit<Ground, 'parent'>,
  powers: 'all' | 'engine' = 'all',
): Promise<User> {
  const command = [process.execPath, helper, data, '', places]
  const { file, args } = asPlainRoot(command, { mnt, powers })
  const child = spawn(file, args, { stdio: ['pipe', 'pipe', 'pipe'] })
  let said = ''
  child.stderr.on('data', (piece) => {
    said += piece
  })
  const ended = once(child, 'close')
  const { value } = await createInterface({ input: child.stdout })[Symbol.asyncIterator]().next()
  if (value === undefined) {
    await ended
    throw new Error(said)
  }
  return {
    ...JSON.parse(value),
    pid: child.pid ?? 0,
    async leave() {
      child.stdin.end()
      await ended
    },
  }
}

async function ask(url: string, text: string): Promise<unknown[]> {
  const db = openDatabase(url, { max: 1 })
  try {
    return await db.query(text)
  } finally {
    await db.close()
  }
}

const placeOf = ({ places }: Pick<Ground, 'places'>): string => {
  const [name = ''] = readdirSync(places).filter((each) => /^[0-9a-f]{16}$/.test(each))
  return join(places, name)
}

/** Owner and mode of all that the operator made. */
const modes = ({ data }: Ground): unknown =>
  [data, join(data, '..'), fileURLToPath(new URL('../../node_modules', import.meta.url))].map(
    (path) => [statSync(path).uid, statSync(path).mode],
  )

for (const powers of ['all', 'engine'] as const) {
  t.test(
    `serves root of a container in a folder of his own (powers: ${powers})`,
    needsRoot,
    async (t) => {
      const here = ground(t)
      mkdirSync(here.data, { mode: 0o711 })
      const before = modes(here)
      const first = await user(here, powers)
      t.match(first.way, /^utilisateur /)
      await ask(first.url, 'create table kept (n int)')
      t.strictSame(modes(here), before, 'nothing of the operator is widened')
      const place = placeOf(here)
      t.equal(lstatSync(here.places).mode & 0o777, 0o711)
      t.equal(lstatSync(here.places).uid, 0)
      t.equal(lstatSync(place).mode & 0o777, 0o700)
      t.not(lstatSync(join(place, 'base')).uid, 0)
      t.notOk(readdirSync(join(here.data, 'postgres')).includes('base'))

      // Another joins, then all users die, and the server with them.
      const second = await user(here, powers)
      t.equal(second.url, first.url)
      const postmaster = Number(
        readFileSync(join(place, 'base/postmaster.pid'), 'utf8').split('\n')[0],
      )
      for (const pid of [first.pid, second.pid, postmaster]) process.kill(pid, 'SIGKILL')
      const next = await user(here, powers)
      t.strictSame(await ask(next.url, 'select n from kept'), [], 'what was there is there')
      await next.leave()
      t.notOk(
        readdirSync(join(place, 'base')).includes('postmaster.pid'),
        'the last to leave stops it',
      )
      t.strictSame(await orphanPlaces(here.places), [])
    },
  )
}

t.test('takes along what the data directory held, and stays', needsRoot, async (t) => {
  const here = ground(t)
  const inside = await startEmbedded(here.data, { places: here.places })
  t.equal(inside.way, 'espace de noms')
  await ask(inside.url, 'create table kept (n int)')
  await inside.release()
  const outside = await user(here)
  t.match(outside.way, /^utilisateur /)
  t.strictSame(await ask(outside.url, 'select n from kept'), [])
  await outside.leave()
  const again = await startEmbedded(here.data, { places: here.places })
  const base = await ask(again.url, `select current_setting('data_directory') as base`)
  t.strictSame(base, [{ base: join(placeOf(here), 'base') }])
  await again.release()
})

t.test('refuses a folder of places that is not ours, and says its name', needsRoot, async (t) => {
  const wrong: { readonly [name: string]: (places: string) => void } = {
    'of another': (places) => {
      mkdirSync(places)
      chownSync(places, 65_534, 65_534)
    },
    'open to all': (places) => {
      mkdirSync(places)
      chmodSync(places, 0o777)
    },
    'open to a group': (places) => {
      mkdirSync(places)
      chmodSync(places, 0o770)
    },
    'a link': (places) => symlinkSync(tmpdir(), places),
  }
  for (const [name, make] of Object.entries(wrong)) {
    const here = ground(t)
    make(here.places)
    await t.rejects(user(here), { message: /lieux existe et n’est pas à Confrère/ }, name)
  }
})

t.test(
  'a directory made anew begins empty, and what was there is kept aside',
  needsRoot,
  async (t) => {
    const here = ground(t)
    const first = await user(here)
    await ask(first.url, 'create table kept (n int)')
    await first.leave()
    rmSync(here.data, { recursive: true })
    const next = await user(here)
    await t.rejects(ask(next.url, 'select n from kept'), /kept/)
    await next.leave()
    const [orphan = '', ...others] = await orphanPlaces(here.places)
    t.match(orphan, /\.ancien-/)
    t.strictSame(others, [])
    t.ok(readdirSync(join(orphan, 'base')).includes('PG_VERSION'))
  },
)

t.test(
  'follows a directory that moves, and refuses a copy and a place that is gone',
  needsRoot,
  async (t) => {
    const here = ground(t)
    const first = await user(here)
    await ask(first.url, 'create table kept (n int)')
    await first.leave()
    const moved = { ...here, data: `${here.data}-ailleurs` }
    renameSync(here.data, moved.data)
    const next = await user(moved)
    t.strictSame(await ask(next.url, 'select n from kept'), [])
    await next.leave()
    const copy = { ...here, data: `${here.data}-copie` }
    cpSync(moved.data, copy.data, { recursive: true })
    await t.rejects(user(copy), { message: /est une copie de .*-ailleurs/ })
    renameSync(placeOf(here), join(here.parent, 'perdu'))
    await t.rejects(user(moved), { message: /n’y est plus : remettez ce dossier en place/ })
  },
)
