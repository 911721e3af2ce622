/** Whoever holds one signed mail can send it without end: that silences nobody, and floods nobody. SPEC §10, §13.13 */
import t from 'tap'

import { ADMINISTRATION, startGateway } from '../support/gateway.ts'
import { demande, letter, signed } from '../support/letters.ts'
import { twoRequests } from '../support/two-requests.ts'

const FEW = { CONFRERE_LIMITE_ECHANGES: '3' }
const TIMES = 6

type Gateway = Awaited<ReturnType<typeof startGateway>>

const sentTo = async ({ parts }: Gateway, adresse: string, lettre: string): Promise<number> =>
  (
    await parts.db.query('select id from envoi where adresse = $1 and lettre = $2', [
      adresse,
      lettre,
    ])
  ).length

t.test('a request replayed does not silence its author: her withdrawal acts', async (t) => {
  const gateway = await startGateway(t, { env: FEW })
  const { requerant, dermatologue, pki } = gateway
  const to = 'demande@te.localhost'
  const text = demande({ 'Spécialité demandée': null, 'Médecin requis': dermatologue.rpps })
  const held = await signed(letter({ from: requerant.email, to, text }), pki.people.requerant)
  await gateway.transmit(requerant.email, to, held)
  const accuse = await requerant.receives('accusé')
  await dermatologue.receives("demande d'avis")
  for (let time = 0; time < TIMES; time += 1) await gateway.transmit('vasseur@x.test', to, held)
  await gateway.settles()
  t.equal(await sentTo(gateway, requerant.email, 'dejaRecue'), 1, 'told once')
  t.equal((await gateway.verdicts()).filter(({ etat }) => etat === 'accepted').length, 1 + TIMES)

  await requerant.answers(accuse, 'RETRAIT CONSENTEMENT')
  t.match((await dermatologue.receives('demande annulée')).text, /consentement/)
  await requerant.receives('annulée')
  await gateway.settles()
  t.match(await gateway.dossiers(), [{ etat: 'annule' }])
})

t.test('an opinion replayed elsewhere asks once, alerts once, and the true one acts', async (t) => {
  const gateway = await startGateway(t, { env: FEW })
  const { requerant, dermatologue, pki, parts } = gateway
  const [one, two] = await twoRequests(gateway)
  const text = 'AVIS\n\nLésion bénigne.'
  const held = await signed(
    letter({ from: dermatologue.email, to: one.replyTo, text }),
    pki.people.dermatologue,
  )
  await gateway.transmit(dermatologue.email, one.replyTo, held)
  await requerant.receives('ompte-rendu')
  for (let time = 0; time < TIMES; time += 1) {
    await gateway.transmit('ailleurs@x.test', two.replyTo, held)
  }
  await gateway.settles()
  t.equal(await sentTo(gateway, dermatologue.email, 'reponseAPreciser'), 1)
  t.equal(await sentTo(gateway, ADMINISTRATION, 'alerte'), 1)
  const codes = await parts.db.query(
    "select count(*) as n from message_entrant where code = 'signature-autre-dossier' and etat = 'accepted'",
  )
  t.strictSame(codes, [{ n: TIMES }], 'each is on record')

  await dermatologue.answers(two, 'AVIS\n\nNaevus banal, pas de surveillance.')
  await requerant.receives('ompte-rendu')
  await gateway.settles()
  t.match(await gateway.dossiers(), [{ etat: 'repondu' }, { etat: 'repondu' }])
})
