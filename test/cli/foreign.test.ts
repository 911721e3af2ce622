/** What enters by an argument or an imported file passes the same edge as by HTTP. SPEC §1 */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'

import t from 'tap'

import { COMMANDS, run } from '../../src/cli/run.ts'
import type { Command } from '../../src/cli/terms.ts'
import { MAX_REASON } from '../../src/kit/foreign.ts'

/** What no argument may hold; the last one is what the system makes of octets that are no UTF-8. */
const ODD: { readonly [what: string]: string } = {
  NUL: 'a\0b',
  'a lone surrogate': 'a\ud800',
  'another one': '\udc00a',
  'octets that are no UTF-8': 'a\ufffd',
  'a text without end': 'é'.repeat(70_000),
}

async function typed(...words: string[]) {
  const said: string[] = []
  // Whatever is refused is refused before anything is opened.
  const env = { CONFRERE_DATA_DIR: '/dev/null', DATABASE_URL: 'postgres://127.0.0.1:1/rien' }
  const terminal = { out: () => {}, err: (line: string) => said.push(line), isTty: false, env }
  return { status: await run(words, terminal), said }
}

const texts = ({ options }: Command): readonly string[] => [
  'config',
  ...Object.entries(options).flatMap(([name, { type }]) => (type === 'string' ? [name] : [])),
]

t.test('each argument of each command, at each odd value, is one line and exit 2', async (t) => {
  let tried = 0
  for (const [name, load] of Object.entries(COMMANDS)) {
    const command = await load()
    const places: (readonly [place: string, (odd: string) => string[]])[] = [
      ...texts(command).map(
        (option) => [`--${option}`, (odd: string) => [`--${option}=${odd}`]] as const,
      ),
      ['argument n° 1', (odd) => [odd]],
      ['argument n° 2', (odd) => ['acte', odd]],
    ]
    for (const [place, words] of places) {
      for (const [what, odd] of Object.entries(ODD)) {
        const { status, said } = await typed(name, ...words(odd))
        tried += 1
        t.equal(status, 2, `${name} ${place}: ${what}`)
        t.equal(said.length, 1)
        t.ok(said[0]?.isWellFormed() && !/[\0\n]/.test(said[0]), 'a line that can be printed')
        t.match(said[0], /^confrere : /)
        if (command.words === undefined || command.words >= 2 || place.startsWith('--')) {
          t.ok(said[0]?.includes(place), `${name} ${place}: it is named: ${said[0]}`)
        }
      }
    }
  }
  t.ok(tried > 300, `${tried} were tried`)
})

t.test('a reason is as long as by HTTP, and no longer', async (t) => {
  const asked = ['dossier', 'TE-2026-000001', '--reattribuer', 'x', '--motif']
  const { status, said } = await typed(...asked, 'x'.repeat(MAX_REASON + 1))
  t.match({ status, said }, { status: 2, said: [/--motif : 500 caractères au plus/] })
  t.match((await typed(...asked, 'x'.repeat(MAX_REASON))).said, [/RPPS/])
})

t.test('a file of settings is held to the same', async (t) => {
  const folder = t.testdir()
  for (const [key, value] of [
    ['nil', '"a\\0b"'],
    ['nil', '"a\\uD800"'],
    ['"ni\\0l"', 'x'],
  ]) {
    const file = join(folder, 'r.yaml')
    writeFileSync(file, `${key}: ${value}\n`)
    const { status, said } = await typed('check', '--config', file)
    t.equal(status, 2, `${key}: ${value}`)
    t.match(said, [/NUL|UTF-8|inconnue/])
    t.notMatch(said[0], /\0/)
  }
})
