import { randomBytes, X509Certificate } from 'node:crypto'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { type AddressInfo, createServer } from 'node:net'
import { join } from 'node:path'

import t from 'tap'

import { openssl } from '../../certs/openssl.ts'
import type { AdresseMss } from '../../src/domain/correspondant.ts'
import { memoryBytes, storedBytes } from '../../src/kit/bytes.ts'
import type { SealedMessage } from '../../src/message.ts'
import { openSender, type Sender, type SenderOptions } from '../../src/send/send.ts'
import { openSink, type Sink } from '../support/smtp-sink.ts'

const ENVELOPE = { from: 'rebond+abc@te.localhost', to: 'hugo.lamarche@chu.test' }
const LETTER = Buffer.from('Subject: x\r\n\r\nUn avis.\r\n')

function sealed(raw: Buffer = LETTER): SealedMessage {
  return { raw: memoryBytes(raw), to: ENVELOPE.to as AdresseMss, encrypted: false }
}

/** A sink and a sender to it, closed at the end of the test. */
async function pair(
  t: Tap,
  sinkOptions: Parameters<typeof openSink>[0] = {},
  senderOptions: Partial<SenderOptions> = {},
): Promise<{ sink: Sink; sender: Sender }> {
  const sink = await openSink(sinkOptions)
  const sender = openSender({ relay: sink.url, ehloName: 'te.localhost', ...senderOptions })
  t.teardown(async () => {
    await sender.close()
    await sink.close()
  })
  return { sink, sender }
}
type Tap = { teardown(what: () => Promise<void>): void; testdir(): string }

t.test('hands over the exact bytes, dots and all, in pieces of any size', async (t) => {
  const { sink, sender } = await pair(t)
  const bodies = [
    '.\r\n',
    '..\r\n.a\r\n',
    '\r\n\r\n',
    'a\r\n.\r\nb\r\n.\r\n',
    '',
    '.',
    'sans fin de ligne',
  ]
  for (const [at, body] of bodies.entries()) {
    const raw = Buffer.from(`Subject: ${at}\r\n\r\n${body}`)
    const pieces = storedBytes(raw.length, null, async function* (start, end) {
      for (let from = start; from < end; from++) yield raw.subarray(from, from + 1)
    })
    t.match(await sender.send({ ...sealed(), raw: pieces }, ENVELOPE), { kind: 'delivered' })
    const got = await sink.received((one) => one.raw.includes(`Subject: ${at}\r\n`))
    const whole = raw.toString().endsWith('\r\n') ? raw : Buffer.concat([raw, Buffer.from('\r\n')])
    t.equal(got.raw.toString(), whole.toString())
  }
})

t.test('hands over a large letter byte for byte', async (t) => {
  const { sink, sender } = await pair(t)
  const body = randomBytes(8e6).toString('base64').replace(/.{76}/g, '.$&\r\n')
  const raw = Buffer.from(`Subject: x\r\n\r\n${body}\r\n`)
  t.match(await sender.send(sealed(raw), ENVELOPE), { kind: 'delivered' })
  t.ok((await sink.received()).raw.equals(raw))
})

t.test(
  'says the envelope it was given, its size, and asks for notices without the letter',
  async (t) => {
    const { sink, sender } = await pair(t)
    const delivery = await sender.send(sealed(), ENVELOPE)
    t.strictSame(delivery, {
      kind: 'delivered',
      reply: '250 2.0.0 taken',
      server: `127.0.0.1:${sink.port}`,
    })
    t.strictSame(sink.messages[0]?.commands, [
      `MAIL FROM:<${ENVELOPE.from}> SIZE=${LETTER.length} RET=HDRS`,
      `RCPT TO:<${ENVELOPE.to}> NOTIFY=FAILURE,DELAY`,
    ])
  },
)

