/**
 * The import of the directory: rows as they stream in, in batches; then what vanished is tombstoned.
 *
 * In    rows of one source, one an address, from a reader that tells when it refuses the file
 * Out   how many rows, how many vanished
 * Refuses   nothing by itself. A file that is refused, or holds no row, tombstones nothing; files that are
 *           imported together change nothing where they would take away too much
 *
 * A professional that several sources know vanishes when the last of them drops him, and what one source
 * does not say never erases what another does. SPEC §9
 */
import { cleCommune } from '../../domain/lieu.ts'
import type { Database, Sql } from '../../postgres/sql.ts'
import { wordsOf } from './annuaire.ts'
import { openLost, type RequisDisparu } from './requis-disparus.ts'

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
  readonly codePostal?: string | null
  readonly commune?: string | null
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

/** What a file would take away, and may not without a word. */
export interface Held {
  readonly source: string
  /** Rows of the source that would vanish, of those that it had. */
  readonly rows: number
  readonly of: number
}

/** Fewer vanish every day. SPEC §9 */
const HELD_ROWS = 10
const HELD_SHARE = 0.02

/**
 * Imports the rows that `feed` gives, as seen at `at`. Files imported with the same instant are one
 * import: none tombstones what another of them showed.
 */
export async function importRows(sql: Sql, at: Date, feed: Feed): Promise<Imported> {
  const had = new Map<string, number>()
  const { rows, refused } = await take(sql, { at, had }, feed)
  if (refused !== null) return { rows, vanished: 0, refused }
  let vanished = 0
  for (const source of had.keys()) vanished += await tombstone(sql, at, source)
  return { rows, vanished, refused: null }
}

/**
 * Imports files that are given together, all or nothing: one that is refused changes nothing, nor does one that would
 * take away more than its source loses in a day, unless that is confirmed.
 */
export async function importTogether(
  db: Database,
  feeds: readonly Feed[],
  { at, isConfirmed }: { readonly at: Date; readonly isConfirmed: boolean },
): Promise<Together | Held> {
  try {
    return await db.transaction(async (sql) => {
      const had = new Map<string, number>()
      const files: Taken[] = []
      for (const feed of feeds) {
        const taken = await take(sql, { at, had }, feed)
        files.push(taken)
        if (taken.refused !== null) throw new Undone({ files, vanished: 0, disparus: [] })
      }
      let vanished = 0
      for (const [source, of] of had) {
        const { gone } = await rowsOf(sql, at, source)
        if (!isConfirmed && gone >= HELD_ROWS && gone > of * HELD_SHARE)
          throw new Undone({ source, rows: gone, of })
        vanished += await tombstone(sql, at, source)
      }
      return { files, vanished, disparus: await openLost(sql, at) }
    })
  } catch (error) {
    if (error instanceof Undone) return error.told
    throw error
  }
}

/** Ends a transaction that is to leave nothing, and says why. */
class Undone extends Error {
  readonly told: Together | Held
  constructor(told: Undone['told']) {
    super('undone')
    this.told = told
  }
}

/** What an import of files that go together did. */
interface Together {
  readonly files: readonly Taken[]
  readonly vanished: number
  /** Enrolled physicians whom it has lost. */
  readonly disparus: readonly RequisDisparu[]
}

type Taken = Omit<Imported, 'vanished'>

/** Takes the rows of one file in; `had` gains what each of its sources had before. */
async function take(
  sql: Sql,
  { at, had }: { readonly at: Date; readonly had: Map<string, number> },
  feed: Feed,
): Promise<Taken> {
  let batch: AnnuaireRow[] = []
  let rows = 0
  const flush = async (): Promise<void> => {
    const full = batch
    batch = []
    for (const { source = CSV } of full) {
      if (!had.has(source)) had.set(source, (await rowsOf(sql, at, source)).all)
    }
    if (full.length > 0) await upsert(sql, at, full, rows)
  }
  const { refused } = await feed(async (row) => {
    batch.push(row)
    rows += 1
    if (batch.length === BATCH) await flush()
  })
  await flush()
  return { rows, refused }
}

/** How many rows a source has here, and how many of them it showed before `at` only: one an address, or a person. */
async function rowsOf(sql: Sql, at: Date, source: string): Promise<{ all: number; gone: number }> {
  const [row] = await sql.query<{ tous: string; partis: string }>(
    `select count(*) as tous, count(*) filter (where vu < $2) as partis from (
       select (sources ->> $1)::timestamptz as vu from adresse_mss where sources ? $1
       union all
       select (p.sources ->> $1)::timestamptz from professionnel p where p.sources ? $1
         and not exists (select from adresse_mss a where a.rpps = p.rpps and a.sources ? $1)) r`,
    [source, at],
  )
  return { all: Number(row?.tous ?? 0), gone: Number(row?.partis ?? 0) }
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
  const places = new Map<string, object>()
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
    const place = placeOf(row)
    if (place !== null)
      places.set(`${row.rpps} ${place.code_postal} ${place.cle}`, { ...place, source })
    if (row.adresse === null) continue
    const adresse = row.adresse.toLowerCase()
    const key = `${adresse} ${row.rpps}`
    if (!boxes.has(key)) {
      boxes.set(key, { adresse, rpps: row.rpps, kind: row.kind ?? 'PER', rang, source })
    }
  }
  await sql.query(UPSERT_PEOPLE, [JSON.stringify([...people.values()]), at])
  if (places.size > 0) await sql.query(UPSERT_PLACES, [JSON.stringify([...places.values()]), at])
  if (boxes.size > 0) await sql.query(UPSERT_BOXES, [JSON.stringify([...boxes.values()]), at])
}

/** Where a row says that its professional works; null: it does not. */
function placeOf({ rpps, codePostal, commune }: AnnuaireRow) {
  const cle = cleCommune(commune ?? '')
  if (cle === '' && !codePostal) return null
  return { rpps, code_postal: codePostal ?? '', cle, commune: commune ?? '' }
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

const UPSERT_PLACES = `
  insert into lieu_exercice as l (rpps, code_postal, cle, commune, sources)
  select rpps, code_postal, cle, commune, jsonb_build_object(source, $2::timestamptz)
  from jsonb_to_recordset($1::jsonb) as x (
    rpps text, code_postal text, cle text, commune text, source text)
  on conflict (rpps, code_postal, cle) do update set commune = excluded.commune,
    sources = l.sources || excluded.sources`

/** Marks as vanished what `source` showed before `at` and shows no more, unless another source does. */
async function tombstone(sql: Sql, at: Date, source: string): Promise<number> {
  const gone = (table: string): string => `
    update ${table} set sources = sources - $1,
      disparu_le = case when sources - $1 = '{}'::jsonb then $2 else disparu_le end
    where sources ? $1 and (sources ->> $1)::timestamptz < $2`
  await sql.query(
    `update lieu_exercice set sources = sources - $1
     where sources ? $1 and (sources ->> $1)::timestamptz < $2`,
    [source, at],
  )
  await sql.query("delete from lieu_exercice where sources = '{}'")
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
