/**
 * Mail that waits for a revocation list: which authority's it is, told once; and judged again when a list comes.
 *
 * In    what the ledger sets aside as `revocation-unknown`, the authorities and lists of the trust folder
 * Out   an alert an authority while mail waits for it, its end once none does; each mail judged anew after a change
 *
 * Judging twice has one effect, so each process may do it. SPEC §6 rule 8, §8, §13.13
 */
import { revocationAwaited } from '../ledger/poison.ts'
import type { Certificate } from '../pki/certificate.ts'
import { nameText } from '../pki/name.ts'
import type { Trust } from '../pki/trust.ts'
import { rejudge } from './commands.ts'
import type { Parts } from './parts.ts'
import { newestLists } from './refresh.ts'
import { sayWhatChanged } from './watch.ts'

const ABSENT = 'liste-revocation-absente'
const MAX_SUBJECT = 200
/** One round judges so many anew: the next goes on. */
const A_ROUND = 100
const ELSEWHERE = 'une autorité dont CONFRERE_TRUST_DIR ne tient ni certificat ni liste'

/** Looks once: says which lists are missing, and judges again what waited where the lists have changed. */
export async function judgeAwaited(parts: Parts): Promise<void> {
  const { db, clock } = parts
  const trust = await parts.trust()
  // What was judged before these lists were read is judged with them: however short they were away.
  for (const id of await revocationAwaited(db, { limit: A_ROUND, judgedBefore: trust.loadedAt })) {
    await rejudge(id, { motif: 'une liste de révocation est arrivée', par: 'passerelle' }, parts)
  }
  const waits = (await revocationAwaited(db, { limit: 1, judgedBefore: null })).length > 0
  const names = waits ? withoutList(trust, clock.now()).map(({ subject }) => nameText(subject)) : []
  const subjects = waits && names.length === 0 ? [ELSEWHERE] : names
  const found = [...new Set(subjects.map((name) => name.slice(0, MAX_SUBJECT)))]
  await sayWhatChanged(
    [ABSENT],
    found.map((sujet) => ({ code: ABSENT, sujet })),
    parts,
  )
}

/** The authorities of the folder of whose certificates no list that serves now tells. RFC 5280 §5 */
export function withoutList(trust: Trust, now: Date): Certificate[] {
  const served = new Set(
    newestLists(trust)
      .filter(({ nextUpdate }) => nextUpdate === null || nextUpdate >= now)
      .map(({ issuer }) => issuer.key),
  )
  const authorities = [...trust.all.anchors, ...trust.all.candidates].filter(
    ({ extensions }) => extensions.basicConstraints?.ca === true,
  )
  return authorities.filter(({ subject }) => !served.has(subject.key))
}
