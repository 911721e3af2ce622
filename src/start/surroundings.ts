/**
 * What surrounds the gateway, tried for `check`: the database, the queue, the relay, the disk, whom it writes to.
 *
 * In    what a dry start could open
 * Out   one trial a thing, in words, with its setting; without what it needs a thing is said to be untried
 *
 * SPEC §1 (`check`)
 */
import { access, constants, statfs } from 'node:fs/promises'

import { pingClamd } from '../flow/clamd.ts'
import { makeFolder } from '../kit/folders.ts'
import { silentLog } from '../kit/log.ts'
import { opening } from '../kit/opening.ts'
import { answerWithin } from '../kit/within.ts'
import { answersAtAGlance } from '../ledger/certificates/ocsp-responses.ts'
import { backlog } from '../ledger/messages/messages.ts'
import { roomOf } from '../monitor/capacity.ts'
import { endings } from '../monitor/expiry.ts'
import { anchorsSaid, identitySaid, listeSaid } from '../monitor/health.ts'
import { orphanPlaces } from '../postgres/embedded-place.ts'
import { reachRedis } from '../queue/bullmq.ts'
import { openBell } from '../queue/queue.ts'
import { openSender } from '../send/send.ts'
import { serverTrust } from '../trust/store.ts'
import { type DryStart, failed, type Trial, untried } from './dry-start.ts'
import { identitySetting } from './gateway-identity.ts'
import { baseSetting, type OpenBase } from './ledger.ts'

const MIN_FREE_BYTES = 1024 ** 3
const HOUR_MS = 3_600_000
const WITHIN_MS = 5_000
const NO_BASE = 'la base de données n’est pas là'
const DATA = 'CONFRERE_DATA_DIR'
const TRUST = 'CONFRERE_TRUST_DIR'

/** Tries all of it, in the order in which it is read. */
export async function surroundings(dry: DryStart): Promise<readonly Trial[]> {
  return [
    ...(await ofBase(dry)),
    ...(await ofTrust(dry)),
    await relay(dry),
    ...(await antivirus(dry)),
    await disk(dry),
    ...(await room(dry)),
  ]
}

/** One line: what the question gives, or why it cannot be answered. */
async function tried(
  name: string,
  setting: string,
  question: () => string | Promise<string>,
): Promise<Trial> {
  try {
    return { name, ok: true, detail: await question(), setting }
  } catch (error) {
    return failed({ name, setting }, error)
  }
}

async function ofBase(dry: DryStart): Promise<Trial[]> {
  const { base, config, clock } = dry
  const setting = baseSetting(config)
  const names = ['certificats', ...(config.revocationHotes.length > 0 ? ['ocsp'] : [])]
  if (base === null) {
    const lack = { detail: NO_BASE, setting }
    const queue = config.redisUrl === null ? untried('file', lack) : await queueTrial(dry, '')
    return [queue, ...names.map((name) => untried(name, lack))]
  }
  const { db, way } = base
  return [
    await tried('postgresql', setting, () => serverSaid(base)),
    ...(way === null ? [] : [await tried('donnees', setting, () => placeSaid(base))]),
    await queueTrial(dry, base.url),
    await tried('certificats', setting, async () => {
      const near = await endings({ db, clock, identity: null })
      const told = [60, 30, 7].map(
        (step) =>
          `${near.filter(({ jours }) => jours > 0 && jours <= step).length} à moins de ${step} jours`,
      )
      const over = near.filter(({ jours }) => jours === 0).length
      // Those that answers are encrypted to: near their end they are told, never a failure.
      return `fin proche : ${told.join(', ')}${over === 0 ? '' : ` ; expirés depuis peu : ${over}`}`
    }),
    ...(names.includes('ocsp') ? [await ocsp(base, dry)] : []),
  ]
}

async function serverSaid({ db, way }: OpenBase): Promise<string> {
  const [row] = await db.query<{ version: string; fsync: string }>(
    `select current_setting('server_version') as version, current_setting('fsync') as fsync`,
  )
  const said = `version ${row?.version ?? '?'}, ${way === null ? 'DATABASE_URL' : `embarqué (${way})`}`
  if (row?.fsync === 'on') return `${said}, fsync actif`
  throw new Error(`${said}, fsync INACTIF : rien n’est durable`)
}

/** Where the embedded data lie, and what lies there for no data directory any more. */
async function placeSaid({ db }: OpenBase): Promise<string> {
  const [row] = await db.query<{ at: string }>(`select current_setting('data_directory') as at`)
  const orphans = await orphanPlaces()
  const left =
    orphans.length === 0
      ? ''
      : ` ; sans répertoire de données, à supprimer si rien n’y sert : ${orphans.join(', ')}`
  return `dans ${row?.at ?? '?'}${left}`
}

