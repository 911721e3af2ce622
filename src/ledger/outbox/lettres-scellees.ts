/**
 * The octets of a letter, sealed once and kept before its first attempt: a retry sends the same. Beside them its
 * bodies, with which the quotations of a reply are compared.
 *
 * SPEC §4, §10, §13.3
 */
import { deflateRawSync, inflateRawSync } from 'node:zlib'

import { type Bytes, memoryBytes, wholeBuffer } from '../../kit/bytes.ts'
import type { SealedMessage, WrittenMessage } from '../../message.ts'
import type { Sql } from '../../postgres/sql.ts'
import { CHUNK_BYTES, onlyChunk, putContent } from '../keys/contents.ts'
import { KeyDestroyed, type Keys } from '../keys/keys.ts'

/**
 * Keeps the sealed bytes of a letter, the first time only: a retry sends the same; and whether they are encrypted.
 * Null when the letter was taken back meanwhile, or another has sealed it.
 */
export async function storeSealed(
  sql: Sql,
  keys: Keys,
  { id, cle }: { readonly id: string; readonly cle: string },
  {
    raw: sealed,
    encrypted,
    bodies,
  }: Pick<SealedMessage, 'raw' | 'encrypted'> & Pick<WrittenMessage, 'bodies'>,
): Promise<Bytes | null> {
  const update = "where id = $1 and contenu is null and etat <> 'retire' returning id"
  const { text, html } = bodies
  const packed = deflateRawSync(JSON.stringify([text, html]))
  const corps = await keys.encrypt(sql, cle, packed, aadOf(id))
  if (sealed.ref === null && sealed.size <= CHUNK_BYTES) {
    const clear = await wholeBuffer(sealed, CHUNK_BYTES)
    const only = onlyChunk(await keys.dataKey(sql, cle), clear)
    const rows = await sql.query(
      `with c as (insert into contenu (id, cle, taille, sha256) values ($2, $3, $4, $5)),
         m as (insert into morceau (contenu, rang, octets) values ($2, 0, $6))
       update envoi set contenu = $2, corps = $7, chiffre = $8 ${update}`,
      [id, only.id, cle, clear.length, only.sha256, only.octets, corps, encrypted],
    )
    return rows.length === 0
      ? null
      : memoryBytes(clear, { contenu: only.id, debut: 0, fin: clear.length })
  }
  const kept = sealed.ref === null ? await putContent(sql, keys, cle, sealed.read()) : sealed
  if (kept.ref === null) throw new Error('the sealed letter was not kept')
  const rows = await sql.query(
    `update envoi set contenu = $2, corps = $3, chiffre = $4 ${update}`,
    [id, kept.ref.contenu, corps, encrypted],
  )
  return rows.length === 0 ? null : kept
}

/** Newest first; what a correspondent quotes beyond them stays in his text. */
const MAX_LETTERS = 40
const MAX_BODY_BYTES = 4 * 1024 * 1024

/**
 * The bodies, plain and HTML, of the letters that a mail may quote: those of a thread to its correspondent, and
 * those that the mail answers by Message-ID (without brackets). A letter whose key is destroyed has none.
 */
export async function bodiesSent(
  sql: Sql,
  keys: Keys,
  asked: {
    readonly jetons: readonly string[]
    readonly messageIds: readonly string[]
    /** Of the author: he may write from another mailbox than the thread's. */
    readonly adresse: string | null
  },
): Promise<readonly { readonly text: string; readonly html: string }[]> {
  if (asked.jetons.length === 0 && asked.messageIds.length === 0) return []
  const rows = await sql.query<{ id: string; cle: string; corps: Buffer }>(
    `with f as (select dossier, adresse from jeton_fil where jeton = any($1)
       union select dossier, adresse from envoi where message_id = any($2) and dossier is not null)
     select e.id, e.cle, e.corps from envoi e
     where e.corps is not null and (e.message_id = any($2) or exists (
       select from f where f.dossier = e.dossier and e.adresse in (f.adresse, $3)))
     order by e.cree_le desc limit $4`,
    [asked.jetons, asked.messageIds, asked.adresse?.toLowerCase() ?? null, MAX_LETTERS],
  )
  const bodies = []
  for (const { id, cle, corps } of rows) {
    try {
      const packed = await keys.decrypt(sql, cle, corps, aadOf(id))
      const clear = inflateRawSync(packed, { maxOutputLength: MAX_BODY_BYTES }).toString('utf8')
      const [text, html] = JSON.parse(clear) as [string, string]
      bodies.push({ text, html })
    } catch (error) {
      if (!(error instanceof KeyDestroyed)) throw error
    }
  }
  return bodies
}

function aadOf(id: string): string {
  return `corps:${id}`
}

/**
 * Forgets the sealed bytes of a letter in hand: they may not leave as they are, and are made anew under the same
 * Message-ID. False when another holds it.
 */
export async function forgetSealed(
  sql: Sql,
  { id, worker }: { readonly id: string; readonly worker: string },
): Promise<boolean> {
  const rows = await sql.query(
    `update envoi set contenu = null, corps = null, chiffre = null
     where id = $1 and etat = 'en_cours' and pris_par = $2 returning id`,
    [id, worker],
  )
  return rows.length > 0
}

/**
 * Forgets the sealed bytes of a letter in hand that its next server found too large: from now on it is made without
 * the signed original. False when another holds it, or it was lightened before. SPEC §10
 */
export async function lighten(
  sql: Sql,
  { id, worker }: { readonly id: string; readonly worker: string },
): Promise<boolean> {
  const rows = await sql.query(
    `update envoi set contenu = null, corps = null, chiffre = null, sans_original = true
     where id = $1 and etat = 'en_cours' and pris_par = $2 and not sans_original returning id`,
    [id, worker],
  )
  return rows.length > 0
}
