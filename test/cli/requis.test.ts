import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import t from 'tap'

import { annuaire } from '../../src/cli/annuaire.ts'
import { requis } from '../../src/cli/requis.ts'
import { argumentsOf, type Command, Failure } from '../../src/cli/terms.ts'
import { freshDatabase } from '../support/database.ts'

// CSP art. R. 6316-1: any professionnel de santé asks, only a profession médicale answers.
t.test('only the professions médicales are enrolled as requis', async (t) => {
  const dir = mkdtempSync(join(tmpdir(), 'confrere-requis-'))
  const { url, drop } = await freshDatabase()
  t.teardown(async () => {
    await drop()
    rmSync(dir, { recursive: true })
  })
  const file = join(dir, 'annuaire.csv')
  writeFileSync(
    file,
    [
      'rpps;nom;prenom;profession;specialite;adresse;numero_am;finess',
      '99700000013;SAGE;Anne;50;;anne.sage@exemple.test;;',
      '99700000021;SOIN;Nina;60;;nina.soin@exemple.test;;',
    ].join('\n'),
  )
  const lines: string[] = []
  const run = async (command: Command, ...args: string[]) =>
    await command.run(argumentsOf(command, args), {
      out: (line) => lines.push(line),
      err: () => {},
      isTty: false,
      env: { CONFRERE_DATA_DIR: dir, DATABASE_URL: url },
    })
  await run(annuaire, 'import', file)
  t.equal(await run(requis, 'set', '99700000013', '--specialite', '21'), 0)
  const refused = await run(requis, 'set', '99700000021', '--specialite', '24').catch(
    (error: unknown) => error,
  )
  t.ok(refused instanceof Failure)
  t.match(refused, { message: 'R. 6316-1' })

  const nothing = await run(requis, 'set', '99700000013').catch((error: unknown) => error)
  t.match(nothing, { message: 'rien n’est à changer' })
  t.equal(await run(requis, 'set', '99700000013', '--actif', 'non'), 0)
  t.equal(lines.at(-1), 'Il n’avait aucune demande en charge.')
  t.equal(await run(requis, 'set', '99700000013', '--actif', 'oui'), 0)

  const away = ['absent', '99700000013', '2099-07-01', '2099-07-15', '--motif', 'Congés']
  t.equal(await run(requis, ...away), 0)
  t.match(JSON.parse(lines.at(-1) ?? ''), { rpps: '99700000013', delegue: null, dossiers: 0 })
  const unknown = await run(requis, ...away, '--delegue', '99700000021').catch(
    (error: unknown) => error,
  )
  t.match(unknown, { message: 'inscrivez-le' })
})
