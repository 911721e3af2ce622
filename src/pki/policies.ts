/**
 * Certificate policies along a path, with the initial set any-policy and nothing required at first.
 *
 * In    the certificates of a path in order, from the one below the anchor
 * Out   is there still a valid policy where one is required?
 *
 * With any-policy as the initial set the outcome depends only on whether the last level of the
 * policy tree is empty, so one level is kept, merged by policy: no tree can grow without bound.
 *
 * RFC 5280 §6.1.2–§6.1.5 · RFC 9618 §5 (the merged graph)
 */
import { type Certificate, isSelfIssued } from './certificate.ts'
import { ANY_POLICY } from './extensions.ts'

/** Expected policies by valid policy; null: the tree is NULL. */
type Level = Map<string, ReadonlySet<string>> | null

/** Do the policies of the path hold? */
export function arePoliciesValid(path: readonly Certificate[]): boolean {
  let level: Level = new Map([[ANY_POLICY, new Set([ANY_POLICY])]])
  let explicit = path.length + 1
  let mapping = path.length + 1
  let inhibitAny = path.length + 1
  for (const [at, certificate] of path.entries()) {
    const last = at === path.length - 1
    const selfIssued = isSelfIssued(certificate)
    const { extensions } = certificate
    level = descend(level, extensions.policies, inhibitAny > 0 || (!last && selfIssued))
    if (explicit === 0 && level === null) return false
    // RFC 5280 §4.2.1.5, §6.1.4 (a): anyPolicy is neither mapped nor mapped to, by nobody
    if (extensions.policyMappings.some((pair) => pair.includes(ANY_POLICY))) return false
    if (last) {
      if (explicit > 0) explicit--
      if (extensions.policyConstraints?.explicit === 0) explicit = 0
      return explicit > 0 || level !== null
    }
    level = mapped(level, extensions.policyMappings, mapping > 0)
    if (!selfIssued) {
      explicit = Math.max(0, explicit - 1)
      mapping = Math.max(0, mapping - 1)
      inhibitAny = Math.max(0, inhibitAny - 1)
    }
    explicit = Math.min(explicit, extensions.policyConstraints?.explicit ?? explicit)
    mapping = Math.min(mapping, extensions.policyConstraints?.mapping ?? mapping)
    inhibitAny = Math.min(inhibitAny, extensions.inhibitAnyPolicy ?? inhibitAny)
  }
  return true
}

/** The next level of the tree. RFC 5280 §6.1.3 (d)–(e) */
function descend(level: Level, policies: readonly string[] | null, anyAllowed: boolean): Level {
  if (level === null || policies === null) return null
  const expected = new Set([...level.values()].flatMap((set) => [...set]))
  const next = new Map<string, ReadonlySet<string>>()
  for (const policy of policies) {
    if (policy !== ANY_POLICY && (expected.has(policy) || level.has(ANY_POLICY))) {
      next.set(policy, new Set([policy]))
    }
  }
  if (policies.includes(ANY_POLICY) && anyAllowed) {
    for (const policy of expected) {
      if (!next.has(policy)) next.set(policy, new Set([policy]))
    }
  }
  return next.size > 0 ? next : null
}

/** Policy mappings of a CA. RFC 5280 §6.1.4 (b) */
function mapped(
  level: Level,
  mappings: readonly (readonly [string, string])[],
  allowed: boolean,
): Level {
  if (level === null || mappings.length === 0) return level
  const next = new Map(level)
  const subjects = Map.groupBy(mappings, ([issuer]) => issuer)
  for (const [issuer, pairs] of subjects) {
    if (!allowed) next.delete(issuer)
    else if (level.has(issuer) || level.has(ANY_POLICY)) {
      next.set(issuer, new Set(pairs.map(([, subject]) => subject)))
    }
  }
  return next.size > 0 ? next : null
}
