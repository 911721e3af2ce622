import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

import t from 'tap'

const root = new URL('..', import.meta.url).pathname
const glossary = readFileSync(join(root, 'docs/glossaire.md'), 'utf8')

t.test('every exported type of the domain is in the glossary', (t) => {
  const folder = join(root, 'src/domain')
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.ts'))) {
    const text = readFileSync(join(folder, file), 'utf8')
    for (const [, name] of text.matchAll(/^export (?:type|interface) ([A-Za-z0-9]+)/gm)) {
      t.ok(glossary.includes(`\`${name}\``), `${name} (${file})`)
    }
  }
  t.end()
})

t.test('every type of the glossary exists', (t) => {
  const domain = readdirSync(join(root, 'src/domain'))
    .map((file) => readFileSync(join(root, 'src/domain', file), 'utf8'))
    .join('\n')
  const rows = glossary.split('\n').filter((line) => line.startsWith('| '))
  for (const row of rows) {
    const cell = row.split('|')[3] ?? ''
    for (const [, name = ''] of cell.matchAll(/`([A-Z][A-Za-z0-9]+)`/g)) {
      t.match(domain, new RegExp(`^export (type|interface) ${name}\\b`, 'm'), name)
    }
  }
  t.end()
})
