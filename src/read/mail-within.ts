/**
 * A mail or a signed document as a document of a letter: the documents and words that it holds.
 *
 * In    the octets of a document, held
 * Out   its parts, layers of S/MIME taken off; what could not be looked into is named
 *
 * Bounded in depth and in parts. SPEC §6.5, §13.8
 */
import { isRefusal } from '../errors.ts'
import { memoryBytes } from '../kit/bytes.ts'
import { decodeBody } from '../mime/decode.ts'
import { fieldText } from '../mime/headers.ts'
import { readTree } from '../mime/tree.ts'
import { leaves, readBody } from './body.ts'
import { cmsContent, nameWithin } from './cms-content.ts'
import { HEAD_BYTES, natureOf } from './nature.ts'
import { nameOf } from './piece.ts'
import { readTexts } from './texts.ts'

/** Something that a mail holds. */
export type Within =
  | { readonly kind: 'texte'; readonly texte: string }
  | { readonly kind: 'fichier'; readonly nom: string; readonly octets: Buffer }
  | { readonly kind: 'ferme'; readonly raison: 'abime' | 'chiffre' | 'excessif' }

const MAX_DEPTH = 3
const MAX_PARTS = 50
/** Octets of all parts together, decoded. */
const MAX_BYTES = 64 * 1024 * 1024

/** What a document holds where it is a mail or in S/MIME form; the document itself where it is neither. */
export async function within(octets: Buffer, name: string): Promise<readonly Within[]> {
  const found: Within[] = []
  await collect(octets, { name, depth: 0, found, budget: { left: MAX_BYTES } })
  return found
}

interface Way {
  readonly name: string
  readonly depth: number
  readonly found: Within[]
  readonly budget: { left: number }
}

async function collect(octets: Buffer, way: Way): Promise<void> {
  const { name, depth, found, budget } = way
  const nature = natureOf(octets.subarray(0, HEAD_BYTES), name)
  if (nature !== 'signe' && nature !== 'message') {
    found.push({ kind: 'fichier', nom: name, octets })
  } else if (depth >= MAX_DEPTH || found.length >= MAX_PARTS || budget.left < 0) {
    found.push({ kind: 'ferme', raison: 'excessif' })
  } else if (nature === 'signe') {
    const inside = cmsContent(octets)
    if (inside.kind === 'contenu') {
      await collect(inside.octets, { ...way, name: nameWithin(name), depth: depth + 1 })
    } else if (inside.kind !== 'vide') {
      found.push({ kind: 'ferme', raison: inside.kind === 'chiffre' ? 'chiffre' : 'abime' })
    }
  } else await collectParts(octets, way)
}

async function collectParts(octets: Buffer, { depth, found, budget }: Way): Promise<void> {
  const entity = memoryBytes(octets)
  const tree = await readTree(entity)
  if (isRefusal(tree)) {
    found.push({ kind: 'ferme', raison: 'abime' })
    return
  }
  const body = readBody(tree)
  const texts = await readTexts(entity, body.segments)
  const subject = fieldText(tree.fields, 'subject') ?? ''
  const said = isRefusal(texts) ? subject : `${subject}\n\n${texts.main}`
  if (said.trim() !== '') found.push({ kind: 'texte', texte: said })
  const documents = new Set(body.documents)
  for (const [index, node] of leaves(tree).entries()) {
    if (!documents.has(node)) continue
    if (found.length >= MAX_PARTS) return
    const pieces: Buffer[] = []
    for await (const piece of decodeBody(entity.slice(node.debut, node.fin), node.codage)) {
      budget.left -= piece.length
      if (budget.left < 0) {
        found.push({ kind: 'ferme', raison: 'excessif' })
        return
      }
      pieces.push(piece)
    }
    await collect(Buffer.concat(pieces), {
      name: nameOf(node, index + 1),
      depth: depth + 1,
      found,
      budget,
    })
  }
}
