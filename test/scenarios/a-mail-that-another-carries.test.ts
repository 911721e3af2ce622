/** A signed mail whose envelope somebody else wrote: what only the envelope says, its author is asked about. SPEC §8 */
import t from 'tap'

import { startGateway } from '../support/gateway.ts'
import { demande, letter, signed } from '../support/letters.ts'
import { testPki } from '../support/pki.ts'

const { requerant, dermatologue, pneumologue, cardiologue } = (await testPki()).people
const POOL = 'dermatologie@te.localhost'
const BARE = demande({ 'Spécialité demandée': null })
const signedBy = (from: typeof requerant, to: string, text: string) =>
  signed(letter({ from: from.email, to, text, subject: 'Avis' }), from)

t.setTimeout(200_000)
t.test('a request goes to nobody whom only its carrier names', async (t) => {
  const gateway = await startGateway(t)
  const rows: readonly (readonly [string, string, string])[] = [
    // header, envelope to, envelope from
    [pneumologue.email, POOL, requerant.email],
    [POOL, `${cardiologue.rpps}@te.localhost`, requerant.email],
    [POOL, POOL, pneumologue.email],
  ]
  for (const [header, to, from] of rows) {
    const text = `${BARE}\nContexte : ${header}, ${from}`
    await gateway.transmit(from, to, await signedBy(requerant, header, text))
    const asked = await gateway.requerant.receives('à confirmer')
    t.match(asked.text, /votre signature ne (?:dit pas|couvre pas)/i, `${header} ${from}`)
    t.match(asked.text, to === POOL ? /dermatologie/i : cardiologue.rpps)
  }
  t.strictSame(await gateway.parts.db.query("select from envoi where lettre = 'demandeAvis'"), [])
})

t.test('an ordinary mail, and one whose envelope is made of its author’s, go on', async (t) => {
  const gateway = await startGateway(t)
  const [local, domain] = requerant.email.split('@')
  for (const from of [requerant.email, `srs0=ab=cd=${domain}=${local}@relais.test`]) {
    const text = `${BARE}\nContexte : ${from}`
    await gateway.transmit(from, POOL, await signedBy(requerant, POOL, text))
    await gateway.requerant.receives('accusé')
  }
})

t.test('a private mail that another brings to a thread has no effect there', async (t) => {
  const gateway = await startGateway(t)
  await gateway.requerant.asks(demande())
  const ask = await gateway.dermatologue.receives("demande d'avis")
  const words = ['AVIS', 'Mon avis :', 'COMPLEMENT', 'REFUS', 'ACCORD', 'ACCEPTE', 'URGENT']
  for (const word of words) {
    const raw = await signedBy(
      dermatologue,
      pneumologue.email,
      `${word}\n\nLésion bénigne. ${word}`,
    )
    await gateway.transmit(pneumologue.email, ask.replyTo, raw)
    t.match((await gateway.dermatologue.receives('à préciser')).text, 'message-non-rattache', word)
  }
  t.strictSame(await gateway.parts.db.query('select from acte'), [])
  await gateway.dermatologue.answers(ask, 'AVIS\n\nLésion bénigne.')
  await gateway.requerant.receives('compte-rendu')
})
