/**
 * Whom a document itself says that it is about: the words of the first page of a PDF, the header of a DICOM file.
 *
 * In    the encoded octets of one document, its kind
 * Out   what it says; why it was not looked at (damaged, encrypted, too large). It is passed on as it is all the same
 *
 * Runs in a judging thread of bounded time and memory; its libraries are loaded by the thread that looks first.
 * Nothing is fetched, nothing of a document is run. SPEC §6.5, §13.12
 */

import type { Jour } from '../domain/correspondant.ts'
import type { Nature, NonCompare, PatientDit } from '../domain/courrier.ts'
import { jourDe } from '../domain/identifiants.ts'
import type { Sexe } from '../domain/patient.ts'
import type { Bytes } from '../kit/bytes.ts'
import { decodeText } from '../mime/charset.ts'
import { type Codage, decodeBody } from '../mime/decode.ts'
import { within } from './mail-within.ts'
import { HEAD_BYTES, natureOf } from './nature.ts'

/** What looking at a document gave. */
export type Look = { readonly dit: PatientDit } | { readonly nonCompare: NonCompare }

const MAX_PDF_BYTES = 40 * 1024 * 1024
/** A mail with its documents. */
const MAX_MAIL_BYTES = 40 * 1024 * 1024
/** A header stands before the images. */
const MAX_HEADER_BYTES = 1024 * 1024
const MAX_TEXT = 6000

const LIMITS: { readonly [N in Nature]: number } = {
  pdf: MAX_PDF_BYTES,
  dicom: MAX_HEADER_BYTES,
  message: MAX_MAIL_BYTES,
  signe: MAX_MAIL_BYTES,
}

/** Looks at one document. */
export async function lookAt(
  body: Bytes,
  { codage, nature }: { readonly codage: Codage; readonly nature: Nature },
): Promise<Look> {
  const limit = LIMITS[nature]
  const pieces: Buffer[] = []
  let size = 0
  for await (const piece of decodeBody(body, codage)) {
    size += piece.length
    if (nature !== 'dicom' && size > limit) return { nonCompare: 'excessif' }
    pieces.push(piece)
    if (size > limit) break
  }
  const octets = Buffer.concat(pieces)
  switch (nature) {
    case 'pdf':
      return await lookAtPdf(octets)
    case 'dicom':
      return await lookAtHeader(octets)
    case 'message':
      return await lookWithin(octets, 'message.eml')
    case 'signe':
      return await lookWithin(octets, 'smime.p7m')
    default:
      return nature satisfies never
  }
}

/** Of several, what could not be looked at is told only where nothing was. */
async function lookWithin(octets: Buffer, name: string): Promise<Look> {
  const dits: PatientDit[] = []
  let closed: NonCompare | null = null
  for (const one of await within(octets, name)) {
    if (one.kind === 'ferme') closed = one.raison
    else if (one.kind === 'texte') dits.push({ ou: 'pdf', texte: one.texte.slice(0, MAX_TEXT) })
    else {
      const nature = natureOf(one.octets.subarray(0, HEAD_BYTES))
      if (nature !== 'pdf' && nature !== 'dicom') continue
      const seen = await (nature === 'pdf' ? lookAtPdf : lookAtHeader)(one.octets)
      if ('dit' in seen) dits.push(seen.dit)
      else closed = seen.nonCompare
    }
  }
  return closed === null || dits.length > 0
    ? { dit: { ou: 'message', dits } }
    : { nonCompare: closed }
}

async function lookAtPdf(octets: Buffer): Promise<Look> {
  const { getDocumentProxy } = await import('unpdf')
  try {
    const pdf = await getDocumentProxy(new Uint8Array(octets), {
      disableFontFace: true,
      useSystemFonts: false,
      useWorkerFetch: false,
      verbosity: 0,
    })
    const page = await pdf.getPage(1)
    const { items } = await page.getTextContent()
    const shown = items.flatMap((item) => ('str' in item ? [wordsAt(item)] : []))
    await pdf.loadingTask.destroy()
    return { dit: { ou: 'pdf', texte: linesOf(shown).slice(0, MAX_TEXT) } }
  } catch (error) {
    const isClosed = error instanceof Error && error.name === 'PasswordException'
    return { nonCompare: isClosed ? 'chiffre' : 'abime' }
  }
}

interface Shown {
  readonly text: string
  readonly x: number
  readonly y: number
  readonly width: number
}

function wordsAt({
  str,
  transform,
  width,
}: {
  str: string
  transform: unknown[]
  width: number
}): Shown {
  return { text: str, x: Number(transform[4]), y: Number(transform[5]), width }
}

const MAX_ITEMS = 5000
/** Units of a page (1/72 inch): words nearer than this in height are of one line, farther apart in width of two columns. */
const LINE = 3
const COLUMN = 36

/** The words of a page by where they stand: lines from top to bottom, each column of a line by itself. */
function linesOf(shown: readonly Shown[]): string {
  const words = shown.slice(0, MAX_ITEMS).filter(({ text }) => text.trim() !== '')
  const rows = words.toSorted((a, b) => b.y - a.y)
  const lines: Shown[][] = []
  for (const one of rows) {
    const last = lines.at(-1)
    if (last?.[0] !== undefined && last[0].y - one.y < LINE) last.push(one)
    else lines.push([one])
  }
  return lines.map((line) => columnsOf(line.toSorted((a, b) => a.x - b.x))).join('\n')
}

function columnsOf(line: readonly Shown[]): string {
  let text = ''
  let end = Number.NEGATIVE_INFINITY
  for (const one of line) {
    const gap = one.x - end
    text += text === '' ? '' : gap > COLUMN ? '\n' : gap > 1 && !text.endsWith(' ') ? ' ' : ''
    text += one.text
    end = one.x + one.width
  }
  return text
}

/** Tags of the patient and of the charset of texts. DICOM PS3.6 §6 */
const [CHARSET, NAME, ID, BIRTH, SEX] = [
  'x00080005',
  'x00100010',
  'x00100020',
  'x00100030',
  'x00100040',
] as const
/** What follows the patient in a header. */
const AFTER_PATIENT = 'x00180000'

async function lookAtHeader(octets: Buffer): Promise<Look> {
  const { parseDicom } = (await import('dicom-parser')).default
  try {
    const header = parseDicom(new Uint8Array(octets), { untilTag: AFTER_PATIENT })
    const isUtf8 = /192/.test(header.string(CHARSET) ?? '')
    const text = (tag: string): string => {
      const element = header.elements[tag]
      if (element === undefined) return ''
      const { dataOffset, length } = element
      const raw = octets.subarray(dataOffset, dataOffset + Math.min(length, 400))
      return decodeText(raw, isUtf8 ? 'utf-8' : 'iso-8859-1')
        .replace(/[\0\s]+/g, ' ')
        .trim()
    }
    const dit = {
      nom: text(NAME),
      naissance: dayOf(text(BIRTH)),
      sexe: sexOf(text(SEX)),
      identifiant: text(ID),
    }
    return { dit: { ou: 'dicom', ...dit } }
  } catch {
    return { nonCompare: 'abime' }
  }
}

/** `19510312`, in old files `1951.03.12`. DICOM PS3.5 §6.2 (DA) */
function dayOf(text: string): Jour | null {
  const found = /^(\d{4})\.?(\d{2})\.?(\d{2})$/.exec(text)
  return found === null ? null : jourDe(found.slice(1).join('-'))
}

function sexOf(text: string): Sexe | null {
  return text === 'M' || text === 'F' ? text : text === 'O' ? 'I' : null
}
