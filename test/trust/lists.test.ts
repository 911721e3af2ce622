/**
 * The lists that are fetched: from whom, how much, what is kept, and who is told.
 */
import { X509Certificate } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'

import t, { type Test } from 'tap'

import { silentLog } from '../../src/kit/log.ts'
import { noteCertificates } from '../../src/ledger/certificates/ocsp-responses.ts'
import { watchRevocation } from '../../src/monitor/revocation.ts'
import { isAllowed } from '../../src/pki/list-addresses.ts'
import { askResponder, fetchList } from '../../src/trust/fetch.ts'
import { notePath, refreshLists } from '../../src/trust/lists.ts'
import { openTrustFolder } from '../../src/trust/store.ts'
import {
  authority,
  day,
  distributionPoint,
  distributionPoints,
  type Entity,
  keyPair,
  keyUsage,
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
async function house(
  t: Test,
  pages: Map<string, Buffer>,
  hosts?: readonly string[],
  given?: { readonly root: Entity; readonly host: string },
) {
  const web = await serving(t, (request, reply) => {
    const page = pages.get(request.url ?? '')
    reply.writeHead(page ? 200 : 404).end(page)
  })
  const published = given?.host ?? web.host
  const cdp = (path: string) => ({
    extensions: [distributionPoints(distributionPoint([uriName(`http://${published}${path}`)]))],
  })
  const root = given?.root ?? authority('Racine')
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
  const anchors = { trustDir: folder, ancresRpps: null, ancresDomaines: [] }
  const trust = openTrustFolder(anchors, { clock, log: silentLog, db })
  const gateway = ca.issues('Passerelle', cdp('/ac.crl'))
  const parts = {
    db,
    clock,
    log: silentLog,
    config: { revocationHotes, adminAddress: null },
    identity: { certificate: new X509Certificate(gateway.certificate.der), intermediates: [] },
    trust: () => trust.current(),
  } as unknown as Parameters<typeof refreshLists>[0] & Parameters<typeof watchRevocation>[0]
  return {
    ...web,
    root,
    ca,
    db,
    folder,
    parts,
    refreshes: async () => {
      await refreshLists(parts)
      await watchRevocation(parts)
    },
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
  t.strictSame(await fetchList(`http://${host}/ailleurs`, limits), { fault: 'redirection' })
  t.notOk(asked.slice(1).includes('/grand'))
  t.strictSame(await fetchList(`http://${host}/lent`, limits), { fault: 'trop-lent' })
  t.strictSame(await fetchList('http://127.0.0.1:1/', limits), { fault: 'injoignable' })
})

t.test(
  'follows a redirection to a named host alone, a few times, never to less than TLS',
  async (t) => {
    const { host: other } = await serving(t, (_, reply) => reply.end('liste'))
    const { host } = await serving(t, (request, reply) => {
      const [, code = '302', rest = ''] = /^\/(\d{3})(.*)$/.exec(request.url ?? '') ?? []
      if (request.url === '/fin') reply.end('liste')
      else if (rest === '/sans') reply.writeHead(Number(code)).end()
      else reply.writeHead(Number(code), { Location: decodeURIComponent(rest.slice(1)) }).end('x')
    })
    const limits = { maxBytes: 100_000, withinMs: 5_000, hosts: [host] }
    const at = (code: number, to: string) =>
      fetchList(`http://${host}/${code}/${encodeURIComponent(to)}`, limits)
    const liste = { bytes: Buffer.from('liste') }
    for (const code of [301, 302, 303, 307, 308]) {
      t.strictSame(await at(code, '/fin'), liste, `${code}`)
      t.strictSame(
        await at(code, `http://${other}/fin`),
        { fault: 'redirection' },
        `${code} elsewhere`,
      )
    }
    const elsewhere = [`http://user@${host}/fin`, 'ftp://x/', 'file:///etc/passwd']
    for (const to of elsewhere) t.strictSame(await at(302, to), { fault: 'redirection' }, to)
    t.strictSame(await at(300, '/fin'), { fault: 'http-300' })
    t.strictSame(await fetchList(`http://${host}/302/sans`, limits), { fault: 'http-302' })
    const named = { ...limits, hosts: [host, other] }
    const far = `http://${host}/302/${encodeURIComponent(`http://${other}/`)}`
    t.strictSame(await fetchList(far, named), liste, 'a second host that is named too')
    let chain = '/fin'
    for (const hops of [1, 2, 3, 4]) {
      chain = `/302/${encodeURIComponent(chain)}`
      const found = await fetchList(`http://${host}${chain}`, limits)
      t.strictSame(found, hops <= 3 ? liste : { fault: 'redirection' }, `${hops} redirections`)
    }
    const question = async (code: number) =>
      await askResponder(
        `http://${host}/${code}/${encodeURIComponent('/fin')}`,
        Buffer.from('?'),
        limits,
      )
    for (const code of [307, 308]) t.strictSame(await question(code), liste, `a question, ${code}`)
    for (const code of [301, 302, 303])
      t.strictSame(await question(code), { fault: `http-${code}` }, `a question, ${code}`)
  },
)

t.test('takes a list as authorities publish it, whatever the form', async (t) => {
  const base64 = (crl: Buffer) => crl.toString('base64').replace(/.{64}/g, '$&\r\n')
  const pem = (crl: Buffer) => `-----BEGIN X509 CRL-----\n${base64(crl)}\n-----END X509 CRL-----\n`
  type Answer = (crl: Buffer, reply: Parameters<RequestListener>[1]) => void
  const forms: { readonly [name: string]: Answer } = {
    DER: (crl, reply) => reply.end(crl),
    'DER and a line end': (crl, reply) => reply.end(Buffer.concat([crl, Buffer.from('\n')])),
    PEM: (crl, reply) => reply.end(pem(crl)),
    base64: (crl, reply) => reply.end(base64(crl)),
    gzip: (crl, reply) => reply.end(gzipSync(crl)),
    'gzip of PEM': (crl, reply) => reply.end(gzipSync(pem(crl))),
    'Content-Encoding: gzip': (crl, reply) =>
      reply.setHeader('Content-Encoding', 'gzip').end(gzipSync(crl)),
    chunked: (crl, reply) => {
      for (const octet of crl) reply.write(Buffer.from([octet]))
      reply.end()
    },
    'another type': (crl, reply) => reply.setHeader('Content-Type', 'text/html').end(pem(crl)),
  }
  const root = authority('Racine')
  let now: (reply: Parameters<RequestListener>[1]) => void = () => undefined
  const web = await serving(t, (_, reply) => now(reply))
  const at = await house(t, new Map(), [web.host], { root, host: web.host })
  for (const [number, [form, answer]] of Object.entries(forms).entries()) {
    const made = new Date(NOW.getTime() + number * 1_000)
    const crl = list(root, { number, thisUpdate: made, nextUpdate: day(60) })
    now = (reply) => answer(crl, reply)
    await at.refreshes()
    t.strictSame(await at.held(), [`2.5.4.3=racine ${number}`], form)
    t.strictSame(await at.faults(), [null, null], form)
    at.passes(1.1)
  }
})

t.test('keeps all the lists of one file that are good, none that is not', async (t) => {
  const pages = new Map<string, Buffer>()
  const at = await house(t, pages)
  const foreign = authority('Inconnue')
  const old = list(at.ca, { number: 1, thisUpdate: day(-9), nextUpdate: day(-1) })
  const all = [list(at.root, { number: 2 }), list(foreign), old, list(at.ca, { number: 5 })]
  pages.set('/ac.crl', Buffer.concat(all))
  await at.refreshes()
  t.strictSame(await at.held(), ['2.5.4.3=ac 5', '2.5.4.3=racine 2'])
  t.strictSame(await at.faults(), [null, 'http-404'])
})

t.test(
  'a list signed by an authority that only mails carry is taken, once its path is valid',
  async (t) => {
    const pages = new Map<string, Buffer>()
    const at = await house(t, pages)
    const carried = at.root.issues('AC du courrier', { ca: true, extensions: [keyUsage(0x06)] })
    const stranger = authority('Autre racine')
    const lie = stranger.issues('AC du courrier', {
      ca: true,
      extensions: [keyUsage(0x06)],
      keys: keyPair(),
    })
    const named = (path: string) => ({
      extensions: [distributionPoints(distributionPoint([uriName(`http://${at.host}${path}`)]))],
    })
    const shows = async (by: Entity, path: string, status: 'valid' | 'indeterminate' = 'valid') => {
      const leaf = by.issues('Médecin', named(path))
      const chain = [leaf, by, at.root].map(({ certificate }) => certificate.der)
      const opened = { verdict: { path: { status } }, evidence: { chain }, certificates: chain }
      await notePath(opened as unknown as Parameters<typeof notePath>[0], at.parts)
    }
    pages.set('/courrier.crl', list(carried, { number: 9 }))
    pages.set('/mensonge.crl', list(lie, { number: 66 }))
    await shows(carried, '/courrier.crl', 'indeterminate')
    await at.refreshes()
    t.notOk(at.asked.includes('/courrier.crl'), 'not before its path is valid')
    await shows(carried, '/courrier.crl')
    await shows(lie, '/mensonge.crl')
    await at.refreshes()
    t.ok(at.asked.includes('/mensonge.crl'))
    t.strictSame(await at.held(), ['2.5.4.3=ac du courrier 9'], 'the list of the other is not')
  },
)

t.test('says which file of the trust folder cannot be read, and when it is mended', async (t) => {
  const at = await house(t, new Map(), [])
  await writeFile(join(at.folder, 'liste.crl'), 'Bonjour')
  at.passes(0.1)
  await at.refreshes()
  t.strictSame(await at.subjects(), ['liste.crl'])
  t.strictSame(await at.alerts(), [{ code: 'confiance-illisible', open: true }])
  await writeFile(join(at.folder, 'liste.crl'), list(at.root, { nextUpdate: day(60) }))
  at.passes(0.1)
  await at.refreshes()
  t.strictSame(await at.alerts(), [{ code: 'confiance-illisible', open: false }])
})

t.test('a list that is over is told as such, and no more as near its end', async (t) => {
  const pages = new Map<string, Buffer>()
  const at = await house(t, pages)
  pages.set('/racine.crl', list(at.root, { nextUpdate: day(60) }))
  pages.set('/ac.crl', list(at.ca, { number: 1, nextUpdate: day(3) }))
  await at.refreshes()
  pages.delete('/ac.crl')
  at.passes(52)
  await at.refreshes()
  at.passes(30)
  await at.refreshes()
  const told = ((await at.alerts()) as { code: string; open?: boolean }[])
    .map(({ code, open }) => `${code} ${open}`)
    .toSorted()
  t.strictSame(
    told.filter((each) => each.startsWith('liste')),
    ['liste-revocation-expire false', 'liste-revocation-perimee true'],
  )
})
