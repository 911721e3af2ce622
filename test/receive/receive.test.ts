import { Buffer } from 'node:buffer'
import { setTimeout as pause } from 'node:timers/promises'

import t from 'tap'

import { deferral, refusal } from '../../src/errors.ts'
import { dial, dialToData } from '../support/smtp-dialogue.ts'
import { LIMITS, testDoor } from './door.ts'

const BODY = 'Subject: essai\r\n\r\nBonjour\r\n'

t.test('says 250 with the id of the message, once it is kept', async (t) => {
  let release: () => void = () => undefined
  const stored = new Promise<void>((resolve) => {
    release = resolve
  })
  const { port } = await testDoor(t, {
    async accept({ id, source }) {
      for await (const _ of source);
      await stored
      return { kind: 'stored', id: `m-${id.length}` }
    },
  })
  const client = await dialToData(port)
  t.equal((await client.say('DATA')).code, 354)
  client.raw(`${BODY}.\r\n`)
  const answer = client.reply()
  const first = await Promise.race([answer, pause(100, 'silence')])
  t.equal(first, 'silence', 'nothing is said before the store has answered')
  release()
  t.match(await answer, { code: 250, text: /2\.6\.0 Ok m-36/ })
  client.destroy()
})

t.test('keeps the octets exactly as sent, dots unstuffed at line starts only', async (t) => {
  const { port, kept } = await testDoor(t)
  const wire = '..\r\n...deux\r\na.b\r\n.. \r\n\r\n\t\u00e9 8 bits \r\nfin.\r\n..fin\r\n'
  const sent = Buffer.from(`Subject: x\r\n\r\n${wire}`, 'latin1')
  const whole = Buffer.from(sent.toString('latin1').replace(/^\.\./gm, '.'), 'latin1')
  const cuts = [1, 3, 7, sent.length]
  for (const cut of cuts) {
    const client = await dialToData(port)
    await client.say('DATA')
    const stuffed = Buffer.concat([sent, Buffer.from('.\r\n')])
    for (let at = 0; at < stuffed.length; at += cut) {
      client.raw(stuffed.subarray(at, at + cut))
      if (cut < 8) await pause(1)
    }
    t.equal((await client.reply()).code, 250)
    t.strictSame(kept.at(-1)?.raw, whole, `cut every ${cut} octets`)
    client.destroy()
  }
})

t.test('hands over the envelope in lower case', async (t) => {
  const { port, kept } = await testDoor(t)
  const client = await dial(port)
  await client.reply()
  await client.say('EHLO Client.Example')
  t.equal((await client.say('MAIL FROM:<Dr.A@Cabinet.Example> BODY=8BITMIME SIZE=40')).code, 250)
  await client.say('RCPT TO:<Dermatologie@TE.localhost>')
  await client.say('RCPT TO:<Postmaster>')
  await client.say('DATA')
  client.raw(`${BODY}.\r\n`)
  t.equal((await client.reply()).code, 250)
  t.match(kept[0]?.envelope, {
    from: 'dr.a@cabinet.example',
    to: ['dermatologie@te.localhost', 'postmaster@te.localhost'],
    peer: '127.0.0.1',
    tls: 'none',
    operator: null,
  })
  t.equal((await client.say('MAIL FROM:<>')).code, 250, 'the null return path is admitted')
  client.destroy()
})

t.test('announces what it honours and nothing else', async (t) => {
  const { port } = await testDoor(t)
  const client = await dial(port)
  t.match(await client.reply(), { code: 220, text: /te\.localhost/ })
  const { text } = await client.say('EHLO client.example')
  t.match(text, /250-PIPELINING/)
  t.match(text, /8BITMIME/)
  t.match(text, /ENHANCEDSTATUSCODES/)
  t.match(text, /SIZE 100000/)
  t.notMatch(text, /AUTH|SMTPUTF8|CHUNKING|STARTTLS|DSN|XCLIENT/)
  t.match(await client.say('VRFY demande'), { code: 252 }, 'VRFY tells nothing')
  t.equal((await client.say('STARTTLS')).code, 500)
  client.destroy()
})

t.test('greets without waiting', async (t) => {
  const { port } = await testDoor(t)
  const delays: (number | undefined)[] = []
  const { setTimeout: original } = globalThis
  globalThis.setTimeout = ((work: () => void, ms?: number) => {
    delays.push(ms)
    return original(work, ms)
  }) as typeof setTimeout
  const client = await dial(port)
  await client.reply()
  globalThis.setTimeout = original
  t.strictSame(delays, [], 'no timer stands between the connection and the greeting')
  client.destroy()
})

