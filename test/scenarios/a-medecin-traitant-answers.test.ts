/**
 * The médecin traitant answers his compte-rendu. SPEC §3 (the thread of each mail), §5, §6.7
 */
import t from 'tap'

import { startGateway } from '../support/gateway.ts'
import { demande } from '../support/letters.ts'

t.test('his words reach the requérant and the author of the opinion', async (t) => {
  const gateway = await startGateway(t)
  const { requerant, dermatologue, medecinTraitant } = gateway
  await requerant.asks(demande({ 'Médecin traitant': medecinTraitant.email }), {
    to: `${dermatologue.rpps}@te.localhost`,
  })
  const ask = await dermatologue.receives('avis')
  await dermatologue.answers(ask, 'AVIS\n\nExérèse à prévoir sous un mois.')
  await requerant.receives('compte-rendu')
  const copy = await medecinTraitant.receives('compte-rendu')
  t.match(copy.replyTo, /^dossier\+[a-z2-7]{26,40}@/, 'his letter has its thread')

  const words = 'Merci. Elle prend un anticoagulant depuis mardi.'
  await medecinTraitant.answers(copy, words)
  for (const who of [requerant, dermatologue]) {
    const got = await who.receives('message du médecin traitant')
    t.match(got.text, /anticoagulant depuis mardi/)
    t.match(got.text, /médecin traitant/)
  }
  const note = await medecinTraitant.receives('est transmis')
  t.match(note.text.replace(/\s+/g, ' '), /transmis au Dr .* et au Dr /)
  t.notMatch(note.text, /anticoagulant/, 'a notice quotes nothing')

  await medecinTraitant.answers(copy, 'RETRAIT CONSENTEMENT')
  const refused = await medecinTraitant.receives('pas transmis')
  t.match(
    refused.text.replace(/\s+/g, ' '),
    /RETRAIT CONSENTEMENT.* appartient au médecin requérant/,
  )

  await medecinTraitant.answers(copy, 'URGENT\n\nElle saigne depuis ce matin.')
  const urgent = await medecinTraitant.receives('est transmis')
  t.match(urgent.text.slice(0, 200), /SAMU-Centre 15/)
  t.match((await requerant.receives('message du médecin traitant')).text, /signale une urgence/)

  await gateway.settles()
  const [dossier] = await gateway.dossiers()
  t.equal(dossier?.etat, 'repondu', 'the dossier is as it was')
})
