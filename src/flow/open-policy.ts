/**
 * The settings that opening needs, and the directory as opening sees it.
 */
import type { Config } from '../config.ts'
import { addressesOf, mayUse } from '../ledger/annuaire/annuaire.ts'
import type { Liens, OpenPolicy } from '../message.ts'
import { MIME_LIMITS, type MimeLimits } from '../mime/tree.ts'
import type { Sql } from '../postgres/sql.ts'

/** The written policy of verification, from the settings. SPEC §2 */
export function openPolicy(config: Config): OpenPolicy {
  const { mode, revocationInconnue, limites } = config
  return {
    revocationInconnue,
    testCertificates: mode === 'production' ? 'refuse' : 'accept',
    purpose: 'mail',
    maxExpandedBytes: limites.expansionBytes,
  }
}

/** How large a tree of MIME parts may be, from the settings. SPEC §13.8 */
export function mimeLimits({ limites }: Config): MimeLimits {
  return { ...MIME_LIMITS, maxNodes: limites.parts, maxDepth: limites.depth }
}

/** The directory, asked who may write from which address. */
export function links(sql: Sql): Liens {
  return {
    addressesOf: (rpps) => addressesOf(sql, rpps),
    mayUse: (address, rpps) => mayUse(sql, address, rpps),
  }
}
