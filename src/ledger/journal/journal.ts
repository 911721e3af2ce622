/**
 * The audit: append-only lines in hash chains (one a dossier and a token), and signed checkpoints over
 * the heads of all chains.
 *
 * In    a line, in the transaction of what it tells; a signer, each minute
 * Out   rows; `journal-verify.ts` recomputes them
 * Refuses   nothing. A line holds stable words and identifiers, never anything of a patient
 *
 * A line's hash covers all its fields and the hash before it. A checkpoint's root covers its number, its
 * instant, the root before it and the heads that moved since. SPEC §13.6
 */
import { createHash } from 'node:crypto'

import type { Database, Sql } from '../../postgres/sql.ts'

/** A line to append. */
export interface Ligne {
  /** The number of a dossier, `jeton:<id>`, or `passerelle`. */
  readonly chaine: string
  readonly quoi: string
  /** `rpps:<rpps>`, the holder of a token, `terminal`, or `passerelle`. */
  readonly auteur: string
  readonly detail: object
  readonly instant: Date
}

/** What a line's hash covers beside the hash before it. */
export interface Chained {
  readonly chaine: string
  readonly rang: number
  readonly instant: Date
  readonly quoi: string
  readonly auteur: string
  /** Canonical JSON. */
  readonly detail: string
}

/** The head of a chain at some rank. */
export interface Head {
  readonly chaine: string
  readonly rang: number
  readonly empreinte: Buffer
}

/** Before the first line and the first checkpoint. */
export const ORIGIN = Buffer.alloc(32)

const AT_LEAST_EVERY_MS = 60_000
const LOCK = "hashtext('confrere.checkpoint')"

/** Heads that a transaction has read with something else: tried first, believed only if they still stand. */
const expected = new WeakMap<Sql, Map<string, Omit<Head, 'chaine'>>>()

/** Tells what the head of a chain was when this transaction looked, so that `append` need not ask. */
export function expectHead(sql: Sql, chaine: string, head: Omit<Head, 'chaine'>): void {
  const all = expected.get(sql) ?? new Map()
  expected.set(sql, all.set(chaine, head))
}

/** Appends a line to its chain, which stays locked until the transaction ends. */
export async function append(sql: Sql, ligne: Ligne): Promise<void> {
  await appendAll(sql, ligne.chaine, [ligne])
}

/** Appends lines to one chain, in order: one statement where the head is known, else two. */
export async function appendAll(
  sql: Sql,
  chaine: string,
  lignes: readonly Omit<Ligne, 'chaine'>[],
): Promise<void> {
  if (lignes.length === 0) return
  const known = expected.get(sql)?.get(chaine)
  if (known !== undefined && (await appendAfter(sql, chaine, lignes, known))) return
  // Makes the chain or locks it, and reads its head.
  const [head] = await sql.query<{ rang: number; empreinte: Buffer }>(
    `insert into chaine (nom, rang, empreinte) values ($1, 0, $2)
     on conflict (nom) do update set nom = excluded.nom returning rang, empreinte`,
    [chaine, ORIGIN],
  )
  if (head === undefined) throw new Error('a chain has no head')
  expected.get(sql)?.delete(chaine)
  // Outside a transaction nothing holds the head between the two statements.
  if (!(await appendAfter(sql, chaine, lignes, head))) await appendAll(sql, chaine, lignes)
}

/** Appends after `head`; false when it is not the head any more. */
async function appendAfter(
  sql: Sql,
  chaine: string,
  lignes: readonly Omit<Ligne, 'chaine'>[],
  head: Omit<Head, 'chaine'>,
): Promise<boolean> {
  let former = head.empreinte
  const lines = lignes.map((ligne, i) => {
    const line: Chained = {
      ...ligne,
      chaine,
      rang: head.rang + 1 + i,
      detail: canonical(ligne.detail),
    }
    const precedent = former
    former = lineHash(line, precedent)
    return { ...line, precedent, empreinte: former }
  })
  const rows = await sql.query(
    `with c as (
       insert into chaine (nom, rang, empreinte) values ($1, $2, $3)
       on conflict (nom) do update set rang = excluded.rang, empreinte = excluded.empreinte
         where chaine.rang = $4 and chaine.empreinte = $12 returning nom)
     insert into journal (chaine, rang, instant, quoi, auteur, detail, precedent, empreinte)
     select c.nom, l.* from c, unnest($5::bigint[], $6::timestamptz[], $7::text[], $8::text[],
       $9::text[], $10::bytea[], $11::bytea[]) as l returning seq`,
    [
      chaine,
      head.rang + lines.length,
      former,
      head.rang,
      lines.map((line) => line.rang),
      lines.map((line) => line.instant),
      lines.map((line) => line.quoi),
      lines.map((line) => line.auteur),
      lines.map((line) => line.detail),
      lines.map((line) => line.precedent),
      lines.map((line) => line.empreinte),
      head.empreinte,
    ],
  )
  if (rows.length === 0) return false
  expected.get(sql)?.set(chaine, { rang: head.rang + lines.length, empreinte: former })
  return true
}

