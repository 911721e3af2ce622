import {
  createHash,
  generateKeyPairSync,
  sign as signWith,
  verify as verifyWith,
} from 'node:crypto'

import t from 'tap'

import {
  append,
  canonical,
  checkpoint,
  lineHash,
  ORIGIN,
  rootHash,
} from '../../../src/ledger/journal/journal.ts'
import { verifyJournal } from '../../../src/ledger/journal/journal-verify.ts'
import type { Database } from '../../../src/postgres/sql.ts'
import { testDatabase } from '../../support/database.ts'

const ours = generateKeyPairSync('ed25519')
const theirs = generateKeyPairSync('ed25519')
const certificat = Buffer.from('certificate')
const start = Date.parse('2026-11-22T09:00:00.123Z')

const sign = async (data: Buffer): Promise<Buffer> => signWith(null, data, ours.privateKey)
const verify = (data: Buffer, signature: Buffer): boolean =>
  verifyWith(null, data, ours.publicKey, signature)

function line(chaine: string, no: number) {
  const instant = new Date(start + no * 1_000)
  return { chaine, quoi: 'essai', auteur: 'passerelle', detail: { no, b: 1, a: null }, instant }
}

const [A, B] = ['TE-2026-000001', 'jeton:b']

/** Two chains of three lines, a checkpoint after each line of both, and one line after the last. */
async function story(db: Database): Promise<void> {
  for (const no of [1, 2, 3]) {
    await append(db, line(A, no))
    await append(db, line(B, no))
    await checkpoint(db, sign, certificat, new Date(start + no * 60_000))
  }
  await append(db, line(A, 4))
}

t.test('verifies an audit that nobody touched', async (t) => {
  const { db } = await testDatabase(t)
  t.strictSame(await verifyJournal(db, verify), { ok: true, entries: 0, checkpoints: 0 })
  await story(db)
  t.strictSame(await verifyJournal(db, verify), { ok: true, entries: 7, checkpoints: 3 })
})

/** Computes a whole chain anew, as one could who knows the code but has not our key. */
async function rebuild(db: Database, chaine: string): Promise<void> {
  const lines = await db.query<{
    rang: number
    instant: Date
    quoi: string
    auteur: string
    detail: string
  }>('select rang, instant, quoi, auteur, detail from journal where chaine = $1 order by rang', [
    chaine,
  ])
  let precedent: Buffer = ORIGIN
  for (const each of lines) {
    const empreinte = lineHash({ ...each, chaine }, precedent)
    await db.query(
      'update journal set precedent = $3, empreinte = $4 where chaine = $1 and rang = $2',
      [chaine, each.rang, precedent, empreinte],
    )
    precedent = empreinte
  }
  await db.query('update chaine set empreinte = $2 where nom = $1', [chaine, precedent])
}

