/**
 * Rows that make a hop fail: given back for a later try, then to a person; and taken up again on demand.
 *
 * SPEC §13.7 (nothing is dropped; every message can be replayed)
 */

import type { Sql } from '../postgres/sql.ts'
import { randomLetters } from './dossiers/thread-tokens.ts'

/** Gives back what `worker` holds after a fault; past `max` attempts it is quarantined and owned: then true. */
export async function setAside(
  sql: Sql,
  id: string,
  { worker, max, ...due }: Fault,
): Promise<boolean> {
  const [row] = await sql.query<{ etat: string }>(
    `update message_entrant
        set etat = case when tentatives >= $2 then 'quarantined' else 'deferred' end,
            code = 'panne-interne',
            prochaine = case when tentatives >= $2 then null else ${soonest(3)} end,
            responsable = 'administrateur', pris_par = null, pris_jusqua = null
      where id = $1 and etat in ('received', 'deferred') and pris_par = $5 returning etat`,
    [id, max, due.prochaine, due.afterMs, worker],
  )
  return row?.etat === 'quarantined'
}

/** A hop that threw. */
export interface Fault {
  readonly worker: string
  readonly max: number
  /** When it may be tried again, by the clock of this host; and how long that is from now. */
  readonly prochaine: Date
  readonly afterMs: number
}

/**
 * The earlier of what this host's clock and the database's make of a delay: a clock that ran ahead for a moment
 * must not make a row wait for hours.
 */
function soonest(first: number): string {
  return `least($${first}::timestamptz, now() + $${first + 1} * interval '1 millisecond')`
}

/** Attempts that never ended since a person last asked: faults and crashes, not a relay's «later». */
const UNENDED = `(select count(*) from tentative t
  where t.envoi = envoi.id and t.fin is null and t.debut >= coalesce(envoi.relance_le, '-infinity'))`

/** Gives a letter back after a fault; past `max` such attempts it is blocked and owned: then true. */
export async function setAsideEnvoi(
  sql: Sql,
  id: string,
  { worker, max, ...due }: Fault,
): Promise<boolean> {
  const [row] = await sql.query<{ etat: string }>(
    `update envoi
        set etat = case when ${UNENDED} >= $2 then 'bloque' else 'differe' end,
            code = 'panne-interne', prochaine = ${soonest(3)},
            responsable = 'administrateur', pris_par = null, pris_jusqua = null
      where id = $1 and etat = 'en_cours' and pris_par = $5 returning etat`,
    [id, max, due.prochaine, due.afterMs, worker],
  )
  return row?.etat === 'bloque'
}

/** Counts a loss of the store under a row that `worker` holds; gives how many there were. */
export async function countLoss(
  sql: Sql,
  table: 'message_entrant' | 'envoi',
  id: string,
  worker: string,
): Promise<number> {
  const [row] = await sql.query<{ pertes: number }>(
    `update ${table} set pertes = pertes + 1 where id = $1 and pris_par = $2 returning pertes`,
    [id, worker],
  )
  return row?.pertes ?? 0
}

/** Gives a row back that only the store's absence stopped: as if this attempt had not been. */
export async function giveBack(
  sql: Sql,
  table: 'message_entrant' | 'envoi',
  id: string,
  { worker, prochaine, afterMs }: Omit<Fault, 'max'>,
): Promise<void> {
  if (table === 'envoi') {
    await sql.query(
      `with t as (update tentative set fin = now(), issue = 'differe', code = 'base-indisponible'
                  from envoi e where e.id = $1 and envoi = $1 and no = e.tentatives and fin is null)
       update envoi set etat = 'differe', code = 'base-indisponible', prochaine = ${soonest(2)},
         pris_par = null, pris_jusqua = null
       where id = $1 and etat = 'en_cours' and pris_par = $4`,
      [id, prochaine, afterMs, worker],
    )
    return
  }
  await sql.query(
    `update message_entrant set prochaine = ${soonest(2)}, tentatives = greatest(0, tentatives - 1),
       pris_par = null, pris_jusqua = null
     where id = $1 and etat in ('received', 'deferred') and pris_par = $4`,
    [id, prochaine, afterMs, worker],
  )
}

/** Makes a row that was given back due at once: it is its turn. */
export async function callUp(sql: Sql, id: string): Promise<void> {
  await sql.query(
    `update message_entrant set prochaine = null
     where id = $1 and etat in ('received', 'deferred') and pris_par is null`,
    [id],
  )
}

/**
 * Sets aside messages that ended their worker again and again without a word (out of memory, killed): they would
 * end the next one too. Gives their ids.
 */
export async function setAsideKillers(sql: Sql, max: number): Promise<readonly string[]> {
  const rows = await sql.query<{ id: string }>(
    `update message_entrant set etat = 'quarantined', code = 'panne-interne', prochaine = null,
       responsable = 'administrateur', pris_par = null, pris_jusqua = null
     where etat in ('received', 'deferred') and tentatives >= $1 and pris_jusqua < now()
     returning id`,
    [max],
  )
  return rows.map((row) => row.id)
}

const KILLS = `etat = 'en_cours' and pris_jusqua < now() and ${UNENDED} >= $1`

/** The letters that did so. */
export async function killerEnvois(sql: Sql, max: number): Promise<readonly string[]> {
  const rows = await sql.query<{ id: string }>(`select id from envoi where ${KILLS}`, [max])
  return rows.map((row) => row.id)
}

