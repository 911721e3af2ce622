/**
 * Outlook's own format (winmail.dat): how many documents it holds. They are not taken out.
 *
 * In    its octets, in pieces
 * Out   the number of its documents; null: it is not in this format, or cut short
 *
 * MS-OXTNEF §2.1.3 (an attribute: level, id, length, data, checksum). One pass, nothing but heads is held.
 */

const SIGNATURE = 0x223e9f78
/** Signature and key. */
const FILE_HEAD = 6
/** Level, id and length. */
const HEAD = 9
const CHECKSUM = 2
const [MESSAGE, ATTACHMENT] = [1, 2]
/** attAttachRendData: an attachment begins. */
const RENDERING = 0x00069002

interface Walk {
  held: Buffer
  /** Octets of data that are passed over. */
  skip: number
  isBegun: boolean
  documents: number
}

/** Counts the documents in a winmail.dat; null where it cannot be read. */
export async function tnefDocuments(pieces: AsyncIterable<Buffer>): Promise<number | null> {
  const walk: Walk = { held: Buffer.alloc(0), skip: 0, isBegun: false, documents: 0 }
  for await (const piece of pieces) {
    const passed = Math.min(walk.skip, piece.length)
    walk.skip -= passed
    walk.held = Buffer.concat([walk.held, piece.subarray(passed)])
    while (walk.skip === 0 && walk.held.length >= (walk.isBegun ? HEAD : FILE_HEAD)) {
      if (!step(walk)) return null
    }
  }
  return walk.isBegun && walk.skip === 0 && walk.held.length === 0 ? walk.documents : null
}

/** Passes the head of the file, or one attribute; false: it is none. */
function step(walk: Walk): boolean {
  const { held } = walk
  if (!walk.isBegun) {
    walk.isBegun = true
    pass(walk, FILE_HEAD)
    return held.readUInt32LE(0) === SIGNATURE
  }
  const [level] = held
  if (level === ATTACHMENT && held.readUInt32LE(1) === RENDERING) walk.documents += 1
  pass(walk, HEAD + held.readUInt32LE(5) + CHECKSUM)
  return level === MESSAGE || level === ATTACHMENT
}

function pass(walk: Walk, octets: number): void {
  walk.skip = Math.max(0, octets - walk.held.length)
  walk.held = walk.held.subarray(Math.min(octets, walk.held.length))
}