const harms: readonly {
  readonly what: string
  readonly fault: RegExp
  harm(db: Database): Promise<unknown>
}[] = [
  ...['detail', 'quoi', 'auteur'].map((column) => ({
    what: `a line whose ${column} was altered`,
    fault: /TE-2026-000001 : la ligne 2 a été modifiée/,
    harm: (db: Database) =>
      db.query(`update journal set ${column} = '{}' where chaine = '${A}' and rang = 2`),
  })),
  {
    what: 'a line whose instant was altered',
    fault: /la ligne 2 a été modifiée/,
    harm: (db) =>
      db.query(
        `update journal set instant = instant + interval '1 hour' where chaine = '${A}' and rang = 2`,
      ),
  },
  {
    what: 'a line moved to another chain',
    fault: /ligne|chaîne/,
    harm: (db) =>
      db.query(`update journal set chaine = 'jeton:c' where chaine = '${A}' and rang = 4`),
  },
  {
    what: 'a line taken out of the middle',
    fault: /TE-2026-000001 : la ligne 2 manque/,
    harm: (db) => db.query(`delete from journal where chaine = '${A}' and rang = 2`),
  },
  {
    what: 'a line added at the end',
    fault: /TE-2026-000001/,
    harm: (db) =>
      db.query(
        `insert into journal (chaine, rang, instant, quoi, auteur, detail, precedent, empreinte)
         select chaine, 5, instant, quoi, auteur, detail, empreinte, empreinte from journal where chaine = '${A}' and rang = 4`,
      ),
  },
  {
    what: 'a tail cut',
    fault: /TE-2026-000001 : la ligne 3|TE-2026-000001 : sa fin/,
    harm: (db) => db.query(`delete from journal where chaine = '${A}' and rang > 2`),
  },
  {
    what: 'a tail cut, not yet covered by a checkpoint',
    fault: /TE-2026-000001 : sa fin, ligne 4, manque/,
    harm: (db) => db.query(`delete from journal where chaine = '${A}' and rang = 4`),
  },
  {
    what: 'a tail cut with its head put back',
    fault: /la ligne 3 n’est plus celle du point de contrôle 3/,
    async harm(db) {
      await db.query(`delete from journal where chaine = '${A}' and rang > 2`)
      await db.query(
        `update chaine set rang = 2, pointe = 2, empreinte = (select empreinte from journal where chaine = nom and rang = 2) where nom = '${A}'`,
      )
    },
  },
  {
    what: 'a chain removed',
    fault: /jeton:b : la ligne 1 n’est plus celle/,
    async harm(db) {
      await db.query(`delete from journal where chaine = '${B}'`)
      await db.query(`delete from chaine where nom = '${B}'`)
    },
  },
  {
    what: 'a chain removed with its heads',
    fault: /point de contrôle 1 : il a été modifié/,
    async harm(db) {
      await db.query(`delete from journal where chaine = '${B}'`)
      await db.query(`delete from chaine where nom = '${B}'`)
      await db.query(`delete from point_tete where chaine = '${B}'`)
    },
  },
  {
    what: 'a chain rebuilt with right hashes',
    fault: /la ligne 2 n’est plus celle du point de contrôle 2/,
    async harm(db) {
      await db.query(`update journal set detail = '{}' where chaine = '${A}' and rang = 2`)
      await rebuild(db, A)
    },
  },
  {
    what: 'a checkpoint taken out of the middle',
    fault: /point de contrôle 2 : il manque/,
    async harm(db) {
      await db.query('delete from point_tete where point = 2')
      await db.query('delete from point_de_controle where id = 2')
    },
  },
  {
    what: 'the last checkpoint taken out',
    fault: /point de contrôle/,
    async harm(db) {
      await db.query('delete from point_tete where point = 3')
      await db.query('delete from point_de_controle where id = 3')
    },
  },
  {
    what: 'the last checkpoint taken out with what the heads remember of it',
    fault: /point de contrôle 3 : il manque/,
    async harm(db) {
      await db.query('delete from point_tete where point = 3')
      await db.query('delete from point_de_controle where id = 3')
      await db.query('update chaine set pointe = 2')
    },
  },
  {
    what: 'all checkpoints taken out',
    fault: /point de contrôle/,
    async harm(db) {
      await db.query('delete from point_tete')
      await db.query('delete from point_de_controle')
    },
  },
  {
    what: 'a checkpoint whose instant was altered',
    fault: /point de contrôle 2 : il a été modifié/,
    harm: (db) =>
      db.query("update point_de_controle set instant = instant + interval '1 day' where id = 2"),
  },
  {
    what: 'a chain and its checkpoints rebuilt and signed with another key',
    fault: /point de contrôle 2 : sa signature/,
    async harm(db) {
      await db.query(`update journal set detail = '{}' where chaine = '${A}' and rang = 2`)
      await rebuild(db, A)
      await db.query(
        'update point_tete t set empreinte = j.empreinte from journal j where j.chaine = t.chaine and j.rang = t.rang',
      )
      await resign(db)
    },
  },
]

/** Recomputes every root and signs it with a key that is not ours; the first stays as it was. */
async function resign(db: Database): Promise<void> {
  const points = await db.query<{ id: number; instant: Date; racine: Buffer }>(
    'select id, instant, racine from point_de_controle order by id',
  )
  let precedent = points[0]?.racine ?? ORIGIN
  for (const { id, instant } of points.slice(1)) {
    const heads = await db.query<{ chaine: string; rang: number; empreinte: Buffer }>(
      'select chaine, rang, empreinte from point_tete where point = $1 order by chaine collate "C"',
      [id],
    )
    const root = rootHash(id, instant, precedent)
    for (const head of heads) root.add(head)
    precedent = root.digest()
    await db.query('update point_de_controle set racine = $2, signature = $3 where id = $1', [
      id,
      precedent,
      signWith(null, precedent, theirs.privateKey),
    ])
  }
}

