/** A letter in prose is read back to its author, and leaves with his word and the lines that lack. SPEC §4, §6.3 */
import t from 'tap'

import { startGateway } from '../support/gateway.ts'

const PROSE = `Cher confrère,

Je vous adresse Mme Lucie ESCLIMONTE, née le 12/03/1951, qui est d'accord pour cette demande d'avis
(accord oral recueilli ce jour), pour une lésion pigmentée de la jambe gauche.
Faut-il une exérèse d'emblée ?

Bien confraternellement`

t.test('what prose says is asked about with its words, and one answer is enough', async (t) => {
  const gateway = await startGateway(t)
  const { requerant, dermatologue, dermatologue2 } = gateway
  const nobody = () => [...dermatologue.unread(), ...dermatologue2.unread()]
  await requerant.asks(PROSE, { to: 'dermatologie@te.localhost' })
  const asked = await requerant.receives('compléter')
  t.match(asked.text, /JE CONFIRME en première ligne, puis complétez/)
  t.match(asked.text, /Nom de naissance, lu dans votre texte \(« ESCLIMONTE »\)/)
  t.match(asked.text, /Consentement, lu dans votre texte \(« oui »\)/)
  t.match(asked.text, /^Médecin traitant : *$/m)
  t.notMatch(
    asked.text,
    /^Nom de naissance : /m,
    'what was read is no line that a reply would say again',
  )
  await gateway.settles()
  t.strictSame(nobody(), [], 'nothing has left')

  // The line that lacks alone: the rest is read back, and still nothing leaves.
  const quoted = asked.text.replace(/^/gm, '> ')
  await requerant.answers(asked, `Médecin traitant : aucun\n\n${quoted}`)
  const recap = await requerant.receives('confirmer')
  await gateway.settles()
  t.strictSame(nobody(), [], 'nothing has left')
  await requerant.answers(recap, `JE CONFIRME\n\n${recap.text.replace(/^/gm, '> ')}`)
  const ask = await dermatologue.receives('avis')
  t.match(ask.text, /ESCLIMONTE Lucie, née le 12 mars 1951/)
  t.match(ask.text, /lésion pigmentée de la jambe gauche/)
})

t.test('JE CONFIRME with the line that lacks lets it leave', async (t) => {
  const gateway = await startGateway(t)
  const { requerant, dermatologue } = gateway
  await requerant.asks(PROSE, { to: 'dermatologie@te.localhost' })
  const asked = await requerant.receives('compléter')
  await requerant.answers(asked, 'JE CONFIRME\nMédecin traitant : aucun')
  const ask = await dermatologue.receives('avis')
  t.match(ask.text, /Consentement : .*oral/)
  t.equal((await gateway.dossiers()).length, 1)
})
