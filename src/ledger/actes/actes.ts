/**
 * The acts: put once, counted for the caps, suspended by a late failure, listed for who bills.
 *
 * In    acts that `decide` made, under the key of their billing year
 * Out   the caps' facts, pages of acts
 * Refuses nothing: an act that is there already stays as it was.
 *
 * SPEC §11, §13.3 (twice has one effect), §13.5 (year keys, patient equality by HMAC)
 */
import type { Acte, EtatActe } from '../../domain/acte.ts'
import type { FaitsFacturation } from '../../domain/evenement.ts'
import { reposeSurUnEcrit } from '../../domain/numero-am.ts'
import type { Sql } from '../../postgres/sql.ts'
import type { Keys } from '../keys/keys.ts'

/** An act as the ledger knows it: the record, and what became of it. */
export interface ActeConnu {
  readonly id: number
  readonly acte: Acte
  /** Export that holds it; null: free. */
  readonly export: number | null
  readonly exporteLe: string | null
  /** Why it waits although billable: a later failure notice. */
  readonly suspendu: string | null
  /** The same, come after its export: for the clerk. */
  readonly signale: string | null
  /** The answer that counts; null: none, or the act was corrected since. */
  readonly retour: RetourActe | null
  /** All that the insurer answered, oldest first. */
  readonly retours: readonly RetourActe[]
  /** What is left to pay, in cents; null: nothing was paid, or all of it before this was kept. */
  readonly reste: number | null
  /** What a person decided of the last answer. */
  readonly suite: 'conteste' | 'clos' | null
  readonly creeLe: string
}

/** What the insurer answered about an act. */
export interface RetourActe {
  readonly statut: 'paye' | 'rejete'
  /** Day, AAAA-MM-JJ. */
  readonly date: string
  readonly motif: string | null
  /** What was paid, where the file says it. */
  readonly montantCentimes?: number
}

/** Which acts to list; absent: all. */
export interface FiltreActes {
  readonly etat?: EtatActe | undefined
  readonly du?: string | undefined
  readonly au?: string | undefined
  readonly dossier?: string | undefined
  readonly export?: number | undefined
  readonly exporte?: boolean | undefined
  readonly suspendu?: boolean | undefined
  /** The answer that counts, while nobody closed it. */
  readonly retour?: RetourActe['statut'] | 'partiel' | undefined
  /** Exported at or before this instant, without an answer since. */
  readonly impayeDepuis?: Date | undefined
}

/**
 * Puts acts, each once: by dossier, slot and role, and one RQD a dossier. Gives how many were new.
 * `indexPatient` is the HMAC of the patient under the index key.
 */
export async function insertActes(
  sql: Sql,
  keys: Keys,
  actes: readonly Acte[],
  indexPatient: Buffer,
): Promise<number> {
  let inserted = 0
  for (const acte of actes) {
    const annee = Number(acte.dateActe.slice(0, 4))
    const cle = await keys.yearKey(sql, annee)
    const donnees = await encryptActe(sql, keys, cle, acte)
    const rows = await sql.query(
      `insert into acte (dossier, rang, role, code, annee, date_acte, montant_centimes,
         executant_rpps, etat, motif, index_patient, cle, donnees, numero_ecrit)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
       on conflict do nothing returning id`,
      [
        acte.dossier,
        acte.rang,
        acte.role,
        acte.code,
        annee,
        acte.dateActe,
        acte.montantCentimes,
        acte.executant.rpps,
        acte.etat,
        acte.motif,
        indexPatient,
        cle,
        donnees,
        hasNumeroEcrit(acte),
      ],
    )
    inserted += rows.length
  }
  return inserted
}

/**
 * Counts the acts of a civil year that weigh on the caps of a patient: TE by requis, RQD by the
 * requerant. Holds the patient until the transaction ends, so that two dossiers never take one place.
 */
