import t from 'tap'

import { isRefusal } from '../../../src/errors.ts'
import { reglerTravail } from '../../../src/flow/settle.ts'
import {
  openTravail,
  openTravaux,
  settleLoops,
  settleTravaux,
  travauxOf,
} from '../../../src/ledger/dossiers/travaux.ts'
import { timeline } from '../../../src/ledger/views/vues-dossiers.ts'
import type { Parts } from '../../../src/start/gateway.ts'
import { testDatabase } from '../../support/database.ts'
import { NOW, seedDossier } from '../../support/windows.ts'

t.test(
  'a work item is opened once a cause, and settled once, with its reason in the audit',
  async (t) => {
    const base = await testDatabase(t)
    const { db } = base
    const id = await seedDossier(base, 'TE-2026-000001', { ouvertLe: NOW.toISOString() })
    await seedDossier(base, 'TE-2026-000002', { ouvertLe: NOW.toISOString() })
    const item = { cle: 'a:1', code: 'question-sans-reponse', erreur: null }
    await openTravail(db, id, item, NOW)
    await openTravail(db, id, item, NOW)
    await openTravail(db, id, { ...item, cle: 'b:1', code: 'autre', erreur: '902' }, NOW)
    const open = await travauxOf(db, 'TE-2026-000001')
    t.match(open.map(({ code, erreur }) => [code, erreur]).toSorted(), [
      ['autre', '902'],
      ['question-sans-reponse', null],
    ])
    t.equal((await openTravaux(db, 1)).length, 1, 'as many as asked')
    t.strictSame(await travauxOf(db, 'TE-2026-000002'), [])

    const parts = { db, clock: { now: () => NOW } } as unknown as Parts
    const settle = async (numero: string, travail: string, motif: string | null) => {
      const parametres = { numero, id: travail }
      const command = { id: 'c', essais: 1, quoi: 'regler', par: 'Dr Essai', parametres, motif }
      const done = await reglerTravail(command, parts)
      return isRefusal(done) ? done.code : done
    }
    const one = open.find(({ code }) => code === 'autre')?.id ?? ''
    t.equal(await settle('TE-2026-000001', one, ' '), 'bad-parameter', 'never without a reason')
    t.equal(await settle('TE-2026-000002', one, 'Appelé'), 'not-found', 'only of its own dossier')
    t.equal(await settle('TE-2026-000001', "x'", 'Appelé'), 'not-found')
    t.match(await settle('TE-2026-000001', one, 'Appelé'), { code: 'autre' })
    t.equal(await settle('TE-2026-000001', one, 'Appelé'), 'travail-deja-regle')
    t.match((await timeline(db, 'TE-2026-000001')).at(-1), {
      quoi: 'travail.regle',
      auteur: 'Dr Essai',
      detail: { motif: 'Appelé', code: 'autre' },
    })

    const end = { par: 'passerelle', motif: null, now: NOW }
    await settleTravaux(db, id, { code: 'question-sans-reponse' }, end)
    t.strictSame(await travauxOf(db, 'TE-2026-000001'), [])
    await openTravail(db, id, item, NOW)
    t.strictSame(await travauxOf(db, 'TE-2026-000001'), [], 'what was settled is not opened again')
  },
)

t.test('what a loop opened ends once its day is over; one of a key ends alone', async (t) => {
  const base = await testDatabase(t)
  const { db } = base
  const id = await seedDossier(base, 'TE-2026-000001', { ouvertLe: NOW.toISOString() })
  const code = 'echanges-en-boucle'
  const later = (hours: number) => new Date(NOW.getTime() + hours * 3_600_000)
  await openTravail(db, id, { cle: 'a', code, erreur: null }, NOW)
  await openTravail(db, id, { cle: 'b', code, erreur: null }, later(20))
  await settleLoops(db, later(23))
  t.equal((await travauxOf(db, 'TE-2026-000001')).length, 2)
  await settleLoops(db, later(25))
  t.equal((await travauxOf(db, 'TE-2026-000001')).length, 1, 'that of today stays')
  await openTravail(db, id, { cle: 'c', code, erreur: null }, NOW)
  const end = { par: 'passerelle', motif: null, now: NOW }
  await settleTravaux(db, id, { code, cle: 'b' }, end)
  t.equal((await travauxOf(db, 'TE-2026-000001')).length, 1)
})
