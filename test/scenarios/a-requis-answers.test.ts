import t from 'tap'

import { ADMINISTRATION, startGateway } from '../support/gateway.ts'
import { demande } from '../support/letters.ts'

type Gateway = Awaited<ReturnType<typeof startGateway>>

/** A request to one named requis, and the demande d'avis he received. */
async function asked(gateway: Gateway, lines: { readonly [label: string]: string } = {}) {
  const { requerant, dermatologue } = gateway
  await requerant.asks(
    demande({ 'Spécialité demandée': null, 'Médecin requis': dermatologue.rpps, ...lines }),
    { to: 'demande@te.localhost' },
  )
  await requerant.receives('accusé')
  return await dermatologue.receives("demande d'avis")
}

/** The physician of the pool who was asked, and the other. */
async function askedInPool(gateway: Gateway) {
  const { requerant, dermatologue, dermatologue2 } = gateway
  await requerant.asks(demande())
  await requerant.receives('accusé')
  await gateway.settles()
  const [one, other] =
    dermatologue.unread().length > 0 ? [dermatologue, dermatologue2] : [dermatologue2, dermatologue]
  return { one, other, ask: await one.receives("demande d'avis") }
}

t.test(
  'a reply without keyword is kept, its author asked, and AVIS alone then adopts it',
  async (t) => {
    const gateway = await startGateway(t)
    const { requerant, dermatologue } = gateway
    const ask = await asked(gateway)
    await dermatologue.answers(ask, 'Je pense à un naevus bénin.\n\nHugo Lamarche')
    const question = await dermatologue.receives('TE-')
    t.match(question.text, /AVIS/)
    await gateway.settles()
    t.strictSame(requerant.unread(), [], 'it is not an opinion')
    await dermatologue.answers(question, 'AVIS')
    const report = await requerant.receives('ompte-rendu')
    t.ok(report.files.some((name) => name.endsWith('.pdf')))
    await gateway.settles()
    t.equal((await gateway.acts()).length, 2)
  },
)

t.test('AVIS without text nor document is none', async (t) => {
  const gateway = await startGateway(t)
  const ask = await asked(gateway)
  await gateway.dermatologue.answers(ask, 'AVIS')
  await gateway.dermatologue.receives('TE-')
  await gateway.settles()
  t.strictSame(gateway.requerant.unread(), [])
  t.strictSame(await gateway.acts(), [])
})

t.test('COMPLEMENT goes back to the requerant, and his answer to the requis', async (t) => {
  const gateway = await startGateway(t)
  const { requerant, dermatologue } = gateway
  const ask = await asked(gateway)
  await dermatologue.answers(ask, 'COMPLEMENT\n\nDepuis quand la lésion saigne-t-elle ?')
  const question = await requerant.receives('omplément')
  t.match(question.text, /saigne/)
  // Both clocks, and who holds the next action, by mail and by the API.
  await requerant.answers(question, 'ETAT')
  const state = await requerant.receives('où en est')
  t.match(state.text, /délai usuel suspendu depuis le/)
  t.match(state.text, /fin de la demande le/)
  t.match(state.text, /à faire par le Dr Claire FONTAINE, répondre à la question posée/)
  await dermatologue.answers(ask, 'ETAT')
  t.match((await dermatologue.receives('où en est')).text, /complément demandé par/)
  const [{ numero } = { numero: '' }] = await gateway.dossiers()
  const headers = { authorization: `Bearer ${await gateway.token('status')}` }
  const response = await fetch(`${gateway.base}/api/v1/dossiers/${numero}`, { headers })
  const seen = (await response.json()) as { readonly sollicitations: unknown }
  t.match(seen.sollicitations, [
    { limiteLe: null, expirationLe: /^20/, prochaine: { responsable: 'requerant' } },
  ])
  await requerant.answers(question, 'Depuis trois semaines.')
  const more = await dermatologue.receives('complément du requérant')
  t.match(more.text, /trois semaines/)
  await dermatologue.answers(more, 'AVIS\n\nExérèse.')
  await requerant.receives('ompte-rendu')
})

