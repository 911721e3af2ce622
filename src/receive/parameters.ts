/**
 * The parameters of MAIL and RCPT: what we would not honour is refused by its name, never silently dropped.
 *
 * DSN is not offered. After our `250` the author hears from us by a signed letter, whatever becomes of his
 * mail; a promise of NOTIFY=SUCCESS or RET=FULL beside it would be one that nobody keeps.
 *
 * RFC 5321 §4.1.1.11 · RFC 3461 §4
 */
import type { SMTPServerAddress } from 'smtp-server'

/** Those of the extensions that we announce; SMTPUTF8 has a refusal of its own. */
export const MAIL_PARAMETERS: readonly string[] = ['SIZE', 'BODY', 'SMTPUTF8']
export const RCPT_PARAMETERS: readonly string[] = []

const MAX_NAME = 30

/** The name of the first parameter that is not among those offered; null when there is none. */
export function notOffered(
  { args }: Pick<SMTPServerAddress, 'args'>,
  offered: readonly string[],
): string | null {
  const odd = Object.keys(args || {}).find((name) => !offered.includes(name))
  return odd === undefined ? null : odd.replace(/[^A-Z0-9-]/g, '?').slice(0, MAX_NAME)
}
