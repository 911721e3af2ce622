/**
 * Issues certificates and a CRL: the small authority of `dev` and of the demo. Never used in production.
 *
 * In    subject, public key, usages, period, the authority's key
 * Out   DER
 *
 * RFC 5280 §4.1, §4.2.1, §5.1 · certificates carry the IGC-Santé product category 0x83 (TEST software),
 * so that a gateway in production refuses them. SPEC §2
 */
import { createHash, createPublicKey, type KeyObject, randomBytes, sign } from 'node:crypto'

import * as der from './der-writer.ts'

/** One RDN: attributes by OID name, several for a multi-valued one as in IGC-Santé. */
export type RelativeName = { readonly [A in keyof typeof ATTRIBUTES]?: string }

const ATTRIBUTES = {
  cn: '2.5.4.3',
  sn: '2.5.4.4',
  c: '2.5.4.6',
  o: '2.5.4.10',
  ou: '2.5.4.11',
  title: '2.5.4.12',
  gn: '2.5.4.42',
} as const

const SHA256_RSA = der.sequence(der.oid('1.2.840.113549.1.1.11'), der.NULL)
const PRODUCT_CATEGORY = '1.2.250.1.71.1.2.5'
const CATEGORY_TEST_SOFTWARE = 0x83

/** An authority: its name and its RSA key. */
export interface Authority {
  readonly name: Buffer
  readonly key: KeyObject
}

/** DER of a Name, its RDNs from the root of the tree to the leaf. */
export function name(...rdns: readonly RelativeName[]): Buffer {
  return der.sequence(
    ...rdns.map((rdn) =>
      der.setOf(
        ...Object.entries(rdn).map(([attribute, value]) => {
          const oid = ATTRIBUTES[attribute as keyof typeof ATTRIBUTES]
          return der.sequence(
            der.oid(oid),
            attribute === 'c' ? der.printable(value) : der.utf8(value),
          )
        }),
      ),
    ),
  )
}

/** Issues a certificate; RSA authority, SHA-256. `email` null: the authority's own, self-signed. */
export function issueCertificate({
  subject,
  publicKey,
  email,
  from,
  to,
  authority,
}: {
  readonly subject: Buffer
  readonly publicKey: KeyObject
  readonly email: string | null
  readonly from: Date
  readonly to: Date
  readonly authority: Authority
}): Buffer {
  const serial = randomBytes(16)
  serial[0] = (serial[0] ?? 0) & 0x7f || 1
  const extensions =
    email === null ? authorityExtensions(publicKey) : mailExtensions(publicKey, email, authority)
  return signed(
    der.sequence(
      der.tagged(0, der.integer(2)),
      der.integer(serial),
      SHA256_RSA,
      authority.name,
      der.sequence(der.time(from), der.time(to)),
      subject,
      publicKey.export({ type: 'spki', format: 'der' }),
      der.tagged(3, der.sequence(...extensions)),
    ),
    authority,
  )
}

/** Issues an empty CRL: nobody is revoked, and that is known. RFC 5280 §5.1 */
export function issueEmptyCrl({
  authority,
  number,
  from,
  to,
}: {
  readonly authority: Authority
  readonly number: number
  readonly from: Date
  readonly to: Date
}): Buffer {
  const extensions = der.sequence(
    extension('2.5.29.35', 'plain', der.sequence(der.primitive(0, keyIdentifier(authority.key)))),
    extension('2.5.29.20', 'plain', der.integer(number)),
  )
  return signed(
    der.sequence(
      der.integer(1),
      SHA256_RSA,
      authority.name,
      der.time(from),
      der.time(to),
      der.tagged(0, extensions),
    ),
    authority,
  )
}

function authorityExtensions(publicKey: KeyObject): Buffer[] {
  return [
    extension('2.5.29.19', 'critical', der.sequence(der.boolean('true'))),
    // keyCertSign and cRLSign
    extension('2.5.29.15', 'critical', der.bits(Buffer.from([0x06]), 1)),
    extension('2.5.29.14', 'plain', der.octets(keyIdentifier(publicKey))),
  ]
}

function mailExtensions(publicKey: KeyObject, email: string, authority: Authority): Buffer[] {
  const category = Buffer.from([CATEGORY_TEST_SOFTWARE])
  return [
    extension('2.5.29.19', 'critical', der.sequence()),
    // digitalSignature, nonRepudiation, keyEncipherment
    extension('2.5.29.15', 'critical', der.bits(Buffer.from([0xe0]), 5)),
    extension('2.5.29.37', 'plain', der.sequence(der.oid('1.3.6.1.5.5.7.3.4'))),
    extension('2.5.29.17', 'plain', der.sequence(der.primitive(1, Buffer.from(email, 'latin1')))),
    extension('2.5.29.14', 'plain', der.octets(keyIdentifier(publicKey))),
    extension('2.5.29.35', 'plain', der.sequence(der.primitive(0, keyIdentifier(authority.key)))),
    extension(PRODUCT_CATEGORY, 'plain', der.octets(category)),
  ]
}

function extension(oid: string, weight: 'critical' | 'plain', value: Buffer): Buffer {
  const critical = weight === 'critical' ? [der.boolean('true')] : []
  return der.sequence(der.oid(oid), ...critical, der.octets(value))
}

/** SHA-1 of the public key: a name for it, not a proof. RFC 5280 §4.2.1.2 (1) */
function keyIdentifier(key: KeyObject): Buffer {
  const publicKey = key.type === 'private' ? createPublicKey(key) : key
  const pkcs1 = publicKey.export({ type: 'pkcs1', format: 'der' })
  return createHash('sha1').update(pkcs1).digest()
}

function signed(content: Buffer, { key }: Authority): Buffer {
  return der.sequence(content, SHA256_RSA, der.bits(sign('sha256', content, key)))
}
