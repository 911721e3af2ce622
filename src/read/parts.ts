/**
 * The parts of a letter as they were read, for another reader to be compared with.
 *
 * In    the entity of an opened message, limits
 * Out   every leaf of its tree in order: words before they are marked up, names as decoded, octets by their digest
 * Refuses   what `readTree` refuses
 *
 * SPEC §2 (CONFRERE_DOUBLE_LECTURE)
 */
import { isRefusal, type Refusal } from '../errors.ts'
import type { Bytes } from '../kit/bytes.ts'
import { ContentDigest } from '../kit/digest.ts'
import type { PartRead } from '../message.ts'
import { decodeBody } from '../mime/decode.ts'
import { MIME_LIMITS, type MimeLimits, type MimeNode } from '../mime/tree.ts'
import { leaves } from './body.ts'
import { wrapped } from './read.ts'
import { bareWords } from './texts.ts'

/** The parts of an entity, as the first reader finds them. */
export async function readParts(
  signed: Bytes,
  limits: MimeLimits = MIME_LIMITS,
): Promise<readonly PartRead[] | Refusal> {
  const found = await wrapped(signed, limits)
  if (isRefusal(found)) return found
  const { entity, tree } = found
  const parts: PartRead[] = []
  for (const node of leaves(tree)) parts.push(await partOf(entity, node))
  return parts
}

async function partOf(entity: Bytes, node: MimeNode): Promise<PartRead> {
  const digest = new ContentDigest()
  let size = 0
  for await (const piece of decodeBody(entity.slice(node.debut, node.fin), node.codage)) {
    digest.update(piece)
    size += piece.length
  }
  const kind = kindOf(node)
  return {
    kind,
    name: node.filename,
    charset: node.parameters.get('charset')?.toLowerCase() ?? null,
    size,
    sha256: digest.hex(),
    text: kind === 'file' ? null : await bareWords(entity, node, kind),
  }
}

function kindOf({ type }: MimeNode): PartRead['kind'] {
  if (type === 'text/html') return 'html'
  return type === 'text/plain' || type.startsWith('multipart/') ? 'plain' : 'file'
}
