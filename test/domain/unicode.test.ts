/** One place for the normal forms of Unicode, and it costs the length of the text. SPEC §13.12 */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

import t from 'tap'

import { fold } from '../../src/domain/texte.ts'
import { normalise } from '../../src/domain/unicode.ts'
import { MOST_TIMES, squares } from '../support/adverse.ts'
import { openCounter } from '../support/work.ts'

const FORMS = ['NFC', 'NFD', 'NFKC', 'NFKD'] as const
const SRC = join(import.meta.dirname, '../../src')

/** What may begin with a mark once it is decomposed: found in Unicode itself, not in a list of ours. */
const NONSTARTERS = Array.from({ length: 0x110000 }, (_, code) => code)
  .filter((code) => code < 0xd800 || code > 0xdfff)
  .map((code) => String.fromCodePoint(code))
  .filter((sign) => /^\p{M}/u.test(sign.normalize('NFKD')))

t.test('a text of any language is brought to the form that V8 gives', (t) => {
  const texts = [
    '',
    'Éléonore',
    'e\u0301\u0323',
    'ﬁn',
    '각',
    '\u1100\u1161\u11a8',
    `e${'\u0301\u0323'.repeat(15)}x`,
  ]
  for (const form of FORMS) {
    for (const text of texts) t.equal(normalise(text, form), text.normalize(form), text)
    for (const sign of NONSTARTERS) {
      if (normalise(`e${sign}\u0323`, form) !== `e${sign}\u0323`.normalize(form)) t.fail(sign)
    }
  }
  t.end()
})

t.test('no mark of a long run is lost or changed', (t) => {
  const text = `e${'\u0301\u0323'.repeat(1_000)} fin 👩‍⚕️`
  for (const form of FORMS) {
    const same = [...normalise(text, form).normalize('NFD')].sort().join('')
    t.equal(same, [...text.normalize('NFD')].sort().join(''), form)
  }
  t.equal(fold(text), 'e fin 👩⚕')
  t.end()
})

t.test(
  'every sign that is a mark, or becomes one, costs its length in a run with others',
  async (t) => {
    t.ok(NONSTARTERS.length > 2_000, `${NONSTARTERS.length} signs`)
    const odd = NONSTARTERS.filter((sign) => !/\p{M}/u.test(sign))
    // The first two become a sign of class 0, which nothing passes.
    t.strictSame(odd, ['\u0e33', '\u0eb3', '\uff9e', '\uff9f'])
    const counter = await openCounter()
    t.teardown(() => counter.close())
    for (const form of FORMS) {
      const texts = [...odd, '\u0344', '\u0301', '\u05b0'].flatMap((one) =>
        ['\u0323', '\u0301', '\u3099'].map((other) => ({ lead: 'e', sign: one + other })),
      )
      t.strictSame(
        await squares(counter, { step: (text) => normalise(text, form), texts }),
        [],
        form,
      )
    }
  },
)

t.test('the square of a direct normalisation is seen by the counter', async (t) => {
  const counter = await openCounter()
  t.teardown(() => counter.close())
  const cost = (size: number): Promise<number> =>
    counter.count(() => '\u0301\u0323'.repeat(size).normalize('NFC'))
  t.ok((await cost(2_000)) / (await cost(500)) > MOST_TIMES)
})

/** Where a word of the second column may stand: what it looks at there is short, and of ours or cut before. */
const ONE_DOOR: readonly (readonly [RegExp, readonly string[]])[] = [
  [/\.normalize\(/, ['domain/unicode.ts']],
  [/localeCompare|\bIntl\.(?:Collator|Segmenter)/, []],
  [/\bdomainToASCII\(|\bdomainToUnicode\(/, ['kit/mailbox.ts']],
]

t.test('every normalisation, collation and host name goes through its one door', (t) => {
  const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' }).filter((one) =>
    one.endsWith('.ts'),
  )
  for (const [word, doors] of ONE_DOOR) {
    const found = files.filter((file) => word.test(readFileSync(join(SRC, file), 'utf8')))
    t.strictSame(found, doors, String(word))
  }
  t.end()
})
