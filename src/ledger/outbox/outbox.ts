/**
 * The outbox: letters to send, written in the transaction of the decision that wants them.
 *
 * In    a letter and its recipient, encrypted under the key of its dossier (or of its message)
 * Out   letters claimed by one worker at a time, the attempt recorded before it is made
 * Refuses   nothing: the same `cleUnique` twice puts one letter
 *
 * An attempt whose worker died leaves `en_cours` with a lease that runs out. SPEC §10, §13.2, §13.3
 */
import type { AdresseMss, Rpps } from '../../domain/correspondant.ts'
import type { Lettre, Role } from '../../domain/decision.ts'
import type { Dossier } from '../../domain/dossier.ts'
import type { FaitsDEcriture, LettreAnterieure } from '../../domain/ecrite.ts'
import type { LettreHorsDossier } from '../../domain/hors-dossier.ts'
import type { Sql } from '../../postgres/sql.ts'
import { openState } from '../dossiers/dossiers.ts'
import { randomLetters } from '../dossiers/thread-tokens.ts'
import { KeyDestroyed, type Keys } from '../keys/keys.ts'
import { concludeEnvoi } from './conclusions.ts'
import { DUE } from './envois-dus.ts'
import { ANTERIEURES } from './ordre.ts'

export type EtatEnvoi =
  | 'a_envoyer'
  | 'en_cours'
  | 'remis'
  | 'differe'
  | 'bloque'
  | 'echec'
  | 'retire'

/** A letter to put. */
export interface NewEnvoi {
  readonly id: string
  readonly dossier: string | null
  readonly cle: string
  readonly cleUnique: string
  readonly lettre: string
  readonly role: string
  readonly rang: number | null
  readonly version: number | null
  readonly rpps: string | null
  /** The letter and its recipient, encrypted; `a.adresse` is also kept plain. */
  readonly donnees: object
  readonly messageId: string
  readonly jetonRebond: string
  /** Not before this instant; null: now. */
  readonly pasAvant: Date | null
  /** 0, or 1 for what goes first. */
  readonly priorite: number
  /** The database's clock if absent. */
  readonly creeLe?: Date
  /** The place of the letter that it stands for. Absent: the next one. */
  readonly ordre?: string | null
}

/** A letter as the outbox knows it, without its content. */
export interface EnvoiConnu {
  readonly id: string
  readonly dossier: string | null
  readonly numero: string | null
  readonly cle: string
  readonly lettre: string
  readonly role: string
  readonly rang: number | null
  readonly version: number | null
  readonly rpps: string | null
  readonly adresse: string | null
  readonly etat: EtatEnvoi
  readonly messageId: string
  readonly jetonRebond: string
  readonly contenu: string | null
  /** Of the sealed bytes, whether they are encrypted; null: not known. */
  readonly chiffre: boolean | null
  /** It leaves without the signed original, which its next server found too large. SPEC §10 */
  readonly sansOriginal: boolean
  /** Attempts, the one in hand included. */
  readonly tentatives: number
  /** When it was put. */
  readonly misLe: Date
  /** From when retries count: when it was put, last waited for another thing than its try, or was asked for again. */
  readonly creeLe: Date
  /** 0, or 1 for what goes first. */
  readonly priorite: number
}

/** What `putEnvoi` was given, as the corridor writes it. */
export interface Donnees {
  readonly lettre: Lettre | LettreHorsDossier
  readonly a: {
    readonly role: Role | 'auteur'
    readonly rpps: Rpps | null
    readonly adresse: AdresseMss
  }
  /** Message-ID that a letter without dossier answers. */
  readonly enReponseA?: string | null
  /** What it rests on. Absent: it has no dossier, or an older version put it. */
  readonly ecrite?: FaitsDEcriture
}

