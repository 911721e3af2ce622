/**
 * Received messages: bytes and row committed together before the 250, claimed by one worker at a time,
 * concluded in the transaction of what they caused.
 *
 * In    a stream from the SMTP door; later the verdict
 * Out   ReceivedMessage as it arrived
 * Refuses   (throws) KeyDestroyed for a message purged; what the stream throws, leaving nothing behind
 *
 * A small message is one statement, so one round trip and one flush. SPEC §13.1, §13.2, §13.7, §13.9
 */
import type { KeyObject } from 'node:crypto'

import { type Bytes, memoryBytes } from '../../kit/bytes.ts'
import type { Envelope, OpenedMessage, Readings, ReceivedMessage, Verdict } from '../../message.ts'
import type { Database, Sql } from '../../postgres/sql.ts'
import { keepEvidence } from '../certificates/revocation-evidence.ts'
import { CHUNK_BYTES, ChunkSink, chunkAad, contentBytes } from '../keys/contents.ts'
import { KeyDestroyed, type Keys } from '../keys/keys.ts'
import { seal, unseal } from '../keys/sealing.ts'
import { contentIndex } from './messages-connus.ts'

export type EtatMessage = 'received' | 'accepted' | 'refused' | 'quarantined' | 'deferred'

/** A message at the door. */
export interface Arrival {
  readonly id: string
  readonly receivedAt: Date
  readonly envelope: Envelope
  /** Which of our addresses it came by: `demande`, `specialite`, `fil`… */
  readonly voie: string
  readonly source: AsyncIterable<Buffer>
}

/** A stored message, with what the corridor needs of its row. */
export interface StoredMessage extends ReceivedMessage {
  readonly cle: string
  readonly etat: EtatMessage
  readonly voie: string
  readonly tentatives: number
}

/** What became of a message. */
export interface Conclusion {
  readonly etat: EtatMessage
  readonly code: string | null
  readonly verdict: Verdict | null
  readonly dossier: string | null
  readonly auteurRpps: string | null
  readonly responsable: string | null
  /** SHA-256 of the signed entity, hexadecimal. */
  readonly empreinte: string | null
  readonly messageIdHeader: string | null
  /** When a deferred message is due again. */
  readonly prochaine: Date | null
  /** Instant of the judgement; the database's clock if absent. */
  readonly le?: Date
  /** What the judgement rested on. */
  readonly preuve?: OpenedMessage['evidence']
  /** What two readers found in it, where they differ. */
  readonly lectures?: Readings | null
}

/** Stores a message whole; resolves once it is committed and flushed, and gives its size. */
export async function acceptMessage(
  db: Database,
  keys: Keys,
  arrival: Arrival,
): Promise<{ size: number }> {
  const { id, receivedAt, envelope, voie, source } = arrival
  const drawn = keys.draw('message')
  const contenu = id
  const sink = new ChunkSink(db, contenu, drawn.key)
  const last = await sink.take(source)
  const enveloppe = seal(drawn.key, Buffer.from(JSON.stringify(envelope)), `enveloppe:${id}`)
  // With chunks on their way the depot must still be there; without, there is none.
  const given = last.rang === 0 ? 'select 1' : 'delete from depot where contenu = $5 returning 1'
  try {
    const rows = await db.query(
      `with d as (${given}),
          k as (insert into cle (id, classe, enveloppe, maitre) select $1, 'message', $2, $3 from d),
          c as (insert into contenu (id, cle, taille, sha256) select $5, $1, $6, $7 from d),
          m as (insert into morceau (contenu, rang, octets) select $5, $8, $9 from d)
     insert into message_entrant (id, contenu, cle, recu_le, taille, enveloppe, voie)
     select $4, $5, $1, $10, $6, $11, $12 from d returning id`,
      [
        drawn.id,
        drawn.enveloppe,
        drawn.maitre,
        id,
        contenu,
        last.size,
        last.sha256,
        last.rang,
        last.sealed,
        receivedAt,
        enveloppe,
        voie,
      ],
    )
    if (rows.length === 0) throw new Error('the chunks of this message were cleared as abandoned')
  } catch (error) {
    await sink.discard()
    throw error
  }
  return { size: last.size }
}

interface MessageRow {
  readonly contenu: string
  readonly cle: string
  readonly recu_le: Date
  readonly taille: number
  readonly enveloppe: Buffer
  readonly voie: string
  readonly etat: EtatMessage
  readonly tentatives: number
  readonly detruite: boolean
  /** The only chunk of a message of one chunk. */
  readonly octets: Buffer | null
}

const WHOLE = `m.contenu, m.cle, m.recu_le, m.taille, m.enveloppe, m.voie, m.etat, m.tentatives,
  k.enveloppe is null as detruite, o.octets`
const WITH_OCTETS = `join cle k on k.id = m.cle
  left join morceau o on o.contenu = m.contenu and o.rang = 0 and m.taille <= ${CHUNK_BYTES}`

/** Loads a message as it arrived; refuses one that is not there, and KeyDestroyed. */
export async function loadMessage(db: Sql, keys: Keys, id: string): Promise<StoredMessage> {
  const [row] = await db.query<MessageRow>(
    `select ${WHOLE} from message_entrant m ${WITH_OCTETS} where m.id = $1`,
    [id],
  )
  if (row === undefined) throw new Error(`no message ${id}`)
  return await stored(db, keys, id, row)
}

async function stored(db: Sql, keys: Keys, id: string, row: MessageRow): Promise<StoredMessage> {
  if (row.detruite) throw new KeyDestroyed(row.cle)
  const key = await keys.dataKey(db, row.cle)
  const envelope = unseal(key, row.enveloppe, `enveloppe:${id}`)
  return {
    id,
    receivedAt: row.recu_le,
    raw: row.octets === null ? await contentBytes(db, keys, row.contenu) : onlyChunk(row, key),
    envelope: JSON.parse(envelope.toString('utf8')) as Envelope,
    cle: row.cle,
    etat: row.etat,
    voie: row.voie,
    tentatives: row.tentatives,
  }
}

