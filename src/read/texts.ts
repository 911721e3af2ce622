/**
 * The words of a letter as text, from its plain and HTML renditions.
 *
 * In    segments of the tree, the entity
 * Out   `main`, what is read (plain text where there is some), and `other`, the HTML rendition of the
 *       same words where both exist
 * Refuses text-too-long
 */
import type { Refusal } from '../errors.ts'
import { isRefusal, refusal } from '../errors.ts'
import type { Bytes } from '../kit/bytes.ts'
import { decodeText, isKnownCharset } from '../mime/charset.ts'
import { decodeBody } from '../mime/decode.ts'
import type { MimeNode } from '../mime/tree.ts'
import type { Segment } from './body.ts'
import { htmlCharset, htmlToText } from './html.ts'
import { unflow } from './thread.ts'

export interface Texts {
  readonly main: string
  readonly other: string | null
}

const MAX_TEXT_BYTES = 1024 * 1024

/** Reads the words of all segments, at most a mebibyte of them. */
export async function readTexts(
  entity: Bytes,
  segments: readonly Segment[],
): Promise<Texts | Refusal> {
  const main: string[] = []
  const other: string[] = []
  let budget = MAX_TEXT_BYTES
  for (const segment of segments) {
    const said: { plain: string; html: string } = { plain: '', html: '' }
    for (const kind of ['plain', 'html'] as const) {
      for (const node of segment[kind]) {
        const octets = await wholeText(entity, node, budget)
        if (isRefusal(octets)) return octets
        budget -= octets.length
        said[kind] += `${kind === 'plain' ? plainText(octets, node) : htmlText(octets, node)}\n`
      }
    }
    const isPlain = said.plain.trim() !== ''
    main.push(isPlain ? said.plain : said.html)
    if (isPlain && said.html.trim() !== '') other.push(said.html)
  }
  return { main: main.join('\n'), other: other.length === 0 ? null : other.join('\n') }
}

function plainText(octets: Buffer, node: MimeNode): string {
  const text = decodeText(octets, node.parameters.get('charset') ?? null)
  return node.parameters.get('format')?.toLowerCase() === 'flowed'
    ? unflow(text, node.parameters.get('delsp')?.toLowerCase() === 'yes')
    : text
}

function htmlText(octets: Buffer, node: MimeNode): string {
  const declared = node.parameters.get('charset') ?? null
  const charset = declared !== null && isKnownCharset(declared) ? declared : htmlCharset(octets)
  return htmlToText(decodeText(octets, charset))
}

async function wholeText(entity: Bytes, node: MimeNode, budget: number): Promise<Buffer | Refusal> {
  const pieces: Buffer[] = []
  let size = 0
  for await (const piece of decodeBody(entity.slice(node.debut, node.fin), node.codage)) {
    size += piece.length
    if (size > budget) return refusal('text-too-long', { limite: MAX_TEXT_BYTES })
    pieces.push(piece)
  }
  return Buffer.concat(pieces)
}
