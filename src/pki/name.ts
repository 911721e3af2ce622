/**
 * Distinguished names and general names: parsed from DER as they are, multi-valued RDNs included.
 *
 * In    the DER element of a Name or a GeneralName
 * Out   Name: attributes, and one comparison key for each RDN
 *
 * RFC 5280 §4.1.2.4, §7.1 (comparison) · RFC 9598 §3 (SmtpUTF8Mailbox) · RFC 4514 (text) · RFC 4518 §2 (preparation of strings)
 */

import { isUtf8 } from 'node:buffer'

import { normalise } from '../domain/unicode.ts'
import { children, content, type Der, DerError, oid, parseDer, raw, sequence } from './der.ts'

export interface Attribute {
  readonly type: string
  /** Null when the value is not a character string. */
  readonly text: string | null
  readonly der: Buffer
}

export interface Name {
  readonly rdns: readonly (readonly Attribute[])[]
  /** One key for each RDN; equal keys are equal RDNs. */
  readonly rdnKeys: readonly string[]
  /** Equal keys are equal names. */
  readonly key: string
  /** As it came: what others hash. */
  readonly der: Buffer
}

export type GeneralName =
  | { readonly kind: 'email' | 'dns' | 'uri' | 'smtpUtf8'; readonly value: string }
  | { readonly kind: 'ip'; readonly value: Buffer }
  | { readonly kind: 'directory'; readonly name: Name }
  | { readonly kind: 'other'; readonly tag: number; readonly der: Buffer }

export const OID_EMAIL = '1.2.840.113549.1.9.1'
const OID_SMTP_UTF8 = '1.3.6.1.5.5.7.8.9'
export const OID_COMMON_NAME = '2.5.4.3'

/** Attribute types by the names of RFC 4514 and its followers. */
export const SHORT: { readonly [type: string]: string } = {
  '2.5.4.3': 'CN',
  '2.5.4.4': 'SN',
  '2.5.4.5': 'serialNumber',
  '2.5.4.6': 'C',
  '2.5.4.7': 'L',
  '2.5.4.8': 'ST',
  '2.5.4.9': 'street',
  '2.5.4.10': 'O',
  '2.5.4.11': 'OU',
  '2.5.4.12': 'title',
  '2.5.4.42': 'GN',
  '2.5.4.97': 'organizationIdentifier',
  '0.9.2342.19200300.100.1.1': 'UID',
  '0.9.2342.19200300.100.1.25': 'DC',
  [OID_EMAIL]: 'emailAddress',
}

const MAX_KNOWN_NAMES = 1000
const MAX_KNOWN_OCTETS = 512
const known = new Map<string, Name>()

/** Parses a Name (RDNSequence). The same octets give the same object: authorities come in every mail. */
export function parseName(node: Der): Name {
  const octets = raw(node)
  if (octets.length > MAX_KNOWN_OCTETS) return parsedName(node)
  const key = octets.toString('latin1')
  const before = known.get(key)
  if (before) return before
  // Of a copy: what is known must not keep a whole mail alive.
  const name = parsedName(parseDer(Buffer.from(octets), { rules: 'ber' }))
  if (known.size >= MAX_KNOWN_NAMES) known.clear()
  known.set(key, name)
  return name
}

function parsedName(node: Der): Name {
  const rdns = sequence(node).map(parseRdn)
  const rdnKeys = rdns.map(rdnKey)
  return { rdns, rdnKeys, key: JSON.stringify(rdnKeys), der: raw(node) }
}

/** Parses the content of a RelativeDistinguishedName under any constructed tag. */
export function parseRdn(node: Der): Attribute[] {
  return children(node).map((pair) => {
    const [type, value] = sequence(pair)
    if (value === undefined) throw new DerError('attribute without value')
    return { type: oid(type), text: characters(value), der: raw(value) }
  })
}

/** The comparison key of one RDN: order of its attributes, case, blanks and string type are ignored. */
export function rdnKey(rdn: readonly Attribute[]): string {
  const one = (a: Attribute) =>
    `${a.type}=${a.text === null ? a.der.toString('hex') : prepare(a.text)}`
  return rdn.length === 1 && rdn[0] !== undefined
    ? one(rdn[0])
    : JSON.stringify(rdn.map(one).sort())
}

