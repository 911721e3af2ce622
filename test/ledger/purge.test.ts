import { randomBytes, randomUUID } from 'node:crypto'

import t from 'tap'

import { putContent } from '../../src/ledger/keys/contents.ts'
import { KeyDestroyed, type Keys, openKeys } from '../../src/ledger/keys/keys.ts'
import { acceptMessage, concludeMessage, loadMessage } from '../../src/ledger/messages/messages.ts'
import { putEnvoi } from '../../src/ledger/outbox/outbox.ts'
import { purge } from '../../src/ledger/purge.ts'
import type { Database } from '../../src/postgres/sql.ts'
import { testDatabase } from '../support/database.ts'

const now = new Date('2027-03-01T00:00:00Z')
const before = new Date('2026-11-30T23:59:59Z')
const recent = new Date('2026-12-02T00:00:00Z')

async function* of(octets: Buffer): AsyncIterable<Buffer> {
  yield octets
}

async function message(
  db: Database,
  keys: Keys,
  etat: 'received' | 'accepted' | 'refused',
  le: Date,
) {
  const id = randomUUID()
  const envelope = { from: '', to: [], peer: '127.0.0.1', tls: 'none', operator: null } as const
  const source = of(randomBytes(1_000))
  await acceptMessage(db, keys, { id, receivedAt: le, envelope, voie: 'demande', source })
  if (etat !== 'received') {
    await concludeMessage(db, keys, await loadMessage(db, keys, id), {
      etat,
      code: null,
      verdict: null,
      dossier: null,
      auteurRpps: null,
      responsable: null,
      empreinte: null,
      messageIdHeader: null,
      prochaine: null,
      le,
    })
  }
  return id
}

async function dossier(db: Database, keys: Keys, numero: string, destruction: Date | null) {
  const [id, cle] = [randomUUID(), await keys.create(db, 'dossier')]
  await db.query(
    `insert into dossier (id, numero, cle, version, etat, etat_chiffre, ouvert_le, destruction_le)
     values ($1, $2, $3, 1, 'clos', '', now(), $4)`,
    [id, numero, cle, destruction],
  )
  return { id, cle }
}

t.test(
  'destroys a dossier at its term, with its messages, contents and unsent letters',
  async (t) => {
    const { db, keys, master } = await testDatabase(t)
    const due = await dossier(db, keys, 'TE-2026-000001', new Date(now.getTime()))
    const kept = await dossier(db, keys, 'TE-2026-000002', new Date(now.getTime() + 1))
    const open = await dossier(db, keys, 'TE-2026-000003', null)
    const joined = await message(db, keys, 'accepted', before)
    await keys.attach(db, (await loadMessage(db, keys, joined)).cle, due.cle)
    const sealed = await putContent(db, keys, due.cle, of(randomBytes(600_000)))
    for (const { id, cle } of [due, kept]) {
      await putEnvoi(db, keys, {
        id: randomUUID(),
        dossier: id,
        cle,
        cleUnique: id,
        lettre: 'compteRendu',
        role: 'requerant',
        rang: 1,
        version: 1,
        rpps: null,
        donnees: {},
        messageId: id,
        jetonRebond: id,
        pasAvant: null,
        priorite: 0,
      })
    }
    t.equal(await purge(db, keys, now), 1)
    const others = await openKeys(db, master)
    await t.rejects(others.dataKey(db, due.cle), KeyDestroyed)
    await t.rejects(loadMessage(db, others, joined), KeyDestroyed)
    await others.dataKey(db, kept.cle)
    await others.dataKey(db, open.cle)
    const left = await db.query('select contenu from morceau where contenu = any($1)', [
      [sealed.ref?.contenu, joined],
    ])
    t.strictSame(left, [], 'no chunk is left to take room')
    const letters = await db.query<{ etat: string }>(
      'select dossier, etat from envoi order by etat',
    )
    t.strictSame(letters, [
      { dossier: kept.id, etat: 'a_envoyer' },
      { dossier: due.id, etat: 'retire' },
    ])
    const lines = await db.query('select chaine, quoi, auteur, detail from journal')
    t.strictSame(lines, [
      {
        chaine: 'TE-2026-000001',
        quoi: 'contenu.detruit',
        auteur: 'passerelle',
        detail: '{"classe":"dossier","objet":"TE-2026-000001"}',
      },
    ])
    t.equal(await purge(db, keys, now), 0, 'a second time does nothing')
    t.equal((await db.query('select seq from journal')).length, 1)
  },
)

t.test(
  'destroys what joined no dossier a retention after it was judged, never what waits',
  async (t) => {
    const { db, keys } = await testDatabase(t)
    const old = await message(db, keys, 'refused', before)
    const young = await message(db, keys, 'refused', recent)
    const waiting = await message(db, keys, 'received', before)
    t.equal(await purge(db, keys, now), 1)
    await t.rejects(loadMessage(db, keys, old), KeyDestroyed)
    await loadMessage(db, keys, young)
    await loadMessage(db, keys, waiting)
    t.equal(await purge(db, keys, now, 7 * 24 * 3_600_000), 1)
    await t.rejects(loadMessage(db, keys, young), KeyDestroyed)
  },
)

t.test('destroys a billing year at its own term, and a key of a letter alone', async (t) => {
  const { db, keys } = await testDatabase(t)
  const year = await keys.yearKey(db, 2015)
  const next = await keys.yearKey(db, 2017)
  const alone = await keys.create(db, 'message')
  await db.query("update cle set cree_le = '2026-11-01' where id = $1", [alone])
  t.equal(await purge(db, keys, now), 2)
  await t.rejects(keys.dataKey(db, year), KeyDestroyed)
  await t.rejects(keys.dataKey(db, alone), KeyDestroyed)
  await keys.dataKey(db, next)
})

t.test('two processes that purge at once destroy each key once', async (t) => {
  const { db, keys, master } = await testDatabase(t)
  for (const no of [1, 2, 3, 4]) await dossier(db, keys, `TE-2026-00000${no}`, before)
  const counts = await Promise.all([
    purge(db, keys, now),
    purge(db, await openKeys(db, master), now),
  ])
  t.equal(counts[0] + counts[1], 4)
  t.equal((await db.query('select seq from journal')).length, 4)
})
