/**
 * Reads an entity once and proves that no honest relay will change it: CRLF, 7 bits, short lines.
 *
 * In    Bytes of a MIME entity, the digest to take
 * Out   its digest
 * Refuses   nothing; what is not canonical is our own fault (thrown, with the offset only)
 *
 * RFC 8551 §3.1.1 (canonical form), §3.1.3 (7 bits for multipart/signed) · RFC 5322 §2.1.1
 */
import { isAscii } from 'node:buffer'
import { createHash } from 'node:crypto'

import type { Assembled } from './protect.ts'

const MAX_LINE_OCTETS = 998
const CR = 0x0d
const LF = 0x0a

/** Digest of a canonical entity; throws when a relay would have to change a byte of it. */
export async function canonicalDigest(entity: Assembled, algorithm: string): Promise<Buffer> {
  const hash = createHash(algorithm)
  let offset = 0
  let line = { start: 0, last: 0 }
  for await (const piece of entity.held ?? entity.read()) {
    if (!isAscii(piece)) throw new Error(`entity with 8-bit octets near ${offset}`)
    line = checkLines(piece, { offset, line })
    hash.update(piece)
    offset += piece.length
  }
  if (offset !== entity.size)
    throw new Error(`entity of ${offset} octets, ${entity.size} announced`)
  if (line.last === CR) throw new Error('entity with a bare CR at its end')
  return hash.digest()
}

/** Where the open line starts, and the last octet seen: what the next piece has to know. */
interface OpenLine {
  readonly start: number
  readonly last: number
}

function checkLines(piece: Buffer, { offset, line }: { offset: number; line: OpenLine }): OpenLine {
  let start = line.start
  let endings = 0
  for (let at = piece.indexOf(LF); at !== -1; at = piece.indexOf(LF, at + 1)) {
    if ((at === 0 ? line.last : piece[at - 1]) !== CR) {
      throw new Error(`entity with a bare LF at ${offset + at}`)
    }
    if (offset + at - 1 - start > MAX_LINE_OCTETS)
      throw new Error(`entity with a long line at ${start}`)
    start = offset + at + 1
    if (at > 0) endings++
  }
  if (line.last === CR && piece[0] !== LF) throw new Error(`entity with a bare CR at ${offset - 1}`)
  const last = piece.at(-1) ?? line.last
  const returns = count(piece, CR) - (last === CR ? 1 : 0)
  if (returns !== endings) throw new Error(`entity with a bare CR after ${offset}`)
  return { start, last }
}

function count(piece: Buffer, octet: number): number {
  let found = 0
  for (let at = piece.indexOf(octet); at !== -1; at = piece.indexOf(octet, at + 1)) found++
  return found
}
