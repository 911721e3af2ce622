/**
 * Binds the signer to the sender, and the signed headers to the outer ones.
 *
 * In        the outer header fields, whom the signer's certificate names, the directory if there is one
 * Out       bound, unbound with a reason, or unknown when only an absent directory could tell
 * Refuses   no-from, several-from, sender-mismatch, signer-mismatch, header-mismatch
 *
 * RFC 8550 §3 · RFC 9598 §5 · RFC 9788 §2.1.1, §2.2 (header protection) · RFC 8551 §3.1 (message/rfc822 wrapping) · SPEC §8
 */
import { normalise } from '../domain/unicode.ts'
import type { Code } from '../errors.ts'
import { comparableMailbox } from '../kit/mailbox.ts'
import type { Liens, Verdict } from '../message.ts'
import { isWithinLimits } from '../pki/rules.ts'
import { addressesOf, hasGroup } from './addresses.ts'
import type { Entity, Field } from './entity.ts'
import { decodeWords } from './headers.ts'
import type { Holder } from './standing.ts'

type Sender = Verdict['sender']

/** The one From address, or why there is not exactly one. */
export function fromOf(fields: readonly Field[]): {
  readonly from: readonly string[]
  readonly reason: Code | null
} {
  const from = addressesOf(fields, 'from')
  if (from === null) return { from: [], reason: 'no-from' }
  const headers = fields.filter((field) => field.name === 'from').length
  if (from.length === 0) return { from, reason: 'no-from' }
  if (headers > 1 || from.length > 1 || hasGroup(fields, 'from'))
    return { from, reason: 'several-from' }
  // A mail sent on behalf of another has two authors: we answer for one.
  const sender = addressesOf(fields, 'sender')
  if (sender === null || sender.some((address) => address !== from[0]))
    return { from, reason: 'sender-mismatch' }
  return { from, reason: null }
}

/** Is the signer the sender? */
export async function bindSender(
  fields: readonly Field[],
  { rpps, emails, limits }: Holder,
  annuaire: Liens | null,
): Promise<Sender> {
  const { from, reason } = fromOf(fields)
  const address = from[0]
  if (reason || address === undefined) return { from, bound: false, reason: reason ?? 'no-from' }
  if (!isWithinLimits(address, limits)) return { from, bound: false, reason: 'signer-mismatch' }
  if (emails.includes(comparableMailbox(address))) return { from, bound: true, reason: null }
  if (rpps === null) return { from, bound: false, reason: 'signer-mismatch' }
  if (annuaire === null) return { from, bound: null, reason: 'annuaire-absent' }
  const own = await annuaire.addressesOf(rpps)
  const isBound =
    own.some((known) => known.toLowerCase() === address) || (await annuaire.mayUse(address, rpps))
  return { from, bound: isBound, reason: isBound ? null : 'signer-mismatch' }
}

/** Compared whatever the form of the protection, then where RFC 9788 makes copies of all fields. */
const PROTECTED = ['from', 'subject', 'to', 'cc'] as const
const COPIED = ['sender', 'reply-to', 'date', 'in-reply-to', 'references'] as const

export type Protection = 'hp-clear' | 'hp-cipher' | 'wrapped' | 'wrapped-encrypted'

/** Does a signed entity protect header fields by RFC 9788, and how? */
export function protectionOf(signed: Entity): 'hp-clear' | 'hp-cipher' | null {
  const hp = signed.type.params.get('hp')?.toLowerCase()
  if (hp === 'clear') return 'hp-clear'
  return hp === 'cipher' ? 'hp-cipher' : null
}

/** Do the signed copies of header fields agree with the outer ones? */
export function protectedProblem(
  outer: readonly Field[],
  inner: readonly Field[],
  mode: Protection,
): Code | null {
  const isCopied = mode === 'hp-clear' || mode === 'hp-cipher'
  for (const name of isCopied ? [...PROTECTED, ...COPIED] : PROTECTED) {
    const has = (fields: readonly Field[]) => fields.some((field) => field.name === name)
    if (!has(inner)) continue
    // What an encrypted mail leaves out, or hides as `...`, is not altered: From and To decide.
    if (mode === 'hp-cipher' && !has(outer)) continue
    if (mode === 'wrapped-encrypted' && name === 'subject') continue
    // RFC 9788 §2.2: when encrypting, what may differ outside is told inside by HP-Outer; never From,
    // which the signer is bound to outside and readers show from inside
    const isTold = mode === 'hp-cipher' && name !== 'from'
    const told = isTold ? outerCopy(inner, name) : null
    // A relay may add what an encrypted mail left out; the rest of what is shown is another matter.
    if (isTold && told === null && isAddedByRelays(name)) continue
    const expected = told ?? inner
    if (comparable(outer, name) !== comparable(expected, name)) return 'header-mismatch'
  }
  return null
}

/** The fields that HP-Outer says the sender put outside; null when there are none of that name. */
function outerCopy(inner: readonly Field[], name: string): readonly Field[] | null {
  const copies = inner.flatMap((field) => {
    const match = field.name === 'hp-outer' ? /^([!-9;-~]+)\s*:\s*(.*)$/s.exec(field.value) : null
    return match?.[1]
      ? [{ name: match[1].toLowerCase(), raw: field.raw, value: match[2] ?? '' }]
      : []
  })
  return copies.some((field) => field.name === name) ? copies : null
}

function isAddedByRelays(name: string): boolean {
  return name === 'date' || name === 'sender'
}

function comparable(fields: readonly Field[], name: string): string {
  const own = fields.filter((field) => field.name === name)
  if (name === 'subject') {
    return own
      .map((field) => normalise(decodeWords(field.value), 'NFC').replace(/\s+/g, ' ').trim())
      .join('\n')
  }
  if (name === 'date') return own.map(({ value }) => Date.parse(value) || value).join('\n')
  if (name === 'in-reply-to' || name === 'references') {
    return own.map(({ value }) => value.replace(/\s+/g, ' ')).join('\n')
  }
  const addresses = addressesOf(fields, name) ?? own.map((field) => field.value)
  return addresses.toSorted().join(',')
}
