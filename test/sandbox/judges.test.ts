/**
 * Judging in threads: the same hand-overs as in the process, and no mail that harms another.
 */
import { randomBytes } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'

import t from 'tap'

import { isRefusal } from '../../src/errors.ts'
import { type Bytes, keepInMemory, memoryBytes, wholeBuffer } from '../../src/kit/bytes.ts'
import type { Liens, OpenPolicy } from '../../src/message.ts'
import { open, receivedFile } from '../../src/open/open.ts'
import { loadTrust } from '../../src/pki/trust.ts'
import { read } from '../../src/read/read.ts'
import { openJudges } from '../../src/sandbox/judges.ts'
import { compteRenduPdf } from '../../src/write/compte-rendu.ts'
import { openDisk } from '../support/disk.ts'
import { dicomFile } from '../support/documents.ts'
import { demande, encrypted, letter, signed } from '../support/letters.ts'
import { identityOf, testPki } from '../support/pki.ts'
import * as ex from '../write/exemple.ts'

const pki = await testPki()
const trust = await loadTrust(pki.trust)
const keys = [identityOf(pki.people.gateway)]
const policy: OpenPolicy = {
  revocationInconnue: 'quarantine',
  testCertificates: 'accept',
  purpose: 'mail',
}
const parts = { trust, annuaire: null, policy, keep: keepInMemory }
const { requerant, gateway } = pki.people
const mail = letter({ from: requerant.email, to: 'demande@te.localhost', text: demande() })
const raw = await signed(mail, requerant)
const HOSTILE = new URL('../support/hostile-thread.ts', import.meta.url)
const asks = (fault: string): Buffer => Buffer.concat([Buffer.from(`Subject: ${fault}\r\n`), raw])

t.test('hands over what the rooms hand over in the process', async (t) => {
  const judges = openJudges({ keys })
  t.teardown(() => judges.close())
  const mails = {
    detached: raw,
    opaque: await signed(mail, requerant, { form: 'opaque' }),
    encrypted: await encrypted(raw, gateway.certificate),
    unsigned: mail.entity,
    nothing: Buffer.alloc(0),
  }
  for (const [name, octets] of Object.entries(mails)) {
    const received = receivedFile(octets, pki.now)
    const here = await open(received, { ...parts, keys })
    const there = await judges.open(received, parts)
    t.strictSame(
      { ...there, entity: null, original: null },
      { ...here, entity: null, original: null },
      name,
    )
    t.same(await wholeBuffer(there.entity, 1e6), await wholeBuffer(here.entity, 1e6), name)
    t.equal(there.original?.headers, here.original?.headers)
    const when = { now: pki.now }
    t.strictSame(await judges.read(there, when), await read(here, when), name)
  }
  t.equal(await judges.readReceipt(memoryBytes(raw)), null)
})

t.test('what the trust folder holds is not sent back, however long a list', async (t) => {
  const judges = openJudges({ keys })
  t.teardown(() => judges.close())
  const { evidence } = await judges.open(receivedFile(raw, pki.now), parts)
  t.ok(evidence.crls.length > 0)
  for (const { der } of evidence.crls) t.ok(trust.allCrls.some((crl) => crl.der === der))
  t.ok(trust.all.anchors.some((anchor) => anchor.der === evidence.chain.at(-1)))
})

t.test(
  'opens what is too large to cross at once, in ranges, and keeps it in the process',
  async (t) => {
    const judges = openJudges({ keys })
    t.teardown(() => judges.close())
    const attachments = [
      { name: 'scan.bin', type: 'application/octet-stream', content: randomBytes(4e6) },
    ]
    const large = letter({
      from: requerant.email,
      to: 'demande@te.localhost',
      text: demande(),
      attachments,
    })
    const octets = await encrypted(await signed(large, requerant), gateway.certificate)
    const disk = await openDisk(t)
    const kept: number[] = []
    const keep = async (source: AsyncIterable<Buffer>) => {
      const bytes = await disk.keep(source)
      kept.push(bytes.size)
      return bytes
    }
    const received = { ...receivedFile(Buffer.alloc(0), pki.now), raw: await disk.keep([octets]) }
    const opened = await judges.open(received, { ...parts, keep })
    t.equal(opened.verdict.refusal, null)
    t.equal(kept.length, 1)
    t.ok((await wholeBuffer(opened.entity, 1e8)).equals(large.entity))
    const courrier = await judges.read(opened, { now: pki.now })
    t.match(courrier, { pieces: [{ nom: 'scan.bin' }] })
    // One octet of the cipher text altered: nothing of it may stay.
    kept.length = 0
    const gcm = await encrypted(await signed(large, requerant), gateway.certificate, {
      cipher: 'aes-256-gcm',
    })
    const spot = gcm.indexOf('A', gcm.length >> 1)
    gcm[spot] = 0x42
    const altered = { ...received, raw: await disk.keep([gcm]) }
    t.equal(
      (await judges.open(altered, { ...parts, keep })).verdict.refusal,
      'encrypted-not-authentic',
    )
    t.strictSame(kept, [])
  },
)

t.test('asks the directory in the process', async (t) => {
  const judges = openJudges({ keys })
  t.teardown(() => judges.close())
  const asked: string[] = []
  const annuaire: Liens = {
    addressesOf: async (rpps) => {
      asked.push(rpps)
      return [pki.people.cardiologue.email]
    },
    mayUse: async () => true,
  }
  const from = { ...letter({ from: 'secretariat@te.test', to: 'x@te.localhost', text: 'Texte' }) }
  const octets = await signed(from, requerant)
  const { verdict } = await judges.open(receivedFile(octets, pki.now), { ...parts, annuaire })
  t.equal(verdict.sender.bound, true)
  t.strictSame(asked, [requerant.rpps])
})

