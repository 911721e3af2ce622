/** Exports: numbered without gaps, locked, signed, rendered again byte for byte, voided, re-issued, answered. */
import { createHash, generateKeyPairSync, sign as signWith, verify } from 'node:crypto'

import t from 'tap'

import { FORMATS } from '../../src/billing/champs.ts'
import { createExport, exportFile, voidExport } from '../../src/billing/export.ts'
import { reglerActe } from '../../src/billing/reglement.ts'
import { emptyFile } from '../../src/billing/render.ts'
import { isRefusal, type Refusal } from '../../src/errors.ts'
import { insertActes, listActes } from '../../src/ledger/actes/actes.ts'
import { suspendActes } from '../../src/ledger/actes/actes-suspendus.ts'
import { type Export, exportOf, listExports } from '../../src/ledger/actes/exports.ts'
import type { Database, Sql } from '../../src/postgres/sql.ts'
import { acte, acteRqd } from '../support/actes.ts'
import { type TestDatabase, testDatabase } from '../support/database.ts'
import { renderExport } from '../support/exports.ts'
import { returned } from '../support/returns.ts'

const NOW = new Date('2026-04-01T08:00:00.000Z')
const PAR = { par: 'Facturation' }
const { privateKey, publicKey } = generateKeyPairSync('ed25519')
const ALL = { du: null, au: null, ...PAR, now: NOW }
const sign = async (data: Buffer): Promise<Buffer> => signWith(null, data, privateKey)
const PAGE = { after: null, limit: 50 }

async function withActes(t: Parameters<typeof testDatabase>[0]): Promise<TestDatabase> {
  const base = await testDatabase(t)
  const patient = base.keys.index('patient', 'a')
  await insertActes(base.db, base.keys, [acte(), acteRqd()], patient)
  return base
}

function made(found: Export | Refusal | null): Export {
  if (found === null || isRefusal(found)) throw new Error(`no export: ${JSON.stringify(found)}`)
  return found
}

function bytes(found: Buffer | Refusal): Buffer {
  if (isRefusal(found)) throw new Error(found.code)
  return found
}

t.test('lists the acts of one day by their number, not by its spelling', async (t) => {
  const { db, keys } = await testDatabase(t)
  const all = Array.from({ length: 11 }, (_, i) => acte({ rang: i + 1 }))
  await insertActes(db, keys, all, keys.index('patient', 'a'))
  const { id } = made(await createExport(db, keys, { ...ALL, sign }))
  const file = bytes(await renderExport(db, keys, id, 'csv')).toString()
  const numbers = file
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => Number(line.split(';')[0]))
  t.strictSame(
    numbers,
    numbers.toSorted((a, b) => a - b),
  )
  t.equal(numbers.length, 11)
})

t.test('exports what is billable and free, and signs what it holds', async (t) => {
  const { db, keys } = await withActes(t)
  const doubtful = acte({ rang: 2, etat: 'a_verifier', motif: 'numero-manquant' })
  const over = acte({ rang: 3, etat: 'non_facturable', motif: 'plafond' })
  await insertActes(db, keys, [doubtful, over, acte({ rang: 4 })], keys.index('patient', 'a'))
  await suspendActes(db, acte().dossier, 4, 'echec-remise')

  const found = made(await createExport(db, keys, { ...ALL, sign }))
  t.match(found, { id: 1, nombre: 2, totalCentimes: 3300, du: null, au: '2026-04-01' })
  const manifest = JSON.parse(found.manifeste)
  t.strictSame(manifest.empreintes, found.empreintes)
  t.ok(verify(null, Buffer.from(found.manifeste), publicKey, found.signature))
  for (const format of FORMATS) {
    const file = bytes(await renderExport(db, keys, 1, format))
    t.equal(createHash('sha256').update(file).digest('hex'), found.empreintes[format], format)
  }
  const csv = bytes(await renderExport(db, keys, 1, 'csv')).toString()
  t.equal(csv.trimEnd().split('\n').length, 3)
})

t.test('takes only the acts of the period asked, both days included', async (t) => {
  const { db, keys } = await testDatabase(t)
  const days = ['2026-02-28', '2026-03-01', '2026-03-31', '2026-04-01']
  const actes = days.map((dateActe, at) => acte({ dossier: `TE-2026-00000${at + 1}`, dateActe }))
  await insertActes(db, keys, actes, keys.index('patient', 'a'))
  const period = { du: '2026-03-01', au: '2026-03-31' }
  t.match(await createExport(db, keys, { ...ALL, ...period, sign }), { nombre: 2, ...period })
  t.match(
    await createExport(db, keys, { ...ALL, sign }),
    { id: 2, nombre: 2 },
    'and the rest later',
  )
})

