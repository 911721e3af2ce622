import { randomBytes, randomUUID } from 'node:crypto'

import t from 'tap'

import { KeyDestroyed, openKeys } from '../../../src/ledger/keys/keys.ts'
import { testDatabase } from '../../support/database.ts'

t.test('opens what it sealed, and only in its place', async (t) => {
  const { db, keys } = await testDatabase(t)
  const cle = await keys.create(db, 'dossier')
  const sealed = await keys.encrypt(db, cle, 'Éruption', 'dossier:1')
  t.equal(String(await keys.decrypt(db, cle, sealed, 'dossier:1')), 'Éruption')
  t.notMatch(sealed.toString('latin1'), /ruption/)
  await t.rejects(keys.decrypt(db, cle, sealed, 'dossier:2'))
  sealed[sealed.length - 1] = (sealed.at(-1) ?? 0) ^ 1
  await t.rejects(keys.decrypt(db, cle, sealed, 'dossier:1'))
})

t.test('a destroyed key opens nothing any more, here and in another process', async (t) => {
  const { db, keys, master } = await testDatabase(t)
  const others = await openKeys(db, master)
  const cle = await keys.create(db, 'dossier')
  const sealed = await keys.encrypt(db, cle, 'texte', 'a')
  await keys.destroy(db, cle)
  await t.rejects(keys.decrypt(db, cle, sealed, 'a'), KeyDestroyed)
  await t.rejects(others.decrypt(db, cle, sealed, 'a'), KeyDestroyed)
  const [row] = await db.query('select enveloppe, detruite_le from cle where id = $1', [cle])
  t.equal(row?.enveloppe, null)
  t.type(row?.detruite_le, Date)
})

t.test('destroying a dossier key destroys the message key attached to it', async (t) => {
  const { db, keys, master } = await testDatabase(t)
  const message = await keys.create(db, 'message', null, new Date('2027-01-01T00:00:00Z'))
  const dossier = await keys.create(db, 'dossier')
  const sealed = await keys.encrypt(db, message, 'texte', 'a')
  await keys.attach(db, message, dossier)
  t.equal(String(await (await openKeys(db, master)).decrypt(db, message, sealed, 'a')), 'texte')
  const [row] = await db.query('select echeance, maitre from cle where id = $1', [message])
  t.strictSame(row, { echeance: null, maitre: null }, 'it lives as long as the dossier')
  await keys.attach(db, message, dossier)
  await keys.destroy(db, dossier)
  await t.rejects(keys.decrypt(db, message, sealed, 'a'), KeyDestroyed)
})

t.test('a key made under another dies with it', async (t) => {
  const { db, keys } = await testDatabase(t)
  const above = await keys.create(db, 'dossier')
  const below = await keys.create(db, 'message', above)
  const sealed = await keys.encrypt(db, below, 'texte', 'a')
  await keys.destroy(db, above)
  await t.rejects(keys.decrypt(db, below, sealed, 'a'), KeyDestroyed)
})

t.test('indexes equal texts of one kind alike, under a key the database keeps', async (t) => {
  const { db, keys, master } = await testDatabase(t)
  const again = await openKeys(db, master)
  t.ok(keys.index('patient', 'DUPONT').equals(again.index('patient', 'DUPONT')))
  t.notOk(keys.index('patient', 'DUPONT').equals(keys.index('patient', 'DURAND')))
  t.notOk(keys.index('patient', 'DUPONT').equals(keys.index('adresse', 'DUPONT')))
})

t.test('two processes that start at once share one index key', async (t) => {
  const { db, master } = await testDatabase(t)
  await db.query("delete from cle where classe = 'index'")
  const all = await Promise.all([1, 2, 3, 4].map(() => openKeys(db, master)))
  const marks = new Set(all.map((keys) => keys.index('patient', 'DUPONT').toString('hex')))
  t.equal(marks.size, 1)
})

t.test('refuses the master key of another database', async (t) => {
  const { db } = await testDatabase(t)
  await t.rejects(openKeys(db, randomBytes(32)), /clé maîtresse/)
  await t.rejects(openKeys(db, randomBytes(31)), /32 octets/)
})

t.test('a billing year has one key, destroyed ten years after its end', async (t) => {
  const { db, keys } = await testDatabase(t)
  const [one, two] = await Promise.all([keys.yearKey(db, 2026), keys.yearKey(db, 2026)])
  t.equal(one, two)
  t.not(await keys.yearKey(db, 2027), one)
  const [row] = await db.query<{ echeance: Date }>('select echeance from cle where id = $1', [one])
  t.equal(row?.echeance.toISOString(), '2037-01-01T00:00:00.000Z')
})

t.test(
  'a new master key opens all that the former wrapped, which opens nothing any more',
  async (t) => {
    const { db, keys, master } = await testDatabase(t)
    const dossier = await keys.create(db, 'dossier')
    const message = await keys.create(db, 'message', dossier)
    const sealed = await keys.encrypt(db, message, 'texte', 'a')
    const next = randomBytes(32)
    t.equal(await keys.rotateMaster(db, next), 2, 'the index key and the dossier key')
    t.equal(String(await (await openKeys(db, next)).decrypt(db, message, sealed, 'a')), 'texte')
    t.equal(
      String(
        await keys.decrypt(db, await keys.create(db, 'message'), sealed, 'a').catch(() => 'no'),
      ),
      'no',
    )
    await t.rejects(openKeys(db, master), /clé maîtresse/)
  },
)

t.test('a wrapped key moved to another row opens nothing', async (t) => {
  const { db, keys, master } = await testDatabase(t)
  const [one, two] = [await keys.create(db, 'dossier'), await keys.create(db, 'dossier')]
  await db.query(
    'update cle set enveloppe = (select enveloppe from cle where id = $2) where id = $1',
    [one, two],
  )
  await t.rejects((await openKeys(db, master)).dataKey(db, one ?? randomUUID()))
})
