/** Wrong tokens slow down their sender, and nobody else. SPEC §12 */
import t from 'tap'

import { countWrongTokens, MAX_WRONG } from '../../../src/http/session/wrong-tokens.ts'
import { openWindows } from '../../support/windows.ts'

function counted() {
  let at = Date.parse('2026-06-08T08:00:00Z')
  const wrong = countWrongTokens({ now: () => new Date(at) })
  const send = (peer: string, times: number) =>
    Array.from({ length: times }, () => wrong.count(peer)).findLast((one) => one !== null) ?? null
  return {
    wrong,
    send,
    passes: (ms: number) => {
      at += ms
    },
  }
}

t.test('an address waits for its minute to end, alone, and the lock begins once', (t) => {
  const { wrong, send, passes } = counted()
  t.equal(send('192.0.2.1', MAX_WRONG - 1), null)
  t.equal(wrong.waits('192.0.2.1'), null)
  passes(20_000)
  t.equal(send('192.0.2.1', 1), 'locked')
  t.equal(wrong.waits('192.0.2.1'), 40)
  t.equal(wrong.waits('::ffff:192.0.2.1'), 40, 'the same address')
  t.equal(wrong.waits('192.0.2.2'), null)
  t.equal(send('192.0.2.1', 5), null, 'once')
  passes(40_000)
  t.equal(wrong.waits('192.0.2.1'), null)
  t.equal(send('192.0.2.1', MAX_WRONG), 'locked-again')
  passes(20 * 60_000)
  t.equal(send('192.0.2.1', MAX_WRONG), 'locked', 'long after, it is another')
  t.end()
})

t.test('its memory is bounded', (t) => {
  const { wrong, send } = counted()
  send('192.0.2.1', MAX_WRONG)
  for (let n = 0; n < 10_001; n++) wrong.count(`10.${n >> 16}.${(n >> 8) & 255}.${n & 255}`)
  t.equal(wrong.waits('192.0.2.1'), null, 'the oldest is forgotten')
  t.end()
})

t.test(
  'the port answers 429 after them, on the API and the page, and says it in the audit once',
  async (t) => {
    const told: string[] = []
    const { call, tokens, db, address } = await openWindows(t, {
      locked: (peer) => told.push(peer),
    })
    const good = () => call('/api/v1/status', { token: tokens.status })
    for (let n = 0; n < 60; n++)
      t.equal((await call('/api/v1/status')).status, 401, 'missing ones do not count')
    t.equal((await good()).status, 200)
    const sent = await Promise.all(
      Array.from({ length: 60 }, () => call('/api/v1/status', { token: 'faux' })),
    )
    const statuses = sent.map(({ status }) => status)
    t.equal(statuses.filter((status) => status === 401).length, MAX_WRONG)
    t.equal(statuses.filter((status) => status === 429).length, 60 - MAX_WRONG)
    const held = await good()
    t.match(held, { status: 429, json: { code: 'acces-verrouille' } })
    t.match(held.headers.get('retry-after'), /^[1-6]?\d$/)
    const body = new URLSearchParams({ jeton: tokens.status ?? '' })
    const page = await fetch(`${address}/connexion`, { method: 'POST', body, redirect: 'manual' })
    t.equal(page.status, 429)
    t.match(await page.text(), 'Trop de jetons faux')
    t.equal((await call('/healthz')).status, 200)
    const lines = await db.query("select quoi from journal where quoi = 'acces.verrouille'")
    t.equal(lines.length, 1)
    t.strictSame(told, [], 'told only when it goes on')
  },
)
