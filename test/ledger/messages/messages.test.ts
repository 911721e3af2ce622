import { randomBytes, randomUUID } from 'node:crypto'

import t from 'tap'

import { wholeBuffer } from '../../../src/kit/bytes.ts'
import { closeOrphans, contentBytes, putContent } from '../../../src/ledger/keys/contents.ts'
import { KeyDestroyed, type Keys, openKeys } from '../../../src/ledger/keys/keys.ts'
import { prolong } from '../../../src/ledger/leases.ts'
import {
  AlreadyConcluded,
  acceptMessage,
  type Conclusion,
  claimMessage,
  concludeMessage,
  dueMessages,
  loadMessage,
  messageState,
  verdictOf,
} from '../../../src/ledger/messages/messages.ts'
import {
  bearsUsedMessageId,
  contentIndex,
  sameMessageId,
} from '../../../src/ledger/messages/messages-connus.ts'
import type { Envelope, Verdict } from '../../../src/message.ts'
import type { Database } from '../../../src/postgres/sql.ts'
import { testDatabase } from '../../support/database.ts'

const MIB = 1024 * 1024
const LIMIT = 64 * MIB

const envelope: Envelope = {
  from: 'cabinet@medecin.exemple',
  to: ['demande@te.localhost'],
  peer: '127.0.0.1',
  tls: 'none',
  operator: null,
}

async function* inPieces(octets: Buffer, size = 65_000): AsyncIterable<Buffer> {
  for (let at = 0; at < octets.length; at += size) yield octets.subarray(at, at + size)
}

async function arrive(db: Database, keys: Keys, octets: Buffer): Promise<string> {
  const id = randomUUID()
  const receivedAt = new Date('2026-11-22T09:00:00.123Z')
  const source = inPieces(octets)
  const { size } = await acceptMessage(db, keys, {
    id,
    receivedAt,
    envelope,
    voie: 'demande',
    source,
  })
  if (size !== octets.length) throw new Error(`size ${size}`)
  return id
}

const end: Conclusion = {
  etat: 'accepted',
  code: null,
  verdict: null,
  dossier: null,
  auteurRpps: null,
  responsable: null,
  empreinte: null,
  messageIdHeader: null,
  prochaine: null,
}

t.test('gives back exactly what arrived, whatever its size', async (t) => {
  const { db, keys, master } = await testDatabase(t)
  for (const size of [0, 1, 20_000, 262_144, 262_145, 3 * MIB + 17]) {
    const octets = randomBytes(size)
    const id = await arrive(db, keys, octets)
    // Read as another process would, with nothing in its cache.
    const received = await loadMessage(db, await openKeys(db, master), id)
    t.ok((await wholeBuffer(received.raw, LIMIT)).equals(octets), `${size} octets`)
    t.strictSame(received.envelope, envelope)
    t.equal(received.receivedAt.toISOString(), '2026-11-22T09:00:00.123Z')
    t.equal(received.raw.ref?.fin, size)
    t.equal(received.etat, 'received')
    const [from, to] = [Math.floor(size / 3), Math.floor(size / 2)]
    const part = await wholeBuffer(received.raw.slice(from, to), LIMIT)
    t.ok(part.equals(octets.subarray(from, to)), 'a window of it')
  }
})

t.test('keeps no clear octet of the message nor of its envelope', async (t) => {
  const { db, keys } = await testDatabase(t)
  await arrive(db, keys, Buffer.from('Nom de naissance : EXEMPLE'))
  const [row] = await db.query<{ text: string }>(
    `select encode(o.octets, 'escape') || encode(m.enveloppe, 'escape') as text
     from message_entrant m join morceau o on o.contenu = m.contenu`,
  )
  t.notMatch(row?.text, /EXEMPLE|naissance|cabinet|demande@/)
})

t.test('leaves nothing of a message whose stream throws', async (t) => {
  const { db, keys } = await testDatabase(t)
  async function* tooLarge(): AsyncIterable<Buffer> {
    yield randomBytes(MIB)
    throw new Error('too large')
  }
  const arrival = { id: randomUUID(), receivedAt: new Date(0), envelope, voie: 'demande' }
  await t.rejects(acceptMessage(db, keys, { ...arrival, source: tooLarge() }), /too large/)
  const [left] = await db.query(
    `select (select count(*) from morceau) + (select count(*) from contenu) + (select count(*) from depot)
       + (select count(*) from message_entrant) as rows`,
  )
  t.equal(left?.rows, 0)
})

