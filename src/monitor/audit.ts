/**
 * The audit, sealed and recomputed: checkpoints are signed with the gateway's key, and only its own
 * certificates verify them.
 *
 * SPEC §13.6
 */

import type { Config } from '../config.ts'
import type { WithClock } from '../kit/clock.ts'
import type { WithLog } from '../kit/log.ts'
import { checkpoint } from '../ledger/journal/journal.ts'
import { verifyJournal } from '../ledger/journal/journal-verify.ts'
import type { Identity, WithIdentity } from '../message.ts'
import { emailsOf, parseCertificate } from '../pki/certificate.ts'
import { withBeside } from '../pki/identity-use.ts'
import { findPath } from '../pki/path.ts'
import type { Trust } from '../pki/trust.ts'
import type { Database, WithDatabase } from '../postgres/sql.ts'
import { signData, verifyData } from '../seal/sign-data.ts'

/** What this file takes of the gateway. */
type Needs = WithDatabase & WithClock & WithLog & WithIdentity

/** Signs a checkpoint over the heads of the audit. */
export async function sealAudit({ db, identity, clock, log }: Needs): Promise<void> {
  const sign = (data: Buffer): Promise<Buffer> => signData(data, identity)
  const id = await checkpoint(db, sign, identity.certificate.raw, clock.now())
  // An audit replaced whole by an older copy of itself can only be seen from outside: the log is outside.
  if (id !== null) log.info('journal.checkpoint', { id })
}

/** What an auditor needs: the ledger, our certificates, the trust that vouches for those we were not given. */
export interface AuditParts {
  readonly db: Database
  readonly identity: Identity
  readonly former: readonly Identity[]
  readonly config: Pick<Config, 'from'>
  readonly trust: () => Promise<Trust>
}

/** Recomputes the whole audit; the first fault, or how much was verified. */
export async function verifyAudit(parts: AuditParts): ReturnType<typeof verifyJournal> {
  const trust = await parts.trust()
  const known = new Map<string, boolean>()
  const isOurs = (certificat: Buffer): boolean => {
    const name = certificat.toString('base64')
    const answer = known.get(name) ?? wasOurs(certificat, parts, trust)
    known.set(name, answer)
    return answer
  }
  return await verifyJournal(
    parts.db,
    (data, signature, certificat) => isOurs(certificat) && verifyData(data, signature, certificat),
  )
}

/** The certificate of now, or a former one: our address, vouched for by an anchor when it was issued. */
function wasOurs(der: Buffer, { identity, former, config }: AuditParts, trust: Trust): boolean {
  const own = withBeside([identity, ...former])
  if (own.some(({ certificate }) => der.equals(certificate.raw))) return true
  try {
    const certificate = parseCertificate(der)
    if (!emailsOf(certificate).includes(config.from)) return false
    return findPath(certificate, trust, certificate.notBefore).status === 'valid'
  } catch {
    // What cannot be parsed was never ours.
    return false
  }
}
