/**
 * What the door says when it says no: the reply of the table, in ASCII, as an error that smtp-server can send.
 *
 * RFC 5321 §4.2 (a reply is ASCII) · RFC 3463
 */
import { normalise } from '../domain/unicode.ts'
import { type Code, type Deferral, ERRORS, type Refusal } from '../errors.ts'

/** An SMTP reply. */
export interface Reply {
  readonly status: number
  /** Enhanced code and text, one line. */
  readonly text: string
}

/** What our greeting says of the program. */
export const BANNER = 'Confrere'

/** A refusal that was not foreseen at the door still has its code. */
const OTHERWISE = { refusal: '554 5.7.1', deferral: '451 4.3.0' } as const

/** The reply for a code of the table; `family` decides between a permanent and a passing no. */
export function replyOf(code: Code, family: 'refusal' | 'deferral'): Reply {
  const { smtp, public: text } = ERRORS[code]
  const [status = '', enhanced = ''] = (smtp ?? OTHERWISE[family]).split(' ')
  return { status: Number(status), text: `${enhanced} ${ascii(text)} [${code}]` }
}

/** The reply for what `accept` returned. Never permanent for a deferral: SPEC §13.1. */
export function replyTo(outcome: Refusal | Deferral): Reply {
  const reply = replyOf(outcome.code, outcome.kind)
  const permanent = reply.status >= 500
  return outcome.kind === 'deferral' && permanent ? replyOf('store-unavailable', 'deferral') : reply
}

/** A reply as smtp-server takes it from a handler. */
export function asError({ status, text }: Reply): Error {
  return Object.assign(new Error(text), { responseCode: status })
}

/**
 * Whose door says this first: its greeting, and each refusal in its place, end with the mark of its gateway. Null: it is
 * no door of this program.
 */
export function markSaid(said: string): string | null {
  const line = said.split('\r\n', 1)[0] ?? ''
  const at = line.lastIndexOf(' ')
  const [before, mark] = [line.slice(0, at), line.slice(at + 1)]
  if (before.startsWith('220 ') && before.endsWith(` ${BANNER}`)) return mark
  const code = before.endsWith(']') ? before.slice(before.lastIndexOf('[') + 1, -1) : ''
  return Object.hasOwn(ERRORS, code) ? mark : null
}

function ascii(text: string): string {
  return normalise(text, 'NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .replace(/[’‘]/g, "'")
    .replace(/[«»“”]\s?/g, '"')
    .replace(/œ/g, 'oe')
    .replace(/[–—]/g, '-')
    .replace(/\u00a0|\u202f/g, ' ')
    .replace(/[^\x20-\x7e]/g, '?')
}
