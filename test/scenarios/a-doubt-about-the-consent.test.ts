/**
 * « Stop, elle ne veut plus. »: what is asked, held, destroyed or lifted through the real door. SPEC §5, §6.1;
 * CSP art. L. 1111-4
 */
import t from 'tap'

import { startGateway } from '../support/gateway.ts'
import { demande } from '../support/letters.ts'

t.test('a word beside ACCORD destroys nothing, and the requis reads the yes last', async (t) => {
  const gateway = await startGateway(t)
  const { requerant, dermatologue } = gateway
  const to = `${dermatologue.rpps}@te.localhost`
  await requerant.asks(demande({ 'Spécialité demandée': null }), { to })
  const accuse = await requerant.receives('accusé')
  const ask = await dermatologue.receives("demande d'avis")
  await requerant.answers(accuse, 'Stop, elle ne veut plus.')
  const first = await requerant.receives('préciser')
  await dermatologue.answers(ask, 'AVIS\n\nLentigo bénin.')
  await dermatologue.receives('attend')
  await requerant.answers(first, 'ACCORD (elle refuse seulement la photo)')
  const again = await requerant.receives('préciser')
  t.match(again.text, /ACCORD \(elle refuse seulement la photo\)/, 'the newest words are quoted')
  t.match(again.text, /nouveau message .* est lu et gardé/)
  t.match(await gateway.dossiers(), [{ etat: 'en_cours' }])
  await requerant.answers(again, 'ACCORD, elle veut bien finalement')
  t.match((await requerant.receives('pris en compte')).text, /le patient consent toujours/)
  await requerant.receives('ompte-rendu')
  const told = await dermatologue.receives('TE-')
  t.match(told.text, /confirme que le patient consent toujours/)
  t.match(told.text, /elle veut bien finalement/)
  await dermatologue.receives('avis transmis')
  await gateway.settles()
  t.strictSame([requerant.unread(), dermatologue.unread()], [[], []], 'one letter each')
})

t.test(
  'a withdrawal said in any words, by either side, goes to nobody before it is asked',
  async (t) => {
    const gateway = await startGateway(t)
    const { requerant, dermatologue } = gateway
    const to = `${dermatologue.rpps}@te.localhost`
    await requerant.asks(demande({ 'Spécialité demandée': null }), { to })
    const accuse = await requerant.receives('accusé')
    const ask = await dermatologue.receives("demande d'avis")
    await dermatologue.answers(
      ask,
      'AVIS\n\nLa patiente m’a appelé, elle ne veut plus de cet avis.',
    )
    await dermatologue.receives('attend')
    const asked = await requerant.receives('préciser')
    t.match(asked.text, /vous écrit : « La patiente m.a appelé, elle ne veut plus de cet avis\. »/)
    await requerant.answers(accuse, 'RETRAIT DU CONSENTEMENT de Mme, sa fille m’a appelée')
    await requerant.receives('préciser')
    await requerant.answers(asked, 'RETRAIT CONSENTEMENT')
    await requerant.receives('annulée')
    await dermatologue.receives('annulée')
    await gateway.settles()
    t.match(await gateway.dossiers(), [{ etat: 'annule' }])
    t.strictSame([requerant.unread(), dermatologue.unread(), await gateway.acts()], [[], [], []])
  },
)
