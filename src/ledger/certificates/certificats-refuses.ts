/**
 * The certificates that the administrator denied, by SHA-256: one row a certificate, its last state.
 *
 * In    a fingerprint, a reason, who says so
 * Out   the denied ones; all rows, the last first
 *
 * SPEC §1 (`certificat refuser|admettre`)
 */
import type { Sha256 } from '../../domain/correspondant.ts'
import type { Sql } from '../../postgres/sql.ts'
import { append } from '../journal/journal.ts'

export interface CertificatRefuse {
  readonly sha256: Sha256
  readonly etat: 'refuse' | 'admis'
  readonly motif: string
  readonly par: string
  readonly le: Date
}

/** Denies a certificate, or lifts its denial; said in the audit. */
export async function setCertificatRefuse(sql: Sql, row: CertificatRefuse): Promise<void> {
  const { sha256, etat, motif, par, le } = row
  await sql.query(
    `insert into certificat_refuse (sha256, etat, motif, par, le) values (decode($1, 'hex'), $2, $3, $4, $5)
     on conflict (sha256) do update set etat = $2, motif = $3, par = $4, le = $5`,
    [sha256, etat, motif, par, le],
  )
  await append(sql, {
    chaine: 'passerelle',
    quoi: etat === 'refuse' ? 'certificat.refuse' : 'certificat.admis',
    auteur: par,
    detail: { sha256, motif },
    instant: le,
  })
}

/** SHA-256 of those that are denied now. */
export async function deniedCertificates(sql: Sql): Promise<Sha256[]> {
  const rows = await sql.query<{ sha256: Sha256 }>(
    `select encode(sha256, 'hex') as sha256 from certificat_refuse where etat = 'refuse' order by sha256`,
  )
  return rows.map(({ sha256 }) => sha256)
}

/** Every certificate that was ever denied or allowed, the last first. */
export async function certificatsRefuses(sql: Sql): Promise<CertificatRefuse[]> {
  return await sql.query<CertificatRefuse>(
    `select encode(sha256, 'hex') as sha256, etat, motif, par, le from certificat_refuse
     order by le desc, sha256`,
  )
}
