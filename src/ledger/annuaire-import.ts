/**
 * The import of the directory: rows as they stream in, in batches; then what vanished is tombstoned.
 *
 * In    rows of one source, one an address, from a reader that tells when it refuses the file
 * Out   how many rows, how many vanished
 * Refuses   nothing by itself. A file that is refused, or holds no row, tombstones nothing
 *
 * A professional that several sources know vanishes when the last of them drops him, and what one source
 * does not say never erases what another does. SPEC §9
 */
import { wordsOf } from './annuaire.ts'
import type { Sql } from './sql.ts'

/** One row of a source. */
export interface AnnuaireRow {
  readonly rpps: string
  readonly nom: string
  readonly prenom: string
  readonly profession: string
  readonly specialite: string | null
  /** Lower case; null: the source knows none. */
  readonly adresse: string | null
  readonly numeroAm: string | null
  readonly finess: string | null
  readonly telephone?: string | null
  readonly territoire?: string | null
  /** `PER` unless said. */
  readonly kind?: string
  /** Name of the source; the simple CSV unless said. */
  readonly source?: string
}

export interface Imported {
  readonly rows: number
  readonly vanished: number
  /** Why the file was refused, in French; null: it was read. */
  readonly refused: string | null
}

/** Reads a file and gives each row; says whether it refused the file. */
export type Feed = (
  onRow: (row: AnnuaireRow) => Promise<void>,
) => Promise<{ readonly refused: string | null }>

const BATCH = 500
const CSV = 'csv'

/**
 * Imports the rows that `feed` gives, as seen at `at`. Files imported with the same instant are one
 * import: none tombstones what another of them showed.
 */
export async function importRows(sql: Sql, at: Date, feed: Feed): Promise<Imported> {
  let batch: AnnuaireRow[] = []
  let rows = 0
  const sources = new Set<string>()
  const flush = async (): Promise<void> => {
    const full = batch
    batch = []
    if (full.length > 0) await upsert(sql, at, full, rows)
  }
  const { refused } = await feed(async (row) => {
    sources.add(row.source ?? CSV)
    batch.push(row)
    rows += 1
    if (batch.length === BATCH) await flush()
  })
  await flush()
  if (refused !== null) return { rows, vanished: 0, refused }
  let vanished = 0
  for (const source of sources) vanished += await tombstone(sql, at, source)
  return { rows, vanished, refused: null }
}

interface Person extends AnnuaireRow {
  readonly mots: string[]
  readonly mots_nom: string[]
}

/** PostgreSQL takes each key once a statement: the rows of one professional are made one first. */
async function upsert(
  sql: Sql,
  at: Date,
  rows: readonly AnnuaireRow[],
  end: number,
): Promise<void> {
  const people = new Map<string, Person>()
  const boxes = new Map<string, object>()
  let rang = end - rows.length
  for (const row of rows) {
    rang += 1
    const source = row.source ?? CSV
    const former = people.get(row.rpps)
    people.set(row.rpps, {
      ...row,
      source,
      specialite: row.specialite ?? former?.specialite ?? null,
      numeroAm: row.numeroAm ?? former?.numeroAm ?? null,
      finess: row.finess ?? former?.finess ?? null,
      telephone: row.telephone ?? former?.telephone ?? null,
      territoire: row.territoire ?? former?.territoire ?? null,
      mots: wordsOf(`${row.nom} ${row.prenom}`),
      mots_nom: wordsOf(row.nom),
    })
    if (row.adresse === null) continue
    const adresse = row.adresse.toLowerCase()
    const key = `${adresse} ${row.rpps}`
    if (!boxes.has(key)) {
      boxes.set(key, { adresse, rpps: row.rpps, kind: row.kind ?? 'PER', rang, source })
    }
  }
  await sql.query(UPSERT_PEOPLE, [JSON.stringify([...people.values()]), at])
  if (boxes.size > 0) await sql.query(UPSERT_BOXES, [JSON.stringify([...boxes.values()]), at])
}

/** What this import has not yet said of a professional it alone knows is erased; else what is said wins. */
const FRESH = `((p.sources - s.source) = '{}'::jsonb and (p.sources ->> s.source)::timestamptz < $2)`

function merged(column: string): string {
  return `${column} = case when ${FRESH} then s.${column} else coalesce(s.${column}, p.${column}) end`
}

const UPSERT_PEOPLE = `
  with s as (
    select rpps, nom, prenom, profession, specialite, "numeroAm" as numero_am, finess, telephone,
      territoire, mots, mots_nom, source
    from jsonb_to_recordset($1::jsonb) as x (
      rpps text, nom text, prenom text, profession text, specialite text, "numeroAm" text,
      finess text, telephone text, territoire text, mots text[], mots_nom text[], source text)),
  known as (
    update professionnel p set nom = s.nom, prenom = s.prenom, profession = s.profession,
      ${['specialite', 'numero_am', 'finess', 'telephone', 'territoire'].map(merged).join(', ')},
      mots = s.mots, mots_nom = s.mots_nom,
      sources = p.sources || jsonb_build_object(s.source, $2::timestamptz),
      maj_le = $2, disparu_le = null
    from s where p.rpps = s.rpps returning p.rpps)
  insert into professionnel (rpps, nom, prenom, profession, specialite, numero_am, finess, telephone,
    territoire, mots, mots_nom, sources, maj_le)
  select rpps, nom, prenom, profession, specialite, numero_am, finess, telephone, territoire, mots,
    mots_nom, jsonb_build_object(source, $2::timestamptz), $2
  from s where not exists (select from known k where k.rpps = s.rpps)
  on conflict (rpps) do nothing`

const UPSERT_BOXES = `
  insert into adresse_mss as a (adresse, rpps, kind, rang, sources, maj_le)
  select adresse, rpps, kind, rang, jsonb_build_object(source, $2::timestamptz), $2
  from jsonb_to_recordset($1::jsonb) as x (
    adresse text, rpps text, kind text, rang int, source text)
  on conflict (adresse, rpps) do update set kind = excluded.kind, rang = excluded.rang,
    sources = a.sources || excluded.sources, maj_le = excluded.maj_le, disparu_le = null`

/** Marks as vanished what `source` showed before `at` and shows no more, unless another source does. */
async function tombstone(sql: Sql, at: Date, source: string): Promise<number> {
  const gone = (table: string): string => `
    update ${table} set sources = sources - $1,
      disparu_le = case when sources - $1 = '{}'::jsonb then $2 else disparu_le end
    where sources ? $1 and (sources ->> $1)::timestamptz < $2`
  const boxes = await sql.query<{ rpps: string }>(
    `with g as (${gone('adresse_mss')} returning rpps, disparu_le)
     select rpps from g where disparu_le is not null`,
    [source, at],
  )
  const people = await sql.query<{ rpps: string }>(
    `with g as (${gone('professionnel')} returning rpps, disparu_le)
     select rpps from g where disparu_le is not null
       and not exists (select from adresse_mss a where a.rpps = g.rpps)`,
    [source, at],
  )
  return boxes.length + people.length
}
