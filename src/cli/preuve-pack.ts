/**
 * The evidence pack: the files of a dossier, the signed entity of each received mail, a list of sums that the gateway
 * signs, and the commands that verify all of it.
 *
 * In    the evidence, what opens the mails again, the identity that signs the list
 * Out   files; in `LISEZMOI.txt` the lines that begin with four spaces, and no others, are one script for `sh -e`
 *
 * Each file stands in SHA256SUMS, and the gateway signs SHA256SUMS: an altered mail fails there. The author's signature
 * is verified beside it, so that nobody need believe the gateway for what its correspondents signed. SPEC §1
 */
import { createHash } from 'node:crypto'

import { keepInMemory, wholeBuffer } from '../kit/bytes.ts'
import type { Evidence, EvidenceFile, ReceivedEvidence } from '../ledger/views/evidence.ts'
import type { Identity } from '../message.ts'
import { open, receivedFile } from '../open/open.ts'
import { parseCertificate } from '../pki/certificate.ts'
import { parseCrl } from '../pki/crl.ts'
import type { Trust } from '../pki/trust.ts'
import { schemeOf, signDigest } from '../seal/sign.ts'

/** What a pack is made with. */
export interface PackParts {
  /** Signs the list of sums. */
  readonly identity: Identity
  /** Open what was encrypted to the gateway, the present key and those before it. */
  readonly keys: readonly Identity[]
  readonly trust: Trust
  readonly now: Date
}

/** How one received mail is verified. */
interface Verification {
  /** The file that OpenSSL reads. */
  readonly file: string
  readonly chain: string
  readonly lists: readonly string[]
  /** Does each certificate below the anchor have its list, or the signer's alone, or none? */
  readonly covered: 'all' | 'signer' | 'none'
  /** Seconds since 1970 at which path and lists were good. */
  readonly at: number
}

/** The whole pack. */
export async function packOf(evidence: Evidence, parts: PackParts): Promise<EvidenceFile[]> {
  const entities: EvidenceFile[] = []
  const verifications: Verification[] = []
  for (const received of evidence.received) {
    const entity = await signedEntity(received, parts)
    // Nothing in it is well signed: the sums alone speak of it.
    if (entity === null) continue
    entities.push({ name: `${received.stem}.signe.eml`, bytes: entity })
    verifications.push(verificationOf(received, evidence.files))
  }
  const { certificate, intermediates } = parts.identity
  const own = [certificate, ...intermediates].map(String).join('')
  const files = [
    { name: 'LISEZMOI.txt', bytes: Buffer.from(readme(verifications, seconds(parts.now))) },
    { name: 'passerelle.pem', bytes: Buffer.from(own) },
    ...evidence.files,
    ...entities,
  ]
  const sums = Buffer.from(files.map(({ name, bytes }) => `${sha256(bytes)}  ${name}\n`).join(''))
  const digest = createHash(schemeOf(parts.identity.key).digest).update(sums).digest()
  const signature = await signDigest(digest, parts)
  return [
    ...files,
    { name: 'SHA256SUMS', bytes: sums },
    { name: 'SHA256SUMS.p7s', bytes: signature },
  ]
}

/** What the author signed, as a mail without the outer headers; null where no good signature is found. */
async function signedEntity(
  { mail, at }: ReceivedEvidence,
  { keys, trust }: PackParts,
): Promise<Buffer | null> {
  const { original } = await open(receivedFile(mail, at), {
    keys,
    trust,
    annuaire: null,
    policy: POLICY,
    keep: keepInMemory,
  })
  if (original === null) return null
  const head = Buffer.from(`${original.headers}\r\n`, 'latin1')
  return Buffer.concat([head, await wholeBuffer(original.body, original.body.size)])
}

