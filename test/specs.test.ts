import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

import t from 'tap'

const root = new URL('..', import.meta.url).pathname
const CITATION = /RFC \d+|(?:CSP|CSS|RGPD|NGAP|CASF) art\. (?:[LRD]\. )?\d+[\d.-]*\d/g
/** `CSP art. L. 1111-2, L. 1111-4`: the second article has no name of its own. */
const FOLLOWING = /(CSP|CSS) art\. [LRD]\. [\d-]+((?:, [LRD]\. [\d-]+)+)/g

interface Row {
  readonly id: string
  readonly state: string
  readonly src: string
  readonly test: string
}

const rows: Row[] = readFileSync(join(root, 'docs/specs.md'), 'utf8')
  .split('\n')
  .filter((line) => /^\| (RFC|CSP|CSS|RGPD|NGAP|CASF)/.test(line))
  .map((line) => line.split('|').map((cell) => cell.trim()))
  .map(([, id = '', , state = '', src = '', test = '']) => ({ id, state, src, test }))

function citations(): Map<string, string> {
  const found = new Map<string, string>()
  const files = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
  for (const file of files.filter((name) => /\.(ts|sql)$/.test(name))) {
    const text = readFileSync(join(root, 'src', file), 'utf8')
    for (const [citation] of text.matchAll(CITATION)) found.set(citation, file)
    for (const [, code, others = ''] of text.matchAll(FOLLOWING)) {
      for (const article of others.split(', ').slice(1)) found.set(`${code} art. ${article}`, file)
    }
  }
  return found
}

t.test('every text that src/ cites has its row', (t) => {
  for (const [citation, file] of citations()) {
    t.ok(
      rows.some(({ id }) => id === citation),
      `${citation} (${file})`,
    )
  }
  t.end()
})

t.test('every row is cited, says how far it is obeyed, and where', (t) => {
  const cited = citations()
  for (const { id, state, src } of rows) {
    t.match(state, /^(Yes|Partial|No|Not applicable)$/, id)
    if (state === 'Yes' || state === 'Partial') {
      t.ok(cited.has(id), `${id} is cited in src/`)
      t.match(src, /`src\//, `${id} names a file`)
    }
  }
  t.end()
})

t.test('every file that a row names exists, and a Yes has a test', (t) => {
  for (const { id, state, src, test } of rows) {
    const tests = [...test.matchAll(/`(test\/[^`]+)`/g)].map(([, path = '']) => path)
    const files = [...src.matchAll(/`(src\/[^`]+)`/g)].map(([, path = '']) => path)
    for (const path of [...files, ...tests]) t.ok(existsSync(join(root, path)), `${id}: ${path}`)
    if (state === 'Yes') t.not(tests.length, 0, `${id} has a test`)
  }
  t.end()
})

t.test('every decision that is cited is written down', (t) => {
  const written = readdirSync(join(root, 'docs/adr'))
  for (const folder of ['src', 'test', 'docs']) {
    for (const file of readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })) {
      if (!/\.(ts|sql|md)$/.test(file)) continue
      const text = readFileSync(join(root, folder, file), 'utf8')
      for (const [, number] of text.matchAll(/ADR (\d{4})/g)) {
        t.ok(
          written.some((name) => name.startsWith(`${number}-`)),
          `ADR ${number} (${file})`,
        )
      }
    }
  }
  t.end()
})
