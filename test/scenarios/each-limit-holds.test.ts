/**
 * Each limit is tried through its setting, on a gateway at work: what comes up to it is taken, what goes past it hears
 * or is given its code, and the next mail is taken. SPEC §2, §13.8
 *
 * The backlog and the disk have their own: capacity.test.ts, a-disk-fills.test.ts; letters in an hour:
 * two-machines-answer-each-other.test.ts.
 */
import { deflateSync } from 'node:zlib'

import t, { type Test } from 'tap'

import { compressedData, entityOf, mailWith } from '../open/crafted.ts'
import { startGateway } from '../support/gateway.ts'
import { demande, letter, signed } from '../support/letters.ts'
import { type Dialogue, dial } from '../support/smtp-dialogue.ts'

const TO = 'demande@te.localhost'
const TOO_MANY = 'too-many-connections'

type Gateway = Awaited<ReturnType<typeof startGateway>>

async function limited(t: Test, limits: { readonly [name: string]: string }): Promise<Gateway> {
  const named = Object.entries(limits).map(([name, value]) => [`CONFRERE_${name}`, value])
  return await startGateway(t, { env: Object.fromEntries(named) })
}

/** A dialogue past EHLO, and what the greeting was. */
async function greeted(t: Test, { gateway }: Gateway): Promise<Dialogue & { greeting: string }> {
  const dialogue = await dial(gateway.ports.smtp ?? 0)
  t.teardown(() => dialogue.destroy())
  const greeting = (await dialogue.reply()).text
  if (greeting.startsWith('220')) await dialogue.say('EHLO cabinet.test')
  return Object.assign(dialogue, { greeting })
}

const sends = (gateway: Gateway, raw: string, from = 'a@cabinet.test'): Promise<string> =>
  gateway.transmit(from, TO, Buffer.from(raw))

t.test('octets, header, lines and hops of a message', async (t) => {
  const gateway = await limited(t, {
    MAX_MESSAGE_BYTES: '20000',
    LIMITE_EN_TETES: '2000',
    LIMITE_LIGNE: '1500',
    LIMITE_SAUTS: '3',
  })
  const SUBJECT = 'Subject: x\r\n'
  const line = (length: number): string => `${'l'.repeat(length)}\r\n`
  const body = (bytes: number): string => {
    const rest = bytes - SUBJECT.length - 2
    return `${SUBJECT}\r\n${line(98).repeat(Math.floor(rest / 100) - 1)}${line(98 + (rest % 100))}`
  }
  const header = (bytes: number): string => {
    const rest = bytes - SUBJECT.length
    const field = `X-A: ${'h'.repeat(93)}\r\n`
    const fields = field.repeat(Math.floor(rest / 100) - 1)
    return `${SUBJECT}${fields}X-B: ${'h'.repeat(93 + (rest % 100))}\r\n\r\nx\r\n`
  }
  const hops = (n: number): string => `${'Received: by x\r\n'.repeat(n)}${SUBJECT}\r\nx\r\n`
  for (const [name, at, past, answer] of [
    ['octets', body(20_000), body(20_001), /^552 5\.3\.4 .*message-too-large/],
    ['header', header(2_000), header(2_001), /^552 5\.3\.4 .*header-too-large/],
    [
      'line',
      `${SUBJECT}\r\n${line(1_500)}`,
      `${SUBJECT}\r\n${line(1_501)}`,
      /^554 5\.6\.0 .*line-too-long/,
    ],
    ['hops', hops(3), hops(4), /^554 5\.4\.6 .*too-many-hops/],
  ] as const) {
    t.match(await sends(gateway, at), /^250 /, `${name}, at the limit`)
    t.match(await sends(gateway, past), answer, `${name}, past it`)
  }
  const client = await greeted(t, gateway)
  t.match(await client.say('EHLO cabinet.test'), { text: /SIZE 20000\b/ }, 'announced')
  t.match(await client.say('MAIL FROM:<a@cabinet.test> SIZE=20001'), { code: 552 })
})

t.test('recipients of a message, messages of a connection', async (t) => {
  const gateway = await limited(t, {
    LIMITE_DESTINATAIRES: '2',
    LIMITE_MESSAGES_PAR_CONNEXION: '2',
  })
  const client = await greeted(t, gateway)
  for (let n = 0; n < 2; n += 1) {
    t.equal((await client.say('MAIL FROM:<a@cabinet.test>')).code, 250)
    for (const to of ['demande', 'dermatologie'])
      t.equal((await client.say(`RCPT TO:<${to}@te.localhost>`)).code, 250)
    t.match(await client.say('RCPT TO:<cardiologie@te.localhost>'), { text: /^452 4\.5\.3 / })
    await client.say('DATA')
    client.raw('Subject: x\r\n\r\nx\r\n.\r\n')
    t.equal((await client.reply()).code, 250)
  }
  t.match(await client.say('MAIL FROM:<a@cabinet.test>'), { text: /^421 .*too-many-messages/ })
  await client.closed
  t.match(await sends(gateway, 'Subject: x\r\n\r\nx\r\n'), /^250 /, 'on another connection')
})

t.test('connections in all', async (t) => {
  const gateway = await limited(t, { LIMITE_CONNEXIONS: '2' })
  const first = await greeted(t, gateway)
  t.match([first.greeting, (await greeted(t, gateway)).greeting], [/^220 /, /^220 /])
  t.match((await greeted(t, gateway)).greeting, new RegExp(`^421 .*${TOO_MANY}`))
})

