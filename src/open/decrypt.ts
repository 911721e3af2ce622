/**
 * Takes off an encrypted or a compressed layer.
 *
 * In        the parsed structure, our identities
 * Out       clear octets in pieces, released only when the whole of them was accepted
 * Refuses   cannot-decrypt (no entry is ours), weak-algorithm, unsupported-algorithm,
 *           encrypted-not-authentic (every other failure, one code for all), expansion-limit
 *
 * RFC 5652 §6.3 · RFC 5083 §2.2 · RFC 5084 §3.2 (GCM) · RFC 3274 §1.1 (zlib)
 */
import { createDecipheriv } from 'node:crypto'
import { createInflate } from 'node:zlib'

import type { Identity } from '../message.ts'
import { CIPHERS, WEAK_CIPHERS } from '../pki/algorithms.ts'
import { content, octets, sequence, smallInteger } from '../pki/der.ts'
import type { Compressed, Encrypted } from './cms.ts'
import { Hostile } from './entity.ts'
import { contentKey } from './recipient.ts'

const OID_ZLIB = '1.2.840.113549.1.9.16.3.8'
/** A mail of 25 MB of text compresses well; a bomb compresses better. */
const MAX_EXPANDED_BYTES = 100 * 1024 * 1024
const MAX_EXPANSION = 200
const PIECE_BYTES = 256 * 1024

/** Decrypts EnvelopedData or AuthEnvelopedData. */
export function decrypt(encrypted: Encrypted, keys: readonly Identity[]): Buffer[] {
  const { oid, params } = encrypted.algorithm
  const cipher = CIPHERS[oid]
  if (!cipher) throw new Hostile(WEAK_CIPHERS.has(oid) ? 'weak-algorithm' : 'unsupported-algorithm')
  const isGcm = cipher.node.endsWith('gcm')
  if (isGcm !== (encrypted.kind === 'authEnveloped') || !params) throw new Hostile('malformed-cms')
  const key = contentKey(encrypted.recipients, keys, cipher.keyBytes)
  if (!key) throw new Hostile('cannot-decrypt')
  try {
    return isGcm
      ? decryptGcm(encrypted, { node: cipher.node, key })
      : decryptCbc(encrypted, { node: cipher.node, key })
  } catch (cause) {
    // One code for every failure once a key was tried: no padding or tag oracle (RFC 3218 §2.3).
    throw new Hostile('encrypted-not-authentic', { cause })
  }
}

function decryptCbc(
  { algorithm, pieces }: Encrypted,
  { node, key }: { node: string; key: Buffer },
): Buffer[] {
  const iv = algorithm.params ? content(algorithm.params) : Buffer.alloc(0)
  const decipher = createDecipheriv(node, key, iv)
  const clear = pieces.map((piece) => decipher.update(piece))
  clear.push(decipher.final())
  return clear
}

function decryptGcm(
  { algorithm, pieces, aad, mac }: Encrypted,
  { node, key }: { node: string; key: Buffer },
): Buffer[] {
  const [nonce, length] = algorithm.params ? sequence(algorithm.params) : []
  const authTagLength = length ? smallInteger(length) : 12
  if (!mac || mac.length !== authTagLength || authTagLength < 12) throw new Hostile('malformed-cms')
  const decipher = createDecipheriv(node as 'aes-256-gcm', key, octets(nonce), { authTagLength })
  decipher.setAuthTag(mac)
  if (aad) decipher.setAAD(aad)
  const clear = pieces.map((piece) => decipher.update(piece))
  clear.push(decipher.final())
  return clear
}

/** Inflates CompressedData; refuses what grows beyond measure. */
export async function inflate({ algorithm, pieces }: Compressed): Promise<Buffer[]> {
  if (algorithm.oid !== OID_ZLIB) throw new Hostile('unsupported-algorithm')
  const packed = pieces.reduce((sum, piece) => sum + piece.length, 0)
  const limit = Math.min(MAX_EXPANDED_BYTES, packed * MAX_EXPANSION + PIECE_BYTES)
  const stream = createInflate({ chunkSize: PIECE_BYTES })
  const clear: Buffer[] = []
  let size = 0
  try {
    for (const piece of pieces) stream.write(piece)
    stream.end()
    for await (const piece of stream) {
      size += piece.length
      if (size > limit) throw new Hostile('expansion-limit')
      clear.push(piece)
    }
  } catch (error) {
    if (error instanceof Hostile) throw error
    throw new Hostile('malformed-cms', { cause: error })
  } finally {
    stream.destroy()
  }
  return clear
}
