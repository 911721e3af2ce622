import { randomUUID } from 'node:crypto'

import t from 'tap'

import { EN_COURS_COMPTEES } from '../../../src/domain/correspondant.ts'
import { noteAbsence } from '../../../src/ledger/annuaire/absences.ts'
import {
  addressesOf,
  mayUse,
  professionnelParRpps,
  professionnelsParAdresse,
  professionnelsParNom,
  requisPossibles,
  setBoite,
  setRequis,
  wordsOf,
} from '../../../src/ledger/annuaire/annuaire.ts'
import {
  type AnnuaireRow,
  type Feed,
  importRows,
  importTogether,
} from '../../../src/ledger/annuaire/annuaire-import.ts'
import type { Database } from '../../../src/postgres/sql.ts'
import { testDatabase } from '../../support/database.ts'

const CURIE = '99700000012'
const DURAND = '99700000020'
const away = (db: Database, du: string, au: string, delegue: string | null = null) =>
  noteAbsence(db, { rpps: CURIE, du, au, delegue })

function row(more: Partial<AnnuaireRow> = {}): AnnuaireRow {
  return {
    rpps: CURIE,
    nom: 'CURIE',
    prenom: 'Marie',
    profession: '10',
    specialite: '05',
    adresse: 'marie.curie@medecin.exemple',
    numeroAm: '751234567',
    finess: null,
    ...more,
  }
}

function load(
  db: Database,
  at: string,
  rows: readonly AnnuaireRow[],
  refused: string | null = null,
) {
  return importRows(db, new Date(at), async (onRow) => {
    for (const each of rows) await onRow(each)
    return { refused }
  })
}

const [MONDAY, TUESDAY, WEDNESDAY] = ['2026-11-16', '2026-11-17', '2026-11-18']

t.test('one row an address makes one professional, preferred address first', async (t) => {
  const { db } = await testDatabase(t)
  const second = row({ adresse: 'Autre@medecin.exemple', numeroAm: null, finess: '750000001' })
  const result = await load(db, MONDAY, [row(), second, row({ rpps: DURAND, nom: 'DURAND' })])
  t.strictSame(result, { rows: 3, vanished: 0, refused: null })
  t.strictSame(await professionnelParRpps(db, CURIE), {
    rpps: CURIE,
    nom: 'CURIE',
    prenom: 'Marie',
    profession: '10',
    specialite: '05',
    numeroAm: '751234567',
    finess: '750000001',
    telephone: null,
    territoire: null,
    adresses: ['marie.curie@medecin.exemple', 'autre@medecin.exemple'],
  })
  const shared = await professionnelsParAdresse(db, 'Marie.Curie@medecin.exemple')
  t.strictSame(
    shared.map((each) => each.rpps),
    [CURIE, DURAND],
  )
  t.strictSame(await addressesOf(db, CURIE), [
    'marie.curie@medecin.exemple',
    'autre@medecin.exemple',
  ])
  t.strictSame(await addressesOf(db, '99700000038'), [])
})

t.test('the same file again changes nothing', async (t) => {
  const { db } = await testDatabase(t)
  await load(db, MONDAY, [row()])
  const before = await professionnelParRpps(db, CURIE)
  t.strictSame(await load(db, TUESDAY, [row()]), { rows: 1, vanished: 0, refused: null })
  t.strictSame(await professionnelParRpps(db, CURIE), before)
})

t.test('what a source no longer shows vanishes, and comes back when shown again', async (t) => {
  const { db } = await testDatabase(t)
  const both = [row(), row({ rpps: DURAND, nom: 'DURAND', adresse: 'durand@medecin.exemple' })]
  await load(db, MONDAY, both)
  t.equal((await load(db, TUESDAY, [row({ numeroAm: null })])).vanished, 1)
  t.equal(await professionnelParRpps(db, DURAND), null)
  t.strictSame(await professionnelsParAdresse(db, 'durand@medecin.exemple'), [])
  t.equal((await professionnelParRpps(db, CURIE))?.numeroAm, null, 'a value it drops is erased')
  await load(db, WEDNESDAY, both)
  t.equal((await professionnelParRpps(db, DURAND))?.nom, 'DURAND')
})