export async function faitsFacturation(
  sql: Sql,
  asked: {
    readonly indexPatient: Buffer
    readonly annee: number
    readonly requis: readonly string[]
    readonly requerant: string
  },
): Promise<FaitsFacturation> {
  // Asked at once, run in order: the second looks once the first holds.
  const locked = sql.query('select pg_advisory_xact_lock($1)', [
    asked.indexPatient.readBigInt64BE(0).toString(),
  ])
  // An act that is not billable, or that was never handed over, takes no place.
  const counted = sql.query<{ rpps: string; rqd: boolean; nombre: number }>(
    `select executant_rpps as rpps, code = 'RQD' as rqd, count(*)::int as nombre
     from acte
     where index_patient = $1 and annee = $2 and executant_rpps = any($3::text[])
       and etat <> 'non_facturable' and suspendu_motif is null
     group by executant_rpps, code = 'RQD'`,
    [asked.indexPatient, asked.annee, [...asked.requis, asked.requerant]],
  )
  const [rows] = await Promise.all([counted, locked])
  const parRequis: { [rpps: string]: number } = {}
  let parRequerant = 0
  for (const { rpps, rqd, nombre } of rows) {
    if (!rqd && asked.requis.includes(rpps)) parRequis[rpps] = nombre
    if (rqd && rpps === asked.requerant) parRequerant = nombre
  }
  return { parRequis, parRequerant }
}

/** A page of acts, newest first; `after` is the last id of the former page. */
export async function listActes(
  sql: Sql,
  keys: Keys,
  filtre: FiltreActes,
  page: { readonly after: number | null; readonly limit: number },
): Promise<{ items: ActeConnu[]; next: number | null }> {
  const rows = await sql.query<LigneActe>(
    `select ${COLONNES} from acte a left join export e on e.id = a.export
     where ($1::text is null or a.etat = $1) and ($2::date is null or a.date_acte >= $2)
       and ($3::date is null or a.date_acte <= $3) and ($4::text is null or a.dossier = $4)
       and ($5::bigint is null or a.export = $5)
       and ($6::bool is null or (a.export is not null) = $6)
       and ($7::bool is null or (coalesce(a.suspendu_motif, a.signale_motif) is not null) = $7)
       and ($8::timestamptz is null or (e.cree_le <= $8 and e.annule_le is null and a.retour is null
         and a.suite is distinct from 'clos'))
       and ($9::text is null or (a.suite is distinct from 'clos' and case when $9 = 'partiel'
         then a.reste_centimes > 0 else a.retour = $9 end))
       and ($10::bigint is null or a.id < $10)
     order by a.id desc limit $11`,
    [
      filtre.etat ?? null,
      filtre.du ?? null,
      filtre.au ?? null,
      filtre.dossier ?? null,
      filtre.export ?? null,
      filtre.exporte ?? null,
      filtre.suspendu ?? null,
      filtre.impayeDepuis ?? null,
      filtre.retour ?? null,
      page.after,
      page.limit + 1,
    ],
  )
  const items: ActeConnu[] = []
  for (const row of rows.slice(0, page.limit)) items.push(await acteConnu(sql, keys, row))
  return { items, next: rows.length > page.limit ? (items.at(-1)?.id ?? null) : null }
}

/** What a clerk must look at, in numbers. */
export interface ComptesActes {
  readonly aExporter: number
  readonly aVerifier: number
  readonly suspendus: number
  readonly signales: number
  /** Rejected, and neither corrected, contested nor closed. */
  readonly rejetes: number
  /** Paid in part, and neither contested nor closed. */
  readonly partiels: number
  readonly impayes: number
}

