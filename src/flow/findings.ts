/**
 * What a look found is told once, and once when it is over.
 *
 * In    the codes that were looked for, what was found of them
 * Out   the alert opened or closed, and its letter to the administrator, in one transaction
 *
 * Whichever process sees it first says it; the row of the alert keeps the others silent. SPEC §6.8
 */

import type { WithConfig } from '../config.ts'
import type { WithClock } from '../kit/clock.ts'
import type { WithLog } from '../kit/log.ts'
import { type CodeAlerte, lettresDe } from '../ledger/alert-kinds.ts'
import { closeAlert, openAlert } from '../ledger/alerts.ts'
import type { Ledger } from '../ledger/keys/keys.ts'
import { alertesOuvertes, type Constat } from '../ledger/late.ts'
import type { WithBell } from '../queue/queue.ts'
import { ringAll } from './commit.ts'
import { ADMINISTRATEUR, alert, takeBackAlert } from './tell-administrator.ts'

/** What this file takes of the gateway. */
type Needs = Ledger & WithConfig & WithClock & WithLog & WithBell

/**
 * What becomes of an open alert whose cause is not found: it has ended, which is told; something else tells of it now, or
 * nothing more is to be told (closed without a word); or it goes on.
 */
export type Sort = (
  open: Constat,
) => 'terminee' | 'relevee' | 'demeure' | Promise<'terminee' | 'relevee' | 'demeure'>

/** Says what is found now and has no alert yet, and what of these codes has one and is over; which began. */
export async function sayWhatChanged(
  codes: readonly CodeAlerte[],
  found: readonly Constat[],
  parts: Needs,
  sort: Sort = () => 'terminee',
): Promise<readonly Constat[]> {
  const open = await alertesOuvertes(parts.db, codes)
  const has = (all: readonly Constat[], { code, sujet }: Constat): boolean =>
    all.some((each) => each.code === code && each.sujet === sujet)
  const begun: Constat[] = []
  for (const each of found) if (!has(open, each) && (await begins(each, parts))) begun.push(each)
  for (const each of open) {
    if (has(found, each)) continue
    const becomes = await sort(each)
    if (becomes !== 'demeure') await ends(each, becomes, parts)
  }
  return begun
}

/** Opens it, once whichever process sees it first; false: another did. */
async function begins({ code, sujet }: Constat, parts: Needs): Promise<boolean> {
  const debut = parts.clock.now()
  const rings = await parts.db.transaction(async (sql) => {
    const alerte = { code, sujet, responsable: ADMINISTRATEUR, debut }
    if (!(await openAlert(sql, alerte))) return null
    return lettresDe(code as CodeAlerte) === 'deux' ? await alert(sql, code, sujet, parts) : []
  })
  if (rings === null) return false
  parts.log.warn('alert.begins', { code })
  ringAll(rings, parts)
  return true
}

async function ends(
  { code, sujet }: Constat,
  becomes: 'terminee' | 'relevee',
  parts: Needs,
): Promise<void> {
  const rings = await parts.db.transaction(async (sql) => {
    if (!(await closeAlert(sql, code, sujet, parts.clock.now()))) return []
    if (lettresDe(code as CodeAlerte) === 'aucune') return []
    // A beginning that has not left yet would come as news after its end: the end alone tells both. SPEC §6.8
    await takeBackAlert(sql, code, sujet)
    if (becomes === 'relevee') return []
    return await alert(sql, 'alerte-terminee', code, parts, { objet: sujet })
  })
  parts.log.info('alert.ends', { code })
  ringAll(rings, parts)
}
