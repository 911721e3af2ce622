/**
 * May our own certificate speak now? Out of its validity, or where it does not let its key sign, no answer of ours would
 * be believed, so nothing is accepted that asks for one, and letters wait without an attempt.
 *
 * In    the identity and the instant
 * Out   the code that defers mail at `MAIL` and keeps letters here; null while the certificate is valid and signs
 *
 * RFC 5280 §4.1.2.5, §4.2.1.3 · SPEC §8 (« With an expired identity the gateway says 451 at MAIL »)
 */

import type { WithClock } from '../kit/clock.ts'
import type { WithIdentity } from '../message.ts'
import { identityProblem as problemOf } from '../pki/identity-use.ts'

export const IDENTITY_CODE = 'identite-hors-validite'

/** Why nothing is accepted and nothing leaves for now; null: our word is good. */
export function identityProblem({
  identity,
  clock,
}: WithClock & WithIdentity): typeof IDENTITY_CODE | null {
  return problemOf(identity, clock.now()) === null ? null : IDENTITY_CODE
}
