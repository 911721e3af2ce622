import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
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

/** One door is as good as another, and a ring is asked for below. */
const UNPLANTED = /-has-one-door$|^no-circles$/

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
    'windows-only-look: src/http/sends.ts',
    'settings-look-down: src/config/stores.ts',
    'postgres-knows-no-mail: src/postgres/asks.ts',
    'queue-only-wakes: src/queue/asks.ts',
    'sandbox-has-no-shell: src/sandbox/stores.ts',
    'ledger-keys-are-below: src/ledger/keys/asks.ts',
    'ledger-views-are-above: src/ledger/shows.ts',
    'ledger-has-an-order: src/ledger/outbox/bills.ts',
    'ledger-journal-is-low: src/ledger/journal/reads.ts',
    'trust-looks-down: src/trust/hops.ts',
    'flow-looks-down: src/flow/watches.ts',
    'monitor-looks-down: src/monitor/sweeps.ts',
    'worker-looks-down: src/worker/takes.ts',
    'nobody-takes-the-record: src/worker/takes.ts',
    'start-looks-down: src/start/starts.ts',
    'kit-knows-no-domain: src/kit/knows.ts',
    'floors-know-no-room: src/pki/opens.ts',
    'second-shares-nothing: src/second/borrows.ts',
    'nodemailer-has-one-door: src/read/mails.ts',
  ]
  for (const each of expected) t.ok(caught.has(each), each)
  const named = new Set(expected.map((each) => each.split(':')[0]))
  const rules = createRequire(import.meta.url)('../.dependency-cruiser.cjs').forbidden
  const bare = rules
    .map(({ name }: { name: string }) => name)
    .filter((name: string) => !named.has(name) && !UNPLANTED.test(name))
  t.strictSame(bare, [], 'each rule has its planted violation')
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
