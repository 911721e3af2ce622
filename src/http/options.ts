/**
 * What the windows are given: the ledger, the time, the health of what surrounds them, and a bell.
 */
import type { Code } from '../errors.ts'
import type { Clock } from '../kit/clock.ts'
import type { Keys } from '../ledger/keys/keys.ts'
import type { Database } from '../postgres/sql.ts'

/** One dependency: fine, or what is wrong in a few words (shown to administrators only). */
export interface Dependency {
  readonly name: string
  readonly ok: boolean
  readonly detail: string
}

/** Figures that the ledger does not hold; null: not known. */
export interface Gauges {
  /** Jobs that wait in the queue store. */
  readonly queueDepth: number | null
  /** Seconds since the oldest CRL in use was issued. */
  readonly crlAgeSeconds: number | null
}

/** What `flow` found when it recomputed the audit. */
export type JournalVerification =
  | { readonly ok: true; readonly entries: number; readonly checkpoints: number }
  | { readonly ok: false; readonly fault: string }

export interface StatusOptions {
  readonly db: Database
  readonly keys: Keys
  readonly version: string
  /** Which gateway this is, for `check` beside it: a header of `/healthz`. */
  readonly mark?: string
  readonly host: string
  readonly port: number
  /** TLS of this port, PEM; with authorities, clients must show a certificate of theirs. */
  readonly tls?: {
    readonly cert: Buffer
    readonly key: Buffer
    readonly ca: readonly Buffer[] | null
  } | null
  /** Why a client that shows these certificates (DER, its own first) is not heard; null: it is. */
  readonly bar?: (shown: readonly Buffer[]) => Promise<Code | null>
  /** Networks whose `X-Forwarded-*` is believed; nobody's else. */
  readonly proxies?: readonly string[]
  readonly clock: Clock
  readonly health: () => Promise<readonly Dependency[]>
  readonly gauges?: () => Promise<Gauges>
  /** Recomputes the whole audit. */
  readonly verifyJournal?: () => Promise<JournalVerification>
  /** Asks that a command row be looked at. */
  readonly wake: (command: string) => void
  /** Told of an address whose wrong tokens go on after it was locked. */
  readonly locked?: (address: string) => void
  /** Told of what nobody foresaw. */
  readonly fault?: (error: unknown) => void
  /** How long a request waits for its command, in milliseconds; 10 s by default. */
  readonly commandWaitMs?: number
}

/** Without anyone to tell them, figures are unknown. */
export async function gaugesOf({ gauges }: StatusOptions): Promise<Gauges> {
  return (await gauges?.()) ?? { queueDepth: null, crlAgeSeconds: null }
}
