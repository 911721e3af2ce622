/**
 * Takes a PKCS#11 URI apart: which module, which token, which key, where its PIN is.
 *
 * In    `pkcs11:token=Hopital;object=confrere?module-path=/usr/lib/…/module.so&pin-source=file:/…`
 * Out   its parts, decoded
 * Refuses   what is no such URI, or names no key (one French sentence)
 *
 * RFC 7512 §2.3, §2.4
 */

/** A key that stays in its module. Plain values: what uses it opens a session of its own. */
export interface TokenKey {
  /** Path of the module; null: that of p11-kit. */
  readonly module: string | null
  readonly token: string | null
  readonly slot: string | null
  /** CKA_ID, hexadecimal. */
  readonly id: string | null
  /** CKA_LABEL. */
  readonly object: string | null
  readonly pinFile: string | null
  readonly pin: string | null
}

/** Parses the URI; a text is what is wrong with it. */
export function parsePkcs11Uri(uri: string): TokenKey | string {
  const match = /^pkcs11:([^?#]*)(?:\?([^#]*))?$/i.exec(uri.trim())
  if (match === null) return 'une URI « pkcs11:… » est attendue'
  const path = attributes(match[1] ?? '', ';')
  const query = attributes(match[2] ?? '', '&')
  if (path === null || query === null) return 'cette URI PKCS#11 est mal formée'
  const id = path.get('id')
  const object = path.get('object')
  if (id === undefined && object === undefined)
    return 'cette URI PKCS#11 ne nomme pas de clé (« id » ou « object »)'
  const source = text(query.get('pin-source'))
  if (source?.startsWith('|')) return 'une commande dans « pin-source » n’est pas admise'
  return {
    module: text(query.get('module-path')),
    token: text(path.get('token')),
    slot: text(path.get('slot-id')),
    id: id?.toString('hex') ?? null,
    object: text(object),
    pinFile: source?.replace(/^file:(?:\/\/)?/, '') ?? null,
    pin: text(query.get('pin-value')),
  }
}

function text(octets: Buffer | undefined): string | null {
  return octets === undefined ? null : octets.toString('utf8')
}

function attributes(part: string, separator: string): Map<string, Buffer> | null {
  const found = new Map<string, Buffer>()
  for (const item of part.split(separator).filter((each) => each !== '')) {
    const at = item.indexOf('=')
    const name = item.slice(0, Math.max(0, at))
    const value = item.slice(at + 1)
    if (name === '' || found.has(name) || /%(?![0-9a-f]{2})|[^ -~]/i.test(value)) return null
    found.set(name, octets(value))
  }
  return found
}

/** An id is any octets: they are not UTF-8. */
function octets(value: string): Buffer {
  const latin1 = value.replace(/%([0-9a-f]{2})/gi, (_, hex) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  )
  return Buffer.from(latin1, 'latin1')
}