t.test('knows an address by any way to quote it', async (t) => {
  const { port, kept } = await testDoor(t)
  const client = await dial(port)
  await client.reply()
  await client.say('EHLO client.example')
  t.equal((await client.say('MAIL FROM:<"Alice.Durand"@b.example>')).code, 250)
  t.equal((await client.say('RCPT TO:<"Derma\\tologie"@te.localhost>')).code, 250)
  await client.say('DATA')
  client.raw('Subject: x\r\n\r\nBonjour\r\n.\r\n')
  t.equal((await client.reply()).code, 250)
  t.match(kept[0]?.envelope, {
    from: 'alice.durand@b.example',
    to: ['dermatologie@te.localhost'],
  })
  client.destroy()
})

t.test('refuses an unknown recipient with 550 5.1.1', async (t) => {
  const { port } = await testDoor(t)
  const client = await dial(port)
  await client.reply()
  await client.say('EHLO client.example')
  await client.say('MAIL FROM:<a@cabinet.example>')
  t.match(await client.say('RCPT TO:<inconnu@te.localhost>'), { code: 550, text: /^550 5\.1\.1 / })
  t.match(await client.say('RCPT TO:<x@ailleurs.example>'), { code: 550, text: /^550 5\.1\.1 / })
  t.equal((await client.say('DATA')).code, 503)
  client.destroy()
})

t.test('an address of another errand is told to come in a mail of its own', async (t) => {
  const asked: (readonly string[])[] = []
  const { port, kept } = await testDoor(t, {
    recipient(address, before) {
      asked.push([address, ...before])
      return Promise.resolve({ kind: before.length === 1 ? 'apart' : 'known' })
    },
  })
  const client = await dial(port)
  await client.reply()
  await client.say('EHLO client.example')
  for (const to of ['a', 'b']) {
    await client.say('MAIL FROM:<a@cabinet.example>')
    t.match(await client.say(`RCPT TO:<${to}@te.localhost>`), { code: 250 })
    const answer = await client.say('RCPT TO:<autre@te.localhost>')
    t.match(answer, { code: 452, text: /^452 4\.5\.3 / })
    await client.say('DATA')
    t.match(await client.say(`${BODY}x\r\n.`), { code: 250 })
  }
  t.strictSame(asked, [
    ['a@te.localhost'],
    ['autre@te.localhost', 'a@te.localhost'],
    ['b@te.localhost'],
    ['autre@te.localhost', 'b@te.localhost'],
  ])
  t.strictSame(
    kept.map(({ envelope }) => envelope.to),
    [['a@te.localhost'], ['b@te.localhost']],
  )
  client.destroy()
})

t.test('what the header says of S/MIME is known once the message was read', async (t) => {
  const said: boolean[] = []
  const { port } = await testDoor(t, {
    async accept({ id, source, saysSigned }) {
      for await (const _ of source);
      said.push(saysSigned())
      return { kind: 'stored', id }
    },
  })
  const heads: readonly (readonly [string, boolean])[] = [
    ['Content-Type: multipart/signed; boundary=b', true],
    ['CONTENT-TYPE:\r\n\tapplication/x-pkcs7-mime; name=smime.p7m', true],
    ['Content-Type: application/pkcs7-mime', true],
    ['Content-Type: multipart/mixed; boundary=b', false],
    ['Subject: x\r\nX-Content-Type: multipart/signed', false],
    ['Subject: x\r\n\r\nContent-Type: multipart/signed', false],
  ]
  for (const [head] of heads) {
    const client = await dialToData(port)
    await client.say('DATA')
    t.match(await client.say(`${head}\r\n\r\nx\r\n.`), { code: 250 }, head)
    client.destroy()
  }
  t.strictSame(
    said,
    heads.map(([, expected]) => expected),
  )
})

t.test('says 451 at RCPT when the database is down, whichever way it shows', async (t) => {
  const ways = [
    () => Promise.resolve({ kind: 'unavailable' } as const),
    () => Promise.reject(new Error('connection refused')),
  ]
  for (const recipient of ways) {
    const { port } = await testDoor(t, { recipient })
    const client = await dial(port)
    await client.reply()
    await client.say('EHLO client.example')
    await client.say('MAIL FROM:<a@cabinet.example>')
    const answer = await client.say('RCPT TO:<demande@te.localhost>')
    t.match(answer, { code: 451, text: /^451 4\.3\.0 / })
    client.destroy()
  }
})

