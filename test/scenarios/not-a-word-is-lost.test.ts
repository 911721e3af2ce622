/** The words of both physicians, from one mail client to the other's: all of them, as written. SPEC §4, §13.14 */
import t from 'tap'

import { startGateway } from '../support/gateway.ts'
import { demande } from '../support/letters.ts'

const BEFORE = 'Cher confrère,\nPatiente allergique à la pénicilline, sous Previscan 5*2 mg.'
const AFTER =
  'Allergies : iode\n> 38,5 °C hier\n-- \nPS : oxygène 2 L/min\nEnvoyé de mon service aux urgences'

type Gateway = Awaited<ReturnType<typeof startGateway>>

const named = ({ dermatologue }: Gateway) => ({
  'Spécialité demandée': null,
  'Médecin requis': dermatologue.rpps,
})

t.test('what stands beside the form reaches the requis, with the signed request', async (t) => {
  const gateway = await startGateway(t)
  const { requerant, dermatologue } = gateway
  const form = demande({
    ...named(gateway),
    Contexte: 'chutes.\nÉpouse : aidante\nRégime : sans sel\nsuite',
  })
  await requerant.asks(`${BEFORE}\n\n${form}\n\n${AFTER}`, { to: 'demande@te.localhost' })
  const ask = await dermatologue.receives("demande d'avis")
  for (const line of `${BEFORE}\n${AFTER}\nÉpouse : aidante\nRégime : sans sel\nsuite`.split(
    '\n',
  )) {
    t.match(ask.text.replaceAll('--', '-- '), line.trim().replace(/^-- *$/, '-- '), line)
  }
  t.ok(ask.files.includes('demande-signee.eml'))
})

t.test('what is written beside the missing lines reaches the requis', async (t) => {
  const gateway = await startGateway(t)
  const { requerant, dermatologue } = gateway
  await requerant.asks(demande({ ...named(gateway), Sexe: null, 'Mode du consentement': null }), {
    to: 'demande@te.localhost',
  })
  const question = await requerant.receives('compléter')
  await requerant.answers(question, 'Sexe : F\nMode du consentement : oral\n\nElle est allergique.')
  const ask = await dermatologue.receives("demande d'avis")
  t.match(ask.text, /Texte du requérant[\s\S]*Elle est allergique\./)
  t.ok(ask.files.includes('demande-signee-2.eml'))
})

t.test('an opinion is taken to the character, the letter that it quotes is not', async (t) => {
  const gateway = await startGateway(t)
  const { requerant, dermatologue } = gateway
  await requerant.asks(demande(named(gateway)), { to: 'demande@te.localhost' })
  const ask = await dermatologue.receives("demande d'avis")
  const opinion =
    'perfusion 5*2 mg/h (débit à ajuster)\n> 38,5 °C : paracétamol 1 g\n\nEnvoyé de mon service.'
  const quoted = ask.text
    .split('\n')
    .map((line) => `> ${line}`)
    .join('\n')
  await dermatologue.answers(
    ask,
    `AVIS : ${opinion}\n\nLe 12/03/2026 à 10:00, Téléexpertise <teleexpertise@te.localhost> a écrit :\n\n${quoted}`,
  )
  const report = await requerant.receives('ompte-rendu')
  for (const line of opinion.split('\n').filter((one) => one !== '')) t.match(report.text, line)
  t.notMatch(report.text, 'écrivez AVIS en première ligne')
})
