import { randomUUID } from 'node:crypto'

import t from 'tap'

import type { Dossier } from '../../../src/domain/dossier.ts'
import {
  byNumero,
  dossierKey,
  insertDossier,
  loadDossier,
  lockDossier,
  type Projection,
  saveDossier,
} from '../../../src/ledger/dossiers/dossiers.ts'
import { dueDossiers } from '../../../src/ledger/dossiers/echeances.ts'
import { threadOf, threadToken } from '../../../src/ledger/dossiers/thread-tokens.ts'
import {
  keepSigning,
  knownOrNumero,
  releaseSigning,
  reserveDemande,
  reserveSigning,
  takeSigning,
} from '../../../src/ledger/messages/demandes-recues.ts'
import type { Database, Sql } from '../../../src/postgres/sql.ts'
import { testDatabase } from '../../support/database.ts'

const NOTHING: Projection = {
  prochaineEcheance: null,
  indexPatient: null,
  slots: [],
  attributions: [],
}

function slot(rang: number, etat = 'en_attente'): Projection['slots'][number] {
  return {
    rang,
    etat,
    specialite: '05',
    requisRpps: '99700000012',
    ouverteLe: '2026-11-22T09:00:00.000Z',
    rappelLe: null,
    limiteLe: '2026-11-24T09:00:00.000Z',
    expirationLe: null,
    enRetard: false,
    termineeLe: null,
  }
}

function given(rang: number, rpps: string): Projection['attributions'][number] {
  return { rang, rpps, le: '2026-11-22T09:00:00.000Z', jour: '2026-11-22' }
}

function dossier(numero: string, more: object = {}): Dossier {
  return {
    id: randomUUID(),
    numero,
    etat: 'en_cours',
    motif: null,
    ouvertLe: '2026-11-22T09:00:00.000Z',
    finiLe: null,
    destructionLe: null,
    requerant: { rpps: '99700000004' },
    patient: { nomNaissance: 'EXEMPLE' },
    ...more,
  } as unknown as Dossier
}

const listed = (db: Database) =>
  db.query('select rang, etat, requis_rpps, en_retard from sollicitation order by rang')
const taken = (db: Database) =>
  db.query('select rang, rpps, jour from attribution order by rang, rpps')

t.test('gives back a dossier as it was, and nothing of the patient in clear', async (t) => {
  const { db, keys } = await testDatabase(t)
  const one = dossier('TE-2026-000001')
  await db.transaction((sql) => insertDossier(sql, keys, one, NOTHING))
  t.strictSame(await loadDossier(db, keys, one.id), one)
  const [row] = await db.query<{ etat_chiffre: Buffer }>('select * from dossier')
  t.notMatch(
    JSON.stringify({ ...row, etat_chiffre: row?.etat_chiffre.toString('latin1') }),
    /EXEMPLE/,
  )
  t.match(await byNumero(db, 'TE-2026-000001'), { id: one.id, etat: 'en_cours' })
  t.equal(await byNumero(db, 'TE-2026-000009'), null)
  t.equal(await loadDossier(db, keys, randomUUID()), null)
})

t.test('replaces the rows of its slots and of who was given them', async (t) => {
  const { db, keys } = await testDatabase(t)
  const one = dossier('TE-2026-000001')
  await db.transaction(async (sql) => {
    const attributions = [given(1, '99700000012'), given(2, '99700000012')]
    await insertDossier(sql, keys, one, { ...NOTHING, slots: [slot(1), slot(2)], attributions })
  })
  t.strictSame(await taken(db), [
    { rang: 1, rpps: '99700000012', jour: '2026-11-22' },
    { rang: 2, rpps: '99700000012', jour: '2026-11-22' },
  ])
  await db.transaction(async (sql) => {
    t.strictSame(await lockDossier(sql, keys, one.id), one)
    const attributions = [given(1, '99700000012'), given(1, '99700000020')]
    const slots = [{ ...slot(1, 'acceptee'), enRetard: true }]
    await saveDossier(sql, keys, { ...one, etat: 'repondu' }, { ...NOTHING, slots, attributions })
    await saveDossier(sql, keys, { ...one, etat: 'clos' }, { ...NOTHING, slots, attributions })
  })
  t.equal((await loadDossier(db, keys, one.id))?.etat, 'clos')
  t.strictSame(await listed(db), [
    { rang: 1, etat: 'acceptee', requis_rpps: '99700000012', en_retard: true },
  ])
  t.strictSame(
    (await taken(db)).map((row) => row.rpps),
    ['99700000012', '99700000020'],
  )
})

