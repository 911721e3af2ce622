/**
 * Whom we ask over OCSP, what we believe, what is kept: a responder of any temper, and that of OpenSSL.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import t, { type Test } from 'tap'

import type { Person } from '../../certs/make.ts'
import { openMail } from '../../src/flow/open-mail.ts'
import { memoryBytes } from '../../src/kit/bytes.ts'
import { silentLog } from '../../src/kit/log.ts'
import { answersAtAGlance } from '../../src/ledger/certificates/ocsp-responses.ts'
import type { OpenedMessage } from '../../src/message.ts'
import * as der from '../../src/pki/der-writer.ts'
import { openJudges } from '../../src/sandbox/judges.ts'
import { answersFor, refreshAnswers } from '../../src/trust/revocation.ts'
import {
  alternativeNames,
  authority,
  day,
  emailName,
  extension,
  keyPair,
  NOW,
  trusting,
  uriName,
} from '../pki/authority.ts'
import { answers } from '../pki/responder.ts'
import { testDatabase } from '../support/database.ts'
import { letter, signed } from '../support/letters.ts'
import { keyPem, opensslResponder, pem } from '../support/openssl-responder.ts'

type Needs = Parameters<typeof answersFor>[2]

const OCSP_SIGNING = extension('2.5.29.37', der.sequence(der.oid('1.3.6.1.5.5.7.3.9')))
const NO_CHECK = extension('1.3.6.1.5.5.7.48.1.5', der.NULL)
const answeredAt = (address: string): Buffer =>
  extension(
    '1.3.6.1.5.5.7.1.1',
    der.sequence(der.sequence(der.oid('1.3.6.1.5.5.7.48.1'), uriName(address))),
  )

async function serving(t: Test, answer: RequestListener) {
  const server = createServer(answer)
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  t.teardown(() => {
    server.closeAllConnections()
    server.close()
  })
  return `127.0.0.1:${(server.address() as AddressInfo).port}`
}

/** A responder that says `page` of one certificate, a ledger and a clock of ours. */
async function house(t: Test, { hosts }: { readonly hosts?: readonly string[] } = {}) {
  let page: Buffer | RequestListener = Buffer.alloc(0)
  const asked: { method: string | undefined; type: string | undefined }[] = []
  const host = await serving(t, (request, reply) => {
    asked.push({ method: request.method, type: request.headers['content-type'] })
    if (typeof page === 'function') page(request, reply)
    else reply.end(page)
  })
  const root = authority('Racine')
  const leaf = root.issues('Médecin', { extensions: [answeredAt(`http://${host}/ocsp`)] })
  const { db } = await testDatabase(t)
  let now = NOW
  const trust = trusting(root)
  const parts = {
    db,
    clock: { now: () => now },
    log: silentLog,
    config: { revocationHotes: hosts ?? [host] },
    trust: () => Promise.resolve(trust),
  } as unknown as Needs
  return {
    root,
    leaf,
    db,
    asked,
    says: (next: Buffer | RequestListener) => {
      page = next
    },
    passes: (hours: number) => {
      now = new Date(now.getTime() + hours * 3_600_000)
    },
    asks: (status: 'unknown' | 'good' | 'revoked' = 'unknown', path: string = 'valid') =>
      answersFor(
        {
          verdict: { path: { status: path }, revocation: { status } },
          evidence: { chain: [leaf.certificate.der, root.certificate.der] },
        } as unknown as OpenedMessage,
        now,
        parts,
      ),
    refreshes: () => refreshAnswers(parts, new AbortController().signal),
    fault: async () =>
      (await db.query<{ faute: string | null }>('select faute from reponse_ocsp'))[0]?.faute,
    glance: () => answersAtAGlance(db, now),
  }
}

