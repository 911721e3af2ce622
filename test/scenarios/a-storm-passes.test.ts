/**
 * Half a minute of the chaos: nothing lost, nothing doubled, no crash, an audit that verifies. `CHAOS_SEED` takes
 * another; what one seed finds `npm run chaos` plays again.
 */
import t from 'tap'

import { runChaos } from '../support/chaos/run.ts'
import { TOO_LONG } from '../support/long.ts'

const SECONDS = 24

// Three gateways start, and all that was asked for comes to its end on whatever machine this is.
t.setTimeout(300_000)

t.test('a storm loses nothing and doubles nothing', { skip: TOO_LONG ?? false }, async (t) => {
  const seed = Number(process.env.CHAOS_SEED ?? 2026)
  t.comment(`again: npm run chaos -- --quick --minutes ${SECONDS / 60} --seed ${seed}`)
  const report = await runChaos({ seed, seconds: SECONDS, say: (line) => t.comment(line) })
  for (const [fault, times] of report.struck) if (times > 0) t.comment(`${fault}: ${times}`)
  for (const [fault, why] of report.impossible) t.comment(`${fault}: not struck, ${why}`)
  t.strictSame(report.wrong, [], `seed ${seed}`)
  t.ok(report.requests > 0 && report.acknowledged >= report.requests)
})
