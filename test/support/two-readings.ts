/** Words for the tests of the second reader: what two readings of an entity differ by. */
import { isRefusal } from '../../src/errors.ts'
import { memoryBytes } from '../../src/kit/bytes.ts'
import { readParts } from '../../src/read/parts.ts'
import { decoded } from '../../src/read/texts.ts'
import { differenceOf } from '../../src/second/compare.ts'
import { partsOf } from '../../src/second/reading.ts'
import { inPieces } from './mime-tree.ts'

/** What differs between both readings of an entity; null: nothing. Throws where the first reader refuses. */
export async function difference(entity: string | Buffer, pieces = 0): Promise<string | null> {
  const octets = typeof entity === 'string' ? Buffer.from(entity, 'latin1') : entity
  const bytes = pieces === 0 ? memoryBytes(octets) : inPieces(octets, pieces)
  const first = await readParts(bytes)
  if (isRefusal(first)) throw new Error(first.code)
  return differenceOf(first, await partsOf(bytes, decoded))?.what ?? null
}

/** A latin1 string of UTF-8 octets. */
export function utf8(text: string): string {
  return Buffer.from(text).toString('latin1')
}
