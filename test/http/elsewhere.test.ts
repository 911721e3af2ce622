/** No form of the pages, the sign-in among them, is taken from another site; each is taken from its own. SPEC §12 */
import fastify from 'fastify'
import t from 'tap'

import type { StatusOptions } from '../../src/http/options.ts'
import { addPages } from '../../src/http/pages/page-routes.ts'
import { openWindows } from '../support/windows.ts'

const TYPE = 'application/x-www-form-urlencoded'
const EVIL = 'http://evil.example'

/** What browsers say of a form, and whether it may be from elsewhere. */
const said = (own: string): readonly (readonly [{ [name: string]: string }, boolean])[] => [
  [{ origin: EVIL }, true],
  [{ origin: EVIL, 'sec-fetch-site': 'cross-site' }, true],
  [{ 'sec-fetch-site': 'cross-site' }, true],
  [{ origin: own, 'sec-fetch-site': 'cross-site' }, true],
  // A neighbour under the same domain is another site here.
  [{ 'sec-fetch-site': 'same-site' }, true],
  [{ origin: 'null' }, true],
  [{ origin: '' }, true],
  [{ origin: `${own}.evil.example` }, true],
  [{ referer: `${EVIL}/page` }, true],
  [{ origin: EVIL, referer: `${own}/` }, true],
  [{ origin: own }, false],
  [{ origin: own, 'sec-fetch-site': 'same-origin' }, false],
  [{ 'sec-fetch-site': 'none' }, false],
  [{ referer: `${own}/` }, false],
  // No browser.
  [{}, false],
]

t.test('each form of the pages × each place that it may be sent from', async (t) => {
  const { call, address, tokens } = await openWindows(t)
  const forms = await formPaths()
  t.ok(forms.includes('/connexion') && forms.length > 8, forms.join())
  for (const path of forms) {
    for (const [headers, elsewhere] of said(address)) {
      const body = new URLSearchParams({ jeton: tokens.all ?? '', formulaire: 'x' }).toString()
      const at = path.replace(/:[a-z]+/g, '1')
      const answer = await call(at, { method: 'POST', body, type: TYPE, headers })
      const isRefused = answer.status === 403 && answer.text.includes('vient d’un autre site')
      t.equal(isRefused, elsewhere, `${path} ${JSON.stringify(headers)} ${answer.status}`)
      if (elsewhere) t.equal(answer.headers.get('set-cookie'), null, `${path} opens no session`)
    }
  }
})

t.test('a page says to its own site where its forms come from', async (t) => {
  const { call } = await openWindows(t)
  const { headers } = await call('/')
  t.equal(headers.get('referrer-policy'), 'same-origin', 'no-referrer would make Origin null')
})

async function formPaths(): Promise<readonly string[]> {
  const paths: string[] = []
  const app = fastify()
  app.addHook('onRoute', ({ method, url }) => {
    if (method !== 'GET' && method !== 'HEAD') paths.push(url)
  })
  addPages(app, {} as StatusOptions)
  await app.ready()
  await app.close()
  return paths
}
