/**
 * `annuaire import` of files of certificates, and the certificates that `annuaire show` lists.
 *
 * SPEC §8, §9
 */
import { readFile } from 'node:fs/promises'

import { certificatesOf } from '../annuaire/certificats.ts'
import { systemClock } from '../kit/clock.ts'
import { silentLog } from '../kit/log.ts'
import { type CertificatConnu, certificatsDe } from '../ledger/certificates/certificats.ts'
import { parseCertificate, sha256Of } from '../pki/certificate.ts'
import { nameText } from '../pki/name.ts'
import type { Trust } from '../pki/trust.ts'
import { importCertificates, type Motif, unusable } from '../trust/import-certificates.ts'
import { openTrustFolder } from '../trust/store.ts'
import type { Session } from './session.ts'
import { Failure, type Terminal } from './terms.ts'

const MAX_FILE_BYTES = 64 * 1024 * 1024
const MAX_PROBLEMS_SHOWN = 50

/** Imports a file of certificates; refuses one that holds a private key, or is too large. */
export async function importCertificateFile(
  file: string,
  size: number,
  { session, terminal }: { readonly session: Session; readonly terminal: Terminal },
): Promise<void> {
  if (size > MAX_FILE_BYTES) throw new Failure(`${file} : plus de 64 Mio, partagez le fichier`)
  const bytes = await readFile(file)
  const pieces = certificatesOf(bytes)
  if (pieces === null) {
    throw new Failure(
      `${file} : contient une clé privée, rien n’en est pris ; une clé reste à son titulaire, demandez-lui son seul certificat`,
    )
  }
  const certificates = pieces.flatMap((each) => ('certificate' in each ? [each.certificate] : []))
  const { nouveaux, connus, ecartes } = await importCertificates(
    certificates,
    { fichier: sha256Of(bytes), illisibles: pieces.length - certificates.length },
    { ...session, clock: systemClock, trust: await trustOf(session) },
  )
  const reasons = new Map(ecartes.map(({ certificate, motif }) => [certificate, motif]))
  const problems = pieces.flatMap((piece) => {
    if ('illisible' in piece) return [`${file}, objet ${piece.rang} : ${piece.illisible} (écarté)`]
    const motif = reasons.get(piece.certificate)
    const subject = nameText(piece.certificate.subject)
    return motif === undefined
      ? []
      : [`${file}, objet ${piece.rang} : ${subject} : ${texteDu(motif)} (écarté)`]
  })
  for (const line of problems.slice(0, MAX_PROBLEMS_SHOWN)) terminal.err(line)
  terminal.out(
    `${file} : ${nouveaux} certificat(s) pris, ${connus} déjà connu(s), ${problems.length} écarté(s).`,
  )
}

/** The certificates of a professional's addresses and RPPS, or of an address, as lines; none: no line. */
export async function certificateLines(
  { adresses, rpps }: { readonly adresses: readonly string[]; readonly rpps: string | null },
  session: Session,
): Promise<readonly string[]> {
  const { db } = session
  const wanted = [...adresses.map((adresse) => ({ adresse })), ...(rpps === null ? [] : [{ rpps }])]
  const found = new Map<string, CertificatConnu>()
  for (const what of wanted) {
    for (const each of await certificatsDe(db, what)) found.set(each.sha256.toString('hex'), each)
  }
  if (found.size === 0) return []
  const trust = await trustOf(session)
  return await Promise.all(
    [...found].map(async ([sha256, each]) => {
      const certificate = parseCertificate(each.der)
      const end = each.valideAu.toISOString().slice(0, 10)
      return [
        `Certificat  ${sha256}`,
        `            ${nameText(certificate.subject)}`,
        `            source ${each.source}, fin ${end}, ${await standing(each, adresses, { session, trust })}`,
      ].join('\n')
    }),
  )
}

async function standing(
  { der, usage }: CertificatConnu,
  adresses: readonly string[],
  { session, trust }: { readonly session: Session; readonly trust: Trust },
): Promise<string> {
  if (usage === 'signature') return 'sert à signer, pas à lui chiffrer'
  const given = { config: session.config, clock: systemClock, trust }
  const motif = await unusable(parseCertificate(der), adresses, given)
  return motif === null ? 'utilisable' : `inutilisable : ${texteDu(motif)}`
}

/** The trust folder with the lists that `serve` fetched: revocation is judged by both. */
async function trustOf({ config, db }: Session): Promise<Trust> {
  return await openTrustFolder(config, { clock: systemClock, log: silentLog, db }).current()
}

const TEXTES: { readonly [motif: string]: string } = {
  autorite: 'certificat d’une autorité, non d’un correspondant',
  'hors-periode': 'périmé, ou pas encore valide',
  'sans-chiffrement': 'ne permet pas de chiffrer (keyUsage)',
  'sans-messagerie': 'n’est pas fait pour la messagerie (extendedKeyUsage)',
  'cle-faible': 'clé trop faible',
  'cle-inconnue': 'clé d’un genre inemployé ici',
  'sans-titulaire': 'ni adresse, ni RPPS connu de l’annuaire',
  'autre-titulaire': 'son adresse est celle d’un autre dans l’annuaire',
  revoked: 'révoqué',
  'test-certificate': 'certificat de test, refusé en production',
  'no-path': 'autorité absente du dossier de confiance',
  'certificate-denied': 'refusé par `certificat refuser`',
  'name-constraint': 'adresse hors des domaines de son autorité',
  'untrusted-root': 'racine absente du dossier de confiance',
}

const texteDu = (motif: Motif): string => TEXTES[motif] ?? `chemin refusé (${motif})`
