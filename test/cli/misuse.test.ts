import t from 'tap'

import { boite } from '../../src/cli/boite.ts'
import { facturation } from '../../src/cli/facturation.ts'
import { jeton } from '../../src/cli/jeton.ts'
import { pool } from '../../src/cli/pool.ts'
import { preuve } from '../../src/cli/preuve.ts'
import { requis } from '../../src/cli/requis.ts'
import { argumentsOf, Failure, Misuse } from '../../src/cli/terms.ts'

/** How a command refuses its arguments, in this process: no start of a program each time. */
async function refused(...[name, ...args]: string[]): Promise<[string, string]> {
  const command = [boite, facturation, jeton, pool, preuve, requis].find(
    (each) => each.name === name,
  )
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
    [['requis', 'absent', '99700000013', '2026-02-20', '2026-02-01'], 'DU et AU'],
    [['requis', 'absent', '99700000013', '2026-02-20'], 'DU et AU'],
    [['requis', 'absent', '12', '2026-02-01', '2026-02-20'], 'RPPS 12'],
    [
      ['requis', 'absent', '99700000013', '2026-02-01', '2026-02-20', '--delegue', 'x'],
      '--delegue x',
    ],
    [
      ['requis', 'absent', '99700000013', '2026-02-01', '2026-02-20', '--actif', 'non'],
      '--actif ne va pas',
    ],
    [['pool', 'set', 'sorcellerie', '--limite', 'PT12H'], 'spécialité sorcellerie'],
    [['pool', 'set', 'dermatologie', '--limite', '12 h'], '--limite 12 h'],
    [['pool', 'set', 'dermatologie', '--coordinateur', 'personne'], '--coordinateur personne'],
    [['pool', 'set', 'dermatologie', '--documents', '12'], '« 12 »'],
    [['pool', 'set', 'dermatologie'], 'rien à changer'],
    [['pool', 'get'], 'usage : ./confrere pool'],
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
