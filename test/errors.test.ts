import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

import t from 'tap'

import { errorsDocument } from '../docs/make-errors.ts'
import { GARDES } from '../src/domain/hors-dossier.ts'
import { ERRORS } from '../src/errors.ts'

const root = new URL('..', import.meta.url).pathname
const sources = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts') && file !== 'errors.ts')
  .map((file) => readFileSync(join(root, 'src', file), 'utf8'))
  .join('\n')

t.test('every code is used', (t) => {
  const unused = Object.keys(ERRORS).filter((code) => !sources.includes(`'${code}'`))
  t.strictSame(unused, [])
  t.end()
})

t.test('the table is in alphabetical order', (t) => {
  const codes = Object.keys(ERRORS)
  t.strictSame(codes, codes.toSorted())
  t.end()
})

t.test('every code is in docs/errors.md, as the table has it', (t) => {
  const document = readFileSync(join(root, 'docs/errors.md'), 'utf8')
  t.ok(document === errorsDocument(), 'run `npm run docs`')
  t.end()
})

t.test('every text is one French sentence with no place for data', (t) => {
  for (const [code, { public: text }] of Object.entries(ERRORS)) {
    t.notMatch(text, /[{}<>%$\\]|\n/, `${code} holds no placeholder`)
    t.match(text, /^\p{Lu}.*[.!?]$/u, `${code} is a sentence`)
    // What stands between guillemets is quoted as a machine writes it.
    const said = text.replace(/«[^»]*»/g, '« »')
    t.notMatch(said, /'|\.\.\.|[^ \u00a0\u202f][;:!?»](?:\s|$)/, `${code} has French typography`)
  }
  t.end()
})

t.test('every SMTP reply is well formed and of its family', (t) => {
  for (const [code, { smtp, family }] of Object.entries(ERRORS)) {
    if (smtp === null) continue
    t.match(smtp, /^([45])\d\d \1\.\d{1,3}\.\d{1,3}$/, code)
    if (family === 'deferral') t.match(smtp, /^4/, `${code} lets the peer come back`)
    if (family === 'refusal') t.match(smtp, /^5/, `${code} is final`)
  }
  t.end()
})

t.test('who is told that he need not send his mail again is told when it is closed', (t) => {
  const told = Object.entries(ERRORS).filter(([, { public: text }]) =>
    text.includes('sans que vous le renvoyiez'),
  )
  t.strictSame(new Set(told.map(([code]) => code)), GARDES)
  t.end()
})