t.test(
  'an address that moves from one professional to another is the second one’s alone',
  async (t) => {
    const { db } = await testDatabase(t)
    await load(db, MONDAY, [row(), row({ adresse: 'cabinet@medecin.exemple' })])
    const moved = row({ rpps: DURAND, nom: 'DURAND', adresse: 'cabinet@medecin.exemple' })
    await load(db, TUESDAY, [row(), moved])
    const found = await professionnelsParAdresse(db, 'cabinet@medecin.exemple')
    t.strictSame(
      found.map((each) => each.rpps),
      [DURAND],
    )
  },
)

t.test(
  'a professional whom another source knows does not vanish nor lose what it said',
  async (t) => {
    const { db } = await testDatabase(t)
    await load(db, MONDAY, [row()])
    await load(db, TUESDAY, [
      row({ source: 'mssante', adresse: 'b@medecin.exemple', numeroAm: null }),
    ])
    t.equal((await professionnelParRpps(db, CURIE))?.numeroAm, '751234567')
    const other = row({ rpps: DURAND, nom: 'DURAND' })
    t.equal((await load(db, WEDNESDAY, [other])).vanished, 1, 'its address of the first source')
    t.strictSame((await professionnelParRpps(db, CURIE))?.adresses, ['b@medecin.exemple'])
  },
)

t.test(
  'a refused or empty file tombstones nothing, and files of one instant are one import',
  async (t) => {
    const { db } = await testDatabase(t)
    await load(db, MONDAY, [row()])
    t.strictSame(await load(db, TUESDAY, [], 'colonne manquante'), {
      rows: 0,
      vanished: 0,
      refused: 'colonne manquante',
    })
    t.equal((await load(db, TUESDAY, [])).vanished, 0)
    await load(db, WEDNESDAY, [row()])
    await load(db, WEDNESDAY, [row({ rpps: DURAND, nom: 'DURAND' })])
    t.not(await professionnelParRpps(db, CURIE), null)
  },
)

/** As many rows, of as many professionals, from the `from`th on. */
const many = (count: number, from = 0, more: Partial<AnnuaireRow> = {}): AnnuaireRow[] =>
  Array.from({ length: count }, (_, n) => {
    const rpps = `99${String(from + n).padStart(9, '0')}`
    return row({ rpps, adresse: `a${from + n}@medecin.exemple`, ...more })
  })

const feed =
  (rows: readonly AnnuaireRow[], refused: string | null = null): Feed =>
  async (onRow) => {
    for (const each of rows) await onRow(each)
    return { refused }
  }

const together = (db: Database, at: string, feeds: readonly Feed[], isConfirmed = false) =>
  importTogether(db, feeds, { at: new Date(at), isConfirmed })

const everything = async (db: Database): Promise<unknown> => [
  await db.query('select * from professionnel order by rpps'),
  await db.query('select * from adresse_mss order by adresse, rpps'),
]

t.test('what would take away too much of its source changes nothing until confirmed', async (t) => {
  const { db } = await testDatabase(t)
  await load(db, MONDAY, many(600, 5_000, { source: 'mssante' }))
  for (const [had, gone, isHeld] of [
    [9, 9, false],
    [40, 9, false],
    [40, 10, true],
    [500, 10, false],
    [500, 11, true],
  ] as const) {
    await db.query("delete from adresse_mss where sources ? 'csv'")
    await db.query("delete from professionnel where sources ? 'csv'")
    // Some have no address: each of them is a row too.
    const before = many(had).map((each, n) => (n % 3 === 0 ? { ...each, adresse: null } : each))
    await load(db, MONDAY, before)
    const seen = await everything(db)
    const file = feed([...before.slice(gone), row({ nom: 'NOUVELLE' })])
    const done = await together(db, TUESDAY, [file])
    const name = `${gone} of ${had}`
    if (!isHeld) t.match(done, { vanished: gone }, name)
    else {
      t.strictSame(done, { source: 'csv', rows: gone, of: had }, name)
      t.strictSame(await everything(db), seen, 'nothing is changed')
      t.match(await together(db, TUESDAY, [file], true), { vanished: gone }, 'confirmed')
    }
  }
  const [left] = await db.query("select count(*) from adresse_mss where sources ? 'mssante'")
  t.match(left, { count: 600 }, 'another source is left alone')
})

t.test('files given together are one import: of one that is refused nothing stays', async (t) => {
  const { db } = await testDatabase(t)
  await load(db, MONDAY, many(40))
  const halves = [feed(many(20)), feed(many(20, 20))]
  t.match(await together(db, TUESDAY, halves), { files: [{ rows: 20 }, { rows: 20 }], vanished: 0 })
  const seen = await everything(db)
  const files = [feed(many(45)), feed([], 'colonne manquante')]
  t.match(await together(db, WEDNESDAY, files), { files: [{}, { refused: 'colonne manquante' }] })
  t.strictSame(await everything(db), seen)
})