t.test('asks nothing that the server does not know', async (t) => {
  const { sink, sender } = await pair(t, { extensions: [] })
  await sender.send(sealed(), ENVELOPE)
  t.strictSame(sink.messages[0]?.commands, [
    `MAIL FROM:<${ENVELOPE.from}>`,
    `RCPT TO:<${ENVELOPE.to}>`,
  ])
})

t.test('never says an address that is none', async (t) => {
  const { sink, sender } = await pair(t)
  const to = 'a@b.test>\r\nRCPT TO:<x@y.test'
  t.match(await sender.send(sealed(), { ...ENVELOPE, to }), {
    kind: 'never',
    code: 'delivery-address-invalid',
  })
  await t.rejects(sender.send(sealed(), { ...ENVELOPE, from: 'a b@c' }))
  t.equal(sink.connections, 0)
})

t.test('uses its sessions again, and no more at once than it may', async (t) => {
  const { sink, sender } = await pair(t, {}, { perServer: 3 })
  const all = await Promise.all(Array.from({ length: 60 }, () => sender.send(sealed(), ENVELOPE)))
  t.ok(all.every((one) => one.kind === 'delivered'))
  t.equal(sink.messages.length, 60)
  t.equal(sink.connections, 3)
})

t.test('takes a new session when the server ended the kept one', async (t) => {
  let letters = 0
  const { sink, sender } = await pair(t, { on: { mail: () => (++letters === 2 ? 'drop' : null) } })
  t.match(await sender.send(sealed(), ENVELOPE), { kind: 'delivered' })
  t.match(await sender.send(sealed(), ENVELOPE), { kind: 'delivered' })
  t.equal(sink.connections, 2)
  t.equal(sink.messages.length, 2)
})

t.test('takes a new session when the kept one is told 421', async (t) => {
  let letters = 0
  const { sink, sender } = await pair(t, {
    on: { mail: () => (++letters === 2 ? '421 4.4.2 idle' : null) },
  })
  await sender.send(sealed(), ENVELOPE)
  t.match(await sender.send(sealed(), ENVELOPE), { kind: 'delivered' })
  t.equal(sink.connections, 2)
})

const answers = [
  ['rcpt', '550 5.1.1 unknown', 'never', 'delivery-mailbox-unknown'],
  ['rcpt', '450 4.2.0 later', 'later', 'delivery-deferred'],
  ['mail', '550 5.7.1 you may not', 'later', 'delivery-sender-refused'],
  ['data', '554 5.5.0 no', 'never', 'delivery-refused'],
  ['end', '554 5.7.1 refused', 'never', 'delivery-refused'],
  ['end', '452 4.3.1 disk full', 'later', 'delivery-deferred'],
  ['greeting', '554 no service', 'later', 'delivery-sender-refused'],
  ['greeting', 'drop', 'later', 'delivery-unreachable'],
  ['mail', 'drop', 'later', 'delivery-unreachable'],
  ['data', 'drop', 'later', 'delivery-unreachable'],
  ['end', 'drop', 'later', 'delivery-uncertain'],
  ['greeting', 'hang', 'later', 'delivery-timeout'],
  ['rcpt', 'hang', 'later', 'delivery-timeout'],
  ['end', 'hang', 'later', 'delivery-uncertain'],
] as const
for (const extensions of [['PIPELINING'], []]) {
  for (const [step, reply, kind, code] of answers) {
    t.test(
      `comes to ${code} when the server says « ${reply} » at ${step} (${extensions[0] ?? 'plain'})`,
      async (t) => {
        const timeouts = { connectMs: 300, commandMs: 300, dataMs: 300, endMs: 300 }
        const { sink, sender } = await pair(
          t,
          { extensions, on: { [step]: () => reply } },
          { timeouts },
        )
        t.match(await sender.send(sealed(), ENVELOPE), { kind, code })
        t.equal(sink.messages.length, 0)
      },
    )
  }
}

