/** A form of somebody else's in a signed letter: one question, nothing leaves before its author's word. SPEC §4, §6 rule 8 */
import t from 'tap'

import { startGateway } from '../support/gateway.ts'
import { demande } from '../support/letters.ts'

t.test('a quoted form leaves once its signer says that it is his', async (t) => {
  const gateway = await startGateway(t)
  const { requerant, dermatologue } = gateway
  const quoted = demande()
    .split('\n')
    .map((line) => `> ${line}`)
    .join('\n')
  const attribution = 'Le 09/03/2026 à 10:00, Dr Tiers <tiers@ailleurs.exemple> a écrit :'
  await requerant.asks(`Voici ce que m'écrit un confrère.\n\n${attribution}\n${quoted}`)
  const question = await requerant.receives('à confirmer')
  t.match(question.text, /JE CONFIRME[\s\S]*Consentement, lu dans un message cité \(« oui »\)/)
  t.match(await gateway.dossiers(), [{ etat: 'incomplet', motif: 'formulaire-a-confirmer' }])

  await requerant.answers(question, 'JE CONFIRME')
  const ask = await dermatologue.receives("demande d'avis")
  t.match(ask.text, "Voici ce que m'écrit un confrère.")
  t.match(ask.text, '> Consentement : oui', 'the words travel whole')
})
