/**
 * Header fields of a MIME entity: split, unfolded, decoded.
 *
 * In    the raw octets of one header block, CRLF or LF
 * Out   fields in order, names in lower case, values unfolded
 *
 * RFC 5322 §2.2 · RFC 2047
 */
import libmime from 'libmime'

import { decodeText } from './charset.ts'

export interface Field {
  /** Lower case. */
  readonly name: string
  /** Unfolded, encoded words left as they are; octets beyond ASCII already characters. */
  readonly value: string
}

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
