/**
 * Lists are in the order of their numbers. `select seq::text … order by seq` sorts by the column that goes out, which is
 * text: 10 before 9, and a page that begins after 9 has lost rows. Such a name is written with its table.
 */
import { readdirSync, readFileSync } from 'node:fs'

import t from 'tap'

const SOURCE = new URL('../../../src/', import.meta.url)

/** Names by which a text of SQL is sorted, though they go out as text. */
function sortedAsText(text: string): string[] {
  const cast = new Set(
    [...text.matchAll(/(?:\b\w+\.)?\b(\w+)::text\b(?!\s+as\b)/g)].map(([, name = '']) => name),
  )
  for (const [, name = ''] of text.matchAll(/::text\s+as\s+"?(\w+)/g)) cast.add(name)
  return [...text.matchAll(/order by ([^`)]*?)(?:\blimit\b|\bfor\b|[`)]|$)/g)]
    .flatMap(([, list = '']) => list.split(','))
    .map((each) => each.trim().split(/\s/)[0] ?? '')
    .filter((name) => cast.has(name))
}

t.test('no list is sorted by the spelling of its numbers', (t) => {
  const files = readdirSync(SOURCE, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.ts'),
  )
  let seen = 0
  for (const file of files) {
    const text = readFileSync(new URL(file, SOURCE), 'utf8')
    seen += (text.match(/order by/g) ?? []).length
    t.strictSame(sortedAsText(text), [], file)
  }
  t.ok(seen > 40, `${seen} orders were looked at`)
  t.strictSame(sortedAsText('`select seq::text from journal order by seq desc limit 1`'), ['seq'])
  t.strictSame(sortedAsText('`select a.id::text as n from a order by n`'), ['n'])
  t.strictSame(sortedAsText('`select seq::text from journal order by journal.seq`'), [])
  t.end()
})
