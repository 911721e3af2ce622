import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

import t from 'tap'

import { boite } from '../../src/cli/boite.ts'
import { facturation } from '../../src/cli/facturation.ts'
import { jeton } from '../../src/cli/jeton.ts'
import { preuve } from '../../src/cli/preuve.ts'
import { requis } from '../../src/cli/requis.ts'
import { argumentsOf, Failure, Misuse } from '../../src/cli/terms.ts'

const CLI = fileURLToPath(new URL('../../src/cli/cli.ts', import.meta.url))

function run(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [CLI, ...args], {
    encoding: 'utf8',
    env: { PATH: process.env.PATH },
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

/** How a command refuses its arguments, in this process: no start of a program each time. */
async function refused(...[name, ...args]: string[]): Promise<[string, string]> {
  const command = [boite, facturation, jeton, preuve, requis].find((each) => each.name === name)
  if (command === undefined) throw new Error('no such command')
  const terminal = { out: () => {}, err: () => {}, isTty: false, env: {} }
  try {
    await command.run(argumentsOf(command, args), terminal)
    return ['done', '']
  } catch (error) {
    const kind = error instanceof Misuse ? 'misuse' : error instanceof Failure ? 'failure' : 'fault'
    return [kind, (error as Error).message]
  }
}

t.test('a day that is none, or a period upside down, stops a command', async (t) => {
  const exported = ['facturation', 'export', '--format', 'csv', '--out', 'x.csv']
  const past = ['jeton', 'create', '--portee', 'status', '--expire', '2020-01-01']
  for (const [args, said] of [
    [[...exported, '--du', '2026-02-30', '--au', '2026-03-01'], '--du 2026-02-30'],
    [[...exported, '--du', '2026-03-01', '--au', '2026-02-01'], 'finit avant de commencer'],
    [past, 'cette date est passée'],
    [['requis', 'set', '10100000024', '--absent', '2026-02-01..2026-02-30'], '--absent'],
    [['boite', 'set', 'service@chu.test'], 'usage : ./confrere boite set'],
  ] as const) {
    const [kind, message] = await refused(...args)
    t.equal(kind, 'misuse', args.join(' '))
    t.match(message, said)
  }
})

t.test('a file that could not be written is refused before the work', async (t) => {
  for (const args of [
    ['facturation', 'export', '--format', 'csv', '--out', '/nulle/part/x.csv'],
    ['preuve', 'TE-2026-000001', '--out', t.testdir()],
  ]) {
    t.match(await refused(...args), ['failure', /^impossible d’écrire /])
  }
})
