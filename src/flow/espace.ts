/**
 * The space of trust, as settings and the operators' list draw it now.
 *
 * SPEC §2, §8
 */
import { operateurs } from '../trust/operators.ts'
import type { Parts } from './parts.ts'

/** May clinical content go to this address without S/MIME encryption? */
export async function isTrusted(address: string, parts: Parts): Promise<boolean> {
  const { config } = parts
  const domain = address.slice(address.lastIndexOf('@') + 1).toLowerCase()
  if (config.listeBlanche !== null) return (await operateurs(parts))?.has(domain) ?? false
  return config.espaceDeConfiance.some((each) => each === '*' || each === domain)
}
