/**
 * The SMTP door: takes messages in, says `250` only after `accept` has kept them.
 *
 * In    SMTP dialogues of peers on the list; what is ours to know comes as parameters: `recipient`, `accept`
 * Out   each message once to `accept`: its envelope, and its octets as a stream, exactly as sent
 * Refuses   peers not on the list, unknown recipients, too large, bare CR or LF, NUL, loops (`errors.ts`);
 *           a store that fails is `451`, never `250`, never `5xx`
 *
 * RFC 5321 · RFC 1870 · RFC 3207 · RFC 3461 · RFC 6152 · RFC 2034 · SPEC §2, §3, §13.1, §13.8, §13.9
 */
import { randomUUID } from 'node:crypto'
import type { AddressInfo, Socket } from 'node:net'
import { performance } from 'node:perf_hooks'
import { setTimeout as pause } from 'node:timers/promises'

import type { SMTPServerDataStream, SMTPServerOptions, SMTPServerSession } from 'smtp-server'

import { type Code, type Deferral, ERRORS, type Refusal } from '../errors.ts'
import type { Log } from '../kit/log.ts'
import { within } from '../kit/within.ts'
import type { Envelope } from '../message.ts'
import { MAIL_PARAMETERS, notOffered, RCPT_PARAMETERS } from './parameters.ts'
import { type DoorLimits, openPolicy } from './policy.ts'
import { PromptServer } from './prompt-server.ts'
import { plainFrom, plainTo, type Recipient, recipientCode } from './recipient.ts'
import { asError, BANNER, replyOf, replyTo } from './reply.ts'
import { type DoorTls, listenerTls, type Operator, operatorOf } from './tls.ts'
import { type Stored, transfer } from './transfer.ts'

/** A message on its way in. */
export interface IncomingMessage {
  readonly id: string
  readonly envelope: Envelope
  /** Who brings it; null: no operator. */
  readonly operator: Operator | null
  /** Breaks off when the message is refused or the peer goes away: then nothing of it may remain. */
  readonly source: AsyncIterable<Buffer>
  /** Once it was read: does its header say S/MIME? It proves nothing. */
  readonly saysSigned: () => boolean
}

export interface DoorOptions {
  readonly host: string
  /** 0: any free port. */
  readonly port: number
  readonly domain: string
  /** Which gateway this is, for `check` beside it: ends what is said first. */
  readonly mark?: string
  readonly maxMessageBytes: number
  readonly tls: DoorTls
  /** Networks that may connect. */
  readonly allow: readonly string[]
  readonly limits: DoorLimits
  readonly ready: () => boolean
  /** Why no new message is taken for now; null when there is room. */
  readonly hold?: () => Code | null
  /** May the operator of this connection (null: none) bring mail of this envelope sender? */
  readonly sender?: (from: string, operator: Operator | null) => Promise<Code | null>
  /** An address, and those that this mail already has. */
  readonly recipient: (address: string, before: readonly string[]) => Promise<Recipient>
  readonly accept: (message: IncomingMessage) => Promise<Stored | Deferral | Refusal>
  readonly log: Log
  /** How long a transaction in hand may take to finish at the close. */
  readonly closeMs?: number
}

/** An open door. */
export interface Door {
  readonly port: number
  /** No new connection, no new message; what is in hand finishes, within bounds. */
  close(): Promise<void>
}

/** What we keep of a connection. */
interface Guest {
  operator: Operator | null
  /** Recipients asked for that nobody here has. */
  unknown: number
}

const CLOSE_MS = 25_000
const POLL_MS = 50
const STOPPING = replyOf('gateway-stopping', 'deferral').text

/**
 * No AUTH: a peer is known by its network or its certificate. VRFY stays: its 252 says nothing of anybody
 * (RFC 5321 §7.3).
 */
const UNWANTED = ['AUTH', 'XCLIENT', 'XFORWARD', 'HELP', 'WIZ', 'SHELL', 'KILL']

type Done = (error?: Error | null) => void

