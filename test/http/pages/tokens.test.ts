/** Tokens over HTTP: listed, taken back, and a token taken back is refused by the next request. */
import t from 'tap'

import { NOW, openWindows } from '../../support/windows.ts'

t.test('lists the tokens for who may, and never their letters', async (t) => {
  const { call, tokens } = await openWindows(t)
  t.equal((await call('/api/v1/tokens', { token: tokens.status })).status, 403)
  t.equal((await call('/api/v1/tokens')).status, 401)
  const list = await call('/api/v1/tokens', { token: tokens.ops })
  t.equal(list.json.items.length, 4)
  const own = list.json.items.find(
    (each: { titulaire: string }) => each.titulaire === 'Porteur ops',
  )
  t.match(own, { portee: ['ops'], expire: null, dernierUsage: NOW.toISOString() })
  for (const token of Object.values(tokens)) t.notMatch(list.text, token)
})

t.test('a token taken back is refused at the next request, on the page too', async (t) => {
  const { call, tokens } = await openWindows(t)
  const list = await call('/api/v1/tokens', { token: tokens.all })
  const { id } = list.json.items.find(
    (one: { titulaire: string }) => one.titulaire === 'Porteur status',
  )
  const revoke = (json: unknown, token = tokens.all) =>
    call(`/api/v1/tokens/${id}`, { token, method: 'DELETE', json })
  t.equal((await revoke({})).status, 400, 'a reason is needed')
  t.equal((await revoke({ motif: 'fuite' }, tokens.billing)).status, 403)
  t.equal((await call('/api/v1/dossiers', { token: tokens.status })).status, 200)
  t.match((await revoke({ motif: 'fuite' })).json, { id })
  t.equal((await call('/api/v1/dossiers', { token: tokens.status })).status, 401)
  t.equal((await revoke({ motif: 'fuite' })).status, 404)
  t.equal(
    (
      await call('/api/v1/tokens/x', {
        token: tokens.all,
        method: 'DELETE',
        json: { motif: 'abc' },
      })
    ).status,
    400,
  )
})
