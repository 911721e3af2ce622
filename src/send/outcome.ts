/**
 * Says what an attempt came to: delivered, later, never.
 *
 * In    what the session ended with: a reply and the step it answered, or a failure without a reply
 * Out   Delivery, with a code of errors.ts
 *
 * `never` only for a permanent reply about the recipient or the letter. A permanent reply about us
 * (greeting, login, sender) is our operator's to mend: `later`, under a code that names what to look
 * at. After the last octet of the letter, silence proves nothing: `later`, same Message-ID.
 *
 * RFC 5321 §4.2.1, §4.5.4.1 · RFC 3463 §3 · RFC 1870 §6
 */
import type { Code } from '../errors.ts'
import type { Delivery } from '../message.ts'

/** What a reply answered. */
export type Step = 'greeting' | 'login' | 'sender' | 'recipient' | 'letter'

/** How an attempt ended short of success. */
export type Failure =
  | { readonly kind: 'reply'; readonly step: Step; readonly reply: string }
  | {
      readonly kind: 'broken'
      readonly cause: 'network' | 'timeout' | 'tls' | 'login'
      readonly said: string
    }
  /** The whole letter had left, and no reply came. */
  | { readonly kind: 'uncertain'; readonly said: string }

const MAX_REPLY_CHARACTERS = 400

/** What became of the attempt. */
export function outcome(failure: Failure): Delivery {
  switch (failure.kind) {
    case 'uncertain':
      return later('delivery-uncertain', failure.said)
    case 'broken':
      return later(BROKEN[failure.cause], failure.said)
    case 'reply':
      return ofReply(failure.reply, failure.step)
    default:
      return failure satisfies never
  }
}

const BROKEN = {
  network: 'delivery-unreachable',
  timeout: 'delivery-timeout',
  tls: 'delivery-tls',
  login: 'delivery-auth',
} as const satisfies { readonly [cause: string]: Code }

function ofReply(reply: string, step: Step): Delivery {
  const { basic, enhanced } = codesOf(reply)
  if (step === 'login' || basic === 530 || basic === 535) return later('delivery-auth', reply)
  // X.2.2: "This code should be used as a persistent transient failure." — RFC 3463 §3.3
  if (enhanced === '2.2') return later('delivery-mailbox-full', reply)
  if (basic < 500 || basic > 599) return later('delivery-deferred', reply)
  if (isTooLarge(basic, enhanced, step)) return never('delivery-too-large', reply)
  if (step === 'greeting' || step === 'sender') return later('delivery-sender-refused', reply)
  if (isUnknown(basic, enhanced, step)) return never('delivery-mailbox-unknown', reply)
  // RFC 5321 §4.5.3.1.10: 552 to RCPT may stand for too many recipients, and is then temporary.
  if (step === 'recipient' && basic === 552) return later('delivery-deferred', reply)
  return never('delivery-refused', reply)
}

/** RFC 1870 §6.1, §6.3: 552 to MAIL or after DATA; RFC 3463 §3.4: X.3.4. */
function isTooLarge(basic: number, enhanced: string | null, step: Step): boolean {
  return enhanced === '3.4' || (enhanced === null && basic === 552 && step !== 'recipient')
}

/** X.1.1 bad mailbox, X.1.2 bad domain, X.1.6 moved, X.1.10 null MX; 550 alone at RCPT says the same. */
function isUnknown(basic: number, enhanced: string | null, step: Step): boolean {
  if (step !== 'recipient') return false
  if (enhanced === null) return basic === 550 || basic === 551 || basic === 553
  return ['1.1', '1.2', '1.6', '1.10', '2.1'].includes(enhanced)
}

/** The reply code, 0 where there is none, and the enhanced status without its class. RFC 2034 §4 */
function codesOf(reply: string): { basic: number; enhanced: string | null } {
  const found = /^([2-5]\d\d)(?:[ -]([245])\.(\d{1,3}\.\d{1,3})(?![\d.]))?/.exec(reply)
  const [, basic, family, detail] = found ?? []
  const agrees = family !== undefined && basic?.startsWith(family) === true
  return { basic: Number(basic ?? 0), enhanced: agrees ? (detail ?? null) : null }
}

/** A handover: the `2xx` after DATA. */
export function delivered(reply: string, server: string): Delivery {
  return { kind: 'delivered', reply: plain(reply), server }
}

export function later(code: Code, reply: string): Delivery {
  return { kind: 'later', code, reply: plain(reply) }
}

export function never(code: Code, reply: string): Delivery {
  return { kind: 'never', code, reply: plain(reply) }
}

/** A peer's words on one line, bounded: they are kept and shown. */
function plain(reply: string): string {
  return reply
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .trim()
    .slice(0, MAX_REPLY_CHARACTERS)
}
