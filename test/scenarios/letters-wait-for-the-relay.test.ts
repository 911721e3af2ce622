/**
 * A relay that is away while a dossier goes on: what comes when it is back is so when it comes. SPEC §6.8, §13.11
 */
import t from 'tap'

import { startGateway } from '../support/gateway.ts'
import { demande } from '../support/letters.ts'

type Gateway = Awaited<ReturnType<typeof startGateway>>

/** No letter leaves until the function given back is called. */
function relayAway({ parts }: Gateway): () => void {
  const { send } = parts.sender
  Object.assign(parts.sender, {
    send: () => Promise.resolve({ kind: 'later', code: 'delivery-unreachable', reply: null }),
  })
  return () => Object.assign(parts.sender, { send })
}

const letters = ({ parts }: Gateway) =>
  parts.db.query<{ lettre: string; etat: string; code: string | null }>(
    'select lettre, etat, code from envoi order by cree_le',
  )

async function thread({ parts }: Gateway): Promise<string> {
  const [row] = await parts.db.query<{ jeton: string }>(
    "select jeton from jeton_fil where role = 'requerant'",
  )
  return `dossier+${row?.jeton}@te.localhost`
}

t.test('after a cancellation no letter says that the request is on its way', async (t) => {
  const gateway = await startGateway(t)
  const { requerant, dermatologue } = gateway
  const back = relayAway(gateway)
  await requerant.asks(demande({ 'Médecin requis': dermatologue.rpps }))
  await gateway.settles()
  const [{ numero = '' } = {}] = await gateway.dossiers()
  const headers = { authorization: `Bearer ${await gateway.token('status')}` }
  const seen = await fetch(`${gateway.base}/api/v1/dossiers/${numero}`, { headers })
  t.match(await seen.json(), {
    sollicitations: [{ etat: 'en_attente', prochaine: { responsable: 'passerelle' } }],
  })
  await requerant.asks('ANNULATION', { to: await thread(gateway) })
  await gateway.settles()
  back()
  await gateway.passes('PT30M')
  await requerant.receives('annul')
  await gateway.settles()
  t.strictSame(requerant.unread(), [])
  t.strictSame(dermatologue.unread(), [], 'he never had it')
  t.match(
    (await letters(gateway)).find(({ lettre }) => lettre === 'accuseReception'),
    { etat: 'retire', code: 'demande-annulee' },
  )
})

t.test('an acknowledgement that failed is written anew as things stand', async (t) => {
  const gateway = await startGateway(t)
  const { requerant, dermatologue } = gateway
  const back = relayAway(gateway)
  await requerant.asks(demande({ 'Médecin requis': dermatologue.rpps }))
  await gateway.settles()
  const kept = () =>
    gateway.parts.db.query<{ contenu: string }>(
      "select contenu from envoi where lettre = 'accuseReception'",
    )
  const [first] = await kept()
  back()
  await gateway.passes('PT30M')
  await requerant.receives('accusé de réception')
  const [second] = await kept()
  t.not(second?.contenu, first?.contenu, 'other octets')
})

t.test('each reader hears of a dossier in the order in which it was written', async (t) => {
  const gateway = await startGateway(t)
  const { requerant, dermatologue, sink } = gateway
  const back = relayAway(gateway)
  await requerant.asks(demande({ 'Médecin requis': dermatologue.rpps }))
  await gateway.settles()
  // What was written first has failed more often, and is due last.
  await gateway.passes('PT20M')
  await requerant.asks('COMPLEMENT : elle saigne depuis hier.', { to: await thread(gateway) })
  await gateway.settles()
  await requerant.asks('COMPLEMENT : elle a cessé de saigner.', { to: await thread(gateway) })
  await gateway.settles()
  back()
  for (let round = 0; round < 6; round += 1) {
    await gateway.passes('PT5M')
    await gateway.settles()
  }
  const order = await gateway.parts.db.query<{ message_id: string; rpps: string; lettre: string }>(
    "select message_id, rpps, lettre from envoi where etat = 'remis' order by ordre",
  )
  const came = sink.messages.map(({ raw }) => /^message-id: <([^>]+)>/im.exec(String(raw))?.[1])
  for (const rpps of [requerant.rpps, dermatologue.rpps]) {
    const put = order.filter((one) => one.rpps === rpps)
    t.equal(put.length, 3, put.map(({ lettre }) => lettre).join())
    const left = came.filter((id) => put.some((one) => one.message_id === id))
    t.strictSame(
      left.map((id) => put.find((one) => one.message_id === id)?.lettre),
      put.map(({ lettre }) => lettre),
    )
  }
})
