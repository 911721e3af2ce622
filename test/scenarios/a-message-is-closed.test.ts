/** Mail that waits for a person is read by him, and closed with a reason. SPEC §13.6, §13.7, §13.13 */
import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import t from 'tap'

import { replay } from '../../src/flow/command.ts'
import { classMessage } from '../../src/ledger/messages/messages-classes.ts'
import { listInbound } from '../../src/ledger/views/vues-messages.ts'
import { bareEnv } from '../support/bare-env.ts'
import { command } from '../support/chaos/gateways.ts'
import { ADMINISTRATION, startGateway } from '../support/gateway.ts'
import { letter, unsigned } from '../support/letters.ts'

const STATES = ['received', 'deferred', 'quarantined', 'refused', 'accepted'] as const
const ENDS = {
  received: 'in-judgement',
  deferred: 'in-judgement',
  quarantined: 'done',
  refused: 'done',
  accepted: 'owned-by-nobody',
} as const

t.test(
  'a person closes what waits for him, whatever its state says, and nothing else',
  async (t) => {
    const gateway = await startGateway(t)
    const { db, clock } = gateway.parts
    await gateway.requerant.asks('Bonjour')
    await gateway.settles()
    const [row] = await db.query<{ id: string }>('select id from message_entrant')
    const id = row?.id ?? ''
    const how = { par: 'essai', now: clock.now() }
    for (const etat of STATES) {
      await db.query(
        'update message_entrant set etat = $1, responsable = null, classe_le = null where id = $2',
        [etat, id],
      )
      t.equal(await classMessage(db, id, how), ENDS[etat], etat)
      if (ENDS[etat] === 'done') t.equal(await classMessage(db, id, how), 'closed-before', etat)
    }
    await db.query("update message_entrant set responsable = 'administrateur', classe_le = null")
    t.equal(await classMessage(db, id, how), 'done', 'one for the administrator himself')
    t.equal(await classMessage(db, crypto.randomUUID(), how), 'unknown')
    const open = await listInbound(db, { ouverts: 'oui' }, { after: null, limit: 10 })
    t.equal(open.items.length, 0, 'it is in no list of what waits')
    const all = await listInbound(db, {}, { after: null, limit: 10 })
    t.match(all.items, [{ closedBy: 'essai', nextAction: null, owner: null }])
  },
)

t.test('mail to postmaster@ is read at the terminal, in a file of its reader alone', async (t) => {
  const gateway = await startGateway(t)
  const { config, db } = gateway.parts
  const mail = letter({ from: 'x@y.test', to: 'postmaster@te.localhost', text: 'Bonjour.' })
  await gateway.transmit('x@y.test', 'postmaster@te.localhost', unsigned(mail))
  const told = await gateway.mailTo(ADMINISTRATION, 'courrier-administrateur')
  const [, id = ''] = /confrere message (\S+) --out/.exec(told.text ?? '') ?? []
  t.match(told.text, new RegExp(`${id} --classer`))
  t.notMatch(told.text, 'confrere rejouer', 'it was accepted: it is not judged again')
  const env = {
    ...bareEnv,
    CONFRERE_DATA_DIR: config.dataDir,
    CONFRERE_TRUST_DIR: config.trustDir,
    CONFRERE_IDENTITY: config.identity.file,
    CONFRERE_IDENTITY_PASSWORD_FILE: config.identity.passwordFile ?? '',
    CONFRERE_RELAY: config.relay ?? '',
    DATABASE_URL: config.databaseUrl ?? '',
  }
  const file = join(t.testdir(), 'message.eml')
  writeFileSync(file, 'là avant', { mode: 0o644 })
  const read = await command(env, ['message', id, '--out', file, '--motif', 'courrier reçu'])
  t.equal(read.code, 0, read.err)
  t.match(readFileSync(file, 'utf8'), /^From: x@y\.test\r\n[\s\S]*Qm9uam91ci4=/)
  t.equal(statSync(file).mode & 0o777, 0o600)
  const closed = await command(env, ['message', id, '--classer', '--motif', 'lu et répondu'])
  t.equal(closed.code, 0, closed.err)
  const again = await command(env, ['message', id, '--classer', '--motif', 'lu et répondu'])
  t.equal(again.code, 1)
  t.match(again.err, /déjà classé/)
  const lines = await db.query(
    "select quoi, auteur, detail::jsonb ->> 'motif' as motif from journal where quoi like 'message.c%' order by seq",
  )
  t.strictSame(lines, [
    { quoi: 'message.contenu-lu', auteur: 'terminal', motif: 'courrier reçu' },
    { quoi: 'message.classe', auteur: 'terminal', motif: 'lu et répondu' },
  ])
})

t.test('without an administrator’s address nobody is told that he was, and it waits', async (t) => {
  const gateway = await startGateway(t, { env: { CONFRERE_ADMIN_ADDRESS: '' } })
  const { requerant, parts } = gateway
  const mail = letter({ from: requerant.email, to: 'postmaster@te.localhost', text: 'Bonjour.' })
  await gateway.transmit(requerant.email, 'postmaster@te.localhost', unsigned(mail))
  const other = letter({ from: requerant.email, to: 'demande@te.localhost', text: 'Bonjour.' })
  await gateway.transmit(requerant.email, 'demande@te.localhost', unsigned(other))
  const told = await requerant.receives('non transmise')
  t.notMatch(told.text, /administrateur en sera averti|liste des messages/)
  await gateway.settles()
  t.match(await gateway.verdicts(), [
    { etat: 'quarantined', code: 'courrier-administrateur' },
    { etat: 'refused', code: 'not-signed' },
  ])
  t.equal((await parts.db.query("select from envoi where role = 'auteur'")).length, 1)
})

t.test('what was closed can be judged again, and waits again', async (t) => {
  const gateway = await startGateway(t)
  const { db } = gateway.parts
  const mail = letter({ from: 'x@y.test', to: 'demande@te.localhost', text: 'Bonjour.' })
  await gateway.transmit('x@y.test', 'demande@te.localhost', unsigned(mail))
  await gateway.settles()
  const [row] = await db.query<{ id: string }>('select id from message_entrant')
  const id = row?.id ?? ''
  await classMessage(db, id, { par: 'essai', now: gateway.clock.now() })
  const asked = { motif: 'pour voir', par: 'essai' }
  t.match(await replay(id, asked, gateway.parts), { etat: 'refused' })
  t.match((await listInbound(db, { ouverts: 'oui' }, { after: null, limit: 9 })).items, [
    { owner: 'administrateur', closedAt: null },
  ])
})