t.test('asks once by POST, and all hosts know the answer as long as it serves', async (t) => {
  const at = await house(t)
  const good = answers(at.root, [{ of: at.leaf, issuer: at.root }])
  at.says(good)
  t.strictSame(await at.asks(), [good])
  t.strictSame(await at.asks(), [good])
  t.strictSame(at.asked, [{ method: 'POST', type: 'application/ocsp-request' }])
  t.match(await at.glance(), { nombre: 1, sans: 0, depuis: day(-1) })
  at.passes(8 * 24)
  at.says((_, reply) => reply.writeHead(503).end())
  t.strictSame(await at.asks(), [], 'it serves no more')
  t.match(await at.glance(), { nombre: 1, sans: 1 })
})

t.test('asks nobody whom a sender could have chosen', async (t) => {
  for (const hosts of [[], ['ocsp.ailleurs.test']]) {
    const at = await house(t, { hosts })
    t.strictSame(await at.asks(), [])
    t.strictSame(at.asked, [])
  }
  const at = await house(t)
  for (const path of ['invalid', 'indeterminate']) {
    t.strictSame(await at.asks('unknown', path), [])
  }
  t.strictSame(at.asked, [], 'no path, no question')
  t.strictSame(await at.asks('revoked'), [])
  t.strictSame(await at.asks('good'), [])
  t.strictSame(at.asked, [], 'what a list settles keeps no mail waiting')
})

t.test('believes no answer but that of its authority, about this certificate, now', async (t) => {
  const at = await house(t)
  const of = { of: at.leaf, issuer: at.root }
  const other = at.root.issues('Autre')
  const forged = authority('Racine')
  const bad: [string, Buffer | RequestListener][] = [
    ['sans-valeur', answers(at.root, [of], { keys: keyPair() })],
    ['sans-valeur', answers(forged, [of])],
    ['sans-valeur', answers(other, [of], { certificates: [other] })],
    ['sans-valeur', answers(at.root, [{ of: other, issuer: at.root }])],
    ['sans-valeur', answers(at.root, [{ ...of, status: 'unknown' }])],
    ['sans-valeur', answers(at.root, [{ ...of, thisUpdate: day(-9), nextUpdate: day(-1) }])],
    ['sans-valeur', answers(at.root, [{ ...of, thisUpdate: day(-2), nextUpdate: null }])],
    ['plus-tard', der.sequence(der.tlv(0x0a, Buffer.from([3])))],
    ['illisible', Buffer.from('<html>')],
    ['illisible', Buffer.alloc(0)],
    ['trop-grand', (_, reply) => reply.end(Buffer.alloc(200_000))],
    ['http-500', (_, reply) => reply.writeHead(500).end()],
    ['http-302', (_, reply) => reply.writeHead(302, { Location: '/ocsp' }).end()],
    ['redirection', (_, reply) => reply.writeHead(307, { Location: 'http://autre.test/' }).end()],
    ['injoignable', (request) => request.socket.destroy()],
  ]
  for (const [fault, page] of bad) {
    at.says(page)
    t.strictSame(await at.asks(), [], fault)
    t.equal(await at.fault(), fault)
    at.passes(0.1)
  }
  t.equal(at.asked.length, bad.length, 'nothing is followed')
  at.says(answers(at.root, [of]))
  t.equal((await at.asks()).length, 1)
})

t.test('a responder that failed is left alone for a while', async (t) => {
  const at = await house(t)
  at.says((_, reply) => reply.writeHead(500).end())
  await at.asks()
  await at.asks()
  t.equal(at.asked.length, 1)
  at.passes(0.1)
  await at.asks()
  t.equal(at.asked.length, 2)
})

t.test('a mail waits for a slow responder, briefly', async (t) => {
  const at = await house(t)
  at.says((_, reply) => {
    reply.writeHead(200).write('0')
  })
  t.strictSame(await at.asks(), [])
  t.equal(await at.fault(), 'trop-lent')
})

