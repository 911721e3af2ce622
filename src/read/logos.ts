/**
 * Logos: the small images that an HTML body shows in its own text. They are no documents.
 *
 * In    the entity, the segments of its text; a document and its part
 * Out   the Content-IDs that the HTML shows; whether a document is a logo
 *
 * RFC 2392 §2 (`cid:`) · SPEC §6.8. They stay in the signed original.
 */
import type { Piece } from '../domain/courrier.ts'
import type { Bytes } from '../kit/bytes.ts'
import { decodeBody } from '../mime/decode.ts'
import { fieldText } from '../mime/headers.ts'
import type { MimeNode } from '../mime/tree.ts'
import type { Segment } from './body.ts'

/** From here on an image in the text is a photograph that somebody put there to be looked at. */
const PHOTO_BYTES = 20_000
const SHOWN =
  /\b(?:src|background)\s*=\s*["']?cid:([^"'\s>]{1,250})|\burl\(\s*["']?cid:([^"'\s)]{1,250})/gi

/** The Content-IDs of what the HTML bodies of a letter show. */
export async function shownIn(
  entity: Bytes,
  segments: readonly Segment[],
): Promise<ReadonlySet<string>> {
  const shown = new Set<string>()
  for (const node of segments.flatMap(({ html }) => html)) {
    const pieces: Buffer[] = []
    const body = entity.slice(node.debut, node.fin)
    for await (const piece of decodeBody(body, node.codage)) pieces.push(piece)
    const text = Buffer.concat(pieces).toString('latin1')
    for (const [, source, style] of text.matchAll(SHOWN)) shown.add(plain(source ?? style ?? ''))
  }
  return shown
}

/** Is this document a small image that the text shows? */
export function isLogo(piece: Piece, node: MimeNode, shown: ReadonlySet<string>): boolean {
  const isSmall = piece.taille < PHOTO_BYTES && piece.nature === undefined
  if (!isSmall || !piece.type.startsWith('image/')) return false
  const id = fieldText(node.fields, 'content-id')?.trim().replace(/^<|>$/g, '')
  return id !== undefined && id !== '' && shown.has(plain(id))
}

function plain(id: string): string {
  try {
    return decodeURIComponent(id.replaceAll('&amp;', '&'))
  } catch {
    return id
  }
}
