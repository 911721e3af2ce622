/**
 * Files of certificates as authorities and directories give them: PEM with one or many, DER, PKCS#7.
 *
 * In    a whole file
 * Out   its certificates, and for each object that is none, why
 * Refuses   any file that holds a private key: nothing of it is taken
 *
 * RFC 5652 §5.1 (certificates of SignedData)
 */
import { type Certificate, parseCertificate, sha256Of } from '../pki/certificate.ts'
import { children, type Der, DerError, oid, parseDer, raw, sequence, TAG } from '../pki/der.ts'
import { derObjectsIn, startOf } from '../pki/der-files.ts'

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
  const clear = startOf(start)
  const [tag, length = 0] = clear
  const isShort = length < 0x80 && clear.length === length + 2
  if (tag === TAG.sequence && (isShort || (length >= 0x80 && length <= 0x84))) return true
  const text = clear.toString('latin1')
  return /-----BEGIN [A-Z0-9 ]+-----/.test(text) || /^\s{0,9}MI[A-Za-z0-9+/]{30}/.test(text)
}

/** The objects of a file; null when it holds a private key, whatever else. */
export function certificatesOf(file: Buffer): readonly Piece[] | null {
  const pieces: Piece[] = []
  const add = (piece: { certificate: Certificate } | { illisible: string }): void => {
    pieces.push({ rang: pieces.length + 1, ...piece })
  }
  const { objects, faults } = derObjectsIn(file)
  // Also where its block is cut short: a key is a key.
  if (objects.some(({ label }) => label?.endsWith('PRIVATE KEY')) || namesKey(file)) return null
  for (const { label, der } of objects) {
    try {
      const root = parseDer(der, { rules: 'ber', maxNodes: MAX_NODES })
      if (isKey(root)) return null
      if (label !== null && !LABELS.test(label))
        add({ illisible: `n’est pas un certificat (${label})` })
      else for (const one of certificatesIn(root)) add(parsed(one))
    } catch (error) {
      if (!(error instanceof DerError)) throw error
      add({ illisible: `objet illisible (${error.message})` })
    }
  }
  for (const fault of faults) add({ illisible: fault })
  if (pieces.length === 0) add({ illisible: 'fichier sans certificat' })
  return pieces
}

function namesKey(file: Buffer): boolean {
  return /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY/.test(file.toString('latin1'))
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
