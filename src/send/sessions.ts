/**
 * SMTP sessions to the servers we send to: opened when needed, kept for the next letter, ended when idle.
 *
 * In    a server (host, port, how its TLS is judged, credentials)
 * Out   one session at a time to one caller; those beyond the limit wait their turn, for a few seconds
 * Refuses   (throws NoSession) who waited in vain; what keeps a session from opening is thrown as it came
 *
 * RFC 5321 §4.5.4.1 (reuse) · RFC 3207 §4.1 (STARTTLS required, the certificate verified)
 */

import { X509Certificate } from 'node:crypto'
import { checkServerIdentity, type DetailedPeerCertificate, rootCertificates } from 'node:tls'

import SMTPConnection from 'nodemailer/lib/smtp-connection'

import type { Code } from '../errors.ts'
import { shownAs } from '../kit/shown.ts'
import { firstOf } from '../kit/within.ts'

/** Where to send, and what must be proved before anything is said. */
export interface Server {
  readonly host: string
  readonly port: number
  /** `implicit`: TLS from the first octet; `required`: STARTTLS or nothing; `opportunistic`: loopback. */
  readonly tls: 'implicit' | 'required' | 'opportunistic'
  readonly login: { readonly user: string; readonly pass: string } | null
}

/** Delays in milliseconds. */
export interface Timeouts {
  /** To be connected, greeted and secured. */
  readonly connectMs: number
  /** Without an answer to a command, and to DATA. RFC 5321 §4.5.3.2 */
  readonly commandMs: number
  readonly dataMs: number
  /** Without taking more of the letter. */
  readonly blockMs: number
  /** Without an answer after the final dot. */
  readonly endMs: number
  /** For one whole attempt, however alive the peer. */
  readonly attemptMs: number
  /** Before an unused session is ended. */
  readonly idleMs: number
  /** For a free session, or a turn at a destination. */
  readonly waitMs: number
}

/** One open session, how often it has served, and what it waits for. */
export interface Session {
  readonly connection: SMTPConnection
  readonly dialogue: Dialogue
  /** What the server was trusted for; nothing where no certificate was verified. */
  readonly shown: readonly Buffer[]
  served: number
}

/** What is said and not yet answered: several at once where the server takes them so (RFC 2920 §3.1). */
export interface Dialogue {
  /** The first word of each such command, in order. */
  readonly unanswered: string[]
  /** When (`performance.now`) either side last said something. */
  at: number
}

/** Why a server is not trusted for what it shows, its own certificate first, DER; null: it is. */
export type Bar = (shown: readonly Buffer[]) => Promise<Code | null>

/** No session came free in time: nothing was tried. */
export class NoSession extends Error {}

/** The sessions of one process. */
export interface Sessions {
  /** Waits for one that is free, within bounds (else NoSession), or opens one; `over` ends the opening. */
  take(server: Server, over?: AbortSignal): Promise<Session>
  /** Gives a session back: to be used again, to be ended politely, or to be cut in the middle. */
  give(server: Server, session: Session, fate: 'reuse' | 'quit' | 'cut'): void
  close(): Promise<void>
}

interface Lane {
  readonly idle: Session[]
  open: number
  readonly waiting: (() => void)[]
}

const LETTERS_PER_SESSION = 100

