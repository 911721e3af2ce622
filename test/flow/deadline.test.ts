import { setTimeout as pause } from 'node:timers/promises'

import t from 'tap'

import { silentLog } from '../../src/kit/log.ts'
import { dueDossiers, MAX_FAUTES } from '../../src/ledger/dossiers/echeances.ts'
import { watchOnce } from '../../src/monitor/watch.ts'
import { answerWith } from '../../src/worker/dispatch.ts'
import { sweepOnce } from '../../src/worker/sweep.ts'
import { startGateway } from '../support/gateway.ts'
import { demande } from '../support/letters.ts'

type Gateway = Awaited<ReturnType<typeof startGateway>>

async function asked(t: Parameters<typeof startGateway>[0]) {
  const gateway = await startGateway(t)
  await gateway.requerant.asks(demande({ 'Médecin requis': gateway.dermatologue.rpps }))
  await gateway.dermatologue.receives("demande d'avis")
  await gateway.settles()
  const [row] = await gateway.parts.db.query<{ id: string; prochaine: Date }>(
    'select id, prochaine_echeance as prochaine from dossier',
  )
  return { ...gateway, id: row?.id ?? '', prochaine: row?.prochaine ?? new Date(0) }
}

async function lookOf({ parts }: Pick<Gateway, 'parts'>, id: string) {
  const [row] = await parts.db.query<{ prochaine: Date | null; regards: number; fautes: number }>(
    'select prochaine_echeance as prochaine, regards, fautes from dossier where id = $1',
    [id],
  )
  return row
}

const wake = "update dossier set prochaine_echeance = now() - interval '1 day'"

t.test('a look that changes nothing gives the dossier its real next instant back', async (t) => {
  const gateway = await asked(t)
  const { parts, id } = gateway
  await parts.db.query(wake)
  await answerWith(parts)('deadline', id)
  t.match(await lookOf(gateway, id), { prochaine: gateway.prochaine, regards: 0 })
  t.strictSame(await dueDossiers(parts.db, parts.clock.now(), 10), [])
})

t.test('a dossier whose content is destroyed has nothing due', async (t) => {
  const gateway = await asked(t)
  const { parts, id } = gateway
  await parts.db.query(wake)
  await parts.db.query(
    'update cle set enveloppe = null, detruite_le = now() where id = (select cle from dossier)',
  )
  await answerWith(parts)('deadline', id)
  t.match(await lookOf(gateway, id), { prochaine: null })
})

t.test(
  'what fails at each look waits longer each time, then a day, and has an owner',
  async (t) => {
    const gateway = await asked(t)
    const { parts, id, clock } = gateway
    const answer = answerWith({ ...parts, log: silentLog })
    const [{ etat } = { etat: null }] = await parts.db.query<{ etat: Buffer }>(
      'select etat_chiffre as etat from dossier',
    )
    await parts.db.query("update dossier set etat_chiffre = 'x'")
    const waits: number[] = []
    for (let time = 0; time < MAX_FAUTES; time += 1) {
      await parts.db.query(wake)
      const now = clock.now().getTime()
      await answer('deadline', id)
      waits.push(
        Math.round(((await lookOf(gateway, id))?.prochaine?.getTime() ?? 0) / 1e3 - now / 1e3),
      )
    }
    t.strictSame(waits, [30, 60, 120, 240, 86_400])
    await watchOnce(parts)
    t.match(await parts.db.query('select code, responsable from alerte where fin is null'), [
      { code: 'echeance-bloquee', responsable: 'administrateur' },
    ])

    await parts.db.query('update dossier set etat_chiffre = $1', [etat])
    await parts.db.query(wake)
    await answer('deadline', id)
    await watchOnce(parts)
    t.match(await lookOf(gateway, id), { fautes: 0, prochaine: gateway.prochaine })
    t.strictSame(await parts.db.query('select code from alerte where fin is null'), [])
  },
)

t.test('more dossiers that fail than a round takes keep no reminder from leaving', async (t) => {
  const gateway = await asked(t)
  const { parts, clock } = gateway
  // The same key and state under other ids: none of them opens.
  await parts.db.query(
    `insert into dossier (id, version, numero, cle, etat, requerant_rpps, etat_chiffre, ouvert_le,
       prochaine_echeance)
     select gen_random_uuid(), version, 'TE-2025-' || lpad(n::text, 6, '0'), cle, etat, requerant_rpps,
       etat_chiffre, ouvert_le, now() - interval '1 day'
     from dossier, generate_series(1, 110) n`,
  )
  clock.advance(25 * 3_600_000)
  const answer = answerWith({ ...parts, log: silentLog })
  await sweepOnce(answer, parts)
  await sweepOnce(answer, parts)
  await gateway.dermatologue.receives('rappel')
  t.pass()
})

t.test('a deadline that nobody looks at is told', async (t) => {
  const gateway = await asked(t)
  const { parts } = gateway
  await parts.db.query('update dossier set prochaine_echeance = $1', [
    new Date(parts.clock.now().getTime() - 9 * 60_000),
  ])
  await watchOnce(parts)
  t.strictSame(await parts.db.query('select code from alerte'), [])
  await parts.db.query('update dossier set prochaine_echeance = $1', [
    new Date(parts.clock.now().getTime() - 11 * 60_000),
  ])
  await watchOnce(parts)
  t.match(await parts.db.query('select code from alerte where fin is null'), [
    { code: 'echeances-en-retard' },
  ])
})

t.test('no kind of row waits for another, however many there are', async (t) => {
  const gateway = await asked(t)
  const { parts } = gateway
  await parts.db.query("update envoi set etat = 'a_envoyer', prochaine = now() - interval '1 day'")
  await parts.db.query("update message_entrant set etat = 'received', prochaine = null")
  await parts.db.query(wake)
  const seen = new Set<string>()
  void sweepOnce(
    (call) => {
      seen.add(call)
      return new Promise(() => undefined)
    },
    parts,
    { hopMs: 2_000 },
  )
  while (seen.size < 3) await pause(10)
  t.strictSame([...seen].sort(), ['deadline', 'inbound', 'outbound'])
  await pause(0)
})