t.test('says 451 when the store fails, never 250 nor 5xx', async (t) => {
  const failures = {
    'throws at once': () => Promise.reject(new Error('disk full')),
    defers: () => Promise.resolve(deferral('store-unavailable')),
    'throws after the last octet': async ({ source }: { source: AsyncIterable<Buffer> }) => {
      for await (const _ of source);
      throw new Error('commit failed')
    },
    'says stored without having read': () => Promise.resolve({ kind: 'stored', id: 'x' } as const),
  }
  for (const [name, accept] of Object.entries(failures)) {
    const { port } = await testDoor(t, { accept })
    const client = await dialToData(port)
    await client.say('DATA')
    client.raw(
      `${BODY}${'x'.repeat(70)}\r\n`.padEnd(50_000, 'y\r\n').replace(/\r?$|\r\n?$/, '\r\n'),
    )
    client.raw('.\r\n')
    t.match(await client.reply(), { code: 451, text: /^451 4\.3\.0 / }, name)
    t.equal((await client.say('NOOP')).code, 250, 'the dialogue goes on')
    client.destroy()
  }
})

t.test('passes on a refusal of the store with its code', async (t) => {
  const { port } = await testDoor(t, {
    accept: () => Promise.resolve(refusal('recipient-unknown')),
  })
  const client = await dialToData(port)
  await client.say('DATA')
  client.raw(`${BODY}.\r\n`)
  t.match(await client.reply(), { code: 550, text: /\[recipient-unknown\]/ })
  client.destroy()
})

t.test('holds the announced size to the octet', async (t) => {
  const { port, kept } = await testDoor(t)
  const head = 'Subject: x\r\n\r\n'
  const line = `${'z'.repeat(998)}\r\n`
  const filled = (size: number): string => {
    const body = line.repeat(Math.floor((size - head.length) / line.length))
    const rest = size - head.length - body.length
    return head + body + (rest >= 2 ? `${'y'.repeat(rest - 2)}\r\n` : '')
  }
  const client = await dialToData(port)
  await client.say('DATA')
  client.raw(`${filled(100_000)}.\r\n`)
  t.equal((await client.reply()).code, 250)
  t.equal(kept[0]?.raw.length, 100_000)

  await client.say('MAIL FROM:<a@cabinet.example>')
  await client.say('RCPT TO:<demande@te.localhost>')
  await client.say('DATA')
  client.raw(`${filled(100_002)}.\r\n`)
  t.match(await client.reply(), { code: 552, text: /^552 5\.3\.4 / })
  t.equal(kept.length, 1, 'nothing of it is kept')
  t.equal((await client.say('NOOP')).code, 250, 'the dialogue goes on')

  const announced = await client.say('MAIL FROM:<a@cabinet.example> SIZE=100001')
  t.match(announced, { code: 552, text: /^552 5\.3\.4 / }, 'also at MAIL')
  client.destroy()
})

t.test('hangs up on a peer that goes on and on past the size', async (t) => {
  const { port, kept } = await testDoor(t)
  const client = await dialToData(port)
  await client.say('DATA')
  const flood = setInterval(() => client.raw(`${'z'.repeat(998)}\r\n`.repeat(20)), 1)
  t.teardown(() => clearInterval(flood))
  t.match(await client.reply(), { code: 552 })
  clearInterval(flood)
  client.end()
  await client.closed
  t.equal(kept.length, 0)
})

