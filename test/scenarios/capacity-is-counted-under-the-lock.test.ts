/** Eight requests at once to a pool of two who take one a day each: one each, and six are told that nobody is free. */
import t from 'tap'

import { codeSpecialiteDe } from '../../src/domain/specialites.ts'
import { setRequis } from '../../src/ledger/annuaire/annuaire.ts'
import { startGateway } from '../support/gateway.ts'
import { demande } from '../support/letters.ts'

t.test('two requis at one a day, eight requests at once: one each', async (t) => {
  const gateway = await startGateway(t)
  const { parts, dermatologue, dermatologue2, requerant } = gateway
  const specialite = codeSpecialiteDe('05')
  for (const { rpps } of [dermatologue, dermatologue2]) {
    await setRequis(parts.db, {
      rpps,
      specialites: specialite === null ? [] : [specialite],
      capaciteParJour: 1,
      absences: [],
    })
  }
  await Promise.all(
    Array.from({ length: 8 }, (_, i) =>
      requerant.asks(demande({ Question: `Lésion ${i + 1}, que faire ?` })),
    ),
  )
  await gateway.settles()
  t.strictSame(
    await parts.db.query(
      'select rpps, count(*)::int as n from attribution group by rpps order by rpps',
    ),
    [dermatologue.rpps, dermatologue2.rpps].sort().map((rpps) => ({ rpps, n: 1 })),
  )
  t.match(
    await parts.db.query("select count(*)::int as n from journal where quoi = 'aucun-requis'"),
    [{ n: 6 }],
  )
})

t.test('four requests at once go to the two of a pool in turn', async (t) => {
  const gateway = await startGateway(t)
  const { parts, requerant } = gateway
  await Promise.all(
    Array.from({ length: 4 }, (_, i) => requerant.asks(demande({ Question: `Lésion ${i + 1} ?` }))),
  )
  await gateway.settles()
  t.strictSame(await parts.db.query('select count(*)::int as n from attribution group by rpps'), [
    { n: 2 },
    { n: 2 },
  ])
})