/** A letter taken up by a worker, its content decrypted. */
export interface ClaimedEnvoi extends EnvoiConnu {
  readonly donnees: Donnees
  /** Its dossier as it stands now, to write from; null without one, once the letter is sealed, and when purged. */
  readonly dossierLu: Dossier | null
  /** Of that dossier. */
  readonly versionDossier: number | null
  /** The token of its thread; null without a dossier. */
  readonly jetonFil: string | null
  /** Message-IDs of what its correspondent was sent of the dossier before, oldest first: References. */
  readonly precedents: readonly string[]
  /** Older letters of its dossier to the same reader that have yet to leave. */
  readonly anterieures: readonly LettreAnterieure[]
}

/**
 * Puts a letter, and the thread of its correspondent if it is his first; false when its `cleUnique` is already there. What is to leave now is due by the database's
 * clock too: a host whose clock runs ahead must not make it wait.
 */
export async function putEnvoi(sql: Sql, keys: Keys, envoi: NewEnvoi): Promise<boolean> {
  const donnees = JSON.stringify(envoi.donnees)
  const rows = await sql.query(
    `with f as (
       insert into jeton_fil (dossier, role, rang, adresse, jeton, rpps)
       select $2, $6, case when $6 = 'requis' then $7::int end, $14, $17, $9
       where $2::uuid is not null and $14::text is not null
       on conflict (dossier, role, rang, adresse) do nothing)
     insert into envoi (id, dossier, cle, cle_unique, lettre, role, rang, version, rpps, donnees,
       message_id, jeton_rebond, priorite, adresse, cree_le, prochaine, ordre)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14,
       coalesce($15, now()), coalesce($16, least($15, now())), coalesce($18::bigint, nextval('envoi_ordre')))
     on conflict (cle_unique) do nothing returning id`,
    [
      envoi.id,
      envoi.dossier,
      envoi.cle,
      envoi.cleUnique,
      envoi.lettre,
      envoi.role,
      envoi.rang,
      envoi.version,
      envoi.rpps,
      await keys.encrypt(sql, envoi.cle, donnees, `envoi:${envoi.id}`),
      envoi.messageId,
      envoi.jetonRebond,
      envoi.priorite,
      addressOf(envoi.donnees),
      envoi.creeLe ?? null,
      envoi.pasAvant,
      randomLetters(),
      envoi.ordre ?? null,
    ],
  )
  return rows.length > 0
}

/**
 * Takes back the letters of a dossier that have not left, for some roles and one slot (null: all); gives
 * how many. One that failed is taken back like the rest, or a person could send it again; one in hand too: if it
 * has left all the same, its conclusion says so.
 */
export async function retireEnvois(
  sql: Sql,
  dossier: string,
  roles: readonly string[],
  rang: number | null,
  raison: string,
): Promise<number> {
  const rows = await sql.query(
    `update envoi set etat = 'retire', code = $4, responsable = null
     where dossier = $1 and role = any($2) and ($3::int is null or rang = $3)
       and etat in ('a_envoyer', 'en_cours', 'differe', 'bloque', 'echec') returning id`,
    [dossier, [...roles], rang, raison],
  )
  return rows.length
}

const COLUMNS = `e.id, e.dossier, d.numero, e.cle, e.lettre, e.role, e.rang, e.version, e.rpps,
  e.adresse, e.etat, e.message_id as "messageId",
  e.jeton_rebond as "jetonRebond", e.contenu, e.chiffre, e.sans_original as "sansOriginal", e.tentatives,
  e.cree_le as "misLe", coalesce(e.relance_le, e.cree_le) as "creeLe", e.priorite`

interface ClaimedRow extends Omit<ClaimedEnvoi, 'donnees' | 'dossierLu'> {
  readonly donnees: Buffer
  readonly etatChiffre: Buffer | null
}

