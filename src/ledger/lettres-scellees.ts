/**
 * The octets of a letter, sealed once and kept before its first attempt: a retry sends the same.
 *
 * SPEC §10, §13.3
 */
import { type Bytes, memoryBytes, wholeBuffer } from '../kit/bytes.ts'
import { CHUNK_BYTES, onlyChunk, putContent } from './contents.ts'
import type { Keys } from './keys.ts'
import type { Sql } from './sql.ts'

/**
 * Keeps the sealed bytes of a letter, the first time only: a retry sends the same. Null when the letter was
 * taken back meanwhile, or another has sealed it.
 */
export async function storeSealed(
  sql: Sql,
  keys: Keys,
  { id, cle }: { readonly id: string; readonly cle: string },
  sealed: Bytes,
): Promise<Bytes | null> {
  const update = "where id = $1 and contenu is null and etat <> 'retire' returning id"
  if (sealed.ref === null && sealed.size <= CHUNK_BYTES) {
    const clear = await wholeBuffer(sealed, CHUNK_BYTES)
    const only = onlyChunk(await keys.dataKey(sql, cle), clear)
    const rows = await sql.query(
      `with c as (insert into contenu (id, cle, taille, sha256) values ($2, $3, $4, $5)),
         m as (insert into morceau (contenu, rang, octets) values ($2, 0, $6))
       update envoi set contenu = $2 ${update}`,
      [id, only.id, cle, clear.length, only.sha256, only.octets],
    )
    return rows.length === 0
      ? null
      : memoryBytes(clear, { contenu: only.id, debut: 0, fin: clear.length })
  }
  const kept = sealed.ref === null ? await putContent(sql, keys, cle, sealed.read()) : sealed
  if (kept.ref === null) throw new Error('the sealed letter was not kept')
  const rows = await sql.query(`update envoi set contenu = $2 ${update}`, [id, kept.ref.contenu])
  return rows.length === 0 ? null : kept
}
