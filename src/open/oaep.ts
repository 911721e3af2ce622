/**
 * RSAES-OAEP, its parameters and its padding.
 *
 * In        the parameters of the algorithm, an encrypted key, the identity that it is for
 * Out       the key
 * Refuses   (null) parameters that name a hash or a function that is not known; a padding that is wrong throws
 *
 * RFC 4055 §4.1 · RFC 8017 §7.1, §7.1.2
 */
import { constants, createHash, privateDecrypt } from 'node:crypto'

import type { Identity } from '../message.ts'
import { parseAlgorithm } from '../pki/algorithms.ts'
import { children, type Der, DerError, octets, sequence } from '../pki/der.ts'
import { decryptBlock } from '../pki/private-key.ts'

const RSA = '1.2.840.113549.1.1'
const HASHES: { readonly [id: string]: string } = {
  '1.3.14.3.2.26': 'sha1',
  '2.16.840.1.101.3.4.2.1': 'sha256',
  '2.16.840.1.101.3.4.2.2': 'sha384',
  '2.16.840.1.101.3.4.2.3': 'sha512',
}

export interface Oaep {
  readonly hash: string
  readonly maskHash: string
  readonly label: Buffer
}

/** Hash, mask generation, label: all default to SHA-1 and empty. Null: one that is not known. */
export function oaepOf(params: Der | null): Oaep | null {
  const fields = params ? sequence(params) : []
  const field = (tag: number) => {
    const found = fields.find((f) => f.tag === tag)
    return found ? parseAlgorithm(children(found)[0]) : null
  }
  const [digest, mask, source] = [0xa0, 0xa1, 0xa2].map(field)
  const hash = digest ? HASHES[digest.oid] : 'sha1'
  const masked = mask ? mask.oid === `${RSA}.8` && mask.params : null
  const maskHash = masked === null ? 'sha1' : masked && HASHES[parseAlgorithm(masked).oid]
  if (!hash || !maskHash || (source && source.oid !== `${RSA}.9`)) return null
  return { hash, maskHash, label: source?.params ? octets(source.params) : Buffer.alloc(0) }
}

/** Decrypts a key. */
export function decryptOaep(identity: Identity, oaep: Oaep, encrypted: Buffer): Buffer {
  const { hash, maskHash, label } = oaep
  // Many modules know OAEP with SHA-1 alone: what a token decrypts is always unpadded here.
  if (hash === maskHash && identity.token === undefined) {
    const padding = constants.RSA_PKCS1_OAEP_PADDING
    const options = { key: identity.key, padding, oaepHash: hash, oaepLabel: label }
    return privateDecrypt(options, encrypted)
  }
  return unpadOaep(decryptBlock(identity, encrypted), oaep)
}

/** OAEP with two different hashes, which node:crypto cannot do. RFC 8017 §7.1.2 */
function unpadOaep(block: Buffer, { hash, maskHash, label }: Oaep): Buffer {
  const labelHash = createHash(hash).update(label).digest()
  const size = labelHash.length
  const [masked, data] = [block.subarray(1, 1 + size), block.subarray(1 + size)]
  const seed = xor(masked, generateMask(data, size, maskHash))
  const clear = xor(data, generateMask(seed, data.length, maskHash))
  const mark = clear.indexOf(1, size)
  const isPadded = clear.subarray(size, Math.max(size, mark)).every((octet) => octet === 0)
  if (block[0] !== 0 || mark < 0 || !isPadded || !clear.subarray(0, size).equals(labelHash)) {
    throw new DerError('OAEP')
  }
  return clear.subarray(mark + 1)
}

function generateMask(seed: Buffer, length: number, hash: string): Buffer {
  const blocks: Buffer[] = []
  for (let counter = 0, made = 0; made < length; counter++) {
    const block = createHash(hash).update(seed).update(counterOctets(counter)).digest()
    blocks.push(block)
    made += block.length
  }
  return Buffer.concat(blocks).subarray(0, length)
}

function xor(a: Buffer, b: Buffer): Buffer {
  return Buffer.from(a.map((octet, at) => octet ^ (b[at] ?? 0)))
}

function counterOctets(value: number): Buffer {
  const octets = Buffer.alloc(4)
  octets.writeUInt32BE(value)
  return octets
}
