/**
 * What the standards allow and mailparser does not know, put as it knows it: nothing is said otherwise.
 *
 * In    the octets of an entity, in pieces
 * Out   the same without blanks behind boundaries (RFC 2046 §5.1.1: transport padding) and without comments in
 *       Content-Type and Content-Disposition (RFC 2045 §5.1)
 *
 * A mail that is merely unusual must not look as if it had two readings. One pass; a line is held at most.
 */

const [LF, DASH] = [0x0a, 0x2d]
const DELIMITER = Buffer.from('\n--', 'latin1')
/** A byte order mark, as characters of ISO-8859-1: it is no part of the first header. */
const MARK = '\u00ef\u00bb\u00bf'
/** Longer lines are no delimiters, and no fields that a client writes. */
const MAX_LINE = 64 * 1024
const MAX_BOUNDARIES = 200
const BOUNDARY = /boundary(?:\*0?\*?)?="?([^";\r\n]{1,1000})/gi
const FIELD = /^content-(?:type|disposition):/i
/** Names are free text, in which parentheses are no comment. */
const NAMED = /^\s*(?:file)?name/i

/** Gives the entity as mailparser should have it. */
export async function* tidied(pieces: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const tidy = new Tidy()
  for await (const piece of pieces) yield* tidy.take(piece)
  yield* tidy.end()
}

class Tidy {
  readonly #boundaries = new Set<string>()
  #held: Buffer = Buffer.alloc(0)
  #place: 'header' | 'body' = 'header'
  /** Is what is held the beginning of a line? */
  #atLine = true
  #isFirst = true
  #field: string[] = [];

  *take(piece: Buffer): Generator<Buffer> {
    this.#held = this.#held.length === 0 ? piece : Buffer.concat([this.#held, piece])
    for (let more = true; more; ) {
      const before = this.#held.length
      const next = this.#place === 'header' || this.#atLine ? this.#line() : this.#run()
      if (next !== null) yield* next
      more = next !== null && this.#held.length < before
    }
  }

  *end(): Generator<Buffer> {
    if (this.#held.length > 0 && this.#atLine) yield* this.#said(this.#held.toString('latin1'))
    else yield this.#held
    yield* this.#endField()
  }

  /** One line, once it is whole; null: it is not. */
  #line(): Iterable<Buffer> | null {
    const lf = this.#held.indexOf(LF)
    const isLong = (lf === -1 ? this.#held.length : lf) > MAX_LINE
    const isWords = this.#place === 'body' && this.#held[0] !== DASH && this.#held.length > 0
    if (isLong || isWords) {
      this.#atLine = false
      return this.#run()
    }
    if (lf === -1) return null
    const line = this.#held.toString('latin1', 0, lf + 1)
    this.#held = this.#held.subarray(lf + 1)
    return this.#said(line)
  }

  /** The lines of a body up to one that may be a delimiter. */
  #run(): Iterable<Buffer> {
    const at = this.#held.indexOf(DELIMITER)
    this.#atLine = at !== -1
    const end = at === -1 ? Math.max(0, this.#held.length - DELIMITER.length + 1) : at + 1
    const words = this.#held.subarray(0, end)
    this.#held = this.#held.subarray(end)
    this.#place = 'body'
    return words.length === 0 ? [] : [words]
  }

  *#said(read: string): Generator<Buffer> {
    const line = this.#isFirst && read.startsWith(MARK) ? read.slice(MARK.length) : read
    this.#isFirst = false
    if (this.#field.length > 0 && /^[ \t]/.test(line)) {
      this.#field.push(line)
      return
    }
    yield* this.#endField()
    const bare = line.trimEnd()
    const isDelimiter = this.#isDelimiter(bare)
    const isField = !isDelimiter && this.#place === 'header' && FIELD.test(line)
    if (isDelimiter) this.#place = 'header'
    else if (bare === '') this.#place = 'body'
    this.#atLine = true
    if (isField) this.#field.push(line)
    else yield latin1(isDelimiter ? bare + endOf(line) : line)
  }

  *#endField(): Generator<Buffer> {
    if (this.#field.length === 0) return
    const field = uncommented(this.#field.join(''))
    this.#field = []
    for (const [, boundary = ''] of field.matchAll(BOUNDARY)) {
      if (this.#boundaries.size < MAX_BOUNDARIES) this.#boundaries.add(`--${boundary.trimEnd()}`)
    }
    yield latin1(field)
  }

  #isDelimiter(line: string): boolean {
    if (this.#boundaries.has(line)) return true
    return line.endsWith('--') && this.#boundaries.has(line.slice(0, -2))
  }
}

function latin1(text: string): Buffer {
  return Buffer.from(text, 'latin1')
}

function endOf(line: string): string {
  if (line.endsWith('\r\n')) return '\r\n'
  return line.endsWith('\n') ? '\n' : ''
}

/** A field without its comments, outside of quoted strings and of names. */
function uncommented(field: string): string {
  if (!field.includes('(')) return field
  let out = ''
  let depth = 0
  let isQuoted = false
  let isName = false
  for (let at = 0; at < field.length; at++) {
    const sign = field[at] ?? ''
    if (isQuoted && sign === '\\') {
      out += field.slice(at, ++at + 1)
      continue
    }
    if (sign === '"' && depth === 0) isQuoted = !isQuoted
    const isFree = !(isQuoted || isName)
    if (isFree && sign === '(') depth += 1
    if (depth === 0) out += sign
    if (isFree && sign === ')' && depth > 0) depth -= 1
    if (sign === ';' && !isQuoted && depth === 0) isName = NAMED.test(field.slice(at + 1, at + 200))
  }
  // A comment that never ends is none.
  return depth === 0 ? out : field
}
