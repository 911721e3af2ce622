/**
 * What a rule may know of header fields: addresses, identifiers, subject, signs of a machine.
 *
 * In        fields of a header block, and the envelope
 * Out       OuterHeaders; the addresses of From and of Sender, null where a field cannot be read
 *
 * RFC 5322 §3.4 (addresses), §3.6 · RFC 2047 (encoded words) · RFC 3834 §5 (Auto-Submitted)
 */
import { lowerAscii } from '../kit/mailbox.ts'
import type { OuterHeaders } from '../message.ts'
import { type Entity, type Field, fieldValue } from './entity.ts'

const MAX_IDS = 100

/** Reads the outer headers. */
export function outerHeaders(entity: Entity, envelopeFrom: string): OuterHeaders {
  const value = (name: string) => fieldValue(entity.fields, name)
  return {
    messageId: idsOf(value('message-id'))[0] ?? null,
    inReplyTo: idsOf(value('in-reply-to')),
    references: idsOf(value('references')),
    subject: decodeWords(value('subject') ?? ''),
    subjectIsSigned: false,
    from: addressesOf(entity.fields, 'from') ?? [],
    automatic: isAutomatic(entity, envelopeFrom),
  }
}

function isAutomatic(entity: Entity, envelopeFrom: string): boolean {
  const word = (name: string) =>
    /^[\w-]*/.exec(fieldValue(entity.fields, name) ?? '')?.[0].toLowerCase() ?? ''
  const submitted = word('auto-submitted')
  return (
    (submitted !== '' && submitted !== 'no') ||
    ['bulk', 'list', 'junk'].includes(word('precedence')) ||
    envelopeFrom === '' ||
    entity.type.type === 'multipart/report' ||
    entity.type.type.startsWith('message/d')
  )
}

function idsOf(value: string | null): string[] {
  return [...(value ?? '').matchAll(/<([^<>\s]{1,998})>/g)].map((m) => m[1] ?? '').slice(-MAX_IDS)
}

/**
 * Every address of every field of that name, lower case, in order; null when one cannot be read
 * without doubt. Blanks before the colon do not hide a field.
 */
export function addressesOf(fields: readonly Field[], name: string): string[] | null {
  const found: string[] = []
  for (const field of fields) {
    if (field.name !== name) continue
    const addresses = addressesIn(field)
    if (addresses === null) return null
    found.push(...addresses)
  }
  return found
}

const parsed = new WeakMap<Field, readonly string[] | null>()

/** From is asked for by all who judge a sender. */
function addressesIn(field: Field): readonly string[] | null {
  const before = parsed.get(field)
  if (before !== undefined) return before
  const addresses = parseAddresses(field.value)
  parsed.set(field, addresses)
  return addresses
}

/**
 * One `local@domain` without quoting. What prints nothing (controls, zero widths, changes of direction)
 * or looks like an at sign is in no address of ours.
 */
const ADDRESS = /^[^\s@<>()[\]\\;:,"\p{C}＠﹫]+@[^\s@<>()[\]\\;:,"\p{C}＠﹫]+$/u

/** Is one of these fields written as a group, `name: members;`? RFC 5322 §3.4 */
export function hasGroup(fields: readonly Field[], name: string): boolean {
  return fields.some(
    (field) => field.name === name && withoutCommentsAndQuotes(field.value)?.includes(':') === true,
  )
}

/** Parses an address list: display names, comments, quoting and groups are set aside. */
export function parseAddresses(value: string): string[] | null {
  if (value.length > MAX_LIST) return null
  const bare = withoutCommentsAndQuotes(value)
  if (bare === null) return null
  const found: string[] = []
  const flat = bare.includes(':') ? withoutGroups(bare) : bare
  for (const item of flat.split(',')) {
    const text = item.trim()
    if (text === '') continue
    const angle = /^[^<>]*<([^<>]*)>$/.exec(text)
    const address = (angle?.[1] ?? text).replace(/^@[^:]*:/, '').trim()
    if (!ADDRESS.test(address)) return null
    found.push(lowerAscii(address))
  }
  return found
}

const MAX_COMMENT_DEPTH = 10
/** A thousand addresses and more: beyond it a field is there to cost. */
const MAX_LIST = 64 * 1024

/** Groups become their members: of `name: a, b; c`, a name and its colon go, and the semicolon. */
function withoutGroups(list: string): string {
  const pieces = list.split(';')
  const flat = pieces.map((piece, rank) => {
    const at = piece.indexOf(':')
    if (at === -1) return rank === pieces.length - 1 ? piece : `${piece};`
    const before = piece.slice(0, at)
    const kept = Math.max(...[',', '<', '>'].map((sign) => before.lastIndexOf(sign)))
    return before.slice(0, kept + 1) + piece.slice(at + 1)
  })
  return flat.join('')
}

/**
 * Without quoted strings and comments, in one pass. A quoted local part is beyond the grammar of our
 * addresses: it makes the list unreadable, as what is left open does. RFC 5322 §3.2.2, §3.2.4
 */
function withoutCommentsAndQuotes(value: string): string | null {
  if (!/["()]/.test(value)) return value
  let bare = ''
  let depth = 0
  for (let at = 0; at < value.length; at++) {
    const sign = value[at] ?? ''
    if (sign === '"') {
      at = endOfQuote(value, at)
      if (at === -1 || value[at + 1] === '@') return null
    } else if (sign === '\\' && depth > 0) at += 1
    else depth += (sign === '(' ? 1 : 0) - (sign === ')' ? 1 : 0)
    if (depth < 0 || depth > MAX_COMMENT_DEPTH) return null
    if (depth === 0) bare += /["()]/.test(sign) ? ' ' : sign
  }
  return depth === 0 ? bare : null
}

/** Where the quoted string that begins here ends; -1 when it does not. */
function endOfQuote(value: string, start: number): number {
  for (let at = start + 1; at < value.length; at++) {
    if (value[at] === '"') return at
    if (value[at] === '\\') at += 1
  }
  return -1
}

/** Decodes encoded words; an unknown charset or encoding is left as written. RFC 2047 §2 */
export function decodeWords(value: string): string {
  if (!value.includes('=?')) return value
  return value
    .replace(/(=\?[^?\s]+\?[bq]\?[^?]*\?=)\s+(?==\?[^?\s]{1,64}\?[bq]\?)/gi, '$1')
    .replace(/=\?([^?*\s]+)(?:\*[^?]*)?\?([bq])\?([^?]*)\?=/gi, (word, charset, encoding, text) => {
      const bytes =
        encoding.toLowerCase() === 'b'
          ? Buffer.from(text, 'base64')
          : quoted(text.replaceAll('_', ' '))
      try {
        return new TextDecoder(charset).decode(bytes)
      } catch {
        // An unknown charset label.
        return word
      }
    })
}

function quoted(text: string): Buffer {
  const latin1 = text.replace(/=([0-9a-f]{2})/gi, (_, hex) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  )
  return Buffer.from(latin1, 'latin1')
}
