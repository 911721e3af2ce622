/**
 * Every parser has its row in the tests of adversarial texts. SPEC §13.12
 */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

import t from 'tap'
import ts from 'typescript'

/** Exported functions over text of ours: a code, a command, a trade of the tables; or called by a row under another name. */
const ELSEWHERE = new Set([
  'documentDe',
  'isBillingCommand',
  'isBirth',
  'isPlafondAtteint',
  'manqueDocument',
  'readListeBlanche',
  'specialiteDeProfession',
  'travailDe',
])

t.test('every parser of domain, billing and annuaire has its row', async (t) => {
  const rows = ['texts.test.ts', 'texts-decided.test.ts', 'texts-files.test.ts']
    .map((name) => readFileSync(join(import.meta.dirname, name), 'utf8'))
    .join('\n')
  const missing = ['domain', 'billing', 'annuaire']
    .flatMap(parsersOf)
    .filter((name) => !ELSEWHERE.has(name) && !rows.includes(`${name}(`))
  t.strictSame(missing, [])
})

/** The exported functions of a folder whose first parameter is text or octets. */
function parsersOf(folder: string): readonly string[] {
  const place = join(import.meta.dirname, '../src', folder)
  return readdirSync(place).flatMap((file) => {
    const text = readFileSync(join(place, file), 'utf8')
    return ts
      .createSourceFile(file, text, ts.ScriptTarget.Latest, true)
      .statements.filter(ts.isFunctionDeclaration)
      .filter(({ modifiers }) =>
        modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword),
      )
      .filter(({ parameters: [first] }) =>
        /^(?:string\b|Buffer)/.test(first?.type?.getText() ?? ''),
      )
      .map(({ name }) => name?.text ?? '')
  })
}