function verificationOf(
  { stem, at, chain, lists }: ReceivedEvidence,
  files: readonly EvidenceFile[],
): Verification {
  const bytes = new Map(files.map((each) => [each.name, each.bytes]))
  const crls = lists.flatMap((name) => {
    const der = bytes.get(name)
    return der === undefined ? [] : [parseCrl(der)]
  })
  const hasList = chain
    .slice(0, -1)
    .map((der) => crls.some(({ issuer }) => issuer.key === parseCertificate(der).issuer.key))
  // A list serves at an instant before its own issue too (SPEC §8); OpenSSL wants it issued by then.
  const issued = crls.map(({ thisUpdate }) => thisUpdate.getTime())
  return {
    file: `${stem}.signe.eml`,
    chain: `${stem}.chaine.pem`,
    lists,
    covered: hasList.every(Boolean) && chain.length > 0 ? 'all' : hasList[0] ? 'signer' : 'none',
    at: seconds(new Date(Math.max(at.getTime(), ...issued))),
  }
}

/** Nothing is refused here: the verdict of the day of receipt stands in the pack. */
const POLICY = {
  revocationInconnue: 'accept-flagged',
  testCertificates: 'accept',
  purpose: 'path',
} as const

const seconds = (at: Date): number => Math.ceil(at.getTime() / 1000)
const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex')

/** Lists are asked of as much of the path as they speak of. */
const CRL_CHECK = { all: ' -crl_check_all', signer: ' -crl_check', none: '' } as const

function commandsOf({ file, chain, lists, covered, at }: Verification): string[] {
  const trusted = '"$travail/confiance.pem"'
  return [
    `cat ${chain} > ${trusted}`,
    ...lists.map((list) => `openssl crl -inform der -in ${list} >> ${trusted}`),
    `openssl cms -verify -in ${file} -certfile ${chain} -CAfile ${trusted}` +
      `${CRL_CHECK[covered]} -purpose any -attime ${at} -out "$travail/contenu"`,
  ]
}

/** The letter of the pack; a command is a line that begins with four spaces, and no other line does. */
function readme(verifications: readonly Verification[], now: number): string {
  const script = [
    'travail=$(mktemp -d)',
    'openssl cms -verify -binary -inform der -in SHA256SUMS.p7s -content SHA256SUMS' +
      ` -CAfile passerelle.pem -partial_chain -purpose any -attime ${now} -out "$travail/sommes"`,
    'sha256sum --check --strict --quiet SHA256SUMS',
    ...verifications.flatMap(commandsOf),
    'rm -r "$travail"',
    'echo "Preuves intactes."',
  ]
  return `Preuves d’un dossier de téléexpertise.

- recus/ : courriers reçus, tels qu’ils sont arrivés (.eml) ; ce que leur auteur a signé, une fois
  déchiffré (.signe.eml) ; ce qui en a été jugé (.verdict.json) ; la chaîne de certificats du
  signataire à l’autorité racine (.chaine.pem) ; l’instant du jugement avec les listes de révocation
  et réponses OCSP employées (.preuve.json).
- revocation/ : ces listes (.crl, DER) et réponses (.ocsp, DER), telles que les autorités les ont
  signées.
- envoyes/ : courriers envoyés.
- journal.json, points-de-controle.json : le journal chaîné et les signatures qui le figent.
- SHA256SUMS, SHA256SUMS.p7s : la somme de chaque pièce, signée par la passerelle, dont le certificat
  est dans passerelle.pem.

Vérifier l’ensemble, dans ce dossier, avec OpenSSL seul : les lignes décalées de quatre blancs sont
les commandes, dans l’ordre. En une fois :
« grep '^ \\{4\\}' LISEZMOI.txt > /tmp/verifier.sh ; sh -e /tmp/verifier.sh ».
La première commande qui échoue dit quelle pièce a changé.

${script.map((line) => `    ${line}\n`).join('')}
Restent à comparer à ce que vous tenez d’ailleurs : l’autorité racine de chaque chaîne et le
certificat de la passerelle (« openssl x509 -in passerelle.pem -noout -fingerprint -sha256 »).
`
}
