/**
 * Takes an entity apart once more, with mailparser: what another program than ours finds in it.
 *
 * In    an entity that the first reader took apart within its limits, how the charsets of a letter are decided
 * Out   its parts in order, as the first reader gives them too (PartRead)
 * Refuses   (throws) what mailparser throws
 *
 * Each part is taken for an attachment, so that whether a program shows it or lists it is no difference.
 * RFC 2045, RFC 2183
 */
import { once } from 'node:events'
import { Readable } from 'node:stream'

import { type AttachmentStream, type Headers, MailParser, type MessageText } from 'mailparser'

import { type Bytes, memoryBytes } from '../kit/bytes.ts'
import { ContentDigest } from '../kit/digest.ts'
import type { Decode, PartRead } from '../message.ts'
import { textOfHtml } from './html.ts'
import { tidied } from './tidy.ts'

/** As much as the first reader takes for words. */
const MAX_TEXT_BYTES = 1024 * 1024
const MAX_WRAPPINGS = 3

/** The parts of an entity, as mailparser finds them. */
export async function partsOf(entity: Bytes, decode: Decode): Promise<readonly PartRead[]> {
  let within = entity
  for (let layer = 0; ; layer++) {
    const { parts, message } = await leavesOf(within, decode)
    // A whole message signed as one part: what it holds is what was signed. RFC 8551 §3.1
    if (message === null || layer >= MAX_WRAPPINGS) return parts
    within = memoryBytes(message)
  }
}

interface Leaves {
  readonly parts: readonly PartRead[]
  /** The octets of an entity that is nothing but another message. */
  readonly message: Buffer | null
}

async function leavesOf(entity: Bytes, decode: Decode): Promise<Leaves> {
  const parts: PartRead[] = []
  let message: Buffer | null = null
  const parser = parserOf(entity)
  const root = once(parser, 'headers') as Promise<[Headers]>
  root.catch(() => undefined)
  for await (const found of parser as unknown as AsyncIterable<AttachmentStream | MessageText>) {
    if (found.type !== 'attachment') continue
    const isWrapping =
      parts.length === 0 && isMessage(found.headers) && (await root)[0] === found.headers
    const kind = kindOf(found)
    const limit = isWrapping ? entity.size : kind === 'file' ? 0 : MAX_TEXT_BYTES
    const { octets, ...content } = await contentOf(found, limit)
    found.release()
    message = isWrapping ? octets : null
    const charset = parameter(found, 'charset')
    const text = kind === 'file' || octets === null ? null : decode(octets, { kind, charset })
    parts.push({
      kind,
      name: found.filename === undefined ? null : characters(found.filename),
      charset,
      text: kind === 'html' && text !== null ? await textOfHtml(text) : text,
      ...content,
    })
  }
  return { parts, message: parts.length === 1 ? message : null }
}

function parserOf(entity: Bytes): MailParser {
  const parser = new MailParser({ keepDeliveryStatus: true })
  // Two settings of it that its types do not tell.
  const inner = parser as unknown as {
    textTypes: string[]
    splitter: { config: { ignoreEmbedded?: boolean } }
  }
  inner.textTypes = []
  inner.splitter.config.ignoreEmbedded = true
  const source = Readable.from(tidied(entity.read()))
  source.once('error', (error) => parser.destroy(error))
  return source.pipe(parser)
}

async function contentOf(
  { content }: AttachmentStream,
  limit: number,
): Promise<{ octets: Buffer | null; size: number; sha256: string }> {
  const digest = new ContentDigest()
  const pieces: Buffer[] = []
  let size = 0
  for await (const piece of content as unknown as AsyncIterable<Buffer>) {
    digest.update(piece)
    size += piece.length
    if (size <= limit) pieces.push(piece)
  }
  const octets = size <= limit ? Buffer.concat(pieces) : null
  return { octets, size, sha256: digest.hex() }
}

function kindOf({ contentType }: AttachmentStream): PartRead['kind'] {
  const type = String(contentType).toLowerCase()
  if (type === 'text/html') return 'html'
  return type === 'text/plain' ? 'plain' : 'file'
}

function isMessage(headers: Headers): boolean {
  const value = (name: string) => {
    const field = headers.get(name) ?? ''
    return typeof field === 'object' && 'params' in field
      ? field.value.toLowerCase()
      : String(field)
  }
  return (
    value('content-type') === 'message/rfc822' &&
    value('content-disposition') !== 'attachment' &&
    !/base64|quoted-printable/i.test(value('content-transfer-encoding'))
  )
}

function parameter({ headers }: AttachmentStream, name: string): string | null {
  const field = headers.get('content-type')
  if (typeof field !== 'object' || !('params' in field)) return null
  return field.params[name]?.toLowerCase() || null
}

/** Raw octets of a header come as characters of ISO-8859-1. */
function characters(text: string): string {
  if (!/[\u0080-\u00ff]/.test(text) || /[\u0100-\uffff]/.test(text)) return text
  const utf8 = Buffer.from(text, 'latin1').toString('utf8')
  return utf8.includes('\ufffd') ? text : utf8
}
