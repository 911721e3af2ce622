import { randomUUID } from 'node:crypto'

import t from 'tap'

import type { Dossier } from '../../../src/domain/dossier.ts'
import { memoryBytes, wholeBuffer } from '../../../src/kit/bytes.ts'
import {
  dossierKey,
  insertDossier,
  lockDossier,
  saveDossier,
} from '../../../src/ledger/dossiers/dossiers.ts'
import { threadOf } from '../../../src/ledger/dossiers/thread-tokens.ts'
import { contentBytes, putContent } from '../../../src/ledger/keys/contents.ts'
import type { Keys } from '../../../src/ledger/keys/keys.ts'
import { KeyDestroyed } from '../../../src/ledger/keys/keys.ts'
import { concludeEnvoi } from '../../../src/ledger/outbox/conclusions.ts'
import {
  isSuivie,
  retireEnvoi,
  standing,
  undoTentative,
} from '../../../src/ledger/outbox/departs.ts'
import { dueEnvois } from '../../../src/ledger/outbox/envois-dus.ts'
import { storeSealed } from '../../../src/ledger/outbox/lettres-scellees.ts'
import { noteReceipt } from '../../../src/ledger/outbox/notices.ts'
import { freeFollowers } from '../../../src/ledger/outbox/ordre.ts'
import {
  claimEnvoi,
  envoiById,
  envoiByMessageId,
  envoiByRebond,
  type NewEnvoi,
  putEnvoi,
  retireEnvois,
} from '../../../src/ledger/outbox/outbox.ts'
import { retryEnvoi } from '../../../src/ledger/poison.ts'
import type { Database } from '../../../src/postgres/sql.ts'
import { testDatabase } from '../../support/database.ts'

const LEASE = 60_000
const adresse = 'requis@hopital.exemple'

async function put(db: Database, keys: Keys, more: Partial<NewEnvoi> = {}): Promise<string> {
  const id = more.id ?? randomUUID()
  const envoi: NewEnvoi = {
    id,
    dossier: null,
    cle: more.cle ?? (await keys.create(db, 'dossier')),
    cleUnique: id,
    lettre: 'demandeAvis',
    role: 'requis',
    rang: 1,
    version: null,
    rpps: '99700000012',
    donnees: { lettre: { kind: 'demandeAvis', texte: 'EXEMPLE' }, a: { role: 'requis', adresse } },
    messageId: `${id}@te.localhost`,
    jetonRebond: id.replaceAll('-', ''),
    pasAvant: null,
    priorite: 0,
    ...more,
  }
  await putEnvoi(db, keys, envoi)
  return id
}

/** A dossier as `decide` would open it, in little. */
async function opened(db: Database, keys: Keys): Promise<Dossier & { cle: string }> {
  const dossier = {
    id: randomUUID(),
    numero: 'TE-2026-000001',
    etat: 'en_cours',
    ouvertLe: '2026-11-22T09:00:00.000Z',
    requerant: { rpps: '99700000004' },
  } as unknown as Dossier
  await db.transaction((sql) => insertDossier(sql, keys, dossier, RIEN))
  return { ...dossier, cle: await dossierKey(db, dossier.id) }
}

const RIEN = { prochaineEcheance: null, indexPatient: null, slots: [], attributions: [] }

const stateOf = async (db: Database, id: string) =>
  (
    await db.query(
      'select etat, code, tentatives, remis_le, responsable, contenu from envoi where id = $1',
      [id],
    )
  )[0]
const attempts = (db: Database, id: string) =>
  db.query(
    'select no, issue, code, fin is null as open from tentative where envoi = $1 order by no',
    [id],
  )

const BODIES = { text: 'Bonjour', html: '<p>Bonjour</p>' }
const letter = (octets: string | Buffer) => ({
  raw: memoryBytes(Buffer.from(octets)),
  bodies: BODIES,
  encrypted: false,
})

