/** The API from outside: who may look, what is said of a mistake, what never leaves. */
import t from 'tap'

import { createToken } from '../../src/ledger/api-tokens.ts'
import { NOW, openWindows, seedDossier, seedLetter, seedMessage } from '../support/windows.ts'

const ROUTES: { readonly [scope: string]: readonly string[] } = {
  status: [
    '/api/v1/status',
    '/api/v1/dossiers',
    '/api/v1/queues',
    '/api/v1/dossiers/TE-2026-000009',
  ],
  ops: [
    '/api/v1/messages/inbound',
    '/api/v1/messages/inbound/x',
    '/api/v1/messages/outbound',
    '/api/v1/messages/outbound/x',
    '/api/v1/journal',
  ],
  billing: ['/api/v1/actes', '/api/v1/exports', '/api/v1/exports/1', '/api/v1/exports/1/file'],
}

t.test('asks for a token, and for one of the right scope', async (t) => {
  const { call, tokens } = await openWindows(t)
  for (const [scope, paths] of Object.entries(ROUTES)) {
    for (const path of paths) {
      const none = await call(path)
      t.match(none, { status: 401, json: { code: 'token-missing', status: 401 } }, path)
      t.match(none.headers.get('www-authenticate'), /^Bearer/)
      t.equal((await call(path, { token: 'confrere_faux' })).status, 401)
      for (const other of Object.keys(ROUTES).filter((each) => each !== scope)) {
        const { status, json } = await call(path, { token: tokens[other] })
        t.match({ status, json }, { status: 403, json: { code: 'scope-missing' } }, path)
      }
      const good = await call(path, { token: tokens[scope] })
      t.ok([200, 404].includes(good.status), `${path} ${good.status} ${good.text}`)
    }
  }
})

t.test('refuses a token once it has expired or was revoked', async (t) => {
  const { call, db } = await openWindows(t)
  const expire = new Date(NOW.getTime() - 1)
  const old = await createToken(db, { portees: ['status'], titulaire: 'x', expire })
  t.equal((await call('/api/v1/status', { token: old.token })).status, 401)
  const gone = await createToken(db, { portees: ['status'], titulaire: 'x', expire: null })
  t.equal((await call('/api/v1/status', { token: gone.token })).status, 200)
  await db.query('update jeton_api set revoque_le = now() where id = $1', [gone.id])
  t.equal((await call('/api/v1/status', { token: gone.token })).status, 401)
})

t.test('asks every changing route for a token before it looks at the body', async (t) => {
  const { call, tokens, asked } = await openWindows(t)
  const paths = [
    '/api/v1/messages/inbound/x/replay',
    '/api/v1/messages/outbound/x/retry',
    '/api/v1/exports',
    '/api/v1/exports/1/void',
    '/api/v1/returns',
  ]
  for (const path of paths) {
    t.equal((await call(path, { method: 'POST', json: { bad: 1 } })).status, 401, path)
    t.equal((await call(path, { method: 'POST', json: {}, token: tokens.status })).status, 403)
  }
  t.strictSame(asked, [])
})

