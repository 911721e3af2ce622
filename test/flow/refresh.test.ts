/**
 * The lists that are fetched: from whom, how much, what is kept, and who is told.
 */
import { X509Certificate } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import t, { type Test } from 'tap'

import { fetchList } from '../../src/flow/fetch-list.ts'
import { refreshLists } from '../../src/flow/refresh.ts'
import { openTrustFolder } from '../../src/flow/trust.ts'
import { silentLog } from '../../src/kit/log.ts'
import { noteCertificates } from '../../src/ledger/reponses.ts'
import { isAllowed } from '../../src/pki/list-addresses.ts'
import {
  authority,
  day,
  distributionPoint,
  distributionPoints,
  type Entity,
  keyPair,
  NOW,
  uriName,
} from '../pki/authority.ts'
import { answers } from '../pki/responder.ts'
import { testDatabase } from '../support/database.ts'

/** A web server that answers what `pages` holds, and counts what it was asked. */
async function serving(t: Test, answer: RequestListener) {
  const asked: string[] = []
  const server = createServer((request, reply) => {
    asked.push(request.url ?? '')
    answer(request, reply)
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  t.teardown(() => {
    server.closeAllConnections()
    server.close()
  })
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`
  return { host, asked }
}

/** A trust folder of one root that names its list at `host`, a ledger and a clock of ours. */
async function house(t: Test, pages: Map<string, Buffer>, hosts?: readonly string[]) {
  const web = await serving(t, (request, reply) => {
    const page = pages.get(request.url ?? '')
    reply.writeHead(page ? 200 : 404).end(page)
  })
  const cdp = (path: string) => ({
    extensions: [distributionPoints(distributionPoint([uriName(`http://${web.host}${path}`)]))],
  })
  const root = authority('Racine')
  const ca = root.issues('AC', { ca: true, ...cdp('/racine.crl') })
  const folder = await mkdtemp(join(tmpdir(), 'confrere-refresh-'))
  t.teardown(() => rm(folder, { recursive: true }))
  for (const [name, one] of Object.entries({ root, ca })) {
    await writeFile(join(folder, `${name}.der`), one.certificate.der)
  }
  const { db } = await testDatabase(t)
  let now = NOW
  const revocationHotes = [...(hosts ?? [web.host])]
  const clock = { now: () => now }
  const trust = openTrustFolder(folder, { clock, log: silentLog, db })
  const gateway = ca.issues('Passerelle', cdp('/ac.crl'))
  const parts = {
    db,
    clock,
    log: silentLog,
    config: { revocationHotes, adminAddress: null },
    identity: { certificate: new X509Certificate(gateway.certificate.der), intermediates: [] },
    trust: () => trust.current(),
  } as unknown as Parameters<typeof refreshLists>[0]
  return {
    ...web,
    root,
    ca,
    db,
    refreshes: () => refreshLists(parts),
    passes: (hours: number) => {
      now = new Date(now.getTime() + hours * 3_600_000)
    },
    held: async () => {
      const found = (await trust.reload()).allCrls
      return found.map(({ issuer, number }) => `${issuer.rdnKeys.at(-1)} ${number}`).sort()
    },
    faults: async () =>
      (
        await db.query<{ f: string }>('select faute as f from liste_revocation order by adresse')
      ).map(({ f }) => f),
    mayAsk: (only: readonly string[]) =>
      revocationHotes.splice(0, Number.POSITIVE_INFINITY, ...only),
    subjects: async () =>
      (await db.query<{ sujet: string }>('select sujet from alerte')).map(({ sujet }) => sujet),
    alerts: () =>
      db.query<{ code: string }>('select code, fin is null as open from alerte order by debut'),
  }
}
const list = (of: Entity, more: Parameters<Entity['lists']>[0] = {}) => of.lists(more).crl

