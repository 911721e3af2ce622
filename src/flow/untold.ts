/**
 * Refusals that nobody was written to about: the administrator has those of an hour in one letter, once it is over.
 *
 * In    the messages marked by `refuse`
 * Out   one letter that counts them by code and names the first of them; done twice has one effect
 *
 * SPEC §6.8, §10, §13.13
 */

import type { WithConfig } from '../config.ts'
import type { WithClock } from '../kit/clock.ts'
import { takeUntold } from '../ledger/dossiers/notice-limit.ts'
import type { Ledger } from '../ledger/keys/keys.ts'
import type { WithBell } from '../queue/queue.ts'
import { ringAll } from './commit.ts'
import { alert } from './tell-administrator.ts'

/** What this file takes of the gateway. */
type Needs = Ledger & WithConfig & WithClock & WithBell

export const UNTOLD = 'refus-sans-reponse'
const NAMED = 20
const HOUR_MS = 3_600_000

/** Tells of the hours that are over. */
export async function tellUntold(parts: Needs): Promise<void> {
  const { db, clock } = parts
  const hour = new Date(Math.floor(clock.now().getTime() / HOUR_MS) * HOUR_MS)
  const rings = await db.transaction(async (sql) => {
    const found = await takeUntold(sql, hour)
    return found.length === 0 ? [] : await alert(sql, UNTOLD, said(found), parts)
  })
  ringAll(rings, parts)
}

/** « 3 messages : not-signed 2, auteur-inconnu 1 ; identifiants : … »: codes and identifiers of ours only. */
function said(found: readonly { readonly id: string; readonly code: string }[]): string {
  const byCode = new Map<string, number>()
  for (const { code } of found) byCode.set(code, (byCode.get(code) ?? 0) + 1)
  const counted = [...byCode].map(([code, n]) => `${code} ${n}`).join(', ')
  const ids = found.slice(0, NAMED).map(({ id }) => id)
  const more = found.length > ids.length ? ' …' : ''
  return `${found.length} messages : ${counted} ; identifiants : ${ids.join(' ')}${more}`
}
