/**
 * A letter that its next server takes only without the signed original: it arrives so, says so, and the original stays
 * in the evidence. One that is too large all the same is never sent to bounce: who waits for it is told.
 *
 * SPEC §10 · RFC 1870 §6
 */
import t from 'tap'

import { startGateway } from '../support/gateway.ts'
import { demande } from '../support/letters.ts'

const NAMED = { 'Spécialité demandée': null }
const scan = (octets: number) => ({
  name: 'scanner.pdf',
  type: 'application/pdf',
  content: Buffer.concat([Buffer.from('%PDF-1.4\n'), Buffer.alloc(octets, 'scanner ')]),
})

t.test(
  'a letter leaves without the signed original where only that makes it too large',
  async (t) => {
    const gateway = await startGateway(t, { size: 400_000 })
    const { requerant, dermatologue, parts } = gateway
    const to = `${dermatologue.rpps}@te.localhost`
    await requerant.asks(demande(NAMED), { to, attachments: [scan(120_000)] })
    const ask = await dermatologue.receives("demande d'avis")
    t.strictSame(ask.files, ['scanner.pdf'])
    t.match(ask.text, /demande-signee\.eml\) n.est pas joint/)
    await dermatologue.answers(ask, 'AVIS\n\nBénin.', { attachments: [scan(110_000)] })
    const report = await requerant.receives('ompte-rendu')
    t.match(report.files, [/^compte-rendu-.*\.pdf$/, 'scanner.pdf'])
    t.equal(report.files.length, 2)
    t.match(report.text, /avis-signe\.eml\) n.est pas jointe/)
    await gateway.settles()
    const light = await parts.db.query(
      "select lettre, etat from envoi where sans_original and role <> 'medecinTraitant' order by lettre",
    )
    t.strictSame(light, [
      { lettre: 'compteRendu', etat: 'remis' },
      { lettre: 'demandeAvis', etat: 'remis' },
    ])
    t.equal((await gateway.acts()).length, 2)
  },
)

t.test('one that is too large without it too is told, and nothing of it left', async (t) => {
  const gateway = await startGateway(t, { size: 100_000 })
  const { requerant, dermatologue } = gateway
  const to = `${dermatologue.rpps}@te.localhost`
  await requerant.asks(demande(NAMED), { to, attachments: [scan(120_000)] })
  await requerant.receives('accusé')
  await gateway.passes('PT2M')
  t.match(
    (await requerant.receives('aucun médecin')).text,
    /dépassent ce que sa messagerie accepte/,
  )
  t.strictSame(dermatologue.unread(), [])
})

t.test('a letter is never larger than a message may be here where it can help it', async (t) => {
  const gateway = await startGateway(t, { env: { CONFRERE_MAX_MESSAGE_BYTES: '300000' } })
  const { requerant, dermatologue } = gateway
  const to = `${dermatologue.rpps}@te.localhost`
  await requerant.asks(demande(NAMED), { to, attachments: [scan(120_000)] })
  const ask = await dermatologue.receives("demande d'avis")
  t.strictSame(ask.files, ['scanner.pdf'])
  await dermatologue.answers(ask, 'AVIS\n\nBénin.')
  const report = await requerant.receives('ompte-rendu')
  t.ok(report.files.includes('avis-signe.eml'), 'a small one keeps it')
})
