import { connect } from 'node:net'

import t from 'tap'

import { dial } from '../support/smtp-dialogue.ts'
import { tlsFiles } from '../support/tls-files.ts'
import { testDoor } from './door.ts'

const files = tlsFiles(t)
const { cert, key } = files.server
const trusting = { ca: files.ca, servername: 'te.localhost' }
const MESSAGE = 'Subject: x\r\n\r\nx\r\n.\r\n'

t.test('offers STARTTLS and takes a message through it', async (t) => {
  const { port, kept } = await testDoor(t, { tls: { mode: 'opportunistic', cert, key } })
  const client = await dial(port)
  await client.reply()
  t.match((await client.say('EHLO client.example')).text, /STARTTLS/)
  t.equal((await client.say('STARTTLS')).code, 220)
  const socket = await client.secure(trusting)
  t.equal(socket.authorized, true)
  t.equal((await client.say('MAIL FROM:<a@b.example>')).code, 503, 'EHLO must be said again')
  t.notMatch((await client.say('EHLO client.example')).text, /STARTTLS/)
  await client.say('MAIL FROM:<a@b.example>')
  await client.say('RCPT TO:<demande@te.localhost>')
  await client.say('DATA')
  client.raw(MESSAGE)
  t.equal((await client.reply()).code, 250)
  t.match(kept[0]?.envelope, { tls: 'tls', operator: null })
  client.destroy()
})

t.test('drops what was sent in clear behind STARTTLS', async (t) => {
  const { port, kept } = await testDoor(t, { tls: { mode: 'opportunistic', cert, key } })
  const injected =
    'EHLO evil.example\r\nMAIL FROM:<evil@b.example>\r\nRCPT TO:<demande@te.localhost>\r\n'
  for (const behind of [injected, injected.repeat(200), 'MAIL FROM:<half@']) {
    const client = await dial(port)
    await client.reply()
    await client.say('EHLO client.example')
    client.raw(`STARTTLS\r\n${behind}`)
    t.equal((await client.reply()).code, 220)
    await client.secure(trusting)
    t.equal(
      (await client.say('NOOP')).code,
      250,
      'the first reply in TLS answers the first command',
    )
    t.equal(
      (await client.say('RCPT TO:<demande@te.localhost>')).code,
      503,
      'no transaction is open',
    )
    client.destroy()
  }
  t.equal(kept.length, 0)
})

t.test('forgets within TLS what was said in clear before', async (t) => {
  const { port, kept } = await testDoor(t, { tls: { mode: 'opportunistic', cert, key } })
  const client = await dial(port)
  await client.reply()
  await client.say('EHLO evil.example')
  t.equal((await client.say('MAIL FROM:<evil@b.example>')).code, 250)
  t.equal((await client.say('RCPT TO:<demande@te.localhost>')).code, 250)
  await client.say('STARTTLS')
  await client.secure(trusting)
  t.equal((await client.say('DATA')).code, 503, 'RFC 3207 §4.2')
  client.destroy()
  t.equal(kept.length, 0)
})

t.test('speaks no TLS older than 1.2', async (t) => {
  const { port } = await testDoor(t, { tls: { mode: 'opportunistic', cert, key } })
  const client = await dial(port)
  await client.reply()
  await client.say('EHLO client.example')
  await client.say('STARTTLS')
  const old = { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'ALL:@SECLEVEL=0' } as const
  await t.rejects(client.secure({ ...trusting, ...old }))
})

t.test('takes no message in clear where TLS is required', async (t) => {
  const { port } = await testDoor(t, { tls: { mode: 'required', cert, key } })
  const client = await dial(port)
  await client.reply()
  await client.say('EHLO client.example')
  t.match(await client.say('MAIL FROM:<a@b.example>'), { code: 530, text: /^530 5\.7\.0 / })
  await client.say('STARTTLS')
  await client.secure(trusting)
  await client.say('EHLO client.example')
  t.equal((await client.say('MAIL FROM:<a@b.example>')).code, 250)
  client.destroy()
})

t.test('knows an operator by the certificate it shows', async (t) => {
  const { port, kept } = await testDoor(t, { tls: { mode: 'mutual', cert, key, ca: files.ca } })
  const client = await dial(port)
  await client.reply()
  await client.say('EHLO client.example')
  t.equal((await client.say('MAIL FROM:<a@b.example>')).code, 530, 'nothing in clear')
  await client.say('STARTTLS')
  await client.secure({ ...trusting, cert: files.operator.cert, key: files.operator.key })
  await client.say('EHLO client.example')
  await client.say('MAIL FROM:<a@b.example>')
  await client.say('RCPT TO:<demande@te.localhost>')
  await client.say('DATA')
  client.raw(MESSAGE)
  t.equal((await client.reply()).code, 250)
  t.match(kept[0]?.envelope, { tls: 'mutual', operator: files.operator.subject })
  client.destroy()
})

t.test('lets nobody in without a certificate of a known authority', async (t) => {
  const { port, kept } = await testDoor(t, { tls: { mode: 'mutual', cert, key, ca: files.ca } })
  const { stranger } = files
  for (const shown of [{}, { cert: stranger.cert, key: stranger.key }]) {
    const client = await dial(port)
    await client.reply()
    await client.say('EHLO client.example')
    await client.say('STARTTLS')
    const dialogue = client.secure({ ...trusting, ...shown }).then(() => client.say('EHLO again'))
    await t.rejects(dialogue)
    client.destroy()
  }
  t.equal(kept.length, 0)
})

t.test('survives a handshake that is no handshake', async (t) => {
  const { port } = await testDoor(t, { tls: { mode: 'opportunistic', cert, key } })
  const client = await dial(port)
  await client.reply()
  await client.say('EHLO client.example')
  await client.say('STARTTLS')
  client.raw('this is not TLS at all\r\n'.repeat(10))
  await client.closed
  const socket = connect(port, '127.0.0.1')
  await new Promise((resolve) => socket.once('data', resolve))
  socket.destroy()
  t.pass('the door still greets')
})

t.test('takes authorities in PEM or DER, and never the public ones by default', async (t) => {
  const der = Buffer.from(files.ca.toString('latin1').replace(/-----[^-]+-----|\s/g, ''), 'base64')
  const { port } = await testDoor(t, { tls: { mode: 'mutual', cert, key, ca: [der] } })
  const client = await dial(port)
  await client.reply()
  await client.say('EHLO client.example')
  await client.say('STARTTLS')
  await client.secure({ ...trusting, cert: files.operator.cert, key: files.operator.key })
  t.equal((await client.say('EHLO client.example')).code, 250)
  client.destroy()
  await t.rejects(testDoor(t, { tls: { mode: 'mutual', cert, key } }), /authorities/)
  await t.rejects(testDoor(t, { tls: { mode: 'required' } }), /certificate/)
})
