import t from 'tap'

import type { Person } from '../../certs/make.ts'
import { ADMINISTRATION, type Mail, startGateway } from '../support/gateway.ts'
import { demande, letter, type Signing, signed } from '../support/letters.ts'

type Gateway = Awaited<ReturnType<typeof startGateway>>

/** A requérant who asked the dermatologist about two patients, and what the dermatologist received. */
async function twoDossiers(gateway: Gateway) {
  const { requerant, dermatologue } = gateway
  const asks: Mail[] = []
  for (const name of ['ESSAI-DURAND', 'ESSAI-PETIT']) {
    const text = demande({
      'Nom de naissance': name,
      'Spécialité demandée': null,
      'Médecin requis': dermatologue.rpps,
    })
    await requerant.asks(text, { to: 'demande@te.localhost' })
    asks.push(await dermatologue.receives("demande d'avis"))
    await requerant.receives('accusé')
  }
  const [one, two] = asks
  if (one === undefined || two === undefined) throw new Error('two were asked')
  const write = (text: string, by: Person, how: Signing = {}) =>
    signed(letter({ from: by.email, to: one.replyTo, text }), by, how)
  return { one, two, write }
}

t.test(
  'an opinion acts in the dossier that first took it, and its author hears of the replay',
  async (t) => {
    const gateway = await startGateway(t)
    const { requerant, dermatologue, pki } = gateway
    const { one, two, write } = await twoDossiers(gateway)
    const words = 'AVIS\n\nLésion bénigne.'
    const opinion = await write(words, pki.people.dermatologue)
    await gateway.transmit(dermatologue.email, one.replyTo, opinion)
    await requerant.receives('ompte-rendu')

    await gateway.transmit(dermatologue.email, two.replyTo, opinion)
    t.match((await dermatologue.receives('à préciser')).text, 'signature-autre-dossier')
    t.match((await gateway.mailTo(ADMINISTRATION, 'à traiter')).text, 'signature-autre-dossier')
    await gateway.transmit(dermatologue.email, one.replyTo, opinion)
    t.match((await dermatologue.receives('à préciser')).text, 'reponse-deja-recue')
    t.match((await gateway.mailTo(ADMINISTRATION, 'à traiter')).text, 'reponse-deja-recue')
    await gateway.transmit(dermatologue.email, 'demande@te.localhost', opinion)
    t.match((await dermatologue.receives('non transmise')).text, 'signature-autre-dossier')
    await gateway.settles()
    t.strictSame(requerant.unread(), [], 'none of them had an effect')
    t.equal((await gateway.dossiers()).length, 2)

    // The same words signed anew are a new act.
    await new Promise((resolve) => setTimeout(resolve, 1100))
    await dermatologue.answers(two, words)
    await requerant.receives('ompte-rendu')
    await gateway.settles()
    t.equal((await gateway.acts()).length, 4)
  },
)

t.test(
  'a short refusal acts in each thread; where nothing tells two signings apart, it is asked',
  async (t) => {
    const gateway = await startGateway(t)
    const { requerant, dermatologue, pki } = gateway
    const { one, two, write } = await twoDossiers(gateway)
    const bare = { attributes: 'none' } as const
    const opinion = await write('AVIS\n\nLésion bénigne.', pki.people.dermatologue, bare)
    await gateway.transmit(dermatologue.email, one.replyTo, opinion)
    await requerant.receives('ompte-rendu')
    await gateway.transmit(dermatologue.email, two.replyTo, opinion)
    t.match((await dermatologue.receives('à préciser')).text, 'signature-indistincte')

    const text = demande({
      'Nom de naissance': 'ESSAI-MOREAU',
      'Spécialité demandée': null,
      'Médecin requis': dermatologue.rpps,
    })
    await requerant.asks(text, { to: 'demande@te.localhost' })
    const three = await dermatologue.receives("demande d'avis")
    const refusal = await write('REFUS : indisponible', pki.people.dermatologue, bare)
    for (const ask of [two, three]) {
      await gateway.transmit(dermatologue.email, ask.replyTo, refusal)
      await requerant.receives('déclinée')
    }
  },
)

