/** Documents are looked at before they go on: whose they are, what they hold, what an antivirus says of them, through the whole way of a mail. */
import t from 'tap'

import { openssl } from '../../certs/openssl.ts'
import { EICAR, openClamd } from '../support/clamd.ts'
import { dicomFile, pdfFile } from '../support/documents.ts'
import { startGateway } from '../support/gateway.ts'
import { demande, letter, unsigned } from '../support/letters.ts'

t.test(
  'what a document says of its patient holds the letter until its author speaks',
  async (t) => {
    const gateway = await startGateway(t)
    const { requerant, dermatologue } = gateway
    const pdf = await pdfFile(['Patient : TARTEMPION Germaine', 'Née le 01/02/1960'])
    const hers = dicomFile({ nom: 'ESSAI-DURAND^ANNE', naissance: '19510314', sexe: 'F' })
    const other = dicomFile({ nom: 'TARTEMPION^GERMAINE', naissance: '19600201' })
    const damaged = Buffer.from('%PDF-1.7\nnothing')
    const attachments = [
      { name: 'a.pdf', type: 'application/pdf', content: pdf },
      { name: 'b.bin', type: 'application/octet-stream', content: other },
      { name: 'c.dcm', type: 'application/dicom', content: hers },
      { name: 'd.pdf', type: 'application/pdf', content: damaged },
    ]
    await requerant.asks(demande({ 'Médecin requis': dermatologue.rpps }), { attachments })
    const asked = await requerant.receives('à préciser')
    t.match(asked.text, /« a\.pdf », qui dit « Née le 01\/02\/1960 »/)
    t.match(asked.text, /en-tête DICOM du fichier « b\.bin », qui dit « TARTEMPION GERMAINE/)
    t.notMatch(asked.text, /[cd]\.(?:dcm|pdf)/)
    await gateway.settles()
    t.strictSame(dermatologue.unread(), [], 'nothing has left')

    await requerant.answers(asked, 'ACCORD')
    const ask = await dermatologue.receives("demande d'avis")
    t.match(ask.text, /a\.pdf/)
    const rows = await gateway.parts.db.query<{ detail: string }>(
      `select detail::text from journal where quoi = 'documents-non-compares'`,
    )
    t.match(rows[0]?.detail, /"raisons": ?"abime"/)
    t.notMatch(JSON.stringify(rows), /TARTEMPION/)

    const script = Buffer.from('#!/bin/sh\necho essai\n')
    const program = [{ name: 'courbe.jpg', type: 'image/jpeg', content: script }]
    await dermatologue.answers(ask, 'AVIS\n\nLésion bénigne.', { attachments: program })
    const told = await dermatologue.receives("un document n'est pas transmis")
    t.match(told.text, /« courbe\.jpg », qui contient un programme/)
    const report = await requerant.receives('compte-rendu')
    t.notOk(report.files.some((name) => /courbe|avis-signe/.test(name)))
    t.match(report.text, /avis-signe\.eml\) n.est pas jointe : elle contient un document/)
    t.notMatch(report.raw.toString('latin1'), script.toString('base64'))
  },
)

t.test('what clamd finds is passed on to nobody, and without clamd nothing leaves', async (t) => {
  const clamd = await openClamd()
  t.teardown(() => clamd.close())
  const gateway = await startGateway(t, {
    env: { CONFRERE_CLAMD: `127.0.0.1:${clamd.port}`, CONFRERE_ADMIN_ADDRESS: 'admin@te.test' },
  })
  const { requerant, dermatologue, parts } = gateway
  const alerts = async () =>
    await parts.db.query<{ code: string; responsable: string; fin: Date | null }>(
      `select code, responsable, fin from alerte where code = 'antivirus-injoignable'`,
    )
  clamd.way = 'silent'
  await clamd.close()
  const attachments = [
    { name: 'virus.txt', type: 'text/plain', content: Buffer.from(EICAR) },
    { name: 'photo.jpg', type: 'image/jpeg', content: Buffer.from('une photo') },
  ]
  await requerant.asks(demande({ 'Médecin requis': dermatologue.rpps }), { attachments })
  await gateway.settles()
  t.strictSame(dermatologue.unread(), [], 'nothing leaves unscanned')
  t.match(await alerts(), [{ responsable: 'administrateur', fin: null }])
  const [row] = await parts.db.query<{ etat: string; code: string }>(
    'select etat, code from message_entrant',
  )
  t.match(row, { etat: 'deferred', code: 'antivirus-injoignable' })

  const again = await openClamd(clamd.port)
  t.teardown(() => again.close())
  await gateway.passes('PT2M')
  const asked = await requerant.receives('compléter')
  t.match(
    asked.text,
    /n° 1 \(« virus\.txt », que l.antivirus dit infecté \(Eicar-Test-Signature\)\)/,
  )
  t.not((await alerts())[0]?.fin, null, 'and the end of the alert is told')
  await requerant.answers(asked, 'sans ce document')
  const ask = await dermatologue.receives("demande d'avis")
  t.strictSame(ask.files, ['photo.jpg', 'demande-signee-2.eml'])
  t.match(ask.text, /n.est pas joint en entier/)
  t.ok(again.scanned.some((one) => one.equals(Buffer.from('une photo'))))
  t.ok(again.scanned.length >= 2)
  const told = gateway.sink.messages.filter(({ to }) => to.includes('admin@te.test'))
  const mail = letter({ from: requerant.email, to: 'postmaster@te.localhost', text: '' })
  const entity = Buffer.from(`Content-Type: text/plain\r\n\r\n${EICAR}\r\n`)
  const raw = unsigned({ ...mail, entity })
  await gateway.transmit(requerant.email, 'postmaster@te.localhost', raw)
  await gateway.settles()
  const [last] = await parts.db.query<{ code: string }>(
    'select code from message_entrant order by recu_le desc limit 1',
  )
  t.equal(last?.code, 'piece-infectee', 'a mail to the administrator is scanned whole')
  t.ok(told.length >= 3, 'the administrator is told that it began, that it ended, what was found')
})

t.test('what an opaque signature surrounds is scanned, too', async (t) => {
  const clamd = await openClamd()
  t.teardown(() => clamd.close())
  const gateway = await startGateway(t, {
    env: { CONFRERE_CLAMD: `127.0.0.1:${clamd.port}` },
  })
  const { requerant, dermatologue } = gateway
  const { key, certificate } = gateway.pki.people.requerant
  const signing = ['-nodetach', '-outform', 'PEM', '-signer', certificate, '-inkey', key]
  const content = await openssl(['cms', '-sign', '-binary', ...signing], {
    input: Buffer.from(EICAR),
  })
  const attachments = [{ name: 'bilan.txt.p7m', type: 'application/pkcs7-mime', content }]
  await requerant.asks(demande({ 'Médecin requis': dermatologue.rpps }), { attachments })
  const asked = await requerant.receives('compléter')
  t.match(asked.text, /« bilan\.txt\.p7m », que l.antivirus dit infecté/)
  t.ok(clamd.scanned.some((one) => one.equals(Buffer.from(EICAR))))
})
