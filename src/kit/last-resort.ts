/**
 * What nobody foresaw and nobody caught: logged under a stable event, counted, and never a silent end.
 *
 * In    a log, and the way to stop in order
 * Out   `process.unhandled-rejection`: the process goes on. The work that failed has failed alone: its row keeps its
 *       lease, which ends, and another takes it up (SPEC §13.3)
 *       `process.uncaught-exception`: the process stops in order and exits 1. Code was cut off in the middle of a
 *       turn, so what it holds in memory may be half changed; what counts is in the ledger, and a supervisor starts anew
 *
 * The log keeps names, codes and frames of an error, never its message. SPEC §13.3, §13.4
 */
import type { Log } from './log.ts'

/** How often each happened since the start of the process. */
export interface Unforeseen {
  readonly rejections: number
  readonly exceptions: number
}

let seen: Unforeseen = { rejections: 0, exceptions: 0 }

/** A stop that takes longer is left where it is. */
const STOP_WITHIN_MS = 10_000

/** What happened so far in this process. */
export function unforeseen(): Unforeseen {
  return seen
}

/** Listens until the process ends; `stop` is asked once, before the exit with code 1. Gives the way to listen no more. */
export function watchProcess(log: Log, stop: () => Promise<void>): () => void {
  let isEnding = false
  const rejected = (reason: unknown): void => {
    seen = { ...seen, rejections: seen.rejections + 1 }
    log.error('process.unhandled-rejection', {}, reason)
  }
  const thrown = (error: unknown): void => {
    seen = { ...seen, exceptions: seen.exceptions + 1 }
    log.error('process.uncaught-exception', {}, error)
    if (isEnding) return
    isEnding = true
    const leave = (): never => process.exit(1)
    setTimeout(leave, STOP_WITHIN_MS)
    // What throws while it stops says no more than what threw first.
    inOrder(stop).then(leave, leave)
  }
  process.on('unhandledRejection', rejected)
  process.on('uncaughtException', thrown)
  return () => {
    process.off('unhandledRejection', rejected)
    process.off('uncaughtException', thrown)
  }
}

async function inOrder(stop: () => Promise<void>): Promise<void> {
  await stop()
}
