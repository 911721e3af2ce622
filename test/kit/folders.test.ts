import { chmodSync, existsSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import t from 'tap'

import { makeFolder } from '../../src/kit/folders.ts'

t.test('makes what is missing, and says which was the first', async (t) => {
  const dir = t.testdir({})
  t.equal(await makeFolder(join(dir, 'a', 'b', 'c'), 0o700), join(dir, 'a'))
  t.equal(await makeFolder(join(dir, 'a', 'b', 'c')), undefined)
  t.equal(await makeFolder(join(dir, 'a', 'd')), join(dir, 'a', 'd'))
  t.equal(statSync(join(dir, 'a', 'b')).mode & 0o777, 0o700)
  await Promise.all([1, 2, 3].map(() => makeFolder(join(dir, 'x', 'y'))))
  t.ok(existsSync(join(dir, 'x', 'y')))
})

t.test('refuses, and ends, where nobody can make one', async (t) => {
  const dir = t.testdir({})
  writeFileSync(join(dir, 'file'), '')
  await t.rejects(makeFolder(join(dir, 'file', 'x')), { code: 'ENOTDIR' })
  await t.rejects(makeFolder(join(dir, 'file')), { code: 'EEXIST' })
  await t.rejects(makeFolder('/proc/x/y'), { code: 'ENOENT' })
  if (process.getuid?.() === 0) return
  chmodSync(dir, 0o500)
  await t.rejects(makeFolder(join(dir, 'x')), { code: 'EACCES' })
})
