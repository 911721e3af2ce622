/**
 * A letter at the door: what is committed about it at this instant, and its attempt undone when it does not leave.
 *
 * In    the attempt in hand: the letter, its worker, the number of the attempt
 * Out   whether this worker still holds it, the dossier as it stands; the row given back or taken back
 *
 * SPEC §6.1, §13.11
 */
import type { Dossier } from '../../domain/dossier.ts'
import type { SortDemande } from '../../domain/remise-notee.ts'
import type { Sql } from '../../postgres/sql.ts'
import { openState } from '../dossiers/dossiers.ts'
import type { Keys } from '../keys/keys.ts'
import type { EnvoiConnu } from './outbox.ts'

/** One attempt of one letter. */
export interface Tentative {
  readonly id: string
  readonly worker: string
  readonly no: number
}

/** What is committed now. */
export interface Standing {
  /** Wanted, and held by this attempt. */
  readonly held: boolean
  /** Its dossier as it stands; null: it has none, or its content is destroyed. */
  readonly dossier: Dossier | null
  /** The version of that dossier, to be asked for no more than once. */
  readonly version: number | null
}

interface StandingRow {
  readonly held: boolean
  readonly dossier: string | null
  readonly cle: string
  readonly version: number | null
  readonly etat: Buffer | null
  readonly detruite: boolean
}

/** Reads what stands; `known` (from a former reading) spares opening a dossier that has not changed. */
export async function standing(
  sql: Sql,
  keys: Keys,
  { id, worker, no }: Tentative,
  known: Pick<Standing, 'dossier' | 'version'> | null,
): Promise<Standing> {
  const [row] = await sql.query<StandingRow>(
    `select e.etat = 'en_cours' and e.pris_par = $2 and e.tentatives = $3 as held, e.dossier, e.cle,
       d.version, case when d.version is distinct from $4::int then d.etat_chiffre end as etat,
       k.enveloppe is null as detruite
     from envoi e left join dossier d on d.id = e.dossier left join cle k on k.id = d.cle
     where e.id = $1`,
    [id, worker, no, known?.dossier == null ? null : known.version],
  )
  if (row === undefined || row.dossier === null) {
    return { held: row?.held ?? false, dossier: null, version: null }
  }
  const { held, version } = row
  if (row.detruite) return { held, dossier: null, version }
  const dossier =
    row.etat === null || version === null
      ? (known?.dossier ?? null)
      : await openState(sql, keys, { id: row.dossier, cle: row.cle, version, etat: row.etat })
  return { held, dossier, version }
}

/**
 * What became of the request that a requis has, or should have: the best of those put for him in this slot (null: in
 * any), for a letter may be put more than once. Once handed over it may have been read, whatever a notice said later.
 */
export async function sortDeLaDemande(
  sql: Sql,
  { dossier, rang, rpps }: Pick<EnvoiConnu, 'dossier' | 'rang' | 'rpps'>,
): Promise<SortDemande> {
  const [row] = await sql.query<{ sort: SortDemande }>(
    `select case when bool_or(etat = 'remis' or remis_le is not null) then 'remise'
                 when bool_or(incertaine) then 'incertaine'
                 when bool_or(etat in ('a_envoyer', 'en_cours', 'differe')) then 'en-route'
                 when count(*) > 0 then 'non-partie' else 'aucune' end as sort
     from (select etat, remis_le, exists (select from tentative t where t.envoi = e.id
                                and t.code = 'delivery-uncertain') as incertaine
           from envoi e where dossier = $1 and lettre = 'demandeAvis' and rpps = $2
             and ($3::int is null or rang = $3)) as demandes`,
    [dossier, rpps, rang],
  )
  return row?.sort ?? 'aucune'
}

/** The attempt in hand was none: it is forgotten, and the row has the end that is given. */
export interface SansDepart {
  readonly etat: 'differe' | 'retire'
  readonly code: string | null
  /** When it is due again, if it waits: by the clock of this host, and how long that is from now. */
  readonly prochaine?: Date
  readonly afterMs?: number
  /** It waited for another thing than its try: its retries count from here. */
  readonly depuis?: Date
}

/** Undoes the attempt; false when another held the letter, or took it back, meanwhile. */
export async function undoTentative(
  sql: Sql,
  { id, worker, no }: Tentative,
  { etat, code, prochaine, afterMs, depuis }: SansDepart,
): Promise<boolean> {
  const rows = await sql.query(
    `with t as (delete from tentative where envoi = $1 and no = $3)
     update envoi set tentatives = tentatives - 1, code = $5, responsable = null,
       etat = $4, relance_le = coalesce($8, relance_le),
       prochaine = coalesce(least($6::timestamptz, now() + $7 * interval '1 millisecond'), prochaine),
       pris_par = null, pris_jusqua = null
     where id = $1 and etat = 'en_cours' and pris_par = $2 and tentatives = $3 returning id`,
    [id, worker, no, etat, code, prochaine ?? null, afterMs ?? null, depuis ?? null],
  )
  return rows.length > 0
}

/** Takes one letter back that has not been handed over: it leaves by no way any more. */
export async function retireEnvoi(sql: Sql, id: string, code: string): Promise<boolean> {
  const rows = await sql.query(
    `update envoi set etat = 'retire', code = $2, responsable = null
     where id = $1 and etat in ('a_envoyer', 'differe', 'bloque', 'echec') returning id`,
    [id, code],
  )
  return rows.length > 0
}

/** Takes back the newest letter without dossier whose key begins so, if it was never handed over and is in no hand. */
export async function retireNewest(sql: Sql, begin: string, code: string): Promise<boolean> {
  const rows = await sql.query(
    `update envoi set etat = 'retire', code = $2, responsable = null
     where id = (select id from envoi where dossier is null and starts_with(cle_unique, $1)
                 order by cree_le desc limit 1)
       and etat in ('a_envoyer', 'differe', 'bloque', 'echec') and remis_le is null returning id`,
    [begin, code],
  )
  return rows.length > 0
}

/**
 * Was a newer letter of its kind put for the same reader and slot that was not taken back? Then the older one says the
 * same twice. The order is that in which they were put, not the clock's.
 */
export async function isSuivie(
  sql: Sql,
  {
    id,
    dossier,
    lettre,
    rang,
    rpps,
  }: Pick<EnvoiConnu, 'id' | 'dossier' | 'lettre' | 'rang' | 'rpps'>,
): Promise<boolean> {
  const rows = await sql.query(
    `select 1 from envoi e, envoi own
     where own.id = $1 and e.dossier = $2 and e.lettre = $3 and e.rang is not distinct from $4 and e.rpps = $5
       and e.etat <> 'retire' and (coalesce(e.ordre, 0), e.cree_le, e.id) > (coalesce(own.ordre, 0), own.cree_le, own.id)
     limit 1`,
    [id, dossier, lettre, rang, rpps],
  )
  return rows.length > 0
}
