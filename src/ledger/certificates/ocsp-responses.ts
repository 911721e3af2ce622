/**
 * The OCSP responses that were fetched: of which certificate, from where, the last good one of each.
 *
 * Shared by all hosts: what one has asked the others need not. SPEC §8, §13.10
 */
import type { Sha256 } from '../../domain/correspondant.ts'
import type { Database, Sql } from '../../postgres/sql.ts'
import { keepPieces } from './revocation-evidence.ts'

/** A certificate whose authority answers at an address. */
export interface Interroge {
  readonly certificat: Sha256
  readonly adresse: string
  readonly der: Buffer
  readonly emetteur: Buffer
}

/** An answer as it is kept. */
export interface Reponse {
  readonly sha256: Sha256
  readonly der: Buffer
  readonly etat: 'good' | 'revoked'
  readonly thisUpdate: Date
  readonly nextUpdate: Date
}

/** More correspondents than one gateway has; beyond, new ones are asked for at each mail. */
const MAX_KEPT = 50_000
/** A certificate that no mail has shown for so long is asked for no more, then forgotten. */
const ASK_FOR = '30 days'
const FORGET_AFTER = '90 days'
/** What a responder says who has nothing to say of one certificate: he is not silent. */
const ANSWERS = ['sans-valeur', 'non-autorise']

/** Notes certificates, those seen before included. */
export async function noteCertificates(
  sql: Sql,
  all: readonly Interroge[],
  now: Date,
): Promise<void> {
  // In one order, so that two transactions that note the same path do not wait for each other.
  for (const each of all.toSorted((a, b) => (a.certificat < b.certificat ? -1 : 1))) {
    await sql.query(
      `insert into reponse_ocsp (certificat, adresse, der, emetteur, vue_le)
       select $1, $2, $3, $4, $5
        where exists (select from reponse_ocsp where certificat = $1)
           or (select count(*) from reponse_ocsp) < $6
       on conflict (certificat) do update set adresse = excluded.adresse,
         emetteur = excluded.emetteur, vue_le = excluded.vue_le`,
      [each.certificat, each.adresse, each.der, each.emetteur, now, MAX_KEPT],
    )
  }
}

/** Of these certificates, those that may be asked for at once: no address that failed just now is asked again. */
export async function claimNamed(
  sql: Sql,
  names: readonly string[],
  now: Date,
  failedMs: number,
): Promise<Interroge[]> {
  return await sql.query<Interroge>(
    `update reponse_ocsp r set essayee_le = $2
      where certificat = any($1)
        and not exists (select from reponse_ocsp o
          where o.adresse = r.adresse and o.faute is not null
            and (o.certificat = r.certificat or o.faute in ('trop-lent', 'injoignable'))
            and o.essayee_le > $2::timestamptz - $3::float8 * interval '1 millisecond')
      returning certificat, adresse, der, emetteur`,
    [names, now, failedMs],
  )
}

/** Claims those whose answer is in the second half of its life, or whose last try failed a while ago. */
export async function claimDueAnswers(
  sql: Sql,
  now: Date,
  every: { readonly leastMs: number; readonly failedMs: number },
): Promise<Interroge[]> {
  await sql.query('delete from reponse_ocsp where vue_le < $1::timestamptz - $2::interval', [
    now,
    FORGET_AFTER,
  ])
  return await sql.query<Interroge>(
    `update reponse_ocsp set essayee_le = $1
      where certificat in (
        select certificat from reponse_ocsp
         where vue_le > $1::timestamptz - $4::interval
           and (essayee_le is null
             or faute is not null
                and essayee_le <= $1::timestamptz - $3::float8 * interval '1 millisecond'
             or faute is null
                and essayee_le <= $1::timestamptz - $2::float8 * interval '1 millisecond'
                and (echeance is null or emise_le + (echeance - emise_le) / 2 <= $1))
         order by essayee_le nulls first limit 50 for update skip locked)
      returning certificat, adresse, der, emetteur`,
    [now, every.leastMs, every.failedMs, ASK_FOR],
  )
}

