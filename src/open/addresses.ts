/**
 * The addresses of From, Sender and their like.
 *
 * In        fields of a header block, as strangers wrote them
 * Out       every address in order, lower case; null where one cannot be read without doubt
 * Refuses   within the value: what prints nothing or looks like another sign, brackets that hold no address, an
 *           address that stands unread beside the one that was
 *
 * Signs of the grammar that stand unquoted in a name (`DURAND, Alice <a@b.test>`) change nothing where each address
 * stands in brackets of its own and no other does: there is one reading. RFC 5322 §3.4, §4.4 · RFC 5321 §4.1.2
 */
import { endOfQuote, lowerAscii, unquoted } from '../kit/mailbox.ts'
import type { Field } from './entity.ts'

/** Blanks before the colon of a field do not hide it. */
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
const AT_SIGNS = /[@＠﹫]/

/**
 * Is one of these fields written as a group (`name: members;`), or its address with a route? A colon in a name makes
 * neither. RFC 5322 §3.4, §4.4
 */
export function hasGroup(fields: readonly Field[], name: string): boolean {
  return fields.some((field) => {
    const bare = field.name === name ? withoutCommentsAndQuotes(field.value) : null
    const colon = bare?.indexOf(':') ?? -1
    if (bare === null || colon === -1) return false
    const isEnded = bare.indexOf(';', bare.lastIndexOf('@')) !== -1
    return isEnded || AT_SIGNS.test(bare.slice(0, colon)) || /<[^<>:]*:/.test(bare)
  })
}

/** Parses an address list: display names, comments, quoting and groups are set aside. */
export function parseAddresses(value: string): string[] | null {
  if (value.length > MAX_LIST) return null
  const bare = withoutCommentsAndQuotes(value)
  return bare === null ? null : (listed(bare) ?? bracketed(bare))
}

/** By the grammar: items between commas. */
function listed(bare: string): string[] | null {
  const found: string[] = []
  const flat = bare.includes(':') ? withoutGroups(bare) : bare
  for (const item of flat.split(',')) {
    const text = item.trim()
    if (text === '') continue
    const angle = /^([^<>]*)<([^<>]*)>$/.exec(text)
    // `a@b.test; <c@d.test>`: to some readers two.
    if (angle?.[1]?.includes(';') && AT_SIGNS.test(angle[1])) return null
    const address = (angle?.[2] ?? text).replace(/^@[^:]*:/, '').trim()
    if (!ADDRESS.test(address)) return null
    found.push(lowerAscii(address))
  }
  return found
}

/** By the brackets alone: each holds an address, none stands outside, and a comma or semicolon parts two. */
function bracketed(bare: string): string[] | null {
  const [name = '', ...pieces] = bare.split('<')
  if (pieces.length === 0 || /[>@＠﹫]/.test(name)) return null
  const found: string[] = []
  for (const [rank, piece] of pieces.entries()) {
    const [inside = '', after, ...more] = piece.split('>')
    const address = inside.trim()
    if (after === undefined || more.length > 0 || AT_SIGNS.test(after)) return null
    const isLast = rank === pieces.length - 1
    if (isLast ? /[^\s,;]/.test(after) : !/[,;]/.test(after)) return null
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
 * Without quoted strings and comments, in one pass. A local part that needs its quotes is beyond the grammar of our
 * addresses: it makes the list unreadable, as what is left open does. RFC 5322 §3.2.2, §3.2.4
 */
function withoutCommentsAndQuotes(value: string): string | null {
  if (!/["()]/.test(value)) return value
  let bare = ''
  let depth = 0
  for (let at = 0; at < value.length; at++) {
    const sign = value[at] ?? ''
    if (sign === '"' && depth === 0) {
      const quoted = quotedAt(value, at)
      if (quoted === null) return null
      bare += quoted.bare
      at = quoted.end
      continue
    }
    if (sign === '\\' && depth > 0) at += 1
    else depth += (sign === '(' ? 1 : 0) - (sign === ')' ? 1 : 0)
    if (depth < 0 || depth > MAX_COMMENT_DEPTH) return null
    if (depth === 0) bare += /[()]/.test(sign) ? ' ' : sign
  }
  return depth === 0 ? bare : null
}

/** A quoted string as it counts: nothing in a name, the local part itself before an at sign. */
function quotedAt(
  value: string,
  at: number,
): { readonly bare: string; readonly end: number } | null {
  const end = endOfQuote(value, at)
  if (end === -1) return null
  if (value[end + 1] !== '@') return { bare: ' ', end }
  const local = unquoted(value.slice(at, end + 2)).slice(0, -1)
  return local.startsWith('"') ? null : { bare: local, end }
}
