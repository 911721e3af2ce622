/**
 * A certificate revocation list as plain values.
 *
 * In        DER octets
 * Out       Crl: its scope, its numbers, its entries by issuer and serial number
 * Refuses   by throwing DerError: what is not a CRL
 *
 * RFC 5280 §5
 */
import type { Sha256 } from '../domain/correspondant.ts'
import { type AlgorithmId, parseAlgorithm } from './algorithms.ts'
import { type Certificate, sha256Of } from './certificate.ts'
import {
  boolean,
  children,
  content,
  type Der,
  DerError,
  integerOctets,
  parseDer,
  raw,
  sequence,
  TAG,
  time,
} from './der.ts'
import { bitFlags, signatureOctets } from './der-bits.ts'
import { distributionPointName } from './extension-readers.ts'
import { type DistributionPoint, eachExtension } from './extensions.ts'
import { type Name, parseGeneralNames, parseName } from './name.ts'

/** IssuingDistributionPoint. RFC 5280 §5.2.5 */
export interface Scope {
  readonly point: Pick<DistributionPoint, 'fullName' | 'relative'>
  readonly only: 'user' | 'ca' | 'attribute' | 'all'
  readonly reasons: number | null
  readonly indirect: boolean
  /** Equal texts are equal scopes. */
  readonly key: string
}

export interface Entry {
  readonly date: Date
  /** CRLReason; 0 when absent. */
  readonly reason: number
}

export interface Crl {
  readonly der: Buffer
  readonly sha256: Sha256
  readonly issuer: Name
  readonly thisUpdate: Date
  readonly nextUpdate: Date | null
  readonly number: bigint | null
  /** Number of the complete CRL that a delta adds to; null: this one is complete. */
  readonly base: bigint | null
  readonly scope: Scope | null
  /** Certificates that expired since then are still listed; null: the list drops them. */
  readonly expiredSince: Date | null
  /** A critical extension, here or in an entry, that we do not know: the list cannot be used. */
  readonly unknownCritical: boolean
  readonly entries: ReadonlyMap<string, Entry>
  readonly tbs: Buffer
  readonly algorithm: AlgorithmId
  readonly signature: Buffer
}

/** authorityKeyIdentifier, freshestCRL: read for nothing, harmless when critical. */
const HARMLESS = new Set(['2.5.29.35', '2.5.29.46'])
const MAX_CRL_NODES = 20_000_000

export const REASON = { keyCompromise: 1, cACompromise: 2, removeFromCRL: 8 } as const

/** Parses a CRL; refuses by throwing DerError. */
export function parseCrl(der: Buffer): Crl {
  const root = parseDer(der, { rules: 'der', maxNodes: MAX_CRL_NODES })
  const [tbs, algorithm, signature] = sequence(root)
  const fields = sequence(tbs)
  const [inner, issuerField, thisUpdate, ...rest] = fields.slice(
    fields[0]?.tag === TAG.integer ? 1 : 0,
  )
  if (!tbs || !issuerField || !inner || !algorithm) throw new DerError('CRL fields')
  if (!raw(inner).equals(raw(algorithm))) throw new DerError('signature algorithms differ')
  const nextField =
    rest[0]?.tag === TAG.utcTime || rest[0]?.tag === TAG.generalizedTime ? rest[0] : null
  const revoked = rest.find((field) => field.tag === TAG.sequence)
  const extensions = rest.find((field) => field.tag === 0xa0)
  const issuer = parseName(issuerField)
  const own = listExtensions(extensions ? children(extensions)[0] : undefined)
  const listed = revoked
    ? entriesOf(revoked, issuer)
    : { entries: new Map<string, Entry>(), unknown: false, foreign: false }
  return {
    der,
    sha256: sha256Of(der),
    issuer,
    thisUpdate: time(thisUpdate),
    nextUpdate: nextField ? time(nextField) : null,
    number: own.number,
    base: own.base,
    scope: own.scope,
    expiredSince: own.expiredSince,
    unknownCritical: own.unknown || listed.unknown || (listed.foreign && !own.scope?.indirect),
    entries: listed.entries,
    tbs: raw(tbs),
    algorithm: parseAlgorithm(algorithm),
    signature: signatureOctets(signature),
  }
}

