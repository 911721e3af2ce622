/**
 * A stage for forgeries: an authority, a victim, an attacker with a good certificate of his own, and CMS
 * made by hand so that any field of it may lie.
 *
 *   const { victim, attacker, judge } = stage()
 *   judge(mail({ From: victim.email }, multipartSigned(text('…'), cms(text('…'), [victim]))))
 */
import { createHash, createPublicKey, sign, X509Certificate } from 'node:crypto'

import { keepInMemory } from '../../src/kit/bytes.ts'
import type { Identity, OpenedMessage } from '../../src/message.ts'
import { open, receivedFile } from '../../src/open/open.ts'
import { children, parseDer, raw, sequence } from '../../src/pki/der.ts'
import * as der from '../../src/pki/der-writer.ts'
import type { Trust } from '../../src/pki/trust.ts'
import {
  alternativeNames,
  authority,
  type Entity,
  emailName,
  extension,
  keyUsage,
  NOW,
  type Shape,
  trusting,
} from '../pki/authority.ts'

export const VICTIM = 'claire.fontaine@cabinet.test'
export const ATTACKER = 'eve@ailleurs.test'

const OID = {
  data: '1.2.840.113549.1.7.1',
  signed: '1.2.840.113549.1.7.2',
  sha256: '2.16.840.1.101.3.4.2.1',
  ecdsaSha256: '1.2.840.10045.4.3.2',
  contentType: '1.2.840.113549.1.9.3',
  messageDigest: '1.2.840.113549.1.9.4',
}
const SIGNING = keyUsage(0x80)
const SHA256 = der.sequence(der.oid(OID.sha256))

/** Who plays. */
export interface Stage {
  readonly root: Entity
  readonly ca: Entity
  readonly victim: Entity
  readonly attacker: Entity
  readonly trust: Trust
  /** A certificate of the good authority. */
  person(email: string, shape?: Shape): Entity
  judge(raw: Buffer, more?: { readonly keys?: readonly Identity[] }): Promise<OpenedMessage>
}

/** Sets the stage; everything is new. */
export function stage(): Stage {
  const root = authority('Racine', { extensions: [keyUsage(0x06), ski('racine')] })
  const ca = root.issues('AC', { ca: true, extensions: [keyUsage(0x06), ski('ac')] })
  const person = (email: string, shape: Shape = {}): Entity =>
    ca.issues(email, { extensions: [SIGNING, alternativeNames(emailName(email))], ...shape })
  const trust = trusting(root, ca, root.lists(), ca.lists())
  return {
    root,
    ca,
    person,
    trust,
    victim: person(VICTIM),
    attacker: person(ATTACKER),
    judge: (bytes, { keys = [] } = {}) =>
      open(receivedFile(bytes, NOW), {
        keys,
        trust,
        annuaire: null,
        keep: keepInMemory,
        policy: {
          revocationInconnue: 'quarantine',
          testCertificates: 'accept',
          purpose: 'mail',
        },
      }),
  }
}

/** subjectKeyIdentifier of any text. */
export const ski = (text: string): Buffer => extension('2.5.29.14', der.octets(Buffer.from(text)))

/** How a CMS object lies. */
export interface Lies {
  /** eContent to carry; null: detached. */
  readonly inside?: Buffer | null
  /** Certificates to carry; default: the signers' and theirs. */
  readonly bundle?: readonly Buffer[]
  /** Signer identifier to write instead of issuer and serial. */
  readonly sid?: Buffer
  /** Key to sign with instead of the signer's. */
  readonly keyOf?: Entity
  /** Content to hash instead of the real one. */
  readonly hashed?: Buffer
  readonly attributes?: 'none'
  /** Signed attributes in a set of their own instead of the right ones. */
  readonly replaced?: readonly Buffer[]
  readonly contentType?: string
}

/** SignedData by these signers over `content`. */
export function cms(content: Buffer, signers: readonly Entity[], lies: Lies = {}): Buffer {
  const bundle = lies.bundle ?? signers.map(({ certificate }) => certificate.der)
  return signedData(
    signers.map((signer) => signerInfo(content, signer, lies)),
    { bundle, inside: lies.inside ?? null, contentType: lies.contentType ?? OID.data },
  )
}

/** SignedData around signer infos made elsewhere. */
export function signedData(
  infos: readonly Buffer[],
  {
    bundle,
    inside = null,
    contentType = OID.data,
  }: { bundle: readonly Buffer[]; inside?: Buffer | null; contentType?: string },
): Buffer {
  const encapsulated =
    inside === null
      ? der.sequence(der.oid(contentType))
      : der.sequence(der.oid(contentType), der.tagged(0, der.octets(inside)))
  const inner = der.sequence(
    der.integer(1),
    der.setOf(SHA256),
    encapsulated,
    der.tlv(0xa0, ...bundle),
    der.setOf(...infos),
  )
  return der.sequence(der.oid(OID.signed), der.tagged(0, inner))
}

