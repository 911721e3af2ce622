import t from 'tap'

import type { AdresseMss, Rpps } from '../../src/domain/correspondant.ts'
import { lookUp } from '../../src/flow/directory.ts'
import { importRows } from '../../src/ledger/annuaire-import.ts'
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
