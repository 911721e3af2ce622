/**
 * Bytes that may be larger than memory: a length and a way to read any range, again and again.
 *
 * In    a Buffer, or a reader of ranges (the ledger gives one over encrypted chunks)
 * Out   Bytes; `ref` says where a stored run lives, so that a range of it need not be stored twice
 *
 * SPEC §13.9 (memory does not grow with the message)
 */

/** Where stored bytes live: a content of the ledger and a half-open range of it, in octets. */
export interface BytesRef {
  readonly contenu: string
  readonly debut: number
  readonly fin: number
}

/** A run of octets, readable from any offset as often as needed. */
export interface Bytes {
  readonly size: number
  readonly ref: BytesRef | null
  /** All of them, where they are few and in memory: whoever reads need not wait. */
  readonly held?: Buffer
  /** Reads the half-open range [start, end) in pieces of at most 256 KiB. */
  read(start?: number, end?: number): AsyncIterable<Buffer>
  /** The same bytes seen through a window; nothing is copied. */
  slice(start: number, end: number): Bytes
}

/** Keeps a stream as Bytes: in memory while small, else through the ledger. */
export type Keep = (source: AsyncIterable<Buffer>) => Promise<Bytes>

const PIECE_BYTES = 256 * 1024
const LIGHT_BYTES = 1024 * 1024

/** Bytes held in one Buffer. */
export function memoryBytes(buffer: Buffer, ref: BytesRef | null = null): Bytes {
  return {
    size: buffer.length,
    ref,
    ...(buffer.length <= LIGHT_BYTES && { held: buffer }),
    async *read(start = 0, end = buffer.length) {
      for (let at = start; at < end; at += PIECE_BYTES) {
        yield buffer.subarray(at, Math.min(end, at + PIECE_BYTES))
      }
    },
    slice(start, end) {
      return memoryBytes(buffer.subarray(start, end), window(ref, start, end))
    },
  }
}

/**
 * Gives the range [start, end) to `visit` in pieces, until it says `stop`; what is held comes in one piece,
 * before this returns.
 */
export async function eachPiece(
  bytes: Bytes,
  visit: (piece: Buffer) => unknown,
  { start = 0, end = bytes.size }: { readonly start?: number; readonly end?: number } = {},
): Promise<void> {
  if (bytes.held) {
    if (end > start) visit(bytes.held.subarray(start, end))
    return
  }
  for await (const piece of bytes.read(start, end)) if (visit(piece) === 'stop') return
}

/** Bytes behind a range reader, for what is too large to hold. */
export function storedBytes(
  size: number,
  ref: BytesRef | null,
  range: (start: number, end: number) => AsyncIterable<Buffer>,
): Bytes {
  return {
    size,
    ref,
    read: (start = 0, end = size) => range(start, end),
    slice: (start, end) =>
      storedBytes(end - start, window(ref, start, end), (from, to) =>
        range(start + from, start + to),
      ),
  }
}

/**
 * Octets that are made anew each time they are read, and held nowhere; few are held. Refuses what `source`
 * refuses, before anything is handed on.
 */
export async function replayed(
  source: () => AsyncIterable<Buffer>,
  limit = LIGHT_BYTES,
): Promise<Bytes> {
  const pieces: Buffer[] = []
  let size = 0
  for await (const piece of source()) {
    size += piece.length
    if (size <= limit) pieces.push(Buffer.from(piece))
  }
  if (size <= limit) return memoryBytes(Buffer.concat(pieces))
  return storedBytes(size, null, (start, end) => within(source(), start, end))
}

async function* within(
  source: AsyncIterable<Buffer>,
  start: number,
  end: number,
): AsyncGenerator<Buffer> {
  let at = 0
  if (end <= start) return
  for await (const piece of source) {
    const from = Math.max(0, start - at)
    const to = Math.min(piece.length, end - at)
    at += piece.length
    if (to > from) yield piece.subarray(from, to)
    if (at >= end) return
  }
}

/** Keeps everything in memory: for `inspect`, tests and small messages. */
export const keepInMemory: Keep = async (source) => {
  const pieces: Buffer[] = []
  for await (const piece of source) pieces.push(piece)
  return memoryBytes(Buffer.concat(pieces))
}

/** Keeps what is small in memory, and gives the rest, from its first octet, to `keep`. */
export function keepLight(keep: Keep, limit = LIGHT_BYTES): Keep {
  return async (source) => {
    const pieces: Buffer[] = []
    let size = 0
    const rest = source[Symbol.asyncIterator]()
    for (let next = await rest.next(); !next.done; next = await rest.next()) {
      pieces.push(next.value)
      size += next.value.length
      if (size > limit) return await keep(joined(pieces, rest))
    }
    return memoryBytes(Buffer.concat(pieces))
  }
}

async function* joined(pieces: Buffer[], rest: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  for (let piece = pieces.shift(); piece !== undefined; piece = pieces.shift()) yield piece
  for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value
}

/** The whole of `bytes` as one Buffer; refuses more than `limit` octets by throwing. */
export async function wholeBuffer(bytes: Bytes, limit: number): Promise<Buffer> {
  if (bytes.size > limit) throw new RangeError(`${bytes.size} octets, limit ${limit}`)
  const pieces: Buffer[] = []
  if (bytes.held) return bytes.held
  for await (const piece of bytes.read()) pieces.push(piece)
  return pieces.length === 1 && pieces[0] !== undefined ? pieces[0] : Buffer.concat(pieces)
}

function window(ref: BytesRef | null, start: number, end: number): BytesRef | null {
  return ref && { contenu: ref.contenu, debut: ref.debut + start, fin: ref.debut + end }
}
