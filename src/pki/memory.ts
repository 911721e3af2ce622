/**
 * Remembers the certificates of paths that were found valid, so that the next mail of the same signer
 * costs no parsing and no signature of an authority.
 *
 * In        the trust folder as it is loaded, a certificate's octets or their SHA-256
 * Out       the Certificate parsed before from the same octets, with what was computed on it: its key,
 *           and which certificate signed it (path.ts)
 *
 * Only facts that no instant can change are remembered. Dates, usages, constraints, policies and
 * revocation are judged anew for each mail. What is remembered ends with the trust it was judged by,
 * after a while, and when newer ones need the place; an unknown sender cannot fill it.
 *
 * RFC 5280 §6.1
 */
import { type Certificate, parseCertificate, sha256Of } from './certificate.ts'
import { DerError } from './der.ts'
import type { Trust } from './trust.ts'

interface Entry {
  readonly certificate: Certificate
  /** On the clock of `performance.now()`. */
  readonly until: number
}

const MAX_CERTIFICATES = 2000
const FORGET_AFTER_MS = 3_600_000

const memories = new WeakMap<Trust, Map<string, Entry>>()

/** The certificate of these octets: of the folder, or of a path found valid under it before. */
export function recall(trust: Trust, sha256: string): Certificate | undefined {
  const known = trust.known(sha256)
  if (known) return known
  const memory = memories.get(trust)
  const entry = memory?.get(sha256)
  if (entry === undefined || entry.until > performance.now()) return entry?.certificate
  memory?.delete(sha256)
  return undefined
}

/** The certificate of these octets, with what was computed on it before; null when they are none. */
export function certificateOf(der: Buffer, trust: Trust): Certificate | null {
  const sha256 = sha256Of(der)
  try {
    // A copy: what is remembered of it must not keep the whole mail alive.
    return recall(trust, sha256) ?? parseCertificate(Buffer.from(der), sha256)
  } catch (error) {
    if (error instanceof DerError) return null
    throw error
  }
}

/** Remembers the certificates of a valid path; their octets must be their own, not a part of a mail. */
export function remember(trust: Trust, chain: readonly Certificate[]): void {
  const memory = memories.get(trust) ?? new Map<string, Entry>()
  memories.set(trust, memory)
  const until = performance.now() + FORGET_AFTER_MS
  for (const certificate of chain) {
    if (trust.known(certificate.sha256) || memory.has(certificate.sha256)) continue
    memory.set(certificate.sha256, { certificate, until })
  }
  // The oldest first: a Map keeps the order of arrival.
  for (const oldest of memory.keys()) {
    if (memory.size <= MAX_CERTIFICATES) break
    memory.delete(oldest)
  }
}
