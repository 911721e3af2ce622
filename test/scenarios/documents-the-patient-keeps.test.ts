/** « D'accord, mais pas les photos »: nothing that the patient keeps back leaves, through the real door. SPEC §6.1 */
import t from 'tap'

import { startGateway } from '../support/gateway.ts'
import { demande } from '../support/letters.ts'

const PHOTO = {
  name: 'visage.jpg',
  type: 'image/jpeg',
  content: Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.alloc(30_000, 7)]),
}
const MARK = PHOTO.content.subarray(0, 60).toString('base64').slice(0, 40)

t.test(
  'SANS DOCUMENTS sends the request, and neither they nor the mail that holds them',
  async (t) => {
    const gateway = await startGateway(t)
    const { requerant, dermatologue } = gateway
    const words = demande({
      'Médecin requis': dermatologue.rpps,
      Consentement: "d'accord, mais pas les photos",
    })
    await requerant.asks(words, { attachments: [PHOTO] })
    const asked = await requerant.receives('compléter')
    t.match(asked.text, /vous écrivez « Consentement : d.accord, mais pas les photos »/)
    t.match(asked.text, /écrivez SANS DOCUMENTS, et la demande part/)
    await gateway.settles()
    t.strictSame(dermatologue.unread(), [])

    await requerant.answers(asked, 'SANS DOCUMENTS')
    const ask = await dermatologue.receives("demande d'avis")
    t.match(
      ask.text,
      /Un document du requérant n.est pas transmis : le patient n.accepte pas son envoi/,
    )
    t.notOk(ask.files.includes('visage.jpg'))
    t.notOk(ask.raw.includes(MARK), 'not a byte of it, in no part')
    const told = await requerant.receives('accusé')
    t.match(told.text, /Documents non transmis : 1 document, comme demandé/)

    await requerant.answers(told, 'La photo, finalement.', { attachments: [PHOTO] })
    const again = await requerant.receives('ne sont pas transmis')
    t.match(again.text, /« visage\.jpg » n.est transmis à personne/)
    const complement = await dermatologue.receives('complément')
    t.notOk(complement.raw.includes(MARK))

    await requerant.answers(again, 'Consentement : oui, oral, ce jour')
    await requerant.receives('pris en compte')
    await dermatologue.receives('complément')
  },
)