t.test('puts a letter once, whatever is decided twice, and keeps it encrypted', async (t) => {
  const { db, keys } = await testDatabase(t)
  const cle = await keys.create(db, 'dossier')
  const base = {
    dossier: null,
    cle,
    lettre: 'x',
    role: 'requis',
    rang: 1,
    version: null,
    rpps: null,
  }
  const envoi = (id: string): NewEnvoi => ({
    ...base,
    id,
    cleUnique: 'd:avis:1',
    donnees: { texte: 'EXEMPLE' },
    messageId: id,
    jetonRebond: id,
    pasAvant: null,
    priorite: 0,
  })
  const done = await Promise.all([1, 2, 3].map(() => putEnvoi(db, keys, envoi(randomUUID()))))
  t.strictSame(done.filter(Boolean), [true])
  const [row] = await db.query<{ donnees: Buffer }>('select donnees from envoi')
  t.notMatch(row?.donnees.toString('latin1'), /EXEMPLE/)
})

t.test('gives a letter to one worker, the attempt recorded before it is made', async (t) => {
  const { db, keys } = await testDatabase(t)
  const id = await put(db, keys)
  const claims = await Promise.all(
    ['a', 'b', 'c'].map((who) => claimEnvoi(db, keys, id, who, LEASE)),
  )
  const [claimed, ...others] = claims.filter((each) => each !== null)
  t.strictSame(others, [])
  t.match(claimed, {
    id,
    tentatives: 1,
    etat: 'en_cours',
    contenu: null,
    numero: null,
    donnees: { lettre: { texte: 'EXEMPLE' }, a: { adresse } },
  })
  t.strictSame(await attempts(db, id), [{ no: 1, issue: null, code: null, open: true }])
  t.strictSame(await dueEnvois(db, new Date(), 10), [])
})

t.test('takes up again the letter of a worker who died', async (t) => {
  const { db, keys } = await testDatabase(t)
  const id = await put(db, keys)
  await claimEnvoi(db, keys, id, 'a', LEASE)
  await db.query("update envoi set pris_jusqua = now() - interval '1 second'")
  t.strictSame(await dueEnvois(db, new Date(), 10), [id])
  t.match(await claimEnvoi(db, keys, id, 'b', LEASE), { tentatives: 2 })
  await concludeEnvoi(db, id, { etat: 'remis', code: null })
  t.strictSame(await attempts(db, id), [
    { no: 1, issue: null, code: null, open: true },
    { no: 2, issue: 'remis', code: null, open: false },
  ])
})

t.test('does not send before its hour, and sends what has priority first', async (t) => {
  const { db, keys } = await testDatabase(t)
  const at = new Date('2026-11-23T07:00:00Z')
  const creeLe = new Date('2026-11-22T20:00:00Z')
  const late = await put(db, keys, { creeLe, pasAvant: at })
  const normal = await put(db, keys, { creeLe })
  const first = await put(db, keys, { creeLe: new Date('2026-11-22T21:00:00Z'), priorite: 1 })
  const before = new Date('2026-11-23T06:59:59Z')
  t.strictSame(await dueEnvois(db, before, 10), [first, normal])
  t.equal(await claimEnvoi(db, keys, late, 'a', LEASE, before), null)
  t.strictSame(await dueEnvois(db, at, 10), [first, normal, late])
  t.ok(await claimEnvoi(db, keys, late, 'a', LEASE, at))
})

t.test('defers, then sends the same sealed bytes again', async (t) => {
  const { db, keys } = await testDatabase(t)
  const cle = await keys.create(db, 'dossier')
  const id = await put(db, keys, { cle })
  const row = { id, cle }
  const sealed = await storeSealed(db, keys, row, letter('one'))
  t.equal(await storeSealed(db, keys, row, letter('two')), null)
  const contenu = sealed?.ref?.contenu ?? ''
  t.equal(String(await wholeBuffer(await contentBytes(db, keys, contenu), 10)), 'one')
  await claimEnvoi(db, keys, id, 'a', LEASE)
  const prochaine = new Date(Date.now() + 3_600_000)
  await concludeEnvoi(db, id, { etat: 'differe', code: '4.4.1', prochaine })
  t.match(await stateOf(db, id), { etat: 'differe', code: '4.4.1', contenu })
  t.equal(await claimEnvoi(db, keys, id, 'a', LEASE), null)
  t.match(await claimEnvoi(db, keys, id, 'a', LEASE, prochaine), { tentatives: 2, contenu })
})

