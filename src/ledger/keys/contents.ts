/**
 * Octets of any size, sealed in PostgreSQL in chunks of at most 256 KiB.
 *
 * In    a stream, and the data key it belongs to
 * Out   Bytes with a `ref`: in memory while small, else read chunk by chunk where asked
 * Refuses   (throws) KeyDestroyed for what was purged, and a content whose chunks are missing or altered
 *
 * Each chunk is bound to its content and rank, so that none can be moved, swapped or dropped.
 * SPEC §13.2, §13.5, §13.9
 */
import { createHash, type KeyObject, randomUUID } from 'node:crypto'

import { type Bytes, type Keep, memoryBytes, storedBytes } from '../../kit/bytes.ts'
import type { Database, Sql } from '../../postgres/sql.ts'
import { KeyDestroyed, type Keys } from './keys.ts'
import { seal, unseal } from './sealing.ts'

/** Clear octets of a full chunk. */
export const CHUNK_BYTES = 256 * 1024
/** Up to here a content is read whole. */
const SMALL_BYTES = 1024 * 1024
/** Upload slower than this and its chunks are taken for the remains of a crash. */
const ABANDONED_MS = 6 * 3_600_000

/** Stores a stream under a key and gives it back as Bytes; nothing is left when the stream throws. */
export async function putContent(
  sql: Sql,
  keys: Keys,
  cle: string,
  source: AsyncIterable<Buffer>,
): Promise<Bytes> {
  const key = await keys.dataKey(sql, cle)
  const id = randomUUID()
  const sink = new ChunkSink(sql, id, key)
  const last = await sink.take(source)
  if (last.rang === 0) {
    await sql.query(
      `with c as (insert into contenu (id, cle, taille, sha256) values ($1, $2, $3, $4))
       insert into morceau (contenu, rang, octets) values ($1, 0, $5)`,
      [id, cle, last.size, last.sha256, last.sealed],
    )
    return memoryBytes(last.clear, { contenu: id, debut: 0, fin: last.size })
  }
  await sql.query(
    `with d as (delete from depot where contenu = $1 returning contenu),
          m as (insert into morceau (contenu, rang, octets) select $1, $5, $6 from d)
     insert into contenu (id, cle, taille, sha256) select contenu, $2, $3, $4 from d`,
    [id, cle, last.size, last.sha256, last.rang, last.sealed],
  )
  return rangesOf(sql, id, key, 0, last.size)
}

/** A content of one chunk, sealed, for a caller who stores it with the rest of his row. */
export function onlyChunk(
  key: KeyObject,
  clear: Buffer,
): { readonly id: string; readonly sha256: Buffer; readonly octets: Buffer } {
  const id = randomUUID()
  const sha256 = createHash('sha256').update(clear).digest()
  return { id, sha256, octets: seal(key, clear, chunkAad(id, 0)) }
}

/** Keeps streams in the ledger under one key: what `open` asks for. */
export function keepInLedger(db: Database, keys: Keys, cle: string): Keep {
  return (source) => putContent(db, keys, cle, source)
}

/** Clears contents that no row names. */
export async function dropContents(db: Sql, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  await db.query(
    `with c as (delete from contenu where id = any($1::uuid[]) returning id)
     delete from morceau where contenu in (select id from c)`,
    [ids],
  )
}

/**
 * The octets [debut, fin) of a content, as Bytes; small ones are read now, larger ones as they are asked
 * for. Refuses KeyDestroyed.
 */
export async function contentBytes(
  db: Sql,
  keys: Keys,
  contenu: string,
  debut = 0,
  fin?: number,
): Promise<Bytes> {
  const [row] = await db.query<{
    cle: string
    taille: number
    detruite: boolean
    octets: Buffer | null
  }>(
    `select c.cle, c.taille, k.enveloppe is null as detruite, o.octets
     from contenu c join cle k on k.id = c.cle
     left join morceau o on o.contenu = c.id and o.rang = 0 and c.taille <= ${CHUNK_BYTES}
     where c.id = $1`,
    [contenu],
  )
  if (row === undefined) throw new Error(`no content ${contenu}`)
  if (row.detruite) throw new KeyDestroyed(row.cle)
  const key = await keys.dataKey(db, row.cle)
  const end = fin ?? row.taille
  if (debut < 0 || end > row.taille || debut > end) throw new RangeError('range outside of content')
  if (row.octets !== null) {
    const clear = unseal(key, row.octets, chunkAad(contenu, 0))
    if (clear.length !== row.taille) throw new Error(`content ${contenu} is cut short`)
    return memoryBytes(clear.subarray(debut, end), { contenu, debut, fin: end })
  }
  if (end - debut > SMALL_BYTES) return rangesOf(db, contenu, key, debut, end)
  const pieces: Buffer[] = []
  for await (const piece of readRange(db, contenu, key, debut, end)) pieces.push(piece)
  return memoryBytes(Buffer.concat(pieces), { contenu, debut, fin: end })
}

