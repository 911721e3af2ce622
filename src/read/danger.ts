/**
 * What must not be passed on, by its content, whatever its name and type say: what runs, what holds macros or actions,
 * what Office, a browser or a mail reader would run or load by itself, an archive that cannot be looked into.
 *
 * In    a document as a stream, its name
 * Out   why it is not passed on; null: nothing speaks against it
 *
 * Memory is bounded by HELD_BYTES, time by a deadline shared by all documents of a letter. An archive that is as it
 * should be is looked into, entry by entry; one within another is not, save Office documents. A mail is looked into part
 * by part, as an archive is.
 *
 * SPEC §13.8, §13.12 · ECMA-376 part 2 (Office containers)
 */
import { createGunzip } from 'node:zlib'

import type { Danger } from '../domain/courrier.ts'
import { isRefusal } from '../errors.ts'
import { type Bytes, memoryBytes } from '../kit/bytes.ts'
import { decodeBody } from '../mime/decode.ts'
import { readTree } from '../mime/tree.ts'
import { inMailBody, inMarkup, inOfficePart, inRtf, inXml } from './active.ts'
import { isTnef, leaves } from './body.ts'
import { cmsContent, nameWithin } from './cms-content.ts'
import { inOle } from './ole.ts'
import { inPdf } from './pdf-actions.ts'
import { nameOf } from './piece.ts'
import { asText, HEAD_BYTES, type Kind, kindOf } from './signatures.ts'
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

/** For all documents of one mail. SPEC §13.12 */
const LOOK_MS = 4000

/** The same of a mail as it came. */
export async function dangerOfMail(raw: Bytes): Promise<Danger | null> {
  const budget = { until: performance.now() + LOOK_MS, left: MAX_UNPACKED }
  return await dangerOf(raw.read(), 'message.eml', budget)
}

interface Way {
  readonly name: string
  readonly budget: Budget
  readonly depth: number
  /** A part of an Office document, whose XML is no page. Absent: not one. */
  readonly isOfficePart?: boolean
  /** A part of a mail: `body`, what its reader shows of it. Absent: not one. */
  readonly inMail?: 'body' | 'document'
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
    const kind = kindOf(head, way.name, way.isOfficePart)
    if (kind === 'executable') return { raison: 'executable', detail: null }
    if (kind === 'archive') return archive('format')
    if (kind === 'sylk') return { raison: 'macros', detail: null }
    if (kind === 'ole') {
      const how = { until: way.budget.until, isWithin: way.isOfficePart === true }
      return await inOle(chained(held, pieces), how)
    }
    if (kind === null) return await drained(pieces, way)
    if ((await more(HELD_BYTES + 1, way.budget.until)) === 'late') return archive('duree')
    if (size > HELD_BYTES) return archive('taille')
    return await inWhole(kind, Buffer.concat(held), way)
  } finally {
    await pieces.return?.()
  }
}

async function inWhole(
  kind: Exclude<Kind, 'executable' | 'archive' | 'ole' | 'sylk'>,
  whole: Buffer,
  way: Way,
): Promise<Danger | null> {
  switch (kind) {
    case 'pdf':
      return inPdf(whole, way.budget)
    case 'rtf':
      return inRtf(asText(whole))
    case 'markup':
      return way.inMail === 'body' ? inMailBody(asText(whole)) : inMarkup(asText(whole))
    case 'xml':
      return way.isOfficePart ? inOfficePart(way.name, asText(whole)) : inXml(asText(whole))
    case 'mail':
      return await inMail(whole, way)
    case 'cms':
      return await inCms(whole, way)
    case 'zip':
      return await inZip(whole, way)
    case 'gzip':
      return await inGzip(whole, way)
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
    const found = await inEntry(octets, entry, { ...way, isOfficePart: isOffice })
    if (found !== null) return found
  }
  return null
}

async function inEntry(octets: Buffer, entry: Entry, way: Way): Promise<Danger | null> {
  const { name, size } = entry
  if (name.endsWith('/')) return null
  way.budget.left -= size
  const { isOfficePart = false, budget, depth } = way
  const within: Way = { name, budget, depth: depth + 1, isOfficePart }
  try {
    if (name === CONTENT_TYPES && size < MAX_CONTENT_TYPES) {
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

const MAX_CONTENT_TYPES = 1024 * 1024
const CONTENT_TYPES = '[Content_Types].xml'
/** VBA and Excel 4 macros; those of OpenDocument. */
const MACROS = /(?:^|\/)(?:vbaProject\.bin|vbaData\.xml|macrosheets\/[^/]+)$/i
const BASIC = /^(?:Basic|Scripts)\/./

/** The parts of a mail, or of a page kept as one: each is judged as if it came alone. */
async function inMail(octets: Buffer, way: Way): Promise<Danger | null> {
  if (way.depth >= MAX_DEPTH) return archive('imbriquee')
  const entity = memoryBytes(octets)
  const tree = await readTree(entity)
  if (isRefusal(tree)) return archive('abimee')
  const isPage = PAGE.test(way.name)
  for (const [index, node] of leaves(tree).entries()) {
    if (performance.now() > way.budget.until) return archive('duree')
    if (isTnef(node) || node.codageInconnu !== null) return archive('format')
    const isBody = node.filename === null && node.disposition !== 'attachment' && !isPage
    const body = decodeBody(entity.slice(node.debut, node.fin), node.codage)
    const found = await examined(body, {
      name: nameOf(node, index + 1),
      budget: way.budget,
      depth: way.depth + 1,
      inMail: isBody ? 'body' : 'document',
    })
    if (found !== null) return found
  }
  return null
}

/** What an opaque signature surrounds is judged as if it came alone; what only its reader opens goes nowhere. */
async function inCms(octets: Buffer, way: Way): Promise<Danger | null> {
  const inside = cmsContent(octets)
  switch (inside.kind) {
    case 'vide':
      return null
    case 'contenu': {
      if (way.depth >= MAX_DEPTH) return archive('imbriquee')
      const source = memoryBytes(inside.octets).read()
      return await examined(source, { ...way, name: nameWithin(way.name), depth: way.depth + 1 })
    }
    case 'chiffre':
      return archive('message-chiffre')
    case 'format':
      return archive('format')
    case 'abime':
      return archive('abimee')
  }
}

const PAGE = /\.mht(?:ml)?$/i

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
