/** What each answer of the insurer changes of its act, and what is told of the lines that change nothing. */
import t from 'tap'

import { applyReturns, keepReturns, toldReturns } from '../../src/billing/apply-returns.ts'
import { createExport } from '../../src/billing/export.ts'
import { reglerActe } from '../../src/billing/reglement.ts'
import { RETURNS_PAGE } from '../../src/billing/returns.ts'
import { isRefusal } from '../../src/errors.ts'
import { insertActes, listActes } from '../../src/ledger/actes/actes.ts'
import type { Sql } from '../../src/postgres/sql.ts'
import { acte } from '../support/actes.ts'
import { type TestDatabase, testDatabase } from '../support/database.ts'
import { octets, returned } from '../support/returns.ts'

const NOW = new Date('2026-04-01T08:00:00.000Z')
const WHY = { par: 'Facturation', now: NOW }
const header = 'id_acte;statut;date;motif;montant_centimes'
const PAGE = { after: null, limit: 50 }

/** Acts 1 to `count`, of 2300 cents each, in one export. */
async function exported(t: Parameters<typeof testDatabase>[0], count: number) {
  const base = await testDatabase(t)
  const { db, keys } = base
  const all = Array.from({ length: count }, (_, i) => acte({ rang: i + 1 }))
  await insertActes(db, keys, all, keys.index('patient', 'a'))
  const sign = async (data: Buffer): Promise<Buffer> => data
  await createExport(db, keys, { ...WHY, du: null, au: null, sign })
  return base
}

async function stands({ db, keys }: TestDatabase) {
  const { items } = await listActes(db, keys, {}, PAGE)
  return items
    .toSorted((a, b) => a.id - b.id)
    .map(({ retour, reste, retours }) => [retour?.statut ?? null, reste, retours.length])
}

const take = ({ db }: TestDatabase, lines: readonly string[]) =>
  returned(db, lines, { ...WHY, header })

/** Lines about one act of 2300 cents, in one file or in two; what is told, and where the act stands then. */
const CASES: readonly {
  readonly lines: readonly string[]
  readonly told: readonly (readonly [line: number, said: RegExp])[]
  readonly stand: readonly [retour: 'paye' | 'rejete', reste: number | null, answers: number]
}[] = [
  { lines: ['paye;2026-03-20;;'], told: [], stand: ['paye', 0, 1] },
  { lines: ['paye;2026-03-20;;2300'], told: [], stand: ['paye', 0, 1] },
  { lines: ['paye;2026-03-20;;1000'], told: [], stand: ['paye', 1300, 1] },
  { lines: ['rejete;2026-03-20;x;'], told: [], stand: ['rejete', null, 1] },
  { lines: ['rejete;2026-03-20;x;0'], told: [], stand: ['rejete', null, 1] },
  {
    lines: ['paye;2026-03-20;;1000', 'paye;2026-03-25;;1300'],
    told: [],
    stand: ['paye', 0, 2],
  },
  { lines: ['paye;2026-03-20;;1000', 'paye;2026-03-25;;'], told: [], stand: ['paye', 0, 2] },
  {
    lines: ['paye;2026-03-20;;1000', 'paye;2026-03-25;;1301'],
    told: [[1, /montant faux/]],
    stand: ['paye', 1300, 1],
  },
  {
    lines: ['paye;2026-03-20;;2301', 'paye;2026-03-20;;2300'],
    told: [[0, /montant faux/]],
    stand: ['paye', 0, 1],
  },
  {
    lines: ['paye;2026-03-20;;0', 'rejete;2026-03-20;;5', 'rejete;2026-03-20;;'],
    told: [
      [0, /montant faux/],
      [1, /montant faux/],
    ],
    stand: ['rejete', null, 1],
  },
  {
    lines: ['paye;2026-03-20;;', 'paye;2026-03-20;;'],
    told: [[1, /répétée|déjà enregistrée/]],
    stand: ['paye', 0, 1],
  },
  {
    lines: ['paye;2026-03-20;;1000', 'paye;2026-03-20;;1000'],
    told: [[1, /répétée|déjà enregistrée/]],
    stand: ['paye', 1300, 1],
  },
  {
    lines: ['paye;2026-03-20;;', 'paye;2026-03-21;;'],
    told: [[1, /déjà payé/]],
    stand: ['paye', 0, 1],
  },
  {
    lines: ['rejete;2026-03-20;x;', 'rejete;2026-03-21;y;'],
    told: [[1, /déjà rejeté/]],
    stand: ['rejete', null, 1],
  },
  {
    lines: ['paye;2026-03-20;;', 'rejete;2026-03-20;x;'],
    told: [[1, /contradiction/]],
    stand: ['paye', 0, 1],
  },
  {
    lines: ['paye;2026-03-20;;1000', 'rejete;2026-03-20;x;'],
    told: [[1, /contradiction/]],
    stand: ['paye', 1300, 1],
  },
  {
    lines: ['rejete;2026-03-20;x;', 'paye;2026-03-20;;'],
    told: [[1, /contradiction/]],
    stand: ['rejete', null, 1],
  },
]

