/**
 * Twenty forged mails do not hide the one that says that a patient withdraws his consent: who must ask learns of it by
 * itself, dossier by dossier, and nothing stops by it. SPEC §6.1, §6.2, §6.8
 */
import t from 'tap'

import { closeMessage } from '../../src/flow/close-message.ts'
import { travauxOf } from '../../src/ledger/dossiers/travaux.ts'
import { timeline } from '../../src/ledger/views/vues-dossiers.ts'
import { listInbound } from '../../src/ledger/views/vues-messages.ts'
import { startGateway } from '../support/gateway.ts'
import { demande, letter, unsigned } from '../support/letters.ts'

const ALL = { after: null, limit: 100 }

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

  const items = await parts.db.query<{ id: string; code: string; erreur: string }>(
    "select id::text, code, erreur from travail where code like '%non-prouve%' order by code",
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
  for (const { code, id } of items) {
    const told = await gateway.mailTo('coord@exploitant.test', code)
    t.match(told.text, new RegExp(`Dossier : ${numero}`))
    t.match(told.text, /Téléphonez/)
    t.match(
      told.text?.replaceAll(/\s+/g, ' '),
      `./confrere dossier ${numero} --regler ${id} --motif`,
    )
  }
  t.match((await gateway.dossiers()).at(-1), { etat: 'en_cours' }, 'nothing acts by itself')
  const others = gateway.sink.messages.filter(({ to }) => to.includes('coord@exploitant.test'))
  t.equal(others.length, 4, 'one letter a dossier and kind')

  // What was refused in its thread, or of it, is on its dossier; closing the messages settles what they opened.
  const { items: seen } = await listInbound(parts.db, { dossier: numero, state: 'refused' }, ALL)
  t.equal(seen.length, 25)
  const lines = await timeline(parts.db, numero)
  t.equal(lines.filter(({ quoi }) => quoi === 'message.refused').length, 25)
  for (const { id } of seen) await closeMessage(id, { motif: 'joint', par: 'essai' }, parts)
  t.strictSame(await travauxOf(parts.db, numero), [])
})
