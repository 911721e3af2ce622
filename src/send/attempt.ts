/**
 * One attempt to hand one letter to one server.
 *
 * In    the letter and its envelope, the server, the sessions
 * Out   what became of it, and whether the server gave no verdict (so that another may be tried)
 * Refuses   to say the first octet of a letter that may not leave at that instant (SPEC §13.11): the session is cut,
 *           for what comes after DATA would be taken for the letter
 *
 * A kept session that the server had ended in the meantime is replaced once: nothing was said on it.
 */
import { Readable } from 'node:stream'

import type { Bytes } from '../kit/bytes.ts'
import type { Delivery } from '../message.ts'
import { delivered, type Failure, never, outcome, type Step } from './outcome.ts'
import {
  type Dialogue,
  NoSession,
  type Server,
  type Session,
  type Sessions,
  type Timeouts,
} from './sessions.ts'
import { NotWireable, wireable } from './wire.ts'

const LOOK_EVERY_MS = 5_000

/** What goes to the server. */
export interface Letter {
  readonly raw: Bytes
  readonly from: string
  readonly to: string
  /** Asked once the server waits for the letter. */
  readonly may: () => Promise<boolean>
  /** Aborted when the attempt has lasted too long, or the letter is no longer ours. */
  readonly over: AbortSignal
}

/** What became of an attempt. */
export interface Attempted {
  readonly delivery: Delivery
  /** Another server of the domain may be tried. */
  readonly isServerDown: boolean
  /** It did not answer: who comes next waits. */
  readonly isMute: boolean
}

interface Parts {
  readonly sessions: Sessions
  readonly timeouts: Timeouts
}

/** How nodemailer tells what went wrong. */
export interface SessionError extends Error {
  readonly code?: string
  readonly originalCode?: string
  readonly command?: string
  readonly response?: string
}

/** Tries once; never throws for what the network or the peer does. */
export async function attempt(letter: Letter, server: Server, parts: Parts): Promise<Attempted> {
  for (;;) {
    let session: Session
    try {
      session = await parts.sessions.take(server, letter.over)
    } catch (error) {
      if (error instanceof NoSession) throw error
      const delivery = outcome(failureOf(error as SessionError, 'opening'))
      return { delivery, isServerDown: true, isMute: true }
    }
    const isReused = session.served > 0
    const source = watched(letter)
    try {
      const reply = await say(letter, { session, source, timeouts: parts.timeouts })
      parts.sessions.give(server, session, 'reuse')
      const delivery = delivered(reply, `${server.host}:${server.port}`)
      return { delivery, isServerDown: false, isMute: false }
    } catch (error) {
      const failure = failureOf(error as SessionError, source.progress())
      parts.sessions.give(server, session, failure.kind === 'reply' ? 'quit' : 'cut')
      if (source.isWithheld()) {
        return { delivery: { kind: 'withheld' }, isServerDown: false, isMute: false }
      }
      // Cut in the middle, so nothing was delivered; another attempt would send the same octets.
      if (source.isUnfit()) {
        const delivery = never('letter-not-canonical', '')
        return { delivery, isServerDown: false, isMute: false }
      }
      // Reading our own store failed: not the peer's fault, and not an outcome.
      if (source.isFaulty()) throw new Error('the letter could not be read', { cause: error })
      if (isReused && isGone(failure) && source.progress() === 'envelope') continue
      const isServerDown = isNoVerdict(failure)
      const isMute = isServerDown || failure.kind === 'uncertain'
      return { delivery: outcome(failure), isServerDown, isMute }
    }
  }
}

/** Did the server end the session, rather than answer the letter? */
function isGone(failure: Failure): boolean {
  if (failure.kind === 'reply') return failure.reply.startsWith('421')
  return failure.kind === 'broken' && failure.cause === 'network'
}

function isNoVerdict(failure: Failure): boolean {
  if (failure.kind === 'broken') return true
  return failure.kind === 'reply' && (failure.step === 'greeting' || failure.step === 'login')
}

