/**
 * What an identity of ours may be used for, by its certificate and by its kind of key.
 *
 * In    a certificate that goes with a private key of ours, an instant
 * Out   may it sign mail, may it open mail, and in a sentence why it cannot sign now
 *
 * A certificate without keyUsage, or without extendedKeyUsage, leaves its key every use. A key is used for nothing
 * that its certificate does not allow: an encryption certificate signs no letter, a signature certificate opens none.
 *
 * RFC 5280 §4.2.1.3, §4.2.1.12 · RFC 8550 §4.4 · SPEC §2 (CONFRERE_IDENTITY)
 */
import type { KeyObject } from 'node:crypto'

import type { Identity } from '../message.ts'
import { type Certificate, parseCertificate } from './certificate.ts'
import { KEY_USAGE } from './extensions.ts'

/** Why an identity cannot sign letters now: a word for the program, a sentence for the administrator. */
export interface IdentityProblem {
  readonly kind: 'usage' | 'not-yet-valid' | 'expired'
  readonly text: string
}

const MAIL_PURPOSES = ['1.3.6.1.5.5.7.3.4', '2.5.29.37.0']
const SIGNING_CURVES = ['prime256v1', 'secp384r1', 'secp521r1']
const AGREEING_KINDS = ['ec', 'x25519']

/** May this key sign mail: by its kind, and by what its certificate allows? */
export function maySign({ extensions }: Certificate, key: KeyObject): boolean {
  const kind = key.asymmetricKeyType ?? ''
  const curve = key.asymmetricKeyDetails?.namedCurve ?? ''
  const signs = ['rsa', 'ed25519'].includes(kind) || SIGNING_CURVES.includes(curve)
  const needed = KEY_USAGE.digitalSignature | KEY_USAGE.nonRepudiation
  return signs && allows(extensions, needed)
}

/** May this key open mail that was encrypted to its certificate? */
export function mayDecrypt({ extensions }: Certificate, key: KeyObject): boolean {
  const kind = key.asymmetricKeyType ?? ''
  if (kind === 'rsa') return allows(extensions, KEY_USAGE.keyEncipherment)
  return AGREEING_KINDS.includes(kind) && allows(extensions, KEY_USAGE.keyAgreement)
}

function allows({ keyUsage, extKeyUsage }: Certificate['extensions'], needed: number): boolean {
  if (keyUsage !== null && (keyUsage & needed) === 0) return false
  return extKeyUsage === null || extKeyUsage.some((purpose) => MAIL_PURPOSES.includes(purpose))
}

/** May this identity sign letters? */
export function canSign(identity: Identity): boolean {
  return maySign(certificateOf(identity), identity.key)
}

function canDecrypt(identity: Identity): boolean {
  return mayDecrypt(certificateOf(identity), identity.key)
}

/** The identity that mail for us is encrypted to: ours, or the first of its file that may open mail; null: none. */
export function readerOf(identity: Identity): Identity | null {
  return withBeside([identity]).find(canDecrypt) ?? null
}

/** Each key by itself: an identity, and those that came in the same file. */
export function withBeside(identities: readonly Identity[]): Identity[] {
  return identities.flatMap((identity) => [identity, ...(identity.beside ?? [])])
}

/**
 * Why our letters cannot be signed with this identity at this instant; null: they can. What cannot be answered is
 * not to be accepted.
 */
export function identityProblem(identity: Identity, now: Date): IdentityProblem | null {
  const { validFromDate: notBefore, validToDate: notAfter } = identity.certificate
  if (!canSign(identity)) {
    const text =
      'le certificat de la passerelle ne permet pas de signer des courriers (usages de la clé) : ajoutez au PKCS#12 la clé et le certificat de signature'
    return { kind: 'usage', text }
  }
  if (now < notBefore) {
    const text = `le certificat de la passerelle n’est valide qu’à partir du ${dayOf(notBefore)}`
    return { kind: 'not-yet-valid', text }
  }
  if (now <= notAfter) return null
  const text = `le certificat de la passerelle a expiré le ${dayOf(notAfter)} : renouvelez-le`
  return { kind: 'expired', text }
}

const dayOf = (date: Date): string => date.toISOString().slice(0, 10)

const read = new WeakMap<Identity, Certificate>()

function certificateOf(identity: Identity): Certificate {
  const certificate = read.get(identity) ?? parseCertificate(identity.certificate.raw)
  read.set(identity, certificate)
  return certificate
}