t.test('has the patience that each step asks', async (t) => {
  // Any other patience than its own outlasts the test.
  const ever = 3_600_000
  const patience = { commandMs: ever, dataMs: ever, blockMs: ever, endMs: ever }
  const steps = [
    ['mail', 'commandMs', 'delivery-timeout'],
    ['rcpt', 'commandMs', 'delivery-timeout'],
    ['data', 'dataMs', 'delivery-timeout'],
    ['end', 'endMs', 'delivery-uncertain'],
  ] as const
  const cases = steps.flatMap((each) => [
    { each, extensions: ['PIPELINING'] },
    { each, extensions: [] },
  ])
  // All at once: some of them are looked at only every few seconds.
  await Promise.all(
    cases.map(async ({ each: [step, own, code], extensions }) => {
      const timeouts = { ...patience, [own]: 200 }
      const on = { [step]: () => 'hang' }
      const { sender } = await pair(t, { extensions, on }, { timeouts })
      const name = `${step}, ${extensions.join() || 'plain'}`
      t.match(await sender.send(sealed(), ENVELOPE), { kind: 'later', code }, name)
    }),
  )
})

t.test(
  'waits no longer than its patience for a server that takes no more of a letter',
  async (t) => {
    const server = createServer((socket) => {
      socket.on('error', () => undefined)
      socket.write('220 lent.test\r\n')
      socket.on('data', (said) => {
        if (/^DATA/im.test(said.toString('latin1'))) {
          socket.pause()
          socket.write('354 go\r\n')
        } else socket.write('250 ok\r\n')
      })
    })
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    t.teardown(() => server.close())
    const sender = openSender({
      relay: `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`,
      ehloName: 'te.localhost',
      timeouts: { blockMs: 300, dataMs: 60_000, endMs: 60_000 },
    })
    t.teardown(() => sender.close())
    const size = 32 * 1024 * 1024
    const large = storedBytes(size, null, async function* () {
      const lines = Buffer.from(`${'x'.repeat(62)}\r\n`.repeat(1024))
      for (let at = 0; at < size; at += lines.length) yield lines
    })
    t.match(await sender.send({ ...sealed(), raw: large }, ENVELOPE), {
      kind: 'later',
      code: 'delivery-timeout',
    })
  },
)

t.test('is not blocked by one refused letter', async (t) => {
  const on = { rcpt: (line: string) => (line.includes('inconnu') ? '550 5.1.1 no' : null) }
  const { sink, sender } = await pair(t, { on }, { perServer: 1 })
  await sender.send(sealed(), { ...ENVELOPE, to: 'inconnu@chu.test' })
  t.match(await sender.send(sealed(), ENVELOPE), { kind: 'delivered' })
  t.strictSame(
    sink.messages.map((one) => one.to),
    [[ENVELOPE.to]],
  )
})

t.test('sees beforehand that a letter is larger than the server takes', async (t) => {
  const { sink, sender } = await pair(t, { extensions: ['SIZE 10'] })
  t.match(await sender.send(sealed(), ENVELOPE), { kind: 'never', code: 'delivery-too-large' })
  t.equal(sink.messages.length, 0)
})

t.test('comes to unreachable when nobody listens', async (t) => {
  const sink = await openSink()
  await sink.close()
  const sender = openSender({ relay: sink.url, ehloName: 'te.localhost' })
  t.match(await sender.send(sealed(), ENVELOPE), { kind: 'later', code: 'delivery-unreachable' })
  await t.rejects(sender.check(), /127\.0\.0\.1/)
  await sender.close()
})

t.test('bounds a whole attempt, however alive the peer', async (t) => {
  const { sender } = await pair(t, { on: { end: () => 'hang' } }, { timeouts: { attemptMs: 200 } })
  t.match(await sender.send(sealed(), ENVELOPE), { kind: 'later', code: 'delivery-uncertain' })
})

