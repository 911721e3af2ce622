import t from 'tap'

import { openPolicy } from '../../src/receive/policy.ts'
import { LIMITS } from './door.ts'

function policy(change: Partial<Parameters<typeof openPolicy>[0]> = {}) {
  const clock = { ms: 0 }
  const rules = openPolicy({
    allow: ['10.0.0.0/8', '2001:db8::/32', '192.0.2.7'],
    limits: LIMITS,
    tls: 'off',
    elapsed: () => clock.ms,
    ...change,
  })
  return { rules, clock }
}

t.test('lets in the networks of the list, in either family', (t) => {
  const { rules } = policy()
  for (const peer of ['10.1.2.3', '::ffff:10.1.2.3', '2001:db8::1', '192.0.2.7']) {
    t.equal(rules.enter(peer), null, peer)
  }
  for (const peer of ['11.0.0.1', '::ffff:11.0.0.1', '2001:db9::1', '192.0.2.8', '', 'nonsense']) {
    t.equal(rules.enter(peer), 'peer-not-allowed', peer)
  }
  t.end()
})

t.test('counts one peer once, whichever way its address is written', (t) => {
  const { rules } = policy({ limits: { ...LIMITS, connectionsPerPeer: 1 } })
  t.equal(rules.enter('::ffff:10.0.0.1'), null)
  t.equal(rules.enter('10.0.0.1'), 'too-many-connections')
  t.equal(rules.enter('10.0.0.2'), null)
  rules.leave('10.0.0.1')
  t.equal(rules.enter('10.0.0.1'), null)
  t.end()
})

t.test('holds a peer to its messages a minute, and no other', (t) => {
  const { rules, clock } = policy({ limits: { ...LIMITS, messagesPerMinute: 6 } })
  const begin = (peer: string) => rules.begin(peer, 1, 'plain')
  for (let n = 0; n < 6; n++) t.equal(begin('10.0.0.1'), null)
  t.equal(begin('10.0.0.1'), 'rate-exceeded')
  t.equal(begin('10.0.0.2'), null)
  clock.ms += 9_999
  t.equal(begin('10.0.0.1'), 'rate-exceeded')
  clock.ms += 1
  t.equal(begin('10.0.0.1'), null, 'one more after a sixth of a minute')
  clock.ms += 3_600_000
  for (let n = 0; n < 6; n++) t.equal(begin('10.0.0.1'), null)
  t.equal(begin('10.0.0.1'), 'rate-exceeded', 'what was not used does not add up')
  t.end()
})

t.test('holds a correspondent to its messages a minute, whichever peer brings them', (t) => {
  const { rules, clock } = policy({ limits: { ...LIMITS, messagesPerCorrespondent: 2 } })
  for (let n = 0; n < 2; n++) t.equal(rules.write('a@cabinet.test'), null)
  t.equal(rules.write('A@cabinet.test'), 'rate-exceeded')
  t.equal(rules.write('b@cabinet.test'), null)
  for (let n = 0; n < 4; n++) t.equal(rules.write(''), null, 'the null return path is nobody')
  clock.ms += 30_000
  t.equal(rules.write('a@cabinet.test'), null)
  t.equal(rules.write('a@cabinet.test'), 'rate-exceeded')
  t.end()
})

t.test('asks for TLS where it is required, and only there', (t) => {
  for (const tls of ['required', 'mutual'] as const) {
    t.equal(policy({ tls }).rules.begin('10.0.0.1', 1, 'plain'), 'tls-required')
    t.equal(policy({ tls }).rules.begin('10.0.0.1', 1, 'tls'), null)
  }
  t.equal(policy({ tls: 'opportunistic' }).rules.begin('10.0.0.1', 1, 'plain'), null)
  t.end()
})
