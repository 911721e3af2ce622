/**
 * Encrypts to one recipient: EnvelopedData or AuthEnvelopedData, streamed, every length known ahead.
 *
 * In    the size of the content, the recipient's certificate and what he announced
 * Out   the size of the CMS message, and a stream from the content to its octets
 * Refuses   recipient-key-unusable: out of date, not for encryption, or a key we cannot use
 *
 * RFC 5652 §6 (EnvelopedData) · RFC 5083 §2.1 (AuthEnvelopedData) · RFC 5084 §3.2 (AES-GCM) ·
 * RFC 3565 §2 (AES-CBC) · RFC 4055 §4.1 (OAEP) · RFC 5753 §3.1 (ECDH) · RFC 8418 §2 (X25519)
 */
import { type CipherGCM, createCipheriv, createSecretKey, randomBytes } from 'node:crypto'

import { type Refusal, refusal } from '../errors.ts'
import * as der from '../pki/der-writer.ts'
import { KEY_USAGE } from '../pki/extensions.ts'
import { strengthOf } from '../pki/public-key.ts'
import { certificateParts } from './certificate-parts.ts'
import { agreeKey, isAgreeable, transportKey } from './recipient-info.ts'

/** The key of one correspondent, with what his mails announce (SMIMECapabilities). */
export interface RecipientKey {
  /** DER. */
  readonly certificate: Buffer
  readonly capabilities: { readonly gcm: boolean; readonly oaep: boolean }
}

/** A CMS message that is yet to be made of a content of known size. */
export interface Envelope {
  readonly smimeType: 'enveloped-data' | 'authEnveloped-data'
  readonly size: number
  encrypt(content: AsyncIterable<Buffer>): AsyncGenerator<Buffer>
  /** The same of a content in memory. An envelope is for one content: its key is not used twice. */
  encryptAtOnce(content: readonly Buffer[]): Buffer
}

const DATA = der.oid('1.2.840.113549.1.7.1')
const ENVELOPED_DATA = der.oid('1.2.840.113549.1.7.3')
const AUTH_ENVELOPED_DATA = der.oid('1.2.840.113549.1.9.16.1.23')
const AES256_CBC = der.oid('2.16.840.1.101.3.4.1.42')
const AES256_GCM = der.oid('2.16.840.1.101.3.4.1.46')
const BLOCK_BYTES = 16
const GCM_NONCE_BYTES = 12
const GCM_TAG_BYTES = 16

/** Prepares the envelope of `contentSize` octets for one recipient, or refuses his certificate. */
export async function envelopeFor(
  contentSize: number,
  { recipient, now }: { recipient: RecipientKey; now: Date },
): Promise<Envelope | Refusal> {
  const key = randomBytes(32)
  const info = await recipientInfo(key, { recipient, now })
  if (!Buffer.isBuffer(info)) return info
  return recipient.capabilities.gcm
    ? authEnveloped(contentSize, { key, info })
    : enveloped(contentSize, { key, info })
}

async function recipientInfo(
  key: Buffer,
  { recipient, now }: { recipient: RecipientKey; now: Date },
): Promise<Buffer | Refusal> {
  const parts = certificateParts(recipient.certificate)
  if (parts === null || parts.publicKey === null) return unusable('malformed')
  const { publicKey, validity } = parts
  if (now < validity.notBefore || now > validity.notAfter) return unusable('out-of-date')

  const kind = publicKey.asymmetricKeyType
  const allows = (bit: number) => parts.keyUsage === null || (parts.keyUsage & bit) !== 0
  if (kind === 'rsa') {
    if (strengthOf(publicKey).modulusLength < 2048) return unusable('weak-key')
    if (!allows(KEY_USAGE.keyEncipherment)) return unusable('usage')
    return transportKey(key, {
      publicKey,
      parts,
      padding: recipient.capabilities.oaep ? 'oaep' : 'pkcs1',
    })
  }
  if (!isAgreeable(publicKey)) return unusable('key-type')
  if (!allows(KEY_USAGE.keyAgreement)) return unusable('usage')
  return agreeKey(key, { publicKey, parts })
}

