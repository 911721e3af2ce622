/**
 * The two ports, tried for `check`: their TLS files, and whether they are to be had or already ours.
 *
 * In    the settings
 * Out   one trial a port: free, served by this gateway that runs, or taken by another gateway or another program
 *
 * A port that is taken is asked who is there: what the door says first, and `/healthz`, bear the mark of their gateway
 * (`mark.ts`); behind mutual TLS the certificate of these settings must do. SPEC §1, §2
 */
import { X509Certificate } from 'node:crypto'
import { get as getClear } from 'node:http'
import { get as getSecure } from 'node:https'
import { connect, createServer } from 'node:net'
import type { TLSSocket } from 'node:tls'

import type { Config } from '../config.ts'
import { MARK_HEADER } from '../http/api/routes-status.ts'
import { listening, NotOpened } from '../kit/opening.ts'
import { answerWithin } from '../kit/within.ts'
import { type TlsFiles, tlsFilesOf } from '../pki/tls-files.ts'
import { markSaid } from '../receive/reply.ts'
import { type DryStart, failed, type Trial, untried } from './dry-start.ts'

const WITHIN_MS = 3_000

/** Who holds a port: this gateway that runs, another of ours, a program that is none. */
type Holder = 'self' | 'gateway' | 'stranger'

/** Tries both ports; `mark` is this gateway's, null where its database is away. */
export async function portTrials({
  config,
  clock,
  mark,
}: Pick<DryStart, 'config' | 'clock' | 'mark'>): Promise<readonly Trial[]> {
  const tried = async (
    name: 'smtp' | 'http',
    holderOf: (files: TlsFiles) => Promise<Holder>,
  ): Promise<Trial> => {
    const settings = name === 'smtp' ? 'CONFRERE_SMTP' : 'CONFRERE_HTTP'
    const setting = `${settings}_PORT`
    const { host, port } = config[name]
    try {
      const files = await tlsFilesOf(config[name], settings)
      refuseOver(files, `${settings}_CERT`, clock.now())
      const holder = await holderAt({ host, port, settings }, () => holderOf(files))
      if (holder === 'gateway' && mark === null) {
        const detail = `${host}:${port} est tenu par une passerelle Confrère ; sans la base de données, rien ne dit si c’est celle-ci`
        return untried(name, { detail, setting })
      }
      if (holder === 'gateway') throw new NotOpened(ANOTHER(`${host}:${port}`), { setting })
      const detail = `${host}:${port} ${holder === null ? 'libre' : 'tenu par cette passerelle, en marche'}`
      return { name, ok: true, detail, setting }
    } catch (error) {
      return failed({ name, setting }, error)
    }
  }
  return [
    await tried('smtp', () => greets(config, mark)),
    await tried('http', (files) => answers(config, files, mark)),
  ]
}

const ANOTHER = (where: string): string =>
  `${where} : une autre passerelle Confrère, d’une autre base, tient ce port ; arrêtez-la, ou donnez un autre port`

function refuseOver({ pair }: TlsFiles, setting: string, now: Date): void {
  if (pair === null) return
  const { validToDate } = new X509Certificate(pair.cert)
  if (validToDate >= now) return
  const day = validToDate.toISOString().slice(0, 10)
  throw new NotOpened(`ce certificat a expiré le ${day} ; renouvelez-le`, { setting })
}

/** Who of ours holds it, null: it is free; that it is a stranger's is thrown. */
async function holderAt(
  where: Parameters<typeof listening>[0],
  asked: () => Promise<Holder>,
): Promise<Exclude<Holder, 'stranger'> | null> {
  return await listening(where, async () => {
    try {
      await tryPort(where)
      return null
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error
      const holder = await answerWithin(WITHIN_MS, asked).catch(() => 'stranger' as const)
      if (holder === 'stranger') throw error
      return holder
    }
  })
}

async function tryPort({
  host,
  port,
}: {
  readonly host: string
  readonly port: number
}): Promise<void> {
  const server = createServer()
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => server.close(() => resolve()))
  })
}

/** Where a listener on every address is spoken to. */
function reached(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1'
  return host === '::' ? '::1' : host
}

function whoSays(said: string | null, mark: string | null): Holder {
  if (said === null) return 'stranger'
  return said === mark ? 'self' : 'gateway'
}

function greets({ smtp }: Config, mark: string | null): Promise<Holder> {
  return new Promise((resolve) => {
    const socket = connect(smtp.port, reached(smtp.host))
    const tell = (said: string | null): void => {
      socket.destroy()
      resolve(whoSays(said, mark))
    }
    socket.setTimeout(WITHIN_MS, () => tell(null))
    socket.once('error', () => tell(null))
    socket.once('end', () => tell(null))
    socket.once('data', (data) => tell(markSaid(data.toString('utf8'))))
  })
}

function answers({ http }: Config, { pair, ca }: TlsFiles, mark: string | null): Promise<Holder> {
  const options = {
    host: reached(http.host),
    port: http.port,
    path: '/healthz',
    timeout: WITHIN_MS,
  }
  return new Promise((resolve) => {
    const asked =
      pair === null ? getClear(options) : getSecure({ ...options, rejectUnauthorized: false })
    const tell = (who: Holder): void => {
      asked.destroy()
      resolve(who)
    }
    asked.once('timeout', () => tell('stranger'))
    asked.once('error', () => tell('stranger'))
    asked.once('socket', (socket) =>
      // With mutual TLS nothing more is said to us: our own certificate must suffice.
      socket.once('secureConnect', () => {
        if (pair !== null && ca !== null && showsOurs(socket as TLSSocket, pair.cert)) tell('self')
      }),
    )
    asked.once('response', ({ headers }) => {
      const said = headers[MARK_HEADER]
      tell(whoSays(typeof said === 'string' ? said : null, mark))
    })
  })
}

function showsOurs(socket: TLSSocket, cert: Buffer): boolean {
  const { raw } = socket.getPeerCertificate()
  return raw !== undefined && new X509Certificate(cert).raw.equals(raw)
}
