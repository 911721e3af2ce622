/**
 * Where authorities publish their lists, as the certificates they signed say it.
 *
 * In    certificates, and the hosts that the administrator allows
 * Out   the `http` and `https` addresses of their distribution points on these hosts, and no other
 *
 * Any other host is as good as absent: nothing that a sender could choose is ever fetched.
 *
 * RFC 5280 §4.2.1.13
 */
import type { Certificate } from './certificate.ts'

const MAX_ADDRESS = 500

/** The addresses of the certificates' distribution points on allowed hosts (`host` or `host:port`). */
export function listAddresses(
  certificates: readonly Certificate[],
  hosts: readonly string[],
): string[] {
  const found = certificates
    .flatMap(({ extensions }) => extensions.distributionPoints)
    .flatMap(({ fullName }) => fullName ?? [])
    .flatMap((name) => (name.kind === 'uri' ? [name.value] : []))
  return [...new Set(found)].filter((address) => isAllowed(address, hosts))
}

/** Where a certificate's authority answers over OCSP, on an allowed host; null: nowhere. RFC 5280 §4.2.2.1 */
export function ocspAddress({ extensions }: Certificate, hosts: readonly string[]): string | null {
  return extensions.ocspAddresses.find((address) => isAllowed(address, hosts)) ?? null
}

const USUAL_PORTS: { readonly [protocol: string]: string } = { 'http:': '80', 'https:': '443' }

/** May this address be fetched? A host named without a port is allowed at the usual port of its protocol. */
export function isAllowed(address: string, hosts: readonly string[]): boolean {
  if (address.length > MAX_ADDRESS || !URL.canParse(address)) return false
  const { protocol, hostname, port, username, password } = new URL(address)
  const usual = USUAL_PORTS[protocol]
  if (usual === undefined || username !== '' || password !== '') return false
  return hosts.includes(`${hostname}:${port || usual}`) || (port === '' && hosts.includes(hostname))
}
