/**
 * Mails that prove nothing: how often each makes a letter to a named person, and what of his they use up. SPEC §10
 */
import t from 'tap'

import { ADMINISTRATION, startGateway } from '../support/gateway.ts'
import { demande, letter, unsigned } from '../support/letters.ts'

const TIMES = 6

t.test('unsigned mails in a physician’s name make one letter a cause and day', async (t) => {
  const gateway = await startGateway(t)
  const { requerant, sink } = gateway
  await requerant.asks(demande(), { messageId: 'un-meme@cabinet.test' })
  await requerant.receives('accusé')
  await gateway.settles()
  const told = (who: string, words: RegExp) =>
    sink.messages.filter(({ to, raw }) => to.includes(who) && words.test(raw.toString())).length
  const before = sink.messages.filter(({ to }) => to.includes(ADMINISTRATION)).length
  const forge = async (to: string, more = {}) => {
    const mail = letter({ from: requerant.email, to, text: 'Bonjour.', ...more })
    await gateway.transmit(requerant.email, to, unsigned(mail))
  }
  for (let time = 0; time < TIMES; time += 1) {
    await forge('dermatologie@te.localhost', { messageId: 'un-meme@cabinet.test' })
    await forge('postmaster@te.localhost')
    await forge('modele@te.localhost')
  }
  await gateway.settles()
  t.equal(requerant.unread().filter((subject) => /signalé/.test(subject)).length, 1)
  t.equal(requerant.unread().filter((subject) => /modèle/.test(subject)).length, 1)
  t.equal(
    requerant.unread().filter((subject) => /non transmise/.test(subject)).length,
    2,
    'two codes',
  )
  const all = sink.messages.filter(({ to }) => to.includes(ADMINISTRATION)).length - before
  t.ok(all <= 6, `${all} letters to the administrator of ${3 * TIMES} mails`)
  t.ok(told(ADMINISTRATION, /./) > 0)
  // What is hers is not used up.
  for (let time = 0; time < 5; time += 1) {
    await requerant.asks(`Bonjour ${time}`, { to: 'modele@te.localhost' })
    await requerant.receives('modèle')
  }
})

t.test('a program for the administrator is told of, not forwarded', async (t) => {
  const gateway = await startGateway(t)
  const from = 'a@ailleurs.test'
  const octets = Buffer.concat([Buffer.from('7f454c46020101', 'hex'), Buffer.alloc(300)])
  for (const to of ['abuse@te.localhost', 'postmaster@te.localhost']) {
    const mail = letter({
      from,
      to,
      text: 'Lisez.',
      attachments: [{ name: 'photo.jpg', type: 'image/jpeg', content: octets }],
    })
    await gateway.transmit(from, to, unsigned(mail))
  }
  await gateway.mailTo(ADMINISTRATION, 'courrier-dangereux')
  await gateway.settles()
  t.match(await gateway.verdicts(), [
    { etat: 'quarantined', code: 'courrier-dangereux' },
    { etat: 'quarantined', code: 'courrier-dangereux' },
  ])
  const written = gateway.sink.messages.filter(({ to }) => to.includes(ADMINISTRATION))
  t.equal(written.length, 1)
})
