/**
 * The dossiers: the whole state as encrypted JSON, and beside it the plain columns that lists need.
 *
 * In    a Dossier as `decide` made it, and its projection
 * Out   the Dossier as it was, locked for the transaction
 * Refuses   (throws) saving a dossier that this transaction has not locked, or that another has changed
 *
 * A dossier whose key is destroyed reads as null: its number, states and audit stay. SPEC §6, §13.2, §13.5
 */
import type { SuiteApresAvis } from '../../domain/apres-avis.ts'
import type { Instant } from '../../domain/correspondant.ts'
import type { Dossier } from '../../domain/dossier.ts'
import type { Sql } from '../../postgres/sql.ts'
import { expectHead, ORIGIN } from '../journal/journal.ts'
import { KeyDestroyed, type Keys } from '../keys/keys.ts'
import { seal } from '../keys/sealing.ts'

/** What the lists and the sweep need of a dossier. */
export interface Projection {
  readonly prochaineEcheance: Instant | null
  readonly indexPatient: Buffer | null
  /** Of all his traits but one, each; null: he is not known. */
  readonly indexTraits?: readonly Buffer[] | null
  readonly slots: readonly {
    readonly rang: number
    readonly etat: string
    readonly specialite: string | null
    readonly requisRpps: string | null
    readonly ouverteLe: string
    readonly rappelLe: string | null
    readonly limiteLe: string | null
    readonly expirationLe: string | null
    readonly enRetard: boolean
    readonly termineeLe: string | null
    /** What waits for the author of its opinion; absent or null: nothing. */
    readonly apresAvis?: SuiteApresAvis | null
  }[]
  readonly attributions: readonly {
    readonly rang: number
    readonly rpps: string
    readonly le: string
    readonly jour: string
  }[]
}

/** The versions locked by each transaction: what it may save. */
const locked = new WeakMap<Sql, Map<string, { version: number; cle: string }>>()

/** Stores a new dossier under a key of its own. Its statement is asked before anything is awaited. */
export async function insertDossier(
  sql: Sql,
  keys: Keys,
  dossier: Dossier,
  projection: Projection,
): Promise<void> {
  const cle = keys.draw('dossier')
  const state = seal(cle.key, Buffer.from(JSON.stringify(dossier)), stateAad(dossier.id, 1))
  remember(sql, dossier.id, { version: 1, cle: cle.id })
  expectHead(sql, dossier.numero, { rang: 0, empreinte: ORIGIN })
  await sql.query(
    `with k as (insert into cle (id, classe, enveloppe, maitre) values ($4, 'dossier', $16, $17)),
     d as (
       insert into dossier (id, version, numero, cle, etat, motif, requerant_rpps, etat_chiffre,
         index_patient, ouvert_le, fini_le, destruction_le, prochaine_echeance, index_traits)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $18::bytea[]) returning id),
     ${PROJECT}
     select id from d`,
    [
      dossier.id,
      1,
      dossier.numero,
      cle.id,
      ...columns(dossier, state, projection),
      ...lists(projection),
      cle.enveloppe,
      cle.maitre,
      projection.indexTraits ?? null,
    ],
  )
}

/** Replaces a dossier that this transaction holds; refuses one it has not locked or that has changed. */
export async function saveDossier(
  sql: Sql,
  keys: Keys,
  dossier: Dossier,
  projection: Projection,
): Promise<void> {
  const held = locked.get(sql)?.get(dossier.id)
  if (held === undefined) throw new Error(`dossier ${dossier.id} is saved without its lock`)
  const version = held.version + 1
  const text = JSON.stringify(dossier)
  const state = await keys.encrypt(sql, held.cle, text, stateAad(dossier.id, version))
  const rows = await sql.query(
    `with d as (
       update dossier set version = $2, numero = $3, etat = $5, motif = $6, requerant_rpps = $7,
         etat_chiffre = $8, index_patient = coalesce($9, index_patient), ouvert_le = $10, fini_le = $11,
         destruction_le = $12, prochaine_echeance = $13, regards = 0,
         index_traits = coalesce($16::bytea[], index_traits), fautes = 0, maj_le = now()
       where id = $1 and cle = $4 and version = $2 - 1 returning id),
     ${PROJECT},
     ${FORGET}
     select id from d`,
    [
      dossier.id,
      version,
      dossier.numero,
      held.cle,
      ...columns(dossier, state, projection),
      ...lists(projection),
      projection.indexTraits ?? null,
    ],
  )
  if (rows.length === 0) throw new Error(`dossier ${dossier.id} was changed by another`)
  remember(sql, dossier.id, { version, cle: held.cle })
}

/** Locks a dossier for this transaction; null when it is not there or its content is destroyed. */
export async function lockDossier(sql: Sql, keys: Keys, id: string): Promise<Dossier | null> {
  return await read(sql, keys, id, 'for update of d')
}

/** Reads a dossier; null when it is not there or its content is destroyed. */
export async function loadDossier(sql: Sql, keys: Keys, id: string): Promise<Dossier | null> {
  return await read(sql, keys, id, '')
}

/** The id of a dossier's data key; refuses a dossier that is not there. */
export async function dossierKey(sql: Sql, id: string): Promise<string> {
  const held = locked.get(sql)?.get(id)
  if (held !== undefined) return held.cle
  const [row] = await sql.query<{ cle: string }>('select cle from dossier where id = $1', [id])
  if (row === undefined) throw new Error(`no dossier ${id}`)
  return row.cle
}

/** A dossier's id and state, by its number. */
export async function byNumero(
  sql: Sql,
  numero: string,
): Promise<{ id: string; etat: string } | null> {
  const [row] = await sql.query<{ id: string; etat: string }>(
    'select id, etat from dossier where numero = $1',
    [numero],
  )
  return row ?? null
}

