/**
 * Each command that the help lists, with each of its options, once and with success through `./confrere`, beside a
 * gateway that runs. SPEC §1, §13.15
 */
import t from 'tap'

import type { Command as Declared } from '../../src/cli/terms.ts'
import { COMMANDS, writtenBy } from '../support/commands-seen.ts'
import { openFront } from '../support/front.ts'
import { TOO_LONG } from '../support/long.ts'
import { typed } from '../support/typed.ts'

// A process a row: half a minute of work.
const LONG = { skip: TOO_LONG ?? false }
t.setTimeout(300_000)

/** Seen elsewhere, or by a row of its own below. */
const APART: readonly string[] = ['serve', 'demo', 'test']
/** Of the contract, and not there yet: whoever adds one gives it a row. */
const NOT_YET: readonly string[] = [
  ...['facturation releve', 'rapport annuel'],
  ...['document verifier', 'patient', 'init'],
]

/** The commands and verbs that a usage names. */
function formsOf({ name, usage }: Declared): string[] {
  const forms = usage
    .split(new RegExp(`\\n *\\./confrere | \\| (?=${name} )|, ou (?=${name} )`))
    .flatMap((form) => {
      const [first = '', verbs] = /^[a-z]+(?: ([a-z|]+))?/.exec(form) ?? []
      return verbs === undefined ? [first] : verbs.split('|').map((verb) => `${name} ${verb}`)
    })
  return [...new Set(forms)]
}

async function declared(names: readonly string[]): Promise<Declared[]> {
  return await Promise.all(
    names.map(async (name) => {
      const file = name === 'dossier' ? 'dossiers' : name
      return (await import(`../../src/cli/${file}.ts`))[name] as Declared
    }),
  )
}

t.test('each command, verb and option has its row', async (t) => {
  const { out } = await typed(t.testdir(), ['--help'])
  const listed = [...out.matchAll(/^ {2}(\w+) +\S/gm)].map(([, name]) => name ?? '')
  const apart = listed.filter((name) => APART.includes(name))
  t.strictSame(apart.toSorted(), APART.toSorted())
  const commands = await declared(listed.filter((name) => !APART.includes(name)))
  const forms = commands.flatMap(formsOf)
  const rows = [...new Set(COMMANDS.map(({ form }) => form))]
  t.strictSame(rows.toSorted(), forms.toSorted(), 'a new command needs a row that sees its effect')
  for (const form of NOT_YET) t.notOk(forms.includes(form), `${form} is there: give it its row`)
})

t.test('each of them, in turn, with each option', LONG, async (t) => {
  const front = await openFront(t, {})
  const gateway = await front.starts(['--roles', 'smtp,worker,http'])
  t.ok(gateway.smtp.port > 0 && gateway.http.port > 0, 'serve --roles')
  const options = new Map<string, Set<string>>()
  for (const { form, args, said, wrote, status = 0 } of COMMANDS) {
    const words = args === undefined ? form.split(' ') : await args(front)
    await t.test(words.join(' '), async (t) => {
      t.strictSame(words.slice(0, form.split(' ').length).join(' '), form)
      const run = await front.run(...words)
      t.equal(run.status, status, run.err)
      t.match(`${run.out}${run.err}`, said)
      if (wrote !== undefined) t.match(writtenBy(front, wrote[0]), wrote[1])
    })
    const [name = ''] = words
    const typedOf = options.get(name) ?? new Set()
    for (const word of words) if (word.startsWith('--')) typedOf.add(word.slice(2))
    options.set(name, typedOf)
  }
  for (const { name, options: known } of await declared([...options.keys()])) {
    const untyped = Object.keys(known).filter((option) => !options.get(name)?.has(option))
    t.strictSame(untyped, [], `each option of ${name} is typed`)
  }
})

t.test('demo --once', LONG, async (t) => {
  const { status, out } = await typed(t.testdir(), ['demo', '--once'])
  t.equal(status, 0)
  t.match(out, /✔ Chaque participant a reçu ce qui lui revient/)
})
