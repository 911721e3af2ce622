/**
 * The one whole record: what `main` opens once. Nobody below the start takes it; each declares the few things that it needs.
 */

import type { WithConfig } from '../config.ts'
import type { WithClock } from '../kit/clock.ts'
import type { WithLog } from '../kit/log.ts'
import type { Ledger } from '../ledger/keys/keys.ts'
import type { WithWorker } from '../ledger/leases.ts'
import type { WithFormer, WithIdentity } from '../message.ts'
import type { WithBell } from '../queue/queue.ts'
import type { WithJudges } from '../sandbox/judges.ts'
import type { WithSender } from '../send/send.ts'
import type { WithFreshTrust, WithTrust } from '../trust/store.ts'

/** Everything that a running gateway holds. */
export interface Parts
  extends Ledger,
    WithConfig,
    WithClock,
    WithLog,
    WithBell,
    WithJudges,
    WithTrust,
    WithFreshTrust,
    WithIdentity,
    WithFormer,
    WithSender,
    WithWorker {}
