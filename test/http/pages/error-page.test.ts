/** For a browser every error is a page, whatever the route; a program gets a problem. SPEC §12 */
import t from 'tap'

import { wantsPage } from '../../../src/http/pages/error-page.ts'
import { openWindows } from '../../support/windows.ts'

const BROWSER = 'text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8'

t.test('a browser is known by what it asks for', (t) => {
  const rows: readonly (readonly [string | undefined, boolean])[] = [
    [BROWSER, true],
    ['text/html', true],
    ['Text/HTML; charset=utf-8', true],
    ['application/xhtml+xml', true],
    ['text/html;q=0.5, application/json;q=0.9', false],
    ['application/json', false],
    ['application/problem+json, text/html;q=0.1', false],
    ['text/html;q=0', false],
    ['text/html;q=x', false],
    ['*/*', false],
    ['text/*', false],
    ['', false],
    [undefined, false],
  ]
  for (const [accept, page] of rows) t.equal(wantsPage(accept), page, String(accept))
  t.end()
})

t.test('every route answers an error of its own with a page for a browser', async (t) => {
  const { call, tokens } = await openWindows(t)
  const described = await call('/api/openapi.json')
  const paths = described.json as unknown as { paths: { [path: string]: object } }
  const errors: [string, string, { token?: string; body?: string; type?: string }][] = [
    ['GET', '/nexiste', {}],
    ['GET', '/nexiste/pas/non/plus.html', {}],
    ['POST', '/', {}],
    ['GET', '/%zz', {}],
    ['GET', '/api/v1/nexiste', {}],
    ['GET', '/api/docs/nexiste', {}],
    ['POST', '/connexion', { body: 'x'.repeat(70_000), type: 'application/x-www-form-urlencoded' }],
    ['POST', '/connexion', { body: '<x/>', type: 'text/xml' }],
    ['POST', '/deconnexion', { body: 'a=b', type: 'application/x-www-form-urlencoded' }],
    ['GET', '/api/v1/dossiers?limit=x', { token: tokens.status ?? '' }],
    ['GET', '/api/v1/dossiers/TE-2026-000009', { token: tokens.status ?? '' }],
    ['GET', '/api/v1/journal', { token: tokens.status ?? '' }],
    [
      'POST',
      '/api/v1/exports',
      { token: tokens.billing ?? '', body: '{', type: 'application/json' },
    ],
  ]
  for (const [path, methods] of Object.entries(paths.paths)) {
    if (!path.startsWith('/api/v1/')) continue
    for (const method of Object.keys(methods)) {
      errors.push([method.toUpperCase(), path.replace(/\{[^}]+\}/g, '1'), {}])
    }
  }
  for (const [method, path, more] of errors) {
    const asked = { method, ...more } as const
    const shown = await call(path, { ...asked, headers: { accept: BROWSER } })
    t.ok(shown.status >= 400, `${method} ${path} ${shown.status}`)
    t.match(shown.headers.get('content-type'), /^text\/html/, `${method} ${path}`)
    t.match(shown.text, /<html lang="fr">[\s\S]*<h1>[\s\S]*(?:role="(?:alert|status)"|connexion)/)
    const told = await call(path, { ...asked, headers: { accept: 'application/json' } })
    if (path.startsWith('/api/') || path.startsWith('/nexiste') || path === '/%zz') {
      t.match(told.headers.get('content-type'), /^application\/problem\+json/, path)
      t.equal(told.status, shown.status, path)
    }
  }
})
