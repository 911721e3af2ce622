/** A requis is made inactive by a window: it is what the command does. SPEC §12 */
import t from 'tap'

import { carryOutCommand } from '../../src/flow/command.ts'
import { putCommand } from '../../src/ledger/commands.ts'
import { startGateway } from '../support/gateway.ts'
import { demande } from '../support/letters.ts'

t.test('an inactive requis loses what he holds, and is asked nothing more', async (t) => {
  const gateway = await startGateway(t)
  const { requerant, dermatologue, parts } = gateway
  await requerant.asks(demande())
  const ask = await Promise.race([
    dermatologue.receives("demande d'avis").then(() => dermatologue.rpps),
    gateway.dermatologue2.receives("demande d'avis").then(() => gateway.dermatologue2.rpps),
  ])
  await gateway.settles()
  const turn = async (rpps: string, actif: unknown) => {
    const asked = { quoi: 'activite', parametres: { rpps, actif }, par: 'essai', motif: 'Départ' }
    const id = await putCommand(parts.db, asked)
    await carryOutCommand(id, parts)
    const [row] = await parts.db.query<{ resultat: object | null; erreur: string | null }>(
      'select resultat, erreur from commande where id = $1',
      [id],
    )
    return row?.erreur ?? row?.resultat
  }
  t.match(await turn(ask, false), { rpps: ask, actif: false, dossiers: 1 })
  t.match(await turn(ask, false), { actif: false }, 'asked again, nothing more is written')
  const isActif = async () => {
    const rows = await parts.db.query<{ actif: boolean }>(
      'select actif from requis where rpps = $1',
      [ask],
    )
    return rows[0]?.actif
  }
  t.equal(await isActif(), false)
  const lines = await parts.db.query(
    "select detail::jsonb as detail from journal where quoi = 'requis.inscrit' and auteur = 'essai'",
  )
  t.match(lines, [{ detail: { rpps: ask, actif: 'non', motif: 'Départ' } }])
  t.match(await turn(ask, true), { actif: true })
  t.equal(await isActif(), true)
  t.equal(await turn('99700000096', false), 'requis-non-inscrit')
  t.equal(await turn(ask, 'non'), 'bad-parameter')
})
