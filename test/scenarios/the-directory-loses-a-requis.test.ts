/** A requis whom an import loses: who imports, the coordinator and the administrator know, and his own signed word is told to him. SPEC §9, §13.13 */
import t from 'tap'

import { replay } from '../../src/flow/command.ts'
import { type AnnuaireRow, importTogether } from '../../src/ledger/annuaire/annuaire-import.ts'
import { watchOnce } from '../../src/monitor/watch.ts'
import { ADMINISTRATION, startGateway } from '../support/gateway.ts'
import { demande } from '../support/letters.ts'

t.test('a row of the directory that vanishes under an open request', async (t) => {
  const gateway = await startGateway(t)
  const { requerant, dermatologue, parts, clock } = gateway
  const { db } = parts
  await requerant.asks(demande(), { to: `${dermatologue.rpps}@te.localhost` })
  const asked = await dermatologue.receives("demande d'avis")
  const rows = await db.query<AnnuaireRow>(
    `select p.rpps, nom, prenom, profession, specialite, numero_am as "numeroAm", finess, a.adresse
     from professionnel p left join adresse_mss a on a.rpps = p.rpps`,
  )
  const imported = async (keep: (row: AnnuaireRow) => boolean) => {
    const feed = async (onRow: (row: AnnuaireRow) => Promise<void>) => {
      for (const row of rows.filter(keep)) await onRow(row)
      return { refused: null }
    }
    return await importTogether(db, [feed], { at: clock.now(), isConfirmed: true })
  }
  const open = async () =>
    (
      await db.query<{ code: string }>(
        'select code from travail where regle_le is null order by code',
      )
    ).map(({ code }) => code)

  const [{ numero = '' } = {}] = await gateway.dossiers()
  const lost = await imported(({ rpps }) => rpps !== dermatologue.rpps)
  t.match(lost, { disparus: [{ rpps: dermatologue.rpps, numeros: [numero] }] })
  t.strictSame(await open(), ['requis-disparu'])
  await watchOnce(parts)
  t.match((await gateway.mailTo(ADMINISTRATION, 'requis-disparu')).text, /rendez-le inactif/)

  await dermatologue.answers(asked, 'AVIS\n\nBénin.')
  const told = await dermatologue.receives('non transmise')
  t.match(told.text, /ne vous connaît plus/)
  t.notMatch(told.text, /essai@/, 'nothing is to be sent again')
  t.match((await gateway.mailTo(ADMINISTRATION, 'auteur-disparu')).text, /rejouez le message/)
  t.strictSame(await open(), ['auteur-disparu', 'requis-disparu'])
  const [message] = await db.query<{ id: string; responsable: string | null }>(
    "select id, responsable from message_entrant where etat = 'refused'",
  )
  t.equal(message?.responsable, 'administrateur', 'he may write nothing more: it has an owner')

  t.match(await imported(() => true), { disparus: [] })
  await replay(message?.id ?? '', { motif: 'Réinscrit', par: 'Dr Essai' }, parts)
  await requerant.receives('compte-rendu')
  await watchOnce(parts)
  t.strictSame(await open(), [], 'each ends with its cause')
})
