/**
 * The documents of a letter: those that can be read, and those that nobody can.
 *
 * In    the parts of the tree that are documents, those that are text, the entity
 * Out   pieces, and what is named and asked about instead: it never goes on under a type that it has not
 *
 * SPEC §4 (an unreadable attachment does not refuse the readable rest)
 */
import type { Illisible, Piece } from '../domain/courrier.ts'
import type { Bytes } from '../kit/bytes.ts'
import { decodeBody } from '../mime/decode.ts'
import { type Body, isTnef } from './body.ts'
import { dangerOf, MAX_UNPACKED } from './danger.ts'
import { isLogo, shownIn } from './logos.ts'
import { nameOf, readPiece } from './piece.ts'
import { tnefDocuments } from './tnef.ts'

/** What the documents of a letter are. */
export interface Documents {
  readonly pieces: readonly Piece[]
  readonly illisibles: readonly Illisible[]
  /** How many parts are no documents, for being small images of the text. */
  readonly logos: number
}

/** For all archives of a letter together. SPEC §13.12 */
const LOOK_MS = 4000

/** Reads each document, or says why it cannot be read; `base` is added to the offsets of pieces. */
export async function readDocuments(
  entity: Bytes,
  { documents, segments }: Body,
  base: number,
): Promise<Documents> {
  const shown = await shownIn(entity, segments)
  const pieces: Piece[] = []
  const illisibles: Illisible[] = []
  let logos = 0
  const budget = { until: performance.now() + LOOK_MS, left: MAX_UNPACKED }
  for (const [index, node] of documents.entries()) {
    const rank = index + 1
    const named = { rang: rank, nom: nameOf(node, rank) }
    if (node.codageInconnu !== null) {
      illisibles.push({ ...named, raison: 'codage', detail: node.codageInconnu })
    } else if (isTnef(node)) {
      const body = entity.slice(node.debut, node.fin)
      const count = await tnefDocuments(decodeBody(body, node.codage))
      // Outlook sends it with every formatted mail: without documents it holds only the layout of the words.
      if (count === 0) continue
      illisibles.push({
        ...named,
        raison: 'outlook',
        detail: count === null ? null : String(count),
      })
    } else {
      const body = entity.slice(node.debut, node.fin)
      const danger = await dangerOf(decodeBody(body, node.codage), named.nom, budget)
      if (danger !== null) {
        illisibles.push({ ...named, ...danger })
        continue
      }
      const piece = await readPiece(entity, node, { rank, base })
      if (isLogo(piece, node, shown)) logos += 1
      else pieces.push(piece)
    }
  }
  return { pieces, illisibles, logos }
}