/** Keeps an answer as the last good one of its certificate; an older one changes nothing. */
export async function keepAnswer(
  db: Database,
  certificat: Sha256,
  reponse: Reponse,
  now: Date,
): Promise<void> {
  const { sha256, der, etat, thisUpdate, nextUpdate } = reponse
  await db.transaction(async (sql) => {
    await keepPieces(sql, [{ genre: 'ocsp', sha256, der }], new Set())
    await sql.query(
      `update reponse_ocsp set piece = $2, etat = $3, emise_le = $4, echeance = $5,
         obtenue_le = $6, faute = null, faute_depuis = null
        where certificat = $1 and (emise_le is null or emise_le <= $4)`,
      [certificat, sha256, etat, thisUpdate, nextUpdate, now],
    )
  })
}

/** Notes why a try failed; the last good answer stays. */
export async function noteAnswerFault(sql: Sql, certificat: string, faute: string): Promise<void> {
  await sql.query(
    `update reponse_ocsp set faute = $2, faute_depuis =
         case when $2 = any($3) then null else coalesce(faute_depuis, essayee_le) end
      where certificat = $1`,
    [certificat, faute, ANSWERS],
  )
}

/**
 * The responders of whom nothing came since an instant, though they were asked. A certificate that failed before
 * the last word of its responder says nothing about a silence after it.
 */
export async function silentResponders(sql: Sql, since: Date, now: Date): Promise<string[]> {
  const rows = await sql.query<{ adresse: string }>(
    `select distinct adresse
       from (select adresse, faute_depuis,
                    greatest(max(obtenue_le) over pair,
                      max(essayee_le) filter (where faute = any($4)) over pair) as mot
               from reponse_ocsp where vue_le > $2::timestamptz - $3::interval
             window pair as (partition by adresse)) as suivie
      where faute_depuis <= $1 and faute_depuis > coalesce(mot, '-infinity')
      order by adresse`,
    [since, now, ASK_FOR, ANSWERS],
  )
  return rows.map(({ adresse }) => adresse)
}

/** The last good answers about these certificates that serve at an instant. */
export async function heldAnswers(
  sql: Sql,
  names: readonly string[],
  at: Date,
): Promise<
  { readonly certificat: string; readonly etat: 'good' | 'revoked'; readonly der: Buffer }[]
> {
  return await sql.query(
    `select r.certificat, r.etat, p.octets as der
       from reponse_ocsp r join piece_revocation p on p.sha256 = r.piece
      where r.certificat = any($1) and r.echeance >= $2 order by r.certificat`,
    [names, at],
  )
}

/** How many certificates are asked for, how many have no answer that serves, and the oldest answer in use. */
export async function answersAtAGlance(
  sql: Sql,
  now: Date,
): Promise<{ readonly nombre: number; readonly sans: number; readonly depuis: Date | null }> {
  const [row] = await sql.query<{ nombre: number; sans: number; depuis: Date | null }>(
    `select count(*)::int as nombre,
            count(*) filter (where echeance is null or echeance < $1)::int as sans,
            min(emise_le) filter (where echeance >= $1) as depuis
       from reponse_ocsp where vue_le > $1::timestamptz - $2::interval`,
    [now, ASK_FOR],
  )
  return row ?? { nombre: 0, sans: 0, depuis: null }
}

/** Of each of these, in order: was an answer about one of its certificates fetched since? */
export async function answeredSince(
  sql: Sql,
  all: readonly { readonly certificats: readonly string[]; readonly depuis: Date }[],
): Promise<boolean[]> {
  const names = [...new Set(all.flatMap(({ certificats }) => certificats))]
  if (names.length === 0) return all.map(() => false)
  const rows = await sql.query<{ certificat: string; obtenue_le: Date }>(
    `select certificat, obtenue_le from reponse_ocsp
      where certificat = any($1) and obtenue_le is not null`,
    [names],
  )
  const fetched = new Map(rows.map((row) => [row.certificat, row.obtenue_le]))
  return all.map(({ certificats, depuis }) =>
    certificats.some((name) => {
      const at = fetched.get(name)
      return at !== undefined && at > depuis
    }),
  )
}
