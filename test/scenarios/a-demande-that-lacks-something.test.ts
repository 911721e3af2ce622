import t from 'tap'

import { startGateway } from '../support/gateway.ts'
import { demande } from '../support/letters.ts'

t.test(
  'what is missing is asked for once, all at once, and the reply may hold just these lines',
  async (t) => {
    const gateway = await startGateway(t)
    const { requerant, dermatologue } = gateway
    await requerant.asks(
      demande({
        'Spécialité demandée': null,
        'Médecin requis': dermatologue.rpps,
        Sexe: null,
        'Date de naissance': '31/02/1951',
      }),
      { to: 'demande@te.localhost' },
    )
    const asked = await requerant.receives('compléter')
    t.match(asked.text, /Sexe/)
    t.match(asked.text, /Date de naissance/)
    t.notMatch(asked.text, /Prénoms\s*:/, 'what is there is not asked again')
    t.strictSame(dermatologue.unread(), [], 'nothing has left')
    t.equal((await gateway.dossiers())[0]?.etat, 'incomplet')

    await requerant.answers(asked, 'Sexe : F\nDate de naissance : 14 mars 1951')
    const ask = await dermatologue.receives('avis')
    t.match(ask.text, /14\/03\/1951|14 mars 1951/)
    t.equal((await gateway.dossiers()).length, 1)
  },
)

t.test('an incomplete demande is recalled once, then ends', async (t) => {
  const gateway = await startGateway(t)
  const { requerant } = gateway
  await requerant.asks(demande({ Sexe: null }))
  await requerant.receives('compléter')
  await gateway.passes('P3DT1H')
  await requerant.receives('ompléter')
  await gateway.passes('P3DT1H')
  await gateway.settles()
  t.equal((await gateway.dossiers())[0]?.etat, 'annule')
  t.equal(requerant.unread().length, 1, 'and the requerant is told')
})

t.test('a refused consent goes nowhere and is recorded', async (t) => {
  const gateway = await startGateway(t)
  const { requerant, dermatologue, dermatologue2 } = gateway
  await requerant.asks(demande({ Consentement: 'non' }))
  await requerant.receives('TE-')
  await gateway.settles()
  const [dossier] = await gateway.dossiers()
  t.match(dossier, { etat: 'annule', motif: 'consentement-refuse' })
  t.strictSame([...dermatologue.unread(), ...dermatologue2.unread()], [])
  const rows = await gateway.parts.db.query<{ quoi: string }>('select quoi from journal')
  t.ok(rows.some(({ quoi }) => quoi === 'consentement-refuse'))
})

t.test(
  'an emergency is not routed, whatever else it lacks, and NON URGENT resumes it',
  async (t) => {
    const gateway = await startGateway(t)
    const { requerant, dermatologue } = gateway
    await requerant.asks(
      demande({
        'Spécialité demandée': null,
        'Médecin requis': dermatologue.rpps,
        Sexe: null,
        Urgence: 'oui',
      }),
      { to: 'demande@te.localhost' },
    )
    const stopped = await requerant.receives('TE-')
    t.match(stopped.text, /SAMU-Centre 15/)
    await gateway.settles()
    t.strictSame(dermatologue.unread(), [])
    await requerant.answers(stopped, 'NON URGENT\n\nSexe : F')
    await dermatologue.receives('avis')
  },
)

t.test('the same signed mail twice is one dossier, and its number is told again', async (t) => {
  const gateway = await startGateway(t)
  const { requerant } = gateway
  await requerant.asks(demande())
  const first = await requerant.receives('TE-')
  const [{ raw } = { raw: Buffer.alloc(0) }] = await keptMails(gateway)
  t.match(await gateway.transmit(requerant.email, 'dermatologie@te.localhost', raw), /^250 /)
  const again = await requerant.receives('TE-')
  const numero = /TE-\d{4}-\d{6}/.exec(first.text)?.[0] ?? ''
  t.match(again.text, numero)
  t.equal((await gateway.dossiers()).length, 1)
})

async function keptMails({ parts }: Awaited<ReturnType<typeof startGateway>>) {
  const { loadMessage } = await import('../../src/ledger/messages/messages.ts')
  const rows = await parts.db.query<{ id: string }>(
    'select id from message_entrant order by recu_le',
  )
  return await Promise.all(
    rows.map(async ({ id }) => {
      const pieces: Buffer[] = []
      for await (const piece of (await loadMessage(parts.db, parts.keys, id)).raw.read())
        pieces.push(piece)
      return { id, raw: Buffer.concat(pieces) }
    }),
  )
}
