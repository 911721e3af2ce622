/**
 * Data keys by purge class, wrapped by the master key or by another key; and the patient index.
 *
 * In    the 32 bytes of the master key
 * Out   Keys: seal, open, index, destroy. Destroying a key is the purge of what it sealed, and of what
 *       the keys under it sealed
 * Refuses   (throws) a master key that is not this database's; KeyDestroyed for what was purged
 *
 * HMAC-SHA-256 for the index, under a key of its own. SPEC §13.5
 */
import { createHmac, createSecretKey, type KeyObject, randomBytes, randomUUID } from 'node:crypto'

import type { Database, Sql, WithDatabase } from '../../postgres/sql.ts'
import { KeyCache } from './key-cache.ts'
import { seal, unseal } from './sealing.ts'
import { KEY_BYTES, nameOf, wrapAad, wrapping } from './wrapping.ts'

export type ClasseCle = 'message' | 'dossier' | 'annee' | 'index' | 'systeme'

/** A key just drawn, with its wrapped form, not yet stored. */
export interface DrawnKey {
  readonly id: string
  readonly key: KeyObject
  readonly enveloppe: Buffer
  readonly maitre: string
}

/** The keys of a database. All but `index` and `draw` may ask it. */
export interface Keys {
  /** Draws a key and stores it, under `parent` if given; gives its id. */
  create(
    sql: Sql,
    classe: ClasseCle,
    parent?: string | null,
    echeance?: Date | null,
  ): Promise<string>
  /** Draws a key under the master key, for a caller who stores it with the rest of his row. */
  draw(classe: ClasseCle): DrawnKey
  /** Seals `plain` under a key, bound to `aad`. */
  encrypt(sql: Sql, cle: string, plain: Buffer | string, aad: string): Promise<Buffer>
  /** Opens what `encrypt` sealed; refuses KeyDestroyed, and what was altered or moved. */
  decrypt(sql: Sql, cle: string, sealed: Buffer, aad: string): Promise<Buffer>
  /** The 32 bytes of a key; refuses KeyDestroyed. */
  dataKey(sql: Sql, cle: string): Promise<KeyObject>
  /** HMAC-SHA-256 of a text under the index key: equal for equal texts of one kind, and says no more. */
  index(kind: string, text: string): Buffer
  /** Puts a key under another: destroying that one will destroy it. */
  attach(sql: Sql, cle: string, parent: string): Promise<void>
  /** Destroys a key for ever. */
  destroy(sql: Sql, cle: string): Promise<void>
  /** The key of a billing year, made when first asked. */
  yearKey(sql: Sql, annee: number): Promise<string>
  /** Wraps all that the master key wraps under `next`, and works with it from then on. */
  rotateMaster(db: Database, next: Buffer): Promise<number>
}

export interface KeysOptions {
  /** When the key of a billing year is destroyed: ten years after its end by default. */
  readonly echeanceAnnee?: (annee: number) => Date
}

/** What was sealed under this key cannot be read any more: it was purged. */
export class KeyDestroyed extends Error {
  readonly cle: string

  constructor(cle: string) {
    super(`key ${cle} is destroyed`)
    this.name = 'KeyDestroyed'
    this.cle = cle
  }
}

const ROTATED_AT_ONCE = 500

/** Opens the keys of a database; refuses a master key of another length or of another database. */
export async function openKeys(
  db: Database,
  master: Buffer,
  options: KeysOptions = {},
): Promise<Keys> {
  if (master.length !== KEY_BYTES) {
    throw new Error(
      `La clé maîtresse doit faire ${KEY_BYTES} octets, elle en fait ${master.length}.`,
    )
  }
  const ring = new KeyRing(master, options)
  await ring.openIndex(db)
  return ring
}

interface KeyRow {
  readonly classe: ClasseCle
  readonly parent: string | null
  readonly enveloppe: Buffer | null
  readonly maitre: string | null
}

