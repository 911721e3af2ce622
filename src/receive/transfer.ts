/**
 * One message, from `DATA` to its reply: scanned while it flows to the store, drained when it is refused.
 *
 * In    the stream of the message, dots unstuffed, and `accept`, which keeps it
 * Out   stored, or the refusal or deferral to reply with
 * Refuses   what `scan.ts` refuses; whatever goes wrong in the store is "not now", never a permanent no
 *
 * RFC 5321 §4.2.5, §6.1 · SPEC §13.1, §13.9
 */
import { performance } from 'node:perf_hooks'
import type { Readable } from 'node:stream'

import { type Deferral, deferral, type Refusal } from '../errors.ts'
import type { Log } from '../kit/log.ts'
import { openScan } from './scan.ts'

/** Kept: the only outcome that earns a `250`. */
export interface Stored {
  readonly kind: 'stored'
  readonly id: string
}

interface TransferOptions {
  readonly limits: Parameters<typeof openScan>[0] & { readonly totalMs: number }
  /** `saysSigned` is known once the source was read. */
  readonly accept: (
    source: AsyncIterable<Buffer>,
    saysSigned: () => boolean,
  ) => Promise<Stored | Deferral | Refusal>
  /** Ends the connection with this answer: the peer goes on sending what is already refused. */
  readonly hangUp: (answer: Refusal | Deferral) => void
  readonly log: Log
}

/** What became of a message, and how large it was. */
export interface Transfer {
  readonly outcome: Stored | Refusal | Deferral
  readonly size: number
  readonly ms: number
}

/** Breaks off the store's reading; what it says is never shown. */
class Interrupted extends Error {
  override readonly name = 'Interrupted'
}

/** Receives one message. Never throws. */
export async function transfer(stream: Readable, options: TransferOptions): Promise<Transfer> {
  const { limits, accept, hangUp, log } = options
  const scan = openScan(limits)
  const started = performance.now()
  const seen: { fault: Refusal | Deferral | null; isWhole: boolean } = {
    fault: null,
    isWhole: false,
  }

  const tooSlow = setTimeout(() => {
    seen.fault = deferral('transfer-too-slow', { limit: limits.totalMs })
    hangUp(seen.fault)
    stream.destroy(new Interrupted())
  }, limits.totalMs)
  stream.once('end', () => clearTimeout(tooSlow))

  async function* source(): AsyncGenerator<Buffer> {
    for await (const piece of stream.iterator({ destroyOnReturn: false })) {
      seen.fault = scan.push(piece)
      if (seen.fault !== null) throw new Interrupted()
      yield piece
    }
    seen.fault = scan.end()
    if (seen.fault !== null) throw new Interrupted()
    seen.isWhole = true
  }

  let outcome: Stored | Refusal | Deferral
  try {
    outcome = await accept(source(), () => scan.saysSigned)
    // Only the last octet makes a message: a store that is content with less has kept something else.
    if (outcome.kind === 'stored' && !seen.isWhole) outcome = deferral('store-unavailable')
  } catch (error) {
    outcome = deferral('store-unavailable')
    const ours = error instanceof Interrupted || seen.fault !== null || stream.errored !== null
    if (!ours) log.error('receive.store-failed', {}, error)
  }
  clearTimeout(tooSlow)
  const answer = seen.fault ?? outcome
  if (answer.kind !== 'stored' && !seen.isWhole) {
    await drain(stream, limits, scan.size, () => hangUp(answer))
  }
  return { outcome: answer, size: scan.size, ms: Math.round(performance.now() - started) }
}

/**
 * Reads what is left, so that the reply comes after the end as the dialogue wants; past as much again as a
 * whole message the peer is not listening, and the connection ends.
 */
async function drain(
  stream: Readable,
  limits: TransferOptions['limits'],
  size: number,
  hangUp: () => void,
): Promise<void> {
  if (stream.destroyed || stream.readableEnded) return
  const tooSlow = setTimeout(() => {
    hangUp()
    stream.destroy()
  }, limits.totalMs)
  let left = 2 * limits.maxMessageBytes - size
  try {
    for await (const piece of stream.iterator({ destroyOnReturn: false })) {
      left -= (piece as Buffer).length
      if (left >= 0) continue
      hangUp()
      stream.destroy()
      return
    }
  } catch {
    // The peer went away: there is nobody left to answer.
  } finally {
    clearTimeout(tooSlow)
  }
}
