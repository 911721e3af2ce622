/**
 * An OCSP response as plain values.
 *
 * In        DER octets of an OCSPResponse, untrusted
 * Out       OcspResponse: who answers, and what he says of each certificate; nothing is verified here
 * Refuses   by throwing DerError: what is no basic response, or holds more than 1 000 answers
 *
 * RFC 6960 §4.1.1, §4.2.1 · RFC 5940 §2.1
 */
import { createHash } from 'node:crypto'

import type { Sha256 } from '../domain/correspondant.ts'
import { type AlgorithmId, parseAlgorithm } from './algorithms.ts'
import { type Certificate, sha256Of } from './certificate.ts'
import {
  children,
  content,
  type Der,
  DerError,
  expect,
  integerOctets,
  octets,
  oid,
  parseDer,
  raw,
  sequence,
  TAG,
  time,
} from './der.ts'
import { bitOctets, signatureOctets } from './der-bits.ts'
import { eachExtension } from './extensions.ts'
import { type Name, parseName } from './name.ts'

/** What is said of one certificate. */
export interface Answer {
  readonly hash: 'sha1' | 'sha256'
  readonly nameHash: Buffer
  readonly keyHash: Buffer
  readonly serial: string
  readonly status: 'good' | 'revoked' | 'unknown'
  /** When and why it was revoked; null unless it was. CRLReason, 0 when absent. */
  readonly revoked: { readonly date: Date; readonly reason: number } | null
  readonly thisUpdate: Date
  readonly nextUpdate: Date | null
}

export interface OcspResponse {
  readonly der: Buffer
  readonly sha256: Sha256
  readonly responder: { readonly name: Name } | { readonly keyHash: Buffer }
  readonly producedAt: Date
  readonly answers: readonly Answer[]
  /** Certificates that came with it: candidates only. */
  readonly certificates: readonly Buffer[]
  readonly tbs: Buffer
  readonly algorithm: AlgorithmId
  readonly signature: Buffer
}

const BASIC = '1.3.6.1.5.5.7.48.1.1'
const RESPONSE_IN_CMS = '1.3.6.1.5.5.7.16.2'
const HASHES: { readonly [id: string]: Answer['hash'] } = {
  '1.3.14.3.2.26': 'sha1',
  '2.16.840.1.101.3.4.2.1': 'sha256',
}
const MAX_ANSWERS = 1_000
const MAX_CERTIFICATES = 10
const UNBOUNDED_ANSWER_MS = 86_400_000

/** OCSPResponseStatus: 0 when there is an answer; refuses by throwing DerError. RFC 6960 §4.2.1 */
export function responseStatus(bytes: Buffer): number {
  const [status] = sequence(parseDer(bytes))
  return content(expect(status, TAG.enumerated)).at(0) ?? 0
}

/** Parses an OCSPResponse; refuses by throwing DerError what is not a successful basic one. */
export function parseOcsp(bytes: Buffer): OcspResponse {
  if (responseStatus(bytes) !== 0) throw new DerError('no answer')
  const [, wrapped] = sequence(parseDer(bytes))
  const [type, inner] = sequence(children(expect(wrapped, 0xa0))[0])
  if (oid(type) !== BASIC) throw new DerError('not a basic response')
  const [data, algorithm, signature, bundle] = sequence(parseDer(octets(inner)))
  if (!data) throw new DerError('no response data')
  const certificates = bundle ? sequence(children(expect(bundle, 0xa0))[0]) : []
  const fields = sequence(data)
  const [responder, producedAt, list, extensions] = fields.slice(fields[0]?.tag === 0xa0 ? 1 : 0)
  const answers = sequence(list)
  if (answers.length > MAX_ANSWERS) throw new DerError('too many answers')
  if (extensions && isCritical(extensions)) throw new DerError('unknown critical extension')
  return {
    der: bytes,
    sha256: sha256Of(bytes),
    responder: responderOf(responder),
    producedAt: time(producedAt),
    answers: answers.flatMap(answerOf),
    certificates: certificates.slice(0, MAX_CERTIFICATES).map(raw),
    tbs: raw(data),
    algorithm: parseAlgorithm(algorithm),
    signature: signatureOctets(signature),
  }
}

