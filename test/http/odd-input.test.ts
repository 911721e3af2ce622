/** Whatever a parameter holds, it is the asker's mistake or nobody's: never a fault of ours. SPEC §12 */
import t from 'tap'

import { isEndless } from '../../src/kit/foreign.ts'
import { filled, operations, pageRoutes } from '../support/routes.ts'
import { openWindows } from '../support/windows.ts'

const LONE = '\ud800'
/** What may stand for a text; `isBad`: no parameter of any kind takes it. */
const ODD: { readonly [what: string]: { readonly text: string; readonly isBad: boolean } } = {
  NUL: { text: 'a\0b', isBad: true },
  'NUL alone': { text: '\0', isBad: true },
  'too long': { text: 'x'.repeat(5_000), isBad: false },
  negative: { text: '-1', isBad: false },
  NaN: { text: 'NaN', isBad: false },
  huge: { text: '99999999999999999999', isBad: false },
  endless: { text: '1e400', isBad: false },
  'no end': { text: 'Infinity', isBad: false },
  nines: { text: '9'.repeat(400), isBad: false },
  'huge day': { text: '9999-99-99', isBad: false },
  quote: { text: `'"\\;--`, isBad: false },
  empty: { text: '', isBad: false },
}
const GOOD: { readonly [name: string]: unknown } = {
  motif: 'essai de la table',
  du: '2026-01-01',
  au: '2026-01-31',
}

t.setTimeout(180_000)

t.test(
  'each parameter of each route × each odd value is a problem with a code, never a fault',
  async (t) => {
    const faults: unknown[] = []
    const { call, tokens } = await openWindows(t, { fault: (error) => faults.push(error) })
    const { all: token } = tokens
    const tried = new Set<string>()
    const english = new Set<string>()
    const judge = (at: string, answer: Awaited<ReturnType<typeof call>>, isBad: boolean): void => {
      tried.add(at)
      t.ok(answer.status < 500, `${at}: ${answer.status} ${answer.text.slice(0, 200)}`)
      if (answer.status >= 400) t.type(answer.json?.code, 'string', at)
      const detail = String(answer.json?.detail ?? '')
      if (/\b(?:must|should|not|body|querystring|params)\b/i.test(detail)) english.add(detail)
      if (isBad) t.ok([400, 404].includes(answer.status), `${at}: ${answer.status}`)
    }
    for (const { method, path, parameters, body, types } of await operations(call)) {
      for (const { name, in: place } of parameters) {
        for (const [what, { text, isBad }] of Object.entries(ODD)) {
          const value = encodeURIComponent(text)
          const to =
            place === 'path'
              ? filled(path).replace(/[^/]+(?=(\/[a-z]+)?$)/, value || '%20')
              : `${filled(path)}?${name}=${value}`
          const isWrong = isBad || (place === 'query' && isEndless(text))
          judge(`${method} ${path} ${name} ${what}`, await call(to, { method, token }), isWrong)
        }
        if (place === 'query') {
          const twice = `${filled(path)}?${name}=a&${name}=b`
          judge(`${method} ${path} ${name} twice`, await call(twice, { method, token }), true)
          // A surrogate in UTF-8 is no UTF-8.
          const lone = `${filled(path)}?${name}=%ED%A0%80`
          judge(`${method} ${path} ${name} surrogate`, await call(lone, { method, token }), false)
        }
      }
      if (body === null) continue
      const [type = 'application/json'] = types
      for (const name of Object.keys(body)) {
        const values = [
          ...Object.entries(ODD).map(([what, { text, isBad }]) => [what, text, isBad] as const),
          ['surrogate', LONE, true] as const,
          ['array', ['a'], true] as const,
          ['object', { a: 'a\0' }, true] as const,
          ['number', -1e300, false] as const,
        ]
        for (const [what, value, isBad] of values) {
          const json = { ...pick(GOOD, Object.keys(body)), [name]: value }
          const answer = await call(filled(path), { method, token, json })
          judge(`${method} ${path} body.${name} ${what}`, answer, isBad)
        }
      }
      if (type === 'text/csv') {
        const csv = `id_acte;statut;date;motif\n1;rejete;2026-01-01;a\0b\n`
        const answer = await call(filled(path), { method, token, body: csv, type })
        judge(`${method} ${path} body NUL`, answer, true)
      }
    }
    t.strictSame(faults, [])
    t.strictSame([...english], [], 'what is wrong is told in French')
    t.ok(tried.size > 300, `${tried.size} values were tried`)
  },
)