/** Says MAIL, RCPT, DATA and the letter; gives the reply to its end. */
async function say(
  { raw, from, to, over }: Letter,
  { session, source, timeouts }: { session: Session; source: Watched; timeouts: Timeouts },
): Promise<string> {
  const { connection, dialogue } = session
  const envelope = {
    from,
    to,
    size: raw.size,
    dsn: { ret: 'HDRS' as const, notify: ['FAILURE' as const, 'DELAY' as const] },
  }
  const begun = performance.now()
  // What a kept session said last was of another letter.
  dialogue.at = begun
  let patience: NodeJS.Timeout | undefined
  let abandon = (): void => undefined
  try {
    return await new Promise<string>((resolve, reject) => {
      abandon = () => {
        reject(Object.assign(new Error('no answer in time'), { code: 'ETIMEDOUT' }))
        connection.close()
      }
      const look = (): void => {
        const now = performance.now()
        const end = answerBy(dialogue, source, timeouts)
        if (now >= end) abandon()
        else patience = setTimeout(look, Math.min(end - now, LOOK_EVERY_MS))
      }
      look()
      over.addEventListener('abort', abandon)
      if (over.aborted) return abandon()
      const stream = Readable.from(source.read(), { objectMode: false })
      connection.send(envelope, stream, (error, info) => {
        if (error) reject(error)
        else resolve(info?.response ?? '')
      })
    })
  } finally {
    clearTimeout(patience)
    over.removeEventListener('abort', abandon)
  }
}

/** When the server should have answered, or taken more, at this step. RFC 5321 §4.5.3.2 */
function answerBy(dialogue: Dialogue, source: Watched, timeouts: Timeouts): number {
  const { commandMs, dataMs, blockMs, endMs } = timeouts
  const progress = source.progress()
  if (progress === 'envelope')
    return dialogue.at + (dialogue.unanswered[0] === 'DATA' ? dataMs : commandMs)
  return source.movedAt() + (progress === 'letter' ? blockMs : endMs)
}

/** The octets of a letter on their way: how far they got, and what our own store did to them. */
interface Watched {
  read(): AsyncGenerator<Buffer>
  progress(): 'envelope' | 'letter' | 'end'
  /** When (`performance.now`) octets were last asked for. */
  movedAt(): number
  isFaulty(): boolean
  isUnfit(): boolean
  /** It may not leave: none of its octets was said. */
  isWithheld(): boolean
}

class Withheld extends Error {}

function watched({ raw, may }: Letter): Watched {
  let progress: 'envelope' | 'letter' | 'end' = 'envelope'
  let movedAt = performance.now()
  let isFaulty = false
  let isUnfit = false
  let isWithheld = false
  return {
    async *read() {
      let size = 0
      try {
        // The server waits for the letter: nothing stands between this question and the first octet.
        if (!(await may())) throw new Withheld('the letter may not leave')
        movedAt = performance.now()
        progress = 'letter'
        for await (const piece of wireable(raw.read())) {
          size += piece.length
          yield piece
          movedAt = performance.now()
        }
        // A letter cut short by our store must never be ended as if it were whole.
        if (size !== raw.size) throw new Error(`${size} octets read of a letter of ${raw.size}`)
      } catch (error) {
        isWithheld = error instanceof Withheld
        isUnfit = error instanceof NotWireable
        isFaulty = !isUnfit && !isWithheld
        throw error
      }
      progress = 'end'
    },
    progress: () => progress,
    movedAt: () => movedAt,
    isFaulty: () => isFaulty,
    isUnfit: () => isUnfit,
    isWithheld: () => isWithheld,
  }
}

const STEPS: { readonly [command: string]: Step } = {
  'MAIL FROM': 'sender',
  'RCPT TO': 'recipient',
  DATA: 'letter',
}

/** What went wrong, at which step: the peer’s reply, or how the session broke. */
export function failureOf(
  error: SessionError,
  progress: 'opening' | 'envelope' | 'letter' | 'end',
): Failure {
  const { code = '', command = '', response, message } = error
  if (code === 'EAUTH')
    return response
      ? { kind: 'reply', step: 'login', reply: response }
      : { kind: 'broken', cause: 'login', said: message }
  // A refusal of STARTTLS is a refusal of TLS, not of the letter.
  if (code === 'ETLS' || isCertificateFault(error)) {
    return { kind: 'broken', cause: 'tls', said: message }
  }
  const step = STEPS[command]
  if (response && /^[2-5]\d\d/.test(response)) {
    // Ended by 421 in the middle of the letter: it answers no command, and the letter was not taken.
    return {
      kind: 'reply',
      step: step ?? (progress === 'opening' ? 'greeting' : 'letter'),
      reply: response,
    }
  }
  // The server announced a SIZE smaller than the letter: nothing was said. RFC 1870 §6
  if (code === 'EMESSAGE') return { kind: 'reply', step: 'sender', reply: '552 5.3.4 SIZE' }
  if (progress === 'end') return { kind: 'uncertain', said: message }
  if (code === 'ETIMEDOUT') return { kind: 'broken', cause: 'timeout', said: message }
  return { kind: 'broken', cause: 'network', said: message }
}

/** node:tls names what it holds against a certificate. */
function isCertificateFault({ code = '', originalCode = '' }: SessionError): boolean {
  return /^(ERR_TLS|ERR_SSL|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_|EPROTO$)/.test(
    originalCode || code,
  )
}
