import t from 'tap'

import { replay } from '../../src/flow/command.ts'
import { evidenceOf } from '../../src/ledger/views/evidence.ts'
import { ADMINISTRATION, startGateway } from '../support/gateway.ts'
import { demande, letter, signed } from '../support/letters.ts'

t.test('a letter with two readings waits for a person, with both of them', async (t) => {
  const gateway = await startGateway(t)
  const { requerant, pki, parts } = gateway
  const mail = letter({ from: requerant.email, to: 'dermatologie@te.localhost', text: demande() })
  const fields = mail.entity.toString('latin1').replace(/charset=utf-8/, '$&; charset=iso-8859-1')
  const twice = { ...mail, entity: Buffer.from(fields, 'latin1') }
  t.notSame(twice.entity, mail.entity)
  const sent = await signed(twice, pki.people.requerant)
  await gateway.transmit(requerant.email, 'dermatologie@te.localhost', sent)

  const told = await requerant.receives('non transmise')
  t.match(told.text, 'lectures-divergentes')
  t.notMatch(told.text, /ESSAI-DURAND|exérèse/)
  t.match(
    (await gateway.mailTo(ADMINISTRATION, 'lectures-divergentes')).text,
    'lectures-divergentes',
  )
  t.match(await gateway.verdicts(), [{ etat: 'quarantined', code: 'lectures-divergentes' }])
  t.strictSame(await gateway.dossiers(), [])

  const [row] = await parts.db.query<{ id: string; cle: string; preuve: Buffer }>(
    'select id, cle, preuve from message_entrant',
  )
  const { id = '', cle = '', preuve = Buffer.alloc(0) } = row ?? {}
  const kept = await parts.keys.decrypt(parts.db, cle, preuve, `preuve:${id}`)
  const { lectures } = JSON.parse(kept.toString())
  t.match(lectures.premiere, [{ charset: 'utf-8', text: /exérèse/ }])
  t.match(lectures.seconde, [{ charset: 'iso-8859-1', text: /exÃ©rÃ¨se/ }])

  const asked = { motif: 'vu avec son auteur', par: 'essai' }
  t.match(await replay(id, asked, parts), { etat: 'quarantined' }, 'nothing changed')
  const once = { ...parts, config: { ...parts.config, doubleLecture: false } }
  t.match(await replay(id, asked, once), { etat: 'accepted' })
  const [dossier] = await gateway.dossiers()
  t.ok(await evidenceOf(parts.db, parts.keys, dossier?.numero ?? ''))
})