function onlyChunk({ contenu, octets, taille }: MessageRow, key: KeyObject): Bytes {
  const clear = unseal(key, octets ?? Buffer.alloc(0), chunkAad(contenu, 0))
  if (clear.length !== taille) throw new Error(`content ${contenu} is cut short`)
  return memoryBytes(clear, { contenu, debut: 0, fin: taille })
}

/** The messages that are due at `now` and that nobody holds, the longest due first: for the sweep, which claims nothing. */
export async function dueMessages(db: Sql, now: Date, limit: number): Promise<string[]> {
  const rows = await db.query<{ id: string }>(
    `select id from message_entrant
     where etat in ('received', 'deferred') and (prochaine is null or prochaine <= $1)
       and (pris_jusqua is null or pris_jusqua < now())
     order by coalesce(prochaine, recu_le) limit $2`,
    [now, limit],
  )
  return rows.map((row) => row.id)
}

/** How many messages wait to be judged, counted up to `most`. */
export async function backlog(db: Sql, most: number): Promise<number> {
  const [row] = await db.query<{ n: number }>(
    `select count(*) as n from (select from message_entrant where etat = 'received' limit $1) as w`,
    [most],
  )
  return row?.n ?? 0
}

/** Who takes a message, for how long, and what is due; the database's clock if `now` is absent. */
export interface Taker {
  readonly worker: string
  readonly leaseMs: number
  readonly now?: Date | null
}

/**
 * Takes one message for `leaseMs` if it waits and nobody holds it, and loads it; null otherwise. The lease
 * runs on the database's clock, which all hosts share. Refuses KeyDestroyed.
 */
export async function claimMessage(
  db: Sql,
  keys: Keys,
  id: string,
  { worker, leaseMs, now = null }: Taker,
): Promise<StoredMessage | null> {
  const [row] = await db.query<MessageRow>(
    `with m as (
       update message_entrant set pris_par = $1, pris_jusqua = now() + $2 * interval '1 millisecond',
         tentatives = tentatives + 1
       where id in (select id from message_entrant
                    where id = $3 and etat in ('received', 'deferred')
                      and (prochaine is null or prochaine <= coalesce($4, now()))
                      and (pris_jusqua is null or pris_jusqua < now())
                    for update skip locked)
       returning *)
     select ${WHOLE} from m ${WITH_OCTETS}`,
    [worker, leaseMs, id, now],
  )
  return row === undefined ? null : await stored(db, keys, id, row)
}

/** Somebody has ended this judgement before: what it would cause must be given up. */
export class AlreadyConcluded extends Error {
  constructor(id: string) {
    super(`message ${id} was concluded by another`)
    this.name = 'AlreadyConcluded'
  }
}

/**
 * Writes the end of a judgement, in the transaction of what it caused; refuses AlreadyConcluded, so that
 * of two workers who judged the same message only one has an effect.
 */
export async function concludeMessage(
  sql: Sql,
  keys: Keys,
  { id, cle }: { readonly id: string; readonly cle: string },
  end: Conclusion,
): Promise<void> {
  const verdict =
    end.verdict === null
      ? null
      : await keys.encrypt(sql, cle, JSON.stringify(end.verdict), `verdict:${id}`)
  const rows = await sql.query(
    `update message_entrant set etat = $2, code = $3, verdict = $4, dossier = $5, auteur_rpps = $6,
       responsable = $7, index_contenu = $8, index_message_id = $9, prochaine = $10, preuve = $12,
       pris_par = null, pris_jusqua = null, juge_le = coalesce($11, now())
     where id = $1 and etat in ('received', 'deferred') returning id`,
    [
      id,
      end.etat,
      end.code,
      verdict,
      end.dossier,
      end.auteurRpps,
      end.responsable,
      end.empreinte === null ? null : contentIndex(keys, end.empreinte),
      end.messageIdHeader === null ? null : keys.index('message-id', end.messageIdHeader),
      end.prochaine,
      end.le ?? null,
      end.preuve
        ? await keepEvidence(
            sql,
            keys,
            { id, cle },
            { preuve: end.preuve, lectures: end.lectures ?? null },
          )
        : null,
    ],
  )
  if (rows.length === 0) throw new AlreadyConcluded(id)
}

/** The verdict kept with a message, as SPEC §8 prints it; null when there is none or it was purged. */
export async function verdictOf(sql: Sql, keys: Keys, id: string): Promise<Verdict | null> {
  const [row] = await sql.query<{ cle: string; verdict: Buffer }>(
    'select cle, verdict from message_entrant where id = $1 and verdict is not null',
    [id],
  )
  if (row === undefined) return null
  try {
    const plain = await keys.decrypt(sql, row.cle, row.verdict, `verdict:${id}`)
    return JSON.parse(plain.toString('utf8')) as Verdict
  } catch (error) {
    // What was purged is no fault to who asks.
    if (error instanceof KeyDestroyed) return null
    throw error
  }
}

/** Where a message stands; null when there is none. */
export async function messageState(
  sql: Sql,
  id: string,
): Promise<{ id: string; etat: EtatMessage; code: string | null; dossier: string | null } | null> {
  const [row] = await sql.query<{
    id: string
    etat: EtatMessage
    code: string | null
    dossier: string | null
  }>(
    `select m.id, m.etat, m.code, d.numero as dossier
     from message_entrant m left join dossier d on d.id = m.dossier where m.id = $1`,
    [id],
  )
  return row ?? null
}
