/**
 * What befalls the store and the queue: PostgreSQL killed, its sessions cut, its disk full or read-only; the queue lost.
 */
import { setTimeout as pause } from 'node:timers/promises'

import type { FaultTable, Targets } from './faults.ts'
import type { Host } from './gateways.ts'
import { killServer, type Victim } from './kill-server.ts'
import { nextWalFile, tell } from './postgres.ts'

/** PostgreSQL itself. */
export function storeFaults({ hosts, cabinet, base }: Targets): FaultTable {
  const killAll = (): void => killServer(base, 'all')
  const atCommit = async (host: Host, victim: Victim): Promise<void> => {
    if (!(await host.order({ at: 'commit-sent', victim }))) throw new Error('nothing was committed')
  }
  return {
    async 'postgresql killed'() {
      killServer(base, 'postmaster')
    },
    async 'postgresql killed whole'() {
      killAll()
    },
    async 'postgresql killed within DATA'(dice) {
      await cabinet.askUnder(dice.pick(hosts), { at: 'data', fall: killAll })
    },
    async 'postgresql killed behind the dot'(dice) {
      const blow = { at: 'dot', fall: killAll, afterMs: dice.between(0, 25) } as const
      await cabinet.askUnder(dice.pick(hosts), blow)
    },
    async 'postgresql killed at COMMIT'(dice) {
      await atCommit(dice.pick(hosts), 'all')
    },
    async 'session killed at COMMIT'(dice) {
      await atCommit(dice.pick(hosts), 'commit')
    },
    async 'postgresql sessions cut'() {
      await tell(
        base,
        "select pg_terminate_backend(pid) from pg_stat_activity where datname = 'confrere' and pid <> pg_backend_pid()",
      )
    },
  }
}

const WAL_FILES = 6

/** The disk below PostgreSQL. */
export function diskFaults({ volume, base }: Targets): FaultTable {
  if (typeof volume === 'string') {
    return Object.fromEntries(['disk full', 'disk read-only'].map((name) => [name, volume]))
  }
  return {
    async 'disk full'(dice) {
      await volume.fill(0)
      try {
        // Half of the time PostgreSQL falls over it.
        if (dice.roll() < 0.5) for (let i = 0; i < WAL_FILES; i += 1) await nextWalFile(base)
        await pause(dice.between(500, 3_000))
      } finally {
        await volume.empty()
      }
    },
    async 'disk read-only'(dice) {
      // A disk is not made read-only under a writer.
      killServer(base, 'all')
      try {
        if (!(await volume.readOnly(true))) throw new Error('somebody writes')
        await pause(dice.between(500, 3_000))
      } finally {
        await volume.readOnly(false)
      }
    },
  }
}

/** The queue, wherever it lives. */
export function queueFaults({ redis, base }: Targets): FaultTable {
  return {
    async 'queue wiped'() {
      if (redis === null) await tell(base, 'drop schema if exists bullmq cascade')
      else await redis.flush()
    },
    'queue killed': redis === null ? 'needs --redis' : () => redis.kill(),
  }
}
