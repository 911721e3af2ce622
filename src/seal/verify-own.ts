/**
 * Verifies a letter of ours before it leaves: a disk, a store or a bug may have changed it since.
 *
 * In    the sealed message as kept, our identity
 * Out   nothing when it is good; what is encrypted only its recipient can verify: `seal` has hashed
 *       its content twice, when signing and when encrypting
 * Refuses   nothing; a letter that is not what we signed is our own fault (thrown)
 *
 * It reads only the one form that `seal` writes. RFC 5652 §5.4, §5.6 · RFC 1847 §2.1
 */
import { createHash, type KeyObject, verify } from 'node:crypto'

import { type Bytes, wholeBuffer } from '../kit/bytes.ts'
import type { Identity, SealedMessage } from '../message.ts'
import { children, content, DerError, octets, parseDer, sequence } from '../pki/der.ts'
import * as der from '../pki/der-writer.ts'

/** The start of a letter (headers, preamble) and its end (signature) are far smaller. */
const WINDOW_OCTETS = 64 * 1024
const DIGEST_ATTRIBUTE = der.oid('1.2.840.113549.1.9.4')

/** Throws unless the letter, if it is not encrypted, still verifies with our certificate. */
export async function verifyOwn(
  sealed: Pick<SealedMessage, 'raw' | 'encrypted'>,
  { identity }: { identity: Identity },
): Promise<void> {
  if (sealed.encrypted) return
  if (!(await isOurs(sealed.raw, identity.certificate.publicKey))) {
    throw new Error('a letter of ours does not verify with our certificate: it must not leave')
  }
}

async function isOurs(raw: Bytes, key: KeyObject): Promise<boolean> {
  const start = await text(raw.slice(0, Math.min(raw.size, WINDOW_OCTETS)))
  const headers = start.slice(0, start.indexOf('\r\n\r\n') + 2)
  const found = /micalg=sha-(256|384|512); boundary="([^"]+)"/.exec(headers)
  if (found === null) return false
  const [, bits, boundary] = found
  const opening = `\r\n--${boundary}\r\n`
  const entityStart = start.indexOf(opening) + opening.length

  const tailStart = Math.max(0, raw.size - WINDOW_OCTETS)
  const tail = await text(raw.slice(tailStart, raw.size))
  const second = tail.lastIndexOf(opening)
  const p7s = signatureIn(tail.slice(second))
  const entityEnd = tailStart + second
  if (second === -1 || p7s === undefined || entityEnd < entityStart) return false

  const hash = createHash(`sha${bits}`)
  for await (const piece of raw.read(entityStart, entityEnd)) hash.update(piece)
  return isSigned(Buffer.from(p7s, 'base64'), {
    digest: hash.digest(),
    key,
    algorithm: `sha${bits}`,
  })
}

/** The one SignerInfo of our own signature: version, sid, digest, [0] attributes, algorithm, signature. */
function isSigned(
  p7s: Buffer,
  { digest, key, algorithm }: { digest: Buffer; key: KeyObject; algorithm: string },
): boolean {
  try {
    const [, tagged] = sequence(parseDer(p7s))
    const signerInfos = tagged && sequence(children(tagged)[0]).at(-1)
    const signerInfo = signerInfos && children(signerInfos)[0]
    const [, , , attributes, , signature] = sequence(signerInfo)
    if (attributes === undefined) return false
    const signed = content(attributes)
    const value = der.tlv(der.TAG.set, der.octets(digest))
    if (!signed.includes(der.sequence(DIGEST_ATTRIBUTE, value))) return false
    const isEdwards = key.asymmetricKeyType === 'ed25519'
    const toVerify = der.tlv(der.TAG.set, signed)
    return verify(isEdwards ? null : algorithm, toVerify, key, octets(signature))
  } catch (error) {
    // What is no DER is not what we wrote.
    if (error instanceof DerError) return false
    throw error
  }
}

/** The base64 of the last part: what stands between its header and the closing line. */
function signatureIn(part: string): string | undefined {
  const start = part.indexOf('\r\n\r\n') + 4
  const end = part.indexOf('\r\n--', start)
  const found = part.slice(start, end)
  return start > 3 && end !== -1 && /^[A-Za-z0-9+/=\r\n]+$/.test(found) ? found : undefined
}

async function text(bytes: Bytes): Promise<string> {
  return (await wholeBuffer(bytes, WINDOW_OCTETS)).toString('latin1')
}