/** The entry of a certificate, if it is listed. */
export function entryOf(crl: Crl, certificate: Certificate): Entry | undefined {
  return crl.entries.get(entryKey(certificate.issuer, certificate.serial))
}

function entryKey(issuer: Name, serial: string): string {
  return `${serial} ${issuer.key}`
}

function entriesOf(revoked: Der, crlIssuer: Name) {
  const entries = new Map<string, Entry>()
  let issuer = crlIssuer
  let unknown = false
  let foreign = false
  for (const item of children(revoked)) {
    const [serial, date, extensions] = sequence(item)
    let reason = 0
    for (const { type, critical, value } of extensions ? eachExtension(extensions) : []) {
      if (type === '2.5.29.21') reason = content(parseDer(value)).at(0) ?? 0
      else if (type === '2.5.29.29') {
        // RFC 5280 §5.3.3: the certificate issuer holds for the entries that follow as well
        const name = parseGeneralNames(parseDer(value)).find((n) => n.kind === 'directory')
        if (name?.kind === 'directory') issuer = name.name
        foreign ||= issuer.key !== crlIssuer.key
      } else if (critical && type !== '2.5.29.24' && type !== '2.5.29.23') unknown = true
    }
    const key = entryKey(issuer, integerOctets(serial).toString('hex'))
    const entry = { date: time(date), reason }
    const before = entries.get(key)
    if (before === undefined || isGraver(entry, before)) entries.set(key, entry)
  }
  return { entries, unknown, foreign }
}

/** A certificate listed twice is revoked as early, and as gravely, as either entry says. */
function isGraver(entry: Entry, before: Entry): boolean {
  const isCompromise = ({ reason }: Entry) =>
    reason === REASON.keyCompromise || reason === REASON.cACompromise
  if (isCompromise(entry) !== isCompromise(before)) return isCompromise(entry)
  if (before.reason === REASON.removeFromCRL) return true
  return entry.reason !== REASON.removeFromCRL && entry.date < before.date
}

function listExtensions(node: Der | undefined) {
  let number: bigint | null = null
  let base: bigint | null = null
  let scope: Scope | null = null
  let expiredSince: Date | null = null
  let unknown = false
  for (const { type, critical, value } of node ? eachExtension(node) : []) {
    if (type === '2.5.29.20') number = bigInteger(value)
    else if (type === '2.5.29.27') base = bigInteger(value)
    else if (type === '2.5.29.28') {
      scope = scopeOf(value)
      unknown ||= scope === null
    } else if (type === '2.5.29.60') expiredSince = time(parseDer(value))
    else if (critical && !HARMLESS.has(type)) unknown = true
  }
  return { number, base, scope, expiredSince, unknown }
}

function bigInteger(value: Buffer): bigint {
  return BigInt(`0x${integerOctets(parseDer(value)).toString('hex')}`)
}

/** Null for two kinds of certificate at once: "at most one" may be asserted. RFC 5280 §5.2.5 */
function scopeOf(value: Buffer): Scope | null {
  const parts = children(parseDer(value))
  const field = (tag: number) => parts.find((part) => part.tag === tag)
  const flag = (tag: number) => {
    const part = field(tag)
    return part ? boolean(part) : false
  }
  const reasons = field(0x83)
  if ([0x81, 0x82, 0x85].filter(flag).length > 1) return null
  const only = flag(0x81) ? 'user' : flag(0x82) ? 'ca' : flag(0x85) ? 'attribute' : 'all'
  return {
    point: distributionPointName(field(0xa0)),
    only,
    reasons: reasons ? bitFlags(content(reasons)) : null,
    indirect: flag(0x84),
    key: value.toString('hex'),
  }
}
