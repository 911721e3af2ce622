/** Certificates near their end: one alert and one letter a step, closed when a newer one is known. */
import { randomBytes } from 'node:crypto'

import t from 'tap'

import { silentLog } from '../../src/kit/log.ts'
import { openSubjects } from '../../src/ledger/alerts.ts'
import { putCertificate } from '../../src/ledger/certificates/certificats.ts'
import { endings, watchExpiry } from '../../src/monitor/expiry.ts'
import type { Parts } from '../../src/start/gateway.ts'
import { day, NOW } from '../pki/authority.ts'
import { testDatabase } from '../support/database.ts'

t.test('tells once at 60, 30 and 7 days, and stops when the certificate is renewed', async (t) => {
  const { db, keys } = await testDatabase(t)
  let now = NOW
  const parts = {
    db,
    keys,
    clock: { now: () => now },
    log: silentLog,
    bell: { ring: () => undefined },
    config: { adminAddress: 'admin@te.localhost', domain: 'te.localhost' },
    identity: { certificate: { validToDate: day(100) } },
  } as unknown as Parts
  const put = (name: string, adresse: string, end: number) =>
    putCertificate(db, {
      sha256: Buffer.from(name),
      adresse,
      rpps: null,
      der: randomBytes(40),
      usage: 'deux',
      source: 'courrier',
      valideDu: day(-1),
      valideAu: day(end),
      capacites: null,
      vuLe: NOW,
    })
  await put('a', 'a@cabinet.test', 61)
  t.strictSame(await watchExpiry(parts), [])
  now = day(2)
  t.match(await watchExpiry(parts), [{ jours: 60 }])
  t.strictSame(await watchExpiry(parts), [], 'said once')
  now = day(40)
  t.match(await watchExpiry(parts), [{ qui: 'passerelle', jours: 60 }, { jours: 30 }])
  now = day(55)
  t.match(await watchExpiry(parts), [{ jours: 7 }])
  t.equal((await openSubjects(db, 'certificate-expiring')).length, 2)
  const [letters] = await db.query<{ nombre: number }>(
    `select count(*)::int as nombre from envoi where lettre = 'alerteExploitation'`,
  )
  t.equal(
    letters?.nombre,
    4,
    'a nearer end takes the place of a farther one without a letter of its end',
  )
  await put('b', 'a@cabinet.test', 400)
  t.strictSame(await watchExpiry(parts), [])
  t.strictSame(await openSubjects(db, 'certificate-expiring'), ['passerelle, 60 jours'])
  const [after] = await db.query<{ nombre: number }>(
    `select count(*)::int as nombre from envoi where lettre = 'alerteExploitation' and etat <> 'retire'`,
  )
  t.equal(after?.nombre, 2, 'the end is told; it alone where its beginning had not left')
  t.match(await endings(parts), [{ qui: 'passerelle', jours: 60 }])
})

t.test('an end that has passed is told as such, once, and not as near', async (t) => {
  const { db, keys } = await testDatabase(t)
  let now = NOW
  const parts = {
    db,
    keys,
    clock: { now: () => now },
    log: silentLog,
    bell: { ring: () => undefined },
    config: { adminAddress: 'admin@te.localhost', domain: 'te.localhost' },
    identity: { certificate: { validToDate: day(5) } },
  } as unknown as Parts
  const put = (name: string, end: number) =>
    putCertificate(db, {
      sha256: Buffer.from(name),
      adresse: 'a@cabinet.test',
      rpps: null,
      der: randomBytes(40),
      usage: 'deux',
      source: 'courrier',
      valideDu: day(-1),
      valideAu: day(end),
      capacites: null,
      vuLe: NOW,
    })
  const open = async () => ({
    near: (await openSubjects(db, 'certificate-expiring')).length,
    over: (await openSubjects(db, 'certificate-expired')).length,
  })
  await put('a', 3)
  await watchExpiry(parts)
  t.strictSame(await open(), { near: 2, over: 0 }, 'ours and his')
  now = day(6)
  await watchExpiry(parts)
  await watchExpiry(parts)
  // Ours, with which we sign, is told by an alert of its own: nothing is accepted any more.
  t.strictSame(await open(), { near: 0, over: 1 })
  await put('b', 30)
  await watchExpiry(parts)
  t.strictSame(await open(), { near: 1, over: 0 }, 'he has another, which nears its own end')
  now = day(80)
  await watchExpiry(parts)
  t.strictSame(await open(), { near: 0, over: 0 }, 'long ago is no news')
})
