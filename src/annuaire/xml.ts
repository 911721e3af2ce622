/**
 * A small XML reader for signed lists: strict, bounded, with nothing that reaches outside the document.
 *
 * In    UTF-8 octets, untrusted
 * Out   the root element with its namespaces resolved; comments are dropped, CDATA is text
 * Refuses   (throws XmlError) document types and so every entity but the five of XML, processing
 *           instructions, other encodings, what is not well formed, what is too large or too deep
 *
 * XML 1.0 §2.11 (line ends), §3.3.3 (attribute values) · Namespaces in XML 1.0 §5, §6.3
 */

/** An attribute, its namespace resolved; declarations of namespaces are none. */
export interface XmlAttribute {
  readonly name: string
  readonly local: string
  readonly prefix: string
  readonly namespace: string
  readonly value: string
}

/** An element with its namespace resolved. */
export interface XmlElement {
  readonly name: string
  readonly local: string
  readonly prefix: string
  readonly namespace: string
  readonly attributes: readonly XmlAttribute[]
  readonly children: readonly (XmlElement | string)[]
}

/** What is not XML as we read it; says where. */
export class XmlError extends Error {
  override readonly name = 'XmlError'
}

const XML = 'http://www.w3.org/XML/1998/namespace'
const MAX_BYTES = 64 * 1024 * 1024
const MAX_DEPTH = 32
const MAX_NODES = 2_000_000
const MAX_ATTRIBUTES = 64
const NAME =
  /[A-Za-z_\u00c0-\ufffd][\w.\-\u00b7\u00c0-\ufffd]*(?::[A-Za-z_\u00c0-\ufffd][\w.\-\u00b7\u00c0-\ufffd]*)?/y
