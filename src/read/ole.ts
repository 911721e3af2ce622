/**
 * Compound files: what Office wrote before 2007, and what wears its clothes.
 *
 * In    a compound file as a stream, whether it stands within another document
 * Out   why it is not passed on; null: a document of a known kind, without macros and programs
 *
 * Storages and streams are known by their directory entries, wherever these lie: each begins at a multiple of its
 * length. A file of a kind that is none of the known documents is not passed on: an installer or a mail with its own
 * documents is one too. MS-CFB §2.6 · MS-OVBA §2.2 · SPEC §13.8
 */
import type { Danger } from '../domain/courrier.ts'

const ENTRY_BYTES = 128
const OLE_MACROS = new Set(['VBA', '_VBA_PROJECT', '_VBA_PROJECT_CUR', 'Macros'])
/** What a double click, or opening alone, runs: a file put into a document whole, a control. */
const PROGRAMS = new Set(['\u0001Ole10Native', '\u0003OCXNAME', '\u0003OCXDATA'])
const CLOSED = 'EncryptedPackage'
/** The stream that each kind of document cannot be without. */
const DOCUMENTS = new Set([
  'WordDocument',
  'Workbook',
  'Book',
  'PowerPoint Document',
  'VisioDocument',
])
/** {000C1084-0000-0000-C000-000000000046} */
const MSI_CLSID = '84100c0000000000c000000000000046'
/** The head of the source of a module, as it is packed: `Attribute VB_Name`. */
const VBA_SOURCE = 'Attribut\0e \0VB_'
const VBA_PROJECT = Buffer.from('_VBA_PROJECT', 'utf16le').toString('latin1')

/** What a directory entry says. */
type Said = Danger | 'document' | null

/** Looks into a compound file; `isWithin`: into what a document holds, whatever its kind. */
export async function inOle(
  source: AsyncIterable<Buffer>,
  { until, isWithin }: { readonly until: number; readonly isWithin: boolean },
): Promise<Danger | null> {
  let rest: Buffer = Buffer.alloc(0)
  let isDocument = false
  for await (const piece of source) {
    if (performance.now() > until) return { raison: 'archive', detail: 'duree' }
    const octets = rest.length === 0 ? piece : Buffer.concat([rest, piece])
    const text = octets.toString('latin1')
    if (text.includes(VBA_SOURCE) || text.includes(VBA_PROJECT)) return macros
    const end = octets.length - (octets.length % ENTRY_BYTES)
    for (let at = 0; at < end; at += ENTRY_BYTES) {
      const found = inEntry(octets, at)
      if (found === 'document') isDocument = true
      else if (found !== null) return found
    }
    rest = octets.subarray(end)
  }
  return isDocument || isWithin ? null : { raison: 'archive', detail: 'format' }
}

const macros: Danger = { raison: 'macros', detail: null }
const program: Danger = { raison: 'executable', detail: null }

function inEntry(octets: Buffer, at: number): Said {
  const length = octets.readUInt16LE(at + 64)
  const type = octets[at + 66]
  if (length < 4 || length > 64 || length % 2 !== 0) return null
  if (type !== 1 && type !== 2 && type !== 5) return null
  const name = octets.toString('utf16le', at, at + length - 2)
  if (OLE_MACROS.has(name)) return macros
  if (PROGRAMS.has(name)) return program
  if (name === CLOSED) return { raison: 'archive', detail: 'chiffree' }
  if (type === 5 && octets.toString('hex', at + 80, at + 96) === MSI_CLSID) return program
  return DOCUMENTS.has(name) ? 'document' : null
}