t.test('takes more rows than a batch holds, one professional across two batches', async (t) => {
  const { db } = await testDatabase(t)
  const rows = Array.from({ length: 1_003 }, (_, no) =>
    row({
      rpps: `99${String(Math.floor(no / 3)).padStart(9, '0')}`,
      adresse: `a${no}@exemple`,
      numeroAm: no % 3 === 0 ? '751234567' : null,
    }),
  )
  t.equal((await load(db, MONDAY, rows)).rows, 1_003)
  const [count] = await db.query(
    `select (select count(*) from professionnel) as people, (select count(*) from adresse_mss) as boxes,
       (select count(*) from professionnel where numero_am is null) as without`,
  )
  t.strictSame(count, { people: 335, boxes: 1_003, without: 0 })
})

t.test(
  'finds a name in any order, case and accents, with all the words of the family name',
  async (t) => {
    const { db } = await testDatabase(t)
    await load(db, MONDAY, [
      row(),
      row({ rpps: DURAND, nom: 'LE GOFF-BÉRARD', prenom: 'Françoise Zoé' }),
      row({ rpps: '99700000038', nom: 'CURIE', prenom: 'Pierre' }),
    ])
    const found = async (nom: string) =>
      (await professionnelsParNom(db, nom)).map((each) => each.rpps)
    t.strictSame(await found('Marie CURIE'), [CURIE])
    t.strictSame(await found('Dr Curie Marie'), [CURIE])
    t.strictSame(await found('Curie'), [CURIE, '99700000038'])
    t.strictSame(await found('Marie'), [])
    t.strictSame(await found('Paul Curie'), [])
    t.strictSame(await found('francoise le goff berard'), [DURAND])
    t.strictSame(await found('Goff Françoise'), [])
    t.strictSame(await found(' , '), [])
    t.strictSame(wordsOf('Pr Œdipe d’Été'), ['D', 'ETE', 'OEDIPE'])
  },
)

t.test('only those named may sign from a service mailbox', async (t) => {
  const { db } = await testDatabase(t)
  await setBoite(db, 'Cardio@chu.exemple', [CURIE, DURAND, CURIE])
  t.ok(await mayUse(db, 'cardio@CHU.exemple', CURIE))
  await setBoite(db, 'cardio@chu.exemple', [DURAND])
  t.notOk(await mayUse(db, 'cardio@chu.exemple', CURIE))
  t.ok(await mayUse(db, 'cardio@chu.exemple', DURAND))
  await setBoite(db, 'cardio@chu.exemple', [])
  t.notOk(await mayUse(db, 'cardio@chu.exemple', DURAND))
})

t.test(
  'gives the enrolled physicians named or of a pool, with their load of the day',
  async (t) => {
    const { db, keys } = await testDatabase(t)
    await load(db, MONDAY, [
      row(),
      row({ rpps: DURAND, nom: 'DURAND', adresse: 'durand@medecin.exemple' }),
      row({ rpps: '99700000038', nom: 'SANS ADRESSE', adresse: null }),
      row({ rpps: '99700000046', nom: 'NON INSCRIT', adresse: 'n@medecin.exemple' }),
    ])
    const enrol = { specialites: ['05'], absences: [] }
    await setRequis(db, { ...enrol, rpps: CURIE, capaciteParJour: 10 })
    await setRequis(db, { ...enrol, rpps: DURAND, specialites: ['03'], actif: false })
    await setRequis(db, { ...enrol, rpps: '99700000038' })
    await away(db, '2026-11-01', '2026-11-22')
    await away(db, '2026-12-01', '2026-12-10')
    await away(db, '2026-12-01', '2026-12-10')

    const cle = await keys.create(db, 'dossier')
    const dossier = randomUUID()
    await db.query(
      `insert into dossier (id, numero, cle, version, etat, etat_chiffre, ouvert_le)
     values ($1, 'TE-2026-000001', $2, 1, 'en_cours', '', now())`,
      [dossier, cle],
    )
    await db.query(
      `insert into sollicitation (dossier, rang, etat, requis_rpps, ouverte_le, terminee_le)
     values ($1, 1, 'en_attente', $2, now(), null), ($1, 2, 'rendue', $2, now(), now())`,
      [dossier, CURIE],
    )
    await db.query(
      `insert into attribution (dossier, rang, rpps, le, jour)
     values ($1, 1, $2, now(), '2026-11-23'), ($1, 2, $2, now(), '2026-11-22')`,
      [dossier, CURIE],
    )
    // 23:30 in UTC is the next day in Paris.
    const now = new Date('2026-11-22T23:30:00Z')
    const [curie, ...others] = await requisPossibles(db, { rpps: [], specialites: ['05'] }, now)
    t.strictSame(others, [])
    t.match(curie, {
      rpps: CURIE,
      adresse: 'marie.curie@medecin.exemple',
      pools: ['05'],
      actif: true,
      capaciteParJour: 10,
      recuesAujourdhui: 1,
      enCours: 1,
      absences: [{ du: '2026-12-01', au: '2026-12-10' }],
    })
    t.equal(curie?.absences.length, 1, 'past absences are left out')
    const named = await requisPossibles(db, { rpps: [DURAND, '99700000046'], specialites: [] }, now)
    t.strictSame(
      named.map((each) => [each.rpps, each.actif]),
      [[DURAND, false]],
    )
  },
)