t.test('what each answer changes, in one file as in one file after the other', async (t) => {
  for (const way of ['one', 'several'] as const) {
    const base = await exported(t, CASES.length)
    const own = CASES.map(({ lines }, at) => lines.map((line) => `${at + 1};${line}`))
    const files = way === 'one' ? [own.flat()] : depth(own)
    const told = new Map<string, string>()
    for (const lines of files) {
      const { erreurs } = await take(base, lines)
      for (const { ligne, raison } of erreurs) told.set(lines[ligne - 2] ?? '', raison)
    }
    for (const [at, one] of CASES.entries()) {
      const lines = own[at] ?? []
      for (const [n, line] of lines.entries()) {
        const said = one.told.find(([where]) => where === n)?.[1]
        // A line that comes twice is told once, the second time.
        if (said !== undefined) t.match(told.get(line), said, `${way}: ${lines.join(' | ')}`)
        else if (lines.indexOf(line) === lines.lastIndexOf(line))
          t.equal(told.get(line), undefined, `${way}: ${line}`)
      }
    }
    t.strictSame(
      await stands(base),
      CASES.map(({ stand }) => [...stand]),
      way,
    )
  }
})

/** The first lines of all, then the second ones, and so on: a file each. */
function depth(own: readonly (readonly string[])[]): string[][] {
  const deepest = Math.max(...own.map((lines) => lines.length))
  return Array.from({ length: deepest }, (_, n) => own.flatMap((lines) => lines.slice(n, n + 1)))
}

t.test('acts that are unknown or in no export are told, and nothing of them changes', async (t) => {
  const base = await exported(t, 1)
  await insertActes(base.db, base.keys, [acte({ rang: 2 })], base.keys.index('patient', 'a'))
  const { erreurs, payes, ecartees } = await take(base, [
    '999999999999999;paye;2026-03-20;;',
    '2;paye;2026-03-20;;',
  ])
  t.match({ payes, ecartees }, { payes: 0, ecartees: 2 })
  t.match(erreurs, [
    { ligne: 2, raison: 'acte inconnu' },
    { ligne: 3, raison: /aucun export/ },
  ])
  t.strictSame(await stands(base), [
    [null, null, 0],
    [null, null, 0],
  ])
})

t.test(
  'where an answer was contested the next one counts, and what was paid stays paid',
  async (t) => {
    const base = await exported(t, 3)
    const contest = (id: number) =>
      reglerActe(base.db, base.keys, {
        ...WHY,
        acte: id,
        action: 'contester',
        champs: {},
        motif: 'tarif',
      })
    await take(base, ['1;rejete;2026-03-10;x;', '2;rejete;2026-03-10;x;', '3;paye;2026-03-10;;800'])
    for (const id of [1, 2, 3]) t.match(await contest(id), { suite: 'conteste' })
    const done = await take(base, [
      '1;rejete;2026-03-10;x;',
      '1;paye;2026-03-25;;',
      '2;rejete;2026-03-25;maintenu;',
      '3;rejete;2026-03-25;maintenu;',
    ])
    t.match(done, { payes: 1, rejetes: 2, ecartees: 1 })
    t.match(done.erreurs, [{ ligne: 2, raison: /déjà enregistrée/ }])
    t.strictSame(await stands(base), [
      ['paye', 0, 2],
      ['rejete', null, 2],
      ['paye', 1500, 2],
    ])
  },
)

t.test('the same file again, or an old one after a correction, changes nothing', async (t) => {
  const base = await exported(t, 2)
  const lines = ['1;paye;2026-03-20;;1000', '2;rejete;2026-03-20;NIR;']
  t.match(await take(base, lines), { payes: 1, partiels: 1, rejetes: 1, ecartees: 0 })
  const before = await stands(base)
  t.match(await take(base, lines), { payes: 0, rejetes: 0, ecartees: 2 })
  t.strictSame(await stands(base), before)
  const { db, keys } = base
  const champs = { nir: '284058832102532' }
  const asked = { ...WHY, acte: 2, action: 'corriger', champs, motif: 'carte lue' } as const
  t.match(await reglerActe(db, keys, asked), { export: null })
  await createExport(db, keys, { ...WHY, du: null, au: null, sign: async (data) => data })
  t.match(await take(base, lines), { ecartees: 2 })
  t.strictSame(await stands(base), [
    ['paye', 1300, 1],
    [null, null, 1],
  ])
})

