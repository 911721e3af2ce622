/**
 * When a requis is away, and who answers for him meanwhile.
 *
 * SPEC §1 (`requis absent`), §5 (ABSENT)
 */
import type { JoursAbsents } from '../../domain/absences.ts'
import type { Sql } from '../../postgres/sql.ts'

/** Both days included; `delegue` null: nobody named. Days `AAAA-MM-JJ`. */
export interface Absence {
  readonly rpps: string
  readonly du: string
  readonly au: string
  readonly delegue: string | null
}

/**
 * Notes that a requis is away. Days that touch former ones correct them; who was to answer for him still does, where
 * the correction names nobody.
 */
export async function noteAbsence(sql: Sql, { rpps, du, au, delegue }: Absence): Promise<void> {
  await lockAbsences(sql, rpps)
  await sql.query(
    `with anciennes as (
       delete from absence where rpps = $1 and du <= $3::date and au >= $2::date
         and (du, au) <> ($2::date, $3::date) returning delegue, au)
     insert into absence (rpps, du, au, delegue)
     values ($1, $2, $3, coalesce($4,
       (select delegue from anciennes where delegue is not null order by au desc limit 1)))
     on conflict (rpps, du, au) do update set delegue = coalesce(excluded.delegue, absence.delegue)`,
    [rpps, du, au, delegue],
  )
}

/** One at a time: who corrects or takes back sees what another has noted. */
async function lockAbsences(sql: Sql, rpps: string): Promise<void> {
  await sql.query("select pg_advisory_xact_lock(hashtextextended('absence:' || $1, 0))", [rpps])
}

/** The absences of that day and later, of one requis or (null) of all, in their order. */
export async function absencesOf(sql: Sql, rpps: string | null, day: string): Promise<Absence[]> {
  return await sql.query<Absence>(
    `select rpps, to_char(du, 'YYYY-MM-DD') as du, to_char(au, 'YYYY-MM-DD') as au, delegue from absence
     where ($1::text is null or rpps = $1) and au >= $2::date
     order by absence.rpps, absence.du, absence.au`,
    [rpps, day],
  )
}

/** What his absences of that day and later become; gives what they were and are. */
export async function changeAbsences(
  sql: Sql,
  rpps: string,
  day: string,
  become: (absences: readonly JoursAbsents[]) => readonly JoursAbsents[],
): Promise<{ readonly before: readonly JoursAbsents[]; readonly after: readonly JoursAbsents[] }> {
  await lockAbsences(sql, rpps)
  const before = (await absencesOf(sql, rpps, day)).map(
    ({ du, au, delegue }) => ({ du, au, delegue }) as JoursAbsents,
  )
  const after = become(before)
  await sql.query('delete from absence where rpps = $1 and au >= $2::date', [rpps, day])
  await sql.query(
    `insert into absence (rpps, du, au, delegue)
     select $1, du, au, delegue from unnest($2::date[], $3::date[], $4::text[]) as n (du, au, delegue)
     on conflict do nothing`,
    [
      rpps,
      after.map(({ du }) => du),
      after.map(({ au }) => au),
      after.map(({ delegue }) => delegue ?? null),
    ],
  )
  return { before, after }
}

/** An enrolled physician as a coordinator sees him. */
export interface RequisVu {
  readonly rpps: string
  readonly nom: string
  readonly prenom: string
  readonly specialites: readonly string[]
  readonly actif: boolean
  /** In no source of the directory any more. */
  readonly disparu: boolean
  readonly capaciteParJour: number | null
  readonly absences: readonly Omit<Absence, 'rpps'>[]
}

/** The enrolled physicians after `after` (an RPPS), with their absences of today and later. */
export async function listRequis(
  sql: Sql,
  now: Date,
  { after, limit }: { readonly after: string | null; readonly limit: number },
): Promise<RequisVu[]> {
  return await sql.query<RequisVu>(
    `select r.rpps, coalesce(p.nom, '') as nom, coalesce(p.prenom, '') as prenom, r.specialites, r.actif,
       p.disparu_le is not null as disparu, r.capacite_par_jour as "capaciteParJour",
       coalesce((select jsonb_agg(jsonb_build_object('du', b.du, 'au', b.au, 'delegue', b.delegue)
           order by b.du, b.au)
         from absence b where b.rpps = r.rpps
          and b.au >= ($1::timestamptz at time zone 'Europe/Paris')::date), '[]') as absences
     from requis r left join professionnel p on p.rpps = r.rpps
     where $2::text is null or r.rpps > $2 order by r.rpps limit $3`,
    [now, after, limit],
  )
}

/** Is this professional enrolled and active as a requis? Null: not in the directory, or not enrolled. */
export async function enrolled(sql: Sql, rpps: string): Promise<boolean | null> {
  const [row] = await sql.query<{ actif: boolean }>('select actif from requis where rpps = $1', [
    rpps,
  ])
  return row?.actif ?? null
}

/** Those of `rpps` who cannot be asked on that day: away, or not enrolled as an active requis. */
export async function unavailable(
  sql: Sql,
  rpps: readonly string[],
  day: string,
): Promise<string[]> {
  if (rpps.length === 0) return []
  const rows = await sql.query<{ rpps: string }>(
    `select n.rpps from unnest($1::text[]) as n (rpps)
     where not exists (select from requis r where r.rpps = n.rpps and r.actif)
       or exists (select from absence b where b.rpps = n.rpps and $2::date between b.du and b.au)`,
    [[...rpps], day],
  )
  return rows.map((row) => row.rpps)
}

/** The dossiers in which `rpps` holds an open slot, but for one; their ids. */
export async function dossiersHeldBy(
  sql: Sql,
  rpps: string,
  except: string | null,
): Promise<string[]> {
  const rows = await sql.query<{ id: string }>(
    `select distinct d.id::text from dossier d join sollicitation s on s.dossier = d.id
     join attribution a on a.dossier = s.dossier and a.rang = s.rang and a.rpps = $1
     where s.terminee_le is null and ($2::text is null or d.id::text <> $2)`,
    [rpps, except],
  )
  return rows.map((row) => row.id)
}
