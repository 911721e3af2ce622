/** Every list is read to its end page by page: nothing that was there is lost or comes twice. SPEC §12 */
import t from 'tap'

import { insertActes } from '../../../src/ledger/actes/actes.ts'
import { createToken } from '../../../src/ledger/api-tokens.ts'
import { acte } from '../../support/actes.ts'
import { operations } from '../../support/routes.ts'
import {
  openWindows,
  seedDossier,
  seedLetter,
  seedMessage,
  type Windows,
} from '../../support/windows.ts'

/** Numbers of one, two, three and four digits, on both sides of each step. */
const NUMBERS = [8, 9, 10, 11, 98, 99, 100, 101, 998, 999, 1000, 1001]
/** Instants that share a millisecond or are the same: time alone orders nothing. */
const AT = ['2026-03-01T08:00:00.000Z', '2026-03-01T08:00:00.000Z', '2026-03-02T08:00:00.000Z']

interface Seeded {
  readonly key: string
  readonly seed: (windows: Windows, n: number, index: number) => Promise<unknown>
}

/** How a row comes into each list, and what names it there. A list without a line here fails. */
const LISTS: { readonly [path: string]: Seeded } = {
  '/api/v1/dossiers': {
    key: 'numero',
    seed: (windows, n, index) =>
      seedDossier(windows, `TE-2026-${String(n).padStart(6, '0')}`, {
        ouvertLe: AT[index % 3] ?? '',
      }),
  },
  '/api/v1/messages/inbound': {
    key: 'id',
    seed: (windows, _n, index) =>
      seedMessage(windows, { state: 'received', at: AT[index % 3] ?? '' }),
  },
  '/api/v1/messages/outbound': {
    key: 'id',
    seed: (windows) => seedLetter(windows, null, { state: 'remis' }),
  },
  '/api/v1/actes': {
    key: 'id',
    async seed({ db, keys }, n) {
      await db.query(`select setval(pg_get_serial_sequence('acte', 'id'), $1, false)`, [n])
      await insertActes(db, keys, [acte({ rang: n })], keys.index('patient', 'a'))
    },
  },
  '/api/v1/tokens': {
    key: 'id',
    seed: ({ db }) => createToken(db, { portees: ['status'], titulaire: 'x', expire: null }),
  },
  '/api/v1/exports': {
    key: 'id',
    seed: ({ db }, n) =>
      db.query(
        `insert into export (id, cree_le, par, nombre, total_centimes, empreintes, manifeste, signature)
         values ($1, now(), 'x', 0, 0, '{}', '', '')`,
        [n],
      ),
  },
  '/api/v1/journal': {
    key: 'seq',
    seed: ({ db }, n) =>
      db.query(
        `insert into journal (seq, chaine, rang, instant, quoi, auteur, detail, precedent, empreinte)
         overriding system value values ($1, 'essai', $1, now(), 'x', 'x', '{}', '\\x00', '\\x00')`,
        [n],
      ),
  },
}

t.setTimeout(180_000)

t.test('every list that has a cursor has its line here', async (t) => {
  const { call } = await openWindows(t)
  const lists = (await operations(call))
    .filter(({ parameters }) => parameters.some(({ name }) => name === 'cursor'))
    .map(({ path }) => path)
  t.strictSame(lists.toSorted(), Object.keys(LISTS).toSorted())
})

for (const [path, { key, seed }] of Object.entries(LISTS)) {
  t.test(`${path} is read whole over more than ten pages, while rows come`, async (t) => {
    const windows = await openWindows(t)
    for (const [index, n] of NUMBERS.entries()) await seed(windows, n, index)
    const token = windows.tokens.all
    const page = async (query: string) => (await windows.call(`${path}?${query}`, { token })).json
    const whole = (await page('limit=200')).items.map((item: Record<string, unknown>) => item[key])
    t.ok(whole.length >= NUMBERS.length)
    if (whole.every((each: unknown) => typeof each === 'number')) {
      t.strictSame(
        whole,
        whole.toSorted((a: number, b: number) => b - a),
        'newest first, as numbers',
      )
    }

    const read: unknown[] = []
    let cursor: string | null = ''
    let pages = 0
    while (cursor !== null && pages < 50) {
      const { items, next } = await page(`limit=1&cursor=${cursor}`)
      read.push(...items.map((item: Record<string, unknown>) => item[key]))
      cursor = next
      pages += 1
      // What comes meanwhile is before the first page: it moves nothing.
      if (pages === 3) await seed(windows, 1002, 2)
    }
    t.ok(pages > 10, `${pages} pages`)
    t.strictSame(
      read.filter((each) => whole.includes(each)),
      whole,
      'each once, in the order of the list',
    )
  })
}
