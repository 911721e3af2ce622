/**
 * A consent withdrawn while a letter waits, has failed, or is in the relay's hands: nothing of the patient leaves, by
 * no way. SPEC §6.1, §13.11
 */
import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

import t, { type Test } from 'tap'

import { ADMINISTRATION, startGateway, until } from '../support/gateway.ts'
import { demande } from '../support/letters.ts'
import { openSink } from '../support/smtp-sink.ts'

type Gateway = Awaited<ReturnType<typeof startGateway>>

/** Before a relay that works: holds back each reply of the relay that has these words, until it is released. */
async function stallingRelay(t: Test, words: string) {
  const relay = await openSink()
  const held: (() => void)[] = []
  const sockets = new Set<Socket>()
  let isStalled = true
  const server = createServer((client) => {
    const upstream = connect(relay.port, '127.0.0.1')
    for (const socket of [client, upstream]) {
      sockets.add(socket)
      socket.on('error', () => undefined)
      socket.on('close', () => {
        client.destroy()
        upstream.destroy()
      })
    }
    client.pipe(upstream)
    upstream.on('data', (piece: Buffer) => {
      if (isStalled && piece.includes(words)) held.push(() => client.write(piece))
      else client.write(piece)
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.teardown(async () => {
    for (const socket of sockets) socket.destroy()
    server.close()
    await relay.close()
  })
  return {
    relay,
    held,
    url: `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`,
    release() {
      isStalled = false
      for (const say of held.splice(0)) say()
    },
  }
}

interface Row {
  readonly id: string
  readonly etat: string
  readonly code: string | null
  readonly tentatives: number
}

async function demandeAvis({ parts }: Gateway): Promise<Row | undefined> {
  const [row] = await parts.db.query<Row>(
    "select id, etat, code, tentatives from envoi where lettre = 'demandeAvis'",
  )
  return row
}

/** The requérant withdraws, by the token of his thread: he may have received nothing yet. */
async function withdraws(gateway: Gateway): Promise<void> {
  const { parts, requerant } = gateway
  const [thread] = await parts.db.query<{ jeton: string }>(
    "select jeton from jeton_fil where role = 'requerant'",
  )
  await requerant.asks('RETRAIT CONSENTEMENT', { to: `dossier+${thread?.jeton}@te.localhost` })
  await until(async () => (await gateway.dossiers())[0]?.etat === 'annule')
}

async function retry(gateway: Gateway, id: string) {
  const headers = {
    Authorization: `Bearer ${await gateway.token('ops')}`,
    'Content-Type': 'application/json',
  }
  const answer = await fetch(`${gateway.base}/api/v1/messages/outbound/${id}/retry`, {
    method: 'POST',
    headers,
    body: JSON.stringify({ motif: 'essai' }),
  })
  return { status: answer.status, code: ((await answer.json()) as { code?: string }).code }
}

for (const [where, words] of [
  ['before it greets', '220 sink'],
  ['before it takes the letter', '354'],
] as const) {
  t.test(`a relay stalls ${where}; after the withdrawal it resumes`, async (t) => {
    const stalling = await stallingRelay(t, words)
    const gateway = await startGateway(t, { env: { CONFRERE_RELAY: stalling.url } })
    const { dermatologue, requerant } = gateway
    await requerant.asks(demande({ 'Médecin requis': dermatologue.rpps }))
    await until(async () => {
      const row = await demandeAvis(gateway)
      return row?.etat === 'en_cours' && stalling.held.length >= 1
    })
    await withdraws(gateway)
    stalling.release()
    await until(async () =>
      stalling.relay.messages.some(
        ({ to, raw }) => to.includes(requerant.email) && /annul/i.test(String(raw)),
      ),
    )
    // What follows the request waits for it, then sees that it did not leave.
    await until(async () => {
      const rows = await gateway.parts.db.query(
        "select from envoi where lettre = 'annulation' and role = 'requis' and etat = 'retire'",
      )
      if (rows.length === 0) await gateway.passes('PT1M')
      return rows.length === 1
    })
    await gateway.settles()
    const told = stalling.relay.messages.filter(({ to }) => to.includes(dermatologue.email))
    t.equal(told.length, 0, 'the requis, who never had the request, is told of nothing')
    t.match(await demandeAvis(gateway), { etat: 'retire', code: 'consentement-retire' })
    const { id = '' } = (await demandeAvis(gateway)) ?? {}
    t.strictSame(await retry(gateway, id), { status: 409, code: 'lettre-retiree' })
    const [attempts] = await gateway.parts.db.query<{ open: number }>(
      'select count(*)::int as open from tentative where envoi = $1',
      [id],
    )
    t.equal(attempts?.open, 0, 'no attempt was made')
  })
}

t.test('a letter that failed is taken back by the withdrawal like the rest', async (t) => {
  const gateway = await startGateway(t)
  const { parts, dermatologue, sink } = gateway
  const { send } = parts.sender
  t.teardown(() => Object.assign(parts.sender, { send }))
  Object.assign(parts.sender, {
    send: (...given: Parameters<typeof send>) =>
      given[1].to === dermatologue.email
        ? Promise.resolve({ kind: 'never', code: 'delivery-refused', reply: '554' })
        : send(...given),
  })
  await gateway.requerant.asks(demande({ 'Médecin requis': dermatologue.rpps }))
  await gateway.mailTo(ADMINISTRATION, 'ncident')
  const { id = '', etat } = (await demandeAvis(gateway)) ?? {}
  t.equal(etat, 'echec')

  Object.assign(parts.sender, { send })
  await withdraws(gateway)
  await gateway.settles()
  t.match(await demandeAvis(gateway), { etat: 'retire', code: 'consentement-retire' })
  t.strictSame(await retry(gateway, id), { status: 409, code: 'lettre-retiree' })
  t.notOk(
    sink.messages.some(
      ({ to, raw }) => to.includes(dermatologue.email) && !/annul/i.test(String(raw)),
    ),
  )
})

t.test('a person cannot send again what may not leave, whatever its state says', async (t) => {
  const gateway = await startGateway(t)
  const { parts, dermatologue } = gateway
  await gateway.requerant.asks(demande({ 'Médecin requis': dermatologue.rpps }))
  await dermatologue.receives("demande d'avis")
  await gateway.settles()
  const { id = '' } = (await demandeAvis(gateway)) ?? {}
  await withdraws(gateway)
  await gateway.settles()
  // As an older version, which left the failed ones alone, would have left it.
  await parts.db.query("update envoi set etat = 'echec', code = 'dsn-echec' where id = $1", [id])
  t.strictSame(await retry(gateway, id), { status: 409, code: 'lettre-retiree' })
  t.match(await demandeAvis(gateway), { etat: 'retire', code: 'consentement-retire' })
  const before = gateway.sink.messages.length
  // And as one would find it that was put back in the line by hand: its kept octets are asked about too.
  await parts.db.query(
    "update envoi set etat = 'a_envoyer', prochaine = now() - interval '1 day' where id = $1",
    [id],
  )
  await gateway.passes('PT1M')
  await gateway.settles()
  t.match(await demandeAvis(gateway), { etat: 'retire', code: 'consentement-retire' })
  t.equal(gateway.sink.messages.length, before)
  const traces = await parts.db.query(
    "select detail from journal where quoi = 'envoi.retire' order by seq",
  )
  t.equal(traces.length, 2, 'each stands in the audit')
})

t.test(
  'octets kept from a day of trust are made anew when they may no longer go in clear',
  async (t) => {
    const gateway = await startGateway(t)
    const { parts, dermatologue } = gateway
    await gateway.requerant.asks(demande({ 'Médecin requis': dermatologue.rpps }))
    const ask = await dermatologue.receives("demande d'avis")
    t.equal(ask.encrypted, false)
    await gateway.settles()
    const { id = '' } = (await demandeAvis(gateway)) ?? {}
    Object.assign(parts, { config: { ...parts.config, espaceDeConfiance: [] } })
    await parts.db.query("update envoi set etat = 'echec' where id = $1", [id])
    t.match(await retry(gateway, id), { status: 200 })
    await gateway.settles()
    t.match(await demandeAvis(gateway), { etat: 'bloque', code: 'chiffrement-impossible' })
  },
)
