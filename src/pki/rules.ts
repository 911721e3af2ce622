/**
 * What the operators of this gateway say of single certificates: the one place where it is asked.
 *
 * In        the rules (message.ts), a certificate or a chain that is valid
 * Out       may a certificate stand on a path, may an anchor assert an RPPS, to which mail domains is a path limited
 * Refuses   within the value: certificate-denied, name-constraint
 *
 * Every path is climbed through a Pool, and every Pool has a `bars` made here (path.ts): so a denial holds for
 * signers, for who signs lists and answers of revocation, for recipients and for the white list alike. What trusts
 * a certificate without such a path (peers over TLS) asks `barOf` of it.
 *
 * A certificate is found by its SHA-256, and by that of its twin: of an ECDSA signature (r, s) anybody makes
 * another that verifies, (r, n - s), and with it the same certificate under another fingerprint.
 *
 * RFC 3279 §2.2.3 (ECDSA-Sig-Value) · SPEC §2
 */
import type { Code } from '../errors.ts'
import type { TrustRules } from '../message.ts'
import { parseAlgorithm } from './algorithms.ts'
import { type Certificate, sha256Of } from './certificate.ts'
import { DerError, integerOctets, parseDer, raw, sequence } from './der.ts'
import { signatureOctets } from './der-bits.ts'
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

/** A certificate by its octets: also one that only the runtime can read. */
type Octets = Pick<Certificate, 'der' | 'sha256'>

/** Nobody said anything of any certificate. */
export const NO_RULES: TrustRules = { rppsAnchors: null, domains: [], denied: [] }

/**
 * Why a certificate may stand on no path; null when it may. With `address`, on no path of a certificate that is to
 * serve for this mail address. SPEC §1, §2
 */
export function barOf(
  certificate: Octets,
  rules: TrustRules,
  address: string | null = null,
): Extract<Code, 'certificate-denied' | 'name-constraint'> | null {
  if (rules.denied.length > 0) {
    if (namesOf(certificate).some((name) => rules.denied.includes(name)))
      return 'certificate-denied'
  }
  if (address === null) return null
  return isWithinLimits(address, limitsOf([certificate], rules)) ? null : 'name-constraint'
}

/** May what ends at this anchor say an RPPS? */
export function believesRpps(anchor: Certificate | undefined, rules: TrustRules): boolean {
  if (rules.rppsAnchors === null) return true
  if (anchor === undefined) return false
  const names = valuesOf(anchor.subject, OID_COMMON_NAME)
  return rules.rppsAnchors.some((said) => {
    if (said === anchor.sha256 || names.includes(said)) return true
    return dnKey(said) === anchor.subject.key
  })
}

/** The mail domains of each limited certificate of a path; none: the path is not limited. */
export function limitsOf(
  chain: readonly Octets[],
  rules: TrustRules,
): readonly (readonly string[])[] {
  if (rules.domains.length === 0) return []
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

const twins = new WeakMap<Octets, readonly string[]>()

/** The SHA-256 of a certificate and of its twins. */
function namesOf(certificate: Octets): readonly string[] {
  const known = twins.get(certificate)
  if (known !== undefined) return known
  const names = [certificate.sha256, ...twinsOf(certificate).map(sha256Of)]
  twins.set(certificate, names)
  return names
}

function twinsOf({ der: octets }: Octets): Buffer[] {
  try {
    const [tbs, outer, bits] = sequence(parseDer(octets))
    if (!tbs || !outer || !parseAlgorithm(outer).oid.startsWith(ECDSA)) return []
    const [r, s] = sequence(parseDer(signatureOctets(bits)))
    if (!r || !s) return []
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