t.test(
  'fetches the lists of the authorities where their certificates say, and trusts them',
  async (t) => {
    const pages = new Map<string, Buffer>()
    const at = await house(t, pages)
    pages.set('/racine.crl', list(at.root, { number: 1 }))
    pages.set('/ac.crl', list(at.ca, { number: 7 }))
    await at.refreshes()
    t.strictSame(await at.held(), ['2.5.4.3=ac 7', '2.5.4.3=racine 1'])
    t.strictSame(at.asked.toSorted(), ['/ac.crl', '/racine.crl'])
    await at.refreshes()
    t.equal(at.asked.length, 2, 'not again within the hour')
    at.passes(1.1)
    pages.set('/ac.crl', list(at.ca, { number: 8, thisUpdate: day(0) }))
    await at.refreshes()
    t.strictSame(await at.held(), ['2.5.4.3=ac 8', '2.5.4.3=racine 1'])
  },
)

t.test('asks nobody without hosts, nor any host that is not named', async (t) => {
  for (const hosts of [[], ['crl.ailleurs.test']]) {
    const at = await house(t, new Map(), hosts)
    await at.refreshes()
    t.strictSame(at.asked, [])
    t.strictSame(await at.held(), [])
  }
  const hosts = ['crl.test', 'crl.test:8080']
  t.ok(isAllowed('http://crl.test/a.crl', hosts))
  t.ok(isAllowed('https://CRL.test:8080/a.crl', hosts))
  for (const address of [
    'http://crl.test:81/a.crl',
    'http://x.crl.test/',
    'http://crl.test@ailleurs.test/',
    'http://u:p@crl.test/',
    'ldap://crl.test/',
    'file:///etc/passwd',
    'crl.test/a.crl',
    `http://crl.test/${'a'.repeat(600)}`,
  ]) {
    t.notOk(isAllowed(address, hosts), address)
  }
})

t.test('keeps the last good list, whatever a server sends', async (t) => {
  const pages = new Map<string, Buffer>()
  const at = await house(t, pages)
  pages.set('/racine.crl', list(at.root, { number: 1 }))
  pages.set('/ac.crl', list(at.ca, { number: 7 }))
  await at.refreshes()
  const bad: [string, Buffer | null][] = [
    ['http-404', null],
    ['illisible', Buffer.from('<html>')],
    ['signataire', list(at.ca, { keys: keyPair(), number: 9 })],
    ['signataire', list(authority('Inconnue'), { number: 9 })],
    ['perimee', list(at.ca, { number: 9, thisUpdate: day(-9), nextUpdate: day(-8) })],
  ]
  for (const [fault, page] of bad) {
    at.passes(2)
    if (page) pages.set('/ac.crl', page)
    else pages.delete('/ac.crl')
    await at.refreshes()
    t.strictSame(await at.faults(), [fault, null], fault)
    t.strictSame(await at.held(), ['2.5.4.3=ac 7', '2.5.4.3=racine 1'])
  }
  at.passes(2)
  pages.set('/ac.crl', list(at.ca, { number: 6, thisUpdate: day(-3) }))
  await at.refreshes()
  t.strictSame(await at.held(), ['2.5.4.3=ac 7', '2.5.4.3=racine 1'], 'nothing goes back')
})

t.test('says once that a list nears its end, and once that it was renewed', async (t) => {
  const pages = new Map<string, Buffer>()
  const at = await house(t, pages)
  pages.set('/racine.crl', list(at.root, { nextUpdate: day(60) }))
  pages.set('/ac.crl', list(at.ca, { number: 1, nextUpdate: day(3) }))
  await at.refreshes()
  t.strictSame(await at.alerts(), [])
  at.passes(52)
  pages.delete('/ac.crl')
  await at.refreshes()
  await at.refreshes()
  t.strictSame(await at.alerts(), [{ code: 'liste-revocation-expire', open: true }])
  at.passes(2)
  pages.set('/ac.crl', list(at.ca, { number: 2, thisUpdate: day(2), nextUpdate: day(9) }))
  await at.refreshes()
  at.passes(0.1)
  await at.refreshes()
  t.strictSame(await at.alerts(), [{ code: 'liste-revocation-expire', open: false }])
})

const MUTE = 'revocation-muette'