t.test('refuses what the message may not hold', async (t) => {
  const { port, kept } = await testDoor(t)
  const headers = (n: number): string => `Received: from a by b\r\n`.repeat(n)
  const refused: [string, string, RegExp][] = [
    ['a bare LF', 'Subject: x\r\n\r\nun\ndeux\r\n', /^554 5\.6\.0 .*bare-line-ending/],
    ['a bare CR', 'Subject: x\r\n\r\nun\rdeux\r\n', /^554 5\.6\.0 .*bare-line-ending/],
    ['a CR before CRLF', 'Subject: x\r\n\r\nun\r\r\n', /^554 5\.6\.0 .*bare-line-ending/],
    ['a NUL', 'Subject: x\r\n\r\nun\0deux\r\n', /^554 5\.6\.0 .*nul-octet/],
    [
      'a line too long',
      `Subject: x\r\n\r\n${'l'.repeat(2_001)}\r\n`,
      /^554 5\.6\.0 .*line-too-long/,
    ],
    ['a loop', `${headers(31)}\r\nx\r\n`, /^554 5\.4\.6 .*too-many-hops/],
    [
      'a header block too large',
      `${`X-A: ${'h'.repeat(70)}\r\n`.repeat(60)}\r\nx\r\n`,
      /^552 5\.3\.4 .*header-too-large/,
    ],
  ]
  for (const [name, body, answer] of refused) {
    const client = await dialToData(port)
    await client.say('DATA')
    client.raw(Buffer.from(`${body}.\r\n`, 'latin1'))
    t.match((await client.reply()).text, answer, name)
    t.equal((await client.say('NOOP')).code, 250, 'the dialogue goes on')
    client.destroy()
  }
  t.equal(kept.length, 0)

  const fine = `${headers(30)}\r\n${'l'.repeat(2_000)}\r\nReceived: not a header\r\n`
  const client = await dialToData(port)
  await client.say('DATA')
  client.raw(`${fine}.\r\n`)
  t.equal((await client.reply()).code, 250, 'at the limits it is taken')
  client.destroy()
})

t.test('refuses by its name what it would not honour', async (t) => {
  const { port, kept } = await testDoor(t)
  const client = await dial(port)
  await client.reply()
  await client.say('EHLO client.example')
  const sender = 'MAIL FROM:<a@cabinet.example>'
  for (const given of ['RET=HDRS', 'ENVID=QQ314159', 'REQUIRETLS', 'AUTH=<>', 'BODY=BINARYMIME']) {
    const { code, text } = await client.say(`${sender} ${given}`)
    // The library answers these two before us, and names them.
    const theirs: { [name: string]: number } = { BODY: 501, REQUIRETLS: 530 }
    t.equal(code, theirs[given.split('=')[0] ?? ''] ?? 555, given)
    t.match(text, given.split('=')[0], 'its name is in the reply')
  }
  t.match(await client.say(`${sender} SMTPUTF8`), { code: 553, text: /address-not-ascii/ })
  t.equal((await client.say(`${sender} SIZE=10 BODY=8BITMIME`)).code, 250, 'what is announced')
  for (const given of ['NOTIFY=SUCCESS,FAILURE', 'NOTIFY=NEVER', 'ORCPT=rfc822;a@b.example']) {
    const { code, text } = await client.say(`RCPT TO:<demande@te.localhost> ${given}`)
    t.equal(code, 555, given)
    t.match(text, given.split('=')[0])
  }
  t.equal((await client.say('DATA')).code, 503, 'no recipient came of it')
  client.destroy()
  t.equal(kept.length, 0)
})

t.test('refuses BDAT by name, and takes nothing that follows for commands', async (t) => {
  const { port, kept } = await testDoor(t)
  const client = await dialToData(port)
  client.raw(`BDAT 3 LAST\r\nDATA\r\n${BODY}.\r\n`)
  t.match(await client.reply(), { code: 502, text: /^502 5\.5\.1 .*BDAT/ })
  client.end()
  await client.closed
  t.equal(kept.length, 0)
})

t.test('ends a command at CRLF only, wherever the octets are cut', async (t) => {
  const { port } = await testDoor(t)
  const bare: (readonly string[])[] = [
    ['NOOP\n'],
    ['NOOP\r\r\n'],
    ['NOOP\rQUIT\r\n'],
    ['RCPT TO:<demande@te.localhost>\nDATA\r\n'],
    ['NOOP\r', 'NOOP\r\n'],
    ['NOOP', '\n'],
  ]
  for (const pieces of bare) {
    const client = await dial(port)
    await client.reply()
    await client.say('EHLO client.example')
    for (const piece of pieces) {
      client.raw(piece)
      await pause(10)
    }
    t.match(await client.reply(), { code: 521, text: /command-line-ending/ }, String(pieces))
    client.end()
    await client.closed
  }
  const client = await dial(port)
  await client.reply()
  for (const piece of ['NOOP\r', '\n', 'NO', 'OP\r\nNOOP\r\n']) {
    client.raw(piece)
    await pause(10)
  }
  for (const _ of [1, 2, 3]) t.equal((await client.reply()).code, 250, 'CRLF cut in two is CRLF')
  client.destroy()
})

