/**
 * Whose certificate octets may be that cannot be read: so that it is said to be unreadable, not missing.
 *
 * In        octets that are no certificate to us, the name that a signer gives of his
 * Out       may they be that certificate?
 * Refuses   nothing: nothing is trusted of them
 *
 * RFC 5280 §4.1 · RFC 5652 §5.3 (SignerIdentifier)
 */
import { DerError, integerOctets, parseDer, sequence } from '../pki/der.ts'
import { parseName } from '../pki/name.ts'
import type { CertificateId } from './cms.ts'

/** By issuer and serial number where these can be read; by default it may. */
export function mayBeNamed(octets: Buffer, id: CertificateId): boolean {
  if ('keyId' in id) return true
  try {
    const [tbs] = sequence(parseDer(octets, { rules: 'ber' }))
    const fields = sequence(tbs)
    const [serial, , issuer] = fields.slice(fields[0]?.tag === VERSION ? 1 : 0)
    if (issuer === undefined) return true
    const isIssuer = parseName(issuer).key === id.issuer.key
    return isIssuer && integerOctets(serial).toString('hex') === id.serial
  } catch (error) {
    if (error instanceof DerError) return true
    throw error
  }
}

const VERSION = 0xa0
