/**
 * Whom an OCSP response may come from, and what it then says of a certificate at an instant.
 *
 * In    a certificate, its issuer, the responses held
 * Out   good or revoked, with the response that says so; null when none can be believed
 *
 * Believed is the issuer itself, or a responder to whom the same key of the issuer gave id-kp-OCSPSigning,
 * and who is not revoked: either his certificate says that nobody need ask (id-pkix-ocsp-nocheck), or
 * `isUnrevoked` answers. RFC 6960 §3.2, §4.2.2.2
 */
import { isSignedBy, schemeOf } from './algorithms.ts'
import { type Certificate, parseCertificate, publicKeyOf } from './certificate.ts'
import { DerError } from './der.ts'
import { KEY_USAGE } from './extensions.ts'
import { type Answer, isAbout, isNamedResponder, type OcspResponse, servesUntil } from './ocsp.ts'
import { issueProblem, type Pool } from './path.ts'

export interface OcspParts {
  /** Responses with an answer for a serial number, newest first. */
  responses(serial: string): readonly OcspResponse[]
  /** Other certificates that may be a responder's, and what the operators say of any. */
  readonly pool: Pick<Pool, 'candidates' | 'keyed' | 'bars'>
  /** Is a responder known not to be revoked? */
  isUnrevoked(responder: Certificate, issuer: Certificate): boolean
  readonly at: Date
}

export interface OcspStatus {
  readonly response: OcspResponse
  readonly answer: Answer
}

const OCSP_SIGNING = '1.3.6.1.5.5.7.3.9'

/** The newest answer about a certificate that serves at the instant and can be believed. */
export function ocspAnswer(
  certificate: Certificate,
  issuer: Certificate,
  parts: OcspParts,
): OcspStatus | null {
  for (const response of parts.responses(certificate.serial)) {
    const answer = response.answers.find((one) => isAbout(one, certificate, issuer))
    if (!answer || answer.status === 'unknown' || servesUntil(answer) < parts.at) continue
    // Of a certificate that had expired, "good" may only mean forgotten: as for lists.
    if (answer.status === 'good' && answer.thisUpdate > certificate.notAfter) continue
    if (isBelieved(response, issuer, parts)) return { response, answer }
  }
  return null
}

function isBelieved(response: OcspResponse, issuer: Certificate, parts: OcspParts): boolean {
  // What the operators bar says nothing, and nobody speaks in its name.
  if (parts.pool.bars(issuer) !== null) return false
  if (isNamedResponder(response, issuer) && isResponseSignedBy(response, issuer, parts.at)) {
    return true
  }
  return respondersOf(response, parts).some(
    (responder) =>
      isNamedResponder(response, responder) &&
      parts.pool.bars(responder) === null &&
      isDelegated(responder, issuer, { response, at: parts.at }) &&
      isResponseSignedBy(response, responder, parts.at) &&
      (responder.extensions.ocspNoCheck || parts.isUnrevoked(responder, issuer)),
  )
}

/** "This certificate MUST be issued directly by the CA that is identified in the request." RFC 6960 §4.2.2.2 */
function isDelegated(
  responder: Certificate,
  issuer: Certificate,
  { response, at }: { response: OcspResponse; at: Date },
): boolean {
  const { extKeyUsage, keyUsage, unknownCritical } = responder.extensions
  if (!extKeyUsage?.includes(OCSP_SIGNING) || unknownCritical.length > 0) return false
  const mask = KEY_USAGE.digitalSignature | KEY_USAGE.nonRepudiation
  if (keyUsage !== null && (keyUsage & mask) === 0) return false
  // Answers given after the instant of judgement may come from a responder who is younger than it.
  const when = response.producedAt > at ? response.producedAt : at
  if (when < responder.notBefore || when > responder.notAfter) return false
  return responder.issuer.key === issuer.subject.key && issueProblem(responder, issuer, at) === null
}

function respondersOf(response: OcspResponse, parts: OcspParts): readonly Certificate[] {
  const carried = carriedBy(response)
  const { responder } = response
  return 'name' in responder
    ? [...carried, ...parts.pool.candidates(responder.name.key)]
    : [...carried, ...(parts.pool.keyed?.(responder.keyHash.toString('hex')) ?? [])]
}

const carried = new WeakMap<OcspResponse, readonly Certificate[]>()

function carriedBy(response: OcspResponse): readonly Certificate[] {
  const known = carried.get(response)
  if (known) return known
  const parsed = response.certificates.flatMap((der) => {
    try {
      return [parseCertificate(der)]
    } catch (error) {
      // A certificate that does not parse is as good as absent.
      if (error instanceof DerError) return []
      throw error
    }
  })
  carried.set(response, parsed)
  return parsed
}

const signatures = new WeakMap<OcspResponse, WeakMap<Certificate, boolean>>()

function isResponseSignedBy(response: OcspResponse, signer: Certificate, at: Date): boolean {
  const known = signatures.get(response) ?? new WeakMap()
  signatures.set(response, known)
  const before = known.get(signer)
  if (before !== undefined) return before
  const key = publicKeyOf(signer)
  const scheme = key ? schemeOf(response.algorithm, key, { digest: null, at }) : null
  const verified =
    key !== null &&
    scheme !== null &&
    !('code' in scheme) &&
    isSignedBy(scheme, key, { data: response.tbs, signature: response.signature })
  known.set(signer, verified)
  return verified
}