t.test(
  'a document of the opinion that is not passed on is named to who gets the opinion',
  async (t) => {
    const gateway = await startGateway(t)
    const ask = await asked(gateway)
    const content = Buffer.concat([Buffer.from('MZ'), Buffer.alloc(600)])
    const attachments = [{ name: 'visionneuse.exe', type: 'application/octet-stream', content }]
    await gateway.dermatologue.answers(ask, 'AVIS\n\nBénin.', { attachments })
    const report = await gateway.requerant.receives('ompte-rendu')
    t.match(report.text, /Joint à l[’']avis, mais non transmis : .*visionneuse\.exe/)
    t.match((await gateway.dermatologue.receives('avis transmis')).text, /mais non transmis/)
  },
)

t.test('REFUS of a named requis goes back to the requerant; nothing is billed', async (t) => {
  const gateway = await startGateway(t)
  const ask = await asked(gateway)
  await gateway.dermatologue.answers(ask, 'REFUS : hors de ma compétence')
  const told = await gateway.requerant.receives('TE-')
  t.match(told.text, /hors de ma compétence/)
  await gateway.settles()
  t.strictSame(await gateway.acts(), [])
  t.match((await gateway.dossiers())[0], { etat: 'sans_reponse' })
})

t.test('REFUS in a pool asks the next one', async (t) => {
  const gateway = await startGateway(t)
  const { one, other, ask } = await askedInPool(gateway)
  await one.answers(ask, 'REFUS : surcharge')
  await other.receives("demande d'avis")
})

t.test('REORIENTATION waits for the ACCORD of the requerant', async (t) => {
  const gateway = await startGateway(t)
  const { requerant, cardiologue } = gateway
  const ask = await asked(gateway)
  await gateway.dermatologue.answers(ask, 'REORIENTATION cardiologie\n\nPlutôt vasculaire.')
  const question = await requerant.receives('TE-')
  await gateway.settles()
  t.strictSame(cardiologue.unread(), [], 'the consent covered the dermatologist only')
  await requerant.answers(question, 'ACCORD')
  await cardiologue.receives("demande d'avis")
})

t.test('RECTIFICATIF is a new version for all who had the former, and no new act', async (t) => {
  const gateway = await startGateway(t)
  const { requerant, dermatologue, medecinTraitant } = gateway
  const ask = await asked(gateway, { 'Médecin traitant': medecinTraitant.rpps })
  await dermatologue.answers(ask, 'AVIS\n\nPremier avis.')
  await requerant.receives('ompte-rendu')
  await medecinTraitant.receives('ompte-rendu')
  await dermatologue.receives('ransmis')
  await gateway.settles()
  await dermatologue.answers(ask, 'RECTIFICATIF\n\nAvis corrigé.')
  const second = await requerant.receives('TE-')
  t.match(second.text, /annule et remplace/i)
  await medecinTraitant.receives('TE-')
  await gateway.settles()
  t.equal((await gateway.acts()).length, 2)
})

t.test('an opinion that comes after the withdrawal of consent is not forwarded', async (t) => {
  const gateway = await startGateway(t)
  const { requerant, dermatologue } = gateway
  await requerant.asks(
    demande({ 'Spécialité demandée': null, 'Médecin requis': dermatologue.rpps }),
    { to: 'demande@te.localhost' },
  )
  const ack = await requerant.receives('accusé')
  const ask = await dermatologue.receives("demande d'avis")
  await requerant.answers(ack, 'RETRAIT CONSENTEMENT')
  await dermatologue.receives('TE-')
  await requerant.receives('TE-')
  await dermatologue.answers(ask, 'AVIS\n\nTrop tard.')
  const told = await dermatologue.receives('TE-')
  t.match(told.text, /télépho/i)
  await gateway.settles()
  t.notOk(requerant.unread().some((subject) => /ompte-rendu/.test(subject)))
  t.strictSame(await gateway.acts(), [])
  t.match((await gateway.dossiers())[0], { etat: 'annule' })
})

t.test(
  'the requis is reminded, then lateness is told, then the request expires; a late opinion is still one',
  async (t) => {
    const gateway = await startGateway(t)
    const { requerant, dermatologue } = gateway
    const ask = await asked(gateway)
    await gateway.passes('PT24H')
    await dermatologue.receives('appel')
    await gateway.settles()
    t.strictSame(requerant.unread(), [])
    await gateway.passes('PT24H')
    const late = await requerant.receives('TE-')
    t.match(late.subject, /retard/i)
    await gateway.mailTo('administration@te.test', 'TE-')
    await gateway.passes('P6D')
    await requerant.receives('TE-')
    t.match((await gateway.dossiers())[0], { etat: 'sans_reponse' })
    await dermatologue.answers(ask, 'AVIS\n\nMieux vaut tard.')
    await requerant.receives('ompte-rendu')
  },
)

t.test('an automatic reply is recorded, never adopted, never answered', async (t) => {
  const gateway = await startGateway(t)
  const { requerant, dermatologue } = gateway
  const ask = await asked(gateway)
  await dermatologue.answers(ask, 'AVIS\n\nJe suis absent jusqu’au 30.', {
    headers: { 'Auto-Submitted': 'auto-replied' },
  })
  await gateway.settles()
  t.strictSame([...requerant.unread(), ...dermatologue.unread()], [])
  t.match((await gateway.verdicts()).at(-1), { etat: 'accepted', code: 'courrier-automatique' })

  // Its signature is good and it begins with a keyword: somebody asks him what he meant.
  await gateway.mailTo(ADMINISTRATION, 'à traiter')
  const path = `${gateway.base}/api/v1/dossiers/${(await gateway.dossiers())[0]?.numero}`
  const authorization = `Bearer ${await gateway.token('status', 'ops')}`
  const travaux = async () => {
    const answer = await fetch(path, { headers: { authorization } })
    return ((await answer.json()) as { travaux: { id: string; code: string; owner: string }[] })
      .travaux
  }
  const [item] = await travaux()
  t.match(item, { code: 'reponse-automatique-signee', owner: 'coordinateur' })
  const done = await fetch(path, {
    method: 'POST',
    headers: { authorization, 'content-type': 'application/json' },
    body: JSON.stringify({ action: 'regler', id: item?.id, motif: 'Joint par téléphone' }),
  })
  t.equal(done.status, 200)
  t.strictSame(await travaux(), [])
})

t.test('a signed reply of one who is not asked is quarantined', async (t) => {
  const gateway = await startGateway(t)
  const ask = await asked(gateway)
  await gateway.cardiologue.answers(ask, 'AVIS\n\nJe passais par là.')
  await gateway.settles()
  t.match((await gateway.verdicts()).at(-1), { etat: 'quarantined', code: 'auteur-non-attendu' })
  t.strictSame(gateway.requerant.unread(), [])
})

t.test('the same signed answer twice makes one compte-rendu', async (t) => {
  const gateway = await startGateway(t)
  const { requerant, dermatologue } = gateway
  const ask = await asked(gateway)
  await dermatologue.answers(ask, 'AVIS\n\nRien.')
  await requerant.receives('ompte-rendu')
  const [, { id } = { id: '' }] = await gateway.parts.db.query<{ id: string }>(
    'select id from message_entrant order by recu_le',
  )
  const { loadMessage } = await import('../../src/ledger/messages/messages.ts')
  const pieces: Buffer[] = []
  for await (const piece of (
    await loadMessage(gateway.parts.db, gateway.parts.keys, id)
  ).raw.read()) {
    pieces.push(piece)
  }
  await gateway.transmit(dermatologue.email, ask.replyTo, Buffer.concat(pieces))
  await gateway.settles()
  t.equal((await gateway.acts()).length, 2)
  t.match((await gateway.verdicts()).at(-1), { etat: 'accepted', code: 'reponse-deja-recue' })
  t.notOk(requerant.unread().some((subject) => /ompte-rendu/.test(subject)))
})
