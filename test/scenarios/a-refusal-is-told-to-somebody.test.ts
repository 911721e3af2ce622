/** No refusal goes dark: what a stranger can use up is not what a person has, and what nobody is told of is the administrator's. SPEC §6.8 */
import t from 'tap'

import { ADMINISTRATION, startGateway } from '../support/gateway.ts'
import { letter, signed, unsigned } from '../support/letters.ts'
import { twoRequests } from '../support/two-requests.ts'

type Gateway = Awaited<ReturnType<typeof startGateway>>

const notices = async ({ parts }: Gateway, adresse: string): Promise<number> =>
  (
    await parts.db.query(
      "select id from envoi where adresse = $1 and lettre = 'demandeNonTransmise'",
      [adresse],
    )
  ).length

t.test('each cause of a refusal × what may have used its notice up', async (t) => {
  const gateway = await startGateway(t)
  const { dermatologue, cardiologue, pki, parts } = gateway
  const [one, two] = await twoRequests(gateway)
  const plain = async (from: string, to: string) => {
    await gateway.transmit(from, to, unsigned(letter({ from, to, text: 'AVIS\n\nBénin.' })))
    await gateway.settles()
  }
  const ofSigned = async (to: string) => {
    const { email: from } = cardiologue
    const mail = letter({ from, to, text: `AVIS\n\nBénin, ${to}.` })
    await gateway.transmit(from, to, await signed(mail, pki.people.cardiologue))
    await gateway.settles()
  }

  // A stranger forges the address of the requis at public addresses: that notice is used up, no other.
  await plain(dermatologue.email, 'demande@te.localhost')
  await plain(dermatologue.email, 'dermatologie@te.localhost')
  t.equal(await notices(gateway, dermatologue.email), 1)
  await plain(dermatologue.email, one.replyTo)
  t.equal(await notices(gateway, dermatologue.email), 2, 'his own thread')
  await plain(dermatologue.email, two.replyTo)
  t.equal(await notices(gateway, dermatologue.email), 3, 'another dossier')

  // What is signed, and has no part in the dossier, is told for each dossier.
  await ofSigned(one.replyTo)
  await ofSigned(two.replyTo)
  t.equal(await notices(gateway, cardiologue.email), 2, 'auteur-non-attendu, of two dossiers')

  // Whom no notice is left for: a work item that counts, and the administrator, once an hour.
  const work = () =>
    parts.db.query(
      'select d.numero, w.code, w.erreur from travail w join dossier d on d.id = w.dossier',
    )
  t.strictSame(await work(), [])
  await plain(dermatologue.email, one.replyTo)
  t.match(await work(), [{ code: 'message-refuse', erreur: 'not-signed' }])
  await plain(dermatologue.email, one.replyTo)
  t.match(await work(), [{ code: 'message-refuse', erreur: 'not-signed × 2' }])
  await plain('inconnu@x.test', two.replyTo)
  t.equal((await work()).length, 2, 'of another author and dossier, another')

  await gateway.passes('PT1H1M')
  const told = await gateway.mailTo(ADMINISTRATION, 'refus-sans-reponse')
  t.match(told.text, /[23] messages : not-signed/)
  const owned = await parts.db.query(
    "select id from message_entrant where etat = 'refused' and responsable = 'administrateur'",
  )
  t.equal(owned.length, 4, 'each has its owner')
  const alerts = async () =>
    (await parts.db.query("select id from envoi where lettre = 'alerteExploitation'")).length
  const before = await alerts()
  await gateway.passes('PT1H1M')
  await gateway.settles()
  t.equal(await alerts(), before, 'an hour is told once')
})
