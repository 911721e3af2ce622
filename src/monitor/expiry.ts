/**
 * Foresees the end of certificates: ours, and those that correspondents are encrypted to, at 60, 30 and 7 days; and tells
 * of those that are over. The one that we sign with is told as `identite-hors-validite` (`watch.ts`) from its end on.
 *
 * Each is an alert that is open once, and told once to the administrator; a newer certificate of the same address ends it,
 * which is told. A nearer end takes its place without a word. Subjects name a certificate by its fingerprint, never a person. SPEC §2, §12
 */

import type { WithConfig } from '../config.ts'
import { sayWhatChanged } from '../flow/findings.ts'
import type { WithClock } from '../kit/clock.ts'
import type { WithLog } from '../kit/log.ts'
import { expiringCertificates } from '../ledger/certificates/certificats.ts'
import type { Ledger } from '../ledger/keys/keys.ts'
import type { Identity, WithIdentity } from '../message.ts'
import { sha256Of } from '../pki/certificate.ts'
import { readerOf } from '../pki/identity-use.ts'
import type { WithDatabase } from '../postgres/sql.ts'
import type { WithBell } from '../queue/queue.ts'

/** What this file takes of the gateway. */
type Needs = Ledger & WithConfig & WithClock & WithLog & WithBell & WithIdentity

const DAY_MS = 86_400_000
const STEPS = [7, 30, 60] as const
const CODE = 'certificate-expiring'
const OVER = 'certificate-expired'
/** A correspondent's that ended longer ago is nobody's news: he writes, or his letters are blocked and told. */
const TOLD_FOR_MS = 30 * DAY_MS

/** A certificate whose end is near. */
export interface Ending {
  /** `passerelle`, or the start of the certificate's SHA-256. */
  readonly qui: string
  readonly fin: Date
  /** The step it has passed: 60, 30 or 7 days before its end; 0: it is over. */
  readonly jours: (typeof STEPS)[number] | 0
}

/** Those that end within sixty days or have ended, ours first. */
export async function endings({
  db,
  clock,
  identity,
}: WithDatabase & WithClock & { readonly identity: Identity | null }): Promise<readonly Ending[]> {
  const now = clock.now()
  const until = new Date(now.getTime() + STEPS[2] * DAY_MS)
  const since = new Date(now.getTime() - TOLD_FOR_MS)
  const known = await expiringCertificates(db, { since, now, until })
  return [
    ...(identity === null ? [] : ownEnds(identity)),
    ...known.map(({ der, valideAu }) => ({ qui: nameOf(der), fin: valideAu })),
  ].flatMap(({ qui, fin }): Ending[] => {
    const left = fin.getTime() - now.getTime()
    if (left <= 0) return qui === SIGNING ? [] : [{ qui, fin, jours: 0 }]
    const jours = STEPS.find((step) => left <= step * DAY_MS)
    return jours === undefined ? [] : [{ qui, fin, jours }]
  })
}

const SIGNING = 'passerelle'

function ownEnds(identity: Identity): { readonly qui: string; readonly fin: Date }[] {
  const reader = identity.beside === undefined ? identity : (readerOf(identity) ?? identity)
  const own = { qui: SIGNING, fin: identity.certificate.validToDate }
  if (reader === identity) return [own]
  return [own, { qui: 'passerelle-chiffrement', fin: reader.certificate.validToDate }]
}

/** Opens what begins, closes what is over; says which began just now. */
export async function watchExpiry(parts: Needs): Promise<readonly Ending[]> {
  const { db, clock, log } = parts
  const found = await endings(parts)
  const told = found.map((ending) => ({ ending, ...alertOf(ending) }))
  const since = new Date(0)
  const now = clock.now()
  // What ended so long ago that it is nobody's news has no other certificate all the same.
  const lapsed = await expiringCertificates(db, { since, now, until: now })
  const stand = new Set([
    ...found.map(({ qui }) => qui),
    ...lapsed.map(({ der }) => nameOf(der)),
    // Told as `identite-hors-validite`.
    ...(parts.identity.certificate.validToDate <= now ? [SIGNING] : []),
  ])
  const begun = await sayWhatChanged([CODE, OVER], told, parts, ({ sujet }) =>
    stand.has(sujet.split(', ', 1)[0] ?? '') ? 'relevee' : 'terminee',
  )
  return told.flatMap(({ code, sujet, ending }) => {
    if (!begun.some((each) => each.code === code && each.sujet === sujet)) return []
    log.warn('certificate.expiring', { id: ending.qui, code })
    return [ending]
  })
}

/** Each end has one alert, which says what is so. */
function alertOf({ qui, jours }: Ending): { readonly code: string; readonly sujet: string } {
  return jours === 0 ? { code: OVER, sujet: qui } : { code: CODE, sujet: `${qui}, ${jours} jours` }
}

/** A certificate of a correspondent, as alerts name it. */
function nameOf(der: Buffer): string {
  return sha256Of(der).slice(0, 16)
}
