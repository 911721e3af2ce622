/**
 * Revocation: is every certificate of a path known good at an instant?
 *
 * In    a valid path, the CRLs and OCSP responses held, the certificates that may have signed them, an instant
 * Out   good, revoked or unknown, and the lists it rests on
 *
 * At instant T a list serves if its nextUpdate ≥ T, even when issued after T; revoked means a
 * revocation date ≤ T, or compromise of a key or of a CA at any date. SPEC §8.
 *
 * RFC 5280 §6.3 (complete, delta, indirect and partitioned lists) · RFC 6960 (OCSP: ocsp-verify.ts)
 */
import type { Certificate } from './certificate.ts'
import { type Crl, type Entry, entryOf, REASON } from './crl.ts'
import { isListSignedBy } from './crl-verify.ts'
import type { DistributionPoint } from './extensions.ts'
import { type GeneralName, generalNameKey, type Name } from './name.ts'
import type { OcspResponse } from './ocsp.ts'
import { ocspAnswer } from './ocsp-verify.ts'
import { type Pool, paths } from './path.ts'

export interface Revocation {
  readonly status: 'good' | 'revoked' | 'unknown'
  /** What settled the certificate itself, or what revokes one of the path. */
  readonly source: 'crl' | 'ocsp' | 'none'
  readonly crls: readonly Crl[]
  readonly responses: readonly OcspResponse[]
}

export interface RevocationParts {
  /** Lists by the key of their issuer's name, newest first. */
  crls(issuer: string): readonly Crl[]
  /** OCSP responses with an answer for a serial number, newest first. */
  ocsp(serial: string): readonly OcspResponse[]
  readonly pool: Pool
  readonly at: Date
}

interface Context extends RevocationParts {
  readonly anchor: Certificate
  readonly used: { readonly crls: Set<Crl>; readonly responses: Set<OcspResponse> }
  /** Certificates being judged: a list cannot vouch for its own signer. */
  readonly inProgress: ReadonlySet<string>
}

/** keyCompromise … aACompromise: bits 1 to 8 of ReasonFlags. */
const ALL_REASONS = 0x1fe
const MAX_SIGNER_DEPTH = 3
/** Other certificates tried as the signer of one list. */
const MAX_SIGNERS = 8

/** What is known of one certificate, and from where. */
interface Finding {
  readonly status: Revocation['status']
  readonly source: Revocation['source']
}
const UNKNOWN: Finding = { status: 'unknown', source: 'none' }

/** Judges every certificate of a valid path (the certificate first, the anchor last) but the anchor. */
export function judgeRevocation(chain: readonly Certificate[], parts: RevocationParts): Revocation {
  const anchor = chain.at(-1)
  if (!anchor) return { ...UNKNOWN, crls: [], responses: [] }
  const used = { crls: new Set<Crl>(), responses: new Set<OcspResponse>() }
  const found = chainFinding(chain, { ...parts, anchor, used, inProgress: new Set() })
  // What was said of a part of the path is kept as evidence, even where it settles nothing.
  return { ...found, crls: [...used.crls], responses: [...used.responses] }
}

function chainFinding(chain: readonly Certificate[], context: Context): Finding {
  let last: Finding = { status: 'good', source: 'none' }
  let isKnown = true
  for (let at = chain.length - 2; at >= 0; at--) {
    const certificate = chain[at]
    const issuer = chain[at + 1]
    if (!certificate || !issuer) return UNKNOWN
    last = findingOf(certificate, issuer, context)
    if (last.status === 'revoked') return last
    isKnown &&= last.status === 'good'
  }
  return isKnown ? last : UNKNOWN
}

/** Lists and responses together: whatever says revoked is believed, whatever the other says. */
function findingOf(certificate: Certificate, issuer: Certificate, outer: Context): Finding {
  if (outer.inProgress.has(certificate.sha256)) return UNKNOWN
  const context = { ...outer, inProgress: new Set(outer.inProgress).add(certificate.sha256) }
  const answered = ocspAnswer(certificate, issuer, {
    at: context.at,
    responses: context.ocsp,
    pool: context.pool,
    isUnrevoked: (responder) => findingOf(responder, issuer, context).status === 'good',
  })
  if (answered) context.used.responses.add(answered.response)
  const { revoked = null } = answered?.answer ?? {}
  if (revoked && isRevoked(revoked, context.at)) return { status: 'revoked', source: 'ocsp' }
  const status = listedStatus(certificate, issuer, context)
  if (status === 'revoked') return { status, source: 'crl' }
  // A revocation later than the instant: at the instant it was good.
  if (answered) return { status: 'good', source: 'ocsp' }
  return { status, source: status === 'good' ? 'crl' : 'none' }
}