t.test('clears the chunks that a crash left, and not those on their way', async (t) => {
  const { db, keys } = await testDatabase(t)
  const [dead, alive] = [randomUUID(), randomUUID()]
  for (const id of [dead, alive]) {
    await db.query('insert into depot (contenu, cree_le) values ($1, now() - $2::interval)', [
      id,
      id === dead ? '1 day' : '1 minute',
    ])
    await db.query("insert into morceau (contenu, rang, octets) values ($1, 0, 'x')", [id])
  }
  const id = await arrive(db, keys, randomBytes(MIB))
  t.equal(await closeOrphans(db), 1)
  const left = await db.query<{ contenu: string }>('select distinct contenu from morceau')
  t.strictSame(new Set(left.map((row) => row.contenu)), new Set([alive, id]))
})

t.test('refuses to make a content whose first chunks were cleared meanwhile', async (t) => {
  const { db, keys } = await testDatabase(t)
  async function* slow(): AsyncIterable<Buffer> {
    yield randomBytes(MIB)
    await db.query("update depot set cree_le = now() - interval '1 day'")
    await closeOrphans(db)
  }
  const arrival = { id: randomUUID(), receivedAt: new Date(0), envelope, voie: 'demande' }
  await t.rejects(acceptMessage(db, keys, { ...arrival, source: slow() }), /abandoned/)
  t.strictSame(await db.query('select id from message_entrant'), [])
})

t.test('finds a chunk that was altered, moved or dropped', async (t) => {
  const { db, keys } = await testDatabase(t)
  const octets = randomBytes(2 * MIB)
  for (const harm of [
    'update morceau set octets = set_byte(octets, 40, 255 - get_byte(octets, 40)) where contenu = $1 and rang = 2',
    'update morceau m set octets = o.octets from morceau o where o.contenu = m.contenu and m.contenu = $1 and o.rang = 1 and m.rang = 2',
    'delete from morceau where contenu = $1 and rang = 2',
  ]) {
    const id = await arrive(db, keys, octets)
    await db.query(harm, [id])
    const received = await loadMessage(db, keys, id)
    await t.rejects(wholeBuffer(received.raw, LIMIT), harm)
  }
})

t.test('a message whose key is destroyed cannot be loaded', async (t) => {
  const { db, keys } = await testDatabase(t)
  for (const size of [100, 2 * MIB]) {
    const id = await arrive(db, keys, randomBytes(size))
    const { cle, raw } = await loadMessage(db, keys, id)
    await keys.destroy(db, cle)
    await t.rejects(loadMessage(db, keys, id), KeyDestroyed)
    await t.rejects(contentBytes(db, keys, raw.ref?.contenu ?? ''), KeyDestroyed)
  }
})

t.test('a content stored under a key is read back by range', async (t) => {
  const { db, keys } = await testDatabase(t)
  const cle = await keys.create(db, 'dossier')
  for (const size of [500, 262_145, 2 * MIB + 3]) {
    const octets = randomBytes(size)
    const put = await putContent(db, keys, cle, inPieces(octets, 100_000))
    t.ok((await wholeBuffer(put, LIMIT)).equals(octets))
    const contenu = put.ref?.contenu ?? ''
    const part = await contentBytes(db, keys, contenu, 10, size - 1)
    t.ok((await wholeBuffer(part, LIMIT)).equals(octets.subarray(10, size - 1)))
    await t.rejects(contentBytes(db, keys, contenu, 0, size + 1), RangeError)
  }
})

t.test(
  'gives a message to one of two workers, and to the other once the lease ran out',
  async (t) => {
    const { db, keys } = await testDatabase(t)
    const id = await arrive(db, keys, Buffer.from('x'))
    const taken = await Promise.all(
      ['a', 'b', 'c', 'd'].map((worker) => claimMessage(db, keys, id, { worker, leaseMs: 60_000 })),
    )
    t.equal(taken.filter(Boolean).length, 1)
    t.strictSame(await dueMessages(db, new Date(), 10), [])
    await db.query("update message_entrant set pris_jusqua = now() - interval '1 second'")
    t.strictSame(await dueMessages(db, new Date(), 10), [id])
    const again = await claimMessage(db, keys, id, { worker: 'b', leaseMs: 60_000 })
    t.equal(again?.tentatives, 2)
    const lease = { leaseMs: 60_000 }
    t.equal(await prolong(db, 'message_entrant', id, { worker: 'a', ...lease }), false, 'not his')
    await db.query("update message_entrant set pris_jusqua = now() - interval '1 second'")
    t.equal(await prolong(db, 'message_entrant', id, { worker: 'b', ...lease }), true)
    t.notOk(await claimMessage(db, keys, id, { worker: 'c', ...lease }), 'it is held again')
  },
)

