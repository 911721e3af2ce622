/**
 * The address of a letter, as the directory knows it now; and the same letter put again for another address.
 *
 * In    an RPPS and an address; the id of a letter in the outbox
 * Out   whether the address is still his, and which is now; the new row, its content under the same key
 *
 * Only what the directory once gave, or the list of a service mailbox gives to others, can be lost: an address that a
 * certificate alone binds is nobody's to take back. SPEC §9, §13.11
 */
import type { AdresseMss } from '../../domain/correspondant.ts'
import type { Adressage } from '../../domain/remise-notee.ts'
import { lowerAscii } from '../../kit/mailbox.ts'
import type { Sql } from '../../postgres/sql.ts'
import type { Keys } from '../keys/keys.ts'
import { type Donnees, type NewEnvoi, putEnvoi } from './outbox.ts'

/** Is this still an address of this professional? One whom the directory never knew keeps his. */
export async function adressageDe(sql: Sql, rpps: string, adresse: string): Promise<Adressage> {
  const [row] = await sql.query<{ sienne: boolean; presente: AdresseMss | null }>(
    `select exists (select from boite_service b where b.adresse = $2 and b.rpps = p.rpps)
         or (p.disparu_le is null and exists (select from adresse_mss a
               where a.rpps = p.rpps and a.adresse = $2 and a.disparu_le is null))
         or (not exists (select from adresse_mss a where a.rpps = p.rpps and a.adresse = $2)
             and not exists (select from boite_service b where b.adresse = $2)) as sienne,
       case when p.disparu_le is null then
         (select a.adresse from adresse_mss a where a.rpps = p.rpps and a.disparu_le is null
          order by a.rang, a.adresse limit 1) end as presente
     from professionnel p where p.rpps = $1`,
    [rpps, lowerAscii(adresse)],
  )
  return row === undefined || row.sienne
    ? { kind: 'sienne' }
    : { kind: 'perdue', presente: row.presente }
}

interface EnvoiRow extends Omit<NewEnvoi, 'donnees' | 'id' | 'messageId' | 'jetonRebond'> {
  readonly donnees: Buffer
}

/** Puts the letter `de` again for another address, to be sealed anew; false when there is none, or it was put before. */
export async function putAgain(
  sql: Sql,
  keys: Keys,
  de: string,
  {
    adresse,
    ...neuf
  }: Pick<NewEnvoi, 'id' | 'messageId' | 'jetonRebond' | 'creeLe'> & {
    readonly adresse: AdresseMss
  },
): Promise<boolean> {
  const [row] = await sql.query<EnvoiRow>(
    `select dossier, cle, cle_unique as "cleUnique", lettre, role, rang, version, rpps, donnees, priorite, ordre
     from envoi where id = $1`,
    [de],
  )
  if (row === undefined) return false
  const plain = await keys.decrypt(sql, row.cle, row.donnees, `envoi:${de}`)
  const lues = JSON.parse(plain.toString('utf8')) as Donnees
  return await putEnvoi(sql, keys, {
    ...row,
    ...neuf,
    cleUnique: `readresse:${de}`,
    donnees: { ...lues, a: { ...lues.a, adresse } },
    pasAvant: null,
  })
}
