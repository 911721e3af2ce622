/** Acts in the ledger: once each, sealed under their year, counted for the caps, suspended, listed. */
import t from 'tap'

import type { Jour } from '../../../src/domain/correspondant.ts'
import {
  countActes,
  faitsFacturation,
  insertActes,
  listActes,
} from '../../../src/ledger/actes/actes.ts'
import { completeActesOf } from '../../../src/ledger/actes/actes-regles.ts'
import { resumeActes, suspendActes } from '../../../src/ledger/actes/actes-suspendus.ts'
import { acte, acteRqd } from '../../support/actes.ts'
import { testDatabase } from '../../support/database.ts'

const PAGE = { after: null, limit: 50 }
const REQUIS = acte().executant.rpps
const REQUERANT = acte().prescripteur.rpps

t.test('keeps an act once, however often it is put', async (t) => {
  const { db, keys } = await testDatabase(t)
  const patient = keys.index('patient', 'a')
  t.equal(await insertActes(db, keys, [acte(), acteRqd()], patient), 2)
  t.equal(await insertActes(db, keys, [acte({ montantCentimes: 1 }), acteRqd()], patient), 0)
  const { items } = await listActes(db, keys, {}, PAGE)
  t.strictSame(
    items.map((each) => each.acte),
    [acteRqd(), acte()],
  )
})

t.test('keeps one RQD a dossier, whatever its slot', async (t) => {
  const { db, keys } = await testDatabase(t)
  const patient = keys.index('patient', 'a')
  await insertActes(db, keys, [acteRqd()], patient)
  t.equal(await insertActes(db, keys, [acteRqd({ rang: 3 })], patient), 0)
})

t.test(
  'shows nothing of the patient in the clear, and nothing once the year’s key is destroyed',
  async (t) => {
    const { db, keys } = await testDatabase(t)
    await insertActes(db, keys, [acte()], keys.index('patient', 'a'))
    const [row] = await db.query<{ text: string; cle: string }>(
      'select acte::text as text, cle from acte',
    )
    t.notMatch(row?.text, /ESSAI|Alix|1984-05-17|2840588321025|1531245007231/)
    const hex = Buffer.from('ESSAI').toString('hex')
    t.notMatch(row?.text, hex)
    await keys.destroy(db, row?.cle ?? '')
    await t.rejects(listActes(db, keys, {}, PAGE), { name: 'KeyDestroyed' })
  },
)

t.test('refuses a record moved to another act', async (t) => {
  const { db, keys } = await testDatabase(t)
  await insertActes(db, keys, [acte(), acte({ rang: 2 })], keys.index('patient', 'a'))
  await db.query(
    'update acte set donnees = (select donnees from acte where rang = 1) where rang = 2',
  )
  await t.rejects(listActes(db, keys, {}, PAGE))
})

t.test('counts the acts of the patient, the executant and the civil year only', async (t) => {
  const { db, keys } = await testDatabase(t)
  const [a, b] = [keys.index('patient', 'a'), keys.index('patient', 'b')]
  const of = (dossier: string, changes = {}) => acte({ dossier, ...changes })
  await insertActes(
    db,
    keys,
    [
      of('TE-2026-000001'),
      of('TE-2026-000002', { etat: 'a_verifier', motif: 'numero-manquant' }),
      of('TE-2026-000003', { etat: 'non_facturable', motif: 'plafond' }),
      of('TE-2025-000004', { dateActe: '2025-12-31' }),
      acteRqd(),
    ],
    a,
  )
  await insertActes(db, keys, [of('TE-2026-000005')], b)
  const facts = await db.transaction((sql) =>
    faitsFacturation(sql, {
      indexPatient: a,
      annee: 2026,
      requis: [REQUIS, '99700000020'],
      requerant: REQUERANT,
    }),
  )
  t.strictSame(facts, { parRequis: { [REQUIS]: 2 }, parRequerant: 1 })
})

