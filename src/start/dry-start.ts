/**
 * What a start opens, each thing by itself: one that cannot be had is told with its setting, and hides no other.
 *
 * In    the settings
 * Out   what could be opened (null: what could not), one trial a thing that could not, and the way to close all
 *
 * For `check`; `start` opens the same things by the same functions, and ends at the first that fails. SPEC §1
 */
import type { Config } from '../config.ts'
import { type Clock, systemClock } from '../kit/clock.ts'
import { silentLog } from '../kit/log.ts'
import { lineOf, NotOpened, opening } from '../kit/opening.ts'
import { markOf } from '../ledger/keys/mark.ts'
import type { Identity } from '../message.ts'
import { loadTrust, ruled, type Trust } from '../pki/trust.ts'
import { trustRules } from '../trust/rules.ts'
import { openTrustFolder } from '../trust/store.ts'
import {
  ensureDevKeys,
  identitySetting,
  loadFormerIdentity,
  loadGatewayIdentity,
  refuseOtherSender,
} from './gateway-identity.ts'
import { baseSetting, keysOf, masterKeyOf, type OpenBase, openBase } from './ledger.ts'

/** One thing tried, in words. */
export interface Trial {
  readonly name: string
  /** null: what it needs is not there, so it was not tried. */
  readonly ok: boolean | null
  readonly detail: string
  /** The setting to change. */
  readonly setting: string
}

/** What could be opened. */
export interface DryStart {
  readonly config: Config
  readonly clock: Clock
  readonly base: OpenBase | null
  readonly identity: Identity | null
  readonly former: readonly Identity[]
  readonly trust: (() => Promise<Trust>) | null
  /** Of the gateway of this database and master key; null where one of them is not there. */
  readonly mark: string | null
  /** What of it failed, and what of it is good and says so nowhere else. */
  readonly trials: readonly Trial[]
  close(): Promise<void>
}

const MASTER = 'CONFRERE_MASTER_KEY_FILE'
const FORMER = 'CONFRERE_FORMER_IDENTITIES'

/** Opens all that can be; never throws for what settings name. */
export async function dryStart(config: Config, clock: Clock = systemClock): Promise<DryStart> {
  const trials: Trial[] = []
  const tried = async <T>(name: string, setting: string, open: () => Promise<T>) => {
    try {
      return await open()
    } catch (error) {
      trials.push(failed({ name, setting }, error))
      return null
    }
  }
  await tried('cles', 'CONFRERE_DATA_DIR', () => ensureDevKeys(config))
  const base = await tried('postgresql', baseSetting(config), () => openBase(config))
  const master = await tried('cles', MASTER, () => masterTrial(config, base))
  const named = identitySetting(config)
  const identity = await tried('identite', named, () => loadGatewayIdentity(config))
  // `dev` starts all the same, and its letters are believed by nobody.
  if (identity !== null)
    await tried('identite', 'CONFRERE_FROM', async () => refuseOtherSender(identity, config))
  const former: Identity[] = []
  for (const file of config.formerIdentities) {
    const one = await tried('anciennes', FORMER, () => loadFormerIdentity(file))
    if (one === null) continue
    former.push(one)
    trials.push({ name: 'anciennes', ok: true, detail: `${file} lue`, setting: FORMER })
  }
  const trust = await tried('confiance', 'CONFRERE_TRUST_DIR', () => trustIn(config, base, clock))
  trials.push(
    ...(master === null ? [] : [master.trial]),
    ...unreadableIn(identity, named),
    ...former.flatMap((one) => unreadableIn(one, FORMER)),
  )
  const close = async (): Promise<void> => await base?.close()
  const mark = master?.mark ?? null
  return { config, clock, base, identity, former, trust, mark, trials, close }
}

/** A trial that failed: what is thrown says why, and may name a nearer setting. */
export function failed({ name, setting }: Pick<Trial, 'name' | 'setting'>, error: unknown): Trial {
  const nearest = error instanceof NotOpened ? error.setting : setting
  return { name, ok: false, detail: lineOf(error), setting: nearest }
}

/** A thing that was not tried, and what it lacks. */
export function untried(
  name: string,
  { detail, setting }: Pick<Trial, 'detail' | 'setting'>,
): Trial {
  return { name, ok: null, detail: `non essayé : ${detail}`, setting }
}

/** The master key, tried on the keys of the database where that is there. */
async function masterTrial(
  config: Config,
  base: OpenBase | null,
): Promise<{ readonly trial: Trial; readonly mark: string | null }> {
  const master = await masterKeyOf(config)
  const keys = base === null ? null : await keysOf(base.db, master, config)
  const what = keys === null ? 'lue, sans base où l’essayer' : 'lue, celle de cette base'
  const trial = { name: 'cles', ok: true, detail: `clé maîtresse ${what}`, setting: MASTER }
  return { trial, mark: keys === null ? null : markOf(keys) }
}

/** Certificates that came with a key of ours and cannot be read: what they should have led to is missing. */
function unreadableIn(identity: Identity | null, setting: string): Trial[] {
  const found = identity?.unreadable ?? []
  return found.map((detail) => ({ name: 'identite', ok: false, detail, setting }))
}

/** The trust of now, with the lists and the denials that the database holds where it is there. */
async function trustIn(
  config: Config,
  base: OpenBase | null,
  clock: Clock,
): Promise<() => Promise<Trust>> {
  if (base === null) {
    const { trustDir } = config
    const read = await opening('CONFRERE_TRUST_DIR', trustDir, () => loadTrust(trustDir, clock))
    const alone = ruled(read, trustRules(config, []))
    return () => Promise.resolve(alone)
  }
  const folder = openTrustFolder(config, { clock, log: silentLog, db: base.db })
  await folder.current()
  return () => folder.current()
}