/** A key as it was last looked at. */
interface HeldKey {
  readonly key: KeyObject
  /** Its class, where the master key alone wraps it. */
  readonly classe: ClasseCle | null
}

class KeyRing implements Keys {
  #master: KeyObject
  #maitre: string
  #indexKey: KeyObject | null = null
  readonly #echeanceAnnee: (annee: number) => Date
  readonly #cache = new KeyCache<HeldKey>()

  constructor(master: Buffer, options: KeysOptions) {
    this.#master = wrapping(master)
    this.#maitre = nameOf(master)
    this.#echeanceAnnee = options.echeanceAnnee ?? ((annee) => new Date(Date.UTC(annee + 11, 0, 1)))
  }

  async openIndex(db: Database): Promise<void> {
    const find = "select id from cle where classe = 'index'"
    let [row] = await db.query<{ id: string }>(find, [])
    if (row === undefined) {
      const drawn = this.draw('index')
      await db.query(
        "insert into cle (id, classe, enveloppe, maitre) values ($1, 'index', $2, $3) on conflict do nothing",
        [drawn.id, drawn.enveloppe, drawn.maitre],
      )
      // Of two who start at once, one row wins and both read it.
      ;[row] = await db.query<{ id: string }>(find, [])
    }
    if (row === undefined) throw new Error('the index key is neither there nor made')
    this.#indexKey = await this.dataKey(db, row.id)
  }