const SPACE = /[ \t\n]*/y
const DECLARATION =
  /^<\?xml[ \t\n]+version[ \t\n]*=[ \t\n]*(?:"1\.0"|'1\.0')(?:[ \t\n]+encoding[ \t\n]*=[ \t\n]*(?:"utf-8"|'utf-8'))?(?:[ \t\n]+standalone[ \t\n]*=[ \t\n]*["'](?:yes|no)["'])?[ \t\n]*\?>/i
const ENTITIES: { readonly [name: string]: string } = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
}
// biome-ignore lint/suspicious/noControlCharactersInRegex: XML 1.0 §2.2 forbids them
const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/

type Scope = ReadonlyMap<string, string>

interface State {
  readonly text: string
  at: number
  nodes: number
}

/** Reads a document; refuses by throwing XmlError. */
export function readXml(bytes: Buffer): XmlElement {
  if (bytes.length > MAX_BYTES) throw new XmlError('too large')
  const state: State = { text: decoded(bytes), at: 0, nodes: 0 }
  const declaration = DECLARATION.exec(state.text)
  if (declaration !== null) state.at = declaration[0].length
  between(state)
  const root = element(state, new Map([['xml', XML]]), 0)
  between(state)
  if (state.at < state.text.length) throw fault(state, 'something after the root')
  return root
}

/** All text below an element. */
export function textOf({ children }: XmlElement): string {
  return children.map((child) => (typeof child === 'string' ? child : textOf(child))).join('')
}

/** The child elements. */
export function elementsOf({ children }: XmlElement): XmlElement[] {
  return children.filter((child) => typeof child !== 'string')
}

function decoded(bytes: Buffer): string {
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (cause) {
    throw new XmlError('not UTF-8', { cause })
  }
  text = text.replace(/\r\n?/g, '\n')
  if (FORBIDDEN.test(text)) throw new XmlError('forbidden character')
  return text
}

/** Blanks and comments around the root. */
function between(state: State): void {
  for (;;) {
    token(state, SPACE)
    if (!state.text.startsWith('<!--', state.at)) return
    comment(state)
  }
}

function element(state: State, outer: Scope, depth: number): XmlElement {
  if (depth > MAX_DEPTH) throw fault(state, 'too deep')
  expect(state, '<')
  const name = token(state, NAME)
  if (name === '') throw fault(state, 'a name was expected')
  const { pairs, isEmpty } = startTag(state)
  const scope = scopeOf(state, pairs, outer)
  const attributes = attributesOf(state, pairs, scope)
  const children = isEmpty ? [] : content(state, scope, depth)
  if (!isEmpty) {
    expect(state, `</${name}`)
    token(state, SPACE)
    expect(state, '>')
  }
  return { name, ...split(state, name, scope, true), attributes, children }
}

type Pairs = ReadonlyMap<string, string>

function startTag(state: State): { pairs: Pairs; isEmpty: boolean } {
  const pairs = new Map<string, string>()
  for (;;) {
    const blank = token(state, SPACE)
    if (state.text.startsWith('/>', state.at)) {
      state.at += 2
      return { pairs, isEmpty: true }
    }
    if (state.text[state.at] === '>') {
      state.at += 1
      return { pairs, isEmpty: false }
    }
    const name = token(state, NAME)
    if (name === '' || blank === '') throw fault(state, 'an attribute was expected')
    token(state, SPACE)
    expect(state, '=')
    token(state, SPACE)
    if (pairs.has(name) || pairs.size >= MAX_ATTRIBUTES) throw fault(state, 'attributes')
    pairs.set(name, attributeValue(state))
  }
}

function attributeValue(state: State): string {
  const quote = state.text[state.at]
  if (quote !== '"' && quote !== "'") throw fault(state, 'a quote was expected')
  const end = state.text.indexOf(quote, state.at + 1)
  if (end === -1) throw fault(state, 'an open quote')
  const raw = state.text.slice(state.at + 1, end)
  if (raw.includes('<')) throw fault(state, '< in an attribute')
  state.at = end + 1
  return resolved(state, raw.replace(/[\t\n]/g, ' '))
}

function content(state: State, scope: Scope, depth: number): (XmlElement | string)[] {
  const children: (XmlElement | string)[] = []
  let text = ''
  for (;;) {
    state.nodes += 1
    if (state.nodes > MAX_NODES) throw fault(state, 'too many nodes')
    const next = state.text.indexOf('<', state.at)
    if (next === -1) throw fault(state, 'an open element')
    const raw = state.text.slice(state.at, next)
    if (raw.includes(']]>')) throw fault(state, ']]> in text')
    text += resolved(state, raw)
    state.at = next
    if (state.text.startsWith('<!--', next)) comment(state)
    else if (state.text.startsWith('<![CDATA[', next)) text += cdata(state)
    else {
      if (text !== '') children.push(text)
      text = ''
      if (state.text.startsWith('</', next)) return children
      children.push(element(state, scope, depth + 1))
    }
  }
}

function comment(state: State): void {
  const end = state.text.indexOf('--', state.at + 4)
  if (end === -1 || state.text[end + 2] !== '>') throw fault(state, 'a broken comment')
  state.at = end + 3
}

function cdata(state: State): string {
  const from = state.at + '<![CDATA['.length
  const end = state.text.indexOf(']]>', from)
  if (end === -1) throw fault(state, 'an open CDATA')
  state.at = end + 3
  return state.text.slice(from, end)
}

/** Text with its references replaced: the five entities of XML and characters by number, nothing else. */
function resolved(state: State, raw: string): string {
  if (!raw.includes('&')) return raw
  return raw.replace(/&([^;&]{0,12})(;?)/g, (_, name: string, end: string) => {
    const known = end === ';' ? (ENTITIES[name] ?? character(name)) : null
    if (known === null) throw fault(state, 'an unknown reference')
    return known
  })
}

function character(name: string): string | null {
  const digits = /^#(?:x([0-9a-fA-F]{1,6})|([0-9]{1,7}))$/.exec(name)
  if (digits === null) return null
  const point = digits[1] ? Number.parseInt(digits[1], 16) : Number(digits[2])
  if (point > 0x10ffff || (point >= 0xd800 && point <= 0xdfff)) return null
  const text = String.fromCodePoint(point)
  return FORBIDDEN.test(text) ? null : text
}

function scopeOf(state: State, pairs: Pairs, outer: Scope): Scope {
  const declared = [...pairs].filter(([name]) => name === 'xmlns' || name.startsWith('xmlns:'))
  if (declared.length === 0) return outer
  const scope = new Map(outer)
  for (const [name, uri] of declared) {
    const prefix = name.slice('xmlns:'.length)
    if (prefix === 'xml' || prefix === 'xmlns' || (prefix !== '' && uri === '')) {
      throw fault(state, 'a namespace that may not be declared')
    }
    scope.set(prefix, uri)
  }
  return scope
}

function attributesOf(state: State, pairs: Pairs, scope: Scope): XmlAttribute[] {
  const all = [...pairs]
    .filter(([name]) => name !== 'xmlns' && !name.startsWith('xmlns:'))
    .map(([name, value]) => ({ name, value, ...split(state, name, scope, false) }))
  const seen = new Set(all.map(({ namespace, local }) => `${namespace} ${local}`))
  if (seen.size < all.length) throw fault(state, 'the same attribute twice')
  return all
}

/** A name in its namespace; an attribute without prefix is in none. */
function split(state: State, name: string, scope: Scope, isElement: boolean) {
  const colon = name.indexOf(':')
  const prefix = colon === -1 ? '' : name.slice(0, colon)
  const known = prefix === '' && !isElement ? '' : scope.get(prefix)
  if (known === undefined && prefix !== '') throw fault(state, 'an unknown prefix')
  return { local: name.slice(colon + 1), prefix, namespace: known ?? '' }
}

function token(state: State, pattern: RegExp): string {
  pattern.lastIndex = state.at
  const found = pattern.exec(state.text)?.[0] ?? ''
  state.at += found.length
  return found
}

function expect(state: State, text: string): void {
  if (!state.text.startsWith(text, state.at)) throw fault(state, `${text} was expected`)
  state.at += text.length
}

function fault({ at }: State, reason: string): XmlError {
  return new XmlError(`${reason} (character ${at})`)
}
