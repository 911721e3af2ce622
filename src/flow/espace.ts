/**
 * The space of trust, as settings and the operators' list draw it now.
 *
 * SPEC §2, §8
 */

import type { WithConfig } from '../config.ts'
import type { WithClock } from '../kit/clock.ts'
import type { WithLog } from '../kit/log.ts'
import type { WithDatabase } from '../postgres/sql.ts'
import { operateurs } from '../trust/operators.ts'
import type { WithTrust } from '../trust/store.ts'

/** What this file takes of the gateway. */
type Needs = WithDatabase & WithConfig & WithClock & WithLog & WithTrust

/** May clinical content go to this address without S/MIME encryption? */
export async function isTrusted(address: string, parts: Needs): Promise<boolean> {
  const { config } = parts
  const domain = address.slice(address.lastIndexOf('@') + 1).toLowerCase()
  if (config.listeBlanche !== null) return (await operateurs(parts))?.has(domain) ?? false
  return config.espaceDeConfiance.some((each) => each === '*' || each === domain)
}