t.test('a path that does not decode is a problem, and a page too takes no NUL', async (t) => {
  const faults: unknown[] = []
  const { call, tokens, address } = await openWindows(t, { fault: (error) => faults.push(error) })
  const { all: token } = tokens
  for (const path of [
    '/api/v1/dossiers/%',
    '/api/v1/dossiers/%ED%A0%80',
    '/api/v1/exports/%00',
    '/%00',
  ]) {
    const answer = await call(path, { token })
    t.ok([400, 404].includes(answer.status), `${path} ${answer.status}`)
    t.type(answer.json?.code, 'string', path)
  }
  const signIn = await fetch(`${address}/connexion`, {
    method: 'POST',
    body: new URLSearchParams({ jeton: token ?? '' }),
    redirect: 'manual',
  })
  const cookie = (signIn.headers.get('set-cookie') ?? '').split(';', 1)[0] ?? ''
  for (const { method, path } of pageRoutes()) {
    for (const [what, { text, isBad }] of Object.entries(ODD)) {
      const value = encodeURIComponent(text)
      const query = ['cursor', 'etat', 'state', 'format', 'en_retard'].map(
        (name) => `${name}=${value}`,
      )
      const to = `${filled(path, { id: text || ' ', numero: text || ' ' })}?${query.join('&')}`
      const answer = await call(to, {
        method,
        headers: { cookie },
        ...(method === 'POST' && {
          body: new URLSearchParams({
            motif: text,
            retours: text,
            du: text,
            formulaire: text,
          }).toString(),
          type: 'application/x-www-form-urlencoded',
        }),
      })
      t.ok(answer.status < 500, `${method} ${path} ${what}: ${answer.status}`)
      if (isBad) t.ok(answer.status >= 400, `${method} ${path} ${what}: ${answer.status}`)
    }
  }
  t.strictSame(faults, [])
})

t.test('a cursor that was not made here is a bad parameter, however like ours', async (t) => {
  const { call, tokens } = await openWindows(t)
  const id = '00000000-0000-4000-8000-000000000000'
  const places = [
    { at: '2026-02-31 08:00:00+00', id },
    { at: '2026-02-01 99:00:00+00', id },
    { at: '2026-02-01 ::', id },
    { at: '2026-02-01 08:00:00+00', id: '-'.repeat(36) },
    { at: '2026-02-01 08:00:00+00', id: ['x'] },
    { at: '2026-02-01 08:00:00+99', id },
    1e300,
    [],
    'x',
  ]
  for (const place of places) {
    const cursor = Buffer.from(JSON.stringify(place)).toString('base64url')
    for (const list of ['dossiers', 'messages/inbound', 'messages/outbound']) {
      const { status, json } = await call(`/api/v1/${list}?cursor=${cursor}`, { token: tokens.all })
      t.match(
        { status, json },
        { status: 400, json: { code: 'bad-parameter' } },
        JSON.stringify(place),
      )
    }
  }
})

t.test('each answer has an id of its own', async (t) => {
  const { call } = await openWindows(t)
  const ids = new Set<string | null>()
  for (const path of ['/healthz', '/', '/api/v1/status', '/nulle-part', '/api/v1/dossiers/%']) {
    ids.add((await call(path)).headers.get('x-request-id'))
  }
  t.equal(ids.size, 5)
  t.notOk(ids.has(null))
})

function pick(from: { readonly [name: string]: unknown }, names: readonly string[]) {
  return Object.fromEntries(names.filter((name) => name in from).map((name) => [name, from[name]]))
}