t.test('creates no export when there is nothing, and burns no number', async (t) => {
  const { db, keys } = await testDatabase(t)
  t.equal(await createExport(db, keys, { ...ALL, sign }), null)
  await insertActes(db, keys, [acte()], keys.index('patient', 'a'))
  const broken = async (): Promise<Buffer> => {
    throw new Error('no key')
  }
  await t.rejects(createExport(db, keys, { ...ALL, sign: broken }), { message: 'no key' })
  t.equal(made(await createExport(db, keys, { ...ALL, sign })).id, 1)
  t.equal(await createExport(db, keys, { ...ALL, sign }), null)
  t.match(emptyFile('csv').toString(), /^id_acte;[^\n]*\n$/)
})

t.test('gives each act to one export when two are asked at once', async (t) => {
  const { db, keys } = await withActes(t)
  const asked = await Promise.all([1, 2, 3].map(() => createExport(db, keys, { ...ALL, sign })))
  t.equal(asked.filter((each) => each !== null).length, 1)
  t.equal((await listExports(db, PAGE)).items.length, 1)
})

t.test(
  'renders the same bytes after acts are added, answered, voided and exported again',
  async (t) => {
    const { db, keys } = await withActes(t)
    await createExport(db, keys, { ...ALL, sign })
    const before = await Promise.all(FORMATS.map((f) => renderExport(db, keys, 1, f)))
    await insertActes(db, keys, [acte({ rang: 2 })], keys.index('patient', 'a'))
    await returned(db, ['1;rejete;2026-03-20;x'], { ...PAR, now: NOW })
    await voidExport(db, 1, { motif: 'erreur de période', ...PAR, now: NOW })
    await createExport(db, keys, { ...ALL, sign })
    const after = await Promise.all(FORMATS.map((f) => renderExport(db, keys, 1, f)))
    for (const [at, format] of FORMATS.entries()) {
      t.ok(bytes(before[at] as Buffer).equals(bytes(after[at] as Buffer)), format)
    }
  },
)

t.test('refuses to render acts that were altered in the store', async (t) => {
  const { db, keys } = await withActes(t)
  await createExport(db, keys, { ...ALL, sign })
  await db.query('update export_acte set ordre = 3 - ordre')
  await t.rejects(renderExport(db, keys, 1, 'csv'), /SHA-256/)
})

t.test('says an export is purged once the key of its year is destroyed', async (t) => {
  const { db, keys } = await withActes(t)
  await createExport(db, keys, { ...ALL, sign })
  await keys.destroy(db, await keys.yearKey(db, 2026))
  t.match(await renderExport(db, keys, 1, 'csv'), { code: 'export-purged' })
})

// SPEC §11: « A void keeps what was paid or answered and releases the rest »
t.test('a void keeps what was answered, whatever the answer, and frees the rest', async (t) => {
  const { db, keys } = await testDatabase(t)
  const all = Array.from({ length: 6 }, (_, i) => acte({ rang: i + 1 }))
  await insertActes(db, keys, all, keys.index('patient', 'a'))
  await createExport(db, keys, { ...ALL, sign })
  const lines = ['1;paye;2026-03-20;;', '2;rejete;2026-03-20;;', '3;rejete;2026-03-20;;']
  await returned(db, [...lines, '4;paye;2026-03-20;;1000'], {
    ...PAR,
    now: NOW,
    header: 'id_acte;statut;date;motif;montant_centimes',
  })
  const why = { motif: 'double', ...PAR, now: NOW }
  await reglerActe(db, keys, { ...why, acte: 3, action: 'contester', champs: {} })
  await reglerActe(db, keys, { ...why, acte: 5, action: 'clore', champs: {} })
  const done = await voidExport(db, 1, why)
  t.strictSame(done, { export: 1, liberes: 2, repondus: 4, payes: 2 })
  const { items } = await listActes(db, keys, { exporte: false }, PAGE)
  t.match(items, [
    { id: 6, suite: null },
    { id: 5, suite: null },
  ])
  t.match((await listActes(db, keys, { retour: 'partiel' }, PAGE)).items, [{ id: 4, reste: 1300 }])
})

t.test('frees the acts of a voided export, but for those already paid', async (t) => {
  const { db, keys } = await withActes(t)
  await createExport(db, keys, { ...ALL, sign })
  const { items } = await listActes(db, keys, {}, PAGE)
  const paid = items.find((each) => each.acte.code === 'TE2')?.id
  await returned(db, [`${paid};paye;2026-03-20;`], { ...PAR, now: NOW })

  const done = await voidExport(db, 1, { motif: 'double', ...PAR, now: NOW })
  t.strictSame(done, { export: 1, liberes: 1, repondus: 1, payes: 1 })
  t.match(await exportOf(db, 1), { annuleMotif: 'double' })
  t.match(await voidExport(db, 1, { motif: 'encore', ...PAR, now: NOW }), { code: 'export-voided' })
  t.match(await voidExport(db, 9, { motif: 'absent', ...PAR, now: NOW }), { code: 'not-found' })

  const again = made(await createExport(db, keys, { ...ALL, sign }))
  t.equal(again.nombre, 1)
  t.match(bytes(await renderExport(db, keys, again.id, 'csv')).toString(), /;RQD;/)
})

