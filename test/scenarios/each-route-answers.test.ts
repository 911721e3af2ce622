/**
 * Each route that the API describes, once and with success on the program itself, with its scope and no other; and each
 * page. SPEC §12, §13.15
 */
import t from 'tap'

import { createToken } from '../../src/ledger/api-tokens.ts'
import { type Front, openFront } from '../support/front.ts'
import { enrol } from '../support/gateway.ts'
import { filled, operations, pageRoutes } from '../support/routes.ts'
import { prepared, ROUTES, type Seen } from '../support/routes-seen.ts'

t.setTimeout(300_000)
const SCOPES = ['status', 'ops', 'billing'] as const
/** Of the contract, and not there yet: whoever adds one gives it a row. */
const NOT_YET: readonly string[] = ['GET /api/v1/exports/{id}/signature']

async function tokensOf({ db }: Front) {
  const made = await Promise.all(
    SCOPES.map((scope) => createToken(db, { portees: [scope], titulaire: scope, expire: null })),
  )
  const [status = '', ops = '', billing = ''] = made.map(({ token }) => token)
  const { id } = await createToken(db, { portees: ['status'], titulaire: 'Perdu', expire: null })
  return { tokens: { status, ops, billing }, lost: id }
}

t.test('each route of the API', async (t) => {
  const front = await openFront(t, { CONFRERE_ESPACE_DE_CONFIANCE: 'chu.test, cabinet.test' })
  await enrol(front.db, front.pki)
  await front.starts()
  const { tokens, lost } = await tokensOf(front)
  const seen: Seen = { ...(await prepared(front)), token: lost }
  const described = await operations((path) => front.call(path) as never)
  const names = described.map(({ method, path }) => `${method} ${path}`)
  t.strictSame(Object.keys(ROUTES).toSorted(), names.toSorted(), 'a new route needs a row')
  for (const name of NOT_YET) t.notOk(names.includes(name), `${name} is there: give it its row`)
  for (const [name, { scope, also, path, body, status = 200, answers }] of Object.entries(ROUTES)) {
    await t.test(name, async (t) => {
      const [method = '', plain = ''] = name.split(' ')
      const at = path?.(seen) ?? filled(plain, { id: await seen.command() })
      const text = typeof body === 'string' ? Buffer.from(body) : JSON.stringify(body)
      const init = {
        method,
        ...(body === undefined ? {} : { body: text }),
        ...(typeof body === 'string' ? { headers: { 'Content-Type': 'text/csv' } } : {}),
      }
      if (scope !== null) {
        t.equal((await front.call(at, { ...init, bearer: null })).status, 401)
        for (const other of SCOPES.filter((each) => each !== scope && each !== also))
          t.equal((await front.call(at, { ...init, bearer: tokens[other] })).status, 403, other)
      }
      const bearer = scope === null ? null : tokens[scope]
      const answer = await front.call(at, { ...init, bearer })
      t.equal(answer.status, status, answer.text)
      if (answers instanceof RegExp) t.match(answer.text, answers)
      else t.match(answer.json, answers)
    })
  }
  await t.test('each page, to who signed in', async (t) => {
    const { token } = await createToken(front.db, {
      ...{ portees: SCOPES, titulaire: 'Marie', expire: null },
    })
    const form = { method: 'POST', body: new URLSearchParams({ jeton: token }), bearer: null }
    const { status, cookie } = await front.call('/connexion', form)
    t.equal(status, 303)
    const values: { readonly [path: string]: string } = {
      '/messages/:id': seen.refused,
      '/envois/:id': seen.blocked,
    }
    for (const { method, path } of pageRoutes()) {
      if (method !== 'GET') continue
      const at = filled(path, { numero: seen.answered, id: values[path] ?? '1' })
      const query = path.endsWith('/fichier') ? '?format=csv' : ''
      const page = await front.call(at + query, { bearer: null, headers: { Cookie: cookie } })
      t.equal(page.status, 200, at)
      t.match(page.text, path.endsWith('/fichier') ? /^id_acte;/ : /<main/, at)
    }
  })
})
