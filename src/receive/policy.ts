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
  readonly messagesPerCorrespondent: number
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
  /** May this envelope sender write once more, whichever peer brings it? Counts it when it may. */
  write(from: string): Code | null
}

const MINUTE_MS = 60_000
const MAX_KNOWN = 10_000

interface Bucket {
  tokens: number
  at: number
}

/** Opens the rules of the door. */
export function openPolicy({ allow, limits, tls, elapsed }: PolicyOptions): Policy {
  const allowed = networks(allow)
  const present = new Map<string, number>()
  const ofPeer = buckets(limits.messagesPerMinute, elapsed)
  const ofCorrespondent = buckets(limits.messagesPerCorrespondent, elapsed)

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
      return ofPeer(plainAddress(address)) ? null : 'rate-exceeded'
    },
    write(from) {
      // The null return path is everybody's: it has its peer's rate only.
      return from === '' || ofCorrespondent(from.toLowerCase()) ? null : 'rate-exceeded'
    },
  }
}

/** Counts by name: `perMinute` at once, then as they come back, never more. */
function buckets(perMinute: number, elapsed: () => number): (name: string) => boolean {
  const known = new Map<string, Bucket>()
  return (name) => {
    const now = elapsed()
    const bucket = known.get(name) ?? { tokens: perMinute, at: now }
    bucket.tokens = Math.min(perMinute, bucket.tokens + ((now - bucket.at) * perMinute) / MINUTE_MS)
    bucket.at = now
    // Those not heard of for long are forgotten first: a Map keeps the order of insertion.
    known.delete(name)
    known.set(name, bucket)
    if (known.size > MAX_KNOWN) known.delete(known.keys().next().value ?? '')
    if (bucket.tokens < 1) return false
    bucket.tokens -= 1
    return true
  }
}
