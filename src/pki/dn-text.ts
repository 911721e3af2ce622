/**
 * A distinguished name written as text, and the key by which it equals the name of a certificate.
 *
 * In    RFC 4514 text, last RDN first; blanks after separators and quoted values of older writers are borne
 * Out   the `key` of `name.ts`: compared RDN by RDN, whatever the case, the blanks and the string type
 * Refuses   (null) what is not a distinguished name
 *
 * RFC 4514 §2, §3 · RFC 1779 §2.3 (quotes)
 */
import { type Attribute, OID_EMAIL, rdnKey, SHORT } from './name.ts'

const TYPES = new Map<string, string>([
  ...Object.entries(SHORT).map(([oid, short]) => [short.toUpperCase(), oid] as const),
  ['E', OID_EMAIL],
  ['EMAIL', OID_EMAIL],
  ['S', '2.5.4.8'],
  ['SERIALNUMBER', '2.5.4.5'],
])
const TYPE = /\s*(?:oid\.)?([A-Za-z][A-Za-z0-9-]*|\d+(?:\.\d+)+)\s*=\s*/iy
const MAX_CHARS = 2_000

/** The comparison key of a name written as text; null when it is none. */
export function dnKey(text: string): string | null {
  if (text.length > MAX_CHARS) return null
  const rdns: Attribute[][] = [[]]
  let at = 0
  while (at < text.length || rdns.length === 1) {
    TYPE.lastIndex = at
    const head = TYPE.exec(text)
    const type = head?.[1] === undefined ? undefined : typeOf(head[1])
    if (head === null || type === undefined) return null
    const value = valueAt(text, at + head[0].length)
    if (value === null) return null
    rdns.at(-1)?.push(attributeOf(type, value.text))
    const separator = text[value.end]
    if (separator === undefined) return keyOf(rdns)
    if (separator !== '+') rdns.push([])
    at = value.end + 1
  }
  return null
}

function keyOf(rdns: readonly Attribute[][]): string {
  return JSON.stringify(rdns.toReversed().map(rdnKey))
}

function typeOf(name: string): string | undefined {
  return /^\d/.test(name) ? name : TYPES.get(name.toUpperCase())
}

function attributeOf(type: string, text: string): Attribute {
  const hex = /^#((?:[0-9a-f]{2})+)$/i.exec(text)?.[1]
  return hex === undefined
    ? { type, text, der: Buffer.alloc(0) }
    : { type, text: null, der: Buffer.from(hex, 'hex') }
}

/** A value up to its separator, its escapes undone. */
function valueAt(text: string, from: number): { text: string; end: number } | null {
  const bytes: Buffer[] = []
  let at = from
  let quoted = false
  for (; at < text.length; at++) {
    const char = text[at] ?? ''
    if (char === '\\') {
      const pair = /^[0-9a-f]{2}/i.exec(text.slice(at + 1))?.[0]
      const escaped = text[at + 1]
      if (escaped === undefined) return null
      bytes.push(pair === undefined ? Buffer.from(escaped) : Buffer.from(pair, 'hex'))
      at += pair === undefined ? 1 : 2
    } else if (char === '"') quoted = !quoted
    else if (!quoted && (char === ',' || char === '+' || char === ';')) break
    else {
      const point = String.fromCodePoint(text.codePointAt(at) ?? 0)
      bytes.push(Buffer.from(point))
      at += point.length - 1
    }
  }
  return quoted ? null : { text: Buffer.concat(bytes).toString('utf8').trim(), end: at }
}
