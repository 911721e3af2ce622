/**
 * Certification paths: finds those that lead from a certificate to an anchor, and validates them.
 *
 * In        the certificate, the pool it may climb through, an instant
 * Out       each valid path in turn, the certificate first and the anchor last; or why there is none
 * Refuses   the codes of `PathReason`; `indeterminate` only when no issuer was found at all. A path that only the
 *           operators bar is told before any other that failed
 *
 * RFC 5280 §6 (initial policy set any-policy, no inhibition) · RFC 4158 §2 (building)
 */
import type { Code } from '../errors.ts'
import { isSignedBy, schemeOf } from './algorithms.ts'
import { type Certificate, isSelfIssued, publicKeyOf } from './certificate.ts'
import { KEY_USAGE } from './extensions.ts'
import { constrain, isWithin, NO_CONSTRAINTS } from './name-constraints.ts'
import { arePoliciesValid } from './policies.ts'

/** Certificates to climb through, by the key of their subject. */
export interface Pool {
  anchors(subject: string): readonly Certificate[]
  candidates(subject: string): readonly Certificate[]
  /** Candidates by the SHA-1 of their key, as OCSP names responders; absent: none is known so. */
  keyed?(keyHash: string): readonly Certificate[]
  /** Why a certificate may stand on no path, by what the operators say of it; null when it may. See rules.ts. */
  bars(certificate: Certificate): Code | null
}

export type PathOutcome =
  | { readonly status: 'valid'; readonly chain: readonly Certificate[] }
  | {
      readonly status: 'invalid' | 'indeterminate'
      readonly reason: Code
      /** The complete path that failed, when there is one. */
      readonly chain: readonly Certificate[]
    }

const MAX_LENGTH = 12
/** Signatures checked and complete paths judged for one certificate: a crossed mesh ends here. */
const MAX_SIGNATURES = 120
const MAX_PATHS = 40
/** Valid paths handed out for revocation to choose from. */
const MAX_VALID = 6

interface Search {
  readonly pool: Pool
  readonly at: Date
  signatures: number
  issuersFound: number
  refused: Code | null
}

/** Every valid path, best first; or one outcome that says why there is none. */
export function* paths(target: Certificate, pool: Pool, at: Date): Generator<PathOutcome> {
  const search: Search = { pool, at, signatures: MAX_SIGNATURES, issuersFound: 0, refused: null }
  const barred = pool.bars(target)
  if (barred !== null) return yield { status: 'invalid', reason: barred, chain: [target] }
  let failure: PathOutcome | null = null
  let stopped: PathOutcome | null = null
  let valid = 0
  let judged = 0
  for (const chain of climb([target], search)) {
    const reason = pathProblem(chain, at)
    const bar = reason === null ? barIn(chain, pool) : null
    if (reason !== null) failure ??= { status: 'invalid', reason, chain }
    else if (bar !== null) stopped ??= { status: 'invalid', reason: bar, chain }
    else {
      yield { status: 'valid', chain }
      valid++
    }
    if (valid >= MAX_VALID || ++judged >= MAX_PATHS) break
  }
  if (valid > 0) return
  yield stopped ?? failure ?? dead(search)
}

/** What the operators say against the first certificate of a chain of which they say something. */
function barIn(chain: readonly Certificate[], pool: Pool): Code | null {
  for (const certificate of chain) {
    const bar = pool.bars(certificate)
    if (bar !== null) return bar
  }
  return null
}

/** The first valid path, or why there is none. */
export function findPath(target: Certificate, pool: Pool, at: Date): PathOutcome {
  for (const outcome of paths(target, pool, at)) return outcome
  return { status: 'indeterminate', reason: 'no-path', chain: [] }
}

/** Why `certificate` is not signed by the key of `issuer`; null when it is. Remembered. */
export function issueProblem(certificate: Certificate, issuer: Certificate, at: Date): Code | null {
  const known = verified.get(certificate) ?? new WeakMap()
  verified.set(certificate, known)
  const before = known.get(issuer)
  if (before !== undefined) return before
  const problem = checkIssue(certificate, issuer, at)
  known.set(issuer, problem)
  return problem
}

const verified = new WeakMap<Certificate, WeakMap<Certificate, Code | null>>()

function checkIssue(certificate: Certificate, issuer: Certificate, at: Date): Code | null {
  const key = publicKeyOf(issuer)
  if (!key) return 'unsupported-algorithm'
  const scheme = schemeOf(certificate.algorithm, key, { digest: null, at })
  if ('code' in scheme) return scheme.code
  const signed = isSignedBy(scheme, key, {
    data: certificate.tbs,
    signature: certificate.signature,
  })
  return signed ? null : 'bad-certificate-signature'
}

function dead(search: Search): PathOutcome {
  if (search.refused) return { status: 'invalid', reason: search.refused, chain: [] }
  return search.issuersFound > 0
    ? { status: 'invalid', reason: 'untrusted-root', chain: [] }
    : { status: 'indeterminate', reason: 'no-path', chain: [] }
}