  draw(classe: ClasseCle): DrawnKey {
    const id = randomUUID()
    const key = createSecretKey(randomBytes(KEY_BYTES))
    const enveloppe = seal(this.#master, key.export(), wrapAad(id, classe, null))
    this.#cache.put(id, { key, classe })
    return { id, key, enveloppe, maitre: this.#maitre }
  }

  async create(
    sql: Sql,
    classe: ClasseCle,
    parent: string | null = null,
    echeance: Date | null = null,
  ): Promise<string> {
    const drawn = this.draw(classe)
    const enveloppe =
      parent === null
        ? drawn.enveloppe
        : seal(
            await this.dataKey(sql, parent),
            drawn.key.export(),
            wrapAad(drawn.id, classe, parent),
          )
    await sql.query(
      'insert into cle (id, classe, parent, enveloppe, maitre, echeance) values ($1, $2, $3, $4, $5, $6)',
      [drawn.id, classe, parent, enveloppe, parent === null ? drawn.maitre : null, echeance],
    )
    return drawn.id
  }

  async encrypt(sql: Sql, cle: string, plain: Buffer | string, aad: string): Promise<Buffer> {
    return seal(await this.dataKey(sql, cle), Buffer.from(plain), aad)
  }

  async decrypt(sql: Sql, cle: string, sealed: Buffer, aad: string): Promise<Buffer> {
    return unseal(await this.dataKey(sql, cle), sealed, aad)
  }

  async dataKey(sql: Sql, cle: string): Promise<KeyObject> {
    const cached = this.#cache.get(cle)
    if (cached !== null) return cached.key
    const row = await this.#row(sql, cle)
    const key = await this.#open(sql, cle, row)
    this.#cache.put(cle, { key, classe: row.parent === null ? row.classe : null })
    return key
  }

  index(kind: string, text: string): Buffer {
    if (this.#indexKey === null) throw new Error('the index key is not open')
    return createHmac('sha256', this.#indexKey).update(`${kind}\0${text}`).digest()
  }

  async attach(sql: Sql, cle: string, parent: string): Promise<void> {
    const above = await this.dataKey(sql, parent)
    const put = async (key: KeyObject, classe: ClasseCle, where: string): Promise<boolean> => {
      const rows = await sql.query(
        `update cle set parent = $2, enveloppe = $3, maitre = null, echeance = null
         where id = $1 and enveloppe is not null ${where} returning id`,
        [cle, parent, seal(above, key.export(), wrapAad(cle, classe, parent))],
      )
      return rows.length > 0
    }
    const held = this.#cache.get(cle)
    if (
      held !== null &&
      held.classe !== null &&
      (await put(held.key, held.classe, 'and parent is null'))
    )
      return
    const row = await this.#row(sql, cle)
    if (row.parent === parent) return
    await put(await this.#open(sql, cle, row), row.classe, '')
  }

  async destroy(sql: Sql, cle: string): Promise<void> {
    await sql.query(
      'update cle set enveloppe = null, detruite_le = now() where id = $1 and detruite_le is null',
      [cle],
    )
    // Its children's keys must not outlive it here.
    this.#cache.clear()
  }

  async yearKey(sql: Sql, annee: number): Promise<string> {
    const find = "select id from cle where classe = 'annee' and annee = $1"
    const [row] = await sql.query<{ id: string }>(find, [annee])
    if (row !== undefined) return row.id
    const { id, enveloppe, maitre } = this.draw('annee')
    await sql.query(
      `insert into cle (id, classe, annee, enveloppe, maitre, echeance)
       values ($1, 'annee', $2, $3, $4, $5) on conflict do nothing`,
      [id, annee, enveloppe, maitre, this.#echeanceAnnee(annee)],
    )
    const [made] = await sql.query<{ id: string }>(find, [annee])
    if (made === undefined) throw new Error(`the key of ${annee} is neither there nor made`)
    return made.id
  }

  async rotateMaster(db: Database, next: Buffer): Promise<number> {
    if (next.length !== KEY_BYTES) throw new Error(`the master key has ${KEY_BYTES} octets`)
    const maitre = nameOf(next)
    const above = wrapping(next)
    const count = await db.transaction(async (sql) => {
      // Nobody makes a key under the old one meanwhile.
      await sql.query('lock table cle in share row exclusive mode')
      let rotated = 0
      for (;;) {
        const rows = await sql.query<KeyRow & { id: string }>(
          `select id, classe, parent, enveloppe, maitre from cle
           where parent is null and enveloppe is not null and maitre <> $1 limit ${ROTATED_AT_ONCE}`,
          [maitre],
        )
        if (rows.length === 0) return rotated
        for (const { id, classe, enveloppe } of rows) {
          const key = unseal(this.#master, enveloppe as Buffer, wrapAad(id, classe, null))
          await sql.query('update cle set enveloppe = $2, maitre = $3 where id = $1', [
            id,
            seal(above, key, wrapAad(id, classe, null)),
            maitre,
          ])
        }
        rotated += rows.length
      }
    })
    this.#master = above
    this.#maitre = maitre
    return count
  }

  async #row(sql: Sql, cle: string): Promise<KeyRow> {
    const [row] = await sql.query<KeyRow>(
      'select classe, parent, enveloppe, maitre from cle where id = $1',
      [cle],
    )
    if (row === undefined) throw new Error(`no key ${cle}`)
    return row
  }

  async #unwrap(sql: Sql, cle: string): Promise<KeyObject> {
    return await this.#open(sql, cle, await this.#row(sql, cle))
  }

  async #open(
    sql: Sql,
    cle: string,
    { classe, parent, enveloppe, maitre }: KeyRow,
  ): Promise<KeyObject> {
    if (enveloppe === null) throw new KeyDestroyed(cle)
    const aad = wrapAad(cle, classe, parent)
    // A parent's destruction is read each time, never remembered: it must reach the child at once.
    if (parent !== null) {
      return createSecretKey(unseal(await this.#unwrap(sql, parent), enveloppe, aad))
    }
    if (maitre !== this.#maitre) {
      throw new Error(
        'La clé maîtresse n’est pas celle de cette base : reprenez le fichier CONFRERE_MASTER_KEY_FILE d’origine.',
      )
    }
    return createSecretKey(unseal(this.#master, enveloppe, aad))
  }
}

/** One who holds the keys of the store. */
export interface WithKeys {
  readonly keys: Keys
}

/** The store: its tables and the keys to them. */
export interface Ledger extends WithDatabase, WithKeys {}