t.test('answers a problem with a stable code to every kind of mistake', async (t) => {
  const { call, tokens } = await openWindows(t)
  const { all: token } = tokens
  const cases: [path: string, status: number, code: string][] = [
    ['/api/v1/nulle-part', 404, 'not-found'],
    ['/api/v1/dossiers/TE-2026-999999', 404, 'not-found'],
    ['/api/v1/dossiers?etat=mort', 400, 'bad-parameter'],
    ['/api/v1/dossiers?specialite=astrologie', 400, 'bad-parameter'],
    ['/api/v1/dossiers?requis=12', 400, 'bad-parameter'],
    ['/api/v1/dossiers?en_retard=peut-etre', 400, 'bad-parameter'],
    ['/api/v1/dossiers?en_retard=true', 400, 'bad-parameter'],
    ['/api/v1/dossiers?en_retard=1', 400, 'bad-parameter'],
    ['/api/v1/dossiers?en_retard=', 400, 'bad-parameter'],
    ['/api/v1/dossiers?cursor=xyz', 400, 'bad-parameter'],
    ['/api/v1/dossiers?limit=0', 400, 'bad-parameter'],
    ['/api/v1/dossiers?limit=999', 400, 'bad-parameter'],
    ['/api/v1/dossiers?inconnu=1', 400, 'bad-parameter'],
    ['/api/v1/messages/inbound?state=perdu', 400, 'bad-parameter'],
    ['/api/v1/messages/inbound/00000000-0000-4000-8000-000000000000', 404, 'not-found'],
    ['/api/v1/actes?du=hier', 400, 'bad-parameter'],
    ['/api/v1/exports/abc', 400, 'bad-parameter'],
    ['/api/v1/exports/7', 404, 'not-found'],
    ['/api/v1/exports/7/file?format=xls', 400, 'bad-parameter'],
    ['/api/v1/exports/7/file?format=csv', 404, 'not-found'],
    ['/api/v1/commands/x', 404, 'not-found'],
    ['/api/v1/journal?cursor=abc', 400, 'bad-parameter'],
  ]
  for (const [path, status, code] of cases) {
    const { json, headers, ...answer } = await call(path, { token })
    t.equal(answer.status, status, path)
    t.match(headers.get('content-type'), /^application\/problem\+json/)
    t.match(json, { code, status, title: String })
  }
})

t.test('refuses a body that is too large, of another kind, or no JSON', async (t) => {
  const { call, tokens } = await openWindows(t)
  const post = { method: 'POST', token: tokens.all }
  const large = { motif: 'x'.repeat(100_000) }
  t.match(await call('/api/v1/exports/1/void', { ...post, json: large }), {
    status: 413,
    json: { code: 'body-too-large' },
  })
  t.match(await call('/api/v1/exports/1/void', { ...post, body: '<a/>', type: 'text/xml' }), {
    status: 415,
    json: { code: 'unsupported-media' },
  })
  t.match(await call('/api/v1/exports/1/void', { ...post, body: '{', type: 'application/json' }), {
    status: 400,
    json: { code: 'bad-parameter' },
  })
})

t.test('says unavailable, not broken, while the database is away', async (t) => {
  const { call, db, tokens } = await openWindows(t)
  await db.close()
  t.match(await call('/api/v1/status', { token: tokens.status }), {
    status: 503,
    json: { code: 'unavailable' },
  })
  t.equal((await call('/healthz')).status, 200)
})

t.test('says which dependency is down, without a word of why', async (t) => {
  const health = async () => [
    { name: 'postgresql', ok: true, detail: 'répond' },
    { name: 'file', ok: false, detail: 'connect ECONNREFUSED 10.1.2.3:6379' },
  ]
  const { call } = await openWindows(t, { health })
  const { status, text, json } = await call('/readyz')
  t.equal(status, 503)
  t.strictSame(json, { status: 'down', dependencies: { postgresql: 'ok', file: 'down' } })
  t.notMatch(text, /10\.1\.2\.3/)
})

t.test('is ready when everything answers', async (t) => {
  const { call } = await openWindows(t)
  t.match(await call('/readyz'), { status: 200, json: { dependencies: { postgresql: 'ok' } } })
  t.strictSame((await call('/healthz')).json, { status: 'ok' })
})

t.test('sends no byte of a mail, whatever is asked', async (t) => {
  const windows = await openWindows(t)
  const { call, tokens } = windows
  const dossier = await seedDossier(windows, 'TE-2026-000001', { ouvertLe: NOW.toISOString() })
  const message = await seedMessage(windows, { at: NOW.toISOString(), code: 'no-anchor' })
  const letter = await seedLetter(windows, dossier, { state: 'remis' })
  const paths = [
    '/api/v1/dossiers',
    '/api/v1/dossiers/TE-2026-000001',
    '/api/v1/messages/inbound',
    `/api/v1/messages/inbound/${message}`,
    '/api/v1/messages/outbound',
    `/api/v1/messages/outbound/${letter}`,
    '/api/v1/journal',
    '/api/v1/status',
    '/metrics',
  ]
  for (const path of paths) {
    const { status, text } = await call(path, { token: tokens.all })
    t.equal(status, 200, path)
    t.notMatch(text, /ESSAI|clinique/)
  }
})