t.test('open requests are counted up to a bound', async (t) => {
  const { db, keys } = await testDatabase(t)
  await load(db, MONDAY, [row()])
  await setRequis(db, { rpps: CURIE, specialites: ['05'], absences: [] })
  const dossier = randomUUID()
  await db.query(
    `insert into dossier (id, numero, cle, version, etat, etat_chiffre, ouvert_le)
     values ($1, 'TE-2026-000001', $2, 1, 'en_cours', '', now())`,
    [dossier, await keys.create(db, 'dossier')],
  )
  const open = async (n: number): Promise<number | undefined> => {
    await db.query(
      `insert into sollicitation (dossier, rang, etat, requis_rpps, ouverte_le)
       select $1, i, 'en_attente', $2, now() from generate_series(1, $3::int) as i
       on conflict do nothing`,
      [dossier, CURIE, n],
    )
    const [one] = await requisPossibles(db, { rpps: [CURIE], specialites: [] }, new Date())
    return one?.enCours
  }
  t.equal(await open(EN_COURS_COMPTEES - 1), EN_COURS_COMPTEES - 1)
  t.equal(await open(EN_COURS_COMPTEES + 3), EN_COURS_COMPTEES)
})

t.test('an enrolment changes only what is said', async (t) => {
  const { db } = await testDatabase(t)
  await load(db, MONDAY, [row()])
  const seen = async () =>
    (await requisPossibles(db, { rpps: [CURIE], specialites: [] }, new Date()))[0]
  await setRequis(db, { rpps: CURIE, specialites: ['05', '05'], capaciteParJour: 3, absences: [] })
  await setRequis(db, { rpps: CURIE, specialites: null, actif: false, absences: [] })
  t.match(await seen(), { pools: ['05'], capaciteParJour: 3, actif: false })
  await setRequis(db, { rpps: CURIE, specialites: ['03'], capaciteParJour: null, absences: [] })
  t.match(await seen(), { pools: ['03'], capaciteParJour: null, actif: false })
})

t.test('new dates of absence that touch the former ones correct them', async (t) => {
  const { db } = await testDatabase(t)
  await away(db, '2026-12-01', '2026-12-20')
  await away(db, '2027-02-01', '2027-02-05')
  await away(db, '2026-12-03', '2026-12-10')
  await away(db, '2026-12-03', '2026-12-10')
  const rows = await db.query('select du::text, au::text from absence order by du')
  t.strictSame(rows, [
    { du: '2026-12-03', au: '2026-12-10' },
    { du: '2027-02-01', au: '2027-02-05' },
  ])
})

t.test(
  'who answers for an absent requis still does when only the days are corrected',
  async (t) => {
    const { db } = await testDatabase(t)
    const named = async () =>
      (await db.query<{ delegue: string | null }>('select delegue from absence')).map(
        ({ delegue }) => delegue,
      )
    await away(db, '2026-12-01', '2026-12-20', DURAND)
    await away(db, '2026-12-03', '2026-12-10')
    t.strictSame(await named(), [DURAND])
    await away(db, '2026-12-03', '2026-12-10')
    t.strictSame(await named(), [DURAND], 'the same days again')
    await away(db, '2026-12-03', '2026-12-10', '99700000038')
    t.strictSame(await named(), ['99700000038'], 'the newest name')
  },
)
