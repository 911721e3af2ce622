/**
 * Keeps the encryption certificates that verified mail brings, so that answers leave encrypted.
 *
 * The certificates of a CMS message are not themselves signed: one that is not the signer's is kept only if
 * it has a path of its own and names the same person. RFC 8551 §2.3, §2.5.2; SPEC §8
 */
import { isHorsAnnuaire } from '../domain/correspondant.ts'
import type { WithClock } from '../kit/clock.ts'
import { type Certificat, putCertificate } from '../ledger/certificates/certificats.ts'
import { releaseBlocked } from '../ledger/poison.ts'
import type { OpenedMessage } from '../message.ts'
import { type Certificate, emailsOf, rppsOf } from '../pki/certificate.ts'
import { certificateOf } from '../pki/memory.ts'
import type { Database, WithDatabase } from '../postgres/sql.ts'
import type { WithTrust } from '../trust/store.ts'
import { canEncrypt, canSign, isGood } from '../trust/usable.ts'
import { type Author, numberOf } from './author.ts'

/** What this file takes of the gateway. */
type Needs = WithDatabase & WithClock & WithTrust

/** Certificates this process has just looked at: a busy correspondent is learned once, not at every mail. */
const RECENT = new WeakMap<Database, Set<string>>()
const MAX_RECENT = 5_000

/** Learns what a verified message says of its author's keys. */
export async function learn(opened: OpenedMessage, author: Author, parts: Needs): Promise<void> {
  const { db, clock } = parts
  const now = clock.now()
  const trust = await parts.trust()
  const given = { trust, now, address: author.adresse }
  const recent = RECENT.get(db) ?? new Set()
  RECENT.set(db, recent)
  const bundled = opened.certificates.flatMap((der) => certificateOf(der, trust) ?? [])
  const own = bundled.filter((certificate) => isOf(author, certificate))
  const preferred = own.find(({ sha256 }) => sha256 === opened.preferred)
  for (const certificate of own) {
    const usage = usageOf(certificate, preferred)
    const said = JSON.stringify(opened.capabilities)
    const mark = `${author.adresse} ${certificate.sha256} ${usage} ${said}`
    if (recent.has(mark) || !isGood(certificate, { ...given, bundled })) continue
    await putCertificate(db, {
      sha256: Buffer.from(certificate.sha256, 'hex'),
      adresse: author.adresse,
      rpps: numberOf(author),
      der: certificate.der,
      usage,
      source: 'courrier',
      valideDu: certificate.notBefore,
      valideAu: certificate.notAfter,
      capacites: opened.capabilities,
      vuLe: now,
    })
    // Letters that waited for a way to encrypt to him leave.
    if (usage !== 'signature') await releaseBlocked(db, { adresses: [author.adresse], now })
    if (recent.size >= MAX_RECENT) recent.clear()
    recent.add(mark)
  }
}

/** The author's own: his RPPS, or the address he wrote from. */
function isOf({ professionnel, adresse }: Author, certificate: Certificate): boolean {
  const rpps = isHorsAnnuaire(professionnel) ? null : rppsOf(certificate)
  if (rpps !== null) return rpps === professionnel.rpps
  return emailsOf(certificate).includes(adresse)
}

/**
 * What a certificate may be used for. Who names the one to encrypt to means no other of his, RFC 8551 §2.5.3.
 */
function usageOf(
  certificate: Certificate,
  preferred: Certificate | undefined,
): Certificat['usage'] {
  const isMeant =
    preferred === undefined || !canEncrypt(preferred) || preferred.sha256 === certificate.sha256
  if (!canEncrypt(certificate) || !isMeant) return 'signature'
  return canSign(certificate) ? 'deux' : 'chiffrement'
}
