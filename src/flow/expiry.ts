/**
 * Foresees the end of certificates: ours, and those that correspondents are encrypted to, at 60, 30 and 7 days.
 *
 * Each is an alert that is open once, and told once to the administrator; a newer certificate of the same
 * address closes it. Subjects name a certificate by its fingerprint, never a person. SPEC §2, §12
 */

import { closeAlert, openAlert, openSubjects } from '../ledger/alerts.ts'
import { expiringCertificates } from '../ledger/certificats.ts'
import type { Identity } from '../message.ts'
import { sha256Of } from '../pki/certificate.ts'
import { readerOf } from '../pki/identity-use.ts'
import { ADMINISTRATEUR, alert } from './alert.ts'
import type { Parts } from './parts.ts'

const DAY_MS = 86_400_000
const STEPS = [7, 30, 60] as const
const CODE = 'certificate-expiring'

/** A certificate whose end is near. */
export interface Ending {
  /** `passerelle`, or the start of the certificate's SHA-256. */
  readonly qui: string
  readonly fin: Date
  /** The step it has passed: 60, 30 or 7 days before its end. */
  readonly jours: (typeof STEPS)[number]
}

/** Those that end within sixty days, ours first. */
export async function endings({
  db,
  clock,
  identity,
}: Pick<Parts, 'db' | 'clock'> & { readonly identity: Identity | null }): Promise<
  readonly Ending[]
> {
  const now = clock.now()
  const until = new Date(now.getTime() + STEPS[2] * DAY_MS)
  const known = await expiringCertificates(db, now, until)
  return [
    ...(identity === null ? [] : ownEnds(identity)),
    ...known.map(({ der, valideAu }) => ({ qui: sha256Of(der).slice(0, 16), fin: valideAu })),
  ].flatMap(({ qui, fin }) => {
    const left = fin.getTime() - now.getTime()
    const jours = STEPS.find((step) => left <= step * DAY_MS)
    return jours === undefined ? [] : [{ qui, fin, jours }]
  })
}

function ownEnds(identity: Identity): { readonly qui: string; readonly fin: Date }[] {
  const reader = identity.beside === undefined ? identity : (readerOf(identity) ?? identity)
  const own = { qui: 'passerelle', fin: identity.certificate.validToDate }
  if (reader === identity) return [own]
  return [own, { qui: 'passerelle-chiffrement', fin: reader.certificate.validToDate }]
}

/** Opens what begins, closes what is over; says which began just now. */
export async function watchExpiry(parts: Parts): Promise<readonly Ending[]> {
  const { db, clock, log } = parts
  const found = await endings(parts)
  const now = clock.now()
  const subjects = new Map(found.map((ending) => [`${ending.qui}, ${ending.jours} jours`, ending]))
  for (const sujet of await openSubjects(db, CODE)) {
    if (!subjects.has(sujet)) await closeAlert(db, CODE, sujet, now)
  }
  const begun: Ending[] = []
  for (const [sujet, ending] of subjects) {
    const alerte = { code: CODE, sujet, responsable: ADMINISTRATEUR, debut: now }
    const isNew = await db.transaction(async (sql) => {
      if (!(await openAlert(sql, alerte))) return false
      await alert(sql, CODE, sujet, parts)
      return true
    })
    if (!isNew) continue
    log.warn('certificate.expiring', { id: ending.qui, code: CODE })
    begun.push(ending)
  }
  return begun
}
