/**
 * Header fields of a MIME entity: split, unfolded, decoded; parameters with their continuations.
 *
 * In    the raw octets of one header block, CRLF or LF
 * Out   fields in order, names in lower case, values unfolded; parameters as a map
 *
 * RFC 5322 §2.2 · RFC 2045 §5.1 · RFC 2047 (also, against the letter, inside parameters) · RFC 2231 §3–4
 */
import libmime from 'libmime'

import { decodeText } from './charset.ts'

export interface Field {
  /** Lower case. */
  readonly name: string
  /** Unfolded, encoded words left as they are; octets beyond ASCII already characters. */
  readonly value: string
}

/** A structured value: `text/plain; charset=utf-8`. */
export interface Structured {
  /** Lower case, comments gone; empty when there is none. */
  readonly value: string
  readonly parameters: ReadonlyMap<string, string>
}

const MAX_SEGMENTS = 200
const FREE_TEXT = new Set(['name', 'filename'])

/** The fields of a header block; lines that are neither a field nor its continuation are left out. */
export function parseFields(block: Buffer): readonly Field[] {
  const fields: { name: string; value: string[] }[] = []
  let last: { name: string; value: string[] } | undefined
  for (const line of decodeText(block, null).split(/\r?\n/)) {
    if (/^[ \t]/.test(line)) {
      last?.value.push(line.trim())
      continue
    }
    const colon = line.indexOf(':')
    const name = line.slice(0, Math.max(0, colon)).trimEnd().toLowerCase()
    last = undefined
    if (!/^[\x21-\x39\x3b-\x7e]+$/.test(name)) continue
    last = { name, value: [line.slice(colon + 1).trim()] }
    fields.push(last)
  }
  return fields.map(({ name, value }) => ({ name, value: value.join(' ').trim() }))
}

/** The first value of a field, or null. */
export function fieldValue(fields: readonly Field[], name: string): string | null {
  return fields.find((field) => field.name === name)?.value ?? null
}

/** A field as a person reads it: encoded words decoded, control characters gone. */
export function fieldText(fields: readonly Field[], name: string): string | null {
  const value = fieldValue(fields, name)
  return value === null ? null : decodeWords(value)
}

/** Decodes the encoded words of a text; what cannot be decoded stays as it is. */
export function decodeWords(text: string): string {
  const bare = stripControls(text)
  return bare.includes('=?') ? stripControls(libmime.decodeWords(bare)) : bare
}

function stripControls(text: string): string {
  return text.replace(/\p{Cc}+/gu, (run) => (/^\t+$/.test(run) ? ' ' : ''))
}

/** The value and parameters of a structured field; the first of two parameters of one name wins. */
export function parseStructured(raw: string): Structured {
  const semicolon = raw.indexOf(';')
  const head = (semicolon === -1 ? raw : raw.slice(0, semicolon))
    .replace(/\([^()]*\)/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .toLowerCase()
  const value = /^[^\s"]+/.exec(head.replace(/\s*\/\s*/, '/').replace(/^"|"$/g, ''))?.[0] ?? ''
  const pairs = semicolon === -1 ? [] : splitParameters(raw.slice(semicolon + 1))
  return { value, parameters: joinSegments(pairs) }
}

function splitParameters(text: string): readonly (readonly [string, string])[] {
  const pairs: [string, string][] = []
  let at = 0
  let equals = -1
  while (at < text.length && pairs.length < MAX_SEGMENTS) {
    if (equals < at) equals = text.indexOf('=', at)
    const end = text.indexOf(';', at)
    if (equals === -1) break
    if (end !== -1 && end < equals) {
      at = end + 1
      continue
    }
    const name = text
      .slice(at, equals)
      .replace(/\([^()]*\)/g, ' ')
      .trim()
      .toLowerCase()
    const taken = takeValue(text, equals + 1, FREE_TEXT.has(name))
    if (name !== '' && !/[\s"]/.test(name)) pairs.push([name, taken.value])
    at = taken.next
  }
  return pairs
}

function takeValue(text: string, from: number, free: boolean) {
  let at = from
  while (text[at] === ' ' || text[at] === '\t') at += 1
  if (text[at] === '"') {
    let value = ''
    for (at += 1; at < text.length && text[at] !== '"'; at++) {
      if (text[at] === '\\' && at + 1 < text.length) at += 1
      value += text[at]
    }
    const end = text.indexOf(';', at)
    return { value, next: end === -1 ? text.length : end + 1 }
  }
  const end = text.indexOf(';', at)
  const stop = end === -1 ? text.length : end
  const whole = text.slice(at, stop).trim()
  // Real clients leave names with blanks unquoted; anywhere else a blank or comment ends the token.
  const value = free ? whole : (/^[^\s(]*/.exec(whole)?.[0] ?? '')
  return { value, next: stop + 1 }
}

interface Segment {
  readonly order: number
  readonly extended: boolean
  readonly value: string
}

/** RFC 2231: `name*0*=utf-8''a; name*1=b` is one parameter, and beats a plain `name`. */
function joinSegments(pairs: readonly (readonly [string, string])[]): ReadonlyMap<string, string> {
  const plain = new Map<string, string>()
  const segmented = new Map<string, Segment[]>()
  for (const [raw, value] of pairs) {
    const match = /^([^*]+)(?:\*(\d{1,3}))?(\*?)$/.exec(raw)
    const name = match?.[1]
    if (!match || name === undefined) continue
    if (match[2] === undefined && match[3] === '') {
      if (!plain.has(name)) plain.set(name, decodeWords(value))
      continue
    }
    const list = segmented.get(name) ?? []
    const order = Number(match[2] ?? 0)
    if (!list.some((one) => one.order === order)) {
      list.push({ order, extended: match[3] === '*', value })
    }
    segmented.set(name, list)
  }
  for (const [name, list] of segmented) plain.set(name, joinOne(list))
  return plain
}

function joinOne(list: readonly Segment[]): string {
  const ordered = [...list].sort((a, b) => a.order - b.order)
  const first = ordered[0]
  const charset = first?.extended ? /^([^']*)'[^']*'/.exec(first.value) : null
  const octets = ordered.map((segment, index) => {
    const value = index === 0 && charset ? segment.value.slice(charset[0].length) : segment.value
    return segment.extended ? percentDecode(value) : Buffer.from(value, 'utf8')
  })
  const joined = Buffer.concat(octets)
  // Some clients put encoded words into continuations.
  return decodeWords(decodeText(joined, charset?.[1] || null))
}

function percentDecode(text: string): Buffer {
  const octets = Buffer.from(text, 'utf8')
  const out: number[] = []
  for (let i = 0; i < octets.length; i++) {
    const pair = octets[i] === 0x25 ? octets.toString('latin1', i + 1, i + 3) : ''
    if (/^[0-9a-f]{2}$/i.test(pair)) {
      out.push(Number.parseInt(pair, 16))
      i += 2
    } else out.push(octets[i] ?? 0)
  }
  return Buffer.from(out)
}
