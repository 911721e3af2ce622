/**
 * An X.509 certificate as plain values.
 *
 * In        DER octets, untrusted
 * Out       Certificate; its addresses and RPPS as the certificate itself tells them
 * Refuses   by throwing DerError: what is not a certificate, two signature algorithms that differ
 *
 * RFC 5280 §4.1 · RFC 8550 §3 (addresses) · RFC 9598 §3 · IGC-Santé (subject `CN=8`+RPPS in a multi-valued RDN)
 */
import { hash, type KeyObject } from 'node:crypto'

import type { Rpps, Sha256 } from '../domain/correspondant.ts'
import { comparableMailbox, isAscii } from '../kit/mailbox.ts'
import { type AlgorithmId, parseAlgorithm } from './algorithms.ts'
import {
  children,
  type Der,
  DerError,
  integerOctets,
  parseDer,
  raw,
  sequence,
  smallInteger,
  time,
} from './der.ts'
import { signatureOctets } from './der-bits.ts'
import { type Extensions, parseExtensions } from './extensions.ts'
import { type Name, OID_COMMON_NAME, OID_EMAIL, parseName, valuesOf } from './name.ts'
import { publicKeyFrom } from './public-key.ts'

export interface Certificate {
  readonly der: Buffer
  readonly sha256: Sha256
  /** 1, 2 or 3. */
  readonly version: number
  /** Content octets of the INTEGER, hexadecimal. */
  readonly serial: string
  readonly issuer: Name
  readonly subject: Name
  readonly notBefore: Date
  readonly notAfter: Date
  /** SubjectPublicKeyInfo, DER. */
  readonly spki: Buffer
  readonly tbs: Buffer
  readonly algorithm: AlgorithmId
  readonly signature: Buffer
  readonly extensions: Extensions
}

/** Parses a certificate; refuses by throwing DerError. */
export function parseCertificate(der: Buffer, sha256: Sha256 = sha256Of(der)): Certificate {
  const [tbs, outer, signature, ...more] = sequence(parseDer(der))
  const fields = sequence(tbs)
  const versioned = fields[0]?.tag === 0xa0
  const version = versioned ? explicitVersion(fields[0]) : 1
  const [serial, algorithm, issuer, validity, subject, spki, ...rest] = fields.slice(
    versioned ? 1 : 0,
  )
  if (!tbs || !outer || !algorithm || !issuer || !subject || !spki || more.length > 0) {
    throw new DerError('certificate fields')
  }
  // RFC 5280 §4.1.1.2: "This field MUST contain the same algorithm identifier as the signature field"
  if (!raw(outer).equals(raw(algorithm))) throw new DerError('signature algorithms differ')
  const [notBefore, notAfter] = sequence(validity)
  if (!isInOrder(rest, version)) throw new DerError('certificate fields')
  const extensions = rest.find((field) => field.tag === EXTENSIONS)
  return {
    der,
    sha256,
    version,
    serial: integerOctets(serial).toString('hex'),
    issuer: parseName(issuer),
    subject: parseName(subject),
    notBefore: time(notBefore),
    notAfter: time(notAfter),
    spki: raw(spki),
    tbs: raw(tbs),
    algorithm: parseAlgorithm(outer),
    signature: signatureOctets(signature),
    extensions: parseExtensions(extensions ? (children(extensions)[0] ?? null) : null),
  }
}

const EXTENSIONS = 0xa3
/** issuerUniqueID, subjectUniqueID, extensions. */
const LAST_FIELDS = [0x81, 0x82, EXTENSIONS]

/** RFC 5280 §4.1.2.8, §4.1.2.9: unique identifiers from version 2 on, extensions in version 3 only. */
function isInOrder(rest: readonly Der[], version: number): boolean {
  const allowed = LAST_FIELDS.slice(0, [0, 2, 3][version - 1])
  const places = rest.map((field) => allowed.indexOf(field.tag))
  return places.every((place, at) => place >= 0 && place > (places[at - 1] ?? -1))
}

const keys = new WeakMap<Certificate, KeyObject | null>()

/** The public key; null when this machine cannot use it. */
export function publicKeyOf(certificate: Certificate): KeyObject | null {
  const known = keys.get(certificate)
  if (known !== undefined) return known
  const key = publicKeyFrom(certificate.spki)
  keys.set(certificate, key)
  return key
}

/**
 * Addresses of the certificate in the form that is compared: rfc822Name, SmtpUTF8Mailbox, then emailAddress
 * of the subject. IA5String is ASCII, and a mailbox in UTF-8 has a local part that is not (RFC 9598 §3): what is
 * written in the wrong form names nobody, as others would not hold it to the constraints of its form.
 */
export function emailsOf(certificate: Certificate): string[] {
  const alternative = certificate.extensions.subjectAltName.flatMap((name) => {
    if (name.kind === 'email') return isAscii(name.value) ? [name.value] : []
    return name.kind === 'smtpUtf8' && hasUtf8Local(name.value) ? [name.value] : []
  })
  const all = [...alternative, ...valuesOf(certificate.subject, OID_EMAIL).filter(isAscii)]
  return [...new Set(all.map(comparableMailbox))]
}

function hasUtf8Local(mailbox: string): boolean {
  return !isAscii(mailbox.slice(0, mailbox.lastIndexOf('@')))
}

/** The RPPS of `CN=8<RPPS>`; null for anything else than one such name. */
export function rppsOf(certificate: Certificate): Rpps | null {
  const found = valuesOf(certificate.subject, OID_COMMON_NAME)
    .map((name) => /^8(\d{11})$/.exec(name)?.[1])
    .filter((rpps) => rpps !== undefined)
  return found.length === 1 ? (found[0] as Rpps) : null
}

/** Are issuer and subject the same name? RFC 5280 §6.1 */
export function isSelfIssued(certificate: Certificate): boolean {
  return certificate.issuer.key === certificate.subject.key
}

/** SHA-256, lower-case hexadecimal. */
export function sha256Of(bytes: Buffer): Sha256 {
  return hash('sha256', bytes, 'hex') as Sha256
}

function explicitVersion(node: Der | undefined): number {
  const value = node ? children(node)[0] : undefined
  const version = value ? smallInteger(value) + 1 : 0
  if (version < 1 || version > 3) throw new DerError('certificate version')
  return version
}

/** Product category 8x: a card or a certificate for tests. */
export function isTestCertificate({ extensions: { produit } }: Certificate): boolean {
  return produit !== null && (produit & 0xf0) === 0x80
}
