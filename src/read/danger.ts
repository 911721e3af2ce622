/**
 * What must not be passed on, by its content, whatever its name and type say: what runs, what holds macros or actions,
 * an archive that cannot be looked into.
 *
 * In    a document as a stream, its name
 * Out   why it is not passed on; null: nothing speaks against it
 *
 * Memory is bounded by HELD_BYTES, time by a deadline shared by all documents of a letter. An archive that is as it
 * should be is looked into, entry by entry; one within another is not, save Office documents.
 *
 * SPEC §13.8, §13.12 · ECMA-376 part 2 (Office containers) · MS-CFB §2.6 · MS-OVBA §2.2 · ISO 32000-1 §7.3.5, §7.5.7,
 * §12.6.4
 */
import { createGunzip, inflateSync } from 'node:zlib'

import type { Danger } from '../domain/courrier.ts'
import { HEAD_BYTES, kindOf } from './signatures.ts'
import { type Entry, entriesOf, unpacked } from './zip.ts'

/** What looking costs at most. */
export interface Budget {
  /** An instant of `performance.now()`. */
  readonly until: number
  /** Octets that may still be unpacked. */
  left: number
}

const MAX_ENTRIES = 1000
export const MAX_UNPACKED = 200 * 1024 * 1024
const MAX_RATIO = 100
/** An archive or a PDF beyond this is not looked into. */
const HELD_BYTES = 64 * 1024 * 1024
/** An Office document in an archive, and one in that. */
const MAX_DEPTH = 3

/** Why a document must not be passed on; null: nothing speaks against it. */
export async function dangerOf(
  source: AsyncIterable<Buffer>,
  name: string,
  budget: Budget,
): Promise<Danger | null> {
  return await examined(source, { name, budget, depth: 0 })
}

interface Way {
  readonly name: string
  readonly budget: Budget
  readonly depth: number
}

async function examined(source: AsyncIterable<Buffer>, way: Way): Promise<Danger | null> {
  const pieces = source[Symbol.asyncIterator]()
  const held: Buffer[] = []
  let size = 0
  const more = async (limit: number, until: number): Promise<'late' | 'held'> => {
    while (size < limit) {
      const next = await pieces.next()
      if (next.done) break
      held.push(next.value)
      size += next.value.length
      if (performance.now() > until) return 'late'
    }
    return 'held'
  }
  try {
    // What runs is known by its beginning, however late it is.
    await more(HEAD_BYTES, Number.POSITIVE_INFINITY)
    const head = Buffer.concat(held)
    const kind = kindOf(head, way.name)
    if (kind === 'executable') return { raison: 'executable', detail: null }
    if (kind === 'archive') return archive('format')
    if (kind === 'ole') return await inOle(chained(held, pieces), way)
    if (kind !== 'zip' && kind !== 'gzip' && kind !== 'pdf') return await drained(pieces, way)
    if ((await more(HELD_BYTES + 1, way.budget.until)) === 'late') return archive('duree')
    if (size > HELD_BYTES) return archive('taille')
    const whole = Buffer.concat(held)
    if (kind === 'pdf') return inPdf(whole, way)
    return kind === 'zip' ? await inZip(whole, way) : await inGzip(whole, way)
  } finally {
    await pieces.return?.()
  }
}

function archive(detail: string): Danger {
  return { raison: 'archive', detail }
}

/** What is unpacked is read to its end, so that it is counted; nothing in it is looked for. */
async function drained(
  pieces: AsyncIterator<Buffer>,
  { budget, depth }: Way,
): Promise<Danger | null> {
  if (depth === 0) return null
  for (let next = await pieces.next(); !next.done; next = await pieces.next()) {
    if (performance.now() > budget.until) return archive('duree')
  }
  return null
}

async function* chained(
  held: readonly Buffer[],
  pieces: AsyncIterator<Buffer>,
): AsyncGenerator<Buffer> {
  yield* held
  for (let next = await pieces.next(); !next.done; next = await pieces.next()) yield next.value
}

