import t from 'tap'

import { runChaos } from '../support/chaos/run.ts'

// Leases of what a killed worker held run out in 45 s; a busy machine takes its time.
t.setTimeout(540_000)

t.test(
  'nothing acknowledged is lost and nothing is done twice, whatever fails meanwhile',
  async (t) => {
    const seed = Number(process.env.CHAOS_SEED ?? 20_261_122)
    const report = await runChaos({ seed, seconds: 15, say: (line) => t.comment(line) })
    t.strictSame(report.wrong, [], `seed ${seed}`)
    for (const [fault, times] of report.struck) t.ok(times > 0, fault)
    t.ok(report.requests >= 20, 'there was a load')
    t.ok(report.acknowledged > report.requests, 'and it was acknowledged')
    t.ok(report.struck.size >= 8, 'most faults did strike')
  },
)