/**
 * RFC 5280 §6.3.3 for one certificate. Of each signer the newest list of a scope speaks, and all are
 * heard: after a change of key some authorities list in each only what that key issued.
 */
function listedStatus(
  certificate: Certificate,
  issuer: Certificate,
  context: Context,
): Revocation['status'] {
  let covered = 0
  const heard = new Map<string, { readonly reasons: number; readonly since: Date }>()
  for (const point of [...pointsOf(certificate), implicitPoint(certificate)]) {
    for (const crl of listsFor(point, certificate, context)) {
      if (!isInScope(crl, point, certificate)) continue
      const signer = signerFor(crl, point, { certificate, issuer, context })
      if (!signer) continue
      const reasons = (point.reasons ?? ALL_REASONS) & (crl.scope?.reasons ?? ALL_REASONS)
      const before = heard.get(signer.sha256) ?? { reasons: 0, since: crl.thisUpdate }
      if ((reasons & ~before.reasons) === 0 && crl.thisUpdate < before.since) continue
      const said = ask(crl, { certificate, signer, context })
      if (said === 'revoked') return 'revoked'
      if (said === 'nothing') continue
      heard.set(signer.sha256, { reasons: before.reasons | reasons, since: crl.thisUpdate })
      covered |= reasons
    }
  }
  return (covered & ALL_REASONS) === ALL_REASONS ? 'good' : 'unknown'
}

/** The certificate whose key signed a list that speaks of another certificate. */
function signerFor(
  crl: Crl,
  point: DistributionPoint,
  {
    certificate,
    issuer,
    context,
  }: { certificate: Certificate; issuer: Certificate; context: Context },
): Certificate | null {
  const isOwn = isOwnLister(certificate, point, { crl, at: context.at })
  return isOwn ? certificate : signerOf(crl, issuer, context)
}

/** What one complete list, with its delta, says of a certificate. */
function ask(
  crl: Crl,
  {
    certificate,
    signer,
    context,
  }: { certificate: Certificate; signer: Certificate; context: Context },
): 'revoked' | 'not listed' | 'nothing' {
  const delta = deltaFor(crl, signer, context)
  const listed = isListed(certificate, { crl, delta, at: context.at })
  if (!listed && !isStillListed(certificate, crl)) return 'nothing'
  context.used.crls.add(crl)
  if (delta) context.used.crls.add(delta)
  return listed ? 'revoked' : 'not listed'
}

/** What a complete list and its delta say together. RFC 5280 §6.3.3 (i)–(k) */
function isListed(
  certificate: Certificate,
  { crl, delta, at }: { crl: Crl; delta: Crl | null; at: Date },
): boolean {
  const newer = delta ? entryOf(delta, certificate) : undefined
  if (newer) return newer.reason !== REASON.removeFromCRL && isRevoked(newer, at)
  const entry = entryOf(crl, certificate)
  return entry !== undefined && isRevoked(entry, at)
}

/** "A complete CRL lists all unexpired certificates": of one that had expired, silence proves nothing. RFC 5280 §5 */
function isStillListed(certificate: Certificate, crl: Crl): boolean {
  const since = crl.expiredSince
  return crl.thisUpdate <= certificate.notAfter || (since !== null && since <= certificate.notAfter)
}

/**
 * An issuer of lists whose certificate names itself as the one who lists it: its authority wanted
 * it so. Any other list cannot vouch for its own signer. RFC 5280 §4.2.1.13
 */
function isOwnLister(
  certificate: Certificate,
  point: DistributionPoint,
  { crl, at }: { crl: Crl; at: Date },
): boolean {
  const { key } = certificate.subject
  return (
    crl.issuer.key === key &&
    point.crlIssuer.some((issuer) => issuer.key === key) &&
    isListSignedBy(crl, certificate, at)
  )
}

function isRevoked(entry: Pick<Entry, 'date' | 'reason'>, at: Date): boolean {
  const compromised = entry.reason === REASON.keyCompromise || entry.reason === REASON.cACompromise
  return compromised || entry.date <= at
}