t.test('what is known is asked again in the background, and never goes back', async (t) => {
  const at = await house(t)
  const of = { of: at.leaf, issuer: at.root }
  const good = answers(at.root, [of])
  at.says(good)
  await at.asks()
  await at.refreshes()
  t.equal(at.asked.length, 1, 'not in the first half of its life')
  at.passes(4 * 24)
  const revoked = answers(at.root, [
    { ...of, status: { at: day(3) }, thisUpdate: day(4), nextUpdate: day(11) },
  ])
  at.says(revoked)
  await at.refreshes()
  t.equal(at.asked.length, 2)
  t.strictSame(await at.asks('good'), [revoked], 'a list that says good does not hide it')
  at.passes(4 * 24)
  at.says(answers(at.root, [{ ...of, nextUpdate: day(20) }]))
  await at.refreshes()
  t.strictSame(await at.asks('good'), [revoked], 'an older answer changes nothing')
  at.passes(31 * 24)
  const before = at.asked.length
  await at.refreshes()
  t.equal(at.asked.length, before, 'whom no mail showed for a month is asked for no more')
})

t.test('OpenSSL answers for each signer, and the verdict follows its word', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'confrere-ocsp-'))
  t.teardown(() => rm(folder, { recursive: true }))
  const real = new Date()
  const life = {
    from: new Date(real.getTime() - 86_400_000),
    to: new Date(real.getTime() + 30 * 86_400_000),
  }
  const root = authority('Racine', life)
  const responder = root.issues('Répondeur', { ...life, extensions: [OCSP_SIGNING, NO_CHECK] })
  const serials = { good: 0x1001, revoked: 0x1002, unknown: 0x1003 }
  const entry = (kind: 'V' | 'R', serial: number, revokedAt = ''): string =>
    [kind, '401231235959Z', revokedAt, serial.toString(16), 'unknown', `/CN=${serial}`].join('\t')
  const index = [entry('V', serials.good), entry('R', serials.revoked, '250101000000Z')]
  await writeFile(join(folder, 'index.txt'), `${index.join('\n')}\n`)
  const host = await opensslResponder(t, { root, responder, folder })

  const { db, keys } = await testDatabase(t)
  const judges = openJudges({ keys: [], threads: 1 })
  t.teardown(() => judges.close())
  const trust = trusting(root)
  const parts = {
    db,
    keys,
    judges,
    clock: { now: () => real },
    log: silentLog,
    config: {
      mode: 'dev',
      revocationHotes: [host],
      revocationInconnue: 'quarantine',
      ancresRpps: null,
      ancresDomaines: [],
      limites: { expansionBytes: 1 << 20 },
    },
    trust: () => Promise.resolve(trust),
  } as unknown as Parameters<typeof openMail>[1]
  const opened = async (name: keyof typeof serials, address = `http://${host}/`) => {
    const email = `${name}@cabinet.test`
    const signer = root.issues(name, {
      ...life,
      serial: Buffer.from(serials[name].toString(16), 'hex'),
      extensions: [alternativeNames(emailName(email)), answeredAt(address)],
    })
    const [certificate, key, chain] = ['signer.pem', 'signer.key', 'ca.pem'].map((file) =>
      join(folder, file),
    ) as [string, string, string]
    await writeFile(certificate, pem(signer))
    await writeFile(key, keyPem(signer))
    const mail = letter({ from: email, to: 'demande@te.test', text: 'Bonjour' })
    const raw = await signed(mail, { certificate, key, chain } as Person)
    const received = {
      raw: memoryBytes(raw),
      receivedAt: real,
      envelope: { from: email, to: [], peer: '', tls: 'none', operator: null },
      cle: await db.transaction((sql) => keys.create(sql, 'message')),
    }
    return await openMail(received as unknown as Parameters<typeof openMail>[0], parts)
  }

  const good = await opened('good')
  t.match(good.verdict, { revocation: { status: 'good', source: 'ocsp' }, refusal: null })
  t.equal(good.evidence.ocsp.length, 1, 'the answer is evidence')
  t.match((await opened('revoked')).verdict, {
    revocation: { status: 'revoked', source: 'ocsp' },
    refusal: 'revoked',
  })
  t.match((await opened('unknown')).verdict, { refusal: 'revocation-unknown' })
  t.match((await opened('good', 'http://ocsp.ailleurs.test/')).verdict, {
    refusal: 'revocation-unknown',
  })
})
