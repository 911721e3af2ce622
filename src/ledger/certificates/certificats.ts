/**
 * The certificates of correspondents: learned from verified mail, or imported by the administrator.
 *
 * In    a certificate already judged, an address, a professional
 * Out   those to encrypt to an address with, the last seen first
 *
 * SPEC §8, §9
 */
import type { Rpps } from '../../domain/correspondant.ts'
import type { Sql } from '../../postgres/sql.ts'

/** A certificate of a correspondent, and what its holder's client can read. */
export interface Certificat {
  readonly sha256: Buffer
  /** Whence mail brought it. */
  readonly adresse: string | null
  readonly rpps: Rpps | null
  readonly der: Buffer
  readonly usage: 'chiffrement' | 'signature' | 'deux'
  readonly source: string
  readonly valideDu: Date
  readonly valideAu: Date
  /** Announced with it; null: nothing was. */
  readonly capacites: { readonly gcm: boolean; readonly oaep: boolean } | null
  readonly vuLe: Date
}

/** An imported one keeps the RPPS that stands in it: its holder is found by that alone. */
const RPPS_KEPT = `case when certificat.source = 'annuaire' then certificat.rpps
  else coalesce(excluded.rpps, certificat.rpps) end`

/** Keeps a certificate that mail brought, or notes that it was seen again. */
export async function putCertificate(sql: Sql, certificat: Certificat): Promise<void> {
  await sql.query(
    `insert into certificat (sha256, adresse, rpps, der, usage, source, valide_du, valide_au, capacites, vu_le)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
     on conflict (sha256) do update set adresse = coalesce(excluded.adresse, certificat.adresse),
       rpps = ${RPPS_KEPT},
       usage = excluded.usage,
       capacites = coalesce(excluded.capacites, certificat.capacites),
       vu_le = greatest(excluded.vu_le, certificat.vu_le)`,
    [
      certificat.sha256,
      certificat.adresse?.toLowerCase() ?? null,
      certificat.rpps,
      certificat.der,
      certificat.usage,
      certificat.source,
      certificat.valideDu,
      certificat.valideAu,
      certificat.capacites === null ? null : JSON.stringify(certificat.capacites),
      certificat.vuLe,
    ],
  )
}

/** A certificate of the directory, with what stands in it. */
export type CertificatImporte = Omit<Certificat, 'adresse' | 'source' | 'capacites'> & {
  readonly adresses: readonly string[]
}

/**
 * Keeps an imported certificate; false when it was known. What its holder's mails said of it stays: a
 * directory imported again does not go before them.
 */
export async function importCertificate(sql: Sql, certificat: CertificatImporte): Promise<boolean> {
  const [row] = await sql.query<{ neuf: boolean }>(
    `insert into certificat (sha256, adresses, rpps, der, usage, source, valide_du, valide_au, vu_le)
     values ($1, $2, $3, $4, $5, 'annuaire', $6, $7, $8)
     on conflict (sha256) do update set adresses = excluded.adresses, rpps = excluded.rpps,
       source = excluded.source
     returning xmax = 0 as neuf`,
    [
      certificat.sha256,
      certificat.adresses.map((address) => address.toLowerCase()),
      certificat.rpps,
      certificat.der,
      certificat.usage,
      certificat.valideDu,
      certificat.valideAu,
      certificat.vuLe,
    ],
  )
  return row?.neuf ?? false
}

/**
 * Is the certificate one of the address $1? Mail came from there with it, or it holds the address, or it
 * names the only professional to whom the directory gives the address.
 */
const OF_ADDRESS = `(adresse = $1 or adresses @> array[$1::text] or source = 'annuaire' and rpps =
  (select case when count(*) = 1 then min(a.rpps) end from adresse_mss a
   where a.adresse = $1 and a.disparu_le is null))`

/** What `annuaire show` lists. */
export type CertificatConnu = Pick<Certificat, 'sha256' | 'der' | 'usage' | 'source' | 'valideAu'>

/** The certificates of an address or, imported, of a professional: the last seen first. */
export async function certificatsDe(
  sql: Sql,
  what: { readonly adresse: string } | { readonly rpps: string },
): Promise<readonly CertificatConnu[]> {
  const condition = 'adresse' in what ? OF_ADDRESS : `source = 'annuaire' and rpps = $1`
  return await sql.query<CertificatConnu>(
    `select sha256, der, usage, source, valide_au as "valideAu" from certificat
     where ${condition} order by vu_le desc, valide_au desc limit 50`,
    ['adresse' in what ? what.adresse.toLowerCase() : what.rpps],
  )
}

/** The certificates to encrypt to an address with at `now`, the last seen first. */
export async function encryptionCertificates(
  sql: Sql,
  address: string,
  now: Date,
): Promise<
  readonly {
    readonly certificate: Buffer
    readonly capabilities: { readonly gcm: boolean; readonly oaep: boolean }
  }[]
> {
  const rows = await sql.query<{ der: Buffer; capacites: Certificat['capacites'] }>(
    `select der, capacites from certificat
     where ${OF_ADDRESS} and usage in ('chiffrement', 'deux') and valide_du <= $2 and valide_au > $2
     order by vu_le desc, valide_au desc limit 5`,
    [address.toLowerCase(), now],
  )
  return rows.map(({ der, capacites }) => ({
    certificate: der,
    capabilities: capacites ?? { gcm: false, oaep: false },
  }))
}

/** Encryption certificates that end in the period, of addresses that have no longer one. */
export async function expiringCertificates(
  sql: Sql,
  { since, now, until }: { readonly since: Date; readonly now: Date; readonly until: Date },
): Promise<readonly { readonly der: Buffer; readonly valideAu: Date }[]> {
  return await sql.query<{ der: Buffer; valideAu: Date }>(
    `select der, valide_au as "valideAu" from certificat as c
     where usage in ('chiffrement', 'deux') and valide_au > $1 and valide_au <= $2
       and not exists (select 1 from certificat as newer
         where (newer.adresse = any(c.adresses || c.adresse)
             or newer.adresses && (c.adresses || c.adresse)
             or c.source = 'annuaire' and newer.rpps = c.rpps)
           and newer.usage in ('chiffrement', 'deux')
           and newer.valide_au > case when c.valide_au <= $3 then $3 else $2 end)
     order by valide_au limit 200`,
    [since, until, now],
  )
}
