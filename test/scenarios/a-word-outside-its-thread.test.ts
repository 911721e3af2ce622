/**
 * A word of a dossier that comes outside its thread reaches its dossier, or its author is asked which: it is never taken
 * for a new request. SPEC §3, §6.1, §13.13
 */
import { setTimeout } from 'node:timers/promises'

import t from 'tap'

import { ADMINISTRATION, startGateway } from '../support/gateway.ts'
import { demande } from '../support/letters.ts'

const NAMED = { 'Spécialité demandée': null }
const OURS = 'teleexpertise@te.localhost'

t.test(
  'by the request that it answers, by its number in signed words, or not at all',
  async (t) => {
    const gateway = await startGateway(t)
    const { requerant, dermatologue } = gateway
    const to = `${dermatologue.rpps}@te.localhost`
    const noms = ['DURAND', 'PETIT', 'MOREAU', 'LEROY']
    for (const [at, nom] of noms.entries()) {
      const messageId = `demande-${at}@cabinet.test`
      await requerant.asks(demande({ ...NAMED, 'Nom de naissance': nom }), { to, messageId })
      await requerant.receives('accusé')
    }
    const etats = async () => (await gateway.dossiers()).map(({ etat }) => etat)
    const numeros = (await gateway.dossiers()).map(({ numero }) => numero)
    const inReplyTo = { headers: { 'In-Reply-To': '<demande-0@cabinet.test>' } }

    await requerant.asks('RETRAIT CONSENTEMENT', { to: OURS, ...inReplyTo })
    await requerant.receives('annulée')
    t.strictSame(await etats(), ['annule', 'en_cours', 'en_cours', 'en_cours'])
    await requerant.asks(`RETRAIT CONSENTEMENT ${numeros[1]}`, { to: OURS })
    await requerant.receives('annulée')
    await requerant.asks(`ANNULATION\n\nIl s'agit du dossier ${numeros[2]}.`, { to })
    await requerant.receives('annulée')
    t.strictSame(await etats(), ['annule', 'annule', 'annule', 'en_cours'])

    // Nothing says which: nothing is done, nothing is opened, he is told how to say it, and somebody owns it.
    await requerant.asks('RETRAIT CONSENTEMENT', { to: OURS })
    t.match((await requerant.receives('non transmise')).text, /suivi du numéro/)
    await gateway.mailTo(ADMINISTRATION, 'mot-sans-dossier')
    // Of a dossier that is not his, the number opens nothing.
    await gateway.cardiologue.asks(`ANNULATION ${numeros[3]}`, { to: OURS })
    await gateway.cardiologue.receives('non transmise')
    t.strictSame(await etats(), ['annule', 'annule', 'annule', 'en_cours'])
  },
)

t.test('the answer of a requis to an address that opens requests opens none', async (t) => {
  const gateway = await startGateway(t)
  const { dermatologue, cardiologue } = gateway
  const answers = ['AVIS\n\nNaevus bénin, exérèse inutile.', 'REFUS', 'AVIS : rien à craindre.']
  for (const [at, words] of answers.entries()) {
    const to = at === 1 ? 'demande@te.localhost' : 'dermatologie@te.localhost'
    await dermatologue.asks(words, { to })
    // Once a day is he told, and each is kept by somebody.
    if (at === 0) {
      t.match((await dermatologue.receives('non transmise')).text, /suivi du numéro/)
      await gateway.mailTo(ADMINISTRATION, 'mot-sans-dossier')
    }
  }
  // What holds lines of the form is a request, whoever asks and however he begins.
  const asks = `AVIS\n\n${demande({ 'Nom de naissance': 'DURAND' })}`
  await cardiologue.asks(asks, { to: 'dermatologie@te.localhost' })
  await cardiologue.receives('accusé')
  t.equal((await gateway.dossiers()).length, 1)
  const { db } = gateway.parts
  const ends = () => db.query('select etat, code from message_entrant order by recu_le')
  while ((await ends()).some(({ etat }) => etat === 'received')) await setTimeout(50)
  const word = { etat: 'quarantined', code: 'mot-sans-dossier' }
  t.match(await ends(), [word, word, word, { etat: 'accepted' }])
})

t.test('prose that begins like a word of a dossier is still a request', async (t) => {
  const gateway = await startGateway(t)
  const { requerant } = gateway
  await requerant.asks('AVIS : quelle conduite tenir devant cette lésion ?', {
    to: 'dermatologie@te.localhost',
  })
  await requerant.receives('à compléter')
  t.equal((await gateway.dossiers()).length, 1)
})

t.test('a relaunch by a new mail is answered with the timeline, and opens nothing', async (t) => {
  const gateway = await startGateway(t)
  const { requerant } = gateway
  await requerant.asks(demande({}), { to: 'dermatologie@te.localhost' })
  await requerant.receives('accusé')
  const [{ numero } = { numero: '' }] = await gateway.dossiers()
  await requerant.asks(`Bonjour,\nOù en est ma demande ${numero} ?`, { to: OURS })
  t.match((await requerant.receives('où en est')).text, numero)
  await requerant.asks('Pas de nouvelles de ma demande.', { to: OURS })
  t.match((await requerant.receives('non transmise')).text, /suivi du numéro/)
  t.equal((await gateway.dossiers()).length, 1)
})
