import { randomBytes } from 'node:crypto'
import { deflateSync } from 'node:zlib'

import t from 'tap'

import { compressedData, entityOf, mailWith } from '../open/crafted.ts'
import { startGateway } from '../support/gateway.ts'
import { demande, encrypted, letter, signed, unsigned } from '../support/letters.ts'
import { testPki } from '../support/pki.ts'

const TO = 'dermatologie@te.localhost'
/** What one mail may leave in the store, in times its size. SPEC §13.12 */
const MOST = 3

const pki = await testPki()
const { requerant, gateway: own } = pki.people
const lead = [`From: <${requerant.email}>`, `To: <${TO}>`, 'Subject: Demande']
const attachments = [
  { name: 'scan.bin', type: 'application/octet-stream', content: randomBytes(2e6) },
]
const large = letter({ from: requerant.email, to: TO, text: demande(), attachments })
const airy = `Content-Type: text/plain\r\n\r\n${'La nuit.\r\n'.repeat(3e6)}`

function compressed(entity: Buffer | string): Buffer {
  return entityOf(compressedData(deflateSync(entity)), 'compressed-data')
}

/** With one octet of its content altered. */
function altered(raw: Buffer): Buffer {
  const copy = Buffer.from(raw)
  const at = copy.length >> 1
  copy[at] = copy[at] === 0x41 ? 0x42 : 0x41
  return copy
}

const mails: { readonly [what: string]: () => Promise<Buffer> | Buffer } = {
  unsigned: () => unsigned(large),
  'compressed, thirty times its size': () => mailWith(lead, compressed(airy)),
  'compressed twice': () => mailWith(lead, compressed(compressed(airy))),
  'compressed five times': () =>
    mailWith(lead, compressed(compressed(compressed(compressed(compressed(airy)))))),
  'small, compressed': () => mailWith(lead, compressed(airy.slice(0, 100_000))),
  encrypted: () => encrypted(unsigned(large), own.certificate),
  'encrypted, compressed within': () =>
    encrypted(mailWith(lead, compressed(airy)), own.certificate),
  'signed, then altered': async () => altered(await signed(large, requerant, { form: 'opaque' })),
}

t.test('of a mail that is not accepted the store keeps at most three times its size', async (t) => {
  const gateway = await startGateway(t)
  const { db } = gateway.parts
  for (const [what, made] of Object.entries(mails)) {
    t.match(await gateway.transmit(requerant.email, TO, await made()), /^250 /)
    await gateway.settles()
    const [row] = await db.query<{ etat: string; taille: number; octets: number; n: number }>(
      `select m.etat, m.taille, sum(length(o.octets)) as octets, count(distinct c.id) as n
       from message_entrant m join contenu c on c.cle = m.cle join morceau o on o.contenu = c.id
       where c.id not in (select contenu from envoi where contenu is not null)
       group by m.id order by m.recu_le desc limit 1`,
    )
    t.not(row?.etat, 'accepted', what)
    t.equal(Number(row?.n), 1, `${what}: what came is all that is kept`)
    t.ok(Number(row?.octets) <= MOST * Number(row?.taille), `${what}: ${JSON.stringify(row)}`)
  }
  t.strictSame(await db.query('select contenu from depot'), [], 'no upload is left half done')
})
