/** Whatever is down, the windows answer: a problem or a page, never the end of the process. SPEC §12 */
import { X509Certificate } from 'node:crypto'
import { get } from 'node:https'
import { join } from 'node:path'

import t from 'tap'

import { type LogFields, silentLog } from '../../src/kit/log.ts'
import { createToken } from '../../src/ledger/api-tokens.ts'
import { finishCommand } from '../../src/ledger/commands.ts'
import { sha256Of } from '../../src/pki/certificate.ts'
import { NO_RULES } from '../../src/pki/rules.ts'
import { loadTrust, ruled } from '../../src/pki/trust.ts'
import type { Parts } from '../../src/start/gateway.ts'
import { openWindowsOn } from '../../src/start/http.ts'
import { testDatabase } from '../support/database.ts'
import { identityOf, testPki } from '../support/pki.ts'
import { filled, operations, pageRoutes } from '../support/routes.ts'
import { tlsFiles } from '../support/tls-files.ts'
import type { Answer } from '../support/windows.ts'

const DAY_MS = 86_400_000
const never = <T>(): Promise<T> => new Promise<T>(() => undefined)
const broken = (): never => {
  throw new Error('thrown at once')
}
const down = (): Promise<never> => Promise.reject(new Error('away'))

type Fault = (parts: Parts) => Promise<Partial<Parts>> | Partial<Parts>

/** Each dependency, in each way it can fail; what `/readyz` then says of it. */
const FAULTS: { readonly [what: string]: readonly [name: string, fault: Fault] } = {
  'the certificate has expired': [
    'identite',
    ({ identity }) => ({
      clock: { now: () => new Date(identity.certificate.validToDate.getTime() + DAY_MS) },
    }),
  ],
  'the certificate is not valid yet': [
    'identite',
    ({ identity }) => ({
      clock: { now: () => new Date(identity.certificate.validFromDate.getTime() - DAY_MS) },
    }),
  ],
  'the trust folder cannot be read': ['confiance', () => ({ trust: down })],
  'the trust folder throws at once': ['confiance', () => ({ trust: broken })],
  'the trust folder never answers': ['confiance', () => ({ trust: never })],
  'the queue is down': ['file', ({ bell }) => ({ bell: { ...bell, check: down, depth: down } })],
  'the queue throws at once': [
    'file',
    ({ bell }) => ({ bell: { ...bell, check: broken, depth: broken } }),
  ],
  'the queue never answers': [
    'file',
    ({ bell }) => ({ bell: { ...bell, check: never, depth: never } }),
  ],
  'the database is down': [
    'postgresql',
    ({ db }) => ({
      db: {
        query: () => Promise.reject(Object.assign(new Error('away'), { code: 'ECONNREFUSED' })),
        transaction: () =>
          Promise.reject(Object.assign(new Error('away'), { code: 'ECONNREFUSED' })),
        together: () => Promise.reject(Object.assign(new Error('away'), { code: 'ECONNREFUSED' })),
        close: () => db.close(),
      },
    }),
  ],
  'the database refuses each statement': [
    'postgresql',
    ({ db }) => ({
      db: { query: down, transaction: down, together: down, close: () => db.close() },
    }),
  ],
}

t.setTimeout(180_000)

