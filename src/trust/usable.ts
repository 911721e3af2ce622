/**
 * May this certificate of a correspondent be used now? A path of its own, and no revocation known.
 *
 * Unknown revocation does not stop a letter to him: what he reads cannot be forged by his key. SPEC §8
 */
import type { Code } from '../errors.ts'
import { type Certificate, publicKeyOf } from '../pki/certificate.ts'
import { KEY_USAGE } from '../pki/extensions.ts'
import { certificateOf, remember } from '../pki/memory.ts'
import { findPath, type Pool } from '../pki/path.ts'
import { judgeRevocation } from '../pki/revocation.ts'
import { barOf } from '../pki/rules.ts'
import type { Trust } from '../pki/trust.ts'

interface With {
  readonly trust: Trust
  readonly bundled: readonly Certificate[]
  readonly now: Date
  /** Where his mail would go; null: nowhere yet. */
  readonly address: string | null
}

/** Judges a certificate; those that came with it may stand on its path. */
export function isGood(certificate: Certificate, parts: With): boolean {
  return remembered(parts.trust, standingOf(certificate, parts)) === null
}

/** Why a certificate is not good (null: it is), and the chain that was judged. */
export function standingOf(
  certificate: Certificate,
  { trust, bundled, now, address }: With,
): { readonly code: Code | null; readonly chain: readonly Certificate[] } {
  const pool: Pool = {
    anchors: trust.anchors,
    candidates: (subject) => [
      ...trust.candidates(subject),
      ...bundled.filter((each) => each.subject.key === subject),
    ],
    bars: (each) => barOf(each, trust.rules, address),
  }
  const path = findPath(certificate, pool, now)
  const { chain } = path
  if (path.status === 'indeterminate') return { code: 'no-path', chain }
  if (path.status === 'invalid') return { code: path.reason, chain }
  // Who lists it speaks of no mailbox: a limit to mail domains is not the lister's.
  const listers = { ...pool, bars: trust.bars }
  const { crls, ocsp } = trust
  const { status } = judgeRevocation(chain, { pool: listers, at: now, crls, ocsp })
  return { code: status === 'revoked' ? 'revoked' : null, chain }
}

/** Judges a certificate that was good when it was kept: an intermediate that only its mail carried may lack. */
export function isGoodNow(der: Buffer, parts: Omit<With, 'bundled'>): boolean {
  const { trust } = parts
  const certificate = certificateOf(der, trust)
  if (certificate === null) return false
  const code = remembered(trust, standingOf(certificate, { ...parts, bundled: [] }))
  return code === null || code === 'no-path'
}

/** A busy correspondent is parsed, and his path verified, once. Gives the code of the standing. */
function remembered(trust: Trust, { code, chain }: ReturnType<typeof standingOf>): Code | null {
  if (code === null) remember(trust, chain)
  return code
}

/** RSA that may transport a key, or a curve that may agree on one; no usage named means any. */
export function canEncrypt(certificate: Certificate): boolean {
  const type = publicKeyOf(certificate)?.asymmetricKeyType
  const usage = certificate.extensions.keyUsage
  const wanted = type === 'rsa' ? KEY_USAGE.keyEncipherment : KEY_USAGE.keyAgreement
  if (type !== 'rsa' && type !== 'ec' && type !== 'x25519') return false
  return usage === null || (usage & wanted) !== 0
}

/** No usage named means any. */
export function canSign({ extensions: { keyUsage } }: Certificate): boolean {
  const signs = KEY_USAGE.digitalSignature | KEY_USAGE.nonRepudiation
  return keyUsage === null || (keyUsage & signs) !== 0
}