t.test('answers pipelined commands one by one', async (t) => {
  const { port, kept } = await testDoor(t)
  const client = await dial(port)
  await client.reply()
  await client.say('EHLO client.example')
  const message = `MAIL FROM:<a@b.example>\r\nRCPT TO:<demande@te.localhost>\r\nDATA\r\n`
  client.raw(message)
  for (const code of [250, 250, 354]) t.equal((await client.reply()).code, code)
  client.raw(`${BODY}.\r\n${message}`)
  for (const code of [250, 250, 250, 354]) t.equal((await client.reply()).code, code)
  client.raw(`${BODY}.\r\nQUIT\r\n`)
  for (const code of [250, 221]) t.equal((await client.reply()).code, code)
  t.equal(kept.length, 2)
  client.destroy()
})

t.test('leaves nothing of a message whose connection drops', async (t) => {
  const { port, kept, seen } = await testDoor(t)
  const client = await dialToData(port)
  await client.say('DATA')
  client.raw(BODY.repeat(20))
  while (seen.begun === 0) await pause(5)
  client.destroy()
  while (seen.broken === 0) await pause(5)
  t.strictSame(seen, { begun: 1, broken: 1 }, 'the store is told that it breaks off')
  t.equal(kept.length, 0)
})

t.test('hangs up on a message that takes too long', async (t) => {
  const { port, kept } = await testDoor(t, { limits: { ...LIMITS, totalMs: 150 } })
  const client = await dialToData(port)
  await client.say('DATA')
  const trickle = setInterval(() => client.raw('x\r\n'), 20)
  t.teardown(() => clearInterval(trickle))
  t.match(await client.reply(), { code: 421, text: /^421 4\.4\.2 / })
  clearInterval(trickle)
  client.destroy()
  t.equal(kept.length, 0)
})

t.test('hangs up on an idle peer', async (t) => {
  const { port } = await testDoor(t, { limits: { ...LIMITS, idleMs: 100 } })
  const client = await dial(port)
  await client.reply()
  t.equal((await client.reply()).code, 421)
  client.destroy()
})

t.test('bounds recipients, messages a connection and connections a peer', async (t) => {
  const limits = { ...LIMITS, messagesPerConnection: 1, connectionsPerPeer: 2 }
  const { port } = await testDoor(t, { limits })
  const client = await dial(port)
  await client.reply()
  await client.say('EHLO client.example')
  await client.say('MAIL FROM:<a@b.example>')
  for (const n of [1, 2, 3]) t.equal((await client.say(`RCPT TO:<d${n}@te.localhost>`)).code, 250)
  t.match(await client.say('RCPT TO:<d4@te.localhost>'), { code: 452, text: /^452 4\.5\.3 / })
  await client.say('DATA')
  client.raw(`${BODY}.\r\n`)
  t.equal((await client.reply()).code, 250)
  t.match(await client.say('MAIL FROM:<a@b.example>'), { code: 421, text: /too-many-messages/ })
  await client.closed

  const first = await dial(port)
  t.equal((await first.reply()).code, 220)
  const second = await dial(port)
  t.equal((await second.reply()).code, 220)
  const third = await dial(port)
  t.match(await third.reply(), { code: 421, text: /too-many-connections/ })
  first.destroy()
  await first.closed
  await pause(50)
  const fourth = await dial(port)
  t.equal((await fourth.reply()).code, 220, 'a place that was left is free again')
  for (const each of [second, third, fourth]) each.destroy()
})

t.test('holds a correspondent to its rate on whichever connection', async (t) => {
  const { port } = await testDoor(t, { limits: { ...LIMITS, messagesPerCorrespondent: 1 } })
  for (const [from, code] of [
    ['a@b.example', 250],
    ['A@b.example', 451],
    ['c@b.example', 250],
  ] as const) {
    const client = await dial(port)
    await client.reply()
    await client.say('EHLO client.example')
    t.equal((await client.say(`MAIL FROM:<${from}>`)).code, code, from)
    client.destroy()
  }
})

