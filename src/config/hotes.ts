/**
 * CONFRERE_REVOCATION_HOTES: the hosts whence lists of revocation are fetched and responders asked.
 *
 * In    `host` or `host:port`, as an operator writes them
 * Out   the same as a URL names them: lower case, addresses in their usual form, the port where it is said
 * Refuses   what is no host (a fault that names the setting)
 *
 * An address has many spellings (`127.1`, `0x7f.1`): the usual form is what rules on loopback are asked of.
 *
 * SPEC §2
 */
import { isLoopbackHost } from '../kit/networks.ts'
import type { Reader } from '../kit/settings.ts'

const NAME = 'CONFRERE_REVOCATION_HOTES'
const FORM = /^([a-z0-9_](?:[a-z0-9_.-]*[a-z0-9_])?|\[[0-9a-f:.]+\])(?::([1-9]\d{0,4}))?$/i

/** Reads the hosts; without a port an entry stands for the usual port of `http` and of `https`. */
export function hotesOf(reader: Reader): string[] {
  return (reader.list(NAME) ?? []).flatMap((each) => {
    const host = hostOf(each)
    if (host === null) {
      const shown = each.slice(0, 60)
      reader.fault(NAME, `« ${shown} » n’est pas un nom d’hôte ; attendu : crl.exemple.fr`)
    }
    return host ?? []
  })
}

function hostOf(text: string): string | null {
  const [, name, port] = FORM.exec(text) ?? []
  if (name === undefined || !URL.canParse(`http://${text}/`)) return null
  const { hostname } = new URL(`http://${name}/`)
  return port === undefined ? hostname : `${hostname}:${port}`
}

/** Is this host the machine that the gateway runs on, by name or by address? Dev alone fetches there. */
export function isThisMachine(hote: string): boolean {
  const name = hote.replace(/:\d+$/, '').replace(/^\[(.*)\]$/, '$1')
  return name === '0.0.0.0' || name === '::' || isLoopbackHost(name)
}
