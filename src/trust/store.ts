/**
 * The trust folder with the lists fetched, re-read when one changes: within seconds by itself, at once when asked;
 * under what the operators say of single certificates, at once.
 *
 * SPEC §1 (`certificat refuser`), §2 (CONFRERE_TRUST_DIR)
 */
import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { rootCertificates } from 'node:tls'

import type { Config } from '../config.ts'
import type { Code } from '../errors.ts'
import type { Clock } from '../kit/clock.ts'
import type { Log } from '../kit/log.ts'
import { opening } from '../kit/opening.ts'
import { deniedCertificates } from '../ledger/certificates/certificats-refuses.ts'
import { heldLists, listsMark } from '../ledger/certificates/crls.ts'
import { type Authorities, authoritiesIn, peerBar } from '../pki/peers.ts'
import { loadTrust, ruled, type Trust } from '../pki/trust.ts'
import type { Sql } from '../postgres/sql.ts'
import { trustRules } from './rules.ts'

/** The trust of now. */
export interface TrustFolder {
  current(): Promise<Trust>
  /** Reads it again whatever the clock says. */
  reload(): Promise<Trust>
}

const LOOK_EVERY_MS = 5_000

/** Watches a trust folder by looking at it, never by being told: network file systems tell nothing. */
export function openTrustFolder(
  config: Pick<Config, 'trustDir' | 'ancresRpps' | 'ancresDomaines'>,
  { clock, log, db }: { clock: Clock; log: Log; db: Sql },
): TrustFolder {
  const dir = config.trustDir
  let loaded: Promise<Trust> | null = null
  let under: { readonly plain: Trust; readonly denied: string; readonly ruled: Trust } | null = null
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
  const folder = async (): Promise<Trust> => {
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
  }
  /** A denial counts at once; as long as nothing changes, the trust is the same object. */
  const underRules = async (plain: Trust): Promise<Trust> => {
    const denied = await deniedCertificates(db).catch((error: unknown) => {
      if (under === null) throw error
      return under.ruled.rules.denied
    })
    const key = denied.join(' ')
    if (under?.plain !== plain || under.denied !== key) {
      under = { plain, denied: key, ruled: ruled(plain, trustRules(config, denied)) }
    }
    return under.ruled
  }
  return {
    current: async () => await underRules(await folder()),
    async reload() {
      loaded = load(await markOf(dir, db))
      return await underRules(await loaded)
    },
  }
}

/** What TLS towards servers trusts beside the public authorities, and what it asks of each server. */
export async function serverTrust(trust: Pick<TrustFolder, 'current'>): Promise<{
  readonly tlsCa: readonly Buffer[]
  readonly bar: (shown: readonly Buffer[]) => Promise<Code | null>
}> {
  const tlsCa = await authoritiesOf(trust)
  let authorities: Authorities | null = null
  return {
    tlsCa,
    async bar(shown) {
      const { rules } = await trust.current()
      if (rules.denied.length === 0) return null
      authorities ??= authoritiesIn([...rootCertificates, ...tlsCa])
      return peerBar({ shown, authorities }, rules)
    },
  }
}

/** DER of every authority of the folder: for TLS with peers whose own authority is no public one. */
export async function authoritiesOf(
  trust: Pick<TrustFolder, 'current'>,
): Promise<readonly Buffer[]> {
  const { anchors, candidates } = (await trust.current()).all
  return [...anchors, ...candidates].map(({ der }) => der)
}

/** Names, sizes and dates of the folder's files, and what names the lists fetched. */
async function markOf(dir: string, db: Sql): Promise<string> {
  const names = (await opening('CONFRERE_TRUST_DIR', dir, () => readdir(dir))).sort()
  const marks = await Promise.all(
    names.map(async (name) => {
      // A link that leads nowhere, or a file that has just gone, must not hide the others.
      const found = await stat(join(dir, name)).catch(() => null)
      return found === null ? name : `${name} ${found.size} ${found.mtimeMs}`
    }),
  )
  return [...marks, await listsMark(db)].join('\n')
}

/** One who asks for the trust of now. */
export interface WithTrust {
  /** The trust of now: re-read when its folder changes. */
  readonly trust: () => Promise<Trust>
}

/** One who may have the trust folder read again at once. */
export interface WithFreshTrust {
  readonly reloadTrust: () => Promise<Trust>
}
