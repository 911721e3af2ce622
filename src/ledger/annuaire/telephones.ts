/**
 * The telephones that professionals wrote of themselves: asked for once, used where the directory has none.
 *
 * SPEC §4 (Téléphone), §5 (URGENT), §9
 */
import type { TelephoneEcrit } from '../../domain/telephone.ts'
import type { Sql } from '../../postgres/sql.ts'

/** Keeps his number; one that he wrote before a kept one changes nothing, nor does one of nobody in the directory. */
export async function noteTelephone(
  sql: Sql,
  { rpps, telephone, message, le }: TelephoneEcrit,
): Promise<void> {
  await sql.query(
    `update professionnel set telephone_ecrit = $2, telephone_ecrit_le = $3, telephone_ecrit_message = $4
     where rpps = $1 and (telephone_ecrit_le is null or telephone_ecrit_le < $3)`,
    [rpps, telephone, le, message],
  )
}

/** The number that he wrote of himself; null: none, or the directory has one. */
export async function telephoneEcrit(sql: Sql, rpps: string): Promise<TelephoneEcrit | null> {
  const [row] = await sql.query<Omit<TelephoneEcrit, 'le'> & { readonly le: Date }>(
    `select rpps, telephone_ecrit as telephone, telephone_ecrit_message as message, telephone_ecrit_le as le
     from professionnel where rpps = $1 and telephone is null and telephone_ecrit is not null`,
    [rpps],
  )
  return row === undefined ? null : { ...row, le: row.le.toISOString() as TelephoneEcrit['le'] }
}