t.test('never ends a letter that our own store cut short', async (t) => {
  const { sink, sender } = await pair(t)
  const cut = storedBytes(1000, null, async function* () {
    yield LETTER
  })
  await t.rejects(sender.send({ ...sealed(), raw: cut }, ENVELOPE), /could not be read/)
  const broken = storedBytes(1000, null, async function* () {
    yield LETTER
    throw new Error('disk')
  })
  await t.rejects(sender.send({ ...sealed(), raw: broken }, ENVELOPE), /could not be read/)
  t.match(await sender.send(sealed(), ENVELOPE), { kind: 'delivered' })
  t.equal(sink.messages.length, 1)
})

t.test('never ends a letter that two servers could read as two', async (t) => {
  const { sink, sender } = await pair(t)
  const line = 'l'.repeat(998)
  const odd = [
    'a\n.\nb\r\n',
    'a\r.\rb\r\n',
    'a\r\n.\r\r\nb\r\n',
    'a\n\r\n',
    'a\r',
    'a\0b\r\n',
    'é\r\n',
    `${line}l\r\n`,
  ]
  for (const body of odd) {
    const raw = Buffer.from(`Subject: x\r\n\r\n${body}`)
    for (const size of [1, 7, 4_096]) {
      const pieces = storedBytes(raw.length, null, async function* (start, end) {
        for (let from = start; from < end; from += size) {
          yield raw.subarray(from, Math.min(end, from + size))
        }
      })
      t.match(
        await sender.send({ ...sealed(), raw: pieces }, ENVELOPE),
        { kind: 'never', code: 'letter-not-canonical' },
        `${JSON.stringify(body.slice(0, 12))} by ${size}`,
      )
    }
  }
  t.strictSame(sink.messages, [], 'each was cut before its end')
  const fine = Buffer.from(`Subject: x\r\n\r\n${line}\r\n`)
  t.match(await sender.send(sealed(fine), ENVELOPE), { kind: 'delivered' })
})

t.test('hears nothing in TLS that was said in clear before', async (t) => {
  const { key, cert } = await tlsPair(t, `IP:${NOT_LOOPBACK}`)
  for (const injected of [
    '250-PIPELINING\r\n250 SIZE 1\r\n',
    '250 SIZE 1',
    '503 no\r\n'.repeat(5),
  ]) {
    const sink = await openSink({ tls: { key, cert }, behindStarttls: injected })
    const relay = `smtp://${NOT_LOOPBACK}:${sink.port}`
    const sender = openSender({ relay, ehloName: 'te.localhost', tlsCa: [cert] })
    t.match(await sender.send(sealed(), ENVELOPE), { kind: 'delivered' }, JSON.stringify(injected))
    t.ok(sink.messages[0]?.secure)
    await sender.close()
    await sink.close()
  }
})

t.test('logs in with the credentials of the relay', async (t) => {
  const said: string[] = []
  const auth = (line: string): null => {
    said.push(line)
    return null
  }
  const { sink } = await pair(t, { extensions: ['AUTH PLAIN'], on: { auth } })
  const relay = sink.url.replace('//', '//moi:s%C3%A9cret@')
  const sender = openSender({ relay, ehloName: 'te.localhost' })
  t.match(await sender.send(sealed(), ENVELOPE), { kind: 'delivered' })
  t.equal(Buffer.from(said[0]?.split(' ')[2] ?? '', 'base64').toString(), '\0moi\0sécret')
  await sender.close()
})

t.test('says that the credentials are refused, without repeating them', async (t) => {
  const on = { auth: () => '535 5.7.8 no' }
  const { sink } = await pair(t, { extensions: ['AUTH PLAIN'], on })
  const relay = sink.url.replace('//', '//moi:secret@')
  const sender = openSender({ relay, ehloName: 'te.localhost' })
  const delivery = await sender.send(sealed(), ENVELOPE)
  t.match(delivery, { kind: 'later', code: 'delivery-auth' })
  t.notMatch(JSON.stringify(delivery), /secret/)
  const failed = await sender.check().catch((error: Error) => error.message)
  t.match(failed, /relais/)
  t.notMatch(failed, /secret/)
  await sender.close()
})

