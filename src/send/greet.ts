/**
 * A relay tried without a letter: a session (greeting, TLS, login), a NOOP, and leave.
 *
 * In    the relay, the sessions
 * Out   nothing when it answers as the work needs it
 * Refuses   (throws, a few French words, never a credential) whatever keeps a letter from being handed to it
 *
 * RFC 5321 §4.1.1.9 (NOOP), §4.5.1 (every server knows it)
 */
import { saidOf } from '../kit/opening.ts'
import { firstOf } from '../kit/within.ts'
import { failureOf, type SessionError } from './attempt.ts'
import type { Server, Session, Sessions } from './sessions.ts'

const WITHIN_MS = 10_000
const LOGIN = 'voyez l’identifiant et le mot de passe de cette adresse'
const TLS = 'voyez son certificat, et les autorités de CONFRERE_TRUST_DIR'

/** Tries the relay, for ten seconds at most. */
export async function greet(relay: Server, sessions: Sessions): Promise<void> {
  const late = AbortSignal.timeout(WITHIN_MS)
  let session: Session | null = null
  try {
    session = await sessions.take(relay, late)
    await noop(session, late)
    sessions.give(relay, session, 'quit')
  } catch (error) {
    if (session !== null) sessions.give(relay, session, 'cut')
    throw inWords(error as SessionError, { isLate: late.aborted, isOpen: session !== null })
  }
}

/** nodemailer has no NOOP of its own: it is said as its `reset` says RSET. */
async function noop({ connection }: Session, late: AbortSignal): Promise<void> {
  const inside = connection as unknown as {
    _sendCommand(command: string): void
    readonly _responseActions: ((reply: string) => void)[]
  }
  const { promise: over, reject } = Promise.withResolvers<never>()
  over.catch(() => undefined)
  const end = (): void => reject(Object.assign(new Error('no answer'), { code: 'ETIMEDOUT' }))
  late.addEventListener('abort', end)
  connection.once('error', reject)
  connection.once('end', end)
  const said = new Promise<string>((resolve) => {
    inside._sendCommand('NOOP')
    inside._responseActions.push(resolve)
  })
  try {
    const reply = await firstOf([over, said])
    if (reply.startsWith('2')) return
    throw Object.assign(new Error('NOOP refused'), { response: reply, command: 'NOOP' })
  } finally {
    late.removeEventListener('abort', end)
    connection.off('error', reject)
    connection.off('end', end)
  }
}

function inWords(
  error: SessionError,
  at: { readonly isLate: boolean; readonly isOpen: boolean },
): Error {
  const told = (said: string): Error => new Error(said, { cause: error })
  if (at.isLate)
    return told(`ne répond pas en ${WITHIN_MS / 1_000} s ; voyez le réseau et l’adresse`)
  const failure = failureOf(error, 'opening')
  if (failure.kind === 'reply') {
    const reply = failure.reply.split(/\r?\n/, 1)[0]
    if (failure.step === 'login') return told(`refuse notre identification (${reply}) ; ${LOGIN}`)
    const what = at.isOpen ? 'ne tient pas la session' : 'refuse la session'
    return told(`${what} (${reply}) ; voyez avec qui le tient ce qu’il attend de cette machine`)
  }
  const cause = failure.kind === 'broken' ? failure.cause : 'network'
  if (cause === 'tls') return told(`TLS impossible (${failure.said}) ; ${TLS}`)
  if (cause === 'login') return told(`identification impossible (${failure.said}) ; ${LOGIN}`)
  if (at.isOpen) return told('coupe la session ; voyez son journal')
  return saidOf(error) === null
    ? told('ne parle pas SMTP, ou coupe la session ; voyez l’adresse et son journal')
    : error
}
