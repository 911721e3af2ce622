/**
 * The extensions of certificates and CRLs as plain values.
 *
 * In        the Extensions element
 * Out       Extensions: what path validation and revocation ask for, and what was critical but not understood
 * Refuses   by throwing DerError: an extension given twice, one that is not of its form and not critical
 *
 * The values are read in extension-readers.ts. RFC 5280 §4.2, §5.2
 */
import {
  boolean,
  content,
  type Der,
  DerError,
  expect,
  oid,
  parseDer,
  sequence,
  TAG,
} from './der.ts'
import { READERS } from './extension-readers.ts'
import type { Extensions } from './extension-values.ts'

export const ANY_POLICY = '2.5.29.32.0'

/** Bits of KeyUsage. RFC 5280 §4.2.1.3 */
export const KEY_USAGE = {
  digitalSignature: 1,
  nonRepudiation: 2,
  keyEncipherment: 4,
  keyAgreement: 16,
  keyCertSign: 32,
  cRLSign: 64,
} as const

export type { DistributionPoint, Extensions, Subtree } from './extension-values.ts'

/** Parses the Extensions of a certificate; null gives none. */
export function parseExtensions(node: Der | null): Extensions {
  const extensions: Extensions = {
    basicConstraints: null,
    keyUsage: null,
    extKeyUsage: null,
    subjectAltName: [],
    nameConstraints: null,
    policies: null,
    policyMappings: [],
    policyConstraints: null,
    inhibitAnyPolicy: null,
    distributionPoints: [],
    authorityKeyId: null,
    subjectKeyId: null,
    ocspAddresses: [],
    ocspNoCheck: false,
    produit: null,
    unknownCritical: [],
    unreadable: [],
  }
  if (node === null) return extensions
  for (const { type, critical, value } of eachExtension(node)) {
    if (!(type in READERS)) {
      if (critical) extensions.unknownCritical.push(type)
    } else if (!isRead(extensions, { type, critical, value })) extensions.unreadable.push(type)
  }
  return extensions
}

/** False for a critical one that is not of its form; one that is not critical makes the whole malformed. */
function isRead(
  extensions: Extensions,
  { type, critical, value }: ReturnType<typeof eachExtension>[number],
): boolean {
  try {
    READERS[type]?.(extensions, parseDer(value), critical)
    return true
  } catch (error) {
    if (error instanceof DerError && critical) return false
    throw error
  }
}

/** Type, criticality and value octets of each extension; refuses one given twice. */
export function eachExtension(node: Der) {
  const seen = new Set<string>()
  return sequence(node).map((extension) => {
    const parts = sequence(extension)
    const [id, flag, value] = parts.length === 2 ? [parts[0], null, parts[1]] : parts
    const type = oid(id)
    // RFC 5280 §4.2: "A certificate MUST NOT include more than one instance of a particular extension."
    if (seen.has(type) || parts.length > 3) throw new DerError('extension given twice, or too long')
    seen.add(type)
    const critical = flag === null ? false : boolean(expect(flag, TAG.boolean))
    return { type, critical, value: content(expect(value, TAG.octetString)) }
  })
}
