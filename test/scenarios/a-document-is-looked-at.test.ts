/** Documents are looked at before they go on: whose they are, what they hold, through the whole way of a mail. */
import t from 'tap'

import { dicomFile, pdfFile } from '../support/documents.ts'
import { startGateway } from '../support/gateway.ts'
import { demande } from '../support/letters.ts'

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
    t.match(told.text, /fichier \.jpg, qui contient un programme/)
    const report = await requerant.receives('compte-rendu')
    t.notOk(report.files.some((name) => /courbe|avis-signe/.test(name)))
    t.match(report.text, /avis-signe\.eml\) n.est pas jointe : elle contient un document/)
    t.notMatch(report.raw.toString('latin1'), script.toString('base64'))
  },
)