t.test('a worker that dies between two pages, or two at once, have one effect', async (t) => {
  const base = await exported(t, 2)
  const { db } = base
  const unknown = Array.from({ length: RETURNS_PAGE * 2 }, (_, i) => `${i + 10};paye;2026-03-20;;`)
  const lines = ['1;paye;2026-03-20;;', ...unknown, '2;rejete;2026-03-20;x;']
  const kept = await keepReturns(db, octets([header, ...lines].join('\n'), 4096), WHY)
  if (isRefusal(kept)) throw new Error(kept.code)
  const { fichier } = kept
  const dies = async (): Promise<void> => {
    throw new Error('killed')
  }
  await t.rejects(applyReturns(db, fichier, { ...WHY, alive: dies }), /killed/)
  t.strictSame(await stands(base), [
    ['paye', 0, 1],
    [null, null, 0],
  ])
  const ends = await Promise.all([1, 2].map(() => applyReturns(db, fichier, WHY)))
  const end = { fichier, payes: 1, partiels: 0, rejetes: 1, ecartees: RETURNS_PAGE * 2 }
  t.match(ends, [end, end])
  t.match(await applyReturns(db, fichier, WHY), end, 'and once more')
  t.strictSame(await stands(base), [
    ['paye', 0, 1],
    ['rejete', null, 1],
  ])
  t.match(await db.query(`select auteur from journal where quoi = 'retours.lus'`), [
    { auteur: 'Facturation' },
  ])
})

t.test('a file cut short, or refused, leaves nothing behind', async (t) => {
  const { db } = await testDatabase(t)
  const cut = async function* (): AsyncGenerator<Buffer> {
    yield Buffer.from(`${header}\n${'1;paye;2026-03-20;;\n'.repeat(RETURNS_PAGE + 1)}`)
    throw new Error('gone')
  }
  await t.rejects(keepReturns(db, cut(), WHY), /gone/)
  const late = `${header}\n${'1;paye;2026-03-20;;\n'.repeat(RETURNS_PAGE + 1)}\0`
  t.match(await keepReturns(db, octets(late, 4096), WHY), { code: 'returns-unreadable' })
  t.strictSame(await db.query('select id from retour_fichier'), [])
  t.strictSame(await db.query('select page from retour_page'), [])
  t.match(await applyReturns(db, '00000000-0000-4000-8000-000000000000', WHY), {
    code: 'not-found',
  })
})

t.test(
  'twenty thousand lines: a page of rows at a time, and the loop turns between pages',
  async (t) => {
    const { db } = await testDatabase(t)
    const seen = { most: 0, largest: 0, queries: 0, turns: 0 }
    const watched = (sql: Sql): Sql => ({
      async query<Row>(text: string, values: readonly unknown[] = []) {
        const rows = await sql.query<Row>(text, values)
        seen.queries += 1
        seen.most = Math.max(seen.most, rows.length)
        for (const one of values) {
          if (typeof one === 'string') seen.largest = Math.max(seen.largest, one.length)
        }
        return rows
      },
    })
    const ledger = {
      ...watched(db),
      transaction: <T>(work: (sql: Sql) => Promise<T>) =>
        db.transaction((sql) => work(watched(sql))),
      together: <T>(work: (sql: Sql) => Promise<T>) => db.together((sql) => work(watched(sql))),
      close: () => db.close(),
    }
    const count = 20_000
    const pages = count / RETURNS_PAGE
    const source = async function* (): AsyncGenerator<Buffer> {
      yield Buffer.from(`${header}\n`)
      for (let at = 1; at <= count; at += 1000) {
        const lines = Array.from({ length: 1000 }, (_, i) => `${at + i};paye;2026-03-20;;\n`)
        yield Buffer.from(lines.join(''))
      }
    }
    let isOver = false
    const turn = (): void => {
      seen.turns += 1
      if (!isOver) setImmediate(turn)
    }
    setImmediate(turn)
    const kept = await keepReturns(ledger, source(), WHY)
    if (isRefusal(kept)) throw new Error(kept.code)
    const done = await applyReturns(ledger, kept.fichier, WHY)
    let told = 0
    for await (const lines of toldReturns(ledger, kept.fichier)) {
      told += lines.length
      t.ok(lines.length <= RETURNS_PAGE)
    }
    isOver = true
    t.match(done, { payes: 0, ecartees: count })
    t.equal(told, count, 'each line is told')
    t.ok(seen.most <= RETURNS_PAGE, `${seen.most} rows at once`)
    t.ok(seen.largest < RETURNS_PAGE * 200, `${seen.largest} characters at once`)
    t.ok(seen.turns >= 2 * pages, `${seen.turns} turns`)
    t.ok(seen.queries <= 10 * pages, `${seen.queries} statements: none for each line`)
  },
)
