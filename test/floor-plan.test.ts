import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

import t from 'tap'

const root = new URL('..', import.meta.url).pathname
const planted = join(root, 'fixtures/floor-plan')

interface Report {
  readonly modules: readonly { readonly source: string }[]
  readonly summary: {
    readonly violations: readonly {
      readonly from: string
      readonly rule: { readonly name: string }
    }[]
  }
}

/** Cruises `src` of a folder by the rules of the house. */
function cruise(folder: string): Report {
  const { stdout, stderr } = spawnSync(
    process.execPath,
    [
      join(root, 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs'),
      ...['--config', join(root, '.dependency-cruiser.cjs'), '--output-type', 'json', 'src'],
    ],
    { cwd: folder, encoding: 'utf8', maxBuffer: 256 * 1024 * 1024 },
  )
  if (stdout === '') throw new Error(stderr)
  return JSON.parse(stdout)
}

const sources = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' }).filter(
  (file) => file.endsWith('.ts'),
)

t.test('the house keeps its own rules', (t) => {
  const { modules, summary } = cruise(root)
  const cruised = new Set(modules.map(({ source }) => source))
  const missed = sources.filter((file) => !cruised.has(`src/${file}`))
  t.strictSame(missed, [], 'every file was looked at')
  t.strictSame(
    summary.violations.map(({ from, rule }) => `${rule.name}: ${from}`),
    [],
  )
  t.end()
})

t.test('each planted violation is caught', (t) => {
  const { summary } = cruise(planted)
  const caught = new Set(summary.violations.map(({ from, rule }) => `${rule.name}: ${from}`))
  const expected = [
    'rooms-never-meet: src/open/reads.ts',
    'rooms-have-no-shell: src/open/shell.ts',
    'domain-knows-nobody: src/domain/asks.ts',
    'decide-is-pure: src/decide/files.ts',
    'ledger-looks-down: src/ledger/opens.ts',
    'windows-only-look: src/status/sends.ts',
    'kit-knows-no-domain: src/kit/knows.ts',
    'floors-know-no-room: src/pki/opens.ts',
    'second-shares-nothing: src/second/borrows.ts',
    'nodemailer-has-one-door: src/read/mails.ts',
  ]
  for (const each of expected) t.ok(caught.has(each), each)
  // Which file of a ring is named is the tool's choice.
  t.ok(
    [...caught].some((each) => each.startsWith('no-circles: src/read/ring')),
    'no-circles',
  )
  t.end()
})

t.test('ARCHITECTURE.md names every folder of src', (t) => {
  const letter = readFileSync(join(root, 'ARCHITECTURE.md'), 'utf8')
  const folders = readdirSync(join(root, 'src'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
  for (const folder of folders) t.ok(letter.includes(`${folder}/`), folder)
  t.end()
})

t.test('ARCHITECTURE.md and README.md link to files that exist', (t) => {
  for (const name of ['ARCHITECTURE.md', 'README.md', 'CONTRIBUTING.md', 'SECURITY.md']) {
    const text = readFileSync(join(root, name), 'utf8')
    for (const [, path = ''] of text.matchAll(/\]\((?!https?:)([^)#]+)/g)) {
      t.doesNotThrow(() => readdirSync(join(root, path, '..')).includes(path), `${name}: ${path}`)
      t.ok(
        readdirSync(join(root, path, '..')).some((file) => path.replace(/\/$/, '').endsWith(file)),
        `${name}: ${path}`,
      )
    }
  }
  t.end()
})
