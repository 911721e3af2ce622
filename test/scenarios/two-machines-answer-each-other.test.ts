import t from 'tap'

import { replay } from '../../src/flow/commands.ts'
import { ADMINISTRATION, startGateway } from '../support/gateway.ts'
import { demande, letter, signed } from '../support/letters.ts'

const FEW = { CONFRERE_LIMITE_ECHANGES: '3' }

t.test(
  'a machine that signs its answers and hides what it is is cut off, with an owner',
  async (t) => {
    const gateway = await startGateway(t, { env: FEW })
    const { parts } = gateway
    await gateway.requerant.asks(demande())
    await gateway.settles()
    const requis =
      gateway.dermatologue.unread().length > 0 ? gateway.dermatologue : gateway.dermatologue2

    // 1. Each of its answers, never the same twice, earns a question, which it answers.
    let last = await requis.receives('avis')
    for (const turn of [1, 2]) {
      await requis.answers(last, `Je suis absent (${turn}).`)
      last = await requis.receives('TE-')
    }
    // 2. Until there were as many letters as the setting allows.
    await requis.answers(last, 'Je suis absent (3).')
    await gateway.settles()
    t.strictSame((await gateway.verdicts()).at(-1), { etat: 'quarantined', code: 'boucle' })
    t.match((await gateway.mailTo(ADMINISTRATION, 'boucle')).text, 'boucle')
    await requis.answers(last, 'Je suis absent (4).')
    await gateway.settles()
    t.strictSame((await gateway.verdicts()).at(-1), { etat: 'quarantined', code: 'boucle' })
    const said = gateway.sink.messages.filter(({ to }) => to.includes(requis.email))
    t.equal(said.length, 4, 'one letter says why, then nothing more is said')

    // 3. Others go on, and what waits is judged when it is calm again.
    await gateway.passes('PT1H1M')
    const [row] = await parts.db.query<{ id: string }>(
      "select id from message_entrant where code = 'boucle' order by recu_le limit 1",
    )
    const asked = { motif: 'répondeur arrêté', par: 'essai' }
    t.match(await replay(row?.id ?? '', asked, parts), { etat: 'accepted' })
  },
)

t.test('answers without a reference open no endless row of empty requests', async (t) => {
  const gateway = await startGateway(t, { env: FEW })
  const { requerant } = gateway
  const to = 'teleexpertise@te.localhost'
  for (const turn of [1, 2, 3]) await requerant.asks(`Je suis absent (${turn}).`, { to })
  await gateway.settles()
  await requerant.asks('Je suis absent (4).', { to })
  await gateway.settles()
  t.strictSame((await gateway.verdicts()).at(-1), { etat: 'quarantined', code: 'boucle' })
  t.equal((await gateway.dossiers()).length, 3)
  await requerant.asks('Bonjour', { to: 'demande@te.localhost' })
  await gateway.settles()
  t.equal((await gateway.dossiers()).length, 4, 'a request at its own address is none')
})

t.test(
  'the same content again and again is told its number a bounded number of times',
  async (t) => {
    const gateway = await startGateway(t, { env: FEW })
    const { requerant, pki } = gateway
    const mail = letter({ from: requerant.email, to: 'dermatologie@te.localhost', text: demande() })
    const sent = await signed(mail, pki.people.requerant)
    for (const _ of [1, 2, 3, 4, 5]) {
      await gateway.transmit(requerant.email, 'dermatologie@te.localhost', sent)
      await gateway.settles()
    }
    t.strictSame(
      (await gateway.verdicts()).map(({ etat }) => etat),
      ['accepted', 'accepted', 'accepted', 'quarantined', 'quarantined'],
    )
    t.equal((await gateway.dossiers()).length, 1)
  },
)
