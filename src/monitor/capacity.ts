/**
 * Is there room for one more message? Asked before DATA, answered from a look every other second.
 *
 * In    the room left on the disk of the embedded database; the messages that wait to be judged
 * Out   the code that defers new mail, or null; old mail keeps moving whatever it says
 *
 * A database that is away answers for itself at `RCPT` (451). RFC 5321 §4.5.3.1.10 (452) · SPEC §13.8
 */
import { statfs } from 'node:fs/promises'

import type { WithConfig } from '../config.ts'
import type { Code } from '../errors.ts'
import type { WithLog } from '../kit/log.ts'
import { backlog } from '../ledger/messages/messages.ts'
import type { WithDatabase } from '../postgres/sql.ts'

/** What this file takes of the gateway. */
type Needs = WithDatabase & WithConfig & WithLog

/** The watch over the room that is left. */
export interface Capacity {
  hold(): Code | null
  stop(): void
}

const EVERY_MS = 2_000

/** Starts looking. */
export async function openCapacity(parts: Needs): Promise<Capacity> {
  let code = await lookAtRoom(parts)
  let stopped = false
  let timer: NodeJS.Timeout | null = null
  const next = (): void => {
    timer = setTimeout(() => {
      lookAtRoom(parts).then(
        (found) => {
          code = found
          if (!stopped) next()
        },
        (error: unknown) => parts.log.error('capacity.fault', {}, error),
      )
    }, EVERY_MS).unref()
  }
  next()
  return {
    hold: () => code,
    stop() {
      stopped = true
      if (timer !== null) clearTimeout(timer)
    },
  }
}

/** The disk of the embedded database; null: that of a database elsewhere is not ours to see. */
export async function roomOf({ config, db }: WithDatabase & WithConfig): Promise<{
  readonly at: string
  readonly free: number
  readonly total: number
} | null> {
  if (config.databaseUrl !== null) return null
  // It may lie elsewhere than the data directory, where its server's user cannot reach that.
  const [row] = await db.query<{ base: string }>(`select current_setting('data_directory') as base`)
  const at = row?.base ?? config.dataDir
  const { bavail, blocks, bsize } = await statfs(at)
  return { at, free: bavail * bsize, total: blocks * bsize }
}

/** Looks once; what cannot be looked at holds nobody back. */
export async function lookAtRoom({ config, db, log }: Needs): Promise<Code | null> {
  const { diskBytes, backlog: most } = config.limites
  try {
    const room = await roomOf({ config, db })
    if (room !== null && room.free < diskBytes) return 'disk-nearly-full'
    return (await backlog(db, most)) >= most ? 'backlog-full' : null
  } catch (error) {
    log.debug('capacity.unknown', { error: error instanceof Error ? error.name : 'unknown' })
    return null
  }
}
