/**
 * Each kind of alert, from its table: it opens once, and its letters are those of its row; its end is told where its cause
 * ended, and nowhere else. Nothing but flow/findings opens or closes one.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import t from 'tap'

import { pourAdministrateur } from '../../src/administrateur.ts'
import { type Sort, sayWhatChanged } from '../../src/flow/findings.ts'
import { ALERTES, type CodeAlerte, lettresDe } from '../../src/ledger/alert-kinds.ts'
import { ADMINISTRATION, startGateway } from '../support/gateway.ts'

const SRC = fileURLToPath(new URL('../../src', import.meta.url))
const CODES = Object.keys(ALERTES) as CodeAlerte[]

t.test('one file alone opens and closes alerts', (t) => {
  const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
  for (const file of files.filter((name) => name.endsWith('.ts') && name !== 'ledger/alerts.ts')) {
    const text = readFileSync(join(SRC, file), 'utf8')
    const isThere = file === 'flow/findings.ts'
    t.equal(/\b(?:openAlert|closeAlert)\b/.test(text), isThere, file)
  }
  t.end()
})

t.test('each kind has its words for the administrator, its beginning and its end', (t) => {
  for (const code of CODES) {
    t.ok(pourAdministrateur(code), code)
    const { commence, finit } = ALERTES[code]
    t.ok(commence.length > 10 && finit.length > 5, code)
  }
  const operations = readFileSync(join(SRC, '../docs/operations.md'), 'utf8')
  for (const code of CODES) t.ok(operations.includes(`\`${code}\``), `operations.md: ${code}`)
  t.end()
})

t.test('each kind: the letters of its row, at its beginning and at its end', async (t) => {
  const gateway = await startGateway(t)
  const { parts, sink } = gateway
  const toAdmin = async (): Promise<number> => {
    await gateway.passes('PT0S')
    await gateway.settles()
    return sink.messages.filter(({ to }) => to.includes(ADMINISTRATION)).length
  }
  const sorts: { readonly [name: string]: Sort } = {
    terminee: () => 'terminee',
    relevee: () => 'relevee',
    demeure: () => 'demeure',
  }
  let before = await toAdmin()
  const written = async (): Promise<number> => {
    const now = await toAdmin()
    const count = now - before
    before = now
    return count
  }
  for (const code of CODES) {
    for (const [name, sort] of Object.entries(sorts)) {
      const found = [{ code, sujet: `essai ${name}` }]
      const lettres = lettresDe(code)
      t.equal((await sayWhatChanged([code], found, parts)).length, 1, `${code} opens`)
      t.equal((await sayWhatChanged([code], found, parts)).length, 0, `${code} opens once`)
      t.equal(await written(), lettres === 'deux' ? 1 : 0, `${code}, ${name}: its beginning`)
      await sayWhatChanged([code], [], parts, sort)
      const tells = name === 'terminee' && lettres !== 'aucune'
      t.equal(await written(), tells ? 1 : 0, `${code}, ${name}: its end`)
      const [row] = await parts.db.query<{ open: boolean }>(
        'select fin is null as open from alerte where code = $1 and sujet = $2',
        [code, `essai ${name}`],
      )
      t.equal(row?.open, name === 'demeure', `${code}, ${name}`)
    }
    // What goes on is over for the next kind.
    await sayWhatChanged([code], [], parts, () => 'relevee')
  }
})
