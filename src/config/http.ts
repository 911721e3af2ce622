/**
 * The administrators' port: where it listens, its TLS, and the proxies whose word is believed.
 *
 * SPEC §2, §12
 */
import { networkOf } from '../kit/networks.ts'
import type { Reader } from '../kit/settings.ts'
import type { Config } from './shape.ts'

export const HTTP_NAMES = ['HTTP_CERT', 'HTTP_KEY', 'HTTP_CA', 'PROXY_DE_CONFIANCE'] as const

/** Reads them; a proxy that is no network is a fault. */
export function httpOf(reader: Reader, at: (name: string) => string | null): Config['http'] {
  const name = 'CONFRERE_PROXY_DE_CONFIANCE'
  const proxies = reader.list(name) ?? []
  for (const each of proxies) {
    if (networkOf(each) !== null) continue
    reader.fault(name, `« ${each.slice(0, 40)} » n’est pas un réseau ; attendu : 192.0.2.0/24`)
  }
  return Object.freeze({
    host: reader.host('CONFRERE_HTTP_HOST', '127.0.0.1'),
    port: reader.whole('CONFRERE_HTTP_PORT', { from: 0, to: 65_535 }, 8080),
    cert: at('CONFRERE_HTTP_CERT'),
    key: at('CONFRERE_HTTP_KEY'),
    ca: at('CONFRERE_HTTP_CA'),
    proxies: Object.freeze(proxies),
  })
}

/** What of it cannot stand together. */
export function httpFaults({ http }: Config): string[] {
  if ((http.cert === null) !== (http.key === null)) {
    const missing = http.cert === null ? 'CERT' : 'KEY'
    return [`CONFRERE_HTTP_${missing} : le certificat et sa clé vont ensemble`]
  }
  if (http.ca !== null && http.cert === null) {
    return ['CONFRERE_HTTP_CERT : CONFRERE_HTTP_CA demande un certificat et sa clé']
  }
  return []
}
