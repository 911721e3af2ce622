/**
 * The dossiers as windows see them: states, numbers, due times, timeline. No clinical content, no patient.
 *
 * In    filters, a number
 * Out   plain rows
 *
 * SPEC §12 (dossiers, queues), §13.5
 */
import type { SuiteApresAvis } from '../../domain/apres-avis.ts'
import { type Prochaine, prochaineDuCreneau, prochaineDuDossier } from '../../domain/prochaine.ts'
import type { Sql } from '../../postgres/sql.ts'
import { type Asked, iso, type Page, pageOf } from '../paging.ts'

/** A slot in a list. Instants ISO 8601 UTC. */
export interface SlotVu {
  readonly rang: number
  readonly etat: string
  readonly specialite: string | null
  readonly requis: string | null
  readonly ouverteLe: string
  /** End of the delay, in working days and without the pauses; null: its clock stands. */
  readonly limiteLe: string | null
  /** End of the total clock, in calendar days. */
  readonly expirationLe: string | null
  readonly enRetard: boolean
  readonly termineeLe: string | null
  /** Who does what next; null: the slot has ended. */
  readonly prochaine: Prochaine | null
}

/** A dossier in a list. */
export interface DossierVu {
  readonly numero: string
  readonly etat: string
  readonly motif: string | null
  readonly requerant: string | null
  readonly ouvertLe: string
  readonly finiLe: string | null
  readonly enRetard: boolean
  /** Who does what next, while nothing has left; the slots say it of themselves. */
  readonly prochaine: Prochaine | null
  readonly sollicitations: readonly SlotVu[]
}

/** One line of a dossier's timeline: stable words and identifiers. */
export interface LigneChronologie {
  readonly instant: string
  readonly quoi: string
  readonly auteur: string
  readonly detail: { readonly [cle: string]: string | number | null }
}

/** A letter of a dossier. */
export interface LettreVue {
  readonly id: string
  readonly letter: string
  readonly role: string
  readonly state: string
  readonly code: string | null
  readonly deliveredAt: string | null
}

/** Which dossiers; absent: all. */
export interface FiltreDossiers {
  readonly etat?: string | undefined
  readonly specialite?: string | undefined
  readonly requis?: string | undefined
  readonly enRetard?: boolean | undefined
}

// A slot is late once it was marked so, or its limit has passed and the sweep has not been by yet.
const EN_RETARD = `(s.terminee_le is null and s.etat in ('en_attente', 'acceptee')
  and (s.en_retard or coalesce(s.limite_le <= $1, false)))`

// Whoever took the slot over in its thread was asked by no letter: he has the request.
const RECUE = `(select coalesce(bool_or(e.remis_le is not null), true) from envoi e
  where e.dossier = s.dossier and e.lettre = 'demandeAvis' and e.rang = s.rang and e.rpps = s.requis_rpps)`

const DOSSIER = `select d.id::text, d.ouvert_le::text as position, d.numero, d.etat, d.motif,
    d.requerant_rpps, d.ouvert_le, d.fini_le,
    exists (select from sollicitation s where s.dossier = d.id and ${EN_RETARD}) as en_retard,
    (select coalesce(jsonb_agg(jsonb_build_object(
        'rang', s.rang, 'etat', s.etat, 'specialite', s.specialite, 'requis', s.requis_rpps,
        'ouverteLe', s.ouverte_le, 'limiteLe', s.limite_le, 'expirationLe', s.expiration_le,
        'termineeLe', s.terminee_le,
        'apresAvis', s.apres_avis,
        'recue', ${RECUE},
        'enRetard', ${EN_RETARD}) order by s.rang), '[]')
      from sollicitation s where s.dossier = d.id) as slots
  from dossier d`

interface Row {
  readonly id: string
  readonly position: string
  readonly numero: string
  readonly etat: string
  readonly motif: string | null
  readonly requerant_rpps: string | null
  readonly ouvert_le: Date
  readonly fini_le: Date | null
  readonly en_retard: boolean
  readonly slots: readonly (Omit<SlotVu, 'prochaine'> & {
    readonly recue: boolean
    readonly apresAvis: SuiteApresAvis | null
  })[]
}

/** A page of dossiers, newest first. */
export async function listDossiers(
  sql: Sql,
  filtre: FiltreDossiers,
  now: Date,
  { after, limit }: Asked,
): Promise<Page<DossierVu>> {
  const rows = await sql.query<Row>(
    `${DOSSIER}
     where ($2::text is null or d.etat = $2)
       and ($3::text is null
         or exists (select from sollicitation s where s.dossier = d.id and s.specialite = $3))
       and ($4::text is null
         or exists (select from sollicitation s where s.dossier = d.id and s.requis_rpps = $4))
       and ($5::bool is null
         or exists (select from sollicitation s where s.dossier = d.id and ${EN_RETARD}) = $5)
       and ($6::timestamptz is null or (d.ouvert_le, d.id) < ($6, $7::uuid))
     order by d.ouvert_le desc, d.id desc limit $8`,
    [
      now,
      filtre.etat ?? null,
      filtre.specialite ?? null,
      filtre.requis ?? null,
      filtre.enRetard ?? null,
      after?.at ?? null,
      after?.id ?? null,
      limit + 1,
    ],
  )
  return pageOf(rows, limit, dossierVu)
}