for (const [what, [name, fault]] of Object.entries(FAULTS)) {
  t.test(`answers every question while ${what}`, async (t) => {
    const unheard: unknown[] = []
    const hear = (reason: unknown): void => void unheard.push(reason)
    process.on('unhandledRejection', hear)
    t.teardown(() => process.off('unhandledRejection', hear))

    const { parts, token, events } = await partsOf(t)
    const server = await openWindowsOn({ ...parts, ...(await fault(parts)) })
    t.teardown(() => server.close())
    const call = caller(server.address)

    const ready = await call('/readyz')
    t.equal(ready.status, 503)
    t.equal(ready.json.dependencies[name], 'down', name)
    t.notMatch(ready.text, /away|thrown/, 'it says which, not why')
    for (const { method, path } of await operations(call)) {
      if (path === '/readyz' || path.endsWith('/verification')) continue
      const at = `${method} ${path}`
      const answer = await call(filled(path), { token, method })
      t.ok(answer.status < 500 || answer.json?.code !== undefined, `${at} ${answer.status}`)
      t.notMatch(answer.text, /away|thrown|ECONNREFUSED/, at)
    }
    for (const { method, path } of pageRoutes()) {
      const answer = await call(filled(path), { method })
      t.ok(answer.status < 600, `${method} ${path} ${answer.status}`)
    }
    t.equal((await call('/healthz')).status, 200)
    await new Promise((done) => setImmediate(done))
    t.strictSame(unheard, [])
    t.ok(
      events.every((each) => /^(http|database)\./.test(each)),
      events.join(),
    )
  })
}

async function partsOf(t: Parameters<typeof testDatabase>[0]) {
  const { db, keys } = await testDatabase(t)
  const pki = await testPki()
  const identity = identityOf(pki.people.gateway)
  const { token } = await createToken(db, {
    portees: ['status', 'ops', 'billing'],
    titulaire: 'x',
    expire: null,
  })
  const events: string[] = []
  const error = (event: string, _fields?: LogFields): void => void events.push(event)
  const trust = await loadTrust(pki.trust)
  const parts = {
    config: {
      http: { host: '127.0.0.1', port: 0, cert: null, key: null, ca: null, proxies: [] },
      listeBlanche: null,
    },
    db,
    keys,
    clock: { now: () => new Date() },
    log: { ...silentLog, error },
    bell: {
      check: async () => undefined,
      depth: async () => 0,
      // Whatever is asked is answered at once: no question waits for a worker.
      ring: (_call: string, id: string) => {
        finishCommand(db, id, { erreur: 'not-found' }).catch(() => undefined)
      },
    },
    identity,
    former: [],
    trust: async () => trust,
  } as unknown as Parts
  return { parts, token, events }
}

t.test('a client whose certificate is denied is not heard', async (t) => {
  const { parts } = await partsOf(t)
  const files = tlsFiles(t)
  const dir = t.testdir({
    'ca.crt': files.ca,
    's.crt': files.server.cert,
    's.key': files.server.key,
  })
  const [ca, cert, key] = ['ca.crt', 's.crt', 's.key'].map((name) => join(dir, name))
  const http = { host: '127.0.0.1', port: 0, cert, key, ca, proxies: [] }
  const trust = await parts.trust()
  let denied: readonly string[] = []
  const windows = await openWindowsOn({
    ...parts,
    config: { ...parts.config, http },
    trust: async () => ruled(trust, { ...NO_RULES, denied }),
  } as Parts)
  t.teardown(() => windows.close())
  const asks = () =>
    new Promise<string>((resolve, reject) => {
      const own = { cert: files.operator.cert, key: files.operator.key, ca: files.ca }
      const request = get(`${windows.address}/healthz`, { ...own, servername: 'localhost' })
      request.once('error', reject)
      request.once('response', (response) => {
        let text = ''
        response.on('data', (piece) => {
          text += piece
        })
        response.once('end', () => resolve(`${response.statusCode} ${text}`))
      })
    })
  t.match(await asks(), /^200 /)
  for (const one of [files.operator.cert, files.ca]) {
    denied = [sha256Of(new X509Certificate(one).raw)]
    t.match(await asks(), /^403 .*certificate-denied/)
  }
})

function caller(address: string) {
  return async (
    path: string,
    { token, method = 'GET' }: { token?: string; method?: string } = {},
  ): Promise<Answer> => {
    const response = await fetch(address + path, {
      method,
      redirect: 'manual',
      ...(token !== undefined && { headers: { authorization: `Bearer ${token}` } }),
    })
    const text = await response.text()
    const isJson = /[/+]json(;|$)/.test(response.headers.get('content-type') ?? '')
    return {
      status: response.status,
      headers: response.headers,
      text,
      json: isJson ? JSON.parse(text) : null,
    }
  }
}
