/** A cell of a table can be told by its row and its column, whatever is empty around it. SPEC §4 */
import fc from 'fast-check'
import t from 'tap'

import { isRefusal } from '../../src/errors.ts'
import { memoryBytes } from '../../src/kit/bytes.ts'
import { MIME_LIMITS, readTree } from '../../src/mime/tree.ts'
import { readBody } from '../../src/read/body.ts'
import { htmlToText } from '../../src/read/html.ts'
import { readTexts } from '../../src/read/texts.ts'

const table = (rows: readonly (readonly string[])[], wrap = (cell: string) => cell): string =>
  `<table>${rows.map((row) => `<tr>${row.map((cell) => `<td>${wrap(cell)}</td>`).join('')}</tr>`).join('')}</table>`

const linesOf = (html: string): readonly string[] =>
  htmlToText(html)
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')

/** The cell that a line shows in a column. */
const cellOf = (line: string | undefined, column: number): string =>
  (line ?? '').split(/\|| : ?/)[column]?.trim() ?? ''

t.test('each cell stands in its row and its column, empty ones too', async () => {
  const wraps = [
    (cell: string) => cell,
    (cell: string) => `<p class=MsoNormal>${cell === '' ? '&nbsp;' : cell}<o:p></o:p></p>`,
    (cell: string) => `<div><b>${cell}</b><br></div>`,
  ]
  fc.assert(
    fc.property(
      fc.integer({ min: 2, max: 6 }),
      fc.array(fc.array(fc.boolean(), { minLength: 6, maxLength: 6 }), {
        minLength: 1,
        maxLength: 6,
      }),
      fc.constantFrom(...wraps),
      fc.boolean(),
      (width, filled, wrap, isNested) => {
        const rows = [
          Array.from({ length: width }, (_, column) => `tete${column}`),
          ...filled.map((row, at) => [
            `jour${at}`,
            ...row.slice(1, width).map((is, column) => (is ? `${at}${column} mg` : '')),
          ]),
        ]
        const html = table(rows, wrap)
        const lines = linesOf(isNested ? table([[html]]) : html)
        return (
          lines.length === rows.length &&
          rows.every((row, at) => row.every((cell, column) => cellOf(lines[at], column) === cell))
        )
      },
    ),
    { numRuns: 200 },
  )
})

t.test('an empty corner, shared columns and rows', async (t) => {
  t.strictSame(
    linesOf(
      table([
        ['', 'Droite', 'Gauche'],
        ['Acuité', '', '2/10'],
      ]),
    ),
    ['| Droite | Gauche', 'Acuité |  | 2/10'],
  )
  t.strictSame(
    linesOf(
      '<table><tr><td rowspan="2">Prednisone</td><td>J1</td><td>40 mg</td></tr><tr><td>J2</td><td>20 mg</td></tr></table>',
    ),
    ['Prednisone | J1 | 40 mg', '″ | J2 | 20 mg'],
  )
  t.strictSame(
    linesOf(
      '<table><tr><th></th><th colspan="2">Œil droit</th><th>Œil gauche</th></tr><tr><td>PIO</td><td>12</td><td>14</td><td>15</td></tr></table>',
    ),
    ['| Œil droit |  | Œil gauche', 'PIO | 12 | 14 | 15'],
  )
  t.strictSame(
    linesOf(
      table([
        ['Poids', '70', 'a<br>b'],
        ['x', '', 'z'],
      ]),
    ),
    ['Poids | 70 | a ; b', 'x |  | z'],
  )
  t.strictSame(
    linesOf(
      table([
        ['Crème', '2/j'],
        ['', '3/j'],
      ]),
    ),
    ['Crème : 2/j', '| 3/j'],
  )
})

t.test('a form laid out in a table is still one', async (t) => {
  const form = ['Sexe : F', 'Prénoms : Odette']
  for (const rows of [
    [
      ['Sexe', 'F'],
      ['Prénoms', 'Odette'],
    ],
    [
      ['Sexe', ':', 'F'],
      ['Prénoms', ':', 'Odette'],
    ],
    [
      ['Sexe', '', 'F'],
      ['Prénoms', '', 'Odette'],
    ],
    [['Sexe', 'F', 'Prénoms', 'Odette']],
    [
      ['Sexe', 'Prénoms'],
      ['F', 'Odette'],
    ],
    [['Sexe<br>Prénoms', 'F<br>Odette']],
  ])
    t.strictSame(linesOf(table(rows)), form, JSON.stringify(rows))
  t.strictSame(
    linesOf(
      table([
        ['', 'AVIS'],
        ['', 'Kyste.'],
      ]),
    ),
    ['AVIS', 'Kyste.'],
    'laid out only',
  )
})

t.test('the rendition that keeps the columns is read', async (t) => {
  const html = table([
    ['Jour', 'Matin', 'Soir'],
    ['J1', '', '10 mg'],
  ])
  const entity = Buffer.from(
    `Content-Type: multipart/alternative; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nAVIS\r\nJour Matin Soir\r\nJ1 10 mg\r\nfin\r\n--b\r\nContent-Type: text/html\r\n\r\n<p>AVIS</p>${html}\r\n--b--\r\n`,
  )
  const bytes = memoryBytes(entity)
  const tree = await readTree(bytes, MIME_LIMITS)
  if (isRefusal(tree)) throw new Error(tree.code)
  const texts = await readTexts(bytes, readBody(tree).segments)
  if (isRefusal(texts)) throw new Error(texts.code)
  t.match(texts.main, /J1 \|\s+\| 10 mg/)
  t.strictSame(texts.more, ['fin'], 'and what only the other one says follows')
})
