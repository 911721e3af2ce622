/**
 * May our own certificate speak now? Out of its validity no answer of ours would be believed, so nothing is accepted
 * that asks for one, and letters wait without an attempt.
 *
 * In    the identity and the instant
 * Out   the code that defers mail at `MAIL` and keeps letters here; null while the certificate is valid
 *
 * RFC 5280 §4.1.2.5 · SPEC §8 (« With an expired identity the gateway says 451 at MAIL »)
 */
import type { Parts } from './parts.ts'

export const IDENTITY_CODE = 'identite-hors-validite'

/** Where the certificate of the gateway stands at an instant. */
export function validityOf(
  { certificate }: Parts['identity'],
  now: Date,
): 'valid' | 'expired' | 'not-yet' {
  if (now.getTime() > certificate.validToDate.getTime()) return 'expired'
  return now.getTime() < certificate.validFromDate.getTime() ? 'not-yet' : 'valid'
}

/** Why nothing is accepted and nothing leaves for now; null: our word is good. */
export function identityProblem({
  identity,
  clock,
}: Pick<Parts, 'identity' | 'clock'>): typeof IDENTITY_CODE | null {
  return validityOf(identity, clock.now()) === 'valid' ? null : IDENTITY_CODE
}
