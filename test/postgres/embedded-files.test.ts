import { link, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import t from 'tap'

import { keepFirst, keepText, keptText } from '../../src/postgres/embedded-files.ts'

const folder = await mkdtemp(join(tmpdir(), 'confrere-petits-'))
t.teardown(() => rm(folder, { recursive: true, force: true }))
const file = join(folder, 'port')

t.test('who reads while it is written has the whole text of before', async (t) => {
  await keepText(file, '15432')
  // A second name of the same octets: written in place, they would change under it.
  const seen = join(folder, 'vu')
  await link(file, seen)
  await keepText(file, '15433')
  t.equal(await readFile(seen, 'utf8'), '15432')
  t.equal(await readFile(file, 'utf8'), '15433')
  t.equal((await stat(file)).mode & 0o777, 0o600)
})

t.test('what is so already is not written again: no room is wanted for it', async (t) => {
  const { ino } = await stat(file)
  await keepText(file, '15433')
  t.equal((await stat(file)).ino, ino)
})

t.test('what cannot be placed leaves nothing behind', async (t) => {
  await t.rejects(keepText(join(folder, 'absent', 'port'), '1'))
  const taken = join(folder, 'pris')
  await mkdir(taken)
  const before = await readdir(folder)
  await t.rejects(keepText(taken, '1'))
  t.strictSame(await readdir(folder), before)
})

t.test('a text of another form is none', async (t) => {
  for (const text of ['', '\0\0', 'quinze mille']) {
    await writeFile(file, text)
    t.equal(await keptText(file, /^\d+$/), null)
  }
  t.equal(await keptText(join(folder, 'absent'), /^\d+$/), null)
  await t.rejects(keptText(folder, /./), { code: 'EISDIR' })
})

t.test('of several who write at once the first wins', async (t) => {
  const once = join(folder, 'verrou')
  await Promise.all(['a', 'b', 'c'].map((text) => keepFirst(once, text)))
  const won = await readFile(once, 'utf8')
  await keepFirst(once, 'd')
  t.equal(await readFile(once, 'utf8'), won)
})