t.test('tries a relay as a letter would: greeting, TLS, login, and a NOOP', async (t) => {
  const said: string[] = []
  const noop = (line: string): null => {
    said.push(line)
    return null
  }
  const { sender } = await pair(t, { on: { noop } })
  await sender.check()
  t.strictSame(said, ['NOOP'])
  const tls = await tlsPair(t, 'DNS:autre.exemple.test')
  const table: readonly (readonly [Parameters<typeof openSink>[0], RegExp])[] = [
    [{ on: { greeting: () => '554 5.7.1 not you' } }, /refuse la session \(554 5\.7\.1 not you\)/],
    [{ on: { greeting: () => 'drop' } }, /coupe la session/],
    [{ on: { ehlo: () => 'drop' } }, /coupe la session/],
    [{ on: { auth: () => '535 5.7.8 no' } }, /refuse notre identification \(535 5\.7\.8 no\)/],
    [{ on: { noop: () => '421 4.3.2 later' } }, /ne tient pas la session \(421 4\.3\.2 later\)/],
    [{ on: { noop: () => 'drop' } }, /coupe la session/],
    [{ tls: { ...tls, implicit: true } }, /TLS impossible/],
  ]
  for (const [options, words] of table) {
    const sink = await openSink({ extensions: ['AUTH PLAIN'], ...options })
    const one = openSender({
      relay: sink.url.replace('//', '//moi:secret@'),
      ehloName: 'te.localhost',
    })
    const message = await one.check().then(
      () => 'nothing',
      (error: Error) => error.message,
    )
    t.match(message, words)
    t.match(message, /^CONFRERE_RELAY : le relais 127\.0\.0\.1:\d+ /)
    t.notMatch(message, /secret/)
    await one.close()
    await sink.close()
  }
})

t.test('refuses a relay that is no SMTP address', async (t) => {
  for (const relay of ['http://x', 'smtp', '', 'smtp://']) {
    t.throws(() => openSender({ relay, ehloName: 'x' }), /CONFRERE_RELAY/)
  }
})

/** A self-signed certificate of a server. */
async function tlsPair(t: Tap, name = 'IP:127.0.0.1'): Promise<{ key: Buffer; cert: Buffer }> {
  const dir = t.testdir()
  const [key, cert] = [join(dir, 'key.pem'), join(dir, 'cert.pem')]
  await openssl([
    ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'],
    ...['-days', '2', '-subj', '/CN=mx.test', '-addext', `subjectAltName=${name}`],
    ...['-keyout', key, '-out', cert],
  ])
  return { key: await readFile(key), cert: await readFile(cert) }
}

t.test(
  'takes STARTTLS from a relay on loopback that offers it, without asking who signed',
  async (t) => {
    const { sink, sender } = await pair(t, { tls: await tlsPair(t) })
    t.match(await sender.send(sealed(), ENVELOPE), { kind: 'delivered' })
    t.equal(sink.messages[0]?.secure, true)
  },
)

t.test('speaks smtps only to a certificate that it can verify', async (t) => {
  const tls = { ...(await tlsPair(t)), implicit: true }
  const { sink, sender } = await pair(t, { tls }, { tlsCa: [tls.cert] })
  t.match(await sender.send(sealed(), ENVELOPE), { kind: 'delivered' })
  const stranger = openSender({ relay: sink.url, ehloName: 'te.localhost' })
  t.match(await stranger.send(sealed(), ENVELOPE), { kind: 'later', code: 'delivery-tls' })
  await stranger.close()
  t.equal(sink.messages.length, 1)
})