/** The dossiers that have waited longest for an opinion, oldest first. */
export async function oldestWaiting(sql: Sql, now: Date, limit: number): Promise<DossierVu[]> {
  const rows = await sql.query<Row>(
    `${DOSSIER} where d.etat = 'en_cours' order by d.ouvert_le, d.id limit $2`,
    [now, limit],
  )
  return rows.map(dossierVu)
}

/** One dossier by its number; null if there is none. */
export async function dossierByNumero(
  sql: Sql,
  numero: string,
  now: Date,
): Promise<DossierVu | null> {
  const [row] = await sql.query<Row>(`${DOSSIER} where d.numero = $2`, [now, numero])
  return row === undefined ? null : dossierVu(row)
}

/** The timeline of a dossier, oldest first: its audit lines. */
export async function timeline(sql: Sql, numero: string): Promise<LigneChronologie[]> {
  const rows = await sql.query<{ instant: Date; quoi: string; auteur: string; detail: string }>(
    'select instant, quoi, auteur, detail from journal where chaine = $1 order by rang',
    [numero],
  )
  return rows.map((row) => ({
    instant: row.instant.toISOString(),
    quoi: row.quoi,
    auteur: row.auteur,
    detail: JSON.parse(row.detail) as LigneChronologie['detail'],
  }))
}

/** The letters of a dossier, oldest first. */
export async function lettersOf(sql: Sql, numero: string): Promise<LettreVue[]> {
  const rows = await sql.query<{
    id: string
    lettre: string
    role: string
    etat: string
    code: string | null
    remis_le: Date | null
  }>(
    `select e.id, e.lettre, e.role, e.etat, e.code, e.remis_le
     from envoi e join dossier d on d.id = e.dossier where d.numero = $1 order by e.cree_le, e.id`,
    [numero],
  )
  return rows.map((row) => ({
    id: row.id,
    letter: row.lettre,
    role: row.role,
    state: row.etat,
    code: row.code,
    deliveredAt: iso(row.remis_le),
  }))
}

/** The queue of one pool and requis. Every waiting slot is in exactly one of the three last counts. */
export interface FileAttente {
  readonly specialite: string | null
  readonly requis: string | null
  readonly waiting: number
  readonly under24h: number
  readonly under48h: number
  readonly late: number
  /** Waiting for the requerant; not counted in `waiting`. */
  readonly paused: number
  readonly oldest: string | null
}

/** What waits, by pool and requis, the latest first. */
export async function queues(sql: Sql, now: Date): Promise<FileAttente[]> {
  // Under 24 h by the calendar that applies: before the reminder is due, where one is planned.
  const rows = await sql.query<{
    specialite: string | null
    requis: string | null
    waiting: number
    under24h: number
    late: number
    paused: number
    oldest: Date | null
  }>(
    `with s as (
       select s.*, s.etat in ('en_attente', 'acceptee') as attend, ${EN_RETARD} as retard,
         coalesce(s.rappel_le > $1, s.ouverte_le > $1::timestamptz - interval '24 hours') as jeune
       from sollicitation s where s.terminee_le is null)
     select specialite, requis_rpps as requis,
       count(*) filter (where attend)::int as waiting,
       count(*) filter (where attend and not retard and jeune)::int as under24h,
       count(*) filter (where attend and retard)::int as late,
       count(*) filter (where not attend)::int as paused,
       min(ouverte_le) filter (where attend) as oldest
     from s group by specialite, requis_rpps
     order by late desc, waiting desc, specialite, requis_rpps`,
    [now],
  )
  return rows.map((row) => ({
    specialite: row.specialite,
    requis: row.requis,
    waiting: row.waiting,
    under24h: row.under24h,
    under48h: row.waiting - row.under24h - row.late,
    late: row.late,
    paused: row.paused,
    oldest: iso(row.oldest),
  }))
}

/** Names of professionals by RPPS, for a person to read; those the directory does not know are absent. */
export async function namesOf(
  sql: Sql,
  rpps: readonly (string | null)[],
): Promise<ReadonlyMap<string, string>> {
  const rows = await sql.query<{ rpps: string; nom: string; prenom: string }>(
    'select rpps, nom, prenom from professionnel where rpps = any($1::text[])',
    [[...new Set(rpps.filter((each) => each !== null))]],
  )
  return new Map(rows.map((row) => [row.rpps, `${row.prenom} ${row.nom}`]))
}

function dossierVu(row: Row): DossierVu {
  return {
    numero: row.numero,
    etat: row.etat,
    motif: row.motif,
    requerant: row.requerant_rpps,
    ouvertLe: row.ouvert_le.toISOString(),
    finiLe: iso(row.fini_le),
    enRetard: row.en_retard,
    prochaine: prochaineDuDossier(row.etat, row.motif),
    sollicitations: row.slots.map(({ recue, apresAvis, ...slot }) => ({
      ...slot,
      ouverteLe: new Date(slot.ouverteLe).toISOString(),
      limiteLe: isoText(slot.limiteLe),
      expirationLe: isoText(slot.expirationLe),
      termineeLe: isoText(slot.termineeLe),
      prochaine: prochaineDuCreneau(slot.etat, {
        tenu: slot.requis !== null,
        recue,
        termine: slot.termineeLe !== null,
        apresAvis,
      }),
    })),
  }
}

function isoText(instant: string | null): string | null {
  return instant === null ? null : new Date(instant).toISOString()
}