t.test('suspends an act freed by a void when its handover had failed meanwhile', async (t) => {
  const { db, keys } = await withActes(t)
  await createExport(db, keys, { ...ALL, sign })
  await suspendActes(db, acte().dossier, 1, 'echec-remise')
  await voidExport(db, 1, { motif: 'double', ...PAR, now: NOW })
  t.equal(await createExport(db, keys, { ...ALL, sign }), null)
})

t.test('re-issues an export with its own acts only, and says which supersedes which', async (t) => {
  const { db, keys } = await withActes(t)
  await createExport(db, keys, { ...ALL, sign })
  await insertActes(db, keys, [acte({ rang: 2 })], keys.index('patient', 'a'))
  const remplace = { id: 1, motif: 'numéro corrigé' }

  const again = made(await createExport(db, keys, { ...ALL, sign, remplace }))
  t.match(again, { id: 2, nombre: 2, remplace: 1 })
  t.match(await exportOf(db, 1), { remplacePar: 2, annuleMotif: 'numéro corrigé' })
  t.match(await createExport(db, keys, { ...ALL, sign, remplace }), { code: 'export-superseded' })
  t.match(await createExport(db, keys, { ...ALL, sign, remplace: { id: 9, motif: 'x' } }), {
    code: 'not-found',
  })
})

t.test('does not re-issue an export that was paid whole', async (t) => {
  const { db, keys } = await withActes(t)
  await createExport(db, keys, { ...ALL, sign })
  await returned(db, ['1;paye;2026-03-20;', '2;paye;2026-03-20;'], { ...PAR, now: NOW })
  const remplace = { id: 1, motif: 'encore' }
  t.match(await createExport(db, keys, { ...ALL, sign, remplace }), { code: 'export-paid' })
  t.match(await exportOf(db, 1), { annuleLe: null })
})

t.test('notes the insurer’s answers, and reports what it cannot', async (t) => {
  const { db, keys } = await withActes(t)
  await createExport(db, keys, { ...ALL, sign })
  await insertActes(db, keys, [acte({ rang: 2 })], keys.index('patient', 'a'))
  const lines = [
    '1;paye;2026-03-20;',
    'x;paye;2026-03-20;',
    '999;paye;2026-03-20;',
    '3;paye;2026-03-20;',
    '2;rejete;2026-03-21;Droits',
  ]
  const bilan = await returned(db, lines, { ...PAR, now: NOW })
  t.match(bilan, { payes: 1, rejetes: 1 })
  t.strictSame(
    bilan.erreurs.map((each) => each.ligne),
    [3, 4, 5],
  )
  const { items } = await listActes(db, keys, { exporte: true }, PAGE)
  t.match(items.map((each) => each.retour?.statut).sort(), ['paye', 'rejete'])
})

t.test('lists what has no answer eight days after its export', async (t) => {
  const { db, keys } = await withActes(t)
  await createExport(db, keys, { ...ALL, sign })
  await returned(db, ['1;paye;2026-03-22;'], { ...PAR, now: NOW })
  const unpaid = async (at: string) =>
    (await listActes(db, keys, { impayeDepuis: new Date(at) }, PAGE)).items.map((each) => each.id)
  t.strictSame(await unpaid('2026-04-01T07:59:59Z'), [])
  t.strictSame(await unpaid('2026-04-01T08:00:00Z'), [2])
  await voidExport(db, 1, { motif: 'double', ...PAR, now: NOW })
  t.strictSame(await unpaid('2026-04-01T08:00:00Z'), [], 'a voided export is owed nothing')
})

t.test('leaves an audit line for each change, with its holder and reason', async (t) => {
  const { db, keys } = await withActes(t)
  await createExport(db, keys, { ...ALL, sign })
  await returned(db, ['1;paye;2026-03-20;'], { ...PAR, now: NOW })
  await voidExport(db, 1, { motif: 'double', ...PAR, now: NOW })
  const lines = await db.query<{ quoi: string; auteur: string; detail: string }>(
    'select quoi, auteur, detail from journal order by seq',
  )
  t.match(lines, [
    { quoi: 'export.cree', auteur: 'Facturation' },
    { quoi: 'retours.lus', auteur: 'Facturation' },
    { quoi: 'export.annule', auteur: 'Facturation', detail: /double/ },
  ])
})

