import { readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

import t, { type Test } from 'tap'

import { replay } from '../../src/flow/command.ts'
import { takeUpAgain } from '../../src/ledger/poison.ts'
import { purge } from '../../src/ledger/purge.ts'
import { bareEnv } from '../support/bare-env.ts'
import { command } from '../support/chaos/gateways.ts'
import { startGateway } from '../support/gateway.ts'
import { demande, letter, signed } from '../support/letters.ts'

const ASKED = { motif: 'confiance réparée', par: 'essai' }

/** A gateway whose trust can be taken away and given back. */
async function doubting(t: Test) {
  const gateway = await startGateway(t)
  const folder = join(gateway.folder, 'trust')
  const lists = new Map<string, Buffer>()
  return {
    ...gateway,
    async doubts() {
      for (const name of (await readdir(folder)).filter((each) => each.endsWith('.crl'))) {
        lists.set(name, await readFile(join(folder, name)))
        await rm(join(folder, name))
      }
      await gateway.parts.reloadTrust()
    },
    async trusts() {
      for (const [name, bytes] of lists) await writeFile(join(folder, name), bytes)
      await gateway.parts.reloadTrust()
    },
    async last(): Promise<string> {
      const [row] = await gateway.parts.db.query<{ id: string }>(
        'select id from message_entrant order by recu_le desc limit 1',
      )
      return row?.id ?? ''
    },
  }
}

t.test('two who replay at once have one effect, and each is told the outcome', async (t) => {
  const gateway = await doubting(t)
  const { parts } = gateway
  await gateway.doubts()
  await gateway.requerant.asks(demande())
  await gateway.settles()
  const id = await gateway.last()
  await gateway.trusts()
  const both = await Promise.all([replay(id, ASKED, parts), replay(id, ASKED, parts)])
  t.match(both, [{ etat: 'accepted' }, { etat: 'accepted' }])
  t.equal((await gateway.dossiers()).length, 1)
  t.match(await replay(id, ASKED, parts), { etat: 'accepted' }, 'who asks once more too')
  t.equal((await gateway.dossiers()).length, 1)
  t.match(await replay(crypto.randomUUID(), ASKED, parts), { code: 'not-found' })
})

t.test('what another judges at this moment is left to it', async (t) => {
  const gateway = await doubting(t)
  const { parts } = gateway
  await gateway.doubts()
  await gateway.requerant.asks(demande())
  await gateway.settles()
  const id = await gateway.last()
  const held = `update message_entrant set etat = 'deferred', pris_par = 'autre', pris_jusqua = `
  await parts.db.query(`${held} now() + interval '40 seconds'`)
  t.match(await replay(id, ASKED, parts), { code: 'jugement-en-cours' })
  await gateway.trusts()
  await parts.db.query(`${held} now() - interval '1 second'`)
  t.match(await replay(id, ASKED, parts), { etat: 'accepted' }, 'a dead one holds nothing')
})

t.test('a request that came again meanwhile stays one dossier', async (t) => {
  const gateway = await doubting(t)
  const { parts, requerant, pki } = gateway
  const mail = letter({ from: requerant.email, to: 'dermatologie@te.localhost', text: demande() })
  const sent = await signed(mail, pki.people.requerant)
  await gateway.doubts()
  await gateway.transmit(requerant.email, 'dermatologie@te.localhost', sent)
  await gateway.settles()
  const first = await gateway.last()
  await gateway.trusts()
  await gateway.transmit(requerant.email, 'dermatologie@te.localhost', sent)
  await gateway.settles()
  t.match((await gateway.verdicts()).at(-1), { etat: 'accepted' })
  t.match(await replay(first, ASKED, parts), { etat: 'accepted', code: 'demande-deja-recue' })
  t.equal((await gateway.dossiers()).length, 1)
})

t.test('an opinion that is replayed makes one compte-rendu and its acts once', async (t) => {
  const gateway = await doubting(t)
  const { parts, requerant, dermatologue } = gateway
  await requerant.asks(
    demande({ 'Spécialité demandée': null, 'Médecin requis': dermatologue.rpps }),
    { to: 'demande@te.localhost' },
  )
  const ask = await dermatologue.receives("demande d'avis")
  await gateway.doubts()
  await dermatologue.answers(ask, 'AVIS\n\nRien.')
  await gateway.settles()
  const id = await gateway.last()
  t.match((await gateway.verdicts()).at(-1), { etat: 'quarantined', code: 'revocation-unknown' })
  await gateway.trusts()
  t.match(await replay(id, ASKED, parts), { etat: 'accepted' })
  await requerant.receives('ompte-rendu')
  await gateway.settles()
  t.match(await replay(id, ASKED, parts), { etat: 'accepted' })
  t.equal((await gateway.acts()).length, 2)
})

t.test(
  'a replay that died before its end is told of its outcome when it is asked again',
  async (t) => {
    const gateway = await doubting(t)
    const { parts } = gateway
    await gateway.doubts()
    await gateway.requerant.asks(demande())
    await gateway.settles()
    const id = await gateway.last()
    await gateway.trusts()
    // It had taken the message up, and nothing more.
    t.equal(
      await parts.db.transaction((sql) =>
        takeUpAgain(sql, id, { motif: ASKED.motif, qui: 'personne' }),
      ),
      'taken',
    )
    t.match(await replay(id, ASKED, parts), { etat: 'accepted' })
    t.equal((await gateway.dossiers()).length, 1)
  },
)

t.test('a message that was accepted at once is not replayed', async (t) => {
  const gateway = await startGateway(t)
  await gateway.requerant.asks(demande())
  await gateway.settles()
  const [row] = await gateway.parts.db.query<{ id: string }>('select id from message_entrant')
  t.match(await replay(row?.id ?? '', ASKED, gateway.parts), { code: 'rejeu-impossible' })
})

t.test('a notice that nobody could read is looked at again, without an effect', async (t) => {
  const gateway = await doubting(t)
  const { parts } = gateway
  await gateway.transmit('', 'teleexpertise@te.localhost', Buffer.from('Subject: ?\r\n\r\nx\r\n'))
  await gateway.settles()
  const id = await gateway.last()
  for (const _ of [1, 2]) {
    t.match(await replay(id, ASKED, parts), { etat: 'quarantined', code: 'courrier-automatique' })
  }
})

t.test('a message whose content is destroyed says so', async (t) => {
  const gateway = await doubting(t)
  const { parts } = gateway
  await gateway.doubts()
  await gateway.requerant.asks(demande())
  await gateway.settles()
  await purge(parts.db, parts.keys, new Date(Date.now() + 91 * 86_400_000))
  t.match(await replay(await gateway.last(), ASKED, parts), { code: 'message-detruit' })
})

t.test('the terminal lists what waits, with what is to be done, and replays it', async (t) => {
  const gateway = await doubting(t)
  const { config } = gateway.parts
  await gateway.doubts()
  await gateway.requerant.asks(demande())
  await gateway.settles()
  const id = await gateway.last()
  const env = {
    ...bareEnv,
    CONFRERE_DATA_DIR: config.dataDir,
    CONFRERE_TRUST_DIR: config.trustDir,
    CONFRERE_IDENTITY: config.identity.file,
    CONFRERE_IDENTITY_PASSWORD_FILE: config.identity.passwordFile ?? '',
    CONFRERE_RELAY: config.relay ?? '',
    DATABASE_URL: config.databaseUrl ?? '',
  }
  const listed = await command(env, ['rejouer', '--liste'])
  t.equal(listed.code, 0, listed.err)
  t.match(listed.out, new RegExp(`${id} .* quarantined  revocation-unknown  administrateur`))
  t.match(listed.out, /rejouez-le/)
  const headers = { Authorization: `Bearer ${await gateway.token('ops')}` }
  const seen = await fetch(`${gateway.base}/api/v1/messages/inbound/${id}`, { headers })
  t.match(((await seen.json()) as { nextAction?: string }).nextAction, /rejouez-le/)
  await gateway.trusts()
  const done = await command(env, ['rejouer', id, '--motif', 'liste reçue'])
  t.equal(done.code, 0, done.err)
  t.match(done.out, /"etat":"accepted"/)
  const again = await command(env, ['rejouer', id, '--motif', 'encore'])
  t.equal(again.code, 0, again.err)
  t.match(again.out, /"etat":"accepted"/, 'the outcome, to who did not hear of it')
})