function unusable(reason: string): Refusal {
  return refusal('recipient-key-unusable', { reason })
}

/** RFC 5652 §6.1: version 0 with key transport alone, 2 with key agreement. */
function enveloped(size: number, { key, info }: { key: Buffer; info: Buffer }): Envelope {
  const iv = randomBytes(BLOCK_BYTES)
  const encryptedSize = (Math.floor(size / BLOCK_BYTES) + 1) * BLOCK_BYTES
  const start = opening(encryptedSize, {
    type: ENVELOPED_DATA,
    version: info[0] === der.TAG.sequence ? 0 : 2,
    info,
    algorithm: der.sequence(AES256_CBC, der.octets(iv)),
    tailSize: 0,
  })
  return {
    smimeType: 'enveloped-data',
    size: start.length + encryptedSize,
    async *encrypt(content) {
      yield start
      const cipher = createCipheriv('aes-256-cbc', createSecretKey(key), iv)
      for await (const piece of content) yield cipher.update(piece)
      yield cipher.final()
    },
    encryptAtOnce(content) {
      const cipher = createCipheriv('aes-256-cbc', createSecretKey(key), iv)
      const encrypted = content.map((piece) => cipher.update(piece))
      return Buffer.concat([start, ...encrypted, cipher.final()])
    },
  }
}

function authEnveloped(size: number, { key, info }: { key: Buffer; info: Buffer }): Envelope {
  const nonce = randomBytes(GCM_NONCE_BYTES)
  const macHead = der.head(der.TAG.octetString, GCM_TAG_BYTES)
  const tailSize = macHead.length + GCM_TAG_BYTES
  const parameters = der.sequence(der.octets(nonce), der.integer(GCM_TAG_BYTES))
  const start = opening(size, {
    type: AUTH_ENVELOPED_DATA,
    version: 0,
    info,
    algorithm: der.sequence(AES256_GCM, parameters),
    tailSize,
  })
  return {
    smimeType: 'authEnveloped-data',
    size: start.length + size + tailSize,
    async *encrypt(content) {
      yield start
      const cipher: CipherGCM = createCipheriv('aes-256-gcm', createSecretKey(key), nonce)
      for await (const piece of content) yield cipher.update(piece)
      cipher.final()
      yield Buffer.concat([macHead, cipher.getAuthTag()])
    },
    encryptAtOnce(content) {
      const cipher: CipherGCM = createCipheriv('aes-256-gcm', createSecretKey(key), nonce)
      const encrypted = content.map((piece) => cipher.update(piece))
      cipher.final()
      return Buffer.concat([start, ...encrypted, macHead, cipher.getAuthTag()])
    },
  }
}

/** Everything before the encrypted octets: the lengths of all that encloses them are computed here. */
function opening(
  encryptedSize: number,
  fields: {
    readonly type: Buffer
    readonly version: number
    readonly info: Buffer
    readonly algorithm: Buffer
    /** Octets that follow the encrypted content. */
    readonly tailSize: number
  },
): Buffer {
  const version = der.integer(fields.version)
  const infos = der.tlv(der.TAG.set, fields.info)
  const inner = DATA.length + fields.algorithm.length + der.sizeWithHead(encryptedSize)
  const data = version.length + infos.length + der.sizeWithHead(inner) + fields.tailSize
  const tagged = der.sizeWithHead(data)
  return Buffer.concat([
    der.head(der.TAG.sequence, fields.type.length + der.sizeWithHead(tagged)),
    fields.type,
    der.head(0xa0, tagged),
    der.head(der.TAG.sequence, data),
    version,
    infos,
    der.head(der.TAG.sequence, inner),
    DATA,
    fields.algorithm,
    der.head(0x80, encryptedSize),
  ])
}
