/**
 * A document of a letter: its name made safe, its decoded size and hash, where its octets lie.
 *
 * In    a leaf of the tree, the entity
 * Out   a Piece; the octets are read once as a stream and not kept
 *
 * RFC 2183 §2.3: a name is a suggestion of the sender, never a path.
 */

import { createHash } from 'node:crypto'

import type { Sha256 } from '../domain/correspondant.ts'
import type { Piece } from '../domain/courrier.ts'
import { trimEndOf, trimStartOf } from '../domain/texte.ts'
import { normalise } from '../domain/unicode.ts'
import type { Bytes } from '../kit/bytes.ts'
import { decodeBody } from '../mime/decode.ts'
import { fieldText } from '../mime/headers.ts'
import type { MimeNode } from '../mime/tree.ts'
import { HEAD_BYTES, natureOf } from './nature.ts'

const MAX_NAME = 150

const EXTENSIONS: { readonly [type: string]: string } = {
  'application/pdf': 'pdf',
  'application/dicom': 'dcm',
  'application/zip': 'zip',
  'application/xml': 'xml',
  'application/rtf': 'rtf',
  'application/msword': 'doc',
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/gif': 'gif',
  'image/tiff': 'tif',
  'image/heic': 'heic',
  'message/rfc822': 'eml',
  'text/calendar': 'ics',
  'text/html': 'html',
  'text/plain': 'txt',
  'text/vcard': 'vcf',
  'text/xml': 'xml',
}

/** Reads one document; `rank` names it when the sender did not. `base` is added to its offsets. */
export async function readPiece(
  entity: Bytes,
  node: MimeNode,
  { rank, base }: { readonly rank: number; readonly base: number },
): Promise<Piece> {
  const hash = createHash('sha256')
  let taille = 0
  let head: Buffer = Buffer.alloc(0)
  for await (const octets of decodeBody(entity.slice(node.debut, node.fin), node.codage)) {
    hash.update(octets)
    taille += octets.length
    if (head.length < HEAD_BYTES) {
      head = Buffer.concat([head, octets.subarray(0, HEAD_BYTES - head.length)])
    }
  }
  const nature = natureOf(head, nameOf(node, rank))
  const offset = (entity.ref?.debut ?? 0) + (entity.ref ? 0 : base)
  return {
    nom: nameOf(node, rank),
    type: node.type,
    taille,
    sha256: hash.digest('hex') as Sha256,
    codage: node.codage,
    contenu: entity.ref?.contenu ?? '',
    debut: offset + node.debut,
    fin: offset + node.fin,
    ...(nature && { nature }),
  }
}

/** A file name without path, control or direction characters, of bounded length. */
export function safeName(name: string): string {
  const last = normalise(name, 'NFC').split(/[/\\]/).at(-1) ?? ''
  const plain = last
    .replace(/[\p{Cc}\p{Cf}\p{Co}\p{Cs}\u2028\u2029<>:"|?*]/gu, '')
    .replace(/\s+/gu, ' ')
  const clean = trimStartOf(trimEndOf(plain, '. '), '. ')
  if (clean.length <= MAX_NAME) return clean
  const dot = clean.lastIndexOf('.')
  const extension = dot > 0 && clean.length - dot <= 10 ? clean.slice(dot) : ''
  return clean.slice(0, MAX_NAME - extension.length) + extension
}

/** The name of a document, safe to show; by its rank where its sender gave none. */
export function nameOf(node: MimeNode, rank: number): string {
  const given = safeName(node.filename ?? fieldText(node.fields, 'content-description') ?? '')
  if (given !== '' && node.filename !== null) return given
  const extension = EXTENSIONS[node.type] ?? 'bin'
  return given !== '' && given.toLowerCase().endsWith(`.${extension}`)
    ? given
    : `piece-${rank}.${extension}`
}
