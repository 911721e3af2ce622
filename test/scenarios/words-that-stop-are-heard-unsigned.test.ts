/**
 * Twenty forged mails do not hide the one that says that a patient withdraws his consent: who must ask learns of it by
 * itself, dossier by dossier, and nothing stops by it. SPEC §6 rules 1, 2 and 8
 */
import t from 'tap'

import { startGateway } from '../support/gateway.ts'
import { demande, letter, unsigned } from '../support/letters.ts'

t.test('a withdrawal in an unsigned mail stands out among mails that say nothing', async (t) => {
  const gateway = await startGateway(t, {
    env: { CONFRERE_COORDINATEUR: 'coord@exploitant.test' },
  })
  const { requerant, parts } = gateway
  await requerant.asks(demande())
  const accuse = await requerant.receives('accusé')
  await gateway.settles()
  const numero = (await gateway.dossiers()).at(-1)?.numero ?? ''
  const forge = async (text: string, to = accuse.replyTo, more = {}) => {
    const raw = unsigned(letter({ from: requerant.email, to, text, subject: 'Re', ...more }))
    await gateway.transmit(requerant.email, to, raw)
  }
  for (let i = 0; i < 20; i += 1) await forge(`Bonjour, message ${i}.`)
  await forge('RETRAIT CONSENTEMENT\n\nLa patiente ne veut plus.')
  await forge('RETRAIT CONSENTEMENT')
  await forge('Je me suis trompé de patient.')
  // Not to the token: a letter of ours answered, and a number named by one of the dossier.
  await forge('ANNULATION', 'teleexpertise@te.localhost', {
    headers: { 'In-Reply-To': `<${accuse.messageId}>` },
  })
  await forge(`URGENT ${numero} : elle va plus mal.`, 'demande@te.localhost')
  await gateway.settles()

  const items = await parts.db.query<{ code: string; erreur: string }>(
    "select code, erreur from travail where code like '%non-prouve%' order by code",
  )
  t.strictSame(
    items.map(({ code }) => code),
    [
      'annulation-non-prouvee',
      'erreur-patient-non-prouvee',
      'retrait-non-prouve',
      'urgence-non-prouvee',
    ],
  )
  t.match(items[2]?.erreur, /× 2/, 'counted, not repeated')
  for (const { code } of items) {
    const told = await gateway.mailTo('coord@exploitant.test', code)
    t.match(told.text, new RegExp(`Dossier : ${numero}`))
    t.match(told.text, /Téléphonez/)
  }
  t.match((await gateway.dossiers()).at(-1), { etat: 'en_cours' }, 'nothing acts by itself')
  const others = gateway.sink.messages.filter(({ to }) => to.includes('coord@exploitant.test'))
  t.equal(others.length, 4, 'one letter a dossier and kind')
})
