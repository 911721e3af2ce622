/**
 * The tree of a MIME entity: which parts it has, what each says of itself, where its octets lie.
 *
 * In    Bytes of an entity (headers and body), CRLF or LF; limits
 * Out   a MimeNode whose leaves are ranges of encoded octets: nothing is decoded, nothing copied
 * Refuses mime-too-many-parts, mime-too-deep, mime-headers-too-large, mime-boundary-too-long
 *
 * RFC 2045 §5 · RFC 2046 §5.1. One pass, linear; the body is never held. A delimiter line is the
 * boundary, an optional `--` and blanks, nothing else, so that a boundary may be the beginning of
 * another one. Attached messages are leaves: what they hold is theirs.
 */
import type { Refusal } from '../errors.ts'
import { isRefusal, refusal } from '../errors.ts'
import type { Bytes } from '../kit/bytes.ts'
import { type Codage, codageDe, codageInconnu } from './decode.ts'
import { type Field, fieldValue, parseFields } from './headers.ts'
import { eachLine, type Line, MAX_KEPT } from './lines.ts'
import { parseStructured, type Structured } from './parameters.ts'

export interface MimeLimits {
  readonly maxNodes: number
  readonly maxDepth: number
  /** Of one part. */
  readonly maxHeaderBytes: number
  readonly maxBoundaryBytes: number
}

/** Far above what clients write (RFC 2046: boundaries of 70), far below what costs us anything. */
export const MIME_LIMITS: MimeLimits = {
  maxNodes: 200,
  maxDepth: 20,
  maxHeaderBytes: 256 * 1024,
  maxBoundaryBytes: 1000,
}

export interface MimeNode {
  /** `type/subtype`, lower case. */
  readonly type: string
  readonly parameters: ReadonlyMap<string, string>
  /** Parameters in which another reader may find another value. */
  readonly ambiguous: ReadonlySet<string>
  readonly fields: readonly Field[]
  /** Lower case; null without. */
  readonly disposition: string | null
  /** As sent: to be cleaned before it is shown or used. */
  readonly filename: string | null
  readonly codage: Codage
  /** The name of an encoding that nobody can take off; null: it is a known one. */
  readonly codageInconnu: string | null
  /** Half-open range of the encoded body in the entity. */
  readonly debut: number
  readonly fin: number
  /** What stands before the first part of a multipart and after its closing line: ranges of the entity. */
  readonly marges: readonly Marge[]
  /** Empty for a leaf. */
  readonly children: readonly MimeNode[]
}

/** A half-open range that belongs to no part. RFC 2046 §5.1.1 (preamble, epilogue) */
export interface Marge {
  readonly debut: number
  readonly fin: number
}

interface Open {
  node: MimeNode & { fin: number; marges: Marge[]; children: MimeNode[] }
  /** `--boundary`, null for a leaf. */
  readonly delimiter: Buffer | null
  /** The closing delimiter was seen: what follows is epilogue. */
  closed: boolean
  /** Where the epilogue begins; null before. */
  epilogue: number | null
}

interface Scan {
  readonly limits: MimeLimits
  readonly stack: Open[]
  root: Open | null
  nodes: number
  /** Header lines of the part being opened; null in a body. */
  header: Buffer[] | null
  headerSize: number
  /** End of the text of the line before, which is where a body ends when a delimiter follows. */
  previousTextEnd: number
  refusal: Refusal | null
}

/** Reads the tree of an entity. */
export async function readTree(
  entity: Bytes,
  limits: MimeLimits = MIME_LIMITS,
): Promise<MimeNode | Refusal> {
  const scan: Scan = {
    limits,
    stack: [],
    root: null,
    nodes: 0,
    header: [],
    headerSize: 0,
    previousTextEnd: 0,
    refusal: null,
  }
  await eachLine(entity, (line) => {
    visit(scan, line)
    if (scan.refusal !== null) return 'stop'
    return scan.header === null ? 'delimiters' : 'all'
  })
  if (scan.refusal === null && scan.header !== null) openPart(scan, entity.size)
  while (scan.stack.length > 0) closePart(scan, entity.size)
  if (scan.refusal !== null) return scan.refusal
  return scan.root?.node ?? describe([], false, 0)
}

