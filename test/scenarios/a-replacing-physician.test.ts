import t from 'tap'

import { startGateway } from '../support/gateway.ts'
import { demande } from '../support/letters.ts'

t.test('who replaces another is the author; the other is billed, once he says so', async (t) => {
  const gateway = await startGateway(t)
  const { requerant, dermatologue, cardiologue: X, pki } = gateway
  const { nom, prenom } = pki.people.cardiologue
  const NAMED = {
    'Spécialité demandée': null,
    'Médecin requis': dermatologue.rpps,
    'Remplaçant de': `Dr ${prenom} ${nom}, ${X.rpps}`,
  }
  const rqd = async () => {
    const all = await gateway.acts()
    return all
      .filter(({ code }) => code === 'RQD')
      .map(({ executant, etat, motif }) => ({ rpps: executant.rpps, etat, motif }))
  }
  let opinions = 0
  const whole = async (text: string): Promise<void> => {
    await requerant.asks(text, {
      to: 'demande@te.localhost',
      attachments: [{ name: 'a.jpg', type: 'image/jpeg', content: Buffer.alloc(900, 3) }],
    })
    await requerant.receives('accusé')
    const ask = await dermatologue.receives("demande d'avis")
    t.match(ask.text, /Remplaçant de/, 'the requis reads it')
    t.match(ask.text, /FONTAINE/, 'the author is who signed')
    // The same words signed within one second are one act of signing: each opinion has its own.
    await dermatologue.answers(ask, `AVIS\n\nBénin, avis n° ${++opinions}.`)
    await requerant.receives('ompte-rendu')
    await gateway.settles()
  }

  await whole(demande(NAMED))
  const told = await X.receives('remplacement à valider')
  t.notMatch(told.text, /exérèse|Patient/, 'nothing of the patient')
  t.match(told.text, /FONTAINE/)
  t.match(await rqd(), [{ rpps: X.rpps, etat: 'a_verifier', motif: 'remplacement-a-valider' }])

  const today = new Date()
  const day = (n: number): string =>
    new Date(today.getTime() + n * 86_400_000).toLocaleDateString('fr-FR', {
      timeZone: 'Europe/Paris',
    })
  await X.answers(told, `JE VALIDE du ${day(-2)} au ${day(20)}`)
  t.match((await X.receives('remplacement')).text, /sont couverts/)
  await gateway.settles()
  t.match(await rqd(), [{ rpps: X.rpps, etat: 'facturable', motif: null }])

  await whole(demande({ ...NAMED, Question: 'Et celle du dos ?' }))
  t.strictSame(X.unread(), [], 'his word is there already')
  t.match(await rqd(), [{ etat: 'facturable' }, { rpps: X.rpps, etat: 'facturable' }])

  await X.answers(told, 'JE NE VALIDE PAS')
  const noted = await X.receives('TE-')
  t.match(noted.text, /refus est noté/)
  t.match(
    (await requerant.receives('remplacement')).text,
    /n'est pas facturable|n’est pas facturable/,
  )
  await gateway.settles()
  t.match(await rqd(), [
    { etat: 'non_facturable', motif: 'remplacement-refuse' },
    { etat: 'facturable' },
  ])
})