t.test('says once that a distribution point stays silent, and once that it answers', async (t) => {
  const pages = new Map<string, Buffer>()
  const at = await house(t, pages)
  pages.set('/racine.crl', list(at.root, { number: 1 }))
  pages.set('/ac.crl', list(at.ca, { number: 7 }))
  await at.refreshes()
  at.passes(2)
  pages.delete('/ac.crl')
  await at.refreshes()
  at.passes(0.1)
  await at.refreshes()
  t.strictSame(await at.alerts(), [], 'a hiccup is no silence')
  at.passes(0.2)
  await at.refreshes()
  await at.refreshes()
  t.strictSame(await at.alerts(), [{ code: MUTE, open: true }])
  at.passes(0.1)
  pages.set('/ac.crl', list(at.ca, { number: 8 }))
  await at.refreshes()
  t.strictSame(await at.alerts(), [{ code: MUTE, open: false }])
  at.passes(2)
  pages.delete('/ac.crl')
  await at.refreshes()
  at.passes(0.3)
  await at.refreshes()
  t.strictSame(
    await at.alerts(),
    [
      { code: MUTE, open: false },
      { code: MUTE, open: true },
    ],
    'another outage is another alert',
  )
  at.mayAsk([])
  await at.refreshes()
  t.strictSame((await at.alerts()).at(-1), { code: MUTE, open: false }, 'whom we may ask no more')
})

t.test('says that a responder stays silent when none of its answers comes', async (t) => {
  const page = new Map<string, Buffer>()
  const at = await house(t, page)
  const [first, second] = ['Un', 'Deux'].map((name) => at.ca.issues(name))
  if (!first || !second) throw new Error('two certificates')
  const says = (...all: (typeof first)[]) =>
    page.set(
      '/ocsp',
      answers(
        at.ca,
        all.map((of) => ({ of, issuer: at.ca })),
      ),
    )
  const adresse = `http://${at.host}/ocsp`
  const of = ({ certificate: { sha256: certificat, der } }: typeof first) => ({
    ...{ certificat, adresse, der, emetteur: at.ca.certificate.der },
  })
  page.set('/racine.crl', list(at.root, { nextUpdate: day(60) }))
  page.set('/ac.crl', list(at.ca, { nextUpdate: day(60) }))
  await noteCertificates(at.db, [of(first), of(second)], NOW)
  says(first)
  for (const hours of [0, 0.3, 0.3]) {
    at.passes(hours)
    await at.refreshes()
  }
  t.strictSame(await at.alerts(), [], 'what it cannot say of one certificate is an answer')
  page.delete('/ocsp')
  for (const hours of [0.1, 0.1, 0.2]) {
    at.passes(hours)
    t.strictSame(await at.alerts(), [])
    await at.refreshes()
  }
  t.strictSame(await at.alerts(), [{ code: MUTE, open: true }])
  t.strictSame(await at.subjects(), [adresse])
  says(second)
  at.passes(0.1)
  await at.refreshes()
  t.strictSame(await at.alerts(), [{ code: MUTE, open: false }])
})

t.test('a fetch is bounded in size and time, and follows nobody elsewhere', async (t) => {
  const { host, asked } = await serving(t, (request, reply) => {
    if (request.url === '/ailleurs') reply.writeHead(302, { Location: '/grand' }).end()
    else if (request.url === '/grand') reply.end(Buffer.alloc(200_000))
    else reply.writeHead(200).write('x')
  })
  const limits = { maxBytes: 100_000, withinMs: 300 }
  t.strictSame(await fetchList(`http://${host}/grand`, limits), { fault: 'trop-grand' })
  t.strictSame(await fetchList(`http://${host}/ailleurs`, limits), { fault: 'http-302' })
  t.notOk(asked.slice(1).includes('/grand'))
  t.strictSame(await fetchList(`http://${host}/lent`, limits), { fault: 'trop-lent' })
  t.strictSame(await fetchList('http://127.0.0.1:1/', limits), { fault: 'injoignable' })
})