/** Counts what waits for an export, a check or an answer; `impayeDepuis` as in the filter. */
export async function countActes(sql: Sql, impayeDepuis: Date): Promise<ComptesActes> {
  const [row] = await sql.query<ComptesActes>(
    `select
       count(*) filter (where a.etat = 'facturable' and a.export is null
         and a.suspendu_motif is null)::int as "aExporter",
       count(*) filter (where a.etat = 'a_verifier')::int as "aVerifier",
       count(*) filter (where a.suspendu_motif is not null)::int as suspendus,
       count(*) filter (where a.signale_motif is not null)::int as signales,
       count(*) filter (where a.retour = 'rejete' and a.suite is null)::int as rejetes,
       count(*) filter (where a.reste_centimes > 0 and a.suite is null)::int as partiels,
       count(*) filter (where a.retour is null and e.cree_le <= $1 and e.annule_le is null
         and a.suite is distinct from 'clos')::int as impayes
     from acte a left join export e on e.id = a.export`,
    [impayeDepuis],
  )
  const none = { aExporter: 0, aVerifier: 0, suspendus: 0, signales: 0 }
  return row ?? { ...none, rejetes: 0, partiels: 0, impayes: 0 }
}

/** An act as selected by `COLONNES`. */
export interface LigneActe {
  readonly id: string
  readonly dossier: string
  readonly rang: number
  readonly role: string
  readonly cle: string
  readonly donnees: Buffer
  readonly export: string | null
  readonly exporte_le: string | null
  readonly suspendu_motif: string | null
  readonly signale_motif: string | null
  readonly retour: string | null
  readonly retour_le: string | null
  readonly retour_motif: string | null
  readonly retours: readonly RetourActe[]
  readonly reste: number | null
  readonly suite: ActeConnu['suite']
  readonly cree_le: string
}

const COLONNES = `a.id::text, a.dossier, a.rang, a.role, a.cle, a.donnees, a.export::text,
  to_char(e.cree_le at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as exporte_le,
  a.suspendu_motif, a.signale_motif, a.retour, to_char(a.retour_le, 'YYYY-MM-DD') as retour_le,
  a.retour_motif, a.reste_centimes as reste, a.suite,
  coalesce((select jsonb_agg(jsonb_strip_nulls(jsonb_build_object('montantCentimes', r.montant_centimes))
      || jsonb_build_object('statut', r.statut, 'date', to_char(r.le, 'YYYY-MM-DD'), 'motif', r.motif)
      order by r.id)
    from retour_acte r where r.acte = a.id), '[]') as retours,
  to_char(a.cree_le at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as cree_le`

async function acteConnu(sql: Sql, keys: Keys, row: LigneActe): Promise<ActeConnu> {
  return {
    id: Number(row.id),
    acte: await decryptActe(sql, keys, row),
    export: row.export === null ? null : Number(row.export),
    exporteLe: row.exporte_le,
    suspendu: row.suspendu_motif,
    signale: row.signale_motif,
    retour:
      row.retour === null
        ? null
        : {
            statut: row.retour as RetourActe['statut'],
            date: row.retour_le ?? '',
            motif: row.retour_motif,
          },
    retours: row.retours,
    reste: row.reste,
    suite: row.suite,
    creeLe: row.cree_le,
  }
}

/** Does a party's number rest on what was written? The directory is asked again when it changes. */
export function hasNumeroEcrit({ executant, prescripteur }: Acte): boolean {
  return reposeSurUnEcrit(executant) || reposeSurUnEcrit(prescripteur)
}

/** The record of an act as it was put. */
export async function decryptActe(
  sql: Sql,
  keys: Keys,
  row: Pick<LigneActe, 'dossier' | 'rang' | 'role' | 'cle' | 'donnees'>,
): Promise<Acte> {
  const plain = await keys.decrypt(sql, row.cle, row.donnees, aadOf(row))
  return JSON.parse(plain.toString('utf8')) as Acte
}

/** The record of an act, sealed in its place. */
export function encryptActe(sql: Sql, keys: Keys, cle: string, acte: Acte): Promise<Buffer> {
  return keys.encrypt(sql, cle, JSON.stringify(acte), aadOf(acte))
}

// Bound to its place: the record of another act cannot be put in its stead.
function aadOf({ dossier, rang, role }: { dossier: string; rang: number; role: string }): string {
  return `acte:${dossier}:${rang}:${role}`
}
