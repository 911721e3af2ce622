/**
 * Gives an entity of its own to a CMS object that came without: what follows is opened as any other.
 *
 * In        an entity whose body is PEM; what an envelope held that says it holds CMS, not MIME
 * Out       an application/pkcs7-mime entity in base64
 * Refuses   by throwing DerError: PEM around what is no CMS object
 *
 * Mail has BER (RFC 8551 §3.1.1) and envelopes have MIME (§2.4.1); other tools than mail clients write PEM,
 * or nest SignedData right inside EnvelopedData. Mail clients see nothing in either, so that none reads
 * what we read in another way.
 *
 * RFC 7468 §2, §8–§9 (PEM) · RFC 5652 §6.1 (content types inside an envelope)
 */
import { type Bytes, memoryBytes } from '../kit/bytes.ts'
import { base64Lines } from '../mime/base64-lines.ts'
import { DerError } from '../pki/der.ts'
import * as der from '../pki/der-writer.ts'
import { type CmsKind, KINDS } from './cms.ts'
import { bodyOf, type Entity, fieldValue } from './entity.ts'
import { decodePieces, decoderOf } from './transfer.ts'

const SMIME_TYPES: { readonly [kind in CmsKind]: string } = {
  signed: ' smime-type=signed-data;',
  enveloped: ' smime-type=enveloped-data;',
  authEnveloped: ' smime-type=authEnveloped-data;',
  compressed: ' smime-type=compressed-data;',
}
const BEGIN = /^\s{0,64}-----BEGIN (?:PKCS7|PKCS #7 SIGNED DATA|CMS)-----[ \t]{0,64}\r?\n/
/** No first line is longer. */
const LINE_OCTETS = 256
const [DASH, OID, SEQUENCE] = [0x2d, 0x06, 0x30]
const INDEFINITE = 0x80
const EMPTY = Buffer.alloc(0)

/** The entity anew when its body is PEM, as it stands or within its transfer encoding; null when it is not. */
export async function carrierOfPem(entity: Entity): Promise<AsyncIterable<Buffer> | null> {
  const body = bodyOf(entity)
  const encoding = fieldValue(entity.fields, 'content-transfer-encoding')
  const decode = decoderOf(encoding)
  const head = await firstOctets(body.read(0, Math.min(body.size, 2 * LINE_OCTETS)))
  if (beginOf(head) > 0) return carrier('', object(decodePieces(unarmored(body.read()))))
  if (beginOf(await firstOctets(decode(memoryBytes(head)))) === 0) return null
  return carrier('', object(decodePieces(unarmored(decode(body)))))
}

/** An entity around what an envelope held, by the type it announces; null for id-data and any other. */
export async function carrierOfContent(
  type: string,
  content: Bytes,
): Promise<AsyncIterable<Buffer> | null> {
  const kind = KINDS[type]
  if (kind === undefined) return null
  const head = await firstOctets(content.read(0, Math.min(content.size, 16)))
  const isWhole = head[headSize(head)] === OID
  return carrier(SMIME_TYPES[kind], isWhole ? content.read() : contentInfo(type, content))
}

/** ContentInfo around the bare value, its length left open. RFC 5652 §3 */
async function* contentInfo(type: string, content: Bytes): AsyncGenerator<Buffer> {
  const open = Buffer.of(SEQUENCE, INDEFINITE)
  yield Buffer.concat([open, der.oid(type), Buffer.of(0xa0, INDEFINITE)])
  yield* content.read()
  yield Buffer.alloc(4)
}

/** Octets of the identifier and the length of an element. */
function headSize(octets: Buffer): number {
  const first = octets[1] ?? 0
  return first <= INDEFINITE ? 2 : 2 + (first & 0x7f)
}

/** Do these octets begin a ContentInfo of a kind that mail has? RFC 5652 §3 */
export function beginsCms(octets: Buffer): boolean {
  if (octets[0] !== SEQUENCE) return false
  const inner = octets.subarray(headSize(octets))
  return Object.keys(KINDS).some((type) => {
    const id = der.oid(type)
    return inner.subarray(0, id.length).equals(id)
  })
}

async function* carrier(smimeType: string, octets: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  yield Buffer.from(
    `Content-Type: application/pkcs7-mime;${smimeType} name="smime.p7m"\r\n` +
      'Content-Transfer-Encoding: base64\r\n\r\n',
  )
  yield* base64Lines(octets)
}

/** PEM within PEM is no object. */
async function* object(octets: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let isBegun = false
  for await (const piece of octets) {
    if (!isBegun && piece.length > 0 && piece[0] !== SEQUENCE) throw new DerError('no ContentInfo')
    isBegun ||= piece.length > 0
    yield piece
  }
}

/** The base64 between the lines of PEM. */
async function* unarmored(pieces: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let begin = 0
  let held = EMPTY
  for await (const piece of pieces) {
    let rest = piece
    if (begin === 0) {
      held = Buffer.concat([held, piece])
      begin = beginOf(held)
      if (begin === 0) continue
      rest = held.subarray(begin)
    }
    const end = rest.indexOf(DASH)
    yield end === -1 ? rest : rest.subarray(0, end)
    if (end !== -1) return
  }
}

async function firstOctets(pieces: AsyncIterable<Buffer>): Promise<Buffer> {
  const found: Buffer[] = []
  for await (const piece of pieces) found.push(piece)
  return Buffer.concat(found)
}

function beginOf(octets: Buffer): number {
  return BEGIN.exec(octets.toString('latin1', 0, LINE_OCTETS))?.[0].length ?? 0
}