function visit(scan: Scan, line: Line): void {
  const delimited = delimiterAt(scan, line)
  if (delimited) enterDelimiter(scan, delimited, line)
  else if (scan.header !== null) visitHeader(scan, line)
  scan.previousTextEnd = line.textEnd
}

function visitHeader(scan: Scan, read: Line): void {
  const line = read.start === 0 ? withoutMark(read) : read
  if (line.textEnd === line.start) {
    openPart(scan, line.end)
    return
  }
  const isFirst = scan.header?.length === 0
  // A body without a blank line before it: the part has no header at all.
  if (isFirst && !isFieldStart(line.head)) {
    // An mbox separator, or a stray one, before the headers of the whole.
    if (scan.stack.length === 0 && /^>?From /.test(line.head.toString('latin1', 0, 6))) return
    openPart(scan, line.start)
    return
  }
  scan.headerSize += line.end - line.start
  if (scan.headerSize > scan.limits.maxHeaderBytes || line.textEnd - line.start > MAX_KEPT) {
    scan.refusal = refusal('mime-headers-too-large', { octets: scan.headerSize })
    return
  }
  scan.header?.push(Buffer.from(line.head))
}

/** Editors save a file with a byte order mark, which is no part of its first header. */
function withoutMark(line: Line): Line {
  const { head } = line
  return head.subarray(0, MARK.length).equals(MARK)
    ? { ...line, head: head.subarray(MARK.length) }
    : line
}

const MARK = Buffer.from('\ufeff', 'utf8')

function isFieldStart(head: Buffer): boolean {
  return /^[\x21-\x39\x3b-\x7e]+[ \t]*:/.test(
    head.toString('latin1', 0, Math.min(head.length, 512)),
  )
}

/** Which open multipart this line delimits, innermost first, and whether it closes it. */
function delimiterAt(scan: Scan, line: Line) {
  const { head } = line
  if (head.length < 3 || head[0] !== 0x2d || head[1] !== 0x2d) return null
  // "An exact match of the entire candidate line is not required" — RFC 2046 §5.1.1. But an exact one
  // of any depth comes first, and else a blank must follow: boundaries begin like one another.
  let loose: { depth: number; closes: boolean } | null = null
  for (let depth = scan.stack.length - 1; depth >= 0; depth--) {
    const open = scan.stack[depth]
    if (!open?.delimiter || open.closed) continue
    const size = open.delimiter.length
    if (head.length < size || !head.subarray(0, size).equals(open.delimiter)) continue
    const rest = head.toString('latin1', size, Math.min(head.length, size + 200))
    const match = /^(--)?(?:([ \t]*)\r?$|[ \t])/.exec(rest)
    if (!match) continue
    const found = { depth, closes: match[1] !== undefined }
    if (match[2] !== undefined) return found
    loose ??= found
  }
  return loose
}

function enterDelimiter(
  scan: Scan,
  { depth, closes }: { depth: number; closes: boolean },
  line: Line,
): void {
  // A part that ends within its own header has an empty body.
  if (scan.header !== null) openPart(scan, line.start)
  if (scan.refusal !== null) return
  while (scan.stack.length > depth + 1) closePart(scan, scan.previousTextEnd)
  const open = scan.stack[depth]
  if (!open) return
  if (open.node.children.length === 0) addMarge(open, open.node.debut, line.start)
  open.closed = closes
  if (closes) open.epilogue = line.end
  scan.header = closes ? null : []
  scan.headerSize = 0
}

