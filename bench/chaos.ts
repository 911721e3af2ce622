/**
 * Nothing is lost, nothing is done twice: real gateways under load while everything around them fails.
 *
 *   npm run chaos [-- --minutes 5 --seed 7 --rate 6 --redis --quick]
 *
 * `--quick` leaves out what takes its time: the kill at each named point, the host asleep or cut off beyond its leases,
 * the judge still for a minute. Prints each fault and how many times it struck, or why this machine cannot have it;
 * ends with 1 if anything was lost or doubled. The disk and the cable need root.
 */
import { parseArgs } from 'node:util'

import { runChaos } from '../test/support/chaos/run.ts'

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '5' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    rate: { type: 'string', default: '6' },
    quick: { type: 'boolean', default: false },
    redis: { type: 'boolean', default: false },
  },
})
const report = await runChaos({
  seed: Number(values.seed),
  seconds: Number(values.minutes) * 60,
  perSecond: Number(values.rate),
  thorough: !values.quick,
  redis: values.redis,
  say: (line) => console.log(line),
})
for (const [fault, times] of [...report.struck].sort()) console.log(`${fault.padEnd(36)} ${times}`)
for (const [fault, why] of report.impossible) console.log(`${fault.padEnd(36)} not struck: ${why}`)
console.log(
  `${report.requests} requests, ${report.acknowledged} acknowledged, ${report.letters} letters arrived`,
)
for (const line of report.wrong) console.log(`WRONG ${line}`)
console.log(report.wrong.length === 0 ? 'nothing lost, nothing doubled' : 'see above')
process.exitCode = report.wrong.length === 0 ? 0 : 1