function* climb(chain: readonly Certificate[], search: Search): Generator<readonly Certificate[]> {
  const last = chain.at(-1)
  if (!last) return
  if (search.pool.anchors(last.subject.key).some((anchor) => anchor.sha256 === last.sha256)) {
    yield chain
    return
  }
  if (isSelfIssued(last) && isRepeated(last, chain.slice(0, -1))) return
  if (chain.length >= MAX_LENGTH) {
    search.refused ??= 'path-too-long'
    return
  }
  for (const issuer of issuersOf(last, search.pool)) {
    if (isRepeated(issuer, chain)) {
      // Only its own signature vouches for it: a root that is not ours.
      if (issuer.sha256 === last.sha256) search.issuersFound++
      continue
    }
    if (--search.signatures < 0) return
    const problem = issueProblem(last, issuer, search.at)
    if (problem !== null) {
      search.refused ??= problem
      continue
    }
    yield* climb([...chain, issuer], search)
  }
}

/** Issuers by name: anchors before candidates, the key that the certificate names before others. */
function issuersOf(certificate: Certificate, pool: Pool): Certificate[] {
  const wanted = certificate.extensions.authorityKeyId
  const all = [...pool.anchors(certificate.issuer.key), ...pool.candidates(certificate.issuer.key)]
  if (!wanted || all.length < 2) return all
  const named = (c: Certificate) => (c.extensions.subjectKeyId?.equals(wanted) ? 0 : 1)
  return all.sort((a, b) => named(a) - named(b))
}

function isRepeated(certificate: Certificate, chain: readonly Certificate[]): boolean {
  return chain.some(
    (c) =>
      c.sha256 === certificate.sha256 ||
      (c.subject.key === certificate.subject.key && c.spki.equals(certificate.spki)),
  )
}

/** Why a complete path whose signatures verify is not valid; null when it is. RFC 5280 §6.1.3–§6.1.5 */
export function pathProblem(chain: readonly Certificate[], at: Date): Code | null {
  const anchor = chain.at(-1)
  if (!anchor) return 'no-path'
  const problemOfAnchor =
    validityProblem(anchor, at) ?? anchorProblem(anchor, chain.length > 1 ? 'issuer' : 'target')
  if (problemOfAnchor) return problemOfAnchor
  const path = chain.slice(0, -1).reverse()
  let constraints = constrain(NO_CONSTRAINTS, anchor)
  let pathLength = Math.min(
    path.length,
    anchor.extensions.basicConstraints?.pathLength ?? path.length,
  )
  for (const [index, certificate] of path.entries()) {
    const last = index === path.length - 1
    const selfIssued = isSelfIssued(certificate)
    const problem = certificateProblem(certificate, { at, last })
    if (problem) return problem
    if ((!selfIssued || last) && !isWithin(certificate, constraints)) return 'name-constraint'
    if (last) break
    constraints = constrain(constraints, certificate)
    // RFC 5280 §6.1.4 (l): self-issued certificates do not count
    if (!selfIssued && pathLength-- <= 0) return 'path-length'
    pathLength = Math.min(
      pathLength,
      certificate.extensions.basicConstraints?.pathLength ?? pathLength,
    )
  }
  return arePoliciesValid(path) ? null : 'certificate-policy'
}

/** What is wrong with one certificate below the anchor, whatever is above it. */
function certificateProblem(
  certificate: Certificate,
  { at, last }: { readonly at: Date; readonly last: boolean },
): Code | null {
  const dated = validityProblem(certificate, at)
  if (dated !== null) return dated
  if (!isUnderstood(certificate)) return 'critical-extension'
  return last ? null : issuerProblem(certificate, false)
}

/** What is not understood of an anchor may restrict it as much as any other certificate. */
function anchorProblem(anchor: Certificate, role: 'issuer' | 'target'): Code | null {
  if (!isUnderstood(anchor)) return 'critical-extension'
  return role === 'issuer' ? issuerProblem(anchor, true) : null
}

/** Is every critical extension known, and wholly of its form? RFC 5280 §4.2 */
function isUnderstood({ extensions: { unknownCritical, unreadable } }: Certificate): boolean {
  return unknownCritical.length === 0 && unreadable.length === 0
}

function validityProblem(certificate: Certificate, at: Date): Code | null {
  if (at < certificate.notBefore) return 'not-yet-valid'
  return at > certificate.notAfter ? 'expired-certificate' : null
}

/** May this certificate issue others? An anchor of version 1 may, RFC 5280 §6.1.4 (k)–(n). */
function issuerProblem(certificate: Certificate, anchor: boolean): Code | null {
  const { basicConstraints, keyUsage } = certificate.extensions
  const old = anchor && certificate.version < 3
  const declared = anchor && !basicConstraints && keyUsage !== null
  if (!basicConstraints?.ca && !old && !declared) return 'not-a-ca'
  if (keyUsage !== null && (keyUsage & KEY_USAGE.keyCertSign) === 0) return 'ca-key-usage'
  return null
}
