/**
 * CONFRERE_ANCRES_RPPS and CONFRERE_ANCRES_DOMAINES: what anchors, and authorities below them, may say.
 *
 * In    the first: SHA-256, common names or whole subjects, separated by commas or semicolons;
 *       the second: `SHA-256=domaine`, the same, a certificate named as often as it has domains
 * Out   fingerprints in lower case without colons, names as they stand; null: every anchor
 * Refuses   what is neither (a fault that names the setting)
 *
 * A whole subject has commas of its own: it goes from its first `TYPE=` to the next fingerprint, the next
 * `CN=` or a semicolon. Without a list, production believes the roots of IGC-Santé, by their names.
 *
 * SPEC §2
 */
import type { Reader } from '../kit/settings.ts'

const RPPS = 'CONFRERE_ANCRES_RPPS'
const DOMAINES = 'CONFRERE_ANCRES_DOMAINES'
/** Common names of the roots under which cards and software certificates of professionals are issued. */
export const IGC_SANTE: readonly string[] = ['ELEMENTAIRE', 'STANDARD', 'FORT'].map(
  (gamme) => `AC RACINE IGC-SANTE ${gamme}`,
)
const DOMAIN =
  /^(?=.{1,253}$)[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*$/

/** The anchors whose RPPS is believed; null: all. */
export function ancresRppsOf(reader: Reader, mode: 'dev' | 'production'): readonly string[] | null {
  const text = reader.text(RPPS)
  if (text === null) return mode === 'dev' ? null : IGC_SANTE
  if (text.trim() === '*') return null
  const anchors = text.split(';').flatMap(anchorsIn)
  if (anchors.length === 0) reader.fault(RPPS, 'une empreinte SHA-256 ou un nom est attendu')
  for (const each of anchors) {
    if (/^[0-9a-f:]{40,}$/i.test(each) && fingerprintIn(each) === null)
      reader.fault(RPPS, `« ${each.slice(0, 60)} » n’est pas une empreinte SHA-256`)
  }
  return anchors.map((each) => fingerprintIn(each) ?? each)
}

function anchorsIn(list: string): string[] {
  const found: string[] = []
  let isSubject = false
  for (const piece of list.split(/(?<!\\),/)) {
    const text = piece.trim()
    if (text === '') continue
    const isPair = text.includes('=')
    const last = found.length - 1
    if (isPair && isSubject && !/^cn\s*=/i.test(text)) found[last] = `${found[last]},${text}`
    else found.push(text)
    isSubject = isPair
  }
  return found
}

/** The certificates that are limited to mail domains. */
export function ancresDomainesOf(
  reader: Reader,
): readonly { readonly sha256: string; readonly domain: string }[] {
  return (reader.list(DOMAINES) ?? []).flatMap((each) => {
    const [name = '', domain = '', ...more] = each.split('=')
    const sha256 = fingerprintIn(name)
    const own = domain.toLowerCase()
    if (sha256 !== null && DOMAIN.test(own) && more.length === 0) return [{ sha256, domain: own }]
    const shown = each.slice(0, 90)
    reader.fault(
      DOMAINES,
      `« ${shown} » : attendu SHA-256=domaine, par exemple 9f86…0a08=chu.exemple.fr`,
    )
    return []
  })
}

function fingerprintIn(text: string): string | null {
  const bare = text.replaceAll(':', '').toLowerCase()
  return /^[0-9a-f]{64}$/.test(bare) ? bare : null
}
