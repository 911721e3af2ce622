/**
 * The directory as the corridor asks it: who is this, who may write from here, who may be asked.
 *
 * In    an RPPS, an address, a name, specialties
 * Out   professionals with their active addresses, preferred first; what a row lost by every source said
 *       is no more
 *
 * SPEC §1 (`requis set`, `boite set`), §4, §9
 */

import {
  type AdresseMss,
  EN_COURS_COMPTEES,
  type Professionnel,
  type RequisPossible,
  type Rpps,
} from '../../domain/correspondant.ts'
import type { LieuDit } from '../../domain/lieu.ts'
import type { NumerosConnus, Numerote } from '../../domain/numero-am.ts'
import { normalise } from '../../domain/unicode.ts'
import { lowerAscii } from '../../kit/mailbox.ts'
import type { Sql } from '../../postgres/sql.ts'
import { noteAbsence } from './absences.ts'

const MAX_NAMESAKES = 20

const PROFESSIONNEL = `p.rpps, p.nom, p.prenom, p.profession, p.specialite,
  p.numero_am as "numeroAm", p.finess,
  coalesce(p.telephone, p.telephone_ecrit) as telephone, p.territoire,
  array(select a.adresse from adresse_mss a where a.rpps = p.rpps and a.disparu_le is null
        order by a.rang, a.adresse) as adresses`

const LIEUX = `coalesce((select jsonb_agg(jsonb_build_object('codePostal', nullif(l.code_postal, ''),
  'commune', l.commune) order by l.code_postal, l.cle) from lieu_exercice l where l.rpps = p.rpps), '[]')`
const NO_PLACE: LieuDit = { communes: [], indices: [], codesPostaux: [] }

/** The professional of an RPPS; null when the directory does not know him, or not any more. */
export async function professionnelParRpps(sql: Sql, rpps: string): Promise<Professionnel | null> {
  const [row] = await sql.query<Professionnel>(
    `select ${PROFESSIONNEL} from professionnel p where p.rpps = $1 and p.disparu_le is null`,
    [rpps],
  )
  return row ?? null
}

/** The professionals to whom an address is given. */
export async function professionnelsParAdresse(
  sql: Sql,
  address: string,
): Promise<Professionnel[]> {
  return await sql.query<Professionnel>(
    `select ${PROFESSIONNEL} from adresse_mss x join professionnel p on p.rpps = x.rpps
     where x.adresse = $1 and x.disparu_le is null and p.disparu_le is null order by p.rpps`,
    [lowerAscii(address)],
  )
}

/**
 * The professionals whose family name is all in `nom` and whose names hold all its words, in any order,
 * case and accents: `Marie CURIE` and `Dr Curie Marie` are the same; `Marie` alone is nobody. Each with where he works.
 * Where namesakes are many, those of the place and those who may be asked come first.
 */
export async function professionnelsParNom(
  sql: Sql,
  nom: string,
  { communes, indices, codesPostaux }: LieuDit = NO_PLACE,
): Promise<Professionnel[]> {
  const words = wordsOf(nom)
  if (words.length === 0) return []
  return await sql.query<Professionnel>(
    `select ${PROFESSIONNEL}, ${LIEUX} as lieux from professionnel p
     where p.mots @> $1 and p.mots_nom <@ $1 and p.disparu_le is null
     order by (exists (select from requis r where r.rpps = p.rpps and r.actif))::int
         + (exists (select from lieu_exercice l where l.rpps = p.rpps and (l.code_postal = any($3)
             or exists (select from unnest($2::text[]) v where l.cle = v or starts_with(l.cle, v || ' ')))))::int desc,
       p.rpps limit ${MAX_NAMESAKES}`,
    [words, [...communes, ...indices], [...codesPostaux]],
  )
}

/** What the directory says of the AM numbers of these persons, and of those that they wrote. */
export async function numerosConnus(
  sql: Sql,
  qui: readonly Numerote[],
  others: readonly string[] = [],
): Promise<NumerosConnus> {
  const rpps = [...new Set(qui.map((one) => one.rpps))]
  const numeros = [
    ...new Set([...others, ...qui.flatMap((one) => one.ecrit ?? one.numeroAm ?? [])]),
  ]
  const rows = await sql.query<{ rpps: Rpps; numeroAm: string | null }>(
    `select rpps, numero_am as "numeroAm" from professionnel
     where (rpps = any($1) or numero_am = any($2)) and disparu_le is null order by rpps`,
    [rpps, numeros],
  )
  const own = new Map(rows.map((row) => [row.rpps, row.numeroAm]))
  const borne = rows.filter((row) => row.numeroAm !== null)
  const a = Map.groupBy(borne, (row) => row.numeroAm ?? '')
  return {
    de: Object.fromEntries(rpps.map((one) => [one, own.get(one) ?? null])),
    a: Object.fromEntries([...a].map(([numero, all]) => [numero, all.map((one) => one.rpps)])),
  }
}

/** The active addresses of a professional, preferred first. */
export async function addressesOf(sql: Sql, rpps: string): Promise<AdresseMss[]> {
  const found = await professionnelParRpps(sql, rpps)
  return found === null ? [] : [...found.adresses]
}

/** May this professional sign from this service mailbox? */
export async function mayUse(sql: Sql, address: string, rpps: string): Promise<boolean> {
  const rows = await sql.query('select from boite_service where adresse = $1 and rpps = $2', [
    lowerAscii(address),
    rpps,
  ])
  return rows.length > 0
}