/** Opens the door; refuses by throwing when the port is not to be had. */
export async function openDoor(options: DoorOptions): Promise<Door> {
  const { domain, limits, log, tls } = options
  const elapsed = (): number => performance.now()
  const policy = openPolicy({ allow: options.allow, limits, tls: tls.mode, elapsed })
  const guests = new Map<string, Guest>()
  let isClosing = false

  const refuse = (code: Code, session: SMTPServerSession, done: Done, named = ''): void => {
    const { family } = ERRORS[code]
    log.info('receive.refused', { code, peer: session.remoteAddress })
    const { status, text } = replyOf(code, family === 'deferral' ? 'deferral' : 'refusal')
    done(asError({ status, text: named === '' ? text : `${text} ${named}` }))
  }
  const mayWork = (): boolean => !isClosing && options.ready()
  // Who goes on asking for addresses that nobody has is guessing.
  const insistence = (code: Code, session: SMTPServerSession): Code => {
    const guest = guests.get(session.id)
    if (code !== 'recipient-unknown' || guest === undefined) return code
    guest.unknown += 1
    return guest.unknown > limits.recipients ? 'too-many-unknown-recipients' : code
  }

  const server = new PromptServer({
    ...smtpOptions(options),
    onConnect(session, done) {
      const code = mayWork() ? policy.enter(session.remoteAddress) : 'gateway-stopping'
      if (code !== null) return refuse(code, session, done, options.mark)
      guests.set(session.id, { operator: null, unknown: 0 })
      done()
    },
    onSecure(socket, session, done) {
      const guest = guests.get(session.id)
      if (guest !== undefined) guest.operator = operatorOf(socket, tls.mode)
      done()
    },
    onMailFrom(address, session, done) {
      const channel = session.secure ? 'tls' : 'plain'
      const code = mayWork()
        ? (options.hold?.() ?? policy.begin(session.remoteAddress, session.transaction, channel))
        : 'gateway-stopping'
      if (code !== null) return refuse(code, session, done)
      const odd = notOffered(address, MAIL_PARAMETERS)
      if (odd !== null) return refuse('parameter-not-offered', session, done, odd)
      // Of this command alone: the library remembers the flag of one that was refused.
      const isUtf8 = Object.hasOwn(address.args || {}, 'SMTPUTF8')
      const isAscii = !isUtf8 && /^[\x21-\x7e]*$/.test(plainFrom(address))
      if (!isAscii) return refuse('address-not-ascii', session, done)
      const tooOften = policy.write(plainFrom(address))
      if (tooOften !== null) return refuse(tooOften, session, done)
      const operator = guests.get(session.id)?.operator ?? null
      const asked = options.sender?.(plainFrom(address), operator) ?? Promise.resolve(null)
      asked.then(
        (problem) => (problem === null ? done() : refuse(problem, session, done)),
        () => refuse('store-unavailable', session, done),
      )
    },
    onRcptTo(address, session, done) {
      const odd = notOffered(address, RCPT_PARAMETERS)
      if (odd !== null) return refuse('parameter-not-offered', session, done, odd)
      recipientCode(address, session, options).then(
        (code) => (code === null ? done() : refuse(insistence(code, session), session, done)),
        () => refuse('store-unavailable', session, done),
      )
    },
    onData(stream, session, done) {
      receive(stream, session).then(
        (text) => done(null, text),
        (error: Error) => done(error),
      )
    },
    onClose(session) {
      if (guests.delete(session.id)) policy.leave(session.remoteAddress)
    },
  })
  // A connection that breaks is its peer's affair; a broken listener shows at `listen`.
  server.on('error', (error) => log.debug('receive.connection-broken', { error: error.name }))

  /** The text of the `250`; any other answer is thrown as smtp-server wants it. */
  async function receive(
    stream: SMTPServerDataStream,
    session: SMTPServerSession,
  ): Promise<string> {
    const id = randomUUID()
    const operator = guests.get(session.id)?.operator ?? null
    const envelope = envelopeOf(session, operator?.name ?? null, domain)
    const connection = server.connectionOf(session)
    const { outcome, size, ms } = await transfer(stream, {
      limits: { ...limits, maxMessageBytes: options.maxMessageBytes },
      accept: (source, saysSigned) =>
        options.accept({ id, envelope, operator, source, saysSigned }),
      hangUp(answer) {
        const { status, text } = replyTo(answer)
        connection?.send(status, text)
        connection?.close()
      },
      log,
    })
    if (isClosing) setImmediate(() => connection?.send(421, STOPPING))
    const peer = session.remoteAddress
    if (outcome.kind === 'stored') {
      log.info('receive.accepted', { message: outcome.id, size, ms, peer })
      return `2.6.0 Ok ${outcome.id}`
    }
    log.info('receive.refused', { code: outcome.code, size, ms, peer })
    throw asError(replyTo(outcome))
  }

  const sockets = new Set<Socket>()
  server.server.on('connection', (socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
  })
  const port = await listen(server, options)
  return {
    port,
    async close() {
      isClosing = true
      const closed = new Promise<void>((resolve) => server.server.close(() => resolve()))
      const deadline = elapsed() + (options.closeMs ?? CLOSE_MS)
      for (const connection of [...server.connections]) {
        const isBusy = server.connectionOf(connection)?.isBusy ?? false
        if (!isBusy) connection.send(421, STOPPING)
      }
      while (server.connections.size > 0 && elapsed() < deadline) await pause(POLL_MS)
      for (const connection of [...server.connections]) connection.send(421, STOPPING)
      await within(POLL_MS, closed)
      for (const socket of sockets) socket.destroy()
      await closed
    },
  }
}

function smtpOptions({
  domain,
  mark,
  maxMessageBytes,
  tls,
  limits,
}: DoorOptions): SMTPServerOptions {
  const secure = listenerTls(tls)
  return {
    name: domain,
    banner: mark === undefined ? BANNER : `${BANNER} ${mark}`,
    heloResponse: '%s',
    logger: false,
    size: maxMessageBytes,
    disabledCommands: secure === null ? [...UNWANTED, 'STARTTLS'] : UNWANTED,
    hideSTARTTLS: secure === null,
    hideENHANCEDSTATUSCODES: false,
    hideSMTPUTF8: true,
    disableReverseLookup: true,
    maxClients: limits.connections,
    maxRecipients: limits.recipients,
    socketTimeout: limits.idleMs,
    ...secure,
  }
}

async function listen(server: PromptServer, { host, port }: DoorOptions): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.server.once('error', reject)
    server.listen(port, host, () => {
      server.server.off('error', reject)
      resolve()
    })
  })
  return (server.server.address() as AddressInfo).port
}

function envelopeOf(session: SMTPServerSession, operator: string | null, domain: string): Envelope {
  const { mailFrom, rcptTo } = session.envelope
  const security = operator === null ? 'tls' : 'mutual'
  return {
    from: mailFrom ? plainFrom(mailFrom) : '',
    to: rcptTo.map((address) => plainTo(address, domain)),
    peer: session.remoteAddress,
    tls: session.secure ? security : 'none',
    operator,
  }
}