for (const { what, fault, harm } of harms) {
  t.test(`finds ${what}`, async (t) => {
    const { db } = await testDatabase(t)
    await story(db)
    await harm(db)
    const found = await verifyJournal(db, verify)
    t.equal(found.ok, false)
    t.match(found.ok ? '' : found.fault, fault)
  })
}

t.test('lines written at once to one chain stand one after the other', async (t) => {
  const { db } = await testDatabase(t)
  const numbers = Array.from({ length: 20 }, (_, no) => no)
  await Promise.all([
    ...numbers.map((no) => db.transaction((sql) => append(sql, line(A, no)))),
    ...numbers.map((no) => append(db, line(A, no))),
  ])
  t.strictSame(await verifyJournal(db, verify), { ok: true, entries: 40, checkpoints: 0 })
})

t.test('a line rolled back leaves no trace in its chain', async (t) => {
  const { db } = await testDatabase(t)
  await append(db, line(A, 1))
  await t.rejects(
    db.transaction(async (sql) => {
      await append(sql, line(A, 2))
      throw new Error('given up')
    }),
  )
  await append(db, line(A, 3))
  t.strictSame(await verifyJournal(db, verify), { ok: true, entries: 2, checkpoints: 0 })
})

t.test('a quiet minute is signed too, and not twice', async (t) => {
  const { db } = await testDatabase(t)
  const at = (ms: number) => checkpoint(db, sign, certificat, new Date(start + ms))
  t.equal(await at(0), 1)
  t.equal(await at(59_999), null)
  t.equal(await at(60_000), 2)
  await append(db, line(A, 1))
  t.equal(await at(60_001), 3, 'what moved is signed at once')
  t.equal(await at(60_002), null)
  t.ok((await verifyJournal(db, verify)).ok)
})

t.test('one process at a time signs, and a chain being written waits for the next', async (t) => {
  const { db } = await testDatabase(t)
  await append(db, line(A, 1))
  await append(db, line(B, 1))
  await db.transaction(async (sql) => {
    await append(sql, line(B, 2))
    const points = await Promise.all(
      [1, 2, 3].map(() => checkpoint(db, sign, certificat, new Date(start))),
    )
    t.strictSame(
      points.filter((id) => id !== null),
      [1],
    )
    const heads = await db.query('select chaine from point_tete')
    t.strictSame(heads, [{ chaine: A }])
  })
  t.equal(await checkpoint(db, sign, certificat, new Date(start)), 2)
  t.strictSame(await verifyJournal(db, verify), { ok: true, entries: 3, checkpoints: 2 })
})

t.test('verifies more lines and heads than a page holds', async (t) => {
  const { db } = await testDatabase(t)
  await db.transaction(async (sql) => {
    for (let no = 0; no < 1_100; no += 1) await append(sql, line(`TE-2026-${no}`, no))
  })
  await checkpoint(db, sign, certificat, new Date(start))
  t.strictSame(await verifyJournal(db, verify), { ok: true, entries: 1_100, checkpoints: 1 })
})

t.test('the hash of a line can be recomputed with a plain SHA-256', async (t) => {
  const { db } = await testDatabase(t)
  await append(db, line(A, 1))
  const [row] = await db.query<{ empreinte: Buffer; detail: string }>(
    'select empreinte, detail from journal',
  )
  t.equal(row?.detail, '{"a":null,"b":1,"no":1}')
  const fields = JSON.stringify([
    A,
    1,
    '2026-11-22T09:00:01.123Z',
    'essai',
    'passerelle',
    row?.detail,
  ])
  const expected = createHash('sha256').update(Buffer.alloc(32)).update(fields).digest()
  t.ok(row?.empreinte.equals(expected))
})

t.test('writes equal values as equal texts', async (t) => {
  t.equal(
    canonical({ b: [1, { d: 1, c: 2 }], a: 'é' }),
    canonical({ a: 'é', b: [1, { c: 2, d: 1 }] }),
  )
})
