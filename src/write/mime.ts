/**
 * A letter as MIME: text and HTML alternatives, then the documents, streamed.
 *
 * In    two bodies, documents as streams of decoded octets, a seed for the boundaries
 * Out   a canonical CRLF entity with its own Content-* headers; 7-bit, quoted-printable or base64 only
 * Refuses header injection: names are cleaned, and types are checked against their grammar.
 *
 * RFC 2045 §6.7, §6.8; RFC 2046 §5.1.3, §5.1.4; RFC 2047 §5; RFC 2183 §2.3; RFC 2231 §4; RFC 8551 §3.1.1
 */
import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'

import { foldLines } from 'nodemailer/lib/mime-funcs'
import MimeNode from 'nodemailer/lib/mime-node'

import { clean } from './blocs.ts'

/** A document to attach: decoded octets, read once. */
export interface Document {
  readonly nom: string
  readonly type: string
  readonly octets: () => AsyncIterable<Buffer>
}

const TYPE = /^[a-z0-9!#$&^_.+-]{1,127}\/[a-z0-9!#$&^_.+-]{1,127}$/
/** RFC 2046 §5.2.1 forbids base64 on these, and a gateway on the way rewrites S/MIME parts. */
const OPAQUE = /^(?:message|multipart)\/|^application\/(?:x-)?pkcs7-|^application\/ms-tnef$/
const NAME_CHARS = 120

/** Streams the entity. The same seed and the same parts give the same bytes. */
export function composeEntity({
  seed,
  text,
  html,
  documents,
}: {
  readonly seed: string
  readonly text: string
  readonly html: string
  readonly documents: readonly Document[]
}): AsyncIterable<Buffer> {
  // The entity is a child, so that Date, Message-ID and MIME-Version stay with the outer headers.
  const outer = new MimeNode(false, {
    baseBoundary: createHash('sha256').update(seed).digest('hex').slice(0, 32),
    boundaryPrefix: 'confrere',
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  const mixed = documents.length === 0 ? outer : outer.createChild('multipart/mixed')
  const bodies = mixed.createChild('multipart/alternative')
  addText(bodies, 'text/plain; charset=utf-8', text)
  addText(bodies, 'text/html; charset=utf-8', html)
  const names = uniqueNames(documents.map(({ nom }) => fileName(nom)))
  for (const [at, { type, octets }] of documents.entries()) {
    const filename = names[at] ?? 'document'
    const node = mixed.createChild(safeType(type), { filename })
    node.setHeader('Content-Disposition', 'attachment')
    node.setHeader('Content-Transfer-Encoding', 'base64')
    node.setContent(Readable.from(octets(), { objectMode: false }))
  }
  return (mixed === outer ? bodies : mixed).createReadStream()
}

/** Encodes header fields: RFC 2047 words, angle brackets, folding; empty values are left out. */
export function encodeHeaders(
  fields: readonly (readonly [name: string, value: string | { name: string; address: string }])[],
): (readonly [name: string, value: string])[] {
  return fields.flatMap(([name, value]) => {
    // An empty message identifier would be written as `<>`.
    if (value === '') return []
    const encoded = MimeNode.encodeHeaderValue(name, value)
    if (encoded.trim() === '') return []
    return [
      [
        name,
        foldLines(`${name}: ${encoded}`, 76)
          .slice(name.length + 1)
          .trim(),
      ] as const,
    ]
  })
}

/** A file name a person can read and a disk can take: no path, no control character, at most 120 characters. */
export function fileName(nom: string): string {
  const bare = clean(nom)
    .replace(/[\\/:*?"<>|\s]+/g, ' ')
    .replace(/^[. ]+|[. ]+$/g, '')
  const dot = bare.lastIndexOf('.')
  const extension = dot > 0 && bare.length - dot <= 12 ? bare.slice(dot) : ''
  const stem = [...bare.slice(0, bare.length - extension.length)]
  const cut = stem
    .slice(0, NAME_CHARS - extension.length)
    .join('')
    .trim()
  return cut === '' ? `document${extension}` : `${cut}${extension}`
}

/** The declared type where it is one that may travel as an attachment, else `application/octet-stream`. */
export function safeType(type: string): string {
  return TYPE.test(type) && !OPAQUE.test(type) ? type : 'application/octet-stream'
}

function addText(parent: MimeNode, type: string, text: string): void {
  const node = parent.createChild(type)
  node.setHeader('Content-Transfer-Encoding', 'quoted-printable')
  node.setContent(text.replaceAll('\n', '\r\n'))
}

/** The same names, the second of a kind as « nom (2).pdf ». */
function uniqueNames(names: readonly string[]): string[] {
  const seen = new Set<string>()
  return names.map((name) => {
    const dot = name.lastIndexOf('.')
    const at = dot > 0 ? dot : name.length
    let candidate = name
    for (let n = 2; seen.has(candidate.toLowerCase()); n++) {
      candidate = `${name.slice(0, at)} (${n})${name.slice(at)}`
    }
    seen.add(candidate.toLowerCase())
    return candidate
  })
}
