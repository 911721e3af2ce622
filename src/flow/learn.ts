/**
 * Keeps the encryption certificates that verified mail brings, so that answers leave encrypted.
 *
 * The certificates of a CMS message are not themselves signed: one that is not the signer's is kept only if
 * it has a path of its own and names the same person. RFC 8551 §2.3; SPEC §8
 */
import { createHash } from 'node:crypto'

import type { Rpps } from '../domain/correspondant.ts'
import { putCertificate } from '../ledger/annuaire.ts'
import type { Database } from '../ledger/sql.ts'
import type { OpenedMessage } from '../message.ts'
import {
  type Certificate,
  emailsOf,
  parseCertificate,
  publicKeyOf,
  rppsOf,
} from '../pki/certificate.ts'
import { DerError } from '../pki/der.ts'
import { KEY_USAGE } from '../pki/extensions.ts'
import { findPath } from '../pki/path.ts'
import type { Author } from './author.ts'
import type { Parts } from './parts.ts'

/** Certificates this process has just looked at: a busy correspondent is learned once, not at every mail. */
const RECENT = new WeakMap<Database, Set<string>>()
const MAX_RECENT = 5_000

/** Learns what a verified message says of its author's keys. */
export async function learn(opened: OpenedMessage, author: Author, parts: Parts): Promise<void> {
  const { db, clock } = parts
  const now = clock.now()
  const trust = await parts.trust()
  const recent = RECENT.get(db) ?? new Set()
  RECENT.set(db, recent)
  for (const der of opened.certificates) {
    const mark = `${author.adresse} ${createHash('sha256').update(der).digest('base64')}`
    if (recent.has(mark)) continue
    const certificate = parsed(der)
    if (certificate === null || !isOf(author, certificate) || !canEncrypt(certificate)) continue
    if (findPath(certificate, trust, now).status !== 'valid') continue
    await putCertificate(db, {
      sha256: Buffer.from(certificate.sha256, 'hex'),
      adresse: author.adresse,
      rpps: author.professionnel.rpps as Rpps,
      der: certificate.der,
      usage: 'deux',
      source: 'courrier',
      valideDu: certificate.notBefore,
      valideAu: certificate.notAfter,
      capacites: null,
      vuLe: now,
    })
    if (recent.size >= MAX_RECENT) recent.clear()
    recent.add(mark)
  }
}

function parsed(der: Buffer): Certificate | null {
  try {
    return parseCertificate(der)
  } catch (error) {
    if (error instanceof DerError) return null
    throw error
  }
}

/** The author's own: his RPPS, or the address he wrote from. */
function isOf({ professionnel, adresse }: Author, certificate: Certificate): boolean {
  const rpps = rppsOf(certificate)
  if (rpps !== null) return rpps === professionnel.rpps
  return emailsOf(certificate).some((email) => email.toLowerCase() === adresse)
}

/** RSA that may transport a key, or a curve that may agree on one; no usage named means any. */
function canEncrypt(certificate: Certificate): boolean {
  const type = publicKeyOf(certificate)?.asymmetricKeyType
  const usage = certificate.extensions.keyUsage
  const wanted = type === 'rsa' ? KEY_USAGE.keyEncipherment : KEY_USAGE.keyAgreement
  if (type !== 'rsa' && type !== 'ec' && type !== 'x25519') return false
  return usage === null || (usage & wanted) !== 0
}