/** An authority that names itself as the lister, which RFC 5280 §4.2.1.13 forbids it, lists its own. */
function pointsOf({ extensions, issuer, subject }: Certificate): readonly DistributionPoint[] {
  if (subject.key === issuer.key) return extensions.distributionPoints
  return extensions.distributionPoints.map((point) =>
    point.crlIssuer.every((lister) => lister.key === issuer.key)
      ? { ...point, crlIssuer: [] }
      : point,
  )
}

/** "a distribution point with the DP name of the certificate issuer": for lists no DP names. RFC 5280 §6.3.3 */
function implicitPoint(certificate: Certificate): DistributionPoint {
  const fullName: GeneralName[] = [{ kind: 'directory', name: certificate.issuer }]
  return { fullName, relative: null, reasons: null, crlIssuer: [] }
}

/** Complete lists of the issuers that a distribution point allows, which serve at the instant. */
function listsFor(point: DistributionPoint, certificate: Certificate, context: Context): Crl[] {
  const issuers: readonly Name[] =
    point.crlIssuer.length > 0 ? point.crlIssuer : [certificate.issuer]
  return issuers.flatMap((issuer) =>
    context.crls(issuer.key).filter((crl) => crl.base === null && serves(crl, context.at)),
  )
}

function serves(crl: Crl, at: Date): boolean {
  return !crl.unknownCritical && crl.nextUpdate !== null && crl.nextUpdate >= at
}

/** RFC 5280 §6.3.3 (b) */
function isInScope(crl: Crl, point: DistributionPoint, certificate: Certificate): boolean {
  const { scope } = crl
  if (point.crlIssuer.length > 0 && !scope?.indirect) return false
  if (!scope) return true
  const ca = certificate.extensions.basicConstraints?.ca === true
  if (scope.only === 'attribute' || scope.only === (ca ? 'user' : 'ca')) return false
  const named = pointKeys(scope.point, crl.issuer)
  if (named.length === 0) return true
  const issuer = point.crlIssuer[0] ?? certificate.issuer
  const own = pointKeys(point, issuer)
  const wanted =
    own.length > 0
      ? own
      : point.crlIssuer.map((name) => generalNameKey({ kind: 'directory', name }))
  return wanted.some((key) => named.includes(key))
}

function pointKeys(
  point: Pick<DistributionPoint, 'fullName' | 'relative'>,
  issuer: Name,
): string[] {
  if (point.fullName) return point.fullName.map(generalNameKey)
  if (point.relative === null) return []
  return [`directory:${JSON.stringify([...issuer.rdnKeys, point.relative])}`]
}

/** The delta to use with a complete list: same scope, same signer. RFC 5280 §6.3.3 (c) */
function deltaFor(crl: Crl, signer: Certificate, context: Context): Crl | null {
  const { number } = crl
  if (number === null) return null
  const fits = (delta: Crl) =>
    delta.base !== null &&
    delta.base <= number &&
    (delta.number ?? -1n) >= number &&
    (delta.scope?.key ?? '') === (crl.scope?.key ?? '') &&
    serves(delta, context.at) &&
    isListSignedBy(delta, signer, context.at)
  return context.crls(crl.issuer.key).find(fits) ?? null
}

/** The certificate whose key signed the list: the issuer's, or another with a good path of its own. */
function signerOf(crl: Crl, issuer: Certificate, context: Context): Certificate | null {
  if (issuer.subject.key === crl.issuer.key && isListSignedBy(crl, issuer, context.at))
    return issuer
  if (context.inProgress.size > MAX_SIGNER_DEPTH) return null
  const { pool } = context
  const others = [...pool.anchors(crl.issuer.key), ...pool.candidates(crl.issuer.key)]
  return (
    others
      .filter((other) => other.sha256 !== issuer.sha256 && isListSignedBy(crl, other, context.at))
      .slice(0, MAX_SIGNERS)
      .find((other) => isGoodSigner(other, context)) ?? null
  )
}

/** RFC 5280 §6.3.3 (f): "The trust anchor for the certification path MUST be the same". */
function isGoodSigner(signer: Certificate, context: Context): boolean {
  for (const outcome of paths(signer, context.pool, context.at)) {
    if (outcome.status !== 'valid' || outcome.chain.at(-1)?.sha256 !== context.anchor.sha256)
      continue
    if (chainFinding(outcome.chain, context).status === 'good') return true
  }
  return false
}
