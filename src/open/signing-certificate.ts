/**
 * What signed attributes say of themselves: whose certificate they name, and whether octets are some.
 *
 * In        signed attributes, the certificate that verifies them
 * Out       is it the one that the signer named?
 * Refuses   by throwing DerError: an attribute that does not parse
 *
 * RFC 5035 §3–§5 (signing-certificate) · RFC 5652 §5.3
 */
import { createHash } from 'node:crypto'

import { digestOf, parseAlgorithm } from '../pki/algorithms.ts'
import type { Certificate } from '../pki/certificate.ts'
import {
  children,
  type Der,
  DerError,
  integerOctets,
  octets,
  parseDer,
  sequence,
  TAG,
} from '../pki/der.ts'
import { parseGeneralNames } from '../pki/name.ts'
import { type Attributes, parseAttributes } from './cms.ts'

const SIGNING_CERTIFICATE = '1.2.840.113549.1.9.16.2.12'
const SIGNING_CERTIFICATE_V2 = '1.2.840.113549.1.9.16.2.47'

/** ESSCertID(v2): when the signer names his certificate, by hash, issuer and number, it must be this one. */
export function isNamedBySigner({ values }: Attributes, certificate: Certificate): boolean {
  for (const type of [SIGNING_CERTIFICATE, SIGNING_CERTIFICATE_V2]) {
    const found = values.get(type)
    if (found === undefined) continue
    const [value, ...more] = found
    // RFC 5035 §3: "must have a single instance of AttributeValue"
    if (value === undefined || more.length > 0) return false
    const [first] = sequence(sequence(value)[0])
    if (!isNamedIn(sequence(first), certificate, type === SIGNING_CERTIFICATE ? 'sha1' : 'sha256'))
      return false
  }
  return true
}

function isNamedIn(
  parts: readonly Der[],
  certificate: Certificate,
  defaultHash: 'sha1' | 'sha256',
): boolean {
  const named = defaultHash === 'sha256' && parts[0]?.tag === TAG.sequence
  const algorithm = named ? digestOf(parseAlgorithm(parts[0])) : { hash: defaultHash }
  if (!('hash' in algorithm)) return false
  const [hash, issuerSerial] = parts.slice(named ? 1 : 0)
  const own = createHash(algorithm.hash).update(certificate.der).digest()
  if (!octets(hash).equals(own)) return false
  return issuerSerial === undefined || isIssuerSerial(issuerSerial, certificate)
}

/** IssuerSerial. RFC 5035 §5 */
function isIssuerSerial(node: Der, certificate: Certificate): boolean {
  const [names, serial] = sequence(node)
  const [issuer, ...others] = names ? parseGeneralNames(names) : []
  return (
    issuer?.kind === 'directory' &&
    others.length === 0 &&
    issuer.name.key === certificate.issuer.key &&
    integerOctets(serial).toString('hex') === certificate.serial
  )
}

/** Are these octets the encoding of signed attributes, with their SET tag? */
export function isSignedAttributes(bytes: Buffer): boolean {
  if (bytes[0] !== TAG.set) return false
  try {
    const set = parseDer(bytes)
    return children(set).length > 0 && parseAttributes(set).values.size > 0
  } catch (error) {
    if (error instanceof DerError) return false
    throw error
  }
}
