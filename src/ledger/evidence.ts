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
    `select id, cle, contenu, verdict, etat, recu_le as at
       from message_entrant where dossier = $1 order by recu_le, id`,
    [dossier.id],
  )
  const sent = await sql.query<Kept>(
    `select id, cle, contenu, null as verdict, etat, coalesce(remis_le, cree_le) as at
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
  return [
    { name: 'journal.json', bytes: json(journal) },
    { name: 'points-de-controle.json', bytes: json(points) },
    ...(await filesOf(sql, keys, received, 'recus')),
    ...(await filesOf(sql, keys, sent, 'envoyes')),
  ]
}

async function filesOf(
  sql: Sql,
  keys: Keys,
  rows: readonly Kept[],
  folder: string,
): Promise<EvidenceFile[]> {
  const files: EvidenceFile[] = []
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
    } catch (error) {
      if (!(error instanceof Error) || error.name !== 'KeyDestroyed') throw error
      // The purge of SPEC §13.5: the pack says so.
      files.push({
        name: `${stem}.detruit.txt`,
        bytes: Buffer.from('Contenu détruit au terme prévu.\n'),
      })
    }
  }
  return files
}

function json(rows: readonly unknown[]): Buffer {
  return Buffer.from(`${JSON.stringify(rows, null, 2)}\n`)
}
