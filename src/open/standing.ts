/**
 * Where a certificate stands: its path, revocation and usages, and what the operators say of it.
 *
 * In        a certificate of a signer, trust, the instant, the policy
 * Out       Standing: the best of its paths with its revocation, and whom the certificate names
 * Refuses   within the value: the codes of the path (what the operators bar among them), wrong-usage
 *
 * RFC 5280 §6, §4.2.1.12 (usages) · RFC 8550 §4.4 · SPEC §2, §8
 */
import type { Rpps } from '../domain/correspondant.ts'
import type { OpenPolicy } from '../message.ts'
import { type Certificate, emailsOf, rppsOf } from '../pki/certificate.ts'
import { KEY_USAGE } from '../pki/extensions.ts'
import { remember } from '../pki/memory.ts'
import { type PathOutcome, type Pool, paths } from '../pki/path.ts'
import { judgeRevocation, type Revocation } from '../pki/revocation.ts'
import { believesRpps, limitsOf } from '../pki/rules.ts'
import type { Trust } from '../pki/trust.ts'

export interface Standing {
  readonly outcome: PathOutcome
  readonly revocation: Revocation
  readonly holder: Holder
}

/** Whom a certificate names, as far as its path may say it. */
export interface Holder {
  readonly rpps: Rpps | null
  readonly emails: readonly string[]
  /** The mail domains that each limited certificate of its path allows. */
  readonly limits: readonly (readonly string[])[]
}

export interface Given {
  readonly trust: Trust
  readonly held: Pick<Trust, 'crls' | 'ocsp'>
  readonly pool: Pool
  readonly at: Date
  readonly policy: OpenPolicy
}

const EMAIL_PROTECTION = '1.3.6.1.5.5.7.3.4'
const ANY_USAGE = '2.5.29.37.0'
const UNKNOWN: Revocation = { status: 'unknown', source: 'none', crls: [], responses: [] }

/** The path that is worth most; the reason of the first when none is valid. */
export function standingOf(certificate: Certificate, given: Given): Standing {
  const { trust, pool, at, policy } = given
  let best: Standing | null = null
  for (const found of paths(certificate, pool, at)) {
    if (found.status !== 'valid') return standing(certificate, found, UNKNOWN, given)
    const { chain } = found
    remember(trust, chain)
    const isUnfit = policy.purpose === 'mail' && !isFitForMail(chain)
    const outcome = isUnfit ? ({ status: 'invalid', reason: 'wrong-usage', chain } as const) : found
    const { crls, ocsp } = given.held
    const revocation = judgeRevocation(chain, { pool, at, crls, ocsp })
    const one = standing(certificate, outcome, revocation, given)
    best = best === null ? one : better(best, one)
    if (isBest(best, certificate)) return best
  }
  const none = { status: 'indeterminate', reason: 'no-path', chain: [] } as const
  return best ?? standing(certificate, none, UNKNOWN, given)
}

function standing(
  certificate: Certificate,
  outcome: PathOutcome,
  revocation: Revocation,
  { trust: { rules } }: Given,
): Standing {
  const anchor = outcome.status === 'valid' ? outcome.chain.at(-1) : undefined
  const holder = {
    rpps: believesRpps(anchor, rules) ? rppsOf(certificate) : null,
    emails: emailsOf(certificate),
    limits: limitsOf(outcome.chain, rules),
  }
  return { outcome, revocation, holder }
}

/** Nothing another path could add. */
function isBest({ outcome, revocation, holder }: Standing, certificate: Certificate): boolean {
  const isWhole = holder.limits.length === 0 && holder.rpps === rppsOf(certificate)
  return outcome.status === 'valid' && revocation.status === 'good' && isWhole
}

/** A valid path; of two, the one that says revoked or, if none does, good; then the one that says most. */
function better(best: Standing, found: Standing): Standing {
  const worth = ({ outcome, revocation, holder }: Standing): readonly number[] => [
    Number(outcome.status === 'valid'),
    { good: 2, revoked: 1, unknown: 0 }[revocation.status],
    Number(holder.rpps !== null),
    -holder.limits.length,
  ]
  const [one, other] = [worth(best), worth(found)]
  const at = one.findIndex((value, index) => value !== other[index])
  return at >= 0 && (other[at] ?? 0) > (one[at] ?? 0) ? found : best
}

/** digitalSignature or nonRepudiation for the signer; emailProtection all the way where usages are named. */
function isFitForMail(chain: readonly Certificate[]): boolean {
  const usage = chain[0]?.extensions.keyUsage ?? null
  const mask = KEY_USAGE.digitalSignature | KEY_USAGE.nonRepudiation
  if (usage !== null && (usage & mask) === 0) return false
  return chain.every((certificate, at) => {
    const isAnchor = at > 0 && at === chain.length - 1
    return isAnchor || isForMail(certificate)
  })
}

/** emailProtection, where extended usages are named at all. RFC 8550 §4.4.4 */
export function isForMail({ extensions: { extKeyUsage: named } }: Certificate): boolean {
  return named === null || named.includes(EMAIL_PROTECTION) || named.includes(ANY_USAGE)
}
