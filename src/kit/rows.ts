/**
 * Rows of a separated text file, one after the other, however long the file.
 *
 * In    octets in UTF-8, with or without BOM; LF or CRLF
 * Out   the fields of each row with the number of its first line; null fields where the row cannot be read
 * Refuses (a null row)   a quote left open, text after a closing quote, octets that are not UTF-8, a line beyond a
 *                        limit, what no store can keep
 *
 * RFC 4180 §2
 */
import { isKeepable } from './foreign.ts'

/** Why a row cannot be read. */
export type RowFault = 'quotes' | 'encoding' | 'too-long' | 'unkeepable'

/** What each fault is, in French, without the row's content. */
export const ROW_FAULTS: { readonly [F in RowFault]: string } = {
  quotes: 'ligne illisible : guillemets mal fermés',
  encoding:
    'ligne illisible : ses caractères ne sont pas en UTF-8 (Windows-1252 ?), enregistrez le fichier en UTF-8',
  'too-long': 'ligne trop longue',
  unkeepable: 'caractère interdit (NUL ou Unicode incomplet)',
}

/** A row and where it begins. */
export interface Row {
  readonly line: number
  readonly fields: readonly string[] | null
  /** Why there are no fields. */
  readonly fault: RowFault | null
}

/** Text between quotes may run over this many lines at most. */
const MAX_QUOTED_LINES = 20
const MAX_LINE = 262_144

interface Form {
  readonly separator: string
  /** The national files use plain text between bars. */
  readonly quotes: 'rfc4180' | 'none'
}

/** A row whose quotes are not closed yet. */
interface Open {
  readonly line: number
  readonly lines: string[]
}

/** Reads rows; the first row that is not blank says the form of all. */
export async function* rows(
  source: AsyncIterable<Buffer>,
  formOf: (header: string) => Form,
): AsyncGenerator<Row> {
  let form: Form | null = null
  let open: Open | null = null
  for await (const { line, text } of lines(source)) {
    if (form === null && text.trim() === '') continue
    form ??= formOf(text)
    if (open === null && (form.quotes === 'none' || !text.includes('"'))) {
      if (text !== '') yield row(line, text, text.split(form.separator))
      continue
    }
    const begun: Open = open ?? { line, lines: [] }
    begun.lines.push(text)
    const whole = begun.lines.join('\n')
    const fields = quotedFields(whole, form.separator)
    open = fields === 'open' && begun.lines.length < MAX_QUOTED_LINES ? begun : null
    if (fields !== 'open') yield row(begun.line, whole, fields)
    else if (open === null) yield* oneByOne(begun, form)
  }
  if (open !== null && form !== null) yield* oneByOne(open, form)
}

/** The quote was a mistake of the first line: only the lines that cannot stand alone are lost. */
function* oneByOne({ line, lines }: Open, { separator }: Form): Generator<Row> {
  for (const [at, text] of lines.entries()) {
    const fields = quotedFields(text, separator)
    if (text !== '') yield row(line + at, text, fields === 'open' ? null : fields)
  }
}

function row(line: number, text: string, fields: readonly string[] | null): Row {
  const fault = faultOf(text) ?? (fields === null ? 'quotes' : null)
  return { line, fields: fault === null ? fields : null, fault }
}

function faultOf(text: string): RowFault | null {
  if (text.includes('\ufffd')) return 'encoding'
  if (text.length > MAX_LINE) return 'too-long'
  return isKeepable(text) ? null : 'unkeepable'
}

async function* lines(
  source: AsyncIterable<Buffer>,
): AsyncGenerator<{ line: number; text: string }> {
  const decoder = new TextDecoder('utf-8')
  let rest = ''
  let line = 0
  for await (const piece of source) {
    const parts = (rest + decoder.decode(piece, { stream: true })).split('\n')
    rest = parts.pop() ?? ''
    for (const part of parts) yield { line: ++line, text: endless(part) }
    // One octet more than the limit is enough to tell it.
    if (rest.length > MAX_LINE + 1) rest = rest.slice(0, MAX_LINE + 1)
  }
  rest += decoder.decode()
  if (rest !== '') yield { line: ++line, text: endless(rest) }
}

function endless(text: string): string {
  return text.endsWith('\r') ? text.slice(0, -1) : text
}

/** The fields of a row with quotes; `open` when a quote is not closed; null when it is no row. */
function quotedFields(text: string, separator: string): readonly string[] | 'open' | null {
  const fields: string[] = []
  let at = 0
  for (;;) {
    if (text[at] !== '"') {
      const end = text.indexOf(separator, at)
      const field = text.slice(at, end === -1 ? undefined : end)
      if (field.includes('"')) return null
      fields.push(field)
      if (end === -1) return fields
      at = end + 1
      continue
    }
    const close = closingQuote(text, at + 1)
    if (close === -1) return 'open'
    fields.push(text.slice(at + 1, close).replaceAll('""', '"'))
    if (close + 1 === text.length) return fields
    if (text[close + 1] !== separator) return null
    at = close + 2
  }
}

function closingQuote(text: string, from: number): number {
  let at = text.indexOf('"', from)
  while (at !== -1 && text[at + 1] === '"') at = text.indexOf('"', at + 2)
  return at
}