t.test('refuses to save a dossier that this transaction has not locked', async (t) => {
  const { db, keys } = await testDatabase(t)
  const one = dossier('TE-2026-000001')
  await db.transaction((sql) => insertDossier(sql, keys, one, NOTHING))
  await t.rejects(
    db.transaction((sql) => saveDossier(sql, keys, one, NOTHING)),
    /without its lock/,
  )
  await t.rejects(
    db.transaction(async (sql) => {
      await lockDossier(sql, keys, one.id)
      await sql.query('update dossier set version = version + 1')
      await saveDossier(sql, keys, one, NOTHING)
    }),
    /changed by another/,
  )
})

t.test('two events on one dossier wait for each other, and both are kept', async (t) => {
  const { db, keys } = await testDatabase(t)
  const one = dossier('TE-2026-000001', { fil: [] })
  await db.transaction((sql) => insertDossier(sql, keys, one, NOTHING))
  await Promise.all(
    ['a', 'b', 'c', 'd'].map((each) =>
      db.transaction(async (sql) => {
        const held = await lockDossier(sql, keys, one.id)
        if (held === null) throw new Error('gone')
        await saveDossier(sql, keys, { ...held, fil: [...held.fil, each] }, NOTHING)
      }),
    ),
  )
  const after = await loadDossier(db, keys, one.id)
  t.strictSame(new Set(after?.fil), new Set(['a', 'b', 'c', 'd']))
})

t.test('a former state put back in place of the present one does not open', async (t) => {
  const { db, keys } = await testDatabase(t)
  const one = dossier('TE-2026-000001')
  await db.transaction((sql) => insertDossier(sql, keys, one, NOTHING))
  const [former] = await db.query('select etat_chiffre from dossier')
  await db.transaction(async (sql) => {
    await lockDossier(sql, keys, one.id)
    await saveDossier(sql, keys, { ...one, etat: 'annule' }, NOTHING)
  })
  await db.query('update dossier set etat_chiffre = $1', [former?.etat_chiffre])
  await t.rejects(loadDossier(db, keys, one.id))
})

t.test('a dossier whose key is destroyed reads as null; its number and slots stay', async (t) => {
  const { db, keys } = await testDatabase(t)
  const one = dossier('TE-2026-000001')
  await db.transaction((sql) => insertDossier(sql, keys, one, { ...NOTHING, slots: [slot(1)] }))
  await keys.destroy(db, await dossierKey(db, one.id))
  t.equal(await loadDossier(db, keys, one.id), null)
  t.equal(await db.transaction((sql) => lockDossier(sql, keys, one.id)), null)
  t.equal((await byNumero(db, 'TE-2026-000001'))?.id, one.id)
  t.equal((await listed(db)).length, 1)
})

t.test(
  'numbers follow each other within a year, whoever takes them, and none is lost',
  async (t) => {
    const { db, keys } = await testDatabase(t)
    const next = async (sql: Sql, annee: number) =>
      (await knownOrNumero(sql, keys, { empreinte: randomUUID(), annee })).numero
    const one = randomUUID()
    const gaveUp = db.transaction(async (sql) => {
      await next(sql, 2026)
      throw new Error('given up')
    })
    await t.rejects(gaveUp)
    const taken = await Promise.all(Array.from({ length: 8 }, () => next(db, 2026)))
    const expected = Array.from({ length: 8 }, (_, no) => `TE-2026-00000${no + 1}`)
    t.strictSame([...taken].sort(), expected)
    t.equal(await next(db, 2027), 'TE-2027-000001')
    await reserveDemande(db, keys, 'c'.repeat(64), one, randomUUID())
    t.strictSame(
      await knownOrNumero(db, keys, { empreinte: 'c'.repeat(64), annee: 2027 }),
      { known: one, numero: null },
      'a content seen before takes no number',
    )
    t.equal(await next(db, 2027), 'TE-2027-000002')
  },
)

t.test('one signed content is one dossier, even when it comes twice at once', async (t) => {
  const { db, keys } = await testDatabase(t)
  const empreinte = 'a'.repeat(64)
  const ids = [randomUUID(), randomUUID(), randomUUID()]
  const answers = await Promise.all(
    ids.map((id) =>
      db.transaction((sql) => reserveDemande(sql, keys, empreinte, id, randomUUID())),
    ),
  )
  const winner = ids.find((_, at) => answers[at] === null)
  t.equal(answers.filter((each) => each === null).length, 1)
  t.equal(answers.filter((each) => each === winner).length, 2)
  await t.rejects(
    db.transaction(async (sql) => {
      await reserveDemande(sql, keys, 'b'.repeat(64), randomUUID(), randomUUID())
      throw new Error('given up')
    }),
  )
  t.equal(await reserveDemande(db, keys, 'b'.repeat(64), randomUUID(), randomUUID()), null)
})

