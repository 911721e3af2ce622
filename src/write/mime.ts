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

import { foldLines } from 'nodemailer/lib/mime-funcs'
import MimeNode from 'nodemailer/lib/mime-node'
import { encode, wrap } from 'nodemailer/lib/qp'

import { trimEndOf, trimStartOf } from '../domain/texte.ts'
import { base64Lines } from '../mime/base64-lines.ts'
import { clean } from './blocs.ts'

/** A document to attach: decoded octets, read once. */
export interface Document {
  readonly nom: string
  readonly type: string
  readonly octets: () => AsyncIterable<Buffer>
  /** Made or vouched for here: its name is its own, whatever others bear it. */
  readonly notre: boolean
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
}): AsyncGenerator<Buffer> {
  // The entity is a child, so that Date, Message-ID and MIME-Version stay with the outer headers.
  const outer = new MimeNode(false, {
    baseBoundary: createHash('sha256').update(seed).digest('hex').slice(0, 32),
    boundaryPrefix: 'confrere',
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  const mixed = documents.length === 0 ? outer : outer.createChild('multipart/mixed')
  const alternative = mixed.createChild('multipart/alternative')
  const bodies: Part = {
    node: alternative,
    content: [
      textPart(alternative, 'text/plain; charset=utf-8', text),
      textPart(alternative, 'text/html; charset=utf-8', html),
    ],
  }
  if (mixed === outer) return octetsOf(bodies)
  const notres = documents.filter(({ notre }) => notre).map(({ nom }) => nom)
  const others = nomsJoints(
    documents.filter(({ notre }) => !notre).map(({ nom }) => nom),
    notres,
  )
  const names = documents.map(({ nom, notre }) => (notre ? fileName(nom) : (others.shift() ?? nom)))
  const attached = documents.map(({ type, octets }, at): Part => {
    const node = mixed.createChild(safeType(type), { filename: names[at] ?? 'document' })
    node.setHeader('Content-Disposition', 'attachment')
    node.setHeader('Content-Transfer-Encoding', 'base64')
    return { node, content: octets }
  })
  return octetsOf({ node: mixed, content: [bodies, ...attached] })
}

/** A node and what it holds: encoded text, octets to encode in base64, or other parts. */
interface Part {
  readonly node: MimeNode
  readonly content: string | (() => AsyncIterable<Buffer>) | readonly Part[]
}

/**
 * Writes a part. nodemailer makes the headers; its streams, one a node, would take ten times as long as
 * the few lines between the parts are worth.
 */
async function* octetsOf({ node, content }: Part): AsyncGenerator<Buffer> {
  const head = `${node.buildHeaders()}\r\n\r\n`
  if (typeof content === 'string') return yield Buffer.from(head + content)
  yield Buffer.from(head)
  if (typeof content === 'function') return yield* base64Lines(content())
  const boundary = /boundary="?([^";\r\n]+)/.exec(head)?.[1]
  for (const [at, part] of content.entries()) {
    yield Buffer.from(`${at === 0 ? '' : '\r\n'}--${boundary}\r\n`)
    yield* octetsOf(part)
  }
  yield Buffer.from(`\r\n--${boundary}--\r\n`)
}

/** A node for its rules of encoding: making one a field costs more than encoding it. */
const ENCODER = new MimeNode()

/** Encodes header fields: RFC 2047 words, angle brackets, folding; empty values are left out. */
export function encodeHeaders(
  fields: readonly (readonly [name: string, value: string | { name: string; address: string }])[],
): (readonly [name: string, value: string])[] {
  return fields.flatMap(([name, value]) => {
    // An empty message identifier would be written as `<>`.
    if (value === '') return []
    const encoded = ENCODER.encodeHeaderValue(name, value)
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
  const plain = clean(nom).replace(/[\\/:*?"<>|\s]+/g, ' ')
  const bare = trimStartOf(trimEndOf(plain, '. '), '. ')
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

function textPart(parent: MimeNode, type: string, text: string): Part {
  const node = parent.createChild(type)
  node.setHeader('Content-Transfer-Encoding', 'quoted-printable')
  return { node, content: wrap(encode(text.replaceAll('\n', '\r\n'))) }
}

/**
 * Under which names documents are attached beside ours: a second of one name as « nom (2).pdf », so that nobody's file
 * passes for one that the letter vouches for.
 */
export function nomsJoints(noms: readonly string[], notres: readonly string[] = []): string[] {
  const seen = new Set(notres.map((nom) => fileName(nom).toLowerCase()))
  return noms.map(fileName).map((name) => {
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
