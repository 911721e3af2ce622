/** An answer of the insurer is not older than the act that it is about. SPEC §11 */
import t from 'tap'

import { createExport } from '../../src/billing/export.ts'
import { insertActes } from '../../src/ledger/actes/actes.ts'
import { acte } from '../support/actes.ts'
import { testDatabase } from '../support/database.ts'
import { returned } from '../support/returns.ts'

const WHY = { par: 'Facturation', now: new Date('2026-04-01T08:00:00.000Z') }

t.test('a return dated before its act changes nothing and is told by line', async (t) => {
  const { db, keys } = await testDatabase(t)
  const all = [1, 2, 3].map((rang) => acte({ rang }))
  await insertActes(db, keys, all, keys.index('patient', 'a'))
  const sign = async (data: Buffer): Promise<Buffer> => data
  await createExport(db, keys, { ...WHY, du: null, au: null, sign })
  const lines = ['1;paye;2026-03-01;', '2;paye;2026-03-02;', '3;rejete;2025-12-31;x']
  t.match(await returned(db, lines, WHY), {
    payes: 1,
    rejetes: 0,
    erreurs: [
      { ligne: 2, raison: 'date impossible : l’acte est du 2026-03-02' },
      { ligne: 4, raison: 'date impossible : l’acte est du 2026-03-02' },
    ],
  })
})
