/**
 * The evidence of a dossier, as files: what came, what left, what was judged, and the chain that says when.
 *
 * In    a dossier's number
 * Out   named files, and which of them belong to one received mail; null if there is no such dossier. What was
 *       destroyed is said, not invented
 *
 * SPEC §1 (`preuve`)
 */

import type { Sql } from '../../postgres/sql.ts'
import { type KeptEvidence, piecesNamed } from '../certificates/revocation-evidence.ts'
import { contentBytes } from '../keys/contents.ts'
import type { Keys } from '../keys/keys.ts'

/** One file of the pack. */
export interface EvidenceFile {
  readonly name: string
  readonly bytes: Buffer
}

/** What belongs to one received mail. */
export interface ReceivedEvidence {
  /** Path of its files without the ending: `recus/<instant>-<id>`. */
  readonly stem: string
  readonly at: Date
  /** As it came. */
  readonly mail: Buffer
  /** DER, the signer's certificate first, the anchor last; empty: the judgement rested on none. */
  readonly chain: readonly Buffer[]
  /** The lists that were asked, by the name of their file. */
  readonly lists: readonly string[]
}

/** The evidence of one dossier. */
export interface Evidence {
  readonly files: readonly EvidenceFile[]
  readonly received: readonly ReceivedEvidence[]
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
export async function evidenceOf(sql: Sql, keys: Keys, numero: string): Promise<Evidence | null> {
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
  const pieces = await piecesNamed(sql, [...incoming.pieces])
  const outgoing = await filesOf(sql, keys, sent, 'envoyes')
  const files = [
    { name: 'journal.json', bytes: json(journal) },
    { name: 'points-de-controle.json', bytes: json(points) },
    ...incoming.files,
    ...pieces.map(({ genre, sha256, der }) => ({ name: pieceName(genre, sha256), bytes: der })),
    ...outgoing.files,
  ]
  return { files, received: incoming.received }
}

interface Gathered {
  readonly files: EvidenceFile[]
  readonly pieces: Set<string>
  readonly received: ReceivedEvidence[]
}

async function filesOf(
  sql: Sql,
  keys: Keys,
  rows: readonly Kept[],
  folder: string,
): Promise<Gathered> {
  const gathered: Gathered = { files: [], pieces: new Set(), received: [] }
  for (const row of rows) {
    const stem = `${folder}/${row.at.toISOString().replaceAll(':', '-')}-${row.id}`
    try {
      await gather(sql, keys, { row, stem }, gathered)
    } catch (error) {
      if (!(error instanceof Error) || error.name !== 'KeyDestroyed') throw error
      // The purge of SPEC §13.5: the pack says so.
      const bytes = Buffer.from('Contenu détruit au terme prévu.\n')
      gathered.files.push({ name: `${stem}.detruit.txt`, bytes })
    }
  }
  return gathered
}

/** Adds the files of one mail. */
async function gather(
  sql: Sql,
  keys: Keys,
  { row, stem }: { readonly row: Kept; readonly stem: string },
  { files, pieces, received }: Gathered,
): Promise<void> {
  const mail = row.contenu === null ? null : await wholeContent(sql, keys, row.contenu)
  if (mail !== null) files.push({ name: `${stem}.eml`, bytes: mail })
  if (row.verdict !== null) {
    const verdict = await keys.decrypt(sql, row.cle, row.verdict, `verdict:${row.id}`)
    files.push({ name: `${stem}.verdict.json`, bytes: verdict })
  }
  if (row.preuve === null) return
  const plain = await keys.decrypt(sql, row.cle, row.preuve, `preuve:${row.id}`)
  const kept = JSON.parse(plain.toString('utf8')) as KeptEvidence
  files.push(...judgementFiles(stem, kept, row.at))
  if (kept.lectures) files.push({ name: `${stem}.lectures.json`, bytes: json(kept.lectures) })
  for (const { sha256 } of kept.listes) pieces.add(sha256)
  for (const sha256 of kept.reponsesOcsp) pieces.add(sha256)
  if (mail !== null) received.push({ stem, at: row.at, mail, ...restedOn(kept) })
}

function restedOn({ chaine, listes }: KeptEvidence): Pick<ReceivedEvidence, 'chain' | 'lists'> {
  return {
    chain: chaine.map((der) => Buffer.from(der, 'base64')),
    lists: listes.map(({ sha256 }) => pieceName('crl', sha256)),
  }
}

async function wholeContent(sql: Sql, keys: Keys, contenu: string): Promise<Buffer> {
  const bytes = await contentBytes(sql, keys, contenu)
  const pieces: Buffer[] = []
  for await (const piece of bytes.read()) pieces.push(piece)
  return Buffer.concat(pieces)
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

function json(value: unknown): Buffer {
  return Buffer.from(`${JSON.stringify(value, null, 2)}\n`)
}
