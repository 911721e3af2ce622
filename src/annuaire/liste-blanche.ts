/**
 * The operators' white list: believed only once its signature, its signer and its path are.
 *
 * In    the XML file, the trust of now, the signer who is expected
 * Out   the instant of the list and, for each domain, the distinguished names of its operators
 * Refuses   liste-illisible, liste-signature, liste-signataire, and the codes of a path and of revocation
 *
 * What is read is the tree whose canonical octets were verified, never the file a second time; whatever is
 * not the one form of signature that the list has is refused, so nothing can be signed beside it.
 *
 * XML Signature §3.2 (validation), §6.6.4 · RFC 5280 §6 · SPEC §9
 */
import { createHash, verify } from 'node:crypto'

import { type Refusal, refusal } from '../errors.ts'
import { asciiDomain } from '../kit/mailbox.ts'
import { keyProblem } from '../pki/algorithms.ts'
import { type Certificate, parseCertificate, publicKeyOf } from '../pki/certificate.ts'
import { DerError } from '../pki/der.ts'
import { dnKey } from '../pki/dn-text.ts'
import { KEY_USAGE } from '../pki/extensions.ts'
import { nameText, OID_COMMON_NAME, valuesOf } from '../pki/name.ts'
import { findPath } from '../pki/path.ts'
import { judgeRevocation } from '../pki/revocation.ts'
import type { Trust } from '../pki/trust.ts'
import { canonical } from './c14n.ts'
import { elementsOf, readXml, textOf, type XmlElement, XmlError } from './xml.ts'

const LISTE = 'https://listeblanche.mssante.fr/schema'
const DSIG = 'http://www.w3.org/2000/09/xmldsig#'
const EXCLUSIVE = 'http://www.w3.org/2001/10/xml-exc-c14n#'
const ENVELOPED = `${DSIG}enveloped-signature`
const RSA_SHA256 = 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256'
const SHA256 = 'http://www.w3.org/2001/04/xmlenc#sha256'

/** A white list that was verified. */
export interface ListeBlanche {
  readonly genereeLe: Date
  /** RFC 4514 text of the signer's subject. */
  readonly signataire: string
  /** Of the file, hexadecimal. */
  readonly sha256: string
  /** For each domain (lower case, ASCII) the names of its operators' certificates, RFC 4514. */
  readonly domaines: ReadonlyMap<string, readonly string[]>
  /** Entries whose domain or name could not be read. */
  readonly ecartees: number
}

export interface ListeParts {
  readonly trust: Trust
  /** A common name, or a whole distinguished name; null: whoever the trust folder vouches for. */
  readonly signataire: string | null
  readonly revocationInconnue: 'refuse' | 'quarantine' | 'accept-flagged'
  readonly at: Date
}

/** Does this file begin as a white list does? */
export function isListeBlanche(start: Buffer): boolean {
  return /^(?:\ufeff)?\s*<(?:\?xml|!--|[\w:]*ListeBlancheMSSante)/.test(start.toString('utf8'))
}

/** Reads and verifies a white list. */
export function readListeBlanche(file: Buffer, parts: ListeParts): ListeBlanche | Refusal {
  try {
    const root = readXml(file)
    if (root.namespace !== LISTE || root.local !== 'ListeBlancheMSSante') {
      return refusal('liste-illisible', { reason: 'root' })
    }
    const signer = signerOf(root)
    if (typeof signer === 'string') return refusal('liste-signature', { reason: signer })
    return problemOf(signer, parts) ?? listeOf(root, signer, file)
  } catch (error) {
    if (error instanceof XmlError) return refusal('liste-illisible', { reason: error.message })
    if (error instanceof DerError) return refusal('liste-signature', { reason: 'certificate' })
    throw error
  }
}

/** The certificate whose key signed the whole list; else what is wrong with the signature. */
function signerOf(root: XmlElement): Certificate | string {
  const signature = elementsOf(root).at(-1)
  if (signature === undefined || !isDsig(signature, 'Signature')) return 'absent'
  if (elementsOf(root).filter((each) => isDsig(each, 'Signature')).length > 1) return 'several'
  const [info, value, keyInfo, ...others] = elementsOf(signature)
  if (!isDsig(info, 'SignedInfo') || !isDsig(value, 'SignatureValue')) return 'form'
  if (!isDsig(keyInfo, 'KeyInfo') || others.length > 0) return 'form'
  const digest = digestOf(info)
  if (digest === null) return 'form'
  const found = createHash('sha256').update(canonical(root, signature)).digest()
  if (!found.equals(digest)) return 'digest'
  const certificate = certificateIn(keyInfo)
  if (certificate === null) return 'certificate'
  const key = publicKeyOf(certificate)
  if (key?.asymmetricKeyType !== 'rsa' || keyProblem(key) !== null) return 'key'
  return verify('sha256', canonical(info), key, octets(value)) ? certificate : 'value'
}

