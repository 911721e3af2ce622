/**
 * Mail addresses as two of them are compared: by octets, but for the case of ASCII and the two ways to write a domain.
 *
 * In    an address as it stands in a header field or a certificate
 * Out   the form in which equal addresses are equal strings
 *
 * Only ASCII letters have a case here: U+212A in lower case would be the k of someone else. A domain in
 * Unicode becomes A-labels where it is made of U-labels as they stand; one that IDNA would have to change first
 * (full-width letters, capitals beyond ASCII, another normal form) is no domain, and equals none.
 *
 * RFC 9598 §5 · RFC 5890 §2.3.2.1 (U-labels, A-labels) · RFC 5321 §4.1.2 (quoted local parts)
 */
import { domainToASCII, domainToUnicode } from 'node:url'

/** ASCII capitals in lower case, everything else as it is. */
export function lowerAscii(text: string): string {
  return text.replace(/[A-Z]+/g, (run) => run.toLowerCase())
}

/** The form of an address that is compared. */
export function comparableMailbox(address: string): string {
  const lower = lowerAscii(address)
  if (isAscii(lower)) return lower
  const at = lower.lastIndexOf('@') + 1
  return lower.slice(0, at) + lower.slice(at).split('.').map(aLabel).join('.')
}

/** Words and dots, as a local part without quotes has them; nothing that looks like another sign. */
const DOT_ATOM = /^[^\s.@<>()[\]\\;:,"\p{C}＠﹫]+(?:\.[^\s.@<>()[\]\\;:,"\p{C}＠﹫]+)*$/u

/** The same mailbox without the quotes that its local part does not need: both forms are equal. RFC 5321 §4.1.2 */
export function unquoted(address: string): string {
  if (!address.startsWith('"')) return address
  const end = endOfQuote(address, 0)
  if (end === -1 || address[end + 1] !== '@') return address
  const local = address.slice(1, end).replace(/\\(.)/gs, '$1')
  return DOT_ATOM.test(local) ? local + address.slice(end + 1) : address
}

/** Where the quoted string that begins here ends; -1 when it does not. RFC 5322 §3.2.4 */
export function endOfQuote(value: string, start: number): number {
  for (let at = start + 1; at < value.length; at++) {
    if (value[at] === '"') return at
    if (value[at] === '\\') at += 1
  }
  return -1
}

/** Is this ASCII alone? */
export function isAscii(text: string): boolean {
  return !/[^ -~]/.test(text)
}

/** More characters than a name of a host has, in Unicode or not: RFC 1035 §2.3.4. */
const MAX_DOMAIN = 255

/** A domain in A-labels; empty when it is none. A longer text is none, and is not looked at: IDNA costs the square. */
export function asciiDomain(text: string): string {
  return text.length > MAX_DOMAIN ? '' : domainToASCII(text)
}

function aLabel(label: string): string {
  if (isAscii(label)) return label
  const ascii = asciiDomain(label)
  return ascii !== '' && domainToUnicode(ascii) === label ? ascii : label
}
