import t from 'tap'

import { sealAudit, verifyAudit } from '../../src/monitor/audit.ts'
import { startGateway } from '../support/gateway.ts'
import { demande, letter, unsigned } from '../support/letters.ts'

t.test('the administrator follows a dossier, the clerk exports its acts, over HTTP', async (t) => {
  const gateway = await startGateway(t)
  const { requerant, dermatologue, base } = gateway
  await requerant.asks(
    demande({ 'Spécialité demandée': null, 'Médecin requis': dermatologue.rpps }),
    {
      to: 'demande@te.localhost',
      attachments: [{ name: 'a.jpg', type: 'image/jpeg', content: Buffer.alloc(900, 3) }],
    },
  )
  await dermatologue.answers(await dermatologue.receives("demande d'avis"), 'AVIS\n\nRien.')
  await requerant.receives('ompte-rendu')
  await dermatologue.receives('ransmis')
  await gateway.settles()
  const status = await gateway.token('status')
  const billing = await gateway.token('billing')
  const call = async (path: string, token: string, init: RequestInit = {}) => {
    const answer = await fetch(`${base}${path}`, {
      ...init,
      headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
    })
    const text = await answer.text()
    return { status: answer.status, text, json: text.startsWith('{') ? JSON.parse(text) : null }
  }
  t.equal((await fetch(`${base}/healthz`)).status, 200)
  t.equal((await fetch(`${base}/readyz`)).status, 200)
  t.equal((await fetch(`${base}/api/v1/dossiers`)).status, 401)
  t.equal((await call('/api/v1/dossiers', billing)).status, 403)

  const list = await call('/api/v1/dossiers', status)
  t.match(list.json, { items: [{ etat: 'repondu' }], next: null })
  const { numero } = list.json.items[0]
  const one = await call(`/api/v1/dossiers/${numero}`, status)
  t.equal(one.status, 200)
  t.notMatch(one.text, /ESSAI-DURAND|exérèse/, 'no clinical content by HTTP')

  const acts = await call('/api/v1/actes', billing)
  t.equal(acts.json.items.length, 2)
  t.notMatch(acts.text, /ESSAI-DURAND/)
  const made = await call('/api/v1/exports', billing, { method: 'POST', body: '{}' })
  t.equal(made.status, 201, made.text)
  const file = await call('/api/v1/exports/1/file?format=csv', billing)
  t.match(file.text, /^id_acte;id_export;/)
  t.equal(file.text.trimEnd().split('\n').length, 3)
  t.equal((await call('/api/v1/exports/1/file?format=csv', billing)).text, file.text)
})

t.test(
  'a refused mail is replayed after the directory was mended, and has its one effect',
  async (t) => {
    const gateway = await startGateway(t)
    const { requerant, base, parts } = gateway
    await parts.db.query('update professionnel set disparu_le = now() where rpps = $1', [
      requerant.rpps,
    ])
    await requerant.asks(demande())
    await gateway.settles()
    t.match(await gateway.verdicts(), [{ etat: 'refused', code: 'auteur-inconnu' }])
    await parts.db.query('update professionnel set disparu_le = null')
    const token = await gateway.token('ops')
    const headers = { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' }
    const list = (await (await fetch(`${base}/api/v1/messages/inbound`, { headers })).json()) as {
      items: { id: string }[]
    }
    const replay = `${base}/api/v1/messages/inbound/${list.items[0]?.id}/replay`
    const body = JSON.stringify({ motif: 'annuaire corrigé' })
    t.ok((await fetch(replay, { method: 'POST', headers, body })).ok)
    await requerant.receives('accusé')
    // Asked again, it is not done again: its outcome is told.
    t.equal((await fetch(replay, { method: 'POST', headers, body })).status, 200)
    await gateway.settles()
    t.equal((await gateway.dossiers()).length, 1)
  },
)

t.test('the audit verifies, and an alteration shows', async (t) => {
  const gateway = await startGateway(t)
  const { requerant, parts } = gateway
  await requerant.asks(demande())
  await requerant.receives('accusé')
  const mail = letter({ from: requerant.email, to: 'demande@te.localhost', text: 'x' })
  await gateway.transmit(requerant.email, 'demande@te.localhost', unsigned(mail))
  await gateway.settles()
  gateway.clock.advance(120_000)
  await sealAudit(parts)
  t.match(await verifyAudit(parts), { ok: true })
  await parts.db.query(
    "update journal set auteur = 'autre' where seq = (select min(seq) from journal)",
  )
  t.match(await verifyAudit(parts), { ok: false })
})