async function inZip(octets: Buffer, way: Way): Promise<Danger | null> {
  const entries = entriesOf(octets, MAX_ENTRIES)
  if (entries === null) return archive('abimee')
  if (entries.length > MAX_ENTRIES) return archive('entrees')
  const isOpenDocument = entries.some(({ name }) => name === 'mimetype')
  const isOffice = isOpenDocument || entries.some(({ name }) => name === CONTENT_TYPES)
  if (isProgram(entries)) return { raison: 'executable', detail: null }
  if (entries.some(({ name }) => MACROS.test(name) || (isOpenDocument && BASIC.test(name)))) {
    return { raison: 'macros', detail: null }
  }
  if ((way.depth > 0 && !isOffice) || way.depth >= MAX_DEPTH) return archive('imbriquee')
  if (entries.some(({ isEncrypted }) => isEncrypted)) return archive('chiffree')
  if (entries.some(({ isElsewhere }) => isElsewhere)) return archive('chemin')
  const total = entries.reduce((sum, { size }) => sum + size, 0)
  if (total > way.budget.left) return archive('taille')
  if (total > MAX_RATIO * octets.length) return archive('ratio')
  for (const entry of entries) {
    if (performance.now() > way.budget.until) return archive('duree')
    const found = await inEntry(octets, entry, way)
    if (found !== null) return found
  }
  return null
}

async function inEntry(octets: Buffer, entry: Entry, way: Way): Promise<Danger | null> {
  const { name, size } = entry
  if (name.endsWith('/')) return null
  way.budget.left -= size
  const within = { ...way, name, depth: way.depth + 1 }
  try {
    if (name === CONTENT_TYPES && size < HEAD_BYTES * 256) {
      const pieces: Buffer[] = []
      for await (const piece of unpacked(octets, entry)) pieces.push(piece)
      const said = Buffer.concat(pieces)
      if (/macroEnabled|vbaProject/i.test(said.toString('latin1'))) {
        return { raison: 'macros', detail: null }
      }
    }
    return await examined(unpacked(octets, entry), within)
  } catch {
    return archive('abimee')
  }
}

const CONTENT_TYPES = '[Content_Types].xml'
/** VBA and Excel 4 macros; those of OpenDocument. */
const MACROS = /(?:^|\/)(?:vbaProject\.bin|vbaData\.xml|macrosheets\/[^/]+)$/i
const BASIC = /^(?:Basic|Scripts)\/./

/** A Java or Android program. */
function isProgram(entries: readonly Entry[]): boolean {
  return entries.some(({ name }) =>
    /^META-INF\/MANIFEST\.MF$|\.class$|^classes\.dex$|^AndroidManifest\.xml$/.test(name),
  )
}

async function inGzip(octets: Buffer, way: Way): Promise<Danger | null> {
  if (way.depth > 0) return archive('imbriquee')
  const { budget } = way
  const most = Math.min(budget.left, MAX_RATIO * octets.length)
  let excess: Danger | null = null
  async function* inflated(): AsyncGenerator<Buffer> {
    const gunzip = createGunzip()
    gunzip.end(octets)
    let size = 0
    for await (const piece of gunzip as AsyncIterable<Buffer>) {
      size += piece.length
      budget.left -= piece.length
      if (size > most) {
        excess = archive(budget.left < 0 ? 'taille' : 'ratio')
        return
      }
      yield piece
    }
  }
  const name = way.name.replace(/\.gz$/i, '')
  try {
    const found = await examined(inflated(), { ...way, name, depth: way.depth + 1 })
    return excess ?? found
  } catch {
    return archive('abimee')
  }
}

const ENTRY_BYTES = 128
const OLE_MACROS = new Set(['VBA', '_VBA_PROJECT', '_VBA_PROJECT_CUR', 'Macros'])
/** A file put into a document whole: a double click runs it. */
const OLE_PACKAGE = '\u0001Ole10Native'
const OLE_CLOSED = 'EncryptedPackage'