t.test('connections of a peer', async (t) => {
  const gateway = await limited(t, { LIMITE_CONNEXIONS_PAR_PAIR: '1' })
  const first = await greeted(t, gateway)
  t.match((await greeted(t, gateway)).greeting, new RegExp(`^421 .*${TOO_MANY}`))
  first.destroy()
  let next = ''
  while (!next.startsWith('220')) next = (await greeted(t, gateway)).greeting
  t.pass('a place that was left is free again')
})

t.test('messages of a peer in a minute', async (t) => {
  const gateway = await limited(t, { LIMITE_MESSAGES_PAR_MINUTE: '2' })
  const mail = 'Subject: x\r\n\r\nx\r\n'
  for (const from of ['a@cabinet.test', 'b@cabinet.test'])
    t.match(await sends(gateway, mail, from), /^250 /)
  t.match(await sends(gateway, mail, 'c@cabinet.test'), /^451 4\.7\.1 .*rate-exceeded/)
})

t.test('messages of a correspondent in a minute', async (t) => {
  const gateway = await limited(t, { LIMITE_MESSAGES_PAR_CORRESPONDANT: '1' })
  const mail = 'Subject: x\r\n\r\nx\r\n'
  t.match(await sends(gateway, mail), /^250 /)
  t.match(await sends(gateway, mail, 'A@cabinet.test'), /^451 4\.7\.1 .*rate-exceeded/)
  t.match(await sends(gateway, mail, 'b@cabinet.test'), /^250 /, 'nobody else waits for it')
})

t.test('a peer that says nothing, a message that has no end', async (t) => {
  const gateway = await limited(t, { LIMITE_INACTIVITE: 'PT2S', LIMITE_DUREE_MESSAGE: 'PT1S' })
  const client = await greeted(t, gateway)
  await client.say('MAIL FROM:<a@cabinet.test>')
  await client.say(`RCPT TO:<${TO}>`)
  await client.say('DATA')
  const trickle = setInterval(() => client.raw('x\r\n'), 50)
  t.teardown(() => clearInterval(trickle))
  t.match(await client.reply(), { text: /^421 4\.4\.2 .*transfer-too-slow/ })
  clearInterval(trickle)
  const silent = await greeted(t, gateway)
  t.equal((await silent.say('NOOP')).code, 250)
  t.equal((await silent.reply()).code, 421)
  t.match(await sends(gateway, 'Subject: x\r\n\r\nx\r\n'), /^250 /)
})

t.test('parts, parts within parts, and what a compressed layer comes to', async (t) => {
  const MIB = 1 << 20
  const gateway = await limited(t, {
    LIMITE_PARTIES: '4',
    LIMITE_PROFONDEUR: '3',
    LIMITE_EXPANSION: String(MIB),
  })
  const { pki } = gateway
  const person = pki.people.requerant
  const head = letter({ from: person.email, to: TO, text: demande() })
  const multipart = (boundary: string, parts: readonly string[]): string =>
    [
      `Content-Type: multipart/mixed; boundary=${boundary}\r\n`,
      ...parts.map((part) => `--${boundary}\r\n${part}\r\n`),
      `--${boundary}--\r\n`,
    ].join('\r\n')
  const form = demande().replace(/\r?\n/g, '\r\n')
  const text = `Content-Type: text/plain; charset=utf-8\r\n\r\n${form}`
  const wide = (leaves: number): string => multipart('w', Array(leaves).fill(text))
  const deep = (levels: number): string =>
    levels === 0 ? text : multipart(`d${levels}`, [deep(levels - 1)])
  const codeOf = async (raw: Buffer): Promise<string | null | undefined> => {
    t.match(await gateway.transmit(person.email, TO, raw), /^250 /)
    await gateway.settles()
    return (await gateway.verdicts()).at(-1)?.code
  }
  const codeOfEntity = async (entity: string): Promise<string | null | undefined> =>
    await codeOf(await signed({ ...head, entity: Buffer.from(entity) }, person))
  t.not(await codeOfEntity(wide(3)), 'mime-too-many-parts', 'the whole and three parts')
  t.equal(await codeOfEntity(wide(4)), 'mime-too-many-parts')
  t.not(await codeOfEntity(deep(2)), 'mime-too-deep')
  t.equal(await codeOfEntity(deep(3)), 'mime-too-deep')

  const packed = (bytes: number): Buffer => {
    // Incompressible enough: a bomb has another bound.
    const line = (n: number): string => `${(n * 2_654_435_761).toString(36).padEnd(62, 'x')}\r\n`
    const start = 'Content-Type: text/plain\r\n\r\n'
    const lines = Array.from({ length: Math.floor((bytes - start.length) / 64) }, (_, n) => line(n))
    const inner = `${start}${lines.join('')}`
    const whole = Buffer.from(inner.padEnd(bytes, ' '))
    const lead = [`From: ${person.email}`, `To: ${TO}`, 'Subject: x', 'MIME-Version: 1.0']
    return mailWith(lead, entityOf(compressedData(deflateSync(whole)), 'compressed-data'))
  }
  t.not(await codeOf(packed(MIB)), 'expansion-limit')
  t.equal(await codeOf(packed(MIB + 1)), 'expansion-limit')
  await gateway.requerant.asks(demande())
  await gateway.settles()
  t.match((await gateway.verdicts()).at(-1), { etat: 'accepted', code: null }, 'the next is taken')
})