t.test('a late word of a worker that was overtaken turns no state back', async (t) => {
  const { db, keys } = await testDatabase(t)
  const overtaken = async (): Promise<string> => {
    const id = await put(db, keys)
    await claimEnvoi(db, keys, id, 'frozen', 0)
    await claimEnvoi(db, keys, id, 'second', LEASE)
    return id
  }
  const sent = await overtaken()
  t.ok(await concludeEnvoi(db, sent, { etat: 'remis', code: null, no: 2 }))
  for (const etat of ['differe', 'echec', 'remis'] as const)
    t.notOk(await concludeEnvoi(db, sent, { etat, code: 'late', no: 1 }), etat)
  t.match(await stateOf(db, sent), { etat: 'remis', code: null, responsable: null })

  const inHand = await overtaken()
  t.notOk(await concludeEnvoi(db, inHand, { etat: 'echec', code: 'late', no: 1 }))
  t.match(await stateOf(db, inHand), { etat: 'en_cours' }, 'the second worker still has it')
  t.ok(await concludeEnvoi(db, inHand, { etat: 'remis', code: null, no: 1 }), 'it did leave')
  t.notOk(await concludeEnvoi(db, inHand, { etat: 'remis', code: null, no: 2 }), 'once is enough')
})

t.test('takes back what has not left, and says so when it left all the same', async (t) => {
  const { db, keys } = await testDatabase(t)
  const { id: dossier, cle } = await opened(db, keys)
  const [waiting, gone, hand, elsewhere] = [
    await put(db, keys, { dossier, cle }),
    await put(db, keys, { dossier, cle }),
    await put(db, keys, { dossier, cle }),
    await put(db, keys, { dossier, cle, rang: 2 }),
  ]
  const theirs = await put(db, keys, { dossier, cle, role: 'requerant' })
  await claimEnvoi(db, keys, gone, 'a', LEASE)
  await concludeEnvoi(db, gone, { etat: 'remis', code: null })
  await claimEnvoi(db, keys, hand, 'a', LEASE)
  t.equal(await retireEnvois(db, dossier, ['requis'], 1, 'retrait'), 2)
  t.match(await stateOf(db, waiting), { etat: 'retire', code: 'retrait' })
  t.match(await stateOf(db, gone), { etat: 'remis' })
  t.match(await stateOf(db, elsewhere), { etat: 'a_envoyer' })
  t.match(await stateOf(db, theirs), { etat: 'a_envoyer' })
  const held = async (id: string, worker = 'a', no = 1) =>
    (await standing(db, keys, { id, worker, no }, null)).held
  t.notOk(await held(hand), 'taken back while in hand')
  await claimEnvoi(db, keys, elsewhere, 'a', LEASE)
  t.ok(await held(elsewhere))
  t.notOk(await held(elsewhere, 'b'), 'another worker')
  t.notOk(await held(elsewhere, 'a', 2), 'another attempt')
  await concludeEnvoi(db, elsewhere, { etat: 'echec', code: '5.1.1' })
  await concludeEnvoi(db, hand, { etat: 'differe', code: '4.4.1' })
  t.match(await stateOf(db, hand), { etat: 'retire', code: 'retrait' })
  await concludeEnvoi(db, hand, { etat: 'remis', code: null })
  t.match(await stateOf(db, hand), { etat: 'remis' })
  t.equal(await retireEnvois(db, dossier, ['requis', 'requerant'], null, 'retrait'), 2)
})