/** Clears the chunks of uploads that never ended; gives how many uploads. Safe beside those under way. */
export async function closeOrphans(db: Sql, now: Date | null = null): Promise<number> {
  const rows = await db.query(
    `with d as (delete from depot where cree_le < coalesce($2, now()) - $1 * interval '1 millisecond' returning contenu),
          m as (delete from morceau where contenu in (select contenu from d))
     select contenu from d`,
    [ABANDONED_MS, now],
  )
  return rows.length
}

/** The last chunk of a stream, sealed but not stored, and what is known of the whole. */
export interface LastChunk {
  readonly rang: number
  readonly sealed: Buffer
  readonly clear: Buffer
  readonly size: number
  readonly sha256: Buffer
}

/**
 * Cuts a stream into chunks and stores all but the last, which its caller stores with the row that makes
 * the content exist. Until then they are known as a `depot`.
 */
export class ChunkSink {
  readonly #sql: Sql
  readonly #id: string
  readonly #key: KeyObject
  readonly #hash = createHash('sha256')
  #held: Buffer[] = []
  #heldBytes = 0
  #rang = 0
  #size = 0

  constructor(sql: Sql, id: string, key: KeyObject) {
    this.#sql = sql
    this.#id = id
    this.#key = key
  }

  /** Takes the stream to its end; when it throws, what was stored is cleared and the error goes on. */
  async take(source: AsyncIterable<Buffer>): Promise<LastChunk> {
    try {
      for await (const piece of source) await this.#add(piece)
    } catch (error) {
      await this.discard()
      throw error
    }
    const clear = joined(this.#held)
    return {
      rang: this.#rang,
      sealed: seal(this.#key, clear, chunkAad(this.#id, this.#rang)),
      clear,
      size: this.#size,
      sha256: this.#hash.digest(),
    }
  }

  /** Clears what was stored; a failure is left to `closeOrphans`. */
  async discard(): Promise<void> {
    if (this.#rang === 0) return
    // Without its depot the content exists after all: the connection was lost after the commit.
    const clear = `with d as (delete from depot where contenu = $1 returning contenu)
       delete from morceau where contenu in (select contenu from d)`
    // The error that brings us here matters more than this one, and the depot is still there.
    await this.#sql.query(clear, [this.#id]).catch(() => {})
  }

  async #add(piece: Buffer): Promise<void> {
    this.#hash.update(piece)
    this.#size += piece.length
    let rest = piece
    while (this.#heldBytes + rest.length > CHUNK_BYTES) {
      const head = rest.subarray(0, CHUNK_BYTES - this.#heldBytes)
      rest = rest.subarray(head.length)
      await this.#store(joined([...this.#held, head]))
      this.#held = []
      this.#heldBytes = 0
    }
    if (rest.length === 0) return
    // The source may reuse its buffer.
    this.#held.push(Buffer.from(rest))
    this.#heldBytes += rest.length
  }

  async #store(clear: Buffer): Promise<void> {
    const sealed = seal(this.#key, clear, chunkAad(this.#id, this.#rang))
    const first = this.#rang === 0
    this.#rang += 1
    const depot = first ? 'with d as (insert into depot (contenu) values ($1))' : ''
    await this.#sql.query(
      `${depot} insert into morceau (contenu, rang, octets) values ($1, $2, $3)`,
      [this.#id, this.#rang - 1, sealed],
    )
  }
}

/** Binds a chunk to its content and rank. */
export function chunkAad(contenu: string, rang: number): string {
  return `morceau:${contenu}:${rang}`
}

function rangesOf(sql: Sql, contenu: string, key: KeyObject, debut: number, fin: number): Bytes {
  return storedBytes(fin - debut, { contenu, debut, fin }, (start, end) =>
    readRange(sql, contenu, key, debut + start, debut + end),
  )
}

async function* readRange(
  sql: Sql,
  contenu: string,
  key: KeyObject,
  start: number,
  end: number,
): AsyncIterable<Buffer> {
  for (let at = start; at < end; ) {
    const rang = Math.floor(at / CHUNK_BYTES)
    const [row] = await sql.query<{ octets: Buffer }>(
      'select octets from morceau where contenu = $1 and rang = $2',
      [contenu, rang],
    )
    if (row === undefined) throw new Error(`content ${contenu} lacks chunk ${rang}`)
    const clear = unseal(key, row.octets, chunkAad(contenu, rang))
    const from = at - rang * CHUNK_BYTES
    const piece = clear.subarray(from, Math.min(clear.length, from + end - at))
    if (piece.length === 0) throw new Error(`content ${contenu} is cut short at chunk ${rang}`)
    at += piece.length
    yield piece
  }
}

function joined(pieces: readonly Buffer[]): Buffer {
  const [only] = pieces
  return pieces.length === 1 && only !== undefined ? only : Buffer.concat(pieces)
}
