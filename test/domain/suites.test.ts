/** Every state has an owner, a next action and a way to do it; every way that the table names is there. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

import t from 'tap'

import { suitesDocument } from '../../docs/make-suites.ts'
import { ACTIONS } from '../../src/billing/reglement.ts'
import { annuaire } from '../../src/cli/annuaire.ts'
import { certificat } from '../../src/cli/certificat.ts'
import { check } from '../../src/cli/check.ts'
import { dossier } from '../../src/cli/dossiers.ts'
import { facturation } from '../../src/cli/facturation.ts'
import { jeton } from '../../src/cli/jeton.ts'
import { message } from '../../src/cli/message.ts'
import { rejouer } from '../../src/cli/rejouer.ts'
import type { Jour } from '../../src/domain/correspondant.ts'
import { TRANSITIONS, TRANSITIONS_DOSSIER } from '../../src/domain/etats.ts'
import { type Moyen, SUITES, type Suite } from '../../src/domain/suites.ts'
import { readKeyword } from '../../src/read/keyword.ts'
import { LIBELLES } from '../../src/write/formulaire.ts'

const root = new URL('../..', import.meta.url).pathname
const source = (folder: string) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') || file.endsWith('.sql'))
    .map((file) => readFileSync(join(root, folder, file), 'utf8'))
    .join('\n')
const rows: readonly (readonly [string, string, Suite])[] = Object.entries(SUITES).flatMap(
  ([thing, states]) =>
    Object.entries(states as { readonly [etat: string]: Suite }).map(
      ([etat, suite]) => [thing, etat, suite] as const,
    ),
)

t.test('every state that a thing can be in is a row', async (t) => {
  const sql = source('src/ledger/migrations')
  const stored = [
    ...sql.matchAll(/\b(?:etat|suite) text[^,;]*?check \(\w+ in \(([^)]+)\)\)/g),
  ].flatMap(([, list = '']) => [...list.matchAll(/'([a-z_]+)'/g)].map(([, etat]) => etat))
  t.ok(stored.length > 15, 'the states that the schema admits are found')
  // What an authority said of a certificate is an answer, no state of a thing.
  const known = [...rows.map(([, etat]) => etat), 'good', 'revoked']
  t.strictSame(
    stored.filter((etat) => !known.includes(etat ?? '')),
    [],
  )
  t.strictSame(Object.keys(SUITES.dossier).toSorted(), Object.keys(TRANSITIONS_DOSSIER).toSorted())
  t.strictSame(Object.keys(SUITES.sollicitation).toSorted(), Object.keys(TRANSITIONS).toSorted())
  const motifs = [...source('src/decide').matchAll(/^\s+motif: '([a-z-]+)'/gm)].map(
    ([, one]) => one,
  )
  t.ok(motifs.length >= 6)
  t.strictSame(
    motifs.filter((one) => !Object.hasOwn(SUITES.motif, one ?? '')),
    [],
  )
})

t.test('who must act has a way where he works', async (t) => {
  const starts = (moyens: readonly Moyen[], way: string) =>
    moyens.some((each) => each.startsWith(way))
  for (const [thing, etat, { responsable, action, moyens }] of rows) {
    const name = `${thing} ${etat}`
    t.not(action, '', name)
    if (responsable === 'requerant' || responsable === 'requis')
      t.ok(starts(moyens, 'courrier:'), name)
    if (['coordinateur', 'administrateur', 'facturation'].includes(responsable)) {
      t.ok(starts(moyens, 'page:'), `${name}: a page`)
      t.ok(starts(moyens, 'api:') || starts(moyens, 'commande:'), `${name}: a program`)
    }
  }
})

t.test('every way that is named is there', async (t) => {
  const commands = [annuaire, certificat, check, dossier, facturation, jeton, message, rejouer].map(
    ({ name }) => name,
  )
  const status = source('src/http')
  for (const [thing, etat, { moyens }] of rows) {
    for (const moyen of moyens) {
      const name = `${thing} ${etat}: ${moyen}`
      const [, kind = '', what = ''] = /^(\w+):(.*)$/.exec(moyen) ?? []
      if (kind === 'courrier') {
        const read = readKeyword([what], '2026-01-01' as Jour).motCle
        t.ok(read === what || Object.values(LIBELLES).includes(what), name)
      }
      if (kind === 'commande') t.ok(commands.includes(what), name)
      if (kind === 'api') {
        const [method = '', path = ''] = what.split(' ')
        const route = path.replaceAll(/\{(\w+)\}/g, ':$1')
        const shape = new RegExp(`app\\.${method.toLowerCase()}[^(]*\\(\\s*'${route}'`)
        t.match(status, shape, name)
      }
      if (kind === 'page')
        t.match(status, new RegExp(`href: '${what}'|app\\.get[^(]*\\('${what}'`), name)
    }
  }
  for (const action of ACTIONS) t.ok(facturation.options[action], `--${action}`)
})

t.test('the document says what the table has', async (t) => {
  const document = readFileSync(join(root, 'docs/suites.md'), 'utf8')
  t.ok(document === suitesDocument(), 'run `npm run docs`')
})