t.test('an attempt that did not leave is none', async (t) => {
  const { db, keys } = await testDatabase(t)
  const id = await put(db, keys)
  const first = { id, worker: 'a', no: 1 }
  const afterMs = 60_000
  const prochaine = new Date(Date.now() + afterMs)
  const waits = { etat: 'differe', code: 'destination-occupee', prochaine, afterMs } as const
  await claimEnvoi(db, keys, id, 'a', LEASE)
  t.notOk(await undoTentative(db, { ...first, worker: 'b' }, waits), 'another holds it')
  t.ok(await undoTentative(db, first, waits))
  t.match(await stateOf(db, id), { etat: 'differe', code: 'destination-occupee' })
  t.strictSame(await db.query('select no from tentative where envoi = $1', [id]), [])
  t.equal(await claimEnvoi(db, keys, id, 'a', LEASE), null, 'not before its turn')

  const again = await claimEnvoi(db, keys, id, 'a', LEASE, prochaine)
  t.match(again, { tentatives: 1 })
  t.ok(await undoTentative(db, first, { etat: 'retire', code: 'consentement-retire' }))
  t.match(await stateOf(db, id), { etat: 'retire', code: 'consentement-retire' })
  t.notOk(await retryEnvoi(db, id), 'by no way')
})

t.test('one letter is taken back, unless it was handed over or is in hand', async (t) => {
  const { db, keys } = await testDatabase(t)
  for (const [etat, taken] of [
    ['a_envoyer', true],
    ['differe', true],
    ['bloque', true],
    ['echec', true],
    ['en_cours', false],
    ['remis', false],
    ['retire', false],
  ] as const) {
    const id = await put(db, keys)
    await db.query('update envoi set etat = $2 where id = $1', [id, etat])
    t.equal(await retireEnvoi(db, id, 'annulation'), taken, etat)
  }
})

t.test('a person puts a failed letter back, from now on', async (t) => {
  const { db, keys } = await testDatabase(t)
  const creeLe = new Date('2026-11-01T09:00:00Z')
  const id = await put(db, keys, { creeLe })
  const now = new Date('2026-11-22T09:00:00Z')
  t.notOk(await retryEnvoi(db, id, now), 'nothing to retry')
  await claimEnvoi(db, keys, id, 'a', LEASE)
  await concludeEnvoi(db, id, { etat: 'echec', code: '5.1.1', responsable: 'administrateur' })
  t.match(await stateOf(db, id), { etat: 'echec', responsable: 'administrateur' })
  t.ok(await retryEnvoi(db, id, now))
  t.notOk(await noteReceipt(db, id, 'dsn:failed', 'dsn-echec'), 'a late word fails no new attempt')
  t.match(await stateOf(db, id), { etat: 'a_envoyer', code: null })
  const again = await claimEnvoi(db, keys, id, 'a', LEASE, now)
  t.match(again, { tentatives: 2 })
  t.equal(again?.creeLe.toISOString(), now.toISOString())
})

t.test(
  'is found by its Message-ID and by its bounce token, and notes what became of it',
  async (t) => {
    const { db, keys } = await testDatabase(t)
    const id = await put(db, keys)
    const found = await envoiByMessageId(db, `${id}@te.localhost`)
    t.match(found, { id, lettre: 'demandeAvis', role: 'requis', rang: 1, etat: 'a_envoyer' })
    t.strictSame(await envoiByRebond(db, id.replaceAll('-', '').toUpperCase()), found)
    t.equal(await envoiByMessageId(db, 'autre@te.localhost'), null)
    await claimEnvoi(db, keys, id, 'a', LEASE)
    await concludeEnvoi(db, id, { etat: 'remis', code: null })
    await noteReceipt(db, id, 'mdn:displayed', null)
    t.match(await stateOf(db, id), { etat: 'remis', code: null })
    await noteReceipt(db, id, 'dsn:failed', 'dsn-echec')
    t.notOk(await noteReceipt(db, id, 'dsn:delivered', null), 'a late, weaker notice')
    t.notOk(await noteReceipt(db, id, 'mdn:displayed', null))
    t.match(await stateOf(db, id), {
      etat: 'echec',
      code: 'dsn-echec',
      responsable: 'administrateur',
    })
  },
)

