/**
 * The stage of the demo: a gateway in a folder of its own, the physicians' mailboxes, all on loopback.
 */
import { writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'

import { readAnnuaire } from '../annuaire/annuaire.ts'
import { type Config, loadConfig } from '../config.ts'
import { rppsDe } from '../domain/identifiants.ts'
import { codeSpecialiteDe } from '../domain/specialites.ts'
import { systemClock } from '../kit/clock.ts'
import { makeFolder } from '../kit/folders.ts'
import { silentLog } from '../kit/log.ts'
import { setRequis } from '../ledger/annuaire/annuaire.ts'
import { importRows } from '../ledger/annuaire/annuaire-import.ts'
import { createToken } from '../ledger/api-tokens.ts'
import { type Gateway, start } from '../main.ts'
import { type DevAuthority, type DevPerson, makeDevKeys, makePerson } from '../pki/dev-keys.ts'
import { openDoor } from '../receive/receive.ts'
import { ANNUAIRE, CAST, REQUIS } from './demo-cast.ts'

/** One mail that reached a mailbox. */
export interface Received {
  readonly to: string
  readonly raw: Buffer
  readonly file: string
}

/** The stage, set. */
export interface Stage {
  readonly gateway: Gateway
  readonly config: Config
  readonly people: ReadonlyMap<string, DevPerson>
  readonly authority: DevAuthority
  readonly mailDir: string
  readonly exportFile: string
  readonly adminPage: string
  readonly token: string
  /** Waits for the next mail of `to` that fits; refuses (throws) after half a minute. */
  receives(to: string, fits: (raw: Buffer) => boolean): Promise<Received>
  close(): Promise<void>
}

const WAIT_MS = 30_000

/** Sets the stage in `folder`. */
export async function openStage(folder: string, env: NodeJS.ProcessEnv): Promise<Stage> {
  const mailDir = join(folder, 'courriers')
  await makeFolder(mailDir)
  const defaults = await loadConfig({ CONFRERE_DATA_DIR: folder })
  if ('errors' in defaults) throw new Error(defaults.errors.join(' '))
  const mailbox = await openMailboxes(mailDir, defaults.limites)
  const config = await demoConfig(folder, mailbox.port, env)
  const gateway = await start(config)
  const closeAll = async (): Promise<void> => {
    await gateway.stop()
    await mailbox.close()
  }
  try {
    const authority = await makeDevKeys({ ...config, now: systemClock.now() })
    const people = new Map<string, DevPerson>()
    for (const player of CAST) {
      const person = await makePerson(authority, player)
      people.set(player.rpps, person)
      const stem = join(folder, `${player.prenom}-${player.nom}`.toLowerCase())
      await writeFile(`${stem}.p12`, person.p12, { mode: 0o600 })
      await writeFile(`${stem}.mot-de-passe.txt`, `${person.password}\n`, { mode: 0o600 })
    }
    const token = await enrol(gateway)
    return {
      gateway,
      config,
      people,
      authority,
      mailDir,
      exportFile: join(folder, 'facturation.csv'),
      adminPage: gateway.addresses.find((each) => each.startsWith('http')) ?? '',
      token,
      receives: mailbox.receives,
      close: closeAll,
    }
  } catch (error) {
    await closeAll()
    throw error
  }
}

async function enrol({ parts: { db } }: Gateway): Promise<string> {
  const source = (async function* () {
    yield Buffer.from(ANNUAIRE)
  })()
  await importRows(db, systemClock.now(), (onRow) =>
    readAnnuaire(source, { onRow, onProblem: () => undefined }),
  )
  const rpps = rppsDe(REQUIS.rpps)
  const code = codeSpecialiteDe(REQUIS.specialite)
  if (rpps === null || code === null) throw new Error('the demo’s own requis is not well formed')
  await setRequis(db, { rpps, specialites: [code], absences: [] })
  const { token } = await createToken(db, {
    portees: ['status', 'ops', 'billing'],
    titulaire: 'Démonstration',
    expire: null,
  })
  return token
}

/** Settings of the demo: nothing of the user's environment but what starts the program. */
async function demoConfig(folder: string, relay: number, env: NodeJS.ProcessEnv): Promise<Config> {
  const config = await loadConfig(
    {
      PATH: env.PATH,
      CONFRERE_DATA_DIR: folder,
      CONFRERE_DOMAIN: 'te.localhost',
      CONFRERE_SMTP_PORT: String(await freePort(2525)),
      CONFRERE_HTTP_PORT: String(await freePort(8080)),
      CONFRERE_RELAY: `smtp://127.0.0.1:${relay}`,
      CONFRERE_ADMIN_ADDRESS: 'administration@medecins.exemple.test',
    },
    null,
  )
  if ('errors' in config) throw new Error(config.errors.join(' '))
  return { ...config, log: { ...config.log, level: 'error' } }
}

/** `wished` if nobody listens there, else any free port of loopback. */
async function freePort(wished: number): Promise<number> {
  const tried = await listenOnce(wished)
  return tried ?? (await listenOnce(0)) ?? wished
}

function listenOnce(port: number): Promise<number | null> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(null))
    server.listen(port, '127.0.0.1', () => {
      const address = server.address()
      const found = address !== null && typeof address === 'object' ? address.port : null
      server.close(() => resolve(found))
    })
  })
}

/** The physicians' own mail server: keeps each mail as a file one can open in a mail client. */
async function openMailboxes(dir: string, limits: Config['limites']) {
  const arrived: Received[] = []
  const taken = new Set<Received>()
  let wake: () => void = () => undefined
  let count = 0
  const door = await openDoor({
    host: '127.0.0.1',
    port: 0,
    domain: 'medecins.exemple.test',
    maxMessageBytes: 64 * 1024 * 1024,
    tls: { mode: 'off' },
    allow: ['127.0.0.0/8'],
    limits,
    ready: () => true,
    log: silentLog,
    recipient: () => Promise.resolve({ kind: 'known' }),
    async accept({ id, envelope, source }) {
      const pieces: Buffer[] = []
      for await (const piece of source) pieces.push(piece)
      const raw = Buffer.concat(pieces)
      for (const to of envelope.to) {
        count += 1
        const file = join(dir, `${String(count).padStart(2, '0')}-${to.split('@')[0]}.eml`)
        await writeFile(file, raw, { mode: 0o600 })
        arrived.push({ to, raw, file })
      }
      wake()
      return { kind: 'stored', id }
    },
  })
  return {
    port: door.port,
    close: () => door.close(),
    async receives(to: string, fits: (raw: Buffer) => boolean): Promise<Received> {
      const until = systemClock.now().getTime() + WAIT_MS
      for (;;) {
        const found = arrived.find((each) => each.to === to && !taken.has(each) && fits(each.raw))
        if (found !== undefined) {
          taken.add(found)
          return found
        }
        const left = until - systemClock.now().getTime()
        if (left <= 0) throw new Error(`rien n’est arrivé pour ${to} en ${WAIT_MS / 1000} s`)
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, left)
          wake = () => {
            clearTimeout(timer)
            resolve()
          }
        })
      }
    },
  }
}
