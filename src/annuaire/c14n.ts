/**
 * Exclusive canonical XML, without comments: the octets that an XML signature is computed over.
 *
 * In    an element as `xml.ts` read it, and perhaps one child to leave out (the enveloped signature)
 * Out   its canonical form; a namespace is declared where it is first used, and only there
 *
 * Exclusive XML Canonicalization 1.0 §3 · Canonical XML 1.0 §2.3 · XML Signature §6.6.4 (enveloped)
 */
import type { XmlAttribute, XmlElement } from './xml.ts'

const XML = 'http://www.w3.org/XML/1998/namespace'

/** The canonical octets of an element, `without` one of its descendants. */
export function canonical(element: XmlElement, without: XmlElement | null = null): Buffer {
  const pieces: string[] = []
  write(element, new Map([['', '']]), { pieces, without })
  return Buffer.from(pieces.join(''), 'utf8')
}

interface Output {
  readonly pieces: string[]
  readonly without: XmlElement | null
}

function write(element: XmlElement, rendered: ReadonlyMap<string, string>, output: Output): void {
  const { pieces, without } = output
  const used = new Map([[element.prefix, element.namespace]])
  for (const { prefix, namespace } of element.attributes) {
    if (prefix !== '') used.set(prefix, namespace)
  }
  // A prefix is declared again only where it means something else than around.
  const fresh = [...used].filter(
    ([prefix, uri]) => uri !== XML && (rendered.get(prefix) ?? null) !== uri,
  )
  const declarations = fresh
    .toSorted(([one], [other]) => compare(one, other))
    .map(([prefix, uri]) => ` xmlns${prefix === '' ? '' : `:${prefix}`}="${attribute(uri)}"`)
  const attributes = element.attributes
    .toSorted(byNamespace)
    .map(({ name, value }) => ` ${name}="${attribute(value)}"`)
  pieces.push(`<${element.name}`, ...declarations, ...attributes, '>')
  const inside = fresh.length === 0 ? rendered : new Map([...rendered, ...fresh])
  for (const child of element.children) {
    if (typeof child === 'string') pieces.push(text(child))
    else if (child !== without) write(child, inside, output)
  }
  pieces.push(`</${element.name}>`)
}

/** By namespace, then by local name; those of no namespace first. */
function byNamespace(one: XmlAttribute, other: XmlAttribute): number {
  return compare(one.namespace, other.namespace) || compare(one.local, other.local)
}

/** By code point, as UTF-8 sorts. */
function compare(one: string, other: string): number {
  return Buffer.compare(Buffer.from(one), Buffer.from(other))
}

function text(value: string): string {
  return value
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/\r/g, '&#xD;')
}

function attribute(value: string): string {
  return value
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/"/g, '&quot;')
    .replace(/\t/g, '&#x9;')
    .replace(/\n/g, '&#xA;')
    .replace(/\r/g, '&#xD;')
}