t.test('a large letter is kept in chunks, once', async (t) => {
  const { db, keys } = await testDatabase(t)
  const cle = await keys.create(db, 'dossier')
  const id = await put(db, keys, { cle })
  const large = Buffer.alloc(600_000, 'x')
  const sealed = await storeSealed(db, keys, { id, cle }, letter(large))
  t.ok(large.equals(await wholeBuffer(sealed ?? memoryBytes(Buffer.alloc(0)), large.length)))
  const pieces = async function* () {
    yield large
  }
  const other = await putContent(db, keys, cle, pieces())
  t.equal(
    await storeSealed(db, keys, { id, cle }, { raw: other, bodies: BODIES, encrypted: false }),
    null,
    'another is not taken',
  )
  t.match(await stateOf(db, id), { contenu: sealed?.ref?.contenu })
})

t.test(
  'a letter taken up knows its thread, and what its correspondent was sent before, oldest first',
  async (t) => {
    const { db, keys } = await testDatabase(t)
    const { id: dossier, cle } = await opened(db, keys)
    const at = (hour: number) => new Date(`2026-11-22T${String(hour).padStart(2, '0')}:00:00Z`)
    const ids: string[] = []
    for (const hour of [11, 9, 10]) {
      const id = await put(db, keys, { dossier, cle, creeLe: at(hour) })
      if (hour !== 10) await concludeEnvoi(db, id, { etat: 'remis', code: null })
      ids.push(id)
    }
    const last = await put(db, keys, { dossier, cle, creeLe: at(12) })
    const claimed = await claimEnvoi(db, keys, last, 'a', LEASE)
    t.strictSame(claimed?.precedents, [`${ids[1]}@te.localhost`, `${ids[0]}@te.localhost`])
    const thread = await threadOf(db, claimed?.jetonFil ?? '')
    t.match(thread, { dossier, role: 'requis', rang: 1, adresse, rpps: '99700000012' })
    t.equal(
      (await claimEnvoi(db, keys, ids[2] ?? '', 'a', LEASE))?.jetonFil,
      thread?.jeton,
      'one thread',
    )

    const donnees = {
      lettre: { kind: 'rappel' },
      a: { role: 'requerant', adresse: 'autre@exemple' },
    }
    const other = await put(db, keys, {
      dossier,
      cle,
      role: 'requerant',
      donnees,
      creeLe: at(13),
    })
    const alone = await claimEnvoi(db, keys, other, 'a', LEASE)
    t.strictSame(alone?.precedents, [])
    t.match(await threadOf(db, alone?.jetonFil ?? ''), { role: 'requerant', rang: null })
    const hors = await claimEnvoi(db, keys, await put(db, keys), 'a', LEASE)
    t.equal(hors?.jetonFil, null, 'without a dossier there is no thread')
  },
)

t.test('a letter to write comes with its dossier as it stands; once sealed, without', async (t) => {
  const { db, keys } = await testDatabase(t)
  const { cle, ...dossier } = await opened(db, keys)
  const later = { ...dossier, etat: 'annule' } as Dossier
  await db.transaction(async (sql) => {
    await lockDossier(sql, keys, dossier.id)
    await saveDossier(sql, keys, later, RIEN)
  })
  const id = await put(db, keys, { dossier: dossier.id, cle })
  t.match(await claimEnvoi(db, keys, id, 'a', 0), {
    numero: dossier.numero,
    dossierLu: later,
  })
  await storeSealed(db, keys, { id, cle }, letter('lettre'))
  t.match(await claimEnvoi(db, keys, id, 'b', LEASE), { tentatives: 2, dossierLu: null })

  const alone = await claimEnvoi(db, keys, await put(db, keys), 'a', LEASE)
  t.match(alone, { numero: null, dossierLu: null })
})

