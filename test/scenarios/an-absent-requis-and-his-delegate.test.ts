/** Who is away is asked nothing, whoever said so, in whatever dossier. SPEC §1 (requis absent), §5 (ABSENT), §6.1 */

import t from 'tap'

import { carryOutCommand } from '../../src/flow/command.ts'
import { setRequis } from '../../src/ledger/annuaire/annuaire.ts'
import { commandResult, putCommand } from '../../src/ledger/commands.ts'
import { dayInParis } from '../support/days.ts'
import { startGateway } from '../support/gateway.ts'
import { demande } from '../support/letters.ts'

t.test('ABSENT in one dossier offers all that he holds to another', async (t) => {
  const gateway = await startGateway(t)
  const { requerant, dermatologue, dermatologue2, clock } = gateway
  const own = `${dermatologue.rpps}@te.localhost`
  await requerant.asks(demande(), { to: 'dermatologie@te.localhost' })
  await requerant.asks(demande({ 'Nom de naissance': 'MERLE' }), {
    to: 'dermatologie@te.localhost',
  })
  await requerant.asks(demande({ 'Nom de naissance': 'VIDAL', 'Spécialité demandée': null }), {
    to: own,
  })
  await gateway.settles()
  const mine = await dermatologue.receives("demande d'avis")
  const held = async () =>
    (
      await gateway.parts.db.query<{ requis_rpps: string }>(
        'select requis_rpps from sollicitation where terminee_le is null order by ouverte_le',
      )
    ).map((each) => each.requis_rpps)
  t.equal((await held()).filter((rpps) => rpps === dermatologue2.rpps).length, 1, 'taking turns')
  const day = (days: number) =>
    new Date(clock.now().getTime() + days * 86_400_000).toLocaleDateString('fr-FR', {
      timeZone: 'Europe/Paris',
    })
  await dermatologue.answers(mine, `ABSENT ${day(0)} ${day(9)}`)
  await dermatologue.receives('absence')
  await gateway.settles()
  t.strictSame(
    (await held()).filter((rpps) => rpps === dermatologue2.rpps).length,
    2,
    'both of the pool are his colleague’s now; the one that was asked by name stays',
  )
  await requerant.receives('aucun médecin disponible')
})

t.test(
  'a coordinator’s word and delegate: the requérant agrees before anything leaves',
  async (t) => {
    const gateway = await startGateway(t)
    const { requerant, dermatologue, cardiologue, clock } = gateway
    await requerant.asks(demande({ 'Spécialité demandée': null }), {
      to: `${dermatologue.rpps}@te.localhost`,
    })
    await dermatologue.receives("demande d'avis")
    const token = await gateway.token('ops')
    const day = (days: number) => dayInParis(days, clock.now())
    const post = (rpps: string, body: object) =>
      fetch(`${gateway.base}/api/v1/requis/${rpps}/absences`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: JSON.stringify({ du: day(0), au: day(9), motif: 'Congés', ...body }),
      })
    t.equal((await post(requerant.rpps, {})).status, 409, 'not enrolled')
    t.equal((await post(dermatologue.rpps, { delegue: requerant.rpps })).status, 409)
    t.equal((await post(dermatologue.rpps, { delegue: dermatologue.rpps })).status, 409)
    t.equal((await post(dermatologue.rpps, { au: day(-1), du: day(-3) })).status, 409)
    t.equal((await post(dermatologue.rpps, { au: day(-1) })).status, 400)
    const done = await post(dermatologue.rpps, { delegue: cardiologue.rpps })
    t.match(await done.json(), { rpps: dermatologue.rpps, delegue: cardiologue.rpps, dossiers: 1 })
    const ask = await requerant.receives('accord')
    await gateway.settles()
    t.strictSame(cardiologue.unread(), [], 'nothing leaves before')
    await requerant.answers(ask, 'ACCORD')
    await cardiologue.receives("demande d'avis")
    await dermatologue.receives("n'est plus attendu")
    const lines = await gateway.parts.db.query<{ auteur: string; detail: string }>(
      "select auteur, detail from journal where quoi = 'requis.absent'",
    )
    t.equal(lines.length, 1, 'what was refused left nothing')
    t.match([lines[0]?.auteur, lines[0]?.detail], ['Essai', /Congés/])
  },
)

/** Whatever waits for a letter to be tried: no letter leaves until the function given back is called. */
function relayAway({ parts }: Awaited<ReturnType<typeof startGateway>>): () => void {
  const { send } = parts.sender
  Object.assign(parts.sender, {
    send: () => Promise.resolve({ kind: 'later', code: 'delivery-unreachable', reply: null }),
  })
  return () => Object.assign(parts.sender, { send })
}

