/**
 * Protects the header fields of a letter: their copies stand in the entity that is signed.
 *
 * In    the entity that `write` composed, the outer fields as they will leave, what will be around it
 * Out   the entity with those fields and `hp="clear"` or `hp="cipher"`; its body is streamed as it is
 * Refuses   nothing; an entity without Content-Type, or with a header block beyond measure, is our own
 *           fault (thrown)
 *
 * What is outside an encrypted letter already says nothing of a patient (SPEC §10), so HP-Outer repeats
 * every field as it is. RFC 9788 §2.1.1, §2.2 · RFC 8551 §3.1.1
 */
import type { Bytes } from '../kit/bytes.ts'

/** A MIME entity that is not yet in one place: its size, and its octets in order, as often as asked. */
export interface Assembled {
  readonly size: number
  /** All of it, where it is small, in pieces not yet joined: it is signed and encrypted without waiting. */
  readonly held?: readonly Buffer[]
  read(): AsyncGenerator<Buffer>
}

/** An entity in memory, of these parts in a row; nothing is copied. */
export function heldEntity(...parts: readonly Buffer[]): Assembled {
  return {
    size: parts.reduce((size, part) => size + part.length, 0),
    held: parts,
    async *read() {
      yield* parts
    },
  }
}

type Fields = readonly (readonly [name: string, value: string])[]

const MAX_HEADER_OCTETS = 64 * 1024
const CONTENT_TYPE = /^content-type:[^\r\n]*(?:\r\n[ \t][^\r\n]*)*/im

/** The entity to sign, with the copies of `fields`. */
export async function protect(
  entity: Bytes,
  fields: Fields,
  mode: 'clear' | 'cipher',
): Promise<Assembled> {
  const head = await headOf(entity)
  const type = CONTENT_TYPE.exec(head)
  if (type === null) throw new Error('entity without Content-Type')
  const end = type.index + type[0].length
  const copies = fields.map(([name, value]) => `${name}: ${value}\r\n`)
  const outside = mode === 'cipher' ? copies.map((copy) => `HP-Outer: ${copy}`) : []
  const start = Buffer.from(
    [...copies, ...outside, head.slice(0, end), `;\r\n hp="${mode}"`, head.slice(end)].join(''),
    'latin1',
  )
  if (entity.held) return heldEntity(start, entity.held.subarray(head.length))
  return {
    size: start.length + entity.size - head.length,
    async *read() {
      yield start
      let before = head.length
      for await (const piece of entity.read()) {
        const skipped = Math.min(before, piece.length)
        before -= skipped
        if (skipped < piece.length) yield piece.subarray(skipped)
      }
    },
  }
}

/** The header block, its last line end included, without the blank line. */
async function headOf(entity: Bytes): Promise<string> {
  if (entity.held) {
    const end = entity.held.subarray(0, MAX_HEADER_OCTETS).indexOf('\r\n\r\n')
    if (end !== -1) return entity.held.toString('latin1', 0, end + 2)
  }
  let held = ''
  for await (const piece of entity.read(0, Math.min(entity.size, MAX_HEADER_OCTETS))) {
    held += piece.toString('latin1')
    const end = held.indexOf('\r\n\r\n')
    if (end !== -1) return held.slice(0, end + 2)
  }
  throw new Error('entity without the end of its header block')
}