/** The two attributes that every signature has. */
export function attributesOf(content: Buffer, contentType: string = OID.data): Buffer[] {
  const digest = createHash('sha256').update(content).digest()
  return [
    attribute(OID.contentType, der.oid(contentType)),
    attribute(OID.messageDigest, der.octets(digest)),
  ]
}

/** One SignerInfo. */
export function signerInfo(content: Buffer, signer: Entity, lies: Lies = {}): Buffer {
  const attributes = lies.replaced ?? attributesOf(lies.hashed ?? content, lies.contentType)
  const set = der.setOf(...attributes)
  const { privateKey } = (lies.keyOf ?? signer).keys
  const toSign = lies.attributes === 'none' ? (lies.hashed ?? content) : set
  return der.sequence(
    der.integer(lies.sid === undefined ? 1 : 3),
    lies.sid ?? issuerAndSerial(signer.certificate.der),
    SHA256,
    ...(lies.attributes === 'none' ? [] : [Buffer.concat([Buffer.from([0xa0]), set.subarray(1)])]),
    der.sequence(der.oid(OID.ecdsaSha256)),
    der.octets(sign('sha256', toSign, privateKey)),
  )
}

export const attribute = (type: string, ...values: Buffer[]): Buffer =>
  der.sequence(der.oid(type), der.setOf(...values))

function issuerAndSerial(certificate: Buffer): Buffer {
  const [tbs] = sequence(parseDer(certificate))
  const [, serial, , issuer] = tbs === undefined ? [] : children(tbs)
  if (serial === undefined || issuer === undefined) throw new Error('certificate')
  return der.sequence(raw(issuer), raw(serial))
}

/** Lines with CRLF. */
export const lines = (...all: readonly string[]): Buffer =>
  Buffer.from(all.map((line) => `${line}\r\n`).join(''), 'utf8')

/** A text part. */
export const text = (words: string, type = 'text/plain; charset=utf-8'): Buffer =>
  lines(`Content-Type: ${type}`, '', words)

const boundaryOf = (content: Buffer) =>
  `=_${createHash('sha256').update(content).digest('hex').slice(0, 24)}`

/** A multipart of any subtype. */
export function multipart(subtype: string, ...parts: readonly Buffer[]): Buffer {
  const boundary = boundaryOf(Buffer.concat(parts))
  return Buffer.concat([
    lines(`Content-Type: multipart/${subtype}; boundary="${boundary}"`, ''),
    ...parts.flatMap((part) => [lines(`--${boundary}`), part, lines('')]),
    lines(`--${boundary}--`),
  ])
}

/** The body part that holds a detached signature. */
export const signaturePart = (octets: Buffer): Buffer =>
  lines(
    'Content-Type: application/pkcs7-signature; name="smime.p7s"',
    'Content-Transfer-Encoding: base64',
    'Content-Disposition: attachment; filename="smime.p7s"',
    '',
    octets.toString('base64').replace(/.{76}(?=.)/g, '$&\r\n'),
  )

/** multipart/signed from parts as they are; parameters may be changed. */
export function multipartSigned(
  content: Buffer,
  signature: Buffer,
  { boundary = boundaryOf(content), more = [] as readonly Buffer[], parameters = '' } = {},
): Buffer {
  return Buffer.concat([
    lines(
      'Content-Type: multipart/signed; protocol="application/pkcs7-signature";',
      ` micalg=sha-256; boundary="${boundary}"${parameters}`,
      '',
      `--${boundary}`,
    ),
    content,
    lines('', `--${boundary}`),
    signaturePart(signature),
    ...more.flatMap((part) => [lines(`--${boundary}`), part]),
    lines(`--${boundary}--`),
  ])
}

/** An S/MIME object as one entity. */
export const opaque = (octets: Buffer, type = 'signed-data'): Buffer =>
  lines(
    `Content-Type: application/pkcs7-mime; smime-type=${type}; name="smime.p7m"`,
    'Content-Transfer-Encoding: base64',
    '',
    octets.toString('base64').replace(/.{76}(?=.)/g, '$&\r\n'),
  )

/** A mail: its outer header lines, then the entity. */
export function mail(
  headers: { readonly [name: string]: string } | readonly string[],
  entity: Buffer,
): Buffer {
  const own = Array.isArray(headers)
    ? (headers as readonly string[])
    : Object.entries(headers).map(([name, value]) => `${name}: ${value}`)
  return Buffer.concat([lines(...own, 'MIME-Version: 1.0'), entity])
}

/** What someone signs in the ordinary way, detached. */
export const signedBy = (signer: Entity, content: Buffer, lies: Lies = {}): Buffer =>
  multipartSigned(content, cms(content, [signer], lies))

/** An entity of the stage as an identity that decrypts. */
export function identityFrom({ certificate, keys }: Entity): Identity {
  createPublicKey(keys.privateKey)
  return {
    key: keys.privateKey,
    certificate: new X509Certificate(certificate.der),
    intermediates: [],
  }
}