/** All values of one attribute type, in the order of the certificate. */
export function valuesOf(name: Name, type: string): string[] {
  return name.rdns
    .flat()
    .filter((a) => a.type === type && a.text !== null)
    .map((a) => a.text ?? '')
}

const texts = new WeakMap<Name, string>()

/** RFC 4514 text: the last RDN first, special characters escaped. */
export function nameText(name: Name): string {
  const text = texts.get(name) ?? textOf(name)
  texts.set(name, text)
  return text
}

function textOf(name: Name): string {
  const pair = (a: Attribute) =>
    `${SHORT[a.type] ?? a.type}=${a.text === null ? `#${a.der.toString('hex')}` : escaped(a.text)}`
  return name.rdns
    .toReversed()
    .map((rdn) => rdn.map(pair).join('+'))
    .join(',')
}

/** Parses GeneralNames under any constructed tag. */
export function parseGeneralNames(node: Der): GeneralName[] {
  return children(node).map(parseGeneralName)
}

/** Parses one GeneralName. RFC 5280 §4.2.1.6 */
export function parseGeneralName(node: Der): GeneralName {
  switch (node.tag) {
    case 0x81:
      return { kind: 'email', value: content(node).toString('latin1') }
    case 0x82:
      return { kind: 'dns', value: content(node).toString('latin1') }
    case 0x86:
      return { kind: 'uri', value: content(node).toString('latin1') }
    case 0x87:
      return { kind: 'ip', value: content(node) }
    case 0xa4: {
      const name = children(node)[0]
      if (name === undefined) throw new DerError('empty directory name')
      return { kind: 'directory', name: parseName(name) }
    }
    case 0xa0:
      return smtpUtf8In(node) ?? { kind: 'other', tag: 0, der: raw(node) }
    default:
      return { kind: 'other', tag: node.tag & 0x1f, der: raw(node) }
  }
}

/** The SmtpUTF8Mailbox that an otherName holds; null when it holds something else. RFC 9598 §3 */
function smtpUtf8In(node: Der): GeneralName | null {
  const [type, wrapped] = children(node)
  if (type?.tag !== 0x06 || oid(type) !== OID_SMTP_UTF8 || wrapped?.tag !== 0xa0) return null
  const [value] = children(wrapped)
  const text = value?.tag === 0x0c ? characters(value) : null
  return text === null ? null : { kind: 'smtpUtf8', value: text }
}

/** A key for comparing general names of any form. */
export function generalNameKey(name: GeneralName): string {
  if (name.kind === 'directory') return `directory:${name.name.key}`
  if (name.kind === 'other') return `other:${name.der.toString('hex')}`
  if (name.kind === 'ip') return `ip:${name.value.toString('hex')}`
  return `${name.kind}:${name.value}`
}

/** Parses a Name from its own DER. */
export function nameOf(der: Buffer): Name {
  return parseName(parseDer(der))
}

function characters(node: Der): string | null {
  const bytes = content(node)
  switch (node.tag) {
    case 0x0c:
      // What is no UTF-8 is compared octet by octet: two such values must not look alike.
      return isUtf8(bytes) ? bytes.toString('utf8') : null
    case 0x12:
    case 0x13:
    case 0x14:
    case 0x16:
    case 0x1a:
      return bytes.toString('latin1')
    case 0x1e:
      return bytes.length % 2 === 0 ? Buffer.from(bytes).swap16().toString('utf16le') : null
    case 0x1c: {
      const points: string[] = []
      for (let at = 0; at + 4 <= bytes.length; at += 4) {
        const point = bytes.readUInt32BE(at)
        points.push(point <= 0x10ffff ? String.fromCodePoint(point) : '\ufffd')
      }
      return points.join('')
    }
    default:
      return null
  }
}

// RFC 5280 §7.1: case-insensitive, blanks compressed, after Unicode normalisation
function prepare(text: string): string {
  return normalise(text, 'NFKC')
    .replace(/[\p{Cc}\p{Cf}]+/gu, (run) => (/\s/.test(run) ? ' ' : ''))
    .replace(/\s+/gu, ' ')
    .trim()
    .toLowerCase()
}

function escaped(text: string): string {
  return text
    .replace(/[\\,+"<>;=]/g, '\\$&')
    .replace(/\p{Cc}/gu, (c) => `\\${Buffer.from(c).toString('hex').toUpperCase()}`)
    .replace(/^[ #]/, '\\$&')
    .replace(/ $/, '\\ ')
}