async function queueTrial({ config }: DryStart, databaseUrl: string): Promise<Trial> {
  const { redisUrl } = config
  const setting = redisUrl === null ? baseSetting(config) : 'REDIS_URL'
  return await tried('file', setting, async () => {
    await reachRedis({ redisUrl })
    const concurrency = { inward: 1, outward: 1 }
    const bell = openBell({ databaseUrl, redisUrl, concurrency, log: silentLog })
    try {
      await answerWithin(WITHIN_MS, () => bell.check())
      return 'répond'
    } finally {
      await bell.close()
    }
  })
}

/** What is asked over OCSP, and how old what is held: one that does not answer is told, the judgement decides. */
async function ocsp({ db }: OpenBase, { clock }: DryStart): Promise<Trial> {
  return await tried('ocsp', 'CONFRERE_REVOCATION_HOTES', async () => {
    const now = clock.now()
    const { nombre, sans, depuis } = await answersAtAGlance(db, now)
    const hours = depuis === null ? null : Math.floor((now.getTime() - depuis.getTime()) / HOUR_MS)
    const age = hours === null ? '' : `, la plus ancienne réponse a ${hours} h`
    return `${nombre} certificat(s) suivi(s), ${sans} sans réponse${age}`
  })
}

async function ofTrust({ config, trust, identity, base, clock }: DryStart): Promise<Trial[]> {
  const found: Trial[] = []
  if (trust !== null) found.push(await tried('confiance', TRUST, () => anchorsSaid({ trust })))
  if (trust !== null && base !== null) {
    const parts = { db: base.db, config, clock, log: silentLog, trust }
    const setting = 'CONFRERE_ESPACE_DE_CONFIANCE'
    found.push(await tried('liste', setting, () => listeSaid(parts)))
  }
  if (identity !== null) {
    const named = identitySetting(config)
    found.push(await tried('identite', named, () => identitySaid(identity, clock.now())))
  }
  return found
}

async function relay({ config, trust }: DryStart): Promise<Trial> {
  return await tried('relais', 'CONFRERE_RELAY', async () => {
    if (config.relay === null) return 'aucun : remise par MX'
    const trusted = trust === null ? {} : await serverTrust({ current: trust })
    const sender = openSender({ relay: config.relay, ehloName: config.domain, ...trusted })
    try {
      await sender.check()
      return 'répond'
    } finally {
      await sender.close()
    }
  })
}

/** Does clamd answer, where one is named? */
async function antivirus({ config }: DryStart): Promise<Trial[]> {
  const { clamd } = config
  if (clamd === null) return []
  const question = async (): Promise<string> => {
    await pingClamd(clamd, WITHIN_MS)
    return 'répond'
  }
  return [await tried('antivirus', 'CONFRERE_CLAMD', question)]
}

/** What makes the door say 452 to all mail: a limit of the disk that is not met, too many messages that wait. */
async function room({ base, config }: DryStart): Promise<Trial[]> {
  if (base === null) {
    const lack = { detail: NO_BASE, setting: baseSetting(config) }
    return [untried('limites', lack)]
  }
  const { diskBytes, backlog: most } = config.limites
  const limit = await tried('limites', DISK_LIMIT, async () => {
    const found = await roomOf({ config, db: base.db })
    if (found === null) return 'le disque de la base est ailleurs : DATABASE_URL'
    const { at, free, total } = found
    const asked = `${DISK_LIMIT} demande ${gib(diskBytes)} libres`
    if (total < diskBytes)
      throw new Error(`${asked}, plus que ce disque n’en a (${gib(total)}, ${at}) : ${NO_MAIL}`)
    if (free < diskBytes)
      throw new Error(
        `${asked}, il en reste ${gib(free)} (${at}) : ${NO_MAIL} ; faites de la place`,
      )
    return `${gib(free)} libres sous la base, ${gib(diskBytes)} demandés`
  })
  const waiting = await tried('limites', BACKLOG_LIMIT, async () => {
    const count = await backlog(base.db, most)
    if (count >= most)
      throw new Error(`${count} messages attendent d’être jugés, sur ${most} admis : ${NO_MAIL}`)
    return `${count} message(s) à juger, sur ${most} admis`
  })
  return [limit, waiting]
}

const NO_MAIL = 'aucun courrier pris (452)'
const DISK_LIMIT = 'CONFRERE_LIMITE_DISQUE'
const BACKLOG_LIMIT = 'CONFRERE_LIMITE_ARRIERE'

function gib(bytes: number): string {
  return `${(bytes / 1024 ** 3).toFixed(1).replace('.', ',')} Gio`
}

/** Room, and the right to write, where something of ours is written. */
async function disk({ config }: DryStart): Promise<Trial> {
  const { dataDir, databaseUrl, mode } = config
  return await tried('disque', DATA, async () => {
    if (databaseUrl !== null && mode === 'production') return 'rien n’y est écrit : DATABASE_URL'
    return await opening(DATA, dataDir, async () => {
      await makeFolder(dataDir)
      await access(dataDir, constants.W_OK)
      const { bavail, bsize } = await statfs(dataDir)
      const free = bavail * bsize
      if (free >= MIN_FREE_BYTES) return `${gib(free)} libres`
      throw new Error(`plus que ${gib(free)} libres ; faites de la place`)
    })
  })
}
