/**
 * May this certificate of a correspondent be used now? A path of its own, and no revocation known.
 *
 * Unknown revocation does not stop a letter to him: what he reads cannot be forged by his key. SPEC §8
 */
import { type Certificate, parseCertificate } from '../pki/certificate.ts'
import { DerError } from '../pki/der.ts'
import { findPath, type Pool } from '../pki/path.ts'
import { judgeRevocation } from '../pki/revocation.ts'
import type { Trust } from '../pki/trust.ts'

/** Judges a certificate; those that came with it may stand on its path. */
export function isGood(
  certificate: Certificate,
  parts: { readonly trust: Trust; readonly bundled: readonly Certificate[]; readonly now: Date },
): boolean {
  return standing(certificate, parts) === 'good'
}

function standing(
  certificate: Certificate,
  {
    trust,
    bundled,
    now,
  }: { readonly trust: Trust; readonly bundled: readonly Certificate[]; readonly now: Date },
): 'good' | 'bad' | 'no-path' {
  const pool: Pool = {
    anchors: trust.anchors,
    candidates: (subject) => [
      ...trust.candidates(subject),
      ...bundled.filter((each) => each.subject.key === subject),
    ],
  }
  const path = findPath(certificate, pool, now)
  if (path.status !== 'valid') return path.status === 'invalid' ? 'bad' : 'no-path'
  const { status } = judgeRevocation(path.chain, {
    pool,
    at: now,
    crls: trust.crls,
    ocsp: trust.ocsp,
  })
  return status === 'revoked' ? 'bad' : 'good'
}

/** Judges a certificate that was good when it was kept: an intermediate that only its mail carried may lack. */
export function isGoodNow(
  der: Buffer,
  { trust, now }: { readonly trust: Trust; readonly now: Date },
): boolean {
  try {
    return standing(parseCertificate(der), { trust, bundled: [], now }) !== 'bad'
  } catch (error) {
    if (error instanceof DerError) return false
    throw error
  }
}
