/**
 * What a rule may know of header fields: addresses, identifiers, subject, signs of a machine.
 *
 * In        fields of a header block, and the envelope
 * Out       OuterHeaders
 *
 * RFC 5322 §3.6 · RFC 2047 (encoded words) · RFC 3834 §5 (Auto-Submitted)
 */
import type { OuterHeaders } from '../message.ts'
import { addressesOf } from './addresses.ts'
import { type Entity, fieldValue } from './entity.ts'

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
    to: ['to', 'cc'].flatMap((name) => addressesOf(entity.fields, name) ?? []).slice(0, MAX_IDS),
    toIsSigned: false,
    automatic: isAutomatic(entity, envelopeFrom),
    wantsNoAnswer: wantsNoAnswer(entity),
  }
}

/** Fields by which a machine says that it writes, and the values that say it does not. They may only lower trust. SPEC §5 */
const MACHINE_FIELDS: { readonly [name: string]: (word: string) => boolean } = {
  'auto-submitted': (word) => word !== 'no',
  precedence: (word) => ['bulk', 'list', 'junk', 'auto_reply'].includes(word),
  'x-autoreply': isSaid,
  'x-autorespond': isSaid,
  'x-auto-reply': isSaid,
}

function isSaid(word: string): boolean {
  return !['no', 'false', '0'].includes(word)
}

function isAutomatic(entity: Entity, envelopeFrom: string): boolean {
  return (
    envelopeFrom === '' ||
    entity.type.type === 'multipart/report' ||
    entity.type.type.startsWith('message/d') ||
    // Each field of a name: the first of two must not hide the second.
    entity.fields.some(({ name, value }) => {
      const word = wordOf(value)
      return word !== '' && MACHINE_FIELDS[name]?.(word) === true
    })
  )
}

/** `X-Auto-Response-Suppress` alone makes no machine's letter of it: its sender only wants no automatic answer. [MS-OXCMAIL] */
function wantsNoAnswer(entity: Entity): boolean {
  return entity.fields.some(
    ({ name, value }) =>
      name === 'x-auto-response-suppress' && /\b(?:all|autoreply)\b/i.test(value),
  )
}

/** The first word of a field, lower case; a field that begins with none is said all the same. */
function wordOf(value: string): string {
  const text = value.trim().toLowerCase()
  return /^[\w-]+/.exec(text)?.[0] ?? text.slice(0, 1)
}

function idsOf(value: string | null): string[] {
  return [...(value ?? '').matchAll(/<([^<>\s]{1,998})>/g)].map((m) => m[1] ?? '').slice(-MAX_IDS)
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