/** Sets one of them aside; false when it is so no longer. */
export async function setAsideKillerEnvoi(sql: Sql, id: string, max: number): Promise<boolean> {
  const rows = await sql.query(
    `update envoi set etat = 'bloque', code = 'panne-interne', responsable = 'administrateur',
       pris_par = null, pris_jusqua = null
     where id = $2 and ${KILLS} returning id`,
    [max, id],
  )
  return rows.length > 0
}

interface Kept {
  readonly etat: string
  readonly rejoue: boolean
  readonly tenu: boolean
  readonly detruite: boolean
  readonly classe: boolean
}

/** What came of asking for another judgement. */
export type TakenUp =
  | 'taken'
  | 'taken-before'
  | 'unknown'
  | 'accepted'
  | 'in-judgement'
  | 'destroyed'
  | 'closed'

/** Who asks: a person, or the gateway because something came that it waited for. */
export interface Asker {
  readonly motif: string
  readonly qui: 'personne' | 'passerelle'
}

/**
 * Puts a kept message back before the judge, at its own instant of receipt. Not one that was accepted (its effect
 * would be double), that waits or is being judged (the other's end would be taken for this one's), or whose
 * content is destroyed. One that an earlier replay took up stays as it is: `taken-before`, its outcome is asked for. One
 * that a person closed comes back by a person's word alone: what is sent may be a patient. SPEC §13.11
 */
export async function takeUpAgain(sql: Sql, id: string, { motif, qui }: Asker): Promise<TakenUp> {
  const [row] = await sql.query<Kept>(
    `select m.etat, m.rejoue_motif is not null as rejoue, coalesce(m.pris_jusqua > now(), false) as tenu,
       k.enveloppe is null or coalesce(p.enveloppe is null and k.parent is not null, false) as detruite,
       m.classe_le is not null as classe
     from message_entrant m join cle k on k.id = m.cle left join cle p on p.id = k.parent
     where m.id = $1 for update of m`,
    [id],
  )
  if (row === undefined) return 'unknown'
  if (row.classe && qui === 'passerelle') return 'closed'
  if (row.rejoue && (row.etat === 'accepted' || row.etat === 'received')) return 'taken-before'
  if (row.etat === 'accepted') return 'accepted'
  if (row.detruite) return 'destroyed'
  if (row.etat === 'received' || row.tenu) return 'in-judgement'
  await sql.query(
    `update message_entrant
        set etat = 'received', code = null, prochaine = null, pris_par = null, pris_jusqua = null,
            tentatives = 0, pertes = 0, responsable = null, rejoue_motif = $2
      where id = $1`,
    [id, motif],
  )
  return 'taken'
}

/**
 * A request that did not leave is written anew when it is sent again: what its author added meanwhile stands in it.
 */
const ANEW = ['contenu', 'corps', 'chiffre']
  .map((column) => `${column} = case when lettre = 'demandeAvis' then null else ${column} end`)
  .join(', ')

/** Codes of a letter that has no safe way to its reader: a certificate of his, or a list, may open one. */
const WITHOUT_WAY = ['chiffrement-impossible', 'recipient-key-unusable']

/**
 * Puts back the letters that wait for a way to encrypt: those to these addresses or, imported, of this professional;
 * to anybody when none are given. Gives their ids.
 */
export async function releaseBlocked(
  sql: Sql,
  { adresses = null, rpps = null, now }: ReleaseOf,
): Promise<string[]> {
  const rows = await sql.query<{ id: string }>(
    `select id from envoi where etat = 'bloque' and code = any($1)
       and ($2::text[] is null or adresse = any($2) or rpps = $3)`,
    [WITHOUT_WAY, adresses, rpps],
  )
  for (const { id } of rows) await retryEnvoi(sql, id, now)
  return rows.map(({ id }) => id)
}

interface ReleaseOf {
  /** Lower case; null: all. */
  readonly adresses?: readonly string[] | null
  readonly rpps?: string | null
  readonly now: Date
}

/**
 * Puts back what waits, is blocked or failed, to be tried at once; false when there is nothing to retry. It leaves
 * under another bounce token: a late notice about the former attempts must not fail this one.
 */
export async function retryEnvoi(sql: Sql, id: string, now: Date | null = null): Promise<boolean> {
  const rows = await sql.query(
    `update envoi set etat = 'a_envoyer', code = null, responsable = null, accuse = null, pertes = 0,
       ${ANEW}, jeton_rebond = $3, prochaine = coalesce($2, now()), relance_le = coalesce($2, now())
     where id = $1 and etat in ('differe', 'bloque', 'echec') returning id`,
    [id, now, randomLetters()],
  )
  return rows.length > 0
}

/**
 * Messages set aside because nobody knew whether their signer is revoked, and that nobody closed, oldest first; their ids. `judgedBefore`: only
 * those last judged before this instant. SPEC §8
 */
export async function revocationAwaited(
  sql: Sql,
  { limit, judgedBefore }: { readonly limit: number; readonly judgedBefore: Date | null },
): Promise<string[]> {
  const rows = await sql.query<{ id: string }>(
    `select id from message_entrant where etat = 'quarantined' and code = 'revocation-unknown'
       and classe_le is null and ($2::timestamptz is null or juge_le < $2::timestamptz)
     order by recu_le, id limit $1`,
    [limit, judgedBefore],
  )
  return rows.map(({ id }) => id)
}
