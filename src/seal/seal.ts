/**
 * Puts S/MIME on: signs a written letter, then encrypts it to its recipient. The mirror of `open`.
 *
 * In    WrittenMessage (outer headers, canonical entity), our identity, the recipient's key if known
 * Out   SealedMessage: the bytes that leave, written once through `keep`, memory flat
 * Refuses   recipient-key-unusable
 *
 * RFC 8551 §3.5.3 (multipart/signed), §3.3 (enveloped-data), §3.4 (authEnveloped-data) ·
 * RFC 1847 §2.1 · RFC 9788 §2.2 (header protection) · ADR 0004 (sign, then encrypt)
 */
import { createHash, randomBytes } from 'node:crypto'

import { isRefusal, type Refusal } from '../errors.ts'
import type { Bytes, Keep } from '../kit/bytes.ts'
import type { Identity, SealedMessage, WrittenMessage } from '../message.ts'
import { base64Buffer, base64Lines, base64LinesSize, base64Text } from '../mime/base64-lines.ts'
import { canonicalDigest } from './canonical.ts'
import { envelopeFor, type RecipientKey } from './encrypt.ts'
import { type Assembled, heldEntity, protect } from './protect.ts'
import { schemeOf, signDigest } from './sign.ts'

/** What sealing needs beside the letter. */
export interface SealParts {
  readonly identity: Identity
  /** Null: signed only. Whether a letter may leave so is not decided here. */
  readonly recipient: RecipientKey | null
  readonly keep: Keep
  readonly now: Date
}

/**
 * Signs a letter and, given a recipient, encrypts it to him; refuses a certificate that cannot be
 * encrypted to. A letter that is not canonical CRLF, or an identity whose key is not its
 * certificate's, is a fault (thrown).
 */
export async function seal(
  written: Omit<WrittenMessage, 'bodies' | 'original'>,
  { identity, recipient, keep, now }: SealParts,
): Promise<SealedMessage | Refusal> {
  const fields = outerFields(written.headers)
  const outer = lines(...fields.map(([name, value]) => `${name}: ${value}`), 'MIME-Version: 1.0')
  const mode = recipient === null ? 'clear' : 'cipher'
  const entity = await protect(written.entity, fields, mode)
  const signed = await multipartSigned(entity, { identity, now })
  if (recipient === null) {
    const raw = await keepExactly(keep, after(outer, signed))
    return { raw, to: written.to, encrypted: false }
  }
  const encrypted = await encryptedEntity(signed, { recipient, now })
  if (isRefusal(encrypted)) return encrypted
  const raw = await keepExactly(keep, after(outer, encrypted))
  return { raw, to: written.to, encrypted: true }
}

/** The signed entity: two parts between boundaries, the first exactly as it was hashed. */
async function multipartSigned(
  entity: Assembled,
  { identity, now }: { identity: Identity; now: Date },
): Promise<Assembled> {
  const scheme = schemeOf(identity.key)
  const digest = await canonicalDigest(entity, scheme.digest)
  const p7s = await signDigest(digest, { identity, now })
  // `=_` stands in no base64 and no quoted-printable text, so no part can hold the boundary.
  const boundary = `=_confrere_${randomBytes(18).toString('hex')}`
  const start = lines(
    'Content-Type: multipart/signed; protocol="application/pkcs7-signature";',
    ` micalg=${scheme.micalg}; boundary="${boundary}"`,
    '',
    // RFC 1847 §2.1 lets a text stand here, for readers that know no S/MIME; it is not signed.
    'Message au format S/MIME. This is an S/MIME signed message.',
    '',
    `--${boundary}`,
  )
  // "The CRLF preceding the boundary delimiter line is conceptually attached to the boundary so that
  //  it is possible to have a part that does not end with a CRLF" — RFC 2046 §5.1.1: it is not signed.
  const end = lines(
    '',
    `--${boundary}`,
    'Content-Type: application/pkcs7-signature; name="smime.p7s"',
    'Content-Transfer-Encoding: base64',
    'Content-Disposition: attachment; filename="smime.p7s"',
    'Content-Description: S/MIME Cryptographic Signature',
    '',
    base64Text(p7s),
    `--${boundary}--`,
  )
  if (entity.held) return heldEntity(start, ...entity.held, end)
  return {
    size: start.length + entity.size + end.length,
    async *read() {
      yield start
      const again = createHash(scheme.digest)
      for await (const piece of entity.read()) {
        again.update(piece)
        yield piece
      }
      // What leaves must be what was signed, even if the store gives other bytes the second time.
      if (!again.digest().equals(digest)) throw new Error('the entity changed while it was sealed')
      yield end
    },
  }
}

async function encryptedEntity(
  inner: Assembled,
  { recipient, now }: { recipient: RecipientKey; now: Date },
): Promise<Assembled | Refusal> {
  const envelope = await envelopeFor(inner.size, { recipient, now })
  if (isRefusal(envelope)) return envelope
  const start = lines(
    `Content-Type: application/pkcs7-mime; smime-type=${envelope.smimeType}; name="smime.p7m"`,
    'Content-Transfer-Encoding: base64',
    'Content-Disposition: attachment; filename="smime.p7m"',
    'Content-Description: S/MIME Encrypted Message',
    '',
    '',
  )
  if (inner.held) return heldEntity(start, base64Buffer(envelope.encryptAtOnce(inner.held)))
  return {
    size: start.length + base64LinesSize(envelope.size),
    async *read() {
      yield start
      yield* base64Lines(envelope.encrypt(inner.read()))
    },
  }
}

/** The letter's own header fields, without any `Content-*`: those belong to the entity. */
function outerFields(headers: WrittenMessage['headers']): WrittenMessage['headers'] {
  const kept = headers.filter(([name]) => !/^(content-.*|mime-version)$/i.test(name))
  for (const [name, value] of kept) {
    if (!/^[!-9;-~]+$/.test(name)) throw new Error('header field with a name that is none')
    // A field ends where a line does not begin with a blank; more would be a header of someone else's.
    if (/\r(?!\n)|(?<!\r)\n|\n(?![ \t])|[^\r\n\t -~]/.test(value)) {
      throw new Error(`header field ${name} with a value that is not folded ASCII`)
    }
  }
  return kept
}

function after(start: Buffer, entity: Assembled): Assembled {
  if (entity.held) return heldEntity(start, ...entity.held)
  return {
    size: start.length + entity.size,
    async *read() {
      yield start
      yield* entity.read()
    },
  }
}

async function keepExactly(keep: Keep, assembled: Assembled): Promise<Bytes> {
  const kept = await keep(assembled.read())
  if (kept.size !== assembled.size) {
    throw new Error(`${kept.size} octets kept of a letter of ${assembled.size}`)
  }
  return kept
}

function lines(...texts: readonly string[]): Buffer {
  return Buffer.from(texts.map((text) => `${text}\r\n`).join(''), 'latin1')
}
