/**
 * Takes the certificates of correspondents that an administrator brings, each judged as a learned one.
 *
 * In    the certificates of one file, the trust of now
 * Out   how many were new or known, and why each other was left out
 * Refuses   nothing: what cannot be encrypted to, has no good path, or is nobody's, is left out by name
 *
 * Bound to the addresses it holds, and to the RPPS in its subject: that professional is then written to
 * with it at whatever address the directory gives him alone. RFC 8550 §3, §4.4.2 · SPEC §8, §9
 */

import type { WithConfig } from '../config.ts'
import type { Rpps } from '../domain/correspondant.ts'
import { adresseDe } from '../domain/identifiants.ts'
import type { Code } from '../errors.ts'
import type { WithClock } from '../kit/clock.ts'
import { professionnelParRpps, professionnelsParAdresse } from '../ledger/annuaire/annuaire.ts'
import { importCertificate } from '../ledger/certificates/certificats.ts'
import { append } from '../ledger/journal/journal.ts'
import { releaseBlocked } from '../ledger/poison.ts'
import { isForMail } from '../open/standing.ts'
import { type Certificate, emailsOf, isTestCertificate, rppsOf } from '../pki/certificate.ts'
import { KEY_USAGE } from '../pki/extensions.ts'
import { believesRpps } from '../pki/rules.ts'
import type { Trust } from '../pki/trust.ts'
import type { Sql, WithDatabase } from '../postgres/sql.ts'
import { envelopeFor } from '../seal/encrypt.ts'
import { canSign, standingOf } from './usable.ts'

/** Why a certificate is left out, or may not be used: a code of a path, or what only encryption asks for. */
export type Motif =
  | Code
  | 'autorite'
  | 'hors-periode'
  | 'sans-chiffrement'
  | 'sans-messagerie'
  | 'cle-faible'
  | 'cle-inconnue'
  | 'sans-titulaire'
  | 'autre-titulaire'

type Needs = WithDatabase & WithConfig & WithClock & { readonly trust: Trust }

/** What an import did. */
export interface Imported {
  readonly nouveaux: number
  readonly connus: number
  readonly ecartes: readonly { readonly certificate: Certificate; readonly motif: Motif }[]
}

/** Judges the certificates of a file and keeps the good ones; `fichier` is its SHA-256, for the audit. */
export async function importCertificates(
  certificates: readonly Certificate[],
  { fichier, illisibles }: { readonly fichier: string; readonly illisibles: number },
  parts: Needs,
): Promise<Imported> {
  const now = parts.clock.now()
  const bundled = certificates.filter(isAuthority)
  return await parts.db.transaction(async (sql) => {
    const given = { ...parts, bundled }
    const ecartes: { certificate: Certificate; motif: Motif }[] = []
    let nouveaux = 0
    let connus = 0
    for (const certificate of certificates) {
      const rpps = believedRpps(certificate, { ...given, now })
      const motif =
        (await unusable(certificate, addressesOf(certificate), given)) ??
        (await unbound(certificate, rpps, sql))
      if (motif !== null) ecartes.push({ certificate, motif })
      else if (await keep(certificate, rpps, { sql, now })) nouveaux += 1
      else connus += 1
    }
    await append(sql, {
      chaine: 'passerelle',
      quoi: 'annuaire.certificats',
      auteur: 'terminal',
      detail: { fichier, nouveaux, connus, ecartes: ecartes.length + illisibles },
      instant: now,
    })
    return { nouveaux, connus, ecartes }
  })
}

/** Why nothing may be encrypted to a certificate now, at none of these addresses; null: it may. */
export async function unusable(
  certificate: Certificate,
  addresses: readonly string[],
  {
    bundled = [],
    config,
    clock,
    trust,
  }: Omit<Needs, 'db'> & { readonly bundled?: readonly Certificate[] },
): Promise<Motif | null> {
  const now = clock.now()
  if (isAuthority(certificate)) return 'autorite'
  if (!isForMail(certificate)) return 'sans-messagerie'
  const capabilities = { gcm: false, oaep: false }
  const recipient = { certificate: certificate.der, capabilities }
  const envelope = await envelopeFor(0, { recipient, now })
  if ('code' in envelope) return ENVELOPE[String(envelope.detail.reason)] ?? 'cle-inconnue'
  const found = (addresses.length === 0 ? [null] : addresses).map((address) =>
    standingOf(certificate, { trust, bundled, now, address }),
  )
  const { code, chain } = found.find((each) => each.code === null) ?? found[0] ?? NOWHERE
  if (code !== null) return code
  const isTest = chain.some(isTestCertificate)
  return isTest && config.mode === 'production' ? 'test-certificate' : null
}

const NOWHERE = { code: 'no-path', chain: [] } as const

const ENVELOPE: { readonly [reason: string]: Motif } = {
  'out-of-date': 'hors-periode',
  'weak-key': 'cle-faible',
  usage: 'sans-chiffrement',
}

/** The RPPS of a certificate, where its anchor may assert one. SPEC §2 */
function believedRpps(
  certificate: Certificate,
  parts: Omit<Parameters<typeof standingOf>[1], 'address'>,
): Rpps | null {
  const { code, chain } = standingOf(certificate, { ...parts, address: null })
  const isBelieved = believesRpps(code === null ? chain.at(-1) : undefined, parts.trust.rules)
  return isBelieved ? rppsOf(certificate) : null
}

/** Why a certificate is nobody's: no address nor known RPPS, or an address that is another's. */
async function unbound(
  certificate: Certificate,
  rpps: Rpps | null,
  sql: Sql,
): Promise<Motif | null> {
  const addresses = addressesOf(certificate)
  const isKnown = rpps !== null && (await professionnelParRpps(sql, rpps)) !== null
  if (addresses.length === 0 && !isKnown) return 'sans-titulaire'
  if (rpps === null) return null
  for (const address of addresses) {
    const holders = await professionnelsParAdresse(sql, address)
    if (holders.length > 0 && holders.every((each) => each.rpps !== rpps)) return 'autre-titulaire'
  }
  return null
}

async function keep(
  certificate: Certificate,
  rpps: Rpps | null,
  { sql, now }: { readonly sql: Sql; readonly now: Date },
): Promise<boolean> {
  const adresses = addressesOf(certificate)
  const isNew = await importCertificate(sql, {
    sha256: Buffer.from(certificate.sha256, 'hex'),
    adresses,
    rpps,
    der: certificate.der,
    usage: canSign(certificate) ? 'deux' : 'chiffrement',
    valideDu: certificate.notBefore,
    valideAu: certificate.notAfter,
    vuLe: now,
  })
  await releaseBlocked(sql, { adresses: adresses.map((one) => one.toLowerCase()), rpps, now })
  return isNew
}

const addressesOf = (certificate: Certificate): string[] =>
  emailsOf(certificate).filter((email) => adresseDe(email) !== null)

/** One that may issue others is nobody's to write to. RFC 5280 §4.2.1.9 */
function isAuthority({ extensions: { basicConstraints, keyUsage } }: Certificate): boolean {
  return basicConstraints?.ca === true || ((keyUsage ?? 0) & KEY_USAGE.keyCertSign) !== 0
}
