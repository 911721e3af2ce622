/**
 * Mail that waits for a revocation list or an OCSP answer: which authority's it is, told once; and judged again when one
 * comes.
 *
 * In    what the ledger sets aside as `revocation-unknown` with the path it was judged by, the lists of the trust folder,
 *       the answers that were fetched
 * Out   an alert for each authority whose word a waiting mail lacks, its end once none does; each mail judged anew after
 *       a list, or an answer about a certificate of its path
 *
 * Judging twice has one effect, so each process may do it. SPEC §6.8, §8, §13.13
 */

import { rejudge } from '../flow/command.ts'
import type { Deciding } from '../flow/commit.ts'
import { sayWhatChanged } from '../flow/findings.ts'
import type { WithLog } from '../kit/log.ts'
import { answeredSince } from '../ledger/certificates/ocsp-responses.ts'
import { type Awaited, pathsAwaited } from '../ledger/certificates/revocation-evidence.ts'
import type { WithWorker } from '../ledger/leases.ts'
import { revocationAwaited } from '../ledger/poison.ts'
import type { WithIdentity } from '../message.ts'
import { type Certificate, parseCertificate } from '../pki/certificate.ts'
import { nameText } from '../pki/name.ts'
import type { Trust } from '../pki/trust.ts'
import type { WithFreshTrust, WithTrust } from '../trust/store.ts'
import { newestLists } from './revocation.ts'

/** What this file takes of the gateway. */
type Needs = Deciding & WithLog & WithTrust & WithFreshTrust & WithIdentity & WithWorker

const ABSENT = 'liste-revocation-absente'
const MAX_SUBJECT = 200
/** One round judges so many anew: the next goes on. */
const A_ROUND = 100
/** Whose paths are looked at: more wait only where nothing has been judged for long. */
const MOST_LOOKED_AT = 1_000
const ELSEWHERE = 'une autorité dont CONFRERE_TRUST_DIR ne tient ni certificat ni liste'

/** Looks once: says which lists are missing, and judges again what waited where a list or an answer has come. */
export async function judgeAwaited(parts: Needs): Promise<void> {
  const { db, keys, clock } = parts
  const trust = await parts.trust()
  // What was judged before these lists were read is judged with them: however short they were away.
  for (const id of await revocationAwaited(db, { limit: A_ROUND, judgedBefore: trust.loadedAt })) {
    await rejudge(id, 'une liste de révocation est arrivée', parts)
  }
  const waiting = await pathsAwaited(db, keys, MOST_LOOKED_AT)
  const answered = await answeredSince(
    db,
    waiting.map(({ chain, judgedAt }) => ({
      certificats: chain.slice(0, -1).map((der) => parseCertificate(der).sha256),
      depuis: judgedAt,
    })),
  )
  for (const { id } of waiting.filter((_, at) => answered[at] === true).slice(0, A_ROUND)) {
    await rejudge(id, 'une réponse OCSP est arrivée', parts)
  }
  const left = answered.includes(true) ? await pathsAwaited(db, keys, MOST_LOOKED_AT) : waiting
  const found = left.length === 0 ? [] : missingFor(left, trust, clock.now())
  await sayWhatChanged(
    [ABSENT],
    found.map((sujet) => ({ code: ABSENT, sujet })),
    parts,
  )
}

/**
 * The authorities on the paths of what waits of whose certificates no list tells; failing them those of the folder, for
 * what waits by no known path.
 */
function missingFor(waiting: readonly Awaited[], trust: Trust, now: Date): string[] {
  const served = servedBy(trust, now)
  const issuers = waiting.flatMap(({ chain }) => chain.slice(1).map((der) => parseCertificate(der)))
  const awaited = issuers.filter(({ subject }) => !served.has(subject.key))
  const lacking = awaited.length > 0 ? awaited : withoutList(trust, now)
  const names = lacking.map(({ subject }) => nameText(subject).slice(0, MAX_SUBJECT))
  return names.length === 0 ? [ELSEWHERE] : [...new Set(names)]
}

/** The issuers of the lists that serve now. RFC 5280 §5 */
function servedBy(trust: Trust, now: Date): ReadonlySet<string> {
  const serving = newestLists(trust).filter(
    ({ nextUpdate }) => nextUpdate === null || nextUpdate >= now,
  )
  return new Set(serving.map(({ issuer }) => issuer.key))
}

/** The authorities of the folder of whose certificates no list that serves now tells. RFC 5280 §5 */
export function withoutList(trust: Trust, now: Date): Certificate[] {
  const served = servedBy(trust, now)
  const authorities = [...trust.all.anchors, ...trust.all.candidates].filter(
    ({ extensions }) => extensions.basicConstraints?.ca === true,
  )
  return authorities.filter(({ subject }) => !served.has(subject.key))
}