t.test('an act of signing is bound once, by whichever of its names it comes', async (t) => {
  const { db, keys } = await testDatabase(t)
  const [one, two] = [randomUUID(), randomUUID()]
  const reserve = (names: readonly string[], dossier: string, former: readonly string[] = []) =>
    db.transaction((sql) =>
      reserveSigning(sql, keys, { names, former, dossier, message: randomUUID() }),
    )
  t.equal(await reserve(['un', 'deux'], one), null)
  t.equal(await reserve(['deux'], two), one, 'with one of two signatures left out')
  t.equal(await reserve(['trois', 'un'], two), one, 'with another beside it')
  t.equal(await reserve(['trois'], two), one, 'which is then the same act')
  await reserveDemande(db, keys, 'nom d’avant', one, randomUUID())
  t.equal(await reserve(['quatre'], two, ['nom d’avant']), one, 'taken by an older version')
  t.equal(await reserve(['cinq'], two, ['autre nom']), null)
  t.equal(await reserve(['autre nom'], one), null, 'a former name is looked up only')
})

t.test('of two transactions with names in common one is first', async (t) => {
  const { db, keys } = await testDatabase(t)
  const ids = [randomUUID(), randomUUID(), randomUUID(), randomUUID()]
  const answers = await Promise.all(
    ids.map((dossier, at) => {
      const names = at % 2 === 0 ? ['a', 'b'] : ['b', 'a']
      const own = { names, former: [], dossier, message: randomUUID() }
      return db.transaction((sql) => reserveSigning(sql, keys, own))
    }),
  )
  const winner = ids.find((_, at) => answers[at] === null)
  t.strictSame(
    answers.filter((each) => each !== null),
    [winner, winner, winner],
  )
})

t.test('tells what is due, the most overdue first', async (t) => {
  const { db, keys } = await testDatabase(t)
  const due = [
    '2026-11-22T10:00:00.000Z',
    '2026-11-22T09:00:00.000Z',
    '2026-11-22T11:00:00.000Z',
    null,
  ]
  const all = due.map((_, no) => dossier(`TE-2026-00000${no}`))
  await db.transaction(async (sql) => {
    for (const [no, each] of all.entries()) {
      const prochaineEcheance = (due[no] ?? null) as Projection['prochaineEcheance']
      await insertDossier(sql, keys, each, { ...NOTHING, prochaineEcheance })
    }
  })
  const found = await dueDossiers(db, new Date('2026-11-22T10:00:00Z'), 10)
  t.strictSame(found, [all[1]?.id, all[0]?.id])
})

t.test('a thread has one token for life, found in any case, that proves nothing', async (t) => {
  const { db } = await testDatabase(t)
  const fil = {
    dossier: randomUUID(),
    role: 'requerant',
    rang: null,
    adresse: 'Cabinet@medecin.exemple',
    rpps: '99700000004',
  }
  const tokens = await Promise.all([1, 2, 3].map(() => threadToken(db, fil)))
  const [jeton = ''] = tokens
  t.equal(new Set(tokens).size, 1)
  t.match(jeton, /^[a-z2-7]{32}$/)
  t.not(await threadToken(db, { ...fil, role: 'requis', rang: 1 }), jeton)
  t.match(await threadOf(db, jeton.toUpperCase()), {
    dossier: fil.dossier,
    role: 'requerant',
    rang: null,
  })
  t.equal(await threadOf(db, 'a'.repeat(32)), null)
})

t.test(
  'an act of signing is taken once a dossier, and given back where it had no effect',
  async (t) => {
    const { db, keys } = await testDatabase(t)
    const [one, two] = [randomUUID(), randomUUID()]
    const acte = (dossier: string) => ({ names: ['x'], former: [], dossier, message: dossier })
    const take = (dossier: string) => db.transaction((sql) => takeSigning(sql, keys, acte(dossier)))
    t.equal(await take(one), 'jamais')
    await releaseSigning(db, keys, acte(one))
    t.equal(await take(two), 'jamais', 'as if it had never come')
    t.equal(await take(two), 'ici')
    t.equal(await take(one), 'ailleurs')
    await keepSigning(db, keys, acte(one))
    t.equal(await take(one), 'ici', 'where it acted too')
    t.equal(await take(randomUUID()), 'ailleurs')
  },
)