for (const fault of ['SPIN', 'FILL', 'EXIT']) {
  t.test(`refuses a mail that would ${fault.toLowerCase()}, and judges the next`, async (t) => {
    const judges = openJudges({ keys, threads: 1, thread: HOSTILE, heapMb: 64, computeMs: 500 })
    t.teardown(() => judges.close())
    const hostile = judges.open(receivedFile(asks(fault), pki.now), parts)
    const next = judges.open(receivedFile(raw, pki.now), parts)
    t.match(await hostile, { verdict: { refusal: 'too-costly', accepted: false }, empreinte: null })
    t.equal((await next).verdict.refusal, null)
  })
}

t.test('judges others while one spins', async (t) => {
  const judges = openJudges({ keys, threads: 2, thread: HOSTILE, computeMs: 1000 })
  t.teardown(() => judges.close())
  let isOver = false
  const hostile = judges.open(receivedFile(asks('SPIN'), pki.now), parts).then((opened) => {
    isOver = true
    return opened
  })
  t.equal((await judges.open(receivedFile(raw, pki.now), parts)).verdict.refusal, null)
  t.equal(isOver, false)
  t.equal((await hostile).verdict.refusal, 'too-costly')
})

t.test('lets a large mail take its time on a slow store, not one that stands still', async (t) => {
  const judges = openJudges({ keys, threads: 1, stillMs: 1_000 })
  t.teardown(() => judges.close())
  const attachments = [
    { name: 'scan.bin', type: 'application/octet-stream', content: randomBytes(4e6) },
  ]
  const large = letter({
    from: requerant.email,
    to: 'demande@te.localhost',
    text: demande(),
    attachments,
  })
  const octets = memoryBytes(await signed(large, requerant))
  const slow = (each: () => Promise<unknown>): Bytes => ({
    ...octets,
    async *read(start, end) {
      await each()
      yield* octets.read(start, end)
    },
  })
  let ms = 0
  const late = slow(async () => {
    await pause(150)
    ms += 150
  })
  const received = receivedFile(Buffer.alloc(0), pki.now)
  const opened = await judges.open({ ...received, raw: late }, parts)
  t.equal(opened.verdict.refusal, null)
  t.ok(ms > 2_000, `it took ${ms} ms of the store`)
  const never = slow(() => new Promise(() => undefined))
  await t.rejects(judges.open({ ...received, raw: never }, parts), /stood still/)
})

t.test('a stop refuses no mail: what is in hand or waits is given back', async (t) => {
  const judges = openJudges({ keys, threads: 1, thread: HOSTILE, computeMs: 60_000 })
  const inHand = judges.open(receivedFile(asks('SPIN'), pki.now), parts)
  const waiting = judges.open(receivedFile(raw, pki.now), parts)
  const given = Promise.all([t.rejects(inHand, /stopped/), t.rejects(waiting, /stopped/)])
  // By then the first is in its thread, which may still start on a busy machine: neither is refused.
  await pause(500)
  await judges.close()
  await given
})

t.test('a stop while a mail is read for its thread gives it back', async (t) => {
  const judges = openJudges({ keys, threads: 1 })
  const { held: _, ...octets } = memoryBytes(raw)
  const stops: Bytes = {
    ...octets,
    async *read(start, end) {
      await judges.close()
      yield* octets.read(start, end)
    },
  }
  const received = { ...receivedFile(raw, pki.now), raw: stops }
  await t.rejects(judges.open(received, parts), /stopped/)
})

t.test('throws what a room throws, and what the store throws, and goes on', async (t) => {
  const judges = openJudges({ keys, threads: 1, thread: HOSTILE })
  t.teardown(() => judges.close())
  await t.rejects(judges.open(receivedFile(asks('THROW'), pki.now), parts), /a fault of ours/)
  const opaque = await signed(mail, requerant, { form: 'opaque' })
  const keep = async () => {
    throw new Error('the store is down')
  }
  await t.rejects(
    judges.open(receivedFile(opaque, pki.now), { ...parts, keep }),
    /the store is down/,
  )
  const opened = await judges.open(receivedFile(raw, pki.now), parts)
  t.equal(opened.verdict.refusal, null)
  t.notOk(isRefusal(opened))
})

t.test('draws a compte-rendu beside, the same as here', async (t) => {
  const judges = openJudges({ keys })
  t.teardown(() => judges.close())
  const cr = ex.dossier.sollicitations[0]?.comptesRendus[0]
  if (cr === undefined) throw new Error('the example has a compte-rendu')
  const there = await judges.draw(ex.dossier, cr, 1, null)
  t.ok(there.equals(await compteRenduPdf(ex.dossier, cr, 1, null)))
})

t.test('a document that takes too long is not looked at, and the next one is', async (t) => {
  const hostile = openJudges({ keys, thread: HOSTILE, lookMs: 50 })
  const judges = openJudges({ keys, threads: 1 })
  t.teardown(async () => {
    await hostile.close()
    await judges.close()
  })
  const how = { codage: 'identite', nature: 'dicom' } as const
  const body = memoryBytes(dicomFile({ nom: 'DURAND^GERMAINE', naissance: '19600201' }))
  t.strictSame(await hostile.look(body, how), { nonCompare: 'excessif' })
  t.match(await judges.look(body, how), { dit: { ou: 'dicom', nom: 'DURAND^GERMAINE' } })
})