/** Storages and streams by their directory entries, wherever these lie: each begins at a multiple of its length. */
async function inOle(source: AsyncIterable<Buffer>, { budget }: Way): Promise<Danger | null> {
  let rest: Buffer = Buffer.alloc(0)
  for await (const piece of source) {
    if (performance.now() > budget.until) return archive('duree')
    const octets = rest.length === 0 ? piece : Buffer.concat([rest, piece])
    const end = octets.length - (octets.length % ENTRY_BYTES)
    for (let at = 0; at < end; at += ENTRY_BYTES) {
      const found = inOleEntry(octets, at)
      if (found !== null) return found
    }
    rest = octets.subarray(end)
  }
  return null
}

function inOleEntry(octets: Buffer, at: number): Danger | null {
  const length = octets.readUInt16LE(at + 64)
  const type = octets[at + 66]
  if (length < 4 || length > 64 || length % 2 !== 0) return null
  if (type !== 1 && type !== 2 && type !== 5) return null
  const name = octets.toString('utf16le', at, at + length - 2)
  if (OLE_MACROS.has(name)) return { raison: 'macros', detail: null }
  if (name === OLE_PACKAGE) return { raison: 'executable', detail: null }
  if (name === OLE_CLOSED) return archive('chiffree')
  const isInstaller = type === 5 && octets.toString('hex', at + 80, at + 96) === MSI_CLSID
  return isInstaller ? { raison: 'executable', detail: null } : null
}

/** {000C1084-0000-0000-C000-000000000046} */
const MSI_CLSID = '84100c0000000000c000000000000046'

const ACTIONS: ReadonlySet<string> = new Set(['JavaScript', 'Launch'])
// Long names: by chance they do not stand in octets that are packed.
const PLAIN = /\/(?:JavaScript|Launch)(?![A-Za-z0-9])/
const ESCAPED = /\/[A-Za-z]{0,12}#[0-9A-Fa-f]{2}[A-Za-z0-9#]{0,40}/g
/** No program packs its objects so: what is in them would not be seen. */
const OTHER_FILTERS =
  /\/(?:ASCII85Decode|ASCIIHexDecode|LZWDecode|RunLengthDecode|A85|AHx|LZW|RL)\b/
const MAX_OBJECTS = 16 * 1024 * 1024

/** Actions of a PDF that run something: named in clear, or in a stream of objects. */
function inPdf(octets: Buffer, { budget }: Way): Danger | null {
  const text = octets.toString('latin1')
  const actions: Danger = { raison: 'actions', detail: null }
  if (saysActions(text)) return actions
  let left = MAX_OBJECTS
  for (let at = text.indexOf('/ObjStm'); at !== -1; at = text.indexOf('/ObjStm', at + 7)) {
    if (performance.now() > budget.until) return archive('duree')
    const start = /stream\r?\n/.exec(text.slice(at, at + 1000))
    if (start === null) continue
    const said = text.slice(Math.max(0, at - 400), at + start.index)
    if (OTHER_FILTERS.test(said)) return actions
    const objects = objectsAt(octets, at + start.index + start[0].length, left)
    if (objects === null) return actions
    left -= objects.length
    if (saysActions(objects)) return actions
  }
  return null
}

function saysActions(text: string): boolean {
  if (PLAIN.test(text)) return true
  for (const [name] of text.matchAll(ESCAPED)) {
    const plain = name
      .slice(1)
      .replace(/#([0-9A-Fa-f]{2})/g, (_, hex: string) =>
        String.fromCharCode(Number.parseInt(hex, 16)),
      )
    // Who hides the name of a stream of objects hides what is in it.
    if (ACTIONS.has(plain) || plain === 'ObjStm') return true
  }
  return false
}

/** A stream of objects as text; empty where it is packed in another way, or closed; null: more than may be. */
function objectsAt(octets: Buffer, from: number, limit: number): string | null {
  const end = octets.indexOf('endstream', from)
  try {
    const packed = octets.subarray(from, end === -1 ? octets.length : end)
    return inflateSync(packed, { maxOutputLength: Math.max(1, limit) }).toString('latin1')
  } catch (error) {
    const isLong = (error as { code?: string }).code === 'ERR_BUFFER_TOO_LARGE'
    return isLong ? null : ''
  }
}
