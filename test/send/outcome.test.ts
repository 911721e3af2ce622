import t from 'tap'

import { ERRORS } from '../../src/errors.ts'
import { type Failure, outcome, type Step } from '../../src/send/outcome.ts'

const replies: readonly (readonly [string, Step, 'later' | 'never', string])[] = [
  ['450 4.2.1 mailbox busy', 'recipient', 'later', 'delivery-deferred'],
  ['451 local error', 'letter', 'later', 'delivery-deferred'],
  ['421 4.3.2 shutting down', 'sender', 'later', 'delivery-deferred'],
  ['450 4.7.1 greylisted', 'recipient', 'later', 'delivery-deferred'],
  ['452 4.2.2 over quota', 'recipient', 'later', 'delivery-mailbox-full'],
  ['552 5.2.2 mailbox full', 'recipient', 'later', 'delivery-mailbox-full'],
  ['552 5.2.2 mailbox full', 'letter', 'later', 'delivery-mailbox-full'],
  ['552 too many recipients', 'recipient', 'later', 'delivery-deferred'],
  ['550 5.1.1 no such user', 'recipient', 'never', 'delivery-mailbox-unknown'],
  ['550-5.1.1 no such\n550 5.1.1 user', 'recipient', 'never', 'delivery-mailbox-unknown'],
  ['550 no such user', 'recipient', 'never', 'delivery-mailbox-unknown'],
  ['550 5.7.1 relaying denied', 'recipient', 'never', 'delivery-refused'],
  ['554 5.7.1 content refused', 'letter', 'never', 'delivery-refused'],
  ['550 content refused', 'letter', 'never', 'delivery-refused'],
  ['552 too large', 'sender', 'never', 'delivery-too-large'],
  ['552 5.3.4 too large', 'letter', 'never', 'delivery-too-large'],
  ['550 5.7.1 sender not allowed', 'sender', 'later', 'delivery-sender-refused'],
  ['554 no SMTP service here', 'greeting', 'later', 'delivery-sender-refused'],
  ['530 5.7.0 authentication required', 'sender', 'later', 'delivery-auth'],
  ['535 5.7.8 bad password', 'login', 'later', 'delivery-auth'],
  ['454 4.7.0 try later', 'login', 'later', 'delivery-auth'],
  ['250 fine', 'greeting', 'later', 'delivery-deferred'],
  ['what?', 'recipient', 'later', 'delivery-deferred'],
  // An enhanced code of another class than the reply is not believed.
  ['550 4.2.2 odd', 'recipient', 'never', 'delivery-mailbox-unknown'],
]
for (const [reply, step, kind, code] of replies) {
  t.test(`takes « ${JSON.stringify(reply)} » to the ${step} for ${kind}, ${code}`, async (t) => {
    t.match(outcome({ kind: 'reply', step, reply }), { kind, code })
    t.ok(code in ERRORS)
  })
}

t.test('never gives up for what is broken, and tells a cut after the letter apart', async (t) => {
  const causes = [
    ['network', 'delivery-unreachable'],
    ['timeout', 'delivery-timeout'],
    ['tls', 'delivery-tls'],
    ['login', 'delivery-auth'],
  ] as const
  for (const [cause, code] of causes) {
    t.match(outcome({ kind: 'broken', cause, said: 'x' }), { kind: 'later', code })
  }
  t.match(outcome({ kind: 'uncertain', said: 'x' }), { kind: 'later', code: 'delivery-uncertain' })
})

t.test('keeps a reply on one bounded line without control characters', async (t) => {
  const failure: Failure = {
    kind: 'reply',
    step: 'letter',
    reply: `554 a\r\n554 \u001b[31m${'b'.repeat(9999)}`,
  }
  const { reply } = outcome(failure) as { reply: string }
  t.match(reply, /^554 a 554 \[31mb+$/)
  t.ok(reply.length <= 400)
})