/** Was this professional ever enrolled, or does he sign from a service mailbox? */
export async function mayBeAsked(sql: Sql, rpps: string): Promise<boolean> {
  const rows = await sql.query(
    `select from requis where rpps = $1
     union all select from boite_service where rpps = $1 limit 1`,
    [rpps],
  )
  return rows.length > 0
}

/** Says who may sign from a service mailbox: those, and nobody else any more. */
export async function setBoite(sql: Sql, address: string, rpps: readonly string[]): Promise<void> {
  await sql.query(
    `with parties as (delete from boite_service where adresse = $1 and rpps <> all($2))
     insert into boite_service (adresse, rpps) select $1, unnest($2::text[]) on conflict do nothing`,
    [lowerAscii(address), [...new Set(rpps)]],
  )
}

/** A service mailbox and who may sign from it. */
export interface BoiteVue {
  readonly adresse: string
  /** `nom` null: not in the directory. */
  readonly signataires: readonly { readonly rpps: string; readonly nom: string | null }[]
}

/** Every service mailbox. */
export async function listBoites(sql: Sql): Promise<readonly BoiteVue[]> {
  return await sql.query<BoiteVue>(
    `select b.adresse, jsonb_agg(jsonb_build_object('rpps', b.rpps,
         'nom', p.prenom || ' ' || p.nom) order by b.rpps) as signataires
     from boite_service b left join professionnel p on p.rpps = b.rpps and p.disparu_le is null
     group by b.adresse order by b.adresse`,
  )
}

/** An enrolment; what is undefined (or null specialties) stays as it was. */
export interface Inscription {
  readonly rpps: string
  readonly specialites: readonly string[] | null
  /** Null: no limit. */
  readonly capaciteParJour?: number | null | undefined
  readonly actif?: boolean | undefined
  readonly absences: readonly { readonly du: string; readonly au: string }[]
}

/** Enrols a requis, or changes his enrolment; absences are added. */
export async function setRequis(sql: Sql, inscription: Inscription): Promise<void> {
  const { rpps, specialites, capaciteParJour, actif, absences } = inscription
  await sql.query(
    `insert into requis (rpps, specialites, capacite_par_jour, actif)
     values ($1, coalesce($2::text[], '{}'), $3::int, coalesce($5::boolean, true))
     on conflict (rpps) do update set
       specialites = coalesce($2::text[], requis.specialites),
       capacite_par_jour = case when $4::boolean then $3::int else requis.capacite_par_jour end,
       actif = coalesce($5::boolean, requis.actif), maj_le = now()`,
    [
      rpps,
      specialites === null ? null : [...new Set(specialites)],
      capaciteParJour ?? null,
      capaciteParJour !== undefined,
      actif ?? null,
    ],
  )
  for (const { du, au } of absences) await noteAbsence(sql, { rpps, du, au, delegue: null })
}

interface RequisRow extends Professionnel {
  readonly pools: RequisPossible['pools']
  readonly actif: boolean
  readonly capaciteParJour: number | null
  readonly recuesAujourdhui: number
  readonly enCours: number
  readonly absences: RequisPossible['absences']
}

/**
 * The enrolled physicians named or of these pools, with what routing needs at `now`. One who has no active
 * address cannot be asked and is left out.
 */
export async function requisPossibles(
  sql: Sql,
  {
    rpps,
    specialites,
  }: { readonly rpps: readonly string[]; readonly specialites: readonly string[] },
  now: Date,
): Promise<RequisPossible[]> {
  const rows = await sql.query<RequisRow>(
    `select ${PROFESSIONNEL}, r.specialites as pools, r.actif,
       r.capacite_par_jour as "capaciteParJour",
       (select count(*)::int from attribution a where a.rpps = r.rpps
          and a.jour = ($3::timestamptz at time zone 'Europe/Paris')::date) as "recuesAujourdhui",
       (select count(*)::int from (
          select from sollicitation s where s.requis_rpps = r.rpps and s.terminee_le is null
          limit ${EN_COURS_COMPTEES}) as o) as "enCours",
       coalesce((select jsonb_agg(jsonb_build_object('du', b.du, 'au', b.au, 'delegue', b.delegue) order by b.du, b.au)
         from absence b where b.rpps = r.rpps
          and b.au >= ($3::timestamptz at time zone 'Europe/Paris')::date), '[]') as absences
     from requis r join professionnel p on p.rpps = r.rpps
     where (r.rpps = any($1) or r.specialites && $2) and p.disparu_le is null
     order by r.rpps`,
    [[...rpps], [...specialites], now],
  )
  return rows.flatMap((row) => {
    const [adresse] = row.adresses
    return adresse === undefined ? [] : [{ ...row, adresse }]
  })
}

const TITLES = new Set(['DR', 'DOCTEUR', 'PR', 'PROFESSEUR', 'M', 'MME', 'MLLE', 'MR'])

/** The words of a name, in capitals without accents, sorted, each once; titles are no names. */
export function wordsOf(name: string): string[] {
  const plain = normalise(name.replaceAll(/œ/giu, 'oe').replaceAll(/æ/giu, 'ae'), 'NFD')
    .replaceAll(/\p{M}/gu, '')
    .toUpperCase()
  const words = plain.split(/[^A-Z0-9]+/).filter((word) => word !== '' && !TITLES.has(word))
  return [...new Set(words)].sort()
}
