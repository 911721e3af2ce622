/**
 * What the corridor carries: the doors to the ledger, trust, keys and the outside, given once by `main`.
 */
import type { Config } from '../config.ts'
import type { Clock } from '../kit/clock.ts'
import type { Log } from '../kit/log.ts'
import type { Keys } from '../ledger/keys/keys.ts'
import type { Identity } from '../message.ts'
import type { Trust } from '../pki/trust.ts'
import type { Database } from '../postgres/sql.ts'
import type { Bell } from '../queue/queue.ts'
import type { Judges } from '../sandbox/judges.ts'
import type { Sender } from '../send/send.ts'
import type { Place } from './dossier-lines.ts'

/** Everything a hop may need. */
export interface Parts {
  readonly config: Config
  readonly db: Database
  readonly keys: Keys
  readonly clock: Clock
  readonly log: Log
  readonly bell: Bell
  readonly identity: Identity
  /** Those that it replaced: they decrypt, and sign nothing. */
  readonly former: readonly Identity[]
  /** Opens and reads mails, each where it can harm no other. */
  readonly judges: Judges
  readonly sender: Sender
  /** The trust of now: re-read when its folder changes. */
  readonly trust: () => Promise<Trust>
  /** Reads the trust folder again at once, for a replay. */
  readonly reloadTrust: () => Promise<Trust>
  /** Names this process in leases. */
  readonly worker: string
}

/** What the hop of a mail carries: its place in the lines of the dossiers too. */
export interface MailParts extends Parts {
  readonly place: Place
}

/** A hop whose lease is not renewed is presumed dead, and its row is taken up by another (SPEC §10: within 60 s). */
export const LEASE_MS = 45_000
