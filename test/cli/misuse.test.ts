import t from 'tap'

import { boite } from '../../src/cli/boite.ts'
import { certificat } from '../../src/cli/certificat.ts'
import { dossier } from '../../src/cli/dossiers.ts'
import { facturation } from '../../src/cli/facturation.ts'
import { jeton } from '../../src/cli/jeton.ts'
import { pool } from '../../src/cli/pool.ts'
import { preuve } from '../../src/cli/preuve.ts'
import { rejouer } from '../../src/cli/rejouer.ts'
import { requis } from '../../src/cli/requis.ts'
import { argumentsOf, Failure, Misuse } from '../../src/cli/terms.ts'

/** How a command refuses its arguments, in this process: no start of a program each time. */
async function refused(...[name, ...args]: string[]): Promise<[string, string]> {
  const command = [
    boite,
    certificat,
    dossier,
    facturation,
    jeton,
    pool,
    preuve,
    rejouer,
    requis,
  ].find((each) => each.name === name)
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
    [['boite', 'set', 'service@chu.test'], 'boite set attend --rpps'],
    [['boite', 'retirer', 'service@chu.test'], '--motif est requis'],
    [['boite', 'list', 'service@chu.test'], 'usage : ./confrere boite set'],
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

t.test('each change by a person wants a reason, of one length everywhere', async (t) => {
  const id = '5f0c1d7e-0b1f-4c55-9d5b-2f6c9f1f2a10'
  for (const args of [
    ['certificat', 'refuser', 'a'.repeat(64)],
    ['certificat', 'admettre', 'a'.repeat(64)],
    ['dossier', 'TE-2026-000001', '--reattribuer', '99700000013'],
    ['dossier', 'TE-2026-000001', '--regler', id],
    ['dossier', 'TE-2026-000001', '--retirer-consentement'],
    ['dossier', 'TE-2026-000001', '--annuler'],
    ['facturation', 'acte', '1', '--confirmer'],
    ['facturation', 'void', '1'],
    ['jeton', 'revoke', id],
    ['rejouer', id],
  ]) {
    for (const motif of [[], ['--motif', ''], ['--motif', '  '], ['--motif', ' x ']]) {
      const [kind, message] = await refused(...args, ...motif)
      t.equal(kind, 'misuse', [...args, ...motif].join(' '))
      t.match(message, /^--motif/)
    }
  }
})

t.test('a column that nobody may correct is told with those that may be', async (t) => {
  const asked = ['facturation', 'acte', '1', '--motif', 'faute de frappe', '--corriger', 'rang=2']
  const [kind, message] = await refused(...asked)
  t.equal(kind, 'misuse')
  t.match(message, '--corriger rang : colonne attendue parmi code_acte, territoire, nir')
})