/** A dossier's number, by its id; null when there is none. */
export async function numeroOf(sql: Sql, id: string): Promise<string | null> {
  const [row] = await sql.query<{ numero: string }>('select numero from dossier where id = $1', [
    id,
  ])
  return row?.numero ?? null
}

/** Open requests of one requérant whose patient shares all traits but one with these: newest first. */
export async function openNeighbours(
  sql: Sql,
  asked: {
    readonly requerant: string
    readonly traits: readonly Buffer[]
    readonly sauf: string
    readonly since: Date
  },
): Promise<readonly { readonly id: string; readonly indexPatient: Buffer }[]> {
  return await sql.query(
    `select id, index_patient as "indexPatient" from dossier
     where index_traits && $1::bytea[] and etat in ('incomplet', 'en_cours')
       and requerant_rpps = $2 and id <> $3 and ouvert_le >= $4
     order by ouvert_le desc limit ${MAX_NEIGHBOURS}`,
    [asked.traits, asked.requerant, asked.sauf, asked.since],
  )
}

const MAX_NEIGHBOURS = 3

interface DossierRow {
  readonly cle: string
  readonly version: number
  readonly etat_chiffre: Buffer
  readonly numero: string
  /** The head of its audit chain. */
  readonly rang: number | null
  readonly empreinte: Buffer | null
}

/** Opens the state that a caller has read with a row of his; null when it was purged meanwhile. */
export async function openState(
  sql: Sql,
  keys: Keys,
  row: {
    readonly id: string
    readonly cle: string
    readonly version: number
    readonly etat: Buffer
  },
): Promise<Dossier | null> {
  try {
    const plain = await keys.decrypt(sql, row.cle, row.etat, stateAad(row.id, row.version))
    return JSON.parse(plain.toString('utf8')) as Dossier
  } catch (error) {
    if (error instanceof KeyDestroyed) return null
    throw error
  }
}

async function read(sql: Sql, keys: Keys, id: string, lock: string): Promise<Dossier | null> {
  const [row] = await sql.query<DossierRow>(
    `select d.cle, d.version, d.etat_chiffre, d.numero, c.rang, c.empreinte
     from dossier d join cle k on k.id = d.cle left join chaine c on c.nom = d.numero
     where d.id = $1 and k.enveloppe is not null ${lock}`,
    [id],
  )
  if (row === undefined) return null
  const { numero, rang, empreinte, version, cle, etat_chiffre: etat } = row
  if (lock !== '' && rang !== null && empreinte !== null)
    expectHead(sql, numero, { rang, empreinte })
  const dossier = await openState(sql, keys, { id, cle, version, etat })
  if (lock !== '' && dossier !== null) remember(sql, id, { version, cle })
  return dossier
}

function remember(sql: Sql, id: string, held: { version: number; cle: string }): void {
  const all = locked.get(sql) ?? new Map()
  locked.set(sql, all.set(id, held))
}

/** A former state put back in place of the present one does not open. */
function stateAad(id: string, version: number): string {
  return `dossier:${id}:${version}`
}

function columns(dossier: Dossier, state: Buffer, projection: Projection): unknown[] {
  return [
    dossier.etat,
    dossier.motif,
    dossier.requerant.rpps,
    state,
    projection.indexPatient,
    dossier.ouvertLe,
    dossier.finiLe,
    dossier.destructionLe,
    projection.prochaineEcheance,
  ]
}

function lists({ slots, attributions }: Projection): unknown[] {
  return [JSON.stringify(slots), JSON.stringify(attributions)]
}

/** Writes the rows of the slots and of who was given them; `d` holds the dossier when it was written. */
const PROJECT = `s as (
    select d.id as dossier, x.* from d, jsonb_to_recordset($14::jsonb) as x (
      rang int, etat text, specialite text, "requisRpps" text, "ouverteLe" timestamptz,
      "rappelLe" timestamptz, "limiteLe" timestamptz, "expirationLe" timestamptz,
      "enRetard" boolean, "termineeLe" timestamptz, "apresAvis" text)),
  sollicitations as (
    insert into sollicitation (dossier, rang, etat, specialite, requis_rpps, ouverte_le, rappel_le,
      limite_le, expiration_le, en_retard, terminee_le, apres_avis)
    select dossier, rang, etat, specialite, "requisRpps", "ouverteLe", "rappelLe", "limiteLe",
      "expirationLe", "enRetard", "termineeLe", "apresAvis" from s
    on conflict (dossier, rang) do update set etat = excluded.etat, specialite = excluded.specialite,
      requis_rpps = excluded.requis_rpps, ouverte_le = excluded.ouverte_le,
      rappel_le = excluded.rappel_le, limite_le = excluded.limite_le,
      expiration_le = excluded.expiration_le, en_retard = excluded.en_retard,
      terminee_le = excluded.terminee_le, apres_avis = excluded.apres_avis),
  a as (
    select d.id as dossier, x.* from d, jsonb_to_recordset($15::jsonb) as x (
      rang int, rpps text, le timestamptz, jour date)),
  attributions as (
    insert into attribution (dossier, rang, rpps, le, jour)
    select distinct on (rang, rpps) dossier, rang, rpps, le, jour from a order by rang, rpps, le
    on conflict (dossier, rang, rpps) do update set le = excluded.le, jour = excluded.jour)`

/** Takes away the rows of former states that this one has no more; a new dossier has none. */
const FORGET = `parties as (
    delete from sollicitation o using d
    where o.dossier = d.id and not exists (select from s where s.rang = o.rang)),
  reprises as (
    delete from attribution o using d
    where o.dossier = d.id and not exists (select from a where a.rang = o.rang and a.rpps = o.rpps))`
