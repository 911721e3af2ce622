/**
 * Who may speak to us, how often, over which channel. The connection and `MAIL` are judged here, the message in `scan.ts`.
 *
 * In    peer address, state of its channel, what it asks
 * Out   a code when it may not; null when it may
 *
 * RFC 5321 §3.1, §4.5.3 · SPEC §2, §13.8
 */
import type { Code } from '../errors.ts'
import { networks, plainAddress } from '../kit/networks.ts'
import type { TlsMode } from './tls.ts'

/** The limits of the door. */
export interface DoorLimits {
  readonly connections: number
  readonly connectionsPerPeer: number
  readonly messagesPerConnection: number
  readonly messagesPerMinute: number
  readonly recipients: number
  readonly headerBytes: number
  readonly lineBytes: number
  readonly hops: number
  readonly idleMs: number
  readonly totalMs: number
}

interface PolicyOptions {
  readonly allow: readonly string[]
  readonly limits: DoorLimits
  readonly tls: TlsMode
  /** Milliseconds that only go forward. */
  readonly elapsed: () => number
}

/** The rules of the door, with the counts they need. */
export interface Policy {
  /** May this peer connect? Counts it when it may; `leave` must follow. */
  enter(peer: string): Code | null
  leave(peer: string): void
  /** May this peer begin a message, the nth of its connection? Counts it when it may. */
  begin(peer: string, nth: number, channel: 'plain' | 'tls'): Code | null
}

const MINUTE_MS = 60_000
const MAX_PEERS = 10_000

interface Bucket {
  tokens: number
  at: number
}

/** Opens the rules of the door. */
export function openPolicy({ allow, limits, tls, elapsed }: PolicyOptions): Policy {
  const allowed = networks(allow)
  const present = new Map<string, number>()
  const buckets = new Map<string, Bucket>()

  const hasToken = (peer: string): boolean => {
    const now = elapsed()
    const full = limits.messagesPerMinute
    const bucket = buckets.get(peer) ?? { tokens: full, at: now }
    bucket.tokens = Math.min(full, bucket.tokens + ((now - bucket.at) * full) / MINUTE_MS)
    bucket.at = now
    // Peers not heard of for long are forgotten first: a Map keeps the order of insertion.
    buckets.delete(peer)
    buckets.set(peer, bucket)
    if (buckets.size > MAX_PEERS) buckets.delete(buckets.keys().next().value ?? '')
    if (bucket.tokens < 1) return false
    bucket.tokens -= 1
    return true
  }

  return {
    enter(address) {
      const peer = plainAddress(address)
      if (!allowed.has(peer)) return 'peer-not-allowed'
      const count = present.get(peer) ?? 0
      if (count >= limits.connectionsPerPeer) return 'too-many-connections'
      present.set(peer, count + 1)
      return null
    },
    leave(address) {
      const peer = plainAddress(address)
      const count = (present.get(peer) ?? 1) - 1
      if (count > 0) present.set(peer, count)
      else present.delete(peer)
    },
    begin(address, nth, channel) {
      if ((tls === 'required' || tls === 'mutual') && channel === 'plain') return 'tls-required'
      if (nth > limits.messagesPerConnection) return 'too-many-messages'
      return hasToken(plainAddress(address)) ? null : 'rate-exceeded'
    },
  }
}
