import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

import t from 'tap'

import { message } from '../../src/cli/message.ts'
import { argumentsOf } from '../../src/cli/terms.ts'
import { bareEnv } from '../support/bare-env.ts'

const CLI = fileURLToPath(new URL('../../src/cli/cli.ts', import.meta.url))

function run(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [CLI, ...args], {
    encoding: 'utf8',
    env: bareEnv,
  })
  return { status, stdout, lines: stderr.split('\n').filter((line) => line !== '') }
}

// SPEC §1: « Errors: one line on stderr that says what is wrong and what to do; exit 2 for bad arguments »
t.test('a word too many is a bad argument, not an ignored one', async (t) => {
  for (const args of [
    ['serve', 'smtp'],
    ['check', 'relais'],
    ['demo', 'once'],
    ['dossiers', 'TE-2026-000001'],
    ['dossier', 'TE-2026-000001', 'TE-2026-000002'],
    ['journal', 'verify', 'tout'],
    ['facturation', 'export', 'csv'],
  ]) {
    const { status, stdout, lines } = run(...args)
    t.equal(status, 2, args.join(' '))
    t.equal(stdout, '')
    t.equal(lines.length, 1)
    t.match(lines[0], `Argument non compris (${args.at(-1)}). Aide : ./confrere ${args[0]} --help`)
  }
})

t.test('help is given whatever else is on the line', async (t) => {
  const { status, stdout } = run('check', 'relais', '--help')
  t.equal(status, 0)
  t.match(stdout, 'Exemple : ./confrere check')
})

t.test('a message to be judged again is named by its identifier or its Message-ID', async (t) => {
  const { status, lines } = run('rejouer', 'celui-ci', '--motif', 'essai')
  t.equal(status, 2)
  t.match(lines, [/identifiant de message attendu/])
})

t.test('an option without its value is named alone, in French', (t) => {
  for (const rest of [['--motif'], ['--motif', '--classer']]) {
    t.throws(() => argumentsOf(message, ['x', ...rest]), {
      message: 'Argument non compris (--motif). Aide : ./confrere message --help',
    })
  }
  t.end()
})

t.test('a reader that leaves in the middle of a list is no fault', async (t) => {
  const { spawnSync } = await import('node:child_process')
  const line = `${process.execPath} ${CLI} --help | head -c 10`
  const { stdout, stderr, status } = spawnSync('sh', ['-c', line], { encoding: 'utf8' })
  t.equal(status, 0)
  t.equal(stdout.length > 0, true)
  t.equal(stderr, '')
})
