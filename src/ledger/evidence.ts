/**
 * The evidence of a dossier, as files: what came, what left, what was judged, and the chain that says when.
 *
 * In    a dossier's number
 * Out   named files; null if there is no such dossier. What was destroyed is said, not invented
 *
 * SPEC §1 (`preuve`)
 */
import { contentBytes } from './contents.ts'
import type { Keys } from './keys.ts'
import { type KeptEvidence, piecesNamed } from './revocation.ts'
import type { Sql } from './sql.ts'

/** One file of the pack. */
export interface EvidenceFile {
  readonly name: string
  readonly bytes: Buffer
}

interface Kept {
  readonly id: string
  readonly cle: string
  readonly contenu: string | null
  readonly verdict: Buffer | null
  readonly preuve: Buffer | null
  readonly etat: string
  readonly at: Date
}

/** Gathers the evidence of a dossier. */
export async function evidenceOf(
  sql: Sql,
  keys: Keys,
  numero: string,
): Promise<EvidenceFile[] | null> {
  const [dossier] = await sql.query<{ id: string }>('select id from dossier where numero = $1', [
    numero,
  ])
  if (dossier === undefined) return null
  const received = await sql.query<Kept>(
    `select id, cle, contenu, verdict, preuve, etat, recu_le as at
       from message_entrant where dossier = $1 order by recu_le, id`,
    [dossier.id],
  )
  const sent = await sql.query<Kept>(
    `select id, cle, contenu, null as verdict, null as preuve, etat, coalesce(remis_le, cree_le) as at
       from envoi where dossier = $1 order by cree_le, id`,
    [dossier.id],
  )
  const journal = await sql.query(
    `select seq, chaine, rang, instant, quoi, auteur, detail,
            encode(precedent, 'hex') as precedent, encode(empreinte, 'hex') as empreinte
       from journal where chaine = $1 order by rang`,
    [numero],
  )
  const points = await sql.query(
    `select p.id, p.instant, encode(p.racine, 'hex') as racine,
            encode(p.signature, 'base64') as signature, encode(p.certificat, 'base64') as certificat,
            t.rang, encode(t.empreinte, 'hex') as empreinte
       from point_tete t join point_de_controle p on p.id = t.point
      where t.chaine = $1 order by p.id`,
    [numero],
  )
  const incoming = await filesOf(sql, keys, received, 'recus')
  const pieces = await piecesNamed(sql, incoming.pieces)
  const outgoing = await filesOf(sql, keys, sent, 'envoyes')
  return [
    { name: 'LISEZMOI.txt', bytes: Buffer.from(README) },
    { name: 'journal.json', bytes: json(journal) },
    { name: 'points-de-controle.json', bytes: json(points) },
    ...incoming.files,
    ...pieces.map(({ genre, sha256, der }) => ({ name: pieceName(genre, sha256), bytes: der })),
    ...outgoing.files,
  ]
}

async function filesOf(
  sql: Sql,
  keys: Keys,
  rows: readonly Kept[],
  folder: string,
): Promise<{ files: EvidenceFile[]; pieces: string[] }> {
  const files: EvidenceFile[] = []
  const pieces = new Set<string>()
  for (const row of rows) {
    const stem = `${folder}/${row.at.toISOString().replaceAll(':', '-')}-${row.id}`
    try {
      if (row.contenu !== null) {
        const bytes = await contentBytes(sql, keys, row.contenu)
        const pieces: Buffer[] = []
        for await (const piece of bytes.read()) pieces.push(piece)
        files.push({ name: `${stem}.eml`, bytes: Buffer.concat(pieces) })
      }
      if (row.verdict !== null) {
        const verdict = await keys.decrypt(sql, row.cle, row.verdict, `verdict:${row.id}`)
        files.push({ name: `${stem}.verdict.json`, bytes: verdict })
      }
      if (row.preuve !== null) {
        const plain = await keys.decrypt(sql, row.cle, row.preuve, `preuve:${row.id}`)
        const kept = JSON.parse(plain.toString('utf8')) as KeptEvidence
        files.push(...judgementFiles(stem, kept, row.at))
        if (kept.lectures) files.push({ name: `${stem}.lectures.json`, bytes: json(kept.lectures) })
        for (const { sha256 } of kept.listes) pieces.add(sha256)
        for (const sha256 of kept.reponsesOcsp) pieces.add(sha256)
      }
    } catch (error) {
      if (!(error instanceof Error) || error.name !== 'KeyDestroyed') throw error
      // The purge of SPEC §13.5: the pack says so.
      files.push({
        name: `${stem}.detruit.txt`,
        bytes: Buffer.from('Contenu détruit au terme prévu.\n'),
      })
    }
  }
  return { files, pieces: [...pieces] }
}

/** The chain as PEM, and what was used at which instant. */
function judgementFiles(stem: string, kept: KeptEvidence, at: Date): EvidenceFile[] {
  const { chaine, listes, reponsesOcsp } = kept
  const told = {
    instant: at.toISOString(),
    listes: listes.map((each) => ({ ...each, fichier: pieceName('crl', each.sha256) })),
    reponsesOcsp: reponsesOcsp.map((sha256) => ({ sha256, fichier: pieceName('ocsp', sha256) })),
  }
  return [
    { name: `${stem}.chaine.pem`, bytes: Buffer.from(chaine.map(pem).join('')) },
    { name: `${stem}.preuve.json`, bytes: json(told) },
  ]
}

function pieceName(genre: 'crl' | 'ocsp', sha256: string): string {
  return genre === 'crl' ? `revocation/${sha256}.crl` : `revocation/${sha256}.ocsp`
}

function pem(base64: string): string {
  const lines = base64.replace(/.{64}(?=.)/g, '$&\n')
  return `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`
}

const README = `Preuves d’un dossier de téléexpertise.

recus/       courriers reçus, tels qu’ils sont arrivés (.eml), ce qui en a été jugé (.verdict.json),
             la chaîne de certificats du signataire à l’autorité racine (.chaine.pem) et l’instant du
             jugement avec les listes de révocation et réponses OCSP employées (.preuve.json)
revocation/  ces listes (.crl, DER) et réponses (.ocsp, DER), telles que les autorités les ont signées
envoyes/     courriers envoyés
journal.json, points-de-controle.json   le journal chaîné et les signatures qui le figent

Vérifier de nouveau une signature, avec OpenSSL seul :

  openssl crl -inform der -in revocation/….crl >> listes.pem      (pour chaque liste du .preuve.json)
  cat recus/….chaine.pem listes.pem > confiance.pem
  openssl cms -verify -in recus/….eml -CAfile confiance.pem -crl_check_all \\
          -attime $(date -d INSTANT +%s) -out contenu.txt
`

function json(value: unknown): Buffer {
  return Buffer.from(`${JSON.stringify(value, null, 2)}\n`)
}
