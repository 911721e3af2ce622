/**
 * A form sent again with one line changed, as a new mail: each of the two is named to its author with its ways out, and
 * what the second opposes holds for the first at once. SPEC §4, §6.5, §6.6, §6.8
 */
import t from 'tap'

import { startGateway } from '../support/gateway.ts'
import { demande } from '../support/letters.ts'

const OURS = 'teleexpertise@te.localhost'
const flat = (text: string) => text.replace(/\s+/g, ' ')

t.test('the same patient, asked of the same again', async (t) => {
  const gateway = await startGateway(t)
  const { requerant, dermatologue, medecinTraitant } = gateway
  const to = `${dermatologue.rpps}@te.localhost`
  const named = { 'Spécialité demandée': null, 'Médecin traitant': medecinTraitant.email }
  await requerant.asks(demande(named), { to })
  const first = await requerant.receives('accusé')
  t.notMatch(flat(first.text), /corrige TE-/)
  const asked = await dermatologue.receives("demande d'avis")

  await requerant.asks(demande({ ...named, 'Copie au médecin traitant': 'non' }), { to })
  const second = flat((await requerant.receives('accusé')).text)
  const numeros = (await gateway.dossiers()).map(({ numero }) => numero).toSorted()
  t.equal(numeros.length, 2)
  t.match(second, new RegExp(`corrige ${numeros[0]} ou si c.est une nouvelle demande`))
  t.match(second, new RegExp(`ANNULATION ${numeros[0]}`))
  t.match(
    (await requerant.receives('opposition')).text,
    new RegExp(`${numeros[0]}`),
    'the opposition holds for the first',
  )
  await dermatologue.answers(asked, 'AVIS\n\nExérèse à prévoir sous un mois.')
  await requerant.receives('compte-rendu')
  await gateway.settles()
  t.strictSame(medecinTraitant.unread(), [], 'nothing left for the médecin traitant')
})

t.test('a corrected birth date, and the way out by the number of the first', async (t) => {
  const gateway = await startGateway(t)
  const { requerant, dermatologue, cardiologue } = gateway
  const to = `${dermatologue.rpps}@te.localhost`
  const named = { 'Spécialité demandée': null }
  await requerant.asks(demande(named), { to })
  await requerant.receives('accusé')
  await requerant.asks(demande({ ...named, 'Date de naissance': '14/03/1957' }), { to })
  const second = flat((await requerant.receives('accusé')).text)
  const [one = '', two = ''] = (await gateway.dossiers()).map(({ numero }) => numero).toSorted()
  t.match(second, new RegExp(`corrige ${one}`))
  t.match(second, /un seul trait d.identité diffère/)
  await requerant.asks(`ANNULATION ${one}`, { to: OURS })
  await requerant.receives('annulée')
  const etats = Object.fromEntries((await gateway.dossiers()).map((d) => [d.numero, d.etat]))
  t.strictSame(etats, { [one]: 'annule', [two]: 'en_cours' })

  // Another specialty is another dossier, named and no more.
  await requerant.asks(
    demande({ ...named, 'Date de naissance': '14/03/1957', Question: 'Bilan ?' }),
    {
      to: `${cardiologue.rpps}@te.localhost`,
    },
  )
  const third = flat((await requerant.receives('accusé')).text)
  t.match(third, new RegExp(`aussi, pour ce patient ou presque, la demande ${two} : chacune`))
  t.match(third, /Rien n.est attendu de vous/)
})

t.test('somebody else of the same birthday is nobody’s correction', async (t) => {
  const gateway = await startGateway(t)
  const { requerant, dermatologue } = gateway
  const to = `${dermatologue.rpps}@te.localhost`
  for (const nom of ['ESSAI-DURAND', 'ESSAI-PETIT']) {
    await requerant.asks(demande({ 'Spécialité demandée': null, 'Nom de naissance': nom }), { to })
    t.match(flat((await requerant.receives('accusé')).text), /Rien n.est attendu de vous/)
  }
})

t.test('a patient who refuses in the second stops the first', async (t) => {
  const gateway = await startGateway(t)
  const { requerant, dermatologue } = gateway
  const to = `${dermatologue.rpps}@te.localhost`
  const named = { 'Spécialité demandée': null }
  await requerant.asks(demande(named), { to })
  await requerant.receives('accusé')
  await requerant.asks(demande({ ...named, Consentement: 'non' }), { to })
  t.match(flat((await requerant.receives('à préciser')).text), /consentement/)
})
