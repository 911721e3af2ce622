/**
 * The trust folder with the lists fetched, re-read when one changes: within seconds by itself, at once when asked.
 *
 * SPEC §2 (CONFRERE_TRUST_DIR)
 */
import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'

import type { Clock } from '../kit/clock.ts'
import type { Log } from '../kit/log.ts'
import { heldLists, listsMark } from '../ledger/lists.ts'
import type { Sql } from '../ledger/sql.ts'
import { loadTrust, type Trust } from '../pki/trust.ts'

/** The trust of now. */
export interface TrustFolder {
  current(): Promise<Trust>
  /** Reads it again whatever the clock says. */
  reload(): Promise<Trust>
}

const LOOK_EVERY_MS = 5_000

/** Watches a trust folder by looking at it, never by being told: network file systems tell nothing. */
export function openTrustFolder(
  dir: string,
  { clock, log, db }: { clock: Clock; log: Log; db: Sql },
): TrustFolder {
  let loaded: Promise<Trust> | null = null
  let seen = ''
  let lookedAt = 0

  const load = async (mark: string): Promise<Trust> => {
    const trust = await loadTrust(dir, clock, await heldLists(db))
    seen = mark
    log.info('trust.loaded', {
      count: trust.all.anchors.length,
      reason: trust.problems.length === 0 ? null : 'problems',
    })
    return trust
  }
  return {
    async current() {
      const now = clock.now().getTime()
      // A clock that was put back must not end the looking.
      if (loaded !== null && Math.abs(now - lookedAt) < LOOK_EVERY_MS) return await loaded
      lookedAt = now
      // Without the database nothing is judged: what was loaded stays until it is back.
      const mark = await markOf(dir, db).catch((error: unknown) => {
        if (loaded === null) throw error
        return seen
      })
      if (loaded === null || mark !== seen) loaded = load(mark)
      return await loaded
    },
    async reload() {
      loaded = load(await markOf(dir, db))
      return await loaded
    },
  }
}

/** DER of every authority of the folder: for TLS towards peers whose own authority is no public one. */
export async function authoritiesOf(
  trust: Pick<TrustFolder, 'current'>,
): Promise<readonly Buffer[]> {
  const { anchors, candidates } = (await trust.current()).all
  return [...anchors, ...candidates].map(({ der }) => der)
}

/** Names, sizes and dates of the folder's files, and what names the lists fetched. */
async function markOf(dir: string, db: Sql): Promise<string> {
  const found = await readdir(dir, { recursive: true }).catch((cause: unknown) => {
    throw new Error(`dossier de confiance illisible (${dir}) : vérifiez CONFRERE_TRUST_DIR`, {
      cause,
    })
  })
  const names = found.sort()
  const marks = await Promise.all(
    names.map(async (name) => {
      const { size, mtimeMs } = await stat(join(dir, name))
      return `${name} ${size} ${mtimeMs}`
    }),
  )
  return [...marks, await listsMark(db)].join('\n')
}
