/**
 * The contract is in the repository, and each citation of it leads to a section that is there.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

import t from 'tap'

const root = new URL('..', import.meta.url).pathname

/** « 6 » and « 6.8 »: the sections of the contract and their numbered items. */
const sections = (() => {
  const found = new Set<string>()
  let section = ''
  for (const line of readFileSync(join(root, 'docs/contract.md'), 'utf8').split('\n')) {
    section = /^## (\d+)\. /.exec(line)?.[1] ?? section
    found.add(section)
    const item = /^(\d+)\. /.exec(line)?.[1]
    if (item !== undefined) found.add(`${section}.${item}`)
  }
  return found
})()

/** Each `SPEC §…` of a text, with those that follow it in the same list. */
function cited(text: string): string[] {
  const lists = text.matchAll(/SPEC (§[\d.]+(?:,[\s/*-]+§[\d.]+)*)/g)
  return [...lists].flatMap(([, list = '']) =>
    [...list.matchAll(/§(\d+(?:\.\d+)?)/g)].map(([, section = '']) => section),
  )
}

t.test('a citation is found, and one that leads nowhere is', (t) => {
  t.strictSame(cited('x. SPEC §5, §6.8 · RFC 5280 §6.1 */ SPEC §13.2.'), ['5', '6.8', '13.2'])
  t.strictSame(cited('SPEC §2,\n * §13.10'), ['2', '13.10'])
  t.notOk(sections.has('6.99'))
  t.end()
})

t.test('each citation of the contract leads to a section that is there', (t) => {
  let count = 0
  for (const folder of ['src', 'test', 'docs', 'bench', 'certs']) {
    for (const file of readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })) {
      if (!/\.(ts|sql|md)$/.test(file) || /contract\.(md|test\.ts)$/.test(file)) continue
      const text = readFileSync(join(root, folder, file), 'utf8')
      const lost = cited(text).filter((section) => !sections.has(section))
      t.strictSame(lost, [], `${folder}/${file}`)
      t.notMatch(text, /SPEC §\d+ rules? \d/, `${folder}/${file}: one form`)
      count += cited(text).length
    }
  }
  t.ok(count > 500, `${count} citations`)
  t.end()
})