/** Prepares sessions; nothing is opened yet. */
export function openSessions(options: {
  readonly ehloName: string
  readonly timeouts: Timeouts
  readonly perServer: number
  /** Authorities trusted beside the usual ones, PEM or DER. */
  readonly tlsCa: readonly Buffer[]
  /** Asked of each server whose certificate was verified, before a login, and again before each letter. */
  readonly bar: Bar
  /** Our own certificate for servers that ask for one, PEM. */
  readonly tlsClient: { readonly key: Buffer; readonly cert: Buffer } | null
}): Sessions {
  const lanes = new Map<string, Lane>()
  const all = new Set<SMTPConnection>()
  let isClosing = false
  const ca = [...rootCertificates, ...options.tlsCa.map(pem)]

  function laneOf({ host, port }: Server): Lane {
    const key = `${host}:${port}`
    const lane = lanes.get(key) ?? { idle: [], open: 0, waiting: [] }
    lanes.set(key, lane)
    return lane
  }

  async function take(server: Server, over?: AbortSignal): Promise<Session> {
    const lane = laneOf(server)
    const until = performance.now() + options.timeouts.waitMs
    for (;;) {
      const idle = lane.idle.pop()
      if (idle !== undefined && isAlive(idle.connection)) {
        const problem = await options.bar(idle.shown).catch(() => 'unknown')
        if (problem === null) return idle
      }
      if (idle !== undefined) end(lane, idle)
      else if (lane.open < options.perServer) break
      else await turn(lane, until - performance.now())
    }
    lane.open++
    try {
      return { ...(await connect(server, over)), served: 0 }
    } catch (error) {
      leave(lane)
      throw error
    }
  }

  function give(server: Server, session: Session, fate: 'reuse' | 'quit' | 'cut'): void {
    const lane = laneOf(server)
    session.served++
    const isSpent = session.served >= LETTERS_PER_SESSION || !isAlive(session.connection)
    if (fate !== 'reuse' || isSpent || isClosing) {
      end(lane, session, fate === 'cut' ? 'cut' : 'quit')
      return
    }
    lane.idle.push(session)
    const { served } = session
    setTimeout(() => {
      const at = session.served === served ? lane.idle.indexOf(session) : -1
      if (at === -1) return
      lane.idle.splice(at, 1)
      end(lane, session)
    }, options.timeouts.idleMs).unref()
    lane.waiting.shift()?.()
  }

  function end(lane: Lane, { connection }: Session, how: 'quit' | 'cut' = 'quit'): void {
    // Within a letter QUIT would be taken for a line of it.
    if (how === 'quit' && isAlive(connection)) connection.quit()
    else connection.close()
    leave(lane)
  }

  function leave(lane: Lane): void {
    lane.open--
    lane.waiting.shift()?.()
  }

  async function connect(server: Server, over?: AbortSignal): Promise<Omit<Session, 'served'>> {
    const dialogue: Dialogue = { unanswered: [], at: performance.now() }
    const isVerified = server.tls !== 'opportunistic'
    let shown: readonly Buffer[] = []
    const connection = new SMTPConnection({
      host: server.host,
      port: server.port,
      name: options.ehloName,
      secure: server.tls === 'implicit',
      requireTLS: server.tls === 'required',
      opportunisticTLS: server.tls === 'opportunistic',
      connectionTimeout: options.timeouts.connectMs,
      greetingTimeout: options.timeouts.connectMs,
      socketTimeout: options.timeouts.endMs,
      transactionLog: true,
      logger: listener(dialogue),
      tls: {
        minVersion: 'TLSv1.2',
        rejectUnauthorized: isVerified,
        checkServerIdentity(host, certificate) {
          if (isVerified) shown = shownAs(certificate as DetailedPeerCertificate)
          return checkServerIdentity(host, certificate)
        },
        ca,
        ...(options.tlsClient ?? {}),
      },
    })
    all.add(connection)
    connection.once('end', () => all.delete(connection))
    // Without a listener an error after the answer would end the process; the answer has told it.
    connection.on('error', () => undefined)
    const cut = Promise.withResolvers<never>()
    cut.promise.catch(() => undefined)
    const abandon = (): void => {
      cut.reject(Object.assign(new Error('no session in time'), { code: 'ETIMEDOUT' }))
      connection.close()
    }
    over?.addEventListener('abort', abandon)
    if (over?.aborted) abandon()
    try {
      await firstOf([cut.promise, opened(connection, server, () => options.bar(shown))])
    } catch (error) {
      connection.close()
      throw error
    } finally {
      over?.removeEventListener('abort', abandon)
    }
    return { connection, dialogue, shown }
  }

  async function close(): Promise<void> {
    isClosing = true
    const ended = [...all].map(
      (connection) => new Promise<void>((resolve) => connection.once('end', () => resolve())),
    )
    for (const lane of lanes.values()) for (const session of lane.idle.splice(0)) end(lane, session)
    const patience = setTimeout(() => {
      for (const connection of all) connection.close()
    }, CLOSE_MS)
    await Promise.all(ended)
    clearTimeout(patience)
  }

  return { take, give, close }
}

/** Connected, greeted, secured, and signed in where the server asks for it. */
async function opened(
  connection: SMTPConnection,
  { login }: Server,
  bar: () => ReturnType<Bar>,
): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    connection.once('error', reject)
    connection.connect((error) => (error ? reject(error) : resolve()))
  })
  const problem = await bar()
  if (problem !== null) throw Object.assign(new Error(problem), { code: 'CERT_BARRED' })
  if (login === null) return
  await new Promise<void>((resolve, reject) => {
    connection.once('error', reject)
    connection.login({ credentials: login }, (error) => (error ? reject(error) : resolve()))
  })
}

/** A session of the lane may be free; throws NoSession when none was in time. */
function turn(lane: Lane, ms: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const tell = (): void => {
      clearTimeout(patience)
      resolve()
    }
    const patience = setTimeout(
      () => {
        lane.waiting.splice(lane.waiting.indexOf(tell), 1)
        reject(new NoSession('no session came free in time'))
      },
      Math.max(0, ms),
    )
    lane.waiting.push(tell)
  })
}

/** What a letter in flight may still take when we stop. */
const CLOSE_MS = 5_000

/** Hears what a connection says and is answered; nothing is kept but the first word of a command. */
function listener(dialogue: Dialogue) {
  const nothing = (): void => undefined
  return {
    trace: nothing,
    info: nothing,
    warn: nothing,
    error: nothing,
    fatal: nothing,
    debug(entry: unknown, text: unknown) {
      const { tnx } = entry as { readonly tnx?: string }
      if (tnx === 'client') dialogue.unanswered.push(String(text).split(' ', 1)[0] ?? '')
      else if (tnx === 'server') dialogue.unanswered.shift()
      else return
      dialogue.at = performance.now()
    },
  }
}

function isAlive(connection: SMTPConnection): boolean {
  const socket = connection._socket || null
  return !connection.destroyed && socket !== null && socket.writable
}

function pem(certificate: Buffer): string {
  return certificate.includes('-----BEGIN')
    ? certificate.toString('latin1')
    : new X509Certificate(certificate).toString()
}
