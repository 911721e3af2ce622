/**
 * What somebody of the dossier signed and begins with a keyword is heard by somebody, whatever a machine put on the
 * mail and whichever of our addresses it came to. SPEC §5, §6.1, §6.8
 */
import t from 'tap'

import { startGateway } from '../support/gateway.ts'
import { demande } from '../support/letters.ts'

const COORD = 'coord@exploitant.test'
const AUTOMATIC: readonly { readonly [name: string]: string }[] = [
  { 'Auto-Submitted': 'auto-replied' },
  { Precedence: 'list' },
  { Precedence: 'bulk' },
  { 'X-Autoreply': 'yes' },
]

t.test('an automatic header hides no signed word, at any address', async (t) => {
  const gateway = await startGateway(t, { env: { CONFRERE_COORDINATEUR: COORD } })
  const { requerant, dermatologue, parts } = gateway
  const to = `${dermatologue.rpps}@te.localhost`
  await requerant.asks(demande({ 'Spécialité demandée': null }), { to })
  const accuse = await requerant.receives('accusé')
  const ask = await dermatologue.receives("demande d'avis")
  await gateway.settles()
  const numero = (await gateway.dossiers())[0]?.numero ?? ''
  const items = async () =>
    (
      await parts.db.query<{ code: string }>('select code from travail order by ouvert_le, code')
    ).map(({ code }) => code)
  const before = (await items()).length
  for (const [at, headers] of AUTOMATIC.entries()) {
    await requerant.answers(accuse, `ANNULATION\n\nMotif ${at}.`, { headers })
    await dermatologue.answers(ask, `AVIS\n\nBénin ${at}.`, { headers })
  }
  const headers = { Precedence: 'list' }
  // By its number, at addresses that no thread is known by.
  await requerant.asks(`NON URGENT ${numero}`, { to: 'demande@te.localhost', headers })
  await requerant.asks(`ETAT ${numero}`, { to: 'teleexpertise@te.localhost', headers })
  await gateway.settles()
  t.strictSame(
    (await items()).slice(before),
    Array.from({ length: 2 * AUTOMATIC.length + 2 }, () => 'reponse-automatique-signee'),
  )
  t.match(await gateway.dossiers(), [{ etat: 'en_cours' }], 'never adopted')

  await requerant.answers(accuse, 'RETRAIT CONSENTEMENT', { headers })
  await gateway.settles()
  t.ok((await items()).includes('consentement-en-doute'))
  await dermatologue.answers(ask, 'AVIS\n\nBénin.')
  await dermatologue.receives('TE-')
  await gateway.settles()
  t.strictSame(requerant.unread(), [], 'never answered, and nothing leaves')
  t.strictSame(await gateway.acts(), [])
  await gateway.mailTo(COORD, 'TE-')
})

t.test('a signed letter at a return path is in the thread of its letter', async (t) => {
  const gateway = await startGateway(t)
  const { requerant, dermatologue, parts } = gateway
  const to = `${dermatologue.rpps}@te.localhost`
  await requerant.asks(demande({ 'Spécialité demandée': null }), { to })
  await requerant.receives('accusé')
  await dermatologue.receives("demande d'avis")
  await gateway.settles()
  const rebond = async (lettre: string, role: string) => {
    const [row] = await parts.db.query<{ jeton: string }>(
      'select jeton_rebond as jeton from envoi where lettre = $1 and role = $2',
      [lettre, role],
    )
    return `rebond+${row?.jeton}@te.localhost`
  }
  await dermatologue.asks('AVIS\n\nBénin.', { to: await rebond('demandeAvis', 'requis') })
  await requerant.receives('ompte-rendu')
  await dermatologue.asks('RECTIFICATIF\n\nSuspect.', { to: await rebond('demandeAvis', 'requis') })
  await requerant.receives('ompte-rendu')
  await requerant.asks('RETRAIT CONSENTEMENT', { to: await rebond('accuseReception', 'requerant') })
  await gateway.settles()
  t.match(await gateway.dossiers(), [{ etat: 'annule' }])
})