/** Takes one letter if it is due and nobody holds it, and records the attempt; null otherwise. */
export async function claimEnvoi(
  db: Sql,
  keys: Keys,
  id: string,
  worker: string,
  leaseMs: number,
  now: Date | null = null,
): Promise<ClaimedEnvoi | null> {
  const [row] = await db.query<ClaimedRow>(
    `with e as (
       update envoi set etat = 'en_cours', tentatives = tentatives + 1, pris_par = $2,
         pris_jusqua = now() + $3 * interval '1 millisecond'
       where id in (select id from envoi where id = $4 and ${DUE} for update skip locked)
       returning *),
     t as (insert into tentative (envoi, no, debut) select id, tentatives, coalesce($1, now()) from e
           on conflict do nothing)
     select ${COLUMNS}, e.donnees, d.version as "versionDossier",
       case when e.contenu is null and k.enveloppe is not null then d.etat_chiffre end as "etatChiffre",
       (select f.jeton from jeton_fil f
        where f.dossier = e.dossier and f.role = e.role and f.adresse = e.adresse
          and f.rang is not distinct from case when e.role = 'requis' then e.rang end) as "jetonFil",
       array(select p.message_id from (
               select message_id, cree_le from envoi
               where dossier = e.dossier and adresse = e.adresse and cree_le < e.cree_le
                 and remis_le is not null
               order by cree_le desc limit 20) as p
             order by p.cree_le) as precedents,
       ${ANTERIEURES} as anterieures
     from e left join dossier d on d.id = e.dossier left join cle k on k.id = d.cle`,
    [now, worker, leaseMs, id],
  )
  if (row === undefined) return null
  const { donnees, versionDossier, etatChiffre, ...envoi } = row
  const { dossier, cle } = envoi
  try {
    const plain = await keys.decrypt(db, cle, donnees, `envoi:${envoi.id}`)
    const dossierLu =
      dossier === null || etatChiffre === null || versionDossier === null
        ? null
        : await openState(db, keys, {
            id: dossier,
            cle,
            version: versionDossier,
            etat: etatChiffre,
          })
    const lues = JSON.parse(plain.toString('utf8')) as Donnees
    return { ...envoi, donnees: lues, dossierLu, versionDossier }
  } catch (error) {
    if (!(error instanceof KeyDestroyed)) throw error
    const no = envoi.tentatives
    await concludeEnvoi(db, envoi.id, { etat: 'retire', code: 'contenu-detruit', no })
    return null
  }
}

/** The letter of this id. */
export function envoiById(sql: Sql, id: string): Promise<EnvoiConnu | null> {
  return one(sql, 'id', id)
}

/** What a letter says; nothing once its key is destroyed. */
export async function donneesOf(
  sql: Sql,
  keys: Keys,
  { id, cle }: Pick<EnvoiConnu, 'id' | 'cle'>,
): Promise<{ readonly donnees?: Donnees }> {
  const [row] = await sql.query<{ donnees: Buffer }>('select donnees from envoi where id = $1', [
    id,
  ])
  if (row === undefined) return {}
  try {
    const plain = await keys.decrypt(sql, cle, row.donnees, `envoi:${id}`)
    return { donnees: JSON.parse(plain.toString('utf8')) as Donnees }
  } catch (error) {
    if (!(error instanceof KeyDestroyed)) throw error
    return {}
  }
}

/** The letter that left with this Message-ID (without brackets). */
export function envoiByMessageId(sql: Sql, messageId: string): Promise<EnvoiConnu | null> {
  return one(sql, 'message_id', messageId)
}

/** The letter whose envelope sender holds this token, in any case. */
export function envoiByRebond(sql: Sql, jeton: string): Promise<EnvoiConnu | null> {
  return one(sql, 'jeton_rebond', jeton.toLowerCase())
}

async function one(sql: Sql, column: string, value: string): Promise<EnvoiConnu | null> {
  const [row] = await sql.query<EnvoiConnu>(
    `select ${COLUMNS} from envoi e left join dossier d on d.id = e.dossier where e.${column} = $1`,
    [value],
  )
  return row ?? null
}

function addressOf(donnees: object): string | null {
  const { a } = donnees as { a?: { adresse?: unknown } }
  return typeof a?.adresse === 'string' ? a.adresse.toLowerCase() : null
}
