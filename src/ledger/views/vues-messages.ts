/**
 * Messages in and letters out as windows see them: states, codes, verdicts, attempts. Never a content.
 *
 * In    filters, an id
 * Out   plain rows; the verdict decrypted, with any address made of a matricule masked
 *
 * SPEC §8 (verdict), §12, §13.5
 */
import { nextActionOf } from '../../administrateur.ts'
import type { Verdict } from '../../message.ts'
import type { Sql } from '../../postgres/sql.ts'
import type { Keys } from '../keys/keys.ts'
import { verdictOf } from '../messages/messages.ts'
import { type ClassementVu, closingsOf } from '../messages/messages-classes.ts'
import { type Asked, iso, type Page, pageOf } from '../paging.ts'

/** An inbound message in a list. */
export interface EntrantVu {
  readonly id: string
  readonly receivedAt: string
  readonly size: number
  readonly state: string
  readonly code: string | null
  readonly way: string
  /** Number of the dossier it joined, or to whose thread it came in vain. */
  readonly dossier: string | null
  readonly author: string | null
  readonly attempts: number
  readonly nextAttempt: string | null
  readonly judgedAt: string | null
  readonly owner: string | null
  /** What is to be done about it. */
  readonly nextAction: string | null
  /** When a person closed it, and who; null: nobody has. */
  readonly closedAt: string | null
  readonly closedBy: string | null
}

/** A letter in a list. */
export interface SortantVu {
  readonly id: string
  readonly createdAt: string
  readonly dossier: string | null
  readonly letter: string
  readonly role: string
  readonly rang: number | null
  readonly version: number | null
  readonly rpps: string | null
  readonly state: string
  readonly code: string | null
  readonly attempts: number
  readonly nextAttempt: string | null
  readonly deliveredAt: string | null
  /** What a DSN or MDN said since. */
  readonly receipt: string | null
  readonly owner: string | null
  readonly messageId: string
}

/** One attempt at a delivery. */
export interface TentativeVue {
  readonly no: number
  readonly start: string
  readonly end: string | null
  readonly outcome: string | null
  readonly code: string | null
}

/** Which messages; absent: all. */
export interface FiltreMessages {
  readonly state?: string | undefined
  readonly code?: string | undefined
  readonly dossier?: string | undefined
  /** Those alone that nobody closed. */
  readonly ouverts?: 'oui' | undefined
}

interface EntrantRow {
  readonly id: string
  readonly position: string
  readonly recu_le: Date
  readonly taille: number
  readonly etat: string
  readonly code: string | null
  readonly voie: string
  readonly numero: string | null
  readonly auteur_rpps: string | null
  readonly tentatives: number
  readonly prochaine: Date | null
  readonly juge_le: Date | null
  readonly responsable: string | null
  readonly classe_le: Date | null
  readonly classe_par: string | null
}

const ENTRANT = `select m.id::text, m.recu_le::text as position, m.recu_le, m.taille, m.etat, m.code,
    m.voie, d.numero, m.auteur_rpps, m.tentatives, m.prochaine, m.juge_le, m.responsable, m.classe_le, m.classe_par
  from message_entrant m left join dossier d on d.id = coalesce(m.dossier, m.fil)`

/** A page of inbound messages, newest first. */
export async function listInbound(
  sql: Sql,
  filtre: FiltreMessages,
  { after, limit }: Asked,
): Promise<Page<EntrantVu>> {
  const rows = await sql.query<EntrantRow>(
    `${ENTRANT}
     where ($1::text is null or m.etat = $1) and ($2::text is null or m.code = $2)
       and ($3::text is null or d.numero = $3)
       and ($4::timestamptz is null or (m.recu_le, m.id) < ($4, $5::uuid))
       and ($7::text is null or m.classe_le is null)
     order by m.recu_le desc, m.id desc limit $6`,
    [
      filtre.state ?? null,
      filtre.code ?? null,
      filtre.dossier ?? null,
      after?.at ?? null,
      after?.id ?? null,
      limit + 1,
      filtre.ouverts ?? null,
    ],
  )
  return pageOf(rows, limit, entrantVu)
}

/** One message, with its verdict and the history of its closings. */
export interface EntrantLu extends EntrantVu {
  readonly verdict: Verdict | null
  readonly closings: readonly ClassementVu[]
}

/** One inbound message and its verdict; null if there is none. The verdict is null until judged, or once purged. */
export async function inboundById(sql: Sql, keys: Keys, id: string): Promise<EntrantLu | null> {
  if (!UUID.test(id)) return null
  const [row] = await sql.query<EntrantRow>(`${ENTRANT} where m.id = $1`, [id])
  if (row === undefined) return null
  const verdict = await verdictOf(sql, keys, id)
  const closings = await closingsOf(sql, id)
  return { ...entrantVu(row), closings, verdict: verdict === null ? null : maskedVerdict(verdict) }
}

