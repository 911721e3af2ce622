/**
 * Which dossier a signed content became: the same content twice is one dossier, for ever.
 *
 * In    the SHA-256 of a signed content, kept as an HMAC
 * Out   the dossier it is bound to, or the number that a new one may have
 * Refuses   nothing
 *
 * SPEC §6.6, §13.3, §13.5
 */
import type { Numero } from '../../domain/dossier.ts'
import type { Sql } from '../../postgres/sql.ts'
import type { Keys } from '../keys/keys.ts'
import { contentIndex } from './messages-connus.ts'

/**
 * The dossier that a signed content is already bound to, or the next number of the year for a new one. Asked
 * before the transaction that uses it, not within: else every new dossier would wait for the commit of the one
 * before. A number may so be skipped; none is given twice.
 */
export async function knownOrNumero(
  sql: Sql,
  keys: Keys,
  { empreinte, annee }: { readonly empreinte: string; readonly annee: number },
): Promise<
  | { readonly known: string; readonly numero: null }
  | { readonly known: null; readonly numero: Numero }
> {
  const [row] = await sql.query<{ known: string | null; dernier: number | null }>(
    `with d as (select dossier from demande_recue where index_contenu = $1),
     n as (
       insert into compteur (nom, dernier) select $2, 1 where not exists (select from d)
       on conflict (nom) do update set dernier = compteur.dernier + 1 returning dernier)
     select (select dossier from d) as known, (select dernier from n) as dernier`,
    [contentIndex(keys, empreinte), `dossier:${annee}`],
  )
  if (row?.known != null) return { known: row.known, numero: null }
  return { known: null, numero: numeroOf(annee, row?.dernier ?? Number.NaN) }
}

/** The dossier that a signed content is already bound to; null when it is new. */
export async function knownDemande(
  sql: Sql,
  keys: Keys,
  empreinte: string,
): Promise<string | null> {
  const [row] = await sql.query<{ dossier: string }>(
    'select dossier from demande_recue where index_contenu = $1',
    [contentIndex(keys, empreinte)],
  )
  return row?.dossier ?? null
}

/**
 * Binds a signed content to a dossier, once for ever: gives the dossier it is already bound to, or null
 * when it is new. Two transactions with the same content wait for each other.
 */
export async function reserveDemande(
  sql: Sql,
  keys: Keys,
  empreinte: string,
  dossierId: string,
  messageId: string,
): Promise<string | null> {
  const index = contentIndex(keys, empreinte)
  const made = await sql.query(
    `insert into demande_recue (index_contenu, dossier, message) values ($1, $2, $3)
     on conflict do nothing returning dossier`,
    [index, dossierId, messageId],
  )
  if (made.length > 0) return null
  return await knownDemande(sql, keys, empreinte)
}

/** Gives back a content that this message reserved and that opened no dossier. */
export async function forgetDemande(
  sql: Sql,
  keys: Keys,
  empreinte: string,
  messageId: string,
): Promise<void> {
  await sql.query('delete from demande_recue where index_contenu = $1 and message = $2', [
    contentIndex(keys, empreinte),
    messageId,
  ])
}

/**
 * Binds an act of signing to a dossier under all its names, once for ever: gives the dossier it is already
 * bound to under any of them, or null when it is new. Two transactions with one of its names wait for each other.
 */
export async function reserveSigning(
  sql: Sql,
  keys: Keys,
  given: {
    readonly names: readonly string[]
    /** Looked up only. */
    readonly former: readonly string[]
    readonly dossier: string
    readonly message: string
  },
): Promise<string | null> {
  const index = (name: string) => contentIndex(keys, name)
  // In one order for all, or two transactions could each wait for the other.
  const names = given.names.map(index).toSorted(Buffer.compare)
  const before = await boundTo(sql, [...names, ...given.former.map(index)])
  const made = await sql.query(
    `insert into demande_recue (index_contenu, dossier, message)
     select unnest($1::bytea[]), $2, $3 on conflict do nothing returning 1`,
    [names, before ?? given.dossier, given.message],
  )
  if (before !== null || made.length === names.length) return before
  return await boundTo(sql, names, given.dossier)
}

/** An act of signing in the dossier where it arrives. */
interface ActeDeSignature {
  readonly names: readonly string[]
  /** Looked up only. */
  readonly former: readonly string[]
  readonly dossier: string
  readonly message: string
}

/** The dossier that took this act of signing, under any of its names; null: none did. Takes nothing. */
export async function signingTaken(
  sql: Sql,
  keys: Keys,
  { names, former }: Pick<ActeDeSignature, 'names' | 'former'>,
): Promise<string | null> {
  return await boundTo(
    sql,
    [...names, ...former].map((name) => contentIndex(keys, name)),
  )
}

/**
 * Takes an act of signing for a dossier, and says whether it was taken before: never, here, or elsewhere only.
 * What is then not carried out is given back (`releaseSigning`); what is, is kept (`keepSigning`).
 */
export async function takeSigning(
  sql: Sql,
  keys: Keys,
  acte: ActeDeSignature,
): Promise<'jamais' | 'ici' | 'ailleurs'> {
  const first = await reserveSigning(sql, keys, acte)
  if (first === null) return 'jamais'
  if (first === acte.dossier) return 'ici'
  const here = acte.names.map((name) => contentIndex(keys, ici(name, acte.dossier)))
  return (await boundTo(sql, here)) === null ? 'ailleurs' : 'ici'
}

/** Keeps that an act of signing had its effect in this dossier, whichever took it first. */
export async function keepSigning(sql: Sql, keys: Keys, acte: ActeDeSignature): Promise<void> {
  const names = acte.names.map((name) => contentIndex(keys, ici(name, acte.dossier)))
  await sql.query(
    `insert into demande_recue (index_contenu, dossier, message)
     select unnest($1::bytea[]), $2, $3 on conflict do nothing`,
    [names.toSorted(Buffer.compare), acte.dossier, acte.message],
  )
}

/** Gives back an act of signing that this message took and that had no effect. */
export async function releaseSigning(sql: Sql, keys: Keys, acte: ActeDeSignature): Promise<void> {
  const names = acte.names.map((name) => contentIndex(keys, name))
  await sql.query(
    'delete from demande_recue where index_contenu = any($1::bytea[]) and message = $2',
    [names, acte.message],
  )
}

function ici(name: string, dossier: string): string {
  return `${name}@${dossier}`
}

/** The dossier that one of these is bound to; `own` only when none is bound elsewhere. */
async function boundTo(
  sql: Sql,
  indexes: readonly Buffer[],
  own: string | null = null,
): Promise<string | null> {
  const [row] = await sql.query<{ dossier: string }>(
    `select dossier from demande_recue where index_contenu = any($1::bytea[])
     order by dossier = $2 nulls first limit 1`,
    [indexes, own],
  )
  return row?.dossier ?? null
}

function numeroOf(annee: number, rang: number): Numero {
  return `TE-${annee}-${String(rang).padStart(6, '0')}` as Numero
}