/** The OCSPResponse of an OtherRevocationInfoFormat `[1]`; null for another format. RFC 5940 §2.1 */
export function responseInside(node: Der): Buffer | null {
  const [format, info] = children(node)
  return info && oid(format) === RESPONSE_IN_CMS ? raw(info) : null
}

function responderOf(node: Der | undefined): OcspResponse['responder'] {
  const choice = node && (node.tag === 0xa1 || node.tag === 0xa2) ? children(node)[0] : undefined
  if (!node || !choice) throw new DerError('no responder')
  return node.tag === 0xa1 ? { name: parseName(choice) } : { keyHash: octets(choice) }
}

/** None for a hash we do not know, or an extension that would change what is said. */
function answerOf(node: Der): Answer[] {
  const [id, status, thisUpdate, ...rest] = sequence(node)
  const [algorithm, nameHash, keyHash, serial] = sequence(id)
  const hash = HASHES[parseAlgorithm(algorithm).oid]
  const next = rest.find((field) => field.tag === 0xa0)
  const extensions = rest.find((field) => field.tag === 0xa1)
  if (!hash || (extensions && isCritical(extensions))) return []
  return [
    {
      hash,
      nameHash: octets(nameHash),
      keyHash: octets(keyHash),
      serial: integerOctets(serial).toString('hex'),
      ...statusOf(status),
      thisUpdate: time(thisUpdate),
      nextUpdate: next ? time(children(next)[0]) : null,
    },
  ]
}

function statusOf(node: Der | undefined): Pick<Answer, 'status' | 'revoked'> {
  if (node?.tag === 0x80) return { status: 'good', revoked: null }
  if (node?.tag === 0x82) return { status: 'unknown', revoked: null }
  const [date, wrapped] = children(expect(node, 0xa1))
  const reason = wrapped ? children(expect(wrapped, 0xa0))[0] : undefined
  const code = reason ? (content(expect(reason, TAG.enumerated)).at(0) ?? 0) : 0
  return { status: 'revoked', revoked: { date: time(date), reason: code } }
}

function isCritical(wrapped: Der): boolean {
  const list = children(wrapped)[0]
  return list !== undefined && eachExtension(list).some(({ critical }) => critical)
}

/**
 * Until when an answer serves. "If nextUpdate is not set, the responder is indicating that newer revocation
 * information is available all the time" (RFC 6960 §4.2.2.1): a day after what it says was true, it says nothing more.
 */
export function servesUntil({ thisUpdate, nextUpdate }: Answer): Date {
  return nextUpdate ?? new Date(thisUpdate.getTime() + UNBOUNDED_ANSWER_MS)
}

/** Does an answer speak of this certificate of this issuer? RFC 6960 §4.1.1 (CertID) */
export function isAbout(answer: Answer, certificate: Certificate, issuer: Certificate): boolean {
  const digest = (bytes: Buffer) => createHash(answer.hash).update(bytes).digest()
  return (
    answer.serial === certificate.serial &&
    answer.nameHash.equals(digest(certificate.issuer.der)) &&
    answer.keyHash.equals(digest(keyOctets(issuer)))
  )
}

/** Is this certificate the one that the response names as its responder? */
export function isNamedResponder({ responder }: OcspResponse, certificate: Certificate): boolean {
  if ('name' in responder) return responder.name.key === certificate.subject.key
  return responder.keyHash.toString('hex') === keyHashOf(certificate)
}

/** "SHA-1 hash of responder's public key", hexadecimal. RFC 6960 §4.2.1 (KeyHash) */
export function keyHashOf(certificate: Certificate): string {
  return createHash('sha1').update(keyOctets(certificate)).digest('hex')
}

/** "excluding tag, length, and number of unused bits". RFC 6960 §4.1.1 */
export function keyOctets({ spki }: Certificate): Buffer {
  return bitOctets(sequence(parseDer(spki))[1])
}
