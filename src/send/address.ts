/**
 * The grammar of an address that we are ready to write on an SMTP line.
 *
 * In    text
 * Out   yes or no
 * Refuses   quoting, comments, route, UTF-8, control characters, lengths beyond the limits
 *
 * RFC 5321 §4.1.2 (Dot-string, Domain), §4.5.3.1.1–3 (64, 255, 256 octets)
 */

const ADDRESS =
  /^([A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*)@((?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)*[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?)$/

/** May this text stand in `RCPT TO:<…>`? Anything that could end the line or the path cannot. */
export function isSendable(address: string): boolean {
  if (address.length > 254) return false
  const local = ADDRESS.exec(address)?.[1]
  return local !== undefined && local.length <= 64
}

/** The domain of a sendable address, in lower case. */
export function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1).toLowerCase()
}