t.test('a word with the number of another dossier acts in neither', async (t) => {
  const gateway = await startGateway(t)
  const { requerant, dermatologue } = gateway
  const { one } = await twoDossiers(gateway)
  const found = await gateway.dossiers()
  const here = found.find(({ numero }) => one.subject.includes(numero))
  const other = found.find(({ numero }) => !one.subject.includes(numero))
  const words = [
    [requerant, `ANNULATION ${other?.numero}`],
    [requerant, `RETRAIT CONSENTEMENT ${other?.numero}`],
    [dermatologue, `REFUS ${other?.numero}`],
    [dermatologue, `ACCEPTE ${other?.numero}`],
  ] as const
  for (const [who, said] of words) {
    await who.answers(one, said)
    t.match((await who.receives('à préciser')).text, 'mot-autre-dossier', said)
  }
  await gateway.settles()
  t.match(await gateway.dossiers(), found, 'neither has changed')
  t.strictSame([...requerant.unread(), ...dermatologue.unread()], [])
  // With its own number, in its own thread, it acts.
  await requerant.answers(one, `ANNULATION ${here?.numero}`)
  await requerant.receives('annulée')
  const after = await gateway.dossiers()
  t.equal(after.find(({ numero }) => numero === here?.numero)?.etat, 'annule')
  t.equal(after.find(({ numero }) => numero === other?.numero)?.etat, 'en_cours')
})

t.test('a word that lets something leave does so once, for the letter it answers', async (t) => {
  const gateway = await startGateway(t)
  const { requerant, cardiologue, dermatologue } = gateway
  const { one } = await twoDossiers(gateway)
  // The clock of the letters is ahead of that of the signatures.
  gateway.clock.advance(20 * 60_000)
  await dermatologue.answers(one, 'REORIENTATION cardiologie\n\nPlutôt de son ressort.')
  const asked = await requerant.receives('accord est demandé')
  await requerant.answers(asked, 'ACCORD')
  const question = await requerant.receives('à préciser')
  t.match(question.text, 'mot-trop-ancien')
  const [, way] = /Écrivez en première ligne : (ACCORD TE-\d{4}-\d{6})/.exec(question.text) ?? []
  await gateway.settles()
  t.strictSame(cardiologue.unread(), [])
  await requerant.answers(question, way ?? '')
  await cardiologue.receives("demande d'avis")
})

t.test('the same words signed by another physician are his own request', async (t) => {
  const gateway = await startGateway(t)
  const { requerant, medecinTraitant, pki } = gateway
  for (const [who, person] of [
    [pki.people.requerant, requerant],
    [pki.people.medecinTraitant, medecinTraitant],
  ] as const) {
    const mail = letter({ from: who.email, to: 'dermatologie@te.localhost', text: demande() })
    const raw = await signed(mail, who)
    await gateway.transmit(who.email, 'dermatologie@te.localhost', raw)
    await person.receives('accusé')
    await gateway.transmit(who.email, 'dermatologie@te.localhost', raw)
    await person.receives('déjà reçue')
  }
  t.equal((await gateway.dossiers()).length, 2)
})

t.test('a Message-ID with other content is flagged, judged like any other, and told', async (t) => {
  const gateway = await startGateway(t)
  const { requerant, pki } = gateway
  const to = 'dermatologie@te.localhost'
  const mail = { from: requerant.email, to, messageId: 'un-meme@cabinet.test' }
  const first = await signed(letter({ ...mail, text: demande() }), pki.people.requerant)
  const other = demande({ 'Nom de naissance': 'ESSAI-PETIT' })
  const second = await signed(letter({ ...mail, text: other }), pki.people.requerant)
  for (const raw of [first, first, second]) {
    await gateway.transmit(requerant.email, to, raw)
    await gateway.settles()
  }
  t.match((await requerant.receives('message signalé')).text, 'message-id-reutilise')
  await gateway.mailTo(ADMINISTRATION, 'message-id-reutilise')
  t.match(await gateway.verdicts(), [
    { etat: 'accepted', code: null },
    { etat: 'accepted', code: 'demande-deja-recue' },
    { etat: 'accepted', code: 'message-id-reutilise' },
  ])
  t.equal((await gateway.dossiers()).length, 2)
  t.notOk(requerant.unread().includes('message signalé'))
})
