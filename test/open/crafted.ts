/**
 * CMS written by hand, for what OpenSSL will not make: wrong attributes, Ed25519, bombs, towers.
 */
import { createHash, type KeyObject, sign } from 'node:crypto'

import type { Identity } from '../../src/message.ts'
import * as der from '../../src/pki/der-writer.ts'

const ID = {
  data: '1.2.840.113549.1.7.1',
  signed: '1.2.840.113549.1.7.2',
  compressed: '1.2.840.113549.1.9.16.1.9',
  zlib: '1.2.840.113549.1.9.16.3.8',
  sha256: '2.16.840.1.101.3.4.2.1',
  sha512: '2.16.840.1.101.3.4.2.3',
  rsa: '1.2.840.113549.1.1.1',
  ed25519: '1.3.101.112',
  contentType: '1.2.840.113549.1.9.3',
  messageDigest: '1.2.840.113549.1.9.4',
  signingTime: '1.2.840.113549.1.9.5',
  signingCertificateV2: '1.2.840.113549.1.9.16.2.47',
}

export interface Crafting {
  readonly claimedType?: string
  /** Attributes to leave out. */
  readonly without?: readonly ('contentType' | 'messageDigest')[]
  readonly twice?: boolean
  /** The certificate that signing-certificate names; default: the signer's. */
  readonly named?: Buffer
  readonly order?: 'sorted' | 'reversed'
  readonly certificates?: readonly Buffer[]
  /** RevocationInfoChoices. */
  readonly revocation?: readonly Buffer[]
  readonly time?: Date
}

const algorithm = (oid: string) => der.sequence(der.oid(oid))
const attribute = (type: string, ...values: Buffer[]) =>
  der.sequence(der.oid(type), der.setOf(...values))

/** SignedData over `content`, opaque, by one signer with signed attributes. */
export function signedData(content: Buffer, identity: Identity, crafting: Crafting = {}): Buffer {
  const edwards = identity.key.asymmetricKeyType === 'ed25519'
  const hash = edwards ? 'sha512' : 'sha256'
  const digest = createHash(hash).update(content).digest()
  const certificate = identity.certificate.raw
  const named = createHash('sha256')
    .update(crafting.named ?? certificate)
    .digest()
  const attributes = [
    attribute(ID.contentType, der.oid(crafting.claimedType ?? ID.data)),
    attribute(
      ID.messageDigest,
      ...(crafting.twice ? [der.octets(digest), der.octets(digest)] : [der.octets(digest)]),
    ),
    attribute(ID.signingTime, der.time(crafting.time ?? new Date('2026-11-22T09:00:00Z'))),
    attribute(ID.signingCertificateV2, der.sequence(der.sequence(der.sequence(der.octets(named))))),
  ].filter(
    (_, at) =>
      !crafting.without?.includes(
        at === 0 ? 'contentType' : at === 1 ? 'messageDigest' : ('' as never),
      ),
  )
  const ordered = attributes.toSorted(Buffer.compare)
  if (crafting.order === 'reversed') ordered.reverse()
  const signature = sign(
    edwards ? null : hash,
    der.tlv(0x31, ...ordered),
    identity.key as KeyObject,
  )
  const info = der.sequence(
    der.integer(1),
    issuerAndSerial(certificate),
    algorithm(edwards ? ID.sha512 : ID.sha256),
    der.tlv(0xa0, ...ordered),
    algorithm(edwards ? ID.ed25519 : ID.rsa),
    der.octets(signature),
  )
  const bundle = crafting.certificates ?? [certificate, ...identity.intermediates.map((c) => c.raw)]
  return contentInfo(
    ID.signed,
    der.sequence(
      der.integer(1),
      der.setOf(algorithm(edwards ? ID.sha512 : ID.sha256)),
      der.sequence(der.oid(ID.data), der.tagged(0, der.octets(content))),
      der.tlv(0xa0, ...bundle),
      ...(crafting.revocation ? [der.tlv(0xa1, ...crafting.revocation)] : []),
      der.setOf(info),
    ),
  )
}

/** SignedData without signer. */
export function certificatesOnly(certificates: readonly Buffer[]): Buffer {
  const body = [der.integer(1), der.setOf(), der.sequence(der.oid(ID.data))]
  return contentInfo(ID.signed, der.sequence(...body, der.tlv(0xa0, ...certificates), der.setOf()))
}

/** CompressedData around octets that zlib made. */
export function compressedData(packed: Buffer): Buffer {
  const inner = der.sequence(der.oid(ID.data), der.tagged(0, der.octets(packed)))
  return contentInfo(ID.compressed, der.sequence(der.integer(0), algorithm(ID.zlib), inner))
}

/** An S/MIME entity around CMS octets. */
export function entityOf(cms: Buffer, type = 'signed-data'): Buffer {
  const text = cms.toString('base64')
  const lines: string[] = []
  for (let at = 0; at < text.length; at += 76) lines.push(text.slice(at, at + 76))
  const head = [
    `Content-Type: application/pkcs7-mime; smime-type=${type}; name="smime.p7m"`,
    'Content-Transfer-Encoding: base64',
  ]
  return Buffer.from(`${head.join('\r\n')}\r\n\r\n${lines.join('\r\n')}\r\n`, 'latin1')
}

/** A whole mail: outer header lines, then the entity. */
export function mailWith(lines: readonly string[], entity: Buffer): Buffer {
  return Buffer.concat([Buffer.from(lines.map((line) => `${line}\r\n`).join('')), entity])
}

function contentInfo(type: string, inner: Buffer): Buffer {
  return der.sequence(der.oid(type), der.tagged(0, inner))
}

/** Copied out of the certificate: serial and issuer are the second and fourth fields of the TBS. */
function issuerAndSerial(certificate: Buffer): Buffer {
  const tbs = fields(fields(certificate)[0] ?? certificate)
  return der.sequence(tbs[3] ?? certificate, tbs[1] ?? certificate)
}

function fields(sequence: Buffer): Buffer[] {
  const found: Buffer[] = []
  for (let at = headSize(sequence, 0); at < sequence.length; ) {
    const end = at + headSize(sequence, at) + size(sequence, at)
    found.push(sequence.subarray(at, end))
    at = end
  }
  return found
}

function headSize(bytes: Buffer, at: number): number {
  const first = bytes[at + 1] ?? 0
  return first < 0x80 ? 2 : 2 + (first & 0x7f)
}

function size(bytes: Buffer, at: number): number {
  const first = bytes[at + 1] ?? 0
  return first < 0x80 ? first : bytes.readUIntBE(at + 2, first & 0x7f)
}
