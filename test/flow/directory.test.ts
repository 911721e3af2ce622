import t from 'tap'

import type { AdresseMss, Rpps } from '../../src/domain/correspondant.ts'
import { lookUp } from '../../src/flow/directory.ts'
import { importRows } from '../../src/ledger/annuaire/annuaire-import.ts'
import type { Database, Sql } from '../../src/postgres/sql.ts'
import { testDatabase } from '../support/database.ts'

const CURIE = '99700000012' as Rpps
const DURAND = '99700000020' as Rpps

// SPEC §4: « must resolve to exactly one professional; in doubt, ask, never send »
t.test('a number beside the address of somebody else designates both', async (t) => {
  const { db } = await testDatabase(t)
  const now = new Date('2026-11-16')
  await importRows(db, now, async (onRow) => {
    for (const [rpps, nom] of [
      [CURIE, 'CURIE'],
      [DURAND, 'DURAND'],
    ] as const) {
      await onRow({
        rpps,
        nom,
        prenom: 'Marie',
        profession: '10',
        specialite: '01',
        adresse: `${nom.toLowerCase()}@exemple.test`,
        numeroAm: null,
        finess: null,
      })
    }
    return { refused: null }
  })
  const found = async (adresse: string) => {
    const medecinTraitant = { rpps: CURIE, adresse: adresse as AdresseMss, nom: null }
    const souhaits = { requis: [], specialites: [], medecinTraitant }
    const { medecinTraitant: all } = await lookUp(db, souhaits, null, now)
    return all?.map(({ rpps }) => rpps)
  }
  t.strictSame(await found('curie@exemple.test'), [CURIE])
  t.strictSame(await found('nouvelle@exemple.test'), [CURIE])
  t.strictSame(await found('durand@exemple.test'), [CURIE, DURAND])
})

t.test(
  'a connection lost while several are looked up fails the look-up, not the process',
  async (t) => {
    const unheard: unknown[] = []
    const hear = (error: unknown) => unheard.push(error)
    process.on('unhandledRejection', hear)
    t.teardown(() => process.off('unhandledRejection', hear))
    // The first asked is the last to hear of it, as on a wire.
    let asked = 0
    const sql = {
      async query(): Promise<never> {
        asked += 1
        await new Promise((resolve) => setTimeout(resolve, asked === 1 ? 20 : 1))
        throw new Error('Connection terminated')
      },
    }
    const each = (rpps: Rpps) => ({ rpps, adresse: null, nom: null })
    const souhaits = {
      requis: [each(DURAND)],
      specialites: [],
      medecinTraitant: each(CURIE),
      deposePour: each(CURIE),
    }
    const db = { together: <T>(work: (given: Sql) => Promise<T>) => work(sql) } as Database
    await t.rejects(lookUp(db, souhaits, null, new Date()), /terminated/)
    await new Promise((resolve) => setTimeout(resolve, 60))
    t.strictSame(unheard, [])
  },
)
