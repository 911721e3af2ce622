/**
 * What a responder is asked about one certificate.
 *
 * In    a certificate and its issuer
 * Out   DER of an OCSPRequest: one certificate, SHA-1 in its CertID, no extension, unsigned
 *
 * SHA-1 names, it does not secure: it is what every responder knows. No nonce either: answers are made
 * in advance for everybody, and their age is judged. RFC 6960 §4.1.1 · RFC 5019 §2.1.1
 */
import { createHash } from 'node:crypto'

import type { Certificate } from './certificate.ts'
import { NULL, octets, oid, sequence, TAG, tlv } from './der-writer.ts'
import { keyOctets } from './ocsp.ts'

const SHA1 = '1.3.14.3.2.26'

/** The request about a certificate of an issuer. */
export function ocspRequest(certificate: Certificate, issuer: Certificate): Buffer {
  const digest = (bytes: Buffer) => octets(createHash('sha1').update(bytes).digest())
  const id = sequence(
    sequence(oid(SHA1), NULL),
    digest(certificate.issuer.der),
    digest(keyOctets(issuer)),
    tlv(TAG.integer, Buffer.from(certificate.serial, 'hex')),
  )
  return sequence(sequence(sequence(sequence(id))))
}
