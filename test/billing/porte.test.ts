/** What each format can carry: each format with each field that an act may lack. */
import t from 'tap'

import { FORMATS, type Format } from '../../src/billing/champs.ts'
import { createExport, exportFile, leftFree, voidExport } from '../../src/billing/export.ts'
import { type Besoin, carries, manquePour, omisDits } from '../../src/billing/porte.ts'
import type { Acte } from '../../src/domain/acte.ts'
import { isRefusal } from '../../src/errors.ts'
import { insertActes } from '../../src/ledger/actes/actes.ts'
import { type Export, exportOf } from '../../src/ledger/actes/exports.ts'
import { acte } from '../support/actes.ts'
import { testDatabase } from '../support/database.ts'
import { renderExport } from '../support/exports.ts'

const { executant, patient, assure } = acte()
const FULL = acte({ executant: { ...executant, finess: '750712184' } })
const SANS_INS = { ...patient, ins: null }
const LACKING: readonly (readonly [string, Acte, readonly Besoin[]])[] = [
  ['nothing', FULL, []],
  ['the FINESS', acte(), ['finess-executant']],
  ['the AM number', { ...FULL, executant: { ...FULL.executant, numeroAm: null } }, []],
  ['the assuré’s number', { ...FULL, assure: { ...assure, nir: null } }, []],
  ['the INS', { ...FULL, patient: SANS_INS }, []],
  ['both numbers', { ...FULL, patient: SANS_INS, assure: { ...assure, nir: null } }, ['nir']],
  [
    'a qualified INS',
    {
      ...FULL,
      patient: { ...patient, ins: patient.ins && { ...patient.ins, statut: 'provisoire' } },
      assure: { ...assure, nir: null },
    },
    ['nir'],
  ],
  [
    'everything',
    { ...acte(), patient: SANS_INS, assure: { ...assure, nir: null } },
    ['finess-executant', 'nir'],
  ],
]
const BY_FORMAT: { readonly [F in Format]: boolean } = {
  csv: false,
  jsonl: false,
  fhir: false,
  'rsf-ace': true,
}

t.test('each format carries, or says what it lacks', async (t) => {
  for (const format of FORMATS) {
    for (const [name, lacking, needs] of LACKING) {
      const wanted = BY_FORMAT[format] ? needs : []
      t.strictSame(manquePour(format, lacking), wanted, `${format} without ${name}`)
      t.equal(carries(format, lacking), wanted.length === 0, `${format} without ${name}`)
    }
  }
})

const demande = {
  du: null,
  au: null,
  par: 'Facturation',
  now: new Date('2026-04-01T08:00:00.000Z'),
  sign: async (data: Buffer): Promise<Buffer> => data,
}

function made(found: Awaited<ReturnType<typeof createExport>>): Export {
  if (found === null || isRefusal(found)) throw new Error(JSON.stringify(found))
  return found
}

t.test('an export takes what its format carries, a rendering leaves out the rest', async (t) => {
  const { db, keys } = await testDatabase(t)
  const all = LACKING.map(([, one], at) => ({ ...one, rang: at + 1 }))
  await insertActes(db, keys, all, keys.index('patient', 'a'))
  const rows = await db.query<{ id: string; rang: number }>('select id::text, rang from acte')
  const idOf = (at: number): number =>
    Number(rows.find(({ rang }) => rang === at + 1)?.id ?? Number.NaN)
  const omis = LACKING.flatMap(([, , manque], at) =>
    manque.length > 0 ? [{ id: idOf(at), manque }] : [],
  ).toSorted((a, b) => a.id - b.id)
  const free = await leftFree(db, keys, 'rsf-ace', demande)
  t.strictSame(
    free.toSorted((a, b) => a.id - b.id),
    omis,
  )

  const first = made(await createExport(db, keys, { ...demande, format: 'rsf-ace' }))
  t.match(first, { nombre: LACKING.length - omis.length, omis: {} })
  const rest = made(await createExport(db, keys, { ...demande, format: 'csv' }))
  t.match(rest, { nombre: omis.length })
  const found = await exportOf(db, rest.id)
  t.equal(found?.omis['rsf-ace']?.nombre, omis.length)
  t.strictSame(
    [...(found?.omis['rsf-ace']?.actes ?? [])].toSorted((a, b) => a.id - b.id),
    omis,
    'each is named with what it lacks',
  )
  t.equal((await renderExport(db, keys, rest.id, 'rsf-ace')).toString(), '', 'and none is blank')
  const file = (await renderExport(db, keys, first.id, 'rsf-ace')).toString()
  t.notMatch(file, /^[AC] {9}/m)
  t.equal(file.trimEnd().split('\n').length, 2 * first.nombre)
})

t.test('the files of an export made under the first writing stay its own', async (t) => {
  const { db, keys } = await testDatabase(t)
  await insertActes(db, keys, [acte()], keys.index('patient', 'a'))
  const { id } = made(await createExport(db, keys, demande))
  await db.query('update export set rendu = 1 where id = $1', [id])
  await t.rejects(renderExport(db, keys, id, 'rsf-ace'), 'the other bytes are not those signed')
  await t.rejects(renderExport(db, keys, id, 'fhir'))
  t.notOk(isRefusal(await exportFile(db, keys, id, 'csv')))
})

t.test(
  'an export that takes what a voided one gave back supersedes it, asked or not',
  async (t) => {
    const { db, keys } = await testDatabase(t)
    await insertActes(db, keys, [FULL], keys.index('patient', 'a'))
    const former = made(await createExport(db, keys, demande))
    await voidExport(db, former.id, { motif: 'Mauvaise période', par: 'F', now: demande.now })
    await insertActes(db, keys, [{ ...FULL, rang: 2 }], keys.index('patient', 'a'))
    const next = made(await createExport(db, keys, demande))
    t.match(next, { nombre: 2, remplace: former.id })
    t.match(await exportOf(db, former.id), { remplacePar: next.id })
  },
)

t.test('what is left out is told in one sentence', async (t) => {
  const omis = [1, 2, 3].map((id) => ({ id, manque: ['nir'] as const }))
  t.equal(omisDits([], 2), null)
  t.equal(
    omisDits(omis.slice(0, 1), 2),
    '1 acte laissé de côté, faute de : n° 1 (numéro de sécurité sociale)',
  )
  t.match(omisDits(omis, 2), /^3 actes laissés de côté.*n° 2 .* ; et 1 autres$/)
})