t.test('bounds connections in all', async (t) => {
  const { port } = await testDoor(t, { limits: { ...LIMITS, connections: 2 } })
  const first = await dial(port)
  t.equal((await first.reply()).code, 220)
  const second = await dial(port)
  t.equal((await second.reply()).code, 220)
  const third = await dial(port)
  t.match(await third.reply(), { code: 421, text: /^421 4\.7\.0 .*\[too-many-connections\]/ })
  for (const each of [first, second, third]) each.destroy()
})

t.test('hangs up on a peer that guesses addresses', async (t) => {
  const { port } = await testDoor(t)
  const client = await dial(port)
  await client.reply()
  await client.say('EHLO client.example')
  for (const n of [1, 2, 3]) {
    await client.say('MAIL FROM:<a@b.example>')
    const unknown = await client.say(`RCPT TO:<inconnu${n}@te.localhost>`)
    t.match(unknown, { code: 550 }, 'as many as a message may have recipients')
    await client.say('RSET')
  }
  await client.say('MAIL FROM:<a@b.example>')
  for (let n = 0; n < 5; n++) {
    t.equal((await client.say('RCPT TO:<demande@te.localhost>')).code, 250)
  }
  const last = await client.say('RCPT TO:<inconnu4@te.localhost>')
  t.match(last, { code: 421, text: /too-many-unknown-recipients/ })
  await client.closed
})

t.test('holds the header block to its size, to the octet', async (t) => {
  const { port, kept } = await testDoor(t)
  const block = (size: number): string => {
    const fields = `X-A: ${'h'.repeat(93)}\r\n`.repeat(40)
    return `${fields}X-B: ${'h'.repeat(size - fields.length - 7)}\r\n`
  }
  for (const [size, code] of [
    [4_096, 250],
    [4_097, 552],
  ] as const) {
    const client = await dialToData(port)
    await client.say('DATA')
    client.raw(`${block(size)}\r\nx\r\n.\r\n`)
    t.equal((await client.reply()).code, code, String(size))
    client.destroy()
  }
  t.equal(kept.length, 1)
})

t.test('refuses a peer that is not on the list', async (t) => {
  const { port } = await testDoor(t, { allow: ['192.0.2.0/24'] })
  const client = await dial(port)
  t.match(await client.reply(), { code: 554, text: /^554 5\.7\.1 / })
  await client.closed
})

t.test('refuses addresses it could not answer', async (t) => {
  const { port } = await testDoor(t)
  const client = await dial(port)
  await client.reply()
  await client.say('EHLO client.example')
  client.raw(Buffer.from('MAIL FROM:<hélène@b.example>\r\n', 'utf8'))
  t.match(await client.reply(), { code: 553, text: /^553 5\.6\.7 / })
  t.match(await client.say('MAIL FROM:<a@b.example> SMTPUTF8'), { code: 553 })
  t.equal((await client.say('MAIL FROM:<a@b.example> BODY=BINARYMIME')).code, 501)
  client.destroy()
})

t.test('is not open while the gateway is not ready', async (t) => {
  const state = { ready: true }
  const { port } = await testDoor(t, { ready: () => state.ready })
  const client = await dial(port)
  await client.reply()
  await client.say('EHLO client.example')
  state.ready = false
  t.match(await client.say('MAIL FROM:<a@b.example>'), { code: 421, text: /^421 4\.3\.2 / })
  const other = await dial(port)
  t.match(await other.reply(), { code: 421, text: /^421 4\.3\.2 / })
  await Promise.all([client.closed, other.closed])
})

t.test('closes without cutting a message short', async (t) => {
  const { port, kept, close } = await testDoor(t)
  const idle = await dial(port)
  await idle.reply()
  const client = await dialToData(port)
  await client.say('DATA')
  client.raw(BODY)
  const closing = close()
  t.match(await idle.reply(), { code: 421 }, 'who does nothing is sent away')
  await t.rejects(dial(port), 'nobody new is let in')
  client.raw('suite\r\n.\r\n')
  t.equal((await client.reply()).code, 250, 'the message in hand is taken')
  t.match(await client.reply(), { code: 421 })
  client.end()
  await closing
  t.equal(kept.length, 1)
})

t.test('closes within bounds when a peer does not finish', async (t) => {
  const { port, close, seen } = await testDoor(t, { closeMs: 100 })
  const client = await dialToData(port)
  await client.say('DATA')
  client.raw(BODY)
  while (seen.begun === 0) await pause(5)
  await close()
  await client.closed
  while (seen.broken === 0) await pause(5)
  t.pass('closed')
})
