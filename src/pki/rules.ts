/**
 * What the operators of this gateway say of single certificates, asked of a path.
 *
 * In        the rules (message.ts), a certificate or a chain that is valid
 * Out       is a certificate denied, may an anchor assert an RPPS, to which mail domains is a path limited
 * Refuses   nothing
 *
 * A certificate is found by its SHA-256, and by that of its twin: of an ECDSA signature (r, s) anybody makes
 * another that verifies, (r, n - s), and with it the same certificate under another fingerprint.
 *
 * RFC 3279 §2.2.3 (ECDSA-Sig-Value) · SPEC §2
 */
import type { TrustRules } from '../message.ts'
import { type Certificate, sha256Of } from './certificate.ts'
import { DerError, integerOctets, parseDer, raw, sequence } from './der.ts'
import * as der from './der-writer.ts'
import { dnKey } from './dn-text.ts'
import { OID_COMMON_NAME, valuesOf } from './name.ts'

const ECDSA = '1.2.840.10045.4.3.'
/** Orders of the base points of P-256, P-384 and P-521. */
const ORDERS = [
  0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n,
  0xffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973n,
  0x01fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffa51868783bf2f966b7fcc0148f709a5d03bb5c9b8899c47aebb6fb71e91386409n,
]

/** Is this certificate denied? */
export function isDenied(certificate: Certificate, rules: TrustRules | undefined): boolean {
  if (rules === undefined || rules.denied.length === 0) return false
  return namesOf(certificate).some((name) => rules.denied.includes(name))
}

/** May what ends at this anchor say an RPPS? */
export function believesRpps(anchor: Certificate | undefined, rules?: TrustRules): boolean {
  if (rules === undefined || rules.rppsAnchors === null) return true
  if (anchor === undefined) return false
  const names = valuesOf(anchor.subject, OID_COMMON_NAME)
  return rules.rppsAnchors.some((said) => {
    if (said === anchor.sha256 || names.includes(said)) return true
    return dnKey(said) === anchor.subject.key
  })
}

/** The mail domains of each limited certificate of a path; none: the path is not limited. */
export function limitsOf(
  chain: readonly Certificate[],
  rules: TrustRules | undefined,
): readonly (readonly string[])[] {
  if (rules === undefined || rules.domains.length === 0) return []
  const limits = chain.map((certificate) => {
    const names = namesOf(certificate)
    return rules.domains.flatMap(({ sha256, domain }) => (names.includes(sha256) ? [domain] : []))
  })
  return limits.filter((domains) => domains.length > 0)
}

/** Is an address of one of the domains of every limit, or of what is below it? */
export function isWithinLimits(address: string, limits: readonly (readonly string[])[]): boolean {
  const own = address.slice(address.lastIndexOf('@') + 1).toLowerCase()
  return limits.every((domains) =>
    domains.some((domain) => own === domain || own.endsWith(`.${domain}`)),
  )
}

const twins = new WeakMap<Certificate, readonly string[]>()

/** The SHA-256 of a certificate and of its twins. */
function namesOf(certificate: Certificate): readonly string[] {
  const known = twins.get(certificate)
  if (known !== undefined) return known
  const names = [certificate.sha256, ...twinsOf(certificate).map(sha256Of)]
  twins.set(certificate, names)
  return names
}

function twinsOf({ der: octets, algorithm, signature }: Certificate): Buffer[] {
  if (!algorithm.oid.startsWith(ECDSA)) return []
  try {
    const [tbs, outer] = sequence(parseDer(octets))
    const [r, s] = sequence(parseDer(signature))
    if (!tbs || !outer || !r || !s) return []
    const value = BigInt(`0x${integerOctets(s).toString('hex')}`)
    return ORDERS.filter((order) => value > 0n && value < order).map((order) => {
      const twin = der.sequence(raw(r), der.integer(magnitude(order - value)))
      return der.sequence(raw(tbs), raw(outer), der.bits(twin))
    })
  } catch (error) {
    // No signature of this form: it verifies under no twin either.
    if (error instanceof DerError) return []
    throw error
  }
}

function magnitude(value: bigint): Buffer {
  const hex = value.toString(16)
  return Buffer.from(hex.padStart(hex.length + (hex.length % 2), '0'), 'hex')
}