t.test('lets a suspended act take no place under the cap', async (t) => {
  const { db, keys } = await testDatabase(t)
  const patient = keys.index('patient', 'a')
  await insertActes(db, keys, [acte(), acteRqd()], patient)
  await suspendActes(db, acte().dossier, 1, 'echec-remise')
  const facts = await db.transaction((sql) =>
    faitsFacturation(sql, {
      indexPatient: patient,
      annee: 2026,
      requis: [REQUIS],
      requerant: REQUERANT,
    }),
  )
  t.strictSame(facts, { parRequis: {}, parRequerant: 0 })
})

t.test('makes two dossiers of one patient wait for each other', async (t) => {
  const { db, keys } = await testDatabase(t)
  const patient = keys.index('patient', 'a')
  const asked = { indexPatient: patient, annee: 2026, requis: [REQUIS], requerant: REQUERANT }
  let release = (): void => {}
  const held = new Promise<void>((resolve) => {
    release = resolve
  })
  let counted = (): void => {}
  const first = new Promise<void>((resolve) => {
    counted = resolve
  })
  const one = db.transaction(async (sql) => {
    await faitsFacturation(sql, asked)
    counted()
    await held
    await insertActes(sql, keys, [acte()], patient)
  })
  await first
  const two = db.transaction((sql) => faitsFacturation(sql, asked))
  release()
  await one
  t.strictSame((await two).parRequis, { [REQUIS]: 1 }, 'the second sees what the first put')
})

t.test('suspends the act of a slot, and the RQD when no other opinion stands', async (t) => {
  const { db, keys } = await testDatabase(t)
  const patient = keys.index('patient', 'a')
  await insertActes(db, keys, [acte(), acte({ rang: 2 }), acteRqd()], patient)
  const suspended = async () =>
    (await listActes(db, keys, { suspendu: true }, PAGE)).items.map((each) => each.acte.rang)

  t.strictSame(await suspendActes(db, acte().dossier, 1, 'echec-remise'), {
    suspendus: 1,
    signales: 0,
  })
  t.strictSame(await suspended(), [1], 'another opinion was handed over: the RQD stands')
  await suspendActes(db, acte().dossier, 2, 'echec-remise')
  t.strictSame(await suspended(), [0, 2, 1])
  t.equal(await resumeActes(db, keys, acte().dossier, 2), 2)
  t.strictSame(await suspended(), [1], 'one opinion arrived after all: its act and the RQD go on')
})

t.test('an act owed again takes the place that is left under the cap now, if any', async (t) => {
  const { db, keys } = await testDatabase(t)
  const patient = keys.index('patient', 'a')
  const of = (dossier: string) => [acte({ dossier, plafond: 2 }), acteRqd({ dossier, plafond: 2 })]
  const [first, second, third] = ['TE-2026-000001', 'TE-2026-000002', 'TE-2026-000003'] as const
  const known = async (dossier: string) =>
    (await listActes(db, keys, { dossier }, PAGE)).items.map(
      ({ acte: { role, etat, motif, rangAnnuel }, suspendu }) => ({
        role,
        etat,
        motif,
        rangAnnuel,
        suspendu,
      }),
    )
  const resume = () => db.transaction((sql) => resumeActes(sql, keys, first, 1))
  await insertActes(db, keys, of(first), patient)
  await suspendActes(db, first, 1, 'echec-remise')
  await insertActes(db, keys, of(second), patient)
  t.equal(await resume(), 2)
  const owed = { etat: 'facturable', motif: null, rangAnnuel: 2, suspendu: null }
  t.match(await known(first), [owed, owed], 'one place was left')

  await suspendActes(db, first, 1, 'echec-remise')
  await insertActes(db, keys, of(third), patient)
  await resume()
  const over = { etat: 'non_facturable', motif: 'plafond-atteint', rangAnnuel: 3, suspendu: null }
  t.match(await known(first), [over, over], 'none is left')
  const [row] = await db.query('select etat, motif from acte where dossier = $1', [first])
  t.strictSame(row, { etat: 'non_facturable', motif: 'plafond-atteint' })
})