t.test('what another process destroyed of a dossier is not read from memory', async (t) => {
  const { db, keys } = await testDatabase(t)
  const { id: dossier, cle } = await opened(db, keys)
  const id = await put(db, keys, { dossier, cle })
  await db.query('update cle set enveloppe = null, detruite_le = now() where id = $1', [cle])
  t.match(await claimEnvoi(db, keys, id, 'a', LEASE), { dossier, dossierLu: null })
})

t.test('a letter whose content was destroyed is taken back, not sent', async (t) => {
  const { db, keys } = await testDatabase(t)
  const cle = await keys.create(db, 'dossier')
  const id = await put(db, keys, { cle })
  await keys.destroy(db, cle)
  t.equal(await claimEnvoi(db, keys, id, 'a', LEASE), null)
  t.match(await stateOf(db, id), { etat: 'retire', code: 'contenu-detruit' })
  await t.rejects(put(db, keys, { cle }), KeyDestroyed)
})

t.test(
  'letters of one dossier to one reader know those put before them, whatever the clock says',
  async (t) => {
    const { db, keys } = await testDatabase(t)
    const { id: dossier, cle } = await opened(db, keys)
    const now = new Date()
    const at = (hours: number) => new Date(now.getTime() - hours * 3_600_000)
    const to = (more: Partial<NewEnvoi>) => put(db, keys, { dossier, cle, ...more })
    // The clock was put back between the two.
    const first = await to({ lettre: 'demandeAvis', creeLe: at(1) })
    const later = await to({
      lettre: 'rappelRequis',
      pasAvant: new Date(now.getTime() + 3_600_000),
    })
    const other = await to({ lettre: 'retard', rpps: '99700000020', creeLe: at(5) })
    const second = await to({ lettre: 'cloture', creeLe: at(4) })
    const older = async (id: string) =>
      (await claimEnvoi(db, keys, id, 'w', LEASE, now))?.anterieures
    t.strictSame(await older(other), [], 'of another reader')
    t.match(
      await older(second),
      [{ lettre: 'demandeAvis', code: null }],
      'not what waits for its hour',
    )
    const waits = { etat: 'differe', code: 'lettre-anterieure', afterMs: 300_000 } as const
    const prochaine = new Date(now.getTime() + 300_000)
    await undoTentative(
      db,
      { id: second, worker: 'w', no: 1 },
      { ...waits, prochaine, depuis: now },
    )
    t.strictSame(await older(first), [])
    t.match(await concludeEnvoi(db, first, { etat: 'remis', code: null }), { suivie: true })
    t.strictSame(await freeFollowers(db, first, now), [second])
    t.notOk((await dueEnvois(db, now, 10)).includes(later))
    const claimed = await claimEnvoi(db, keys, second, 'w', LEASE, now)
    t.strictSame(claimed?.anterieures, [], 'its turn has come')
    t.equal(claimed?.creeLe.getTime(), now.getTime(), 'its tries count from when it could leave')
    t.match(await concludeEnvoi(db, second, { etat: 'remis', code: null }), { suivie: false })
  },
)

t.test('only the newest request to a reader counts, whatever the clock says', async (t) => {
  const { db, keys } = await testDatabase(t)
  const { id: dossier, cle } = await opened(db, keys)
  const before = new Date(Date.now() - 3_600_000)
  const first = await put(db, keys, { dossier, cle })
  const second = await put(db, keys, { dossier, cle, creeLe: before })
  const followed = async (id: string) => {
    const envoi = await envoiById(db, id)
    return envoi === null ? null : await isSuivie(db, envoi)
  }
  t.strictSame([await followed(first), await followed(second)], [true, false])
  await retireEnvois(db, dossier, ['requis'], null, 'x')
  t.strictSame([await followed(first), await followed(second)], [false, false])
})
