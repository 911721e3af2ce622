/**
 * Recomputes the audit from its rows and says where it was altered, cut or rebuilt.
 *
 * In    the database, and who can tell our signatures
 * Out   how much was verified, or the first fault in one French sentence
 *
 * Reads one snapshot page by page: memory does not grow with the audit. Nothing here can see an audit
 * replaced whole by an older copy of itself: the log's `journal.checkpoint` lines can. SPEC §13.6
 */

import type { Database, Sql } from '../../postgres/sql.ts'
import { type Chained, type Head, lineHash, ORIGIN, rootHash } from './journal.ts'

export type Verification =
  | { readonly ok: true; readonly entries: number; readonly checkpoints: number }
  | { readonly ok: false; readonly fault: string }

/** Is `signature` ours over `data`? The certificate is what the checkpoint claims, not what to trust. */
export type VerifySignature = (
  data: Buffer,
  signature: Buffer,
  certificat: Buffer,
) => boolean | Promise<boolean>

const PAGE = 1_000

/** Verifies every chain and every checkpoint. */
export async function verifyJournal(db: Database, verify: VerifySignature): Promise<Verification> {
  return await db.transaction(async (sql) => {
    await sql.query('set transaction isolation level repeatable read, read only')
    await sql.query('set local statement_timeout = 0')
    const points = await verifyPoints(sql, verify)
    if (typeof points === 'string') return { ok: false, fault: points }
    const lines = await verifyLines(sql)
    if (typeof lines === 'string') return { ok: false, fault: lines }
    const fault = await crossCheck(sql)
    return fault === null ? { ok: true, entries: lines, checkpoints: points } : { ok: false, fault }
  })
}

interface Line extends Chained {
  readonly precedent: Buffer
  readonly empreinte: Buffer
}

/** Every line hashes to its hash and follows the one before it; gives how many, or the fault. */
async function verifyLines(sql: Sql): Promise<number | string> {
  let count = 0
  let before: Line | null = null
  for (;;) {
    const page: Line[] = await sql.query<Line>(
      `select chaine, rang, instant, quoi, auteur, detail, precedent, empreinte from journal
       where (chaine, rang) > ($1, $2::bigint) order by chaine, rang limit ${PAGE}`,
      [before?.chaine ?? '', before?.rang ?? 0],
    )
    for (const line of page) {
      const former: Line | null = before?.chaine === line.chaine ? before : null
      if (line.rang !== (former?.rang ?? 0) + 1) {
        return `chaîne ${line.chaine} : la ligne ${(former?.rang ?? 0) + 1} manque`
      }
      const precedent = former?.empreinte ?? ORIGIN
      if (!line.precedent.equals(precedent)) {
        return `chaîne ${line.chaine} : la ligne ${line.rang} ne suit pas la précédente`
      }
      if (!lineHash(line, precedent).equals(line.empreinte)) {
        return `chaîne ${line.chaine} : la ligne ${line.rang} a été modifiée`
      }
      before = line
    }
    count += page.length
    if (page.length < PAGE) return count
  }
}

interface Point {
  readonly id: number
  readonly instant: Date
  readonly racine: Buffer
  readonly signature: Buffer
  readonly certificat: Buffer
}

/** Every checkpoint follows the one before it and is signed by us; gives how many, or the fault. */
async function verifyPoints(sql: Sql, verify: VerifySignature): Promise<number | string> {
  let last = 0
  let precedent: Buffer = ORIGIN
  for (;;) {
    const page = await sql.query<Point>(
      `select id, instant, racine, signature, certificat from point_de_controle
       where id > $1 order by id limit ${PAGE}`,
      [last],
    )
    for (const point of page) {
      if (point.id !== last + 1) return `point de contrôle ${last + 1} : il manque`
      const racine = await recompute(sql, point, precedent)
      if (!racine.equals(point.racine)) return `point de contrôle ${point.id} : il a été modifié`
      if (!(await verify(point.racine, point.signature, point.certificat))) {
        return `point de contrôle ${point.id} : sa signature n’est pas celle de la passerelle`
      }
      precedent = point.racine
      last = point.id
    }
    if (page.length < PAGE) return last
  }
}

async function recompute(sql: Sql, point: Point, precedent: Buffer): Promise<Buffer> {
  const racine = rootHash(point.id, point.instant, precedent)
  let after = ''
  for (;;) {
    const page: Head[] = await sql.query<Head>(
      `select chaine, rang, empreinte from point_tete
       where point = $1 and chaine collate "C" > $2 order by chaine collate "C" limit ${PAGE}`,
      [point.id, after],
    )
    for (const head of page) {
      racine.add(head)
      after = head.chaine
    }
    if (page.length < PAGE) return racine.digest()
  }
}

/** What each table says of the others: heads signed, heads kept, numbers given out. */
async function crossCheck(sql: Sql): Promise<string | null> {
  const checks = [
    {
      text: `select t.chaine, t.rang, t.point from point_tete t
             left join journal j on j.chaine = t.chaine and j.rang = t.rang
             where j.empreinte is distinct from t.empreinte order by t.point limit 1`,
      fault: (row: Found) =>
        `chaîne ${row.chaine} : la ligne ${row.rang} n’est plus celle du point de contrôle ${row.point} (chaîne coupée, supprimée ou reconstruite)`,
    },
    {
      text: `select c.nom as chaine, c.rang from chaine c
             left join journal j on j.chaine = c.nom and j.rang = c.rang
             where c.rang > 0 and j.empreinte is distinct from c.empreinte limit 1`,
      fault: (row: Found) => `chaîne ${row.chaine} : sa fin, ligne ${row.rang}, manque`,
    },
    {
      text: `select j.chaine, max(j.rang) as rang from journal j
             left join chaine c on c.nom = j.chaine
             group by j.chaine, c.rang having max(j.rang) is distinct from c.rang limit 1`,
      fault: (row: Found) =>
        `chaîne ${row.chaine} : sa tête ne correspond pas à sa dernière ligne, ${row.rang}`,
    },
    {
      text: `select c.nom as chaine, c.pointe as rang from chaine c
             where c.pointe > coalesce((select max(t.rang) from point_tete t where t.chaine = c.nom), 0)
             limit 1`,
      fault: (row: Found) =>
        `chaîne ${row.chaine} : le point de contrôle qui couvrait sa ligne ${row.rang} manque`,
    },
    {
      text: `select nom as chaine, dernier as rang from compteur
             where nom = 'point_de_controle'
               and dernier <> coalesce((select max(id) from point_de_controle), 0)`,
      fault: (row: Found) => `point de contrôle ${row.rang} : il manque (fin coupée)`,
    },
  ]
  for (const { text, fault } of checks) {
    const [row] = await sql.query<Found>(text, [])
    if (row !== undefined) return fault(row)
  }
  return null
}

interface Found {
  readonly chaine: string
  readonly rang: number
  readonly point: number
}