t.test('speaks to no server that is barred, be it in the middle of a session', async (t) => {
  const tls = { ...(await tlsPair(t)), implicit: true }
  const own = new X509Certificate(tls.cert).raw
  let isBarred = false
  const bar = async ([first]: readonly Buffer[]) =>
    isBarred && first?.equals(own) ? ('certificate-denied' as const) : null
  const { sink, sender } = await pair(t, { tls }, { tlsCa: [tls.cert], bar })
  t.match(await sender.send(sealed(), ENVELOPE), { kind: 'delivered' })
  isBarred = true
  const refused = { kind: 'later', code: 'delivery-tls', reply: /certificate-denied/ }
  t.match(await sender.send(sealed(), ENVELOPE), refused, 'nor on the session it had')
  t.equal(sink.messages.length, 1)
})

t.test('goes to the servers of the domain, the next one when the first is down', async (t) => {
  const down = await openSink()
  await down.close()
  const { sink } = await pair(t)
  const asked: string[] = []
  const sender = openSender({
    relay: null,
    ehloName: 'te.localhost',
    mxPort: sink.port,
    resolveMx: async (domain) => {
      asked.push(domain)
      return [
        { exchange: '127.0.0.1', priority: 20 },
        { exchange: '127.0.0.9', priority: 10 },
      ]
    },
  })
  t.match(await sender.send(sealed(), ENVELOPE), {
    kind: 'delivered',
    server: `127.0.0.1:${sink.port}`,
  })
  t.strictSame(asked, ['chu.test'])
  await sender.close()
})

/** Linux takes 0.0.0.0 for this machine; it is no loopback address, so TLS is required there. */
const NOT_LOOPBACK = '0.0.0.0'

t.test('says nothing in clear to what is not loopback', async (t) => {
  const mails: string[] = []
  const note = (line: string): null => {
    mails.push(line)
    return null
  }
  const { sink } = await pair(t, { on: { mail: note } })
  const options = { ehloName: 'te.localhost', mxPort: sink.port }
  const byRelay = openSender({ ...options, relay: `smtp://${NOT_LOOPBACK}:${sink.port}` })
  const resolveMx = async () => [{ exchange: NOT_LOOPBACK, priority: 1 }]
  const byDomain = openSender({ ...options, relay: null, resolveMx })
  for (const sender of [byRelay, byDomain]) {
    t.match(await sender.send(sealed(), ENVELOPE), { kind: 'later', code: 'delivery-tls' })
    await sender.close()
  }
  t.strictSame(mails, [])
})

t.test('takes STARTTLS with a verified certificate beyond loopback, and no other', async (t) => {
  const good = await tlsPair(t, `IP:${NOT_LOOPBACK}`)
  const wrongName = await tlsPair(t, 'DNS:autre.test')
  const cases = [
    [good, [good.cert], { kind: 'delivered' }],
    [good, [], { kind: 'later', code: 'delivery-tls' }],
    [wrongName, [wrongName.cert], { kind: 'later', code: 'delivery-tls' }],
  ] as const
  for (const [tls, tlsCa, wanted] of cases) {
    const sink = await openSink({ tls })
    const relay = `smtp://${NOT_LOOPBACK}:${sink.port}`
    const sender = openSender({ relay, ehloName: 'te.localhost', tlsCa })
    t.match(await sender.send(sealed(), ENVELOPE), wanted)
    t.ok(sink.messages.every((one) => one.secure))
    await sender.close()
    await sink.close()
  }
})

t.test('gives up a domain that takes no mail', async (t) => {
  const sender = openSender({
    relay: null,
    ehloName: 'te.localhost',
    resolveMx: async () => [{ exchange: '', priority: 0 }],
  })
  t.match(await sender.send(sealed(), ENVELOPE), { kind: 'never', code: 'delivery-domain-unknown' })
  await sender.close()
})

t.test('ends its sessions when it is closed, a letter in flight first', async (t) => {
  const sink = await openSink()
  const sender = openSender({ relay: sink.url, ehloName: 'te.localhost' })
  const flying = sender.send(sealed(Buffer.alloc(3e6, 'x\r\n')), ENVELOPE)
  await sink.received(() => true, 5000)
  await sender.close()
  t.match(await flying, { kind: 'delivered' })
  await sink.close()
})
