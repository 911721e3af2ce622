/**
 * Who administers or coordinates and answers a letter of ours by mail learns that it has no effect; a stranger and a
 * machine cause no mail. SPEC §6.8, §10
 */
import type { ParsedMail } from 'mailparser'
import t from 'tap'

import { ADMINISTRATION, startGateway } from '../support/gateway.ts'
import { demande, letter, unsigned } from '../support/letters.ts'

const COORDINATION = 'coord@exploitant.test'
const OUR_FROM = 'teleexpertise@te.localhost'

t.test('an answer to an alert is told to have no effect, a few times a day', async (t) => {
  const gateway = await startGateway(t, { env: { CONFRERE_COORDINATEUR: COORDINATION } })
  const { requerant, parts } = gateway
  await requerant.asks(demande())
  const accuse = await requerant.receives('accusé')
  // An alert to each of them.
  const stop = letter({ from: requerant.email, to: accuse.replyTo, text: 'RETRAIT CONSENTEMENT' })
  await gateway.transmit(requerant.email, accuse.replyTo, unsigned(stop))
  const toCoordinator = await gateway.mailTo(COORDINATION, 'retrait-non-prouve')
  const stranger = letter({ from: 'qui@ailleurs.test', to: 'demande@te.localhost', text: 'x' })
  await gateway.transmit('qui@ailleurs.test', 'demande@te.localhost', unsigned(stranger))
  const toAdministrator = await gateway.mailTo(ADMINISTRATION, 'not-signed')
  await gateway.settles()

  const answers = async (from: string, to: ParsedMail | null, more: object = {}) => {
    const headers = to === null ? {} : { 'In-Reply-To': to.messageId ?? '' }
    const mail = { from, to: OUR_FROM, text: 'C’est fait, je classe.', subject: 'Re: alerte' }
    await gateway.transmit(
      from,
      OUR_FROM,
      unsigned(letter({ ...mail, headers: { ...headers, ...more } })),
    )
    await gateway.settles()
  }
  const told = (who: string): number =>
    gateway.sink.messages.filter(
      ({ to, raw }) => to.includes(who) && /signal=C3=A9|signalé/.test(raw.toString()),
    ).length
  for (const [who, alert] of [
    [COORDINATION, toCoordinator],
    [ADMINISTRATION, toAdministrator],
  ] as const) {
    await answers(who, alert)
    const answer = await gateway.mailTo(who, 'message signalé')
    t.match(answer.text, /aucun effet[\s\S]*page d’administration[\s\S]*reponse-sans-effet/)
    const [row] = await parts.db.query<{ etat: string; responsable: string | null }>(
      'select etat, responsable from message_entrant order by recu_le desc limit 1',
    )
    t.match(row, { etat: 'refused', responsable: null }, 'it waits for nobody')

    const before = told(who)
    await answers(who, null)
    await answers(who, alert, { 'Auto-Submitted': 'auto-replied' })
    const others = who === COORDINATION ? toAdministrator : toCoordinator
    await answers(who, others)
    t.equal(told(who), before, 'a forged address, a machine, a letter of another: nothing')
    for (let i = 0; i < 5; i += 1) await answers(who, alert)
    t.equal(told(who) - before, 2, 'three a day')
  }
})
