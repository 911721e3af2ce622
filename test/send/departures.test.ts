/** What is asked right before the first octet; what a stalled or dead destination costs the others. */
import { setTimeout as pause } from 'node:timers/promises'

import t, { type Test } from 'tap'

import type { AdresseMss } from '../../src/domain/correspondant.ts'
import { memoryBytes } from '../../src/kit/bytes.ts'
import { type Leave, openSender, type SenderOptions } from '../../src/send/send.ts'
import { openSink } from '../support/smtp-sink.ts'

const LETTER = Buffer.from('Subject: x\r\n\r\nUn avis.\r\n')
const envelope = (domain = 'chu.test') => ({ from: 'r@te.localhost', to: `a@${domain}` })
const sealed = () => ({
  raw: memoryBytes(LETTER),
  to: 'a@chu.test' as AdresseMss,
  encrypted: false,
})
const leave = (may: () => Promise<boolean>, signal = new AbortController().signal): Leave => ({
  may,
  signal,
})
const yes = leave(async () => true)

async function sinkFor(t: Test, options: Parameters<typeof openSink>[0] = {}) {
  const sink = await openSink(options)
  t.teardown(() => sink.close())
  return sink
}

function senderTo(t: Test, options: Partial<SenderOptions>) {
  const sender = openSender({ relay: null, ehloName: 'te.localhost', ...options })
  t.teardown(() => sender.close())
  return sender
}

for (const extensions of [['PIPELINING'], []]) {
  t.test(`a letter is asked about when the server waits for it (${extensions})`, async (t) => {
    const said: string[] = []
    const note = (line: string): null => {
      said.push(line.slice(0, 4))
      return null
    }
    const sink = await sinkFor(t, { extensions, on: { mail: note, rcpt: note, data: note } })
    const sender = senderTo(t, { relay: sink.url })
    const before: string[][] = []
    const no = leave(async () => {
      before.push([...said])
      return false
    })
    t.strictSame(await sender.send(sealed(), envelope(), no), { kind: 'withheld' })
    t.strictSame(before, [['MAIL', 'RCPT', 'DATA']], 'at the last moment, once')
    t.match(await sender.send(sealed(), envelope(), yes), { kind: 'delivered' })
    t.equal(sink.messages.length, 1, 'nothing of the first was taken for a letter')
    t.ok(sink.messages[0]?.raw.equals(LETTER))
  })
}

for (const step of ['greeting', 'ehlo', 'mail', 'rcpt', 'data'] as const) {
  t.test(`nothing of a letter is said while the server stalls at ${step}`, async (t) => {
    const sink = await sinkFor(t, { on: { [step]: () => 'hang' } })
    const sender = senderTo(t, { relay: sink.url })
    let asked = 0
    const hold = new AbortController()
    const sending = sender.send(
      sealed(),
      envelope(),
      leave(async () => Boolean(++asked), hold.signal),
    )
    while (sink.connections === 0) await pause(5)
    await pause(50)
    // The letter is another's by now: the session is cut, whatever the server was about to say.
    hold.abort()
    t.match(await sending, { kind: 'later', code: 'delivery-timeout' })
    t.equal(asked, 0)
    t.strictSame(sink.messages, [])
  })
}

t.test('what keeps the question from being answered is no answer', async (t) => {
  const sink = await sinkFor(t)
  const sender = senderTo(t, { relay: sink.url })
  const away = leave(() => Promise.reject(new Error('away')))
  await t.rejects(sender.send(sealed(), envelope(), away))
  t.strictSame(sink.messages, [])
})

t.test('a letter that is no longer ours before it begins says nothing', async (t) => {
  const sink = await sinkFor(t)
  const sender = senderTo(t, { relay: sink.url })
  const gone = leave(async () => true, AbortSignal.abort())
  t.match(await sender.send(sealed(), envelope(), gone), { kind: 'later' })
  t.strictSame(sink.messages, [])
})

t.test('a stalled server is given few letters; the others had no attempt', async (t) => {
  const stalled = await sinkFor(t, { on: { mail: () => 'hang' } })
  const relayed = senderTo(t, { relay: stalled.url, timeouts: { waitMs: 50, attemptMs: 1_000 } })
  const all = await Promise.all(
    Array.from({ length: 40 }, () => relayed.send(sealed(), envelope(), yes)),
  )
  const count = (kind: string): number => all.filter((one) => one.kind === kind).length
  t.ok(count('later') <= 2, 'few are in hand')
  t.equal(count('busy'), 40 - count('later'), 'the others had no attempt')
  t.ok(stalled.connections <= 2)
})

t.test('a dead domain holds up its own letters, and only those', async (t) => {
  const well = await sinkFor(t)
  const dead = await openSink()
  await dead.close()
  const asked: string[] = []
  const sender = senderTo(t, {
    mxPort: well.port,
    resolveMx: async (domain) => {
      asked.push(domain)
      if (domain === 'mort.test') throw Object.assign(new Error('x'), { code: 'ESERVFAIL' })
      return [{ exchange: '127.0.0.1', priority: 1 }]
    },
  })
  t.match(await sender.send(sealed(), envelope('mort.test')), { kind: 'later' })
  const again = await sender.send(sealed(), envelope('mort.test'))
  t.match(again, { kind: 'busy' }, 'no attempt')
  t.ok(again.kind === 'busy' && again.afterMs <= 1_000, 'for a second at first')
  t.match(await sender.send(sealed(), envelope('bon.test')), { kind: 'delivered' })
  t.strictSame(asked, ['mort.test', 'bon.test'])
})

t.test('a destination that answers again is used again', async (t) => {
  let isDown = true
  const sink = await sinkFor(t, { on: { greeting: () => (isDown ? 'drop' : null) } })
  const sender = senderTo(t, { relay: sink.url })
  t.match(await sender.send(sealed(), envelope()), { kind: 'later' })
  isDown = false
  for (;;) {
    const delivery = await sender.send(sealed(), envelope())
    if (delivery.kind === 'busy') await pause(delivery.afterMs)
    else {
      t.match(delivery, { kind: 'delivered' })
      break
    }
  }
  const all = await Promise.all(Array.from({ length: 20 }, () => sender.send(sealed(), envelope())))
  t.ok(all.every((one) => one.kind === 'delivered'))
})

t.test('an answer about one letter is no fault of its destination', async (t) => {
  const sink = await sinkFor(t, { on: { rcpt: () => '450 4.2.0 later' } })
  const sender = senderTo(t, { relay: sink.url })
  for (let i = 0; i < 3; i += 1)
    t.match(await sender.send(sealed(), envelope()), { kind: 'later', code: 'delivery-deferred' })
})