/** The hash of a line after the one before it. */
export function lineHash(line: Chained, precedent: Buffer): Buffer {
  const { chaine, rang, instant, quoi, auteur, detail } = line
  const fields = [chaine, rang, instant.toISOString(), quoi, auteur, detail]
  return createHash('sha256').update(precedent).update(JSON.stringify(fields)).digest()
}

/**
 * Signs a checkpoint over the heads that moved since the last; gives its number, or null when another
 * process is at it, or nothing moved and the last is younger than a minute.
 */
export async function checkpoint(
  db: Database,
  sign: (data: Buffer) => Promise<Buffer>,
  certificat: Buffer,
  now: Date,
): Promise<number | null> {
  return await db.transaction(async (sql) => {
    const [lock] = await sql.query<{ held: boolean }>(
      `select pg_try_advisory_xact_lock(${LOCK}) as held`,
      [],
    )
    if (lock?.held !== true) return null
    const [last] = await sql.query<{ id: number; instant: Date; racine: Buffer }>(
      'select id, instant, racine from point_de_controle order by id desc limit 1',
      [],
    )
    // A chain being written now is left to the next checkpoint: waiting for it could be a deadlock.
    const heads = await sql.query<Head>(
      `select nom as chaine, rang, empreinte from chaine where rang > pointe
       order by nom collate "C" for no key update skip locked`,
      [],
    )
    const age =
      last === undefined ? Number.POSITIVE_INFINITY : now.getTime() - last.instant.getTime()
    if (heads.length === 0 && age < AT_LEAST_EVERY_MS) return null

    const id = (last?.id ?? 0) + 1
    const racine = rootHash(id, now, last?.racine ?? ORIGIN)
    for (const head of heads) racine.add(head)
    const root = racine.digest()
    await sql.query(
      `insert into point_de_controle (id, instant, racine, signature, certificat)
       values ($1, $2, $3, $4, $5)`,
      [id, now, root, await sign(root), certificat],
    )
    await sql.query(
      `with h as (
         select * from jsonb_to_recordset($2::jsonb) as x (chaine text, rang bigint, empreinte text)),
       t as (insert into point_tete (point, chaine, rang, empreinte)
         select $1, chaine, rang, decode(empreinte, 'hex') from h)
       update chaine c set pointe = h.rang from h where c.nom = h.chaine`,
      [
        id,
        JSON.stringify(
          heads.map((each) => ({ ...each, empreinte: each.empreinte.toString('hex') })),
        ),
      ],
    )
    await sql.query(
      `insert into compteur (nom, dernier) values ('point_de_controle', $1)
       on conflict (nom) do update set dernier = excluded.dernier`,
      [id],
    )
    return id
  })
}

/** Hashes a checkpoint: its number, instant and predecessor, then its heads in order of name. */
export function rootHash(
  id: number,
  instant: Date,
  precedent: Buffer,
): { add(head: Head): void; digest(): Buffer } {
  const hash = createHash('sha256')
    .update(precedent)
    .update(JSON.stringify([id, instant.toISOString()]))
  return {
    add({ chaine, rang, empreinte }) {
      hash.update(JSON.stringify([chaine, rang])).update(empreinte)
    },
    digest: () => hash.digest(),
  }
}

/** JSON with sorted keys, so that equal values are equal texts; what JSON cannot hold is left out. */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, each: unknown) =>
    typeof each === 'object' && each !== null && !Array.isArray(each)
      ? Object.fromEntries(Object.entries(each).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)))
      : each,
  )
}
