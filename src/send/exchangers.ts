/**
 * Finds the servers that take the mail of a domain.
 *
 * In    a domain, a resolver
 * Out   host names in the order to try; none when the domain takes no mail; unresolved when DNS fails
 *
 * RFC 5321 §5.1 (preference, implicit MX) · RFC 7505 §3 (null MX)
 */
import type { MxRecord } from 'node:dns'

/** What the DNS says of a domain. */
export type Exchangers =
  | { readonly kind: 'hosts'; readonly hosts: readonly string[] }
  | { readonly kind: 'none' }
  | { readonly kind: 'unresolved'; readonly said: string }

/** More are not tried in one attempt. */
const MAX_HOSTS = 5

/** The hosts to try for a domain, most preferred first. */
export async function exchangersOf(
  domain: string,
  resolveMx: (domain: string) => Promise<readonly MxRecord[]>,
): Promise<Exchangers> {
  try {
    return ofRecords(domain, await resolveMx(domain))
  } catch (error) {
    const { code = 'DNS' } = error as NodeJS.ErrnoException
    if (code === 'ENODATA') return ofRecords(domain, [])
    // The name itself does not exist: nobody will ever answer there.
    if (code === 'ENOTFOUND') return { kind: 'none' }
    return { kind: 'unresolved', said: `DNS ${code}` }
  }
}

function ofRecords(domain: string, records: readonly MxRecord[]): Exchangers {
  // "If an empty list of MXs is returned, the address is treated as if it was associated with an
  //  implicit MX RR, with a preference of 0, pointing to that host." — RFC 5321 §5.1
  if (records.length === 0) return { kind: 'hosts', hosts: [domain] }
  const hosts = [...records]
    .filter(({ exchange }) => exchange !== '' && exchange !== '.')
    .sort((a, b) => a.priority - b.priority)
    .map(({ exchange }) => exchange.replace(/\.$/, '').toLowerCase())
  if (hosts.length === 0) return { kind: 'none' }
  return { kind: 'hosts', hosts: [...new Set(hosts)].slice(0, MAX_HOSTS) }
}
