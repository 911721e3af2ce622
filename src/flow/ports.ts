/**
 * The two ports, tried for `check`: their TLS files, and whether they are to be had or already ours.
 *
 * In    the settings
 * Out   one trial a port: free, served by this gateway that runs, or taken by another program
 *
 * A port that is taken is asked who is there: the door greets under our domain, or refuses in our words; the windows
 * say who they are at `/healthz`, or show our certificate. SPEC §1, §2
 */
import { X509Certificate } from 'node:crypto'
import { get as getClear } from 'node:http'
import { get as getSecure } from 'node:https'
import { connect, createServer } from 'node:net'
import type { TLSSocket } from 'node:tls'

import type { Config } from '../config.ts'
import { listening, NotOpened } from '../kit/opening.ts'
import { answerWithin } from '../kit/within.ts'
import { isOurGreeting } from '../receive/reply.ts'
import { type DryStart, failed, type Trial } from './dry-start.ts'
import { type TlsFiles, tlsFilesOf } from './tls-files.ts'

const WITHIN_MS = 3_000

/** Tries both ports. */
export async function portTrials({
  config,
  clock,
}: Pick<DryStart, 'config' | 'clock'>): Promise<readonly Trial[]> {
  const tried = async (name: 'smtp' | 'http', isOurs: (files: TlsFiles) => Promise<boolean>) => {
    const settings = name === 'smtp' ? 'CONFRERE_SMTP' : 'CONFRERE_HTTP'
    const setting = `${settings}_PORT`
    const { host, port } = config[name]
    try {
      const files = await tlsFilesOf(config[name], settings)
      refuseOver(files, `${settings}_CERT`, clock.now())
      const isFree = await isPortFree({ host, port, settings }, () => isOurs(files))
      const detail = `${host}:${port} ${isFree ? 'libre' : 'tenu par cette passerelle, en marche'}`
      return { name, ok: true, detail, setting }
    } catch (error) {
      return failed({ name, setting }, error)
    }
  }
  return [
    await tried('smtp', () => greetsAsUs(config)),
    await tried('http', (files) => answersAsUs(config, files)),
  ]
}

function refuseOver({ pair }: TlsFiles, setting: string, now: Date): void {
  if (pair === null) return
  const { validToDate } = new X509Certificate(pair.cert)
  if (validToDate >= now) return
  const day = validToDate.toISOString().slice(0, 10)
  throw new NotOpened(`ce certificat a expiré le ${day} ; renouvelez-le`, { setting })
}

/** Is it free? Taken by us is false; taken by another is thrown. */
async function isPortFree(
  where: Parameters<typeof listening>[0],
  isOurs: () => Promise<boolean>,
): Promise<boolean> {
  return await listening(where, async () => {
    try {
      await tryPort(where)
      return true
    } catch (error) {
      const isTaken = (error as NodeJS.ErrnoException).code === 'EADDRINUSE'
      if (isTaken && (await answerWithin(WITHIN_MS, isOurs).catch(() => false))) return false
      throw error
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

function greetsAsUs({ smtp, domain }: Config): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(smtp.port, reached(smtp.host))
    const tell = (isOurs: boolean): void => {
      socket.destroy()
      resolve(isOurs)
    }
    socket.setTimeout(WITHIN_MS, () => tell(false))
    socket.once('error', () => tell(false))
    socket.once('end', () => tell(false))
    socket.once('data', (data) => tell(isOurGreeting(data.toString('utf8'), domain)))
  })
}

function answersAsUs({ http }: Config, { pair }: TlsFiles): Promise<boolean> {
  const options = {
    host: reached(http.host),
    port: http.port,
    path: '/healthz',
    timeout: WITHIN_MS,
  }
  return new Promise((resolve) => {
    const asked =
      pair === null ? getClear(options) : getSecure({ ...options, rejectUnauthorized: false })
    const tell = (isOurs: boolean): void => {
      asked.destroy()
      resolve(isOurs)
    }
    asked.once('timeout', () => tell(false))
    asked.once('error', () => tell(false))
    asked.once('socket', (socket) =>
      // With mutual TLS nothing more is said to us: our certificate suffices.
      socket.once('secureConnect', () => {
        if (pair !== null && showsOurs(socket as TLSSocket, pair.cert)) tell(true)
      }),
    )
    asked.once('response', ({ headers, statusCode }) =>
      tell(pair === null && statusCode === 200 && headers['x-request-id'] !== undefined),
    )
  })
}

function showsOurs(socket: TLSSocket, cert: Buffer): boolean {
  const { raw } = socket.getPeerCertificate()
  return raw !== undefined && new X509Certificate(cert).raw.equals(raw)
}
