/**
 * Takes off an encrypted or a compressed layer.
 *
 * In        the parsed structure, its content as a stream, our identities
 * Out       clear octets as a stream that throws at its end unless the whole of them was accepted
 * Refuses   cannot-decrypt (no entry is ours), weak-algorithm, unsupported-algorithm,
 *           encrypted-not-authentic (every other failure, one code for all), expansion-limit
 *
 * RFC 5652 §6.3 · RFC 5083 §2.2 · RFC 5084 §3.2 (GCM) · RFC 3274 §1.1 (zlib)
 */
import { createDecipheriv, createSecretKey, type Decipheriv } from 'node:crypto'
import { pipeline } from 'node:stream/promises'
import { createInflate } from 'node:zlib'

import type { Identity } from '../message.ts'
import { CIPHERS, WEAK_CIPHERS } from '../pki/algorithms.ts'
import { content, octets, sequence, smallInteger } from '../pki/der.ts'
import type { Compressed, Encrypted } from './cms.ts'
import { Hostile } from './entity.ts'
import { contentKey } from './recipient.ts'
import type { Skimmed } from './skim.ts'

const OID_ZLIB = '1.2.840.113549.1.9.16.3.8'
/** A mail of 25 MB of text compresses well; a bomb compresses better. */
const MAX_EXPANDED_BYTES = 100 * 1024 * 1024
const MAX_EXPANSION = 200
const PIECE_BYTES = 256 * 1024

/** Opens EnvelopedData or AuthEnvelopedData; the clear octets stream, and are nobody's before the end. */
export function decrypt(
  encrypted: Encrypted,
  cipherText: AsyncIterable<Buffer>,
  keys: readonly Identity[],
): AsyncIterable<Buffer> {
  const { oid, params } = encrypted.algorithm
  const cipher = CIPHERS[oid]
  if (!cipher) throw new Hostile(WEAK_CIPHERS.has(oid) ? 'weak-algorithm' : 'unsupported-algorithm')
  const isGcm = cipher.node.endsWith('gcm')
  if (isGcm !== (encrypted.kind === 'authEnveloped') || !params) throw new Hostile('malformed-cms')
  const key = contentKey(encrypted.recipients, keys, cipher.keyBytes)
  if (!key) throw new Hostile('cannot-decrypt')
  const decipher = uniform(() =>
    isGcm
      ? decipherGcm(encrypted, { node: cipher.node, key })
      : createDecipheriv(cipher.node, createSecretKey(key), content(params)),
  )
  return clearOf(cipherText, decipher)
}

/** Throws at its end when the tag or the padding is wrong, so that `keep` keeps nothing of it. */
async function* clearOf(cipherText: AsyncIterable<Buffer>, decipher: Decipheriv) {
  for await (const piece of cipherText) yield uniform(() => decipher.update(piece))
  yield uniform(() => decipher.final())
}

/** One code for every failure once a key was tried: no padding or tag oracle (RFC 3218 §2.3). */
function uniform<T>(step: () => T): T {
  try {
    return step()
  } catch (cause) {
    throw new Hostile('encrypted-not-authentic', { cause })
  }
}

function decipherGcm(
  { algorithm, aad, mac }: Encrypted,
  { node, key }: { node: string; key: Buffer },
): Decipheriv {
  const [nonce, length] = algorithm.params ? sequence(algorithm.params) : []
  const authTagLength = length ? smallInteger(length) : 12
  if (!mac || mac.length !== authTagLength || authTagLength < 12) throw new Hostile('malformed-cms')
  const decipher = createDecipheriv(node as 'aes-256-gcm', createSecretKey(key), octets(nonce), {
    authTagLength,
  })
  decipher.setAuthTag(mac)
  if (aad) decipher.setAAD(aad)
  return decipher
}

/** Inflates CompressedData as a stream; refuses what grows beyond measure, or beyond `most`. */
export function inflate(
  { algorithm }: Compressed,
  { size, content }: Pick<Skimmed, 'size' | 'content'>,
  most = MAX_EXPANDED_BYTES,
): AsyncIterable<Buffer> {
  if (algorithm.oid !== OID_ZLIB) throw new Hostile('unsupported-algorithm')
  return inflated(content(), Math.min(most, size * MAX_EXPANSION + PIECE_BYTES))
}

async function* inflated(packed: AsyncIterable<Buffer>, limit: number): AsyncGenerator<Buffer> {
  const stream = createInflate({ chunkSize: PIECE_BYTES })
  const fed = pipeline(packed, stream).catch((cause: unknown) => cause)
  let size = 0
  try {
    for await (const piece of stream) {
      size += piece.length
      if (size > limit) throw new Hostile('expansion-limit')
      yield piece
    }
  } catch (error) {
    if (error instanceof Error && 'code' in error && String(error.code).startsWith('Z_')) {
      throw new Hostile('malformed-cms', { cause: error })
    }
    throw error
  } finally {
    stream.destroy()
    await fed
  }
}