t.test('is framed by no one, cached by no one, loads nothing from elsewhere', async (t) => {
  const { call } = await openWindows(t)
  for (const path of ['/', '/healthz', '/api/v1/status', '/nulle-part']) {
    const { headers } = await call(path)
    t.match(headers.get('content-security-policy'), /default-src 'none'.*frame-ancestors 'none'/)
    t.equal(headers.get('x-content-type-options'), 'nosniff')
    t.equal(headers.get('cache-control'), 'no-store')
    t.equal(headers.get('referrer-policy'), 'same-origin')
  }
})

t.test('describes in OpenAPI 3.1 every route of the contract, and its answers', async (t) => {
  const { call } = await openWindows(t)
  const { json: api } = await call('/api/openapi.json')
  t.match(api.openapi, /^3\.1\./)
  const routes = Object.entries(api.paths).flatMap(([path, methods]) =>
    Object.keys(methods as object).map((method) => `${method.toUpperCase()} ${path}`),
  )
  t.strictSame(routes.sort(), [
    'DELETE /api/v1/requis/{rpps}/absences',
    'DELETE /api/v1/tokens/{id}',
    'GET /api/v1/actes',
    'GET /api/v1/commands/{id}',
    'GET /api/v1/dossiers',
    'GET /api/v1/dossiers/{numero}',
    'GET /api/v1/exports',
    'GET /api/v1/exports/{id}',
    'GET /api/v1/exports/{id}/file',
    'GET /api/v1/journal',
    'GET /api/v1/journal/verification',
    'GET /api/v1/messages/inbound',
    'GET /api/v1/messages/inbound/{id}',
    'GET /api/v1/messages/outbound',
    'GET /api/v1/messages/outbound/{id}',
    'GET /api/v1/queues',
    'GET /api/v1/requis/{rpps}/absences',
    'GET /api/v1/status',
    'GET /api/v1/tokens',
    'GET /healthz',
    'GET /metrics',
    'GET /readyz',
    'POST /api/v1/actes/{id}',
    'POST /api/v1/dossiers/{numero}',
    'POST /api/v1/exports',
    'POST /api/v1/exports/{id}/void',
    'POST /api/v1/messages/inbound/{id}/close',
    'POST /api/v1/messages/inbound/{id}/replay',
    'POST /api/v1/messages/outbound/{id}/retry',
    'POST /api/v1/requis/{rpps}/absences',
    'POST /api/v1/requis/{rpps}/activite',
    'POST /api/v1/returns',
  ])
  for (const [path, methods] of Object.entries<Record<string, { responses: object }>>(api.paths)) {
    for (const [method, operation] of Object.entries(methods)) {
      for (const [status, response] of Object.entries(operation.responses)) {
        t.type(
          (response as { description?: string }).description,
          'string',
          `${method} ${path} ${status}`,
        )
      }
      if (path.startsWith('/api/'))
        t.strictSame(Object.keys(operation.responses).includes('401'), true, path)
    }
  }
  for (const [, ref] of JSON.stringify(api).matchAll(/"\$ref":"#\/([^"]+)"/g)) {
    const found = (ref ?? '').split('/').reduce((at, key) => at?.[key], api)
    t.ok(found, `#/${ref}`)
  }
})

t.test(
  'shows its description from local files only, under a policy without inline script',
  async (t) => {
    const { call } = await openWindows(t)
    const first = await call('/api/docs')
    const { text, headers, status } =
      first.status === 302 ? await call(String(first.headers.get('location'))) : first
    t.equal(status, 200)
    const policy = headers.get('content-security-policy') ?? ''
    t.notMatch(policy, /script-src[^;]*'unsafe-(inline|eval)'/)
    t.notMatch(policy, /script-src[^;]*https:/)
    const sources = [...text.matchAll(/(?:src|href)="([^"]+)"/g)].map((match) => String(match[1]))
    t.ok(sources.length > 2)
    for (const source of sources) {
      t.notMatch(source, /^(https?:)?\/\//)
      const asset = new URL(source, 'http://x/api/docs/').pathname
      t.equal((await call(asset)).status, 200, asset)
    }
  },
)