/** The digest of the one reference there is, made the one way we verify; null for any other form. */
function digestOf(info: XmlElement): Buffer | null {
  const [method, algorithm, reference, ...others] = elementsOf(info)
  if (others.length > 0 || !isMethod(method, 'CanonicalizationMethod', EXCLUSIVE)) return null
  if (!isMethod(algorithm, 'SignatureMethod', RSA_SHA256)) return null
  if (!isDsig(reference, 'Reference')) return null
  // An empty URI names the whole document that holds the signature. XML Signature §4.4.3.2
  if (attributeOf(reference, 'URI') !== '') return null
  const [transforms, digestMethod, value, ...more] = elementsOf(reference)
  if (more.length > 0 || !isDsig(transforms, 'Transforms')) return null
  const [first, second, ...further] = elementsOf(transforms)
  if (further.length > 0 || !isMethod(first, 'Transform', ENVELOPED)) return null
  if (!isMethod(second, 'Transform', EXCLUSIVE)) return null
  if (!isMethod(digestMethod, 'DigestMethod', SHA256) || !isDsig(value, 'DigestValue')) return null
  return octets(value)
}

function certificateIn(keyInfo: XmlElement): Certificate | null {
  const [data] = elementsOf(keyInfo).filter((each) => isDsig(each, 'X509Data'))
  const [first] = (data ? elementsOf(data) : []).filter((each) => isDsig(each, 'X509Certificate'))
  return first === undefined ? null : parseCertificate(octets(first))
}

/** Why the signer is not to be believed; null when he is. */
function problemOf(signer: Certificate, parts: ListeParts): Refusal | null {
  const { trust, signataire, revocationInconnue, at } = parts
  if (signataire !== null && !isExpected(signer, signataire)) return refusal('liste-signataire')
  const usage = signer.extensions.keyUsage
  const signs = KEY_USAGE.digitalSignature | KEY_USAGE.nonRepudiation
  if (usage !== null && (usage & signs) === 0)
    return refusal('liste-signataire', { reason: 'usage' })
  const path = findPath(signer, trust, at)
  if (path.status !== 'valid') return refusal(path.reason)
  const crls = (issuer: string) => trust.crls(issuer)
  const ocsp = (serial: string) => trust.ocsp(serial)
  const { status } = judgeRevocation(path.chain, { crls, ocsp, pool: trust, at })
  if (status === 'revoked') return refusal('revoked')
  const unknown = status === 'unknown' && revocationInconnue !== 'accept-flagged'
  return unknown ? refusal('revocation-unknown') : null
}

function isExpected({ subject }: Certificate, expected: string): boolean {
  const key = dnKey(expected)
  if (key !== null) return key === subject.key
  const wanted = expected.trim().toLowerCase()
  return valuesOf(subject, OID_COMMON_NAME).some((name) => name.toLowerCase() === wanted)
}

function listeOf(root: XmlElement, signer: Certificate, file: Buffer): ListeBlanche | Refusal {
  const [date, domaines, ...others] = elementsOf(root).slice(0, -1)
  const at = date?.local === 'DateDeGeneration' ? Date.parse(textOf(date).trim()) : Number.NaN
  if (Number.isNaN(at) || domaines?.local !== 'ListeDomaines' || others.length > 0) {
    return refusal('liste-illisible', { reason: 'content' })
  }
  const { all, ecartees } = domainesDe(domaines)
  if (all.size === 0) return refusal('liste-illisible', { reason: 'empty' })
  return {
    genereeLe: new Date(at),
    signataire: nameText(signer.subject),
    sha256: createHash('sha256').update(file).digest('hex'),
    domaines: all,
    ecartees,
  }
}

/** For each domain of the list the names of its operators' certificates, and how many entries could not be read. */
export function domainesDe(domaines: XmlElement): {
  readonly all: ReadonlyMap<string, readonly string[]>
  readonly ecartees: number
} {
  const found = new Map<string, Set<string>>()
  let ecartees = 0
  for (const entry of elementsOf(domaines)) {
    const [nom, ...moreNames] = childrenOf(entry, 'Nom')
    const [dn, ...moreDns] = childrenOf(entry, 'DNCertificatOperateur')
    const domain = domainName(nom ?? '')
    if (
      domain === '' ||
      dn === undefined ||
      dnKey(dn) === null ||
      moreNames.length + moreDns.length > 0
    ) {
      ecartees += 1
      continue
    }
    const known = found.get(domain)
    if (known === undefined) found.set(domain, new Set([dn]))
    else known.add(dn)
  }
  return { all: new Map([...found].map(([domain, dns]) => [domain, [...dns]])), ecartees }
}

/** A domain as envelopes and our tables have it: lower case, ASCII; empty when it is none. */
export function domainName(text: string): string {
  return asciiDomain(text.trim().replace(/\.$/, '')).toLowerCase()
}

function childrenOf(element: XmlElement, local: string): string[] {
  return elementsOf(element)
    .filter((each) => each.local === local && each.namespace === LISTE)
    .map((each) => textOf(each).trim())
}

function isDsig(element: XmlElement | undefined, local: string): element is XmlElement {
  return element?.namespace === DSIG && element.local === local
}

/** An element that names an algorithm and says nothing more of it. */
function isMethod(element: XmlElement | undefined, local: string, algorithm: string): boolean {
  if (!isDsig(element, local) || elementsOf(element).length > 0) return false
  return attributeOf(element, 'Algorithm') === algorithm
}

function attributeOf({ attributes }: XmlElement, local: string): string | null {
  return attributes.find((each) => each.local === local && each.namespace === '')?.value ?? null
}

/** Base64 with the blanks and carriage returns of its writer. */
function octets(element: XmlElement): Buffer {
  return Buffer.from(textOf(element).replace(/\s+/g, ''), 'base64')
}
