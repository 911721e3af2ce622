/**
 * The rules that the settings and the ledger give for single certificates.
 */
import type { Config } from '../config.ts'
import type { TrustRules } from '../message.ts'

/** What is said of single certificates: by the settings, and by the denials of the ledger. SPEC §1, §2 */
export function trustRules(
  { ancresRpps, ancresDomaines }: Pick<Config, 'ancresRpps' | 'ancresDomaines'>,
  denied: readonly string[],
): TrustRules {
  return { rppsAnchors: ancresRpps, domains: ancresDomaines, denied }
}
