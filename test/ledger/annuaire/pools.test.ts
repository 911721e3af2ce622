import t from 'tap'

import type { AdresseMss, CodeSpecialite } from '../../../src/domain/correspondant.ts'
import { poolsOf, setPool } from '../../../src/ledger/annuaire/pools.ts'
import { testDatabase } from '../../support/database.ts'

t.test('a change leaves the rest as it was; null takes a value back', async (t) => {
  const { db } = await testDatabase(t)
  const specialite = '05' as CodeSpecialite
  const coordinateur = 'coordination@chu.test' as AdresseMss
  await setPool(db, { specialite, coordinateur, limiteMs: 3_600_000, documents: ['ECG'] })
  await setPool(db, { specialite, expirationMs: 2 * 86_400_000 })
  t.strictSame(await poolsOf(db, ['03', '05']), [
    {
      specialite,
      coordinateur,
      delais: { limiteMs: 3_600_000, expirationJours: 2 },
      documents: ['ECG'],
    },
  ])
  await setPool(db, { specialite, coordinateur: null, limiteMs: null, documents: [] })
  t.strictSame(await poolsOf(db, null), [
    { specialite, coordinateur: null, delais: { expirationJours: 2 }, documents: [] },
  ])
  t.strictSame(await poolsOf(db, []), [])
})
