import { randomBytes } from 'node:crypto'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import t from 'tap'

import { openDatabase } from '../../src/ledger/database.ts'
import { openKeys } from '../../src/ledger/keys.ts'
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
      PATH: process.env.PATH,
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

t.test('a new master key that is short, missing or open to others is refused', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'confrere-cles-'))
  t.teardown(() => rm(folder, { recursive: true, force: true }))
  const env = { PATH: process.env.PATH, CONFRERE_DATA_DIR: folder }
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