/** A ledger that counts the rows it gives at once, and how often the loop turned meanwhile. */
function counting(db: Database) {
  const seen = { most: 0, turns: 0, queries: 0 }
  const watched = (sql: Sql): Sql => ({
    async query<Row>(text: string, values?: readonly unknown[]) {
      const rows = await sql.query<Row>(text, values)
      seen.queries += 1
      seen.most = Math.max(seen.most, rows.length)
      return rows
    },
  })
  const ledger: Database = {
    ...watched(db),
    transaction: (work) => db.transaction((sql) => work(watched(sql))),
    together: (work) => db.together((sql) => work(watched(sql))),
    close: () => db.close(),
  }
  let isOver = false
  const turn = (): void => {
    seen.turns += 1
    if (!isOver) setImmediate(turn)
  }
  setImmediate(turn)
  return {
    ledger,
    seen,
    stop() {
      isOver = true
    },
  }
}

const MANY = 1_050

async function withMany(t: Parameters<typeof testDatabase>[0]): Promise<TestDatabase> {
  const base = await testDatabase(t)
  const { db, keys } = base
  const all = Array.from({ length: MANY }, (_, i) => acte({ rang: i + 1 }))
  await db.transaction((sql) => insertActes(sql, keys, all, keys.index('patient', 'a')))
  return base
}

t.test(
  'an export of a thousand acts holds a page of them at a time, and lets the loop turn',
  async (t) => {
    const { db, keys } = await withMany(t)
    const making = counting(db)
    const found = made(await createExport(making.ledger, keys, { ...ALL, sign }))
    making.stop()
    t.match(found, { nombre: MANY, totalCentimes: MANY * acte().montantCentimes })
    t.ok(making.seen.most <= 100, `${making.seen.most} rows at once`)
    t.ok(making.seen.turns >= MANY / 100, `${making.seen.turns} turns`)
    t.ok(making.seen.queries < 40, `${making.seen.queries} statements: none for each act`)

    for (const format of FORMATS) {
      const reading = counting(db)
      const file = await exportFile(reading.ledger, keys, found.id, format)
      if (isRefusal(file)) throw new Error(file.code)
      const sum = createHash('sha256')
      let largest = 0
      for await (const piece of file) {
        sum.update(piece)
        largest = Math.max(largest, piece.length)
      }
      reading.stop()
      t.equal(sum.digest('hex'), found.empreintes[format], format)
      t.ok(reading.seen.most <= 100, `${format}: ${reading.seen.most} rows at once`)
      t.ok(reading.seen.turns >= MANY / 100, `${format}: ${reading.seen.turns} turns`)
      t.ok(largest < 100 * 8_192, `${format}: pieces of ${largest} octets at most`)
    }
  },
)

t.test(
  'who stops reading an export leaves nothing open, and it is read on for no one',
  async (t) => {
    const { db, keys } = await withMany(t)
    const { id } = made(await createExport(db, keys, { ...ALL, sign }))
    const { ledger, seen, stop } = counting(db)
    const file = await exportFile(ledger, keys, id, 'csv')
    if (isRefusal(file)) throw new Error(file.code)
    for await (const piece of file) {
      t.match(String(piece), /^id_acte;/)
      break
    }
    const asked = seen.queries
    for (let at = 0; at < 20; at += 1) await new Promise((done) => setImmediate(done))
    t.equal(seen.queries, asked)
    t.ok(asked < 6, `${asked} statements for one piece`)
    stop()
  },
)

t.test(
  'an altered act at the end of a long export is never handed over as a whole file',
  async (t) => {
    const { db, keys } = await withMany(t)
    const { id } = made(await createExport(db, keys, { ...ALL, sign }))
    await db.query('delete from export_acte where ordre = $1', [MANY - 1])
    const file = await exportFile(db, keys, id, 'jsonl')
    if (isRefusal(file)) throw new Error(file.code)
    let lines = 0
    await t.rejects(async () => {
      for await (const piece of file) lines += String(piece).split('\n').length - 1
    }, /SHA-256/)
    t.ok(lines < MANY - 1, `${lines} lines came`)
  },
)

t.test('FHIR in pieces is the text that one stringify would give', async (t) => {
  const { db, keys } = await withActes(t)
  const { id } = made(await createExport(db, keys, { ...ALL, sign }))
  const text = bytes(await renderExport(db, keys, id, 'fhir')).toString()
  t.equal(text, `${JSON.stringify(JSON.parse(text), null, 2)}\n`)
  const none = emptyFile('fhir').toString()
  t.equal(none, `${JSON.stringify({ resourceType: 'Bundle', type: 'collection' }, null, 2)}\n`)
})
