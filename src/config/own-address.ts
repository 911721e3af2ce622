/**
 * The addresses of the gateway itself: a letter to one of them reaches nobody.
 *
 * In    the settings, an address
 * Out   is it ours?
 *
 * SPEC §3
 */
import type { Config } from './shape.ts'

/** Is this our sender, or at our domain? */
export function isOwnAddress(address: string, { domain, from }: Pick<Config, 'domain' | 'from'>) {
  const lower = address.toLowerCase()
  return lower === from.toLowerCase() || lower.endsWith(`@${domain.toLowerCase()}`)
}
