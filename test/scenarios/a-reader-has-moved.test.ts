/**
 * The directory gives a reader another address, or none, while a letter to the old one waits or has failed: nothing
 * goes to the old one any more, whoever asks. SPEC §9, §13.11
 */
import t from 'tap'

import { ADMINISTRATION, enrol, startGateway } from '../support/gateway.ts'
import { demande } from '../support/letters.ts'

type Gateway = Awaited<ReturnType<typeof startGateway>>

const NEUVE = 'dermatologue@chu2.test'

/** Each letter to this address is refused for good, until the function given back is called. */
function refuses({ parts }: Gateway, address: string): () => void {
  const { send } = parts.sender
  Object.assign(parts.sender, {
    send: (...given: Parameters<typeof send>) =>
      given[1].to === address
        ? Promise.resolve({ kind: 'never', code: 'delivery-mailbox-unknown', reply: '550 5.1.1' })
        : send(...given),
  })
  return () => Object.assign(parts.sender, { send })
}

interface Row {
  readonly id: string
  readonly etat: string
  readonly code: string | null
  readonly adresse: string
}

const rows = ({ parts }: Gateway, lettre: string): Promise<Row[]> =>
  parts.db.query<Row>(
    'select id, etat, code, adresse from envoi where lettre = $1 order by cree_le',
    [lettre],
  )

async function post(gateway: Gateway, path: string, body: object) {
  const headers = {
    Authorization: `Bearer ${await gateway.token('ops')}`,
    'Content-Type': 'application/json',
  }
  const answer = await fetch(`${gateway.base}/api/v1${path}`, {
    method: 'POST',
    headers,
    body: JSON.stringify({ motif: 'essai', ...body }),
  })
  return { status: answer.status, ...((await answer.json()) as { code?: string; id?: string }) }
}

const retry = (gateway: Gateway, id: string) => post(gateway, `/messages/outbound/${id}/retry`, {})

const lettersTo = ({ sink }: Gateway, address: string) =>
  sink.messages.filter(({ to }) => to.includes(address))

/** A request whose letter to the requis has failed. */
async function failed(gateway: Gateway): Promise<string> {
  const { requerant, dermatologue } = gateway
  const mend = refuses(gateway, dermatologue.email)
  await requerant.asks(demande({ 'Médecin requis': dermatologue.rpps }))
  await gateway.mailTo(ADMINISTRATION, 'ncident')
  await gateway.settles()
  mend()
  const [first] = await rows(gateway, 'demandeAvis')
  t.match(first, { etat: 'echec' })
  return first?.id ?? ''
}

t.test(
  'a request sent again leaves for the address of now, and so does what follows',
  async (t) => {
    const gateway = await startGateway(t)
    const { parts, pki, requerant, dermatologue } = gateway
    const id = await failed(gateway)
    await enrol(parts.db, pki, { dermatologue: NEUVE })
    const again = await retry(gateway, id)
    t.equal(again.status, 200)
    t.not(again.id, id, 'another letter')
    await gateway.settles()
    t.match(await rows(gateway, 'demandeAvis'), [
      { id, etat: 'retire', code: 'adresse-changee' },
      { id: again.id, etat: 'remis', adresse: NEUVE },
    ])
    const accuse = await requerant.receives('accusé de réception')
    await requerant.answers(accuse, 'ANNULATION')
    await gateway.mailTo(NEUVE, 'annul')
    t.strictSame(lettersTo(gateway, dermatologue.email), [], 'nothing ever goes to the old one')
  },
)

t.test('a request that the requis has at his new address is not sent again', async (t) => {
  const gateway = await startGateway(t)
  const { parts, pki, dermatologue } = gateway
  const id = await failed(gateway)
  await enrol(parts.db, pki, { dermatologue: NEUVE })
  const [{ numero = '' } = {}] = await gateway.dossiers()
  const given = { action: 'reattribuer', rpps: dermatologue.rpps }
  t.match(await post(gateway, `/dossiers/${numero}`, given), { status: 200 })
  await gateway.settles()
  t.match(await retry(gateway, id), { status: 409, code: 'lettre-retiree' })
  await gateway.settles()
  t.match(await rows(gateway, 'demandeAvis'), [
    { id, etat: 'retire', code: 'demande-remplacee' },
    { etat: 'remis', adresse: NEUVE },
  ])
  t.equal(lettersTo(gateway, NEUVE).length, 1)
  t.strictSame(lettersTo(gateway, dermatologue.email), [])
})

t.test('a letter that waits for the relay asks it too', async (t) => {
  const gateway = await startGateway(t)
  const { parts, pki, requerant, dermatologue } = gateway
  await requerant.asks(demande({ 'Médecin requis': dermatologue.rpps }))
  await dermatologue.receives("demande d'avis")
  await gateway.settles()
  const { send } = parts.sender
  Object.assign(parts.sender, {
    send: () => Promise.resolve({ kind: 'later', code: 'delivery-unreachable', reply: null }),
  })
  await requerant.answers(await requerant.receives('accusé de réception'), 'ANNULATION')
  await gateway.settles()
  await enrol(parts.db, pki, { dermatologue: NEUVE })
  Object.assign(parts.sender, { send })
  await gateway.passes('PT10M')
  await gateway.mailTo(NEUVE, 'annul')
  t.equal(lettersTo(gateway, dermatologue.email).length, 1, 'the request of before alone')
})

t.test('without any address it waits for a person, who is told', async (t) => {
  const gateway = await startGateway(t)
  const { parts, pki, dermatologue } = gateway
  const id = await failed(gateway)
  await enrol(parts.db, pki, { dermatologue: null })
  t.match(await retry(gateway, id), { status: 409, code: 'adresse-perdue' })
  // As one would find it that was in the line already.
  await parts.db.query(
    "update envoi set etat = 'a_envoyer', prochaine = now() - interval '1 day' where id = $1",
    [id],
  )
  await gateway.passes('PT1M')
  await gateway.settles()
  t.match(await rows(gateway, 'demandeAvis'), [{ id, etat: 'bloque', code: 'adresse-perdue' }])
  await gateway.mailTo(ADMINISTRATION, 'ncident')
  await enrol(parts.db, pki, { dermatologue: NEUVE })
  t.match(await retry(gateway, id), { status: 200 })
  await gateway.mailTo(NEUVE, "demande d'avis")
  t.strictSame(lettersTo(gateway, dermatologue.email), [])
})

t.test('who is no longer of a service mailbox is not written to there', async (t) => {
  const gateway = await startGateway(t)
  const { parts, dermatologue, dermatologue2, cardiologue } = gateway
  const { db } = parts
  const { adressageDe } = await import('../../src/ledger/outbox/adresses.ts')
  const { setBoite } = await import('../../src/ledger/annuaire/annuaire.ts')
  const boite = 'dermato@chu.test'
  const of = ({ rpps }: { rpps: string }, at = boite) => adressageDe(db, rpps, at)
  t.match(await of(dermatologue), { kind: 'sienne' }, 'bound by a certificate alone')
  await setBoite(db, boite, [dermatologue.rpps, dermatologue2.rpps])
  t.match(await of(dermatologue), { kind: 'sienne' })
  t.match(await of(cardiologue), { kind: 'perdue', presente: cardiologue.email })
  await setBoite(db, boite, [dermatologue2.rpps])
  t.match(await of(dermatologue), { kind: 'perdue', presente: dermatologue.email })
  t.match(await of(dermatologue, dermatologue.email.toUpperCase()), { kind: 'sienne' })
  t.match(await adressageDe(db, '99999999999', boite), { kind: 'sienne' }, 'unknown to it')
})
