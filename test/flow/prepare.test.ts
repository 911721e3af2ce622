/** What leaves was looked at once more: a letter that does not verify as ours is not kept, so never sent. */
import { X509Certificate } from 'node:crypto'
import { readFile } from 'node:fs/promises'

import t from 'tap'

import { prepare } from '../../src/flow/prepare.ts'
import { claimEnvoi } from '../../src/ledger/outbox/outbox.ts'
import { startGateway } from '../support/gateway.ts'
import { demande } from '../support/letters.ts'

t.test('a letter whose signature is not of our certificate is never handed over', async (t) => {
  const gateway = await startGateway(t)
  const { parts, requerant, dermatologue, pki } = gateway
  await requerant.asks(demande({ 'Médecin requis': dermatologue.rpps }))
  const ask = await dermatologue.receives("demande d'avis")
  t.equal(ask.encrypted, false)
  await gateway.settles()

  // The same letter, to make anew: due in ten days, so that the gateway itself does not take it.
  const later = new Date(Date.now() + 10 * 86_400_000)
  const identity = { ...parts.identity }
  const make = async () => {
    const [row] = await parts.db.query<{ id: string }>(
      `update envoi set etat = 'a_envoyer', contenu = null, prochaine = $1, pris_jusqua = null
       where message_id = $2 returning id`,
      [later, ask.messageId],
    )
    const envoi = await claimEnvoi(parts.db, parts.keys, row?.id ?? '', 'essai', 60_000, later)
    if (envoi === null) throw new Error('no letter')
    return await prepare(envoi, { ...parts, identity })
  }
  const kept = async () => {
    const sql = 'select contenu is not null as kept from envoi where message_id = $1'
    return (await parts.db.query<{ kept: boolean }>(sql, [ask.messageId]))[0]?.kept
  }
  t.match(await make(), { raw: { size: Number }, encrypted: false })
  t.equal(await kept(), true)

  // Its own constants are made by now: what is signed from here on is not of the certificate it shows.
  identity.certificate = new X509Certificate(await readFile(pki.people.cardiologue.certificate))
  await t.rejects(make(), /must not leave/)
  t.equal(await kept(), false)
})
