/**
 * What our private key does, wherever it is: in memory, or in a PKCS#11 module.
 *
 * In    an identity, what to sign, decrypt or agree with
 * Out   the octets
 * Refuses   by throwing: what the key or its module will not do
 */
import {
  constants,
  createHash,
  diffieHellman,
  type KeyObject,
  privateDecrypt,
  sign,
} from 'node:crypto'
import { promisify } from 'node:util'

import type { Identity } from '../message.ts'
import { tokenAgree, tokenDecrypt, tokenSignEcdsa, tokenSignRsa } from './token.ts'

const signAsync = promisify(sign)

/** Signs `data`; `hash` is null for the keys that hash by themselves. */
export async function signWith(
  { key, token }: Identity,
  hash: string | null,
  data: Buffer,
): Promise<Buffer> {
  if (token === undefined) return await signAsync(hash, data, key)
  if (hash === null) throw new Error('no signature of this kind through PKCS#11')
  const digest = createHash(hash).update(data).digest()
  return key.asymmetricKeyType === 'rsa'
    ? await tokenSignRsa(token, hash, digest)
    : await tokenSignEcdsa(token, digest)
}

/** RSAES-PKCS1-v1_5. */
export function decryptPkcs1({ key, token }: Identity, encrypted: Buffer): Buffer {
  if (token !== undefined) return tokenDecrypt(token, 'RSA-PKCS', encrypted)
  return privateDecrypt({ key, padding: constants.RSA_PKCS1_PADDING }, encrypted)
}

/** RSA without any padding: the whole block. */
export function decryptBlock({ key, token }: Identity, encrypted: Buffer): Buffer {
  if (token === undefined)
    return privateDecrypt({ key, padding: constants.RSA_NO_PADDING }, encrypted)
  const block = tokenDecrypt(token, 'RSA-X-509', encrypted)
  return Buffer.concat([Buffer.alloc(Math.max(0, encrypted.length - block.length)), block])
}

/** ECDH or X25519. */
export function agree({ key, token }: Identity, publicKey: KeyObject): Buffer {
  if (token === undefined) return diffieHellman({ privateKey: key, publicKey })
  return tokenAgree(token, publicKey.export({ type: 'spki', format: 'der' }))
}
