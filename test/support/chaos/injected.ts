/**
 * Loaded into a gateway under test by `--import`, before it: kills it at a named point, makes its clock jump.
 *
 *   CHAOS_POINT=letter-sent CHAOS_NTH=3     SIGKILL at the third time this point is passed
 *   SIGUSR2                                 the clock jumps two hours ahead, or back
 */
import { observePoints } from '../../../src/kit/points.ts'

const { CHAOS_POINT: wanted, CHAOS_NTH: nth = '1' } = process.env
let left = Number(nth)
if (wanted !== undefined) {
  observePoints((point) => {
    if (point !== wanted) return
    left -= 1
    if (left === 0) process.kill(process.pid, 'SIGKILL')
  })
}

const TWO_HOURS = 2 * 3_600_000
const RealDate = Date
let shift = 0

/** The machine's Date, ahead. */
class JumpingDate extends RealDate {
  constructor(...given: [] | [number | string | Date]) {
    if (given.length === 0) super(RealDate.now() + shift)
    else super(...(given as [number]))
  }

  static override now(): number {
    return RealDate.now() + shift
  }
}
globalThis.Date = JumpingDate as DateConstructor
process.on('SIGUSR2', () => {
  shift = shift === 0 ? TWO_HOURS : 0
})
