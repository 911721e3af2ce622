/**
 * May a peer over TLS, whose path the handshake verified, stand under what the operators say of certificates?
 *
 * In        the certificates it shows, the authorities that the handshake trusted, what bars a certificate
 * Out       null, or why no path of it is free of what is barred
 * Refuses   within the value: the codes of rules.ts; `peer-path-unseen` where the path goes through a certificate
 *           that we are not shown, and what is barred may be that one
 *
 * The handshake has judged dates, usages and signatures; here each step is taken again by its signature alone, so
 * that a certificate of the right name, which signed nothing, stands for no other.
 *
 * RFC 5280 §6.1 · RFC 8446 §4.4.2 · SPEC §1
 */
import { X509Certificate } from 'node:crypto'

import type { Code } from '../errors.ts'
import type { TrustRules } from '../message.ts'
import { sha256Of } from './certificate.ts'
import { derObjectsIn } from './der-files.ts'
import { barOf } from './rules.ts'

/** A peer as the handshake left it. */
export interface Peer {
  /** DER, its own certificate first. */
  readonly shown: readonly Buffer[]
  readonly authorities: Authorities
}

/** Certificates by the name of their subject. */
export type Authorities = ReadonlyMap<string, readonly X509Certificate[]>

/** The certificates of files or DER, for many peers. */
export function authoritiesIn(files: readonly (Buffer | string)[]): Authorities {
  const all = files.flatMap((file) =>
    derObjectsIn(typeof file === 'string' ? Buffer.from(file) : file).objects.flatMap(({ der }) => {
      try {
        return [new X509Certificate(der)]
      } catch {
        // What the runtime cannot read it does not trust either.
        return []
      }
    }),
  )
  return Map.groupBy(all, ({ subject }) => subject)
}

/** Why this peer may not stand; with `address`, not for this mail address. */
export function peerBar(
  { shown, authorities }: Peer,
  rules: TrustRules,
  address: string | null = null,
): Code | null {
  const named = new Set([...rules.denied, ...rules.domains.map(({ sha256 }) => sha256)])
  const [own, ...above] = shown.map((der) => new X509Certificate(der))
  if (named.size === 0 || own === undefined) return null
  const bar = ({ raw: der }: X509Certificate) =>
    barOf({ der, sha256: sha256Of(der) }, rules, address)
  const issuers = (one: X509Certificate) =>
    [...(authorities.get(one.issuer) ?? []), ...above].filter((issuer) => issued(issuer, one))
  const climb = (isOpen: (one: X509Certificate) => boolean): boolean => {
    const seen = new Set<string>()
    const next = [own]
    for (let one = next.pop(); one !== undefined; one = next.pop()) {
      if (seen.has(one.fingerprint256) || !isOpen(one)) continue
      seen.add(one.fingerprint256)
      if (isAmong(one, authorities) && issued(one, one)) return true
      next.push(...issuers(one))
    }
    return false
  }
  if (climb((one) => bar(one) === null)) return null
  let found: Code | null = bar(own)
  const isWhole = climb((one) => {
    found ??= bar(one)
    return true
  })
  if (isWhole || found !== null) return found
  // Of what is named all may be at hand, and none of it on this path.
  for (const one of [own, ...above, ...[...authorities.values()].flat()])
    named.delete(sha256Of(one.raw))
  return named.size === 0 ? null : 'peer-path-unseen'
}

function isAmong(one: X509Certificate, authorities: Authorities): boolean {
  return (authorities.get(one.subject) ?? []).some(({ raw }) => raw.equals(one.raw))
}

function issued(issuer: X509Certificate, one: X509Certificate): boolean {
  return one.checkIssued(issuer) && one.verify(issuer.publicKey)
}
