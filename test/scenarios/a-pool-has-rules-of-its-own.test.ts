/** A pool's own documents, delays and coordinator, set by the command. SPEC §1 (pool set), §7 */
import t from 'tap'

import { pool } from '../../src/cli/pool.ts'
import { argumentsOf } from '../../src/cli/terms.ts'
import { ADMINISTRATION, startGateway } from '../support/gateway.ts'
import { demande } from '../support/letters.ts'

t.test('what the pool wants is asked for, and its coordinator hears what is late', async (t) => {
  const gateway = await startGateway(t)
  const { requerant, dermatologue, dermatologue2, parts, folder } = gateway
  const lines: string[] = []
  const run = async (...args: string[]) =>
    await pool.run(argumentsOf(pool, args), {
      out: (line) => lines.push(line),
      err: () => undefined,
      isTty: false,
      env: { CONFRERE_DATA_DIR: folder, DATABASE_URL: parts.config.databaseUrl ?? '' },
    })
  await run('set', 'dermatologie', '--documents', 'photographie', '--coordinateur', 'derm@te.test')
  await run('set', '05', '--rappel', 'PT6H', '--limite', 'PT12H')
  await t.rejects(run('set', '05', '--rappel', 'PT13H'), /rappel/)
  await run('list')
  t.match(
    lines.at(-1),
    /coordinateur derm@te\.test ; rappel 6 h ; limite 12 h ; documents photographie/,
  )

  await requerant.asks(demande())
  const ask = await requerant.receives('compléter')
  t.match(ask.text, /photographie \(document à joindre/)
  await requerant.answers(ask, 'La voici.', {
    attachments: [{ name: 'photo.jpg', type: 'image/jpeg', content: Buffer.alloc(30_000, 1) }],
  })
  await requerant.receives('accusé')
  await gateway.settles()
  const who = dermatologue.unread().length > 0 ? dermatologue : dermatologue2
  await who.receives("demande d'avis")
  await gateway.passes('PT7H')
  await who.receives('rappel')
  await gateway.passes('PT6H')
  const late = await gateway.mailTo('derm@te.test', 'retard')
  t.notMatch(late.text ?? '', /ESSAI-DURAND/)
  await gateway.settles()
  t.notOk(gateway.sink.messages.some((each) => each.to.includes(ADMINISTRATION)))
})
