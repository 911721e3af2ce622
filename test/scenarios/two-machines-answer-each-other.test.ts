import t from 'tap'

import { ADMINISTRATION, startGateway } from '../support/gateway.ts'
import { demande } from '../support/letters.ts'

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
    // 2. Until there were as many letters as the setting allows: what it writes is read, and answered no more.
    for (const turn of [3, 4, 5]) {
      await requis.answers(last, `Je suis absent (${turn}).`)
      await gateway.settles()
      t.match((await gateway.verdicts()).at(-1), { etat: 'accepted' })
    }
    t.match((await requis.receives('suspendues')).text, /répondeur/)
    t.match((await gateway.mailTo(ADMINISTRATION, 'à traiter')).text, 'boucle')
    const said = gateway.sink.messages.filter(({ to }) => to.includes(requis.email))
    t.equal(said.length, 4, 'one letter says why, then nothing more is said')
    t.match(await parts.db.query('select code from travail'), [{ code: 'echanges-en-boucle' }])

    // 3. A word that he signs meanwhile has its effect, and so has hers.
    await requis.answers(last, 'AVIS\n\nLésion bénigne.')
    await gateway.requerant.receives('ompte-rendu')
    await gateway.settles()
    t.match(await gateway.dossiers(), [{ etat: 'repondu' }])
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
  await requerant.asks(demande(), { to })
  await requerant.receives('accusé')
  await requerant.asks('Bonjour', { to: 'demande@te.localhost' })
  await gateway.settles()
  t.equal(
    (await gateway.dossiers()).length,
    5,
    'nor a request at its own address, nor one that lacks nothing',
  )
})