function openPart(scan: Scan, bodyStart: number): void {
  const block = Buffer.concat((scan.header ?? []).flatMap((line) => [line, Buffer.from('\n')]))
  scan.header = null
  scan.headerSize = 0
  const parent = scan.stack.at(-1)
  const node = describe(parseFields(block), parent?.node.type === 'multipart/digest', bodyStart)
  scan.nodes += 1
  if (scan.nodes > scan.limits.maxNodes) {
    scan.refusal = refusal('mime-too-many-parts', { limite: scan.limits.maxNodes })
    return
  }
  if (scan.stack.length >= scan.limits.maxDepth) {
    scan.refusal = refusal('mime-too-deep', { limite: scan.limits.maxDepth })
    return
  }
  const twice =
    ['content-type', 'content-transfer-encoding'].find((name) => differs(node, name)) ??
    (node.type.startsWith('multipart/') && node.ambiguous.has('boundary') ? 'boundary' : undefined)
  if (twice !== undefined) {
    scan.refusal = refusal('malformed-mail', { champ: twice })
    return
  }
  const delimiter = delimiterOf(node, scan.limits)
  if (isRefusal(delimiter)) {
    scan.refusal = delimiter
    return
  }
  const open: Open = { node, delimiter, closed: false, epilogue: null }
  if (parent) parent.node.children.push(node)
  else scan.root ??= open
  scan.stack.push(open)
}

function closePart(scan: Scan, end: number): void {
  const open = scan.stack.pop()
  if (!open) return
  open.node.fin = Math.max(open.node.debut, end)
  if (open.epilogue !== null) addMarge(open, open.epilogue, end)
}

function addMarge({ node }: Open, debut: number, fin: number): void {
  if (fin > debut) node.marges.push({ debut, fin })
}

function describe(fields: readonly Field[], inDigest: boolean, debut: number) {
  const content = parseStructured(fieldValue(fields, 'content-type') ?? '')
  const disposition = dispositionOf(fieldValue(fields, 'content-disposition') ?? '')
  const standard = inDigest ? 'message/rfc822' : 'text/plain'
  return {
    // RFC 2045 §5.2: no type, or one that cannot be read, is plain text.
    type: /^[^\s/]+\/[^\s/]+$/.test(content.value) ? content.value : standard,
    parameters: content.parameters,
    ambiguous: content.ambiguous,
    fields,
    disposition: disposition.value === '' ? null : disposition.value,
    filename: nameIn([disposition.parameters, content.parameters]),
    codage: codageDe(fieldValue(fields, 'content-transfer-encoding')),
    codageInconnu: codageInconnu(fieldValue(fields, 'content-transfer-encoding')),
    debut,
    fin: debut,
    marges: [] as Marge[],
    children: [] as MimeNode[],
  }
}

/** RFC 2183 §2: the type first; some clients leave it out. */
function dispositionOf(value: string): Structured {
  const isParameter = /^\s{0,9}(?:file)?name[*\d]{0,5}\s{0,9}=/i.test(value)
  return parseStructured(isParameter ? `;${value}` : value)
}

/** A file name wherever one stands: in the disposition, in the type, under the parameter of the other. */
function nameIn(places: readonly ReadonlyMap<string, string>[]): string | null {
  const [disposition, type] = places
  const found = [
    disposition?.get('filename'),
    type?.get('name'),
    disposition?.get('name'),
    type?.get('filename'),
  ]
  return found.find((name) => name !== undefined && name.trim() !== '') ?? null
}

/** Is a field given twice with two values? One reader takes the first, another the last. */
function differs({ fields }: MimeNode, name: string): boolean {
  return new Set(fields.filter((field) => field.name === name).map(({ value }) => value)).size > 1
}

function delimiterOf(node: MimeNode, limits: MimeLimits): Buffer | null | Refusal {
  if (!node.type.startsWith('multipart/')) return null
  const boundary = (node.parameters.get('boundary') ?? '').trimEnd()
  if (boundary === '') return null
  if (Buffer.byteLength(boundary) > limits.maxBoundaryBytes) {
    return refusal('mime-boundary-too-long', { limite: limits.maxBoundaryBytes })
  }
  return Buffer.from(`--${boundary}`)
}