t.test('a request that is still in the line does not leave for who is away by then', async (t) => {
  const gateway = await startGateway(t)
  const { requerant, dermatologue, clock, parts } = gateway
  const back = relayAway(gateway)
  await requerant.asks(demande({ 'Spécialité demandée': null }), {
    to: `${dermatologue.rpps}@te.localhost`,
  })
  await gateway.settles()
  const headers = {
    authorization: `Bearer ${await gateway.token('ops')}`,
    'content-type': 'application/json',
  }
  const day = (days: number) => dayInParis(days, clock.now())
  const absences = `${gateway.base}/api/v1/requis/${dermatologue.rpps}/absences`
  const send = (method: string, body: object) =>
    fetch(absences, { method, headers, body: JSON.stringify({ motif: 'Congés', ...body }) })
  t.equal((await send('POST', { du: day(0), au: day(3) })).status, 200)
  back()
  await gateway.passes('PT30M')
  const told = await requerant.receives('accusé de réception')
  await gateway.settles()
  t.match(told.text, /Aucun médecin n.est disponible pour remplacer l.absent/)
  t.match(told.text, /ne recevra la demande qu.à son retour/)
  t.strictSame(dermatologue.unread(), [], 'he is away')
  const row = () =>
    parts.db.query<{ etat: string; code: string }>(
      "select etat, code from envoi where lettre = 'demandeAvis'",
    )
  t.match(await row(), [{ etat: 'differe', code: 'requis-indisponible' }])
  t.match(await (await fetch(absences, { headers })).json(), {
    items: [{ id: `${day(0)}..${day(3)}`, du: day(0), au: day(3), delegue: null }],
    next: null,
  })
  t.equal((await send('DELETE', { du: day(9) })).status, 409, 'no absence holds that day')
  t.match(await (await send('DELETE', {})).json(), { absences: [], dossiers: 1 })
  await gateway.passes('PT10M')
  await dermatologue.receives("demande d'avis")
})

t.test('PRESENT takes an absence back, by the way that its letter names', async (t) => {
  const gateway = await startGateway(t)
  const { requerant, dermatologue, dermatologue2, clock, parts } = gateway
  await requerant.asks(demande({ 'Spécialité demandée': null }), {
    to: `${dermatologue.rpps}@te.localhost`,
  })
  const mine = await dermatologue.receives("demande d'avis")
  const day = (days: number) =>
    new Date(clock.now().getTime() + days * 86_400_000).toLocaleDateString('fr-FR', {
      timeZone: 'Europe/Paris',
    })
  await dermatologue.answers(mine, `ABSENT ${day(40)} ${day(49)}`)
  const noted = await dermatologue.receives('absence')
  t.match(noted.text, /PRESENT seul annule toute absence annoncée/)
  await dermatologue.answers(noted, `PRESENT ${day(45)}`)
  const shorter = await dermatologue.receives('retour enregistré')
  const rows = () => parts.db.query('select rpps from absence where au > now()')
  t.equal((await rows()).length, 1, 'the days before stay')
  await dermatologue.answers(shorter, 'PRESENT')
  await dermatologue.receives('retour enregistré')
  t.strictSame(await rows(), [])
  // A coordinator names nobody who is away, and hears until when.
  const [{ numero = '' } = {}] = await gateway.dossiers()
  const headers = {
    authorization: `Bearer ${await gateway.token('ops')}`,
    'content-type': 'application/json',
  }
  const iso = (days: number) => dayInParis(days, clock.now())
  const post = (path: string, body: object) =>
    fetch(`${gateway.base}/api/v1/${path}`, {
      method: 'POST',
      headers,
      body: JSON.stringify({ motif: 'Congés', ...body }),
    })
  await post(`requis/${dermatologue2.rpps}/absences`, { du: iso(0), au: iso(9) })
  const named = { action: 'reattribuer', rpps: dermatologue2.rpps }
  const refused = await post(`dossiers/${numero}`, named)
  t.equal(refused.status, 409)
  t.match(await refused.json(), {
    code: 'requis-absent',
    detail: `Il est absent du ${iso(0)} au ${iso(9)} inclus.`,
  })
})

t.test(
  'who is made inactive holds nothing that another can take, and is sent nothing',
  async (t) => {
    const gateway = await startGateway(t)
    const { requerant, dermatologue, dermatologue2, parts } = gateway
    const back = relayAway(gateway)
    await requerant.asks(demande({ 'Spécialité demandée': null }), {
      to: `${dermatologue.rpps}@te.localhost`,
    })
    await requerant.asks(demande({ 'Nom de naissance': 'MERLE' }), {
      to: 'dermatologie@te.localhost',
    })
    await gateway.settles()
    const inactive = async (rpps: string) => {
      await setRequis(parts.db, { rpps, specialites: null, actif: false, absences: [] })
      const asked = { quoi: 'revoir', parametres: { rpps }, par: 'terminal', motif: null }
      const id = await putCommand(parts.db, asked)
      await carryOutCommand(id, parts)
      return (await commandResult(parts.db, id))?.resultat
    }
    const held = await parts.db.query<{ requis_rpps: string }>(
      'select requis_rpps from sollicitation where terminee_le is null order by ouverte_le',
    )
    const [, pooled] = held
    t.match(await inactive(dermatologue2.rpps), {
      dossiers: pooled?.requis_rpps === dermatologue2.rpps ? 1 : 0,
    })
    t.match(await inactive(dermatologue.rpps), { dossiers: 2, proposes: [], accord: [] })
    back()
    await gateway.passes('PT30M')
    const told = await requerant.receives('accusé de réception')
    t.match(told.text, /ne répond plus ici aux demandes/)
    await gateway.settles()
    t.strictSame([dermatologue.unread(), dermatologue2.unread()], [[], []])
  },
)
