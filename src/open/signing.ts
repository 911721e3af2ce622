/**
 * Names an act of signing: who held the key, and what exactly was signed.
 *
 * In        the signer's public key, his signed attributes, the digest of the content
 * Out       one name, the same however the signature is wrapped and whatever stands beside it
 * Refuses   nothing: it is asked of good signatures only
 *
 * The attributes hold the digest of the content and, as a rule, the time: the same words signed anew have
 * another name, the same octets replayed have the same one. They are named as DER orders them, which is what
 * a signature of this key verifies. Without attributes nothing but key and content was signed.
 *
 * RFC 5652 §5.4 · SPEC §8
 */
import { hash, type KeyObject } from 'node:crypto'

import type { Sha256 } from '../domain/correspondant.ts'
import { keyName } from '../pki/public-key.ts'
import type { Attributes } from './cms.ts'

/** The name of one act of signing. */
export function signingName(
  key: KeyObject,
  attributes: Attributes | null,
  contentSha256: string,
): Sha256 {
  const canonical = attributes?.encodings.at(-1)
  const signed = canonical
    ? ['attributs', hash('sha256', canonical, 'hex')]
    : ['contenu', contentSha256]
  return hash('sha256', ['signature', keyName(key), ...signed].join('|'), 'hex') as Sha256
}
