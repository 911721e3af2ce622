/**
 * The directory of a zip archive, and its entries one at a time, never more of them than was said.
 *
 * In    the octets of an archive, held
 * Out   its entries as its central directory names them; null: it is damaged
 *
 * APPNOTE.TXT 6.3.10 §4.3 (records), §4.4.4 (flags), §4.5.3 (ZIP64). Read by hand: what encrypts an entry, what
 * makes it a link and what its directory claims must be seen before anything is unpacked.
 */
import { createInflateRaw } from 'node:zlib'

/** One entry, as the directory says. */
export interface Entry {
  readonly name: string
  readonly isEncrypted: boolean
  /** A symbolic link, an absolute path, or a way out of its folder. */
  readonly isElsewhere: boolean
  readonly method: number
  readonly packed: number
  readonly size: number
  readonly offset: number
}

const END = 0x06054b50
const END64 = 0x06064b50
const LOCATOR64 = 0x07064b50
const ENTRY = 0x02014b50
const LOCAL = 0x04034b50
const END_BYTES = 22
const MAX_COMMENT = 0xffff
const NOWHERE = 0xffffffff
const UTF8 = 0x800
const PIECE_BYTES = 256 * 1024
const [STORED, DEFLATED] = [0, 8]

/** The entries of an archive, at most `limit` and one more; null where it is damaged. */
export function entriesOf(archive: Buffer, limit: number): readonly Entry[] | null {
  const end = endOf(archive)
  if (end === null) return null
  const { from, count } = end
  const entries: Entry[] = []
  let at = from
  try {
    while (entries.length < Math.min(count, limit + 1)) {
      if (archive.readUInt32LE(at) !== ENTRY) return null
      const [name, extra, comment] = [28, 30, 32].map((field) => archive.readUInt16LE(at + field))
      if (name === undefined || extra === undefined || comment === undefined) return null
      entries.push(entryAt(archive, at, { name, extra }))
      at += 46 + name + extra + comment
    }
  } catch (error) {
    if (error instanceof RangeError) return null
    throw error
  }
  return entries
}

/** Where the directory begins, and how many entries it claims. */
function endOf(archive: Buffer): { readonly from: number; readonly count: number } | null {
  const least = Math.max(0, archive.length - END_BYTES - MAX_COMMENT)
  for (let at = archive.length - END_BYTES; at >= least; at -= 1) {
    if (archive.readUInt32LE(at) !== END) continue
    const [count, from] = [archive.readUInt16LE(at + 10), archive.readUInt32LE(at + 16)]
    const is64 = at >= 20 && archive.readUInt32LE(at - 20) === LOCATOR64
    if (!is64) return { from, count }
    const at64 = Number(archive.readBigUInt64LE(at - 12))
    if (at64 + 56 > archive.length || archive.readUInt32LE(at64) !== END64) return null
    return {
      count: Number(archive.readBigUInt64LE(at64 + 32)),
      from: Number(archive.readBigUInt64LE(at64 + 48)),
    }
  }
  return null
}

function entryAt(
  archive: Buffer,
  at: number,
  length: { readonly name: number; readonly extra: number },
): Entry {
  const flags = archive.readUInt16LE(at + 8)
  const raw = archive.subarray(at + 46, at + 46 + length.name)
  const name = raw.toString(flags & UTF8 ? 'utf8' : 'latin1')
  const mode = archive.readUInt32LE(at + 38) >>> 16
  const isLink = archive[at + 5] === 3 && (mode & 0o170000) === 0o120000
  const isOutside = /^(?:[/\\]|[a-z]:)|(?:^|[/\\])\.\.(?:[/\\]|$)/i.test(name)
  const sizes = [24, 20, 42].map((field) => archive.readUInt32LE(at + field))
  const extra = archive.subarray(at + 46 + length.name, at + 46 + length.name + length.extra)
  const [size = 0, packed = 0, offset = 0] = sizes64(sizes, extra)
  return {
    name,
    isEncrypted: (flags & 1) === 1,
    isElsewhere: isLink || isOutside,
    method: archive.readUInt16LE(at + 10),
    packed,
    size,
    offset,
  }
}

/** Sizes that are too large for their fields stand in the extra field, in this order. */
function sizes64(sizes: readonly number[], extra: Buffer): readonly number[] {
  for (let at = 0; at + 4 <= extra.length; at += 4 + extra.readUInt16LE(at + 2)) {
    if (extra.readUInt16LE(at) !== 1) continue
    let next = at + 4
    return sizes.map((size) => {
      if (size !== NOWHERE) return size
      const found = Number(extra.readBigUInt64LE(next))
      next += 8
      return found
    })
  }
  return sizes
}

/** The octets of an entry in pieces; throws where they are not what the directory says. */
export async function* unpacked(archive: Buffer, entry: Entry): AsyncGenerator<Buffer> {
  const { offset, packed, method, size } = entry
  if (archive.readUInt32LE(offset) !== LOCAL) throw new RangeError('no entry there')
  const from = offset + 30 + archive.readUInt16LE(offset + 26) + archive.readUInt16LE(offset + 28)
  const octets = archive.subarray(from, from + packed)
  if (octets.length !== packed) throw new RangeError('cut short')
  let found = 0
  for await (const piece of method === STORED ? [octets] : inflated(octets, method)) {
    found += piece.length
    if (found > size) break
    yield piece
  }
  if (found !== size) throw new RangeError('not as long as it says')
}

async function* inflated(octets: Buffer, method: number): AsyncGenerator<Buffer> {
  if (method !== DEFLATED) throw new RangeError('an unknown way of packing')
  const inflate = createInflateRaw({ chunkSize: PIECE_BYTES })
  inflate.end(octets)
  yield* inflate as AsyncIterable<Buffer>
}