interface SortantRow {
  readonly id: string
  readonly position: string
  readonly cree_le: Date
  readonly numero: string | null
  readonly lettre: string
  readonly role: string
  readonly rang: number | null
  readonly version: number | null
  readonly rpps: string | null
  readonly etat: string
  readonly code: string | null
  readonly tentatives: number
  readonly prochaine: Date
  readonly remis_le: Date | null
  readonly accuse: string | null
  readonly responsable: string | null
  readonly message_id: string
}

const SORTANT = `select e.id::text, e.cree_le::text as position, e.cree_le, d.numero, e.lettre, e.role,
    e.rang, e.version, e.rpps, e.etat, e.code, e.tentatives, e.prochaine, e.remis_le, e.accuse,
    e.responsable, e.message_id
  from envoi e left join dossier d on d.id = e.dossier`

/** A page of letters, newest first. */
export async function listOutbound(
  sql: Sql,
  filtre: FiltreMessages,
  { after, limit }: Asked,
): Promise<Page<SortantVu>> {
  const rows = await sql.query<SortantRow>(
    `${SORTANT}
     where ($1::text is null or e.etat = $1) and ($2::text is null or e.code = $2)
       and ($3::text is null or d.numero = $3)
       and ($4::timestamptz is null or (e.cree_le, e.id) < ($4, $5::uuid))
     order by e.cree_le desc, e.id desc limit $6`,
    [
      filtre.state ?? null,
      filtre.code ?? null,
      filtre.dossier ?? null,
      after?.at ?? null,
      after?.id ?? null,
      limit + 1,
    ],
  )
  return pageOf(rows, limit, sortantVu)
}

/** One letter: to whom, and its attempts. `address` null: not chosen yet, or the gateway's own settings say it. */
export interface EnvoiVu extends SortantVu {
  readonly recipient: { readonly address: string | null; readonly name: string | null }
  /** A request that its recipient could not be given, and that another has now: there is nothing to send again. */
  readonly elsewhere: boolean
  readonly history: readonly TentativeVue[]
}

/** One letter and its attempts; null if there is none. */
export async function outboundById(sql: Sql, id: string): Promise<EnvoiVu | null> {
  if (!UUID.test(id)) return null
  const [row] = await sql.query<
    SortantRow & { adresse: string | null; nom: string | null; ailleurs: boolean }
  >(
    `select s.*, v.adresse, v.lettre = 'demandeAvis' and not exists (
         select from sollicitation as o where o.dossier = v.dossier and o.requis_rpps = v.rpps
           and o.terminee_le is null) as ailleurs,
       case when p.rpps is null then null else p.prenom || ' ' || p.nom end as nom
     from (${SORTANT} where e.id = $1) s join envoi v on v.id = $1
       left join professionnel p on p.rpps = v.rpps`,
    [id],
  )
  if (row === undefined) return null
  const attempts = await sql.query<{
    no: number
    debut: Date
    fin: Date | null
    issue: string | null
    code: string | null
  }>('select no, debut, fin, issue, code from tentative where envoi = $1 order by no', [id])
  return {
    ...sortantVu(row),
    elsewhere: row.ailleurs,
    recipient: { address: row.adresse === null ? null : masked(row.adresse), name: row.nom },
    history: attempts.map((each) => ({
      no: each.no,
      start: each.debut.toISOString(),
      end: iso(each.fin),
      outcome: each.issue,
      code: each.code,
    })),
  }
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

function entrantVu(row: EntrantRow): EntrantVu {
  return {
    id: row.id,
    receivedAt: row.recu_le.toISOString(),
    size: row.taille,
    state: row.etat,
    code: row.code,
    way: row.voie,
    dossier: row.numero,
    author: row.auteur_rpps,
    attempts: row.tentatives,
    nextAttempt: iso(row.prochaine),
    judgedAt: iso(row.juge_le),
    owner: row.responsable,
    nextAction:
      row.classe_le === null
        ? nextActionOf(row.etat, { code: row.code, owner: row.responsable })
        : null,
    closedAt: iso(row.classe_le),
    closedBy: row.classe_par,
  }
}

function sortantVu(row: SortantRow): SortantVu {
  const waits = ['a_envoyer', 'en_cours', 'differe'].includes(row.etat)
  return {
    id: row.id,
    createdAt: row.cree_le.toISOString(),
    dossier: row.numero,
    letter: row.lettre,
    role: row.role,
    rang: row.rang,
    version: row.version,
    rpps: row.rpps,
    state: row.etat,
    code: row.code,
    attempts: row.tentatives,
    nextAttempt: waits ? iso(row.prochaine) : null,
    deliveredAt: iso(row.remis_le),
    receipt: row.accuse,
    owner: row.responsable,
    messageId: row.message_id,
  }
}

// Patients of Mon espace santé write from an address that is their matricule.
function masked(address: string): string {
  const at = address.indexOf('@')
  return /\d{13,15}/.test(address.slice(0, at)) ? `***${address.slice(at)}` : address
}

function maskedVerdict(verdict: Verdict): Verdict {
  return {
    ...verdict,
    sender: { ...verdict.sender, from: verdict.sender.from.map(masked) },
    signer:
      verdict.signer === null
        ? null
        : { ...verdict.signer, emails: verdict.signer.emails.map(masked) },
  }
}
