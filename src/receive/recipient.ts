/**
 * The addresses of an envelope as they are kept, and what is said of a recipient.
 *
 * In    an address as the wire had it, those that the mail already has
 * Out   plain addresses; the code of a recipient that is not taken
 *
 * RFC 5321 §4.1.1.3, §4.1.2, §4.5.3.1.10 · SPEC §3
 */

import type { SMTPServerAddress, SMTPServerSession } from 'smtp-server'

import type { Code } from '../errors.ts'
import { asciiDomain, unquoted } from '../kit/mailbox.ts'

/** What is known of an address at `RCPT`. */
export type Recipient =
  | { readonly kind: 'known' }
  | { readonly kind: 'unknown' }
  /** Ours, but this mail already has another errand: its sender brings it once more. */
  | { readonly kind: 'apart' }
  | { readonly kind: 'unavailable' }

/** What the door knows of its own addresses. */
interface Asked {
  readonly domain: string
  readonly recipient: (address: string, before: readonly string[]) => Promise<Recipient>
}

const AT_RECIPIENT: { readonly [K in Recipient['kind']]: Code | null } = {
  known: null,
  unknown: 'recipient-unknown',
  apart: 'one-errand-a-mail',
  unavailable: 'store-unavailable',
}

/** Why this address may not be added to the envelope; null: it may. */
export async function recipientCode(
  address: SMTPServerAddress,
  { envelope }: SMTPServerSession,
  { recipient, domain }: Asked,
): Promise<Code | null> {
  const before = envelope.rcptTo.map((each) => plainTo(each, domain))
  return AT_RECIPIENT[(await recipient(plainTo(address, domain), before)).kind]
}

/** The envelope sender, lower case, without quotes it does not need, the domain as the wire had it: smtp-server turns it into Unicode. */
export function plainFrom({ address: given }: SMTPServerAddress): string {
  const address = unquoted(given)
  const at = address.lastIndexOf('@')
  if (at === -1) return address.toLowerCase()
  const domain = address.slice(at + 1)
  return `${address.slice(0, at)}@${asciiDomain(domain) || domain}`.toLowerCase()
}

/** A recipient; `<postmaster>` alone is ours. RFC 5321 §4.1.1.3 */
export function plainTo(address: SMTPServerAddress, domain: string): string {
  const plain = plainFrom(address)
  return plain.includes('@') ? plain : `${plain}@${domain}`
}
