/**
 * Loaded into a gateway under test by `--import`, before it, and so into its threads: faults that need a hand inside.
 *
 *   CHAOS_POINT=letter-sent CHAOS_NTH=3     SIGKILL at the third time this point is passed
 *   SIGUSR2                                 the clock jumps two hours ahead, or back
 *   an order by IPC                         PostgreSQL dies as soon as a commit has been sent to it; told back
 *   a header `X-Chaos-Still: INSTANT`       its judging thread stands still until then
 */
import { join } from 'node:path'
import { isMainThread, parentPort } from 'node:worker_threads'

import { observePoints, type Point } from '../../../src/kit/fault-points.ts'
import { killServer, type Victim } from './kill-server.ts'

/** What a host is told to do. */
export interface ChaosOrder {
  readonly at: Point
  readonly victim: Victim
}

const { CHAOS_POINT: wanted, CHAOS_NTH: nth = '1', CONFRERE_DATA_DIR: dataDir = '' } = process.env
const TWO_HOURS = 2 * 3_600_000
/** Before the octets of a commit have left, on their way, and behind them. */
const DELAYS_MS = [null, 0, 1, 2, 4] as const

let left = Number(nth)
let order: ChaosOrder | null = null
let strikes = 0

if (isMainThread) {
  observePoints((point) => {
    if (point === wanted) {
      left -= 1
      if (left === 0) process.kill(process.pid, 'SIGKILL')
    }
    if (point === order?.at) strikeSoon(order)
  })
  process.on('message', (given: ChaosOrder) => {
    order = given
  })
  // Who waits for orders is free to end.
  process.channel?.unref()
  jumpClock()
} else standStill()

function strikeSoon({ victim }: ChaosOrder): void {
  const delay = DELAYS_MS[strikes++ % DELAYS_MS.length] ?? null
  const strike = (): void => {
    try {
      killServer(join(dataDir, 'postgres'), victim)
    } catch {
      // Nobody to kill: at the next one.
      return
    }
    order = null
    process.send?.('struck')
  }
  if (delay === null) strike()
  else setTimeout(strike, delay)
}

function jumpClock(): void {
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
}

/** As code that a mail has led into a trap: no step is taken, and no word said. */
function standStill(): void {
  const port = parentPort
  if (port === null) return
  const on = port.on.bind(port)
  port.on = (event: string | symbol, listener: (given: never) => void) => {
    const watched = (message: never): void => {
      if (event === 'message') stillFor(message)
      listener(message)
    }
    return on(event as 'message', watched as never)
  }
}

function stillFor(message: { job?: { sources?: readonly { octets: Uint8Array | null }[] } }): void {
  for (const { octets } of message.job?.sources ?? []) {
    const head = Buffer.from(octets?.subarray(0, 200) ?? []).toString('latin1')
    const until = Number(/^X-Chaos-Still: (\d+)/.exec(head)?.[1] ?? 0)
    const ms = until - Date.now()
    if (ms > 0) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms)
  }
}
