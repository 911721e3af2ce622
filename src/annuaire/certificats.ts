/**
 * Files of certificates as authorities and directories give them: PEM with one or many, DER, PKCS#7.
 *
 * In    a whole file
 * Out   its certificates, and for each object that is none, why
 * Refuses   any file that holds a private key: nothing of it is taken
 *
 * RFC 7468 (PEM) · RFC 5652 §5.1 (certificates of SignedData)
 */
import { type Certificate, parseCertificate, sha256Of } from '../pki/certificate.ts'
import { children, type Der, DerError, oid, parseDer, raw, sequence, TAG } from '../pki/der.ts'

/** One object of a file, by its rank from 1: a certificate, or what is wrong with it. */
export type Piece =
  | { readonly rang: number; readonly certificate: Certificate }
  | { readonly rang: number; readonly illisible: string }

const SIGNED_DATA = '1.2.840.113549.1.7.2'
const LABELS = /^(X509 |TRUSTED )?CERTIFICATE$|^PKCS7$|^CMS$/
const MAX_NODES = 20_000_000
const CERTIFICATES = 0xa0

/** Do these first octets begin a file of certificates (or of keys)? */
export function isCertificateFile(start: Buffer): boolean {
  const [tag, length = 0] = start
  const isShort = length < 0x80 && start.length === length + 2
  if (tag === TAG.sequence && (isShort || (length >= 0x80 && length <= 0x84))) return true
  return /-----BEGIN [A-Z0-9 ]+-----/.test(start.toString('latin1'))
}

/** The objects of a file; null when it holds a private key, whatever else. */
export function certificatesOf(file: Buffer): readonly Piece[] | null {
  const pieces: Piece[] = []
  const add = (piece: { certificate: Certificate } | { illisible: string }): void => {
    pieces.push({ rang: pieces.length + 1, ...piece })
  }
  const text = file.toString('latin1')
  if (/-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY/.test(text)) return null
  for (const { label, der } of blocksOf(file, text)) {
    try {
      const root = parseDer(der, { rules: 'ber', maxNodes: MAX_NODES })
      if (isKey(root)) return null
      if (!LABELS.test(label)) add({ illisible: `n’est pas un certificat (${label})` })
      else for (const one of certificatesIn(root)) add(parsed(one))
    } catch (error) {
      if (!(error instanceof DerError)) throw error
      add({ illisible: `objet illisible (${error.message})` })
    }
  }
  if (pieces.length === 0) add({ illisible: 'fichier sans certificat' })
  return pieces
}

function blocksOf(file: Buffer, text: string): { readonly label: string; readonly der: Buffer }[] {
  if (!text.includes('-----BEGIN ')) return [{ label: 'CERTIFICATE', der: file }]
  const blocks = text.matchAll(/-----BEGIN ([A-Z0-9 ]+)-----([^-]*)-----END \1-----/g)
  return [...blocks].map(([, label = '', body = '']) => ({
    label,
    der: Buffer.from(body, 'base64'),
  }))
}

/**
 * PKCS#1, PKCS#8, SEC 1 and PKCS#12 begin with a version; an encrypted PKCS#8 is an algorithm and octets.
 * A certificate begins with a SEQUENCE and has three parts, PKCS#7 begins with its type.
 */
function isKey(root: Der): boolean {
  if (root.tag !== TAG.sequence) return false
  const [first, second, ...more] = children(root)
  if (first?.tag === TAG.integer) return true
  return first?.tag === TAG.sequence && second?.tag === TAG.octetString && more.length === 0
}

/** The certificate itself, or all those of a certificates-only bundle. */
function certificatesIn(root: Der): Buffer[] {
  const [first, second] = sequence(root)
  if (first?.tag !== TAG.oid) return [raw(root)]
  if (oid(first) !== SIGNED_DATA || !second) throw new DerError('PKCS#7 without certificates')
  const sets = sequence(children(second)[0]).filter(({ tag }) => tag === CERTIFICATES)
  return sets.flatMap((set) => children(set).map(raw))
}

function parsed(der: Buffer): { certificate: Certificate } | { illisible: string } {
  try {
    return { certificate: parseCertificate(der, sha256Of(der)) }
  } catch (error) {
    if (!(error instanceof DerError)) throw error
    return { illisible: `certificat illisible (${error.message})` }
  }
}