t.test('a deferred message waits until it is due', async (t) => {
  const { db, keys } = await testDatabase(t)
  const id = await arrive(db, keys, Buffer.from('x'))
  const due = new Date('2026-11-22T10:00:00Z')
  await concludeMessage(db, keys, await loadMessage(db, keys, id), {
    ...end,
    etat: 'deferred',
    code: 'x',
    prochaine: due,
  })
  const before = new Date('2026-11-22T09:59:59Z')
  t.notOk(await claimMessage(db, keys, id, { worker: 'a', leaseMs: 1_000, now: before }))
  t.strictSame(await dueMessages(db, before, 10), [])
  t.ok(await claimMessage(db, keys, id, { worker: 'a', leaseMs: 1_000, now: due }))
})

t.test('of two who conclude the same message only one has an effect', async (t) => {
  const { db, keys } = await testDatabase(t)
  const id = await arrive(db, keys, Buffer.from('x'))
  const message = await loadMessage(db, keys, id)
  const effects = await Promise.allSettled(
    [1, 2].map((one) =>
      db.transaction(async (sql) => {
        await sql.query('insert into compteur (nom, dernier) values ($1, 0)', [`effet ${one}`])
        await concludeMessage(sql, keys, message, end)
      }),
    ),
  )
  const failed = effects.filter((each) => each.status === 'rejected')
  t.equal(failed.length, 1)
  t.type(failed[0]?.reason, AlreadyConcluded)
  t.equal((await db.query('select nom from compteur')).length, 1)
  t.match(await messageState(db, id), { id, etat: 'accepted', dossier: null })
  t.equal(await messageState(db, randomUUID()), null)
})

t.test('keeps the verdict encrypted, and the Message-ID as an index', async (t) => {
  const { db, keys } = await testDatabase(t)
  const verdict = { accepted: true, signer: { subject: 'CN=EXEMPLE' } } as unknown as Verdict
  const id = await arrive(db, keys, Buffer.from('x'))
  t.equal(await verdictOf(db, keys, id), null)
  const empreinte = 'a'.repeat(64)
  const signed = { ...end, verdict, empreinte, messageIdHeader: 'un@exemple' }
  await concludeMessage(db, keys, await loadMessage(db, keys, id), signed)
  t.strictSame(await verdictOf(db, keys, id), verdict)
  const [row] = await db.query('select verdict, index_message_id from message_entrant')
  t.notMatch(String(row?.verdict), /EXEMPLE/)
  const [known] = await sameMessageId(db, keys, 'un@exemple')
  t.equal(known?.id, id)
  t.ok(known?.indexContenu?.equals(contentIndex(keys, empreinte)))
  t.notOk(known?.indexContenu?.equals(contentIndex(keys, 'b'.repeat(64))))
  t.strictSame(await sameMessageId(db, keys, 'autre@exemple'), [])
  const { cle } = await loadMessage(db, keys, id)
  await keys.destroy(db, cle)
  t.equal(await verdictOf(db, keys, id), null)
})

t.test('of two mails of one Message-ID judged at once, the second sees the first', async (t) => {
  const { db, keys } = await testDatabase(t)
  const [a, b, c] = [
    await arrive(db, keys, Buffer.from('a')),
    await arrive(db, keys, Buffer.from('b')),
    await arrive(db, keys, Buffer.from('c')),
  ]
  const named = (id: string, empreinte: string | null) => ({ id, messageId: 'un@x', empreinte })
  const told: string[] = []
  const say = async (name: string, judged: Promise<boolean>): Promise<void> => {
    told.push(`${name} ${await judged}`)
  }
  const once = (sql: Parameters<typeof bearsUsedMessageId>[0], id: string, of: string | null) =>
    bearsUsedMessageId(sql, keys, named(id, of))
  let second: Promise<void> = Promise.resolve()
  await db.transaction(async (sql) => {
    await say('first', once(sql, a, 'A'))
    second = say(
      'second',
      db.transaction((other) => once(other, b, 'B')),
    )
    for (;;) {
      const [waiting] = await db.query(
        "select from pg_locks where locktype = 'advisory' and not granted",
      )
      if (waiting || told.length > 1) break
    }
    t.strictSame(told, ['first false'], 'it waits')
  })
  await second
  t.strictSame(told, ['first false', 'second true'])
  const outcome = (id: string, of: string | null) => db.transaction((sql) => once(sql, id, of))
  t.equal(await outcome(c, null), true, 'an unsigned one beside a signed one')
  t.equal(await outcome(b, 'A'), true, 'the unsigned one is still there')
  t.equal(await outcome(c, 'A'), false, 'one content under all')
})

t.test('two unsigned mails of one Message-ID are not compared, nor one with itself', async (t) => {
  const { db, keys } = await testDatabase(t)
  for (const octets of ['a', 'b']) {
    const id = await arrive(db, keys, Buffer.from(octets))
    const named = { id, messageId: 'un@x', empreinte: null }
    t.equal(await db.transaction((sql) => bearsUsedMessageId(sql, keys, named)), false)
    t.equal(await db.transaction((sql) => bearsUsedMessageId(sql, keys, named)), false)
  }
})
