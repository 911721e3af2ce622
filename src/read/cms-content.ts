/**
 * What a document in S/MIME form holds: an opaque signature around a mail or a file is looked through, nothing is verified.
 *
 * In    the octets of a document: DER, BER or PEM
 * Out   what it holds; `vide` for a signature that stands beside what it signs, `chiffre` where only its reader can look,
 *       `format` for what is compressed, `abime`
 *
 * Memory is that of the document. RFC 5652 §3, §5.1, §5.2 · RFC 8551 §3.5, §3.2.1 (names) · RFC 7468 §8, §9
 */
import {
  children,
  type Der,
  DerError,
  octets as octetsOf,
  oid,
  parseDer,
  sequence,
} from '../pki/der.ts'

/** What looking through an S/MIME document gave. */
export type CmsContent =
  | { readonly kind: 'contenu'; readonly octets: Buffer }
  | { readonly kind: 'vide' | 'chiffre' | 'format' | 'abime' }

/** A SEQUENCE that begins with an identifier of PKCS #7 or of S/MIME. */
const DER = /^30(?:[0-7][0-9a-f]|80|8[1-4](?:[0-9a-f]{2}){1,4}?)060[9b]2a864886f70d01(?:07|0910)/
const PEM = /^-----BEGIN (?:PKCS7|CMS)-----\r?\n/
const SIGNED = '1.2.840.113549.1.7.2'
const SEALED = ['1.2.840.113549.1.7.3', '1.2.840.113549.1.9.16.1.23', '1.2.840.113549.1.7.6']

/** Does a document that begins so hold something in S/MIME form? */
export function isCms(head: Buffer): boolean {
  return (
    DER.test(head.subarray(0, 24).toString('hex')) ||
    PEM.test(head.subarray(0, 40).toString('latin1'))
  )
}

/** What it holds, one layer deep. */
export function cmsContent(octets: Buffer): CmsContent {
  try {
    const [type, explicit] = sequence(parseDer(unarmored(octets), { rules: 'ber' }))
    const name = oid(type)
    if (SEALED.includes(name)) return { kind: 'chiffre' }
    if (name !== SIGNED || explicit === undefined) return { kind: 'format' }
    const [inside] = children(explicit)
    // version, digestAlgorithms, encapContentInfo
    const [, , encapsulated] = sequence(inside)
    const [, content] = sequence(encapsulated)
    if (content === undefined) return { kind: 'vide' }
    const [value] = children(content)
    return { kind: 'contenu', octets: octetsOf(value as Der) }
  } catch (error) {
    if (error instanceof DerError) return { kind: 'abime' }
    throw error
  }
}

function unarmored(octets: Buffer): Buffer {
  if (!PEM.test(octets.subarray(0, 40).toString('latin1'))) return octets
  const lines = octets.toString('latin1').split('\n').slice(1)
  const end = lines.findIndex((line) => line.startsWith('-----'))
  return Buffer.from(lines.slice(0, end === -1 ? undefined : end).join(''), 'base64')
}

/** The name of what a signed document holds: `bilan.pdf` of `bilan.pdf.p7m`, a mail of `smime.p7m`. */
export function nameWithin(name: string): string {
  const bare = name.replace(/\.(?:p7[cms]|p7b|pem)$/i, '')
  return /\.[a-z0-9]{1,10}$/i.test(bare) ? bare : `${bare}.eml`
}
