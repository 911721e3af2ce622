import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

import t from 'tap'

import { openKeys } from '../../src/ledger/keys/keys.ts'
import { openDatabase } from '../../src/postgres/database.ts'
import { bareEnv } from '../support/bare-env.ts'
import { command } from '../support/chaos/gateways.ts'
import { freshDatabase } from '../support/database.ts'

t.test(
  'the master key is replaced while no gateway runs, and what it protected still opens',
  async (t) => {
    const folder = await mkdtemp(join(tmpdir(), 'confrere-cles-'))
    const { url, drop } = await freshDatabase()
    t.teardown(async () => {
      await drop()
      await rm(folder, { recursive: true, force: true })
    })
    const old = join(folder, 'ancienne.cle')
    const next = join(folder, 'nouvelle.cle')
    await writeFile(old, randomBytes(32), { mode: 0o600 })
    await writeFile(next, randomBytes(32), { mode: 0o600 })
    const env = {
      ...bareEnv,
      CONFRERE_DATA_DIR: folder,
      DATABASE_URL: url,
      CONFRERE_MASTER_KEY_FILE: old,
    }
    const rotate = () => command(env, ['cles', 'rotation', '--nouvelle', next])

    const db = openDatabase(url, { max: 1 })
    const keys = await openKeys(db, await readFile(old))
    const cle = await keys.create(db, 'message')
    const sealed = await keys.encrypt(db, cle, 'avis', 'essai')

    const refused = await rotate()
    t.equal(refused.code, 1)
    t.match(refused.err, /arrêtez tous les/, 'somebody is at work with the old key')
    await db.close()

    const done = await rotate()
    t.equal(done.code, 0, done.err)
    const again = await rotate()
    t.equal(again.code, 1, 'the old key opens nothing any more')

    const after = openDatabase(url, { max: 1 })
    t.teardown(() => after.close())
    const under = await openKeys(after, await readFile(next))
    t.equal((await under.decrypt(after, cle, sealed, 'essai')).toString(), 'avis')
    const [line] = await after.query("select quoi from journal where chaine = 'passerelle'")
    t.strictSame(line, { quoi: 'cle-maitresse.remplacee' })
  },
)

t.test(
  'a rotation that is killed in the middle has changed nothing, and is begun again',
  async (t) => {
    const folder = await mkdtemp(join(tmpdir(), 'confrere-cles-'))
    const { url, drop } = await freshDatabase()
    const old = join(folder, 'ancienne.cle')
    const next = join(folder, 'nouvelle.cle')
    await writeFile(old, randomBytes(32), { mode: 0o600 })
    await writeFile(next, randomBytes(32), { mode: 0o600 })
    const env = {
      ...bareEnv,
      CONFRERE_DATA_DIR: folder,
      DATABASE_URL: url,
      CONFRERE_MASTER_KEY_FILE: old,
    }
    const making = openDatabase(url, { max: 4 })
    const keys = await openKeys(making, await readFile(old))
    const cles = await Promise.all(
      Array.from({ length: 4_000 }, () => keys.create(making, 'message')),
    )
    await making.close()
    const watcher = openDatabase(new URL('/postgres', url).href, { max: 1 })
    t.teardown(async () => {
      await watcher.close()
      await drop()
      await rm(folder, { recursive: true, force: true })
    })
    const database = new URL(url).pathname.slice(1)
    const seen = async (states: string): Promise<boolean> => {
      const rows = await watcher.query(
        `select from pg_stat_activity where datname = $1 ${states}`,
        [database],
      )
      return rows.length > 0
    }

    // 1. Killed while it wraps one key after the other.
    const cli = fileURLToPath(new URL('../../src/cli/cli.ts', import.meta.url))
    const rotation = spawn(process.execPath, [cli, 'cles', 'rotation', '--nouvelle', next], { env })
    while (!(await seen("and query like 'update cle set enveloppe%'"))) await pause(1)
    rotation.kill('SIGKILL')
    await once(rotation, 'exit')
    while (await seen('')) await pause(20)

    // 2. Everything is as it was, under the old key alone; then it goes through.
    const after = openDatabase(url, { max: 2 })
    const under = await openKeys(after, await readFile(old))
    for (const cle of [cles[0], cles.at(-1)]) await under.dataKey(after, cle ?? '')
    await t.rejects(openKeys(after, await readFile(next)), /clé maîtresse/)
    await after.close()
    const done = await command(env, ['cles', 'rotation', '--nouvelle', next])
    t.equal(done.code, 0, done.err)
    t.match(done.out, /^4001 clés/)
  },
)

t.test('a new master key that is short, missing or open to others is refused', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'confrere-cles-'))
  t.teardown(() => rm(folder, { recursive: true, force: true }))
  const env = {
    ...bareEnv,
    CONFRERE_DATA_DIR: folder,
  }
  await writeFile(join(folder, 'courte'), randomBytes(31), { mode: 0o600 })
  await writeFile(join(folder, 'ouverte'), randomBytes(32), { mode: 0o644 })
  for (const [file, words] of [
    ['courte', /31 octets/],
    ['ouverte', /chmod 600/],
    ['absente', /openssl rand/],
  ] as const) {
    const { code, err } = await command(env, ['cles', 'rotation', '--nouvelle', join(folder, file)])
    t.equal(code, 1)
    t.match(err, words)
  }
  t.equal((await command(env, ['cles'])).code, 2)
})