t.test('lists an act already exported instead of suspending it', async (t) => {
  const { db, keys } = await testDatabase(t)
  await insertActes(db, keys, [acte()], keys.index('patient', 'a'))
  await db.query('update acte set export = 1')
  const done = await suspendActes(db, acte().dossier, 1, 'echec-remise')
  t.strictSame(done, { suspendus: 0, signales: 1 })
  const { items } = await listActes(db, keys, { suspendu: true }, PAGE)
  t.match(items, [{ suspendu: null, signale: 'echec-remise' }])
})

t.test('completes the acts of a dossier that wait for a number, and no exported one', async (t) => {
  const { db, keys } = await testDatabase(t)
  const patient = keys.index('patient', 'a')
  const nobody = { ...acte().executant, numeroAm: null }
  const waits = { executant: nobody, etat: 'a_verifier', motif: 'numero-executant-manquant' }
  await insertActes(
    db,
    keys,
    [
      acte(waits),
      acteRqd({ prescripteur: nobody, etat: 'a_verifier', motif: 'numero-prescripteur-manquant' }),
      acte({ ...waits, rang: 2 }),
      acte({ ...waits, dossier: 'TE-2026-000999' }),
    ],
    patient,
  )
  await db.query('update acte set export = 1 where rang = 2')
  const given = { rpps: nobody.rpps, numeroAm: '750000001', finess: null, specialite: null }
  const of = () => ({ parties: [given], assure: {} })
  const today = '2026-12-31' as Jour
  const done = await completeActesOf(db, keys, acte().dossier, { of, today })
  t.match(done, [{ acte: { code: 'TE2' } }, { acte: { code: 'RQD' } }], 'both acts of the pair')
  const { items } = await listActes(db, keys, { etat: 'facturable' }, PAGE)
  t.strictSame(
    items.map((each) => [each.acte.dossier, each.acte.code, each.acte.rangAnnuel]),
    [
      [acte().dossier, 'RQD', 1],
      [acte().dossier, 'TE2', 1],
    ],
  )
  t.strictSame(await completeActesOf(db, keys, acte().dossier, { of, today }), [], 'once')
})

t.test('lists by state, period, dossier and page', async (t) => {
  const { db, keys } = await testDatabase(t)
  const patient = keys.index('patient', 'a')
  const days = ['2026-01-05', '2026-02-05', '2026-03-05']
  const actes = days.map((dateActe, at) => acte({ dossier: `TE-2026-00000${at + 1}`, dateActe }))
  await insertActes(db, keys, actes, patient)
  const of = async (filtre: object) =>
    (await listActes(db, keys, filtre, PAGE)).items.map((each) => each.acte.dateActe)

  t.strictSame(await of({ du: '2026-02-05' }), ['2026-03-05', '2026-02-05'])
  t.strictSame(await of({ au: '2026-02-05' }), ['2026-02-05', '2026-01-05'])
  t.strictSame(await of({ dossier: 'TE-2026-000002' }), ['2026-02-05'])
  t.strictSame(await of({ etat: 'a_verifier' }), [])
  t.strictSame(await of({ exporte: true }), [])

  const first = await listActes(db, keys, {}, { after: null, limit: 2 })
  const rest = await listActes(db, keys, {}, { after: first.next, limit: 2 })
  t.equal(first.items.length, 2)
  t.strictSame([rest.items.length, rest.next], [1, null])
})

t.test('counts what a clerk must look at', async (t) => {
  const { db, keys } = await testDatabase(t)
  const patient = keys.index('patient', 'a')
  const verify = acte({ rang: 2, etat: 'a_verifier', motif: 'numero-manquant' })
  await insertActes(db, keys, [acte(), verify, acte({ rang: 3 })], patient)
  await suspendActes(db, acte().dossier, 3, 'echec-remise')
  t.strictSame(await countActes(db, new Date('2026-04-01T00:00:00Z')), {
    aExporter: 1,
    aVerifier: 1,
    partiels: 0,
    suspendus: 1,
    signales: 0,
    rejetes: 0,
    impayes: 0,
  })
})
