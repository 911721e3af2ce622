/**
 * What a signed entity carries, taken apart a second time: the octets that were signed, and the CMS object.
 *
 * In    the lines and the body of the S/MIME entity as it arrived
 * Out   both, or null: it is put together in a way that this reader does not know
 *
 * RFC 1847 §2.1 · RFC 8551 §3.4, §3.5. Nothing here is shared with `open`.
 */

/** The halves of a signed entity. */
export interface Carried {
  /** Null: they are inside the object. */
  readonly content: Buffer | null
  readonly cms: Buffer
}

const [LF, CR, DASH] = [0x0a, 0x0d, 0x2d]
const MULTIPART = /^multipart\/signed\b/i
const CMS = /^application\/(?:(?:x-)?pkcs7-mime|octet-stream)\b/i

/** Takes a signed entity apart. */
export function carriedBy(headers: string, body: Buffer): Carried | null {
  const type = fieldOf(headers, 'content-type')
  if (MULTIPART.test(type)) return detached(type, body)
  if (!CMS.test(type)) return null
  const cms = decoded(headers, body)
  return cms && { content: null, cms }
}

function detached(type: string, body: Buffer): Carried | null {
  const boundary = boundaryOf(type)
  if (boundary === null) return null
  const [first, second] = partsOf(body, Buffer.from(`--${boundary}`, 'latin1'))
  if (first === undefined || second === undefined) return null
  const blank = /\r?\n\r?\n/.exec(second.toString('latin1', 0, 64 * 1024))
  if (blank === null) return null
  const lines = second.toString('latin1', 0, blank.index)
  const cms = decoded(lines, second.subarray(blank.index + blank[0].length))
  return cms && { content: first, cms }
}

/** A header field, unfolded; empty without. */
function fieldOf(lines: string, name: string): string {
  const unfolded = lines.replace(/\r?\n[ \t]/g, ' ').split(/\r?\n/)
  const line = unfolded.find((one) => one.toLowerCase().startsWith(`${name}:`))
  return line === undefined ? '' : line.slice(name.length + 1).trim()
}

function boundaryOf(type: string): string | null {
  const match = /;\s*boundary\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s;()]+))/i.exec(type)
  const said = match?.[1]?.replace(/\\(.)/g, '$1') ?? match?.[2]
  return said === undefined || said.trimEnd() === '' ? null : said.trimEnd()
}

/** The octets between the first delimiter lines; the line end before one belongs to it. RFC 2046 §5.1.1 */
function partsOf(body: Buffer, mark: Buffer): readonly Buffer[] {
  const parts: Buffer[] = []
  let start = -1
  for (let at = body.indexOf(mark); at !== -1; at = body.indexOf(mark, at + 1)) {
    if (at > 0 && body[at - 1] !== LF) continue
    const after = lineEnd(body, at + mark.length)
    if (after === null) continue
    const before = at === 0 ? 0 : at - (body[at - 2] === CR ? 2 : 1)
    if (start !== -1) parts.push(body.subarray(start, Math.max(start, before)))
    if (parts.length === 2) break
    start = after
  }
  return parts
}

/** Where the line of a delimiter ends; null: it is none. */
function lineEnd(body: Buffer, from: number): number | null {
  let at = from
  if (body[at] === DASH && body[at + 1] === DASH) at += 2
  while (body[at] === 0x20 || body[at] === 0x09) at += 1
  if (body[at] === CR && body[at + 1] === LF) return at + 2
  if (body[at] === LF) return at + 1
  return at >= body.length ? at : null
}

function decoded(lines: string, body: Buffer): Buffer | null {
  const encoding = fieldOf(lines, 'content-transfer-encoding')
  const [name = ''] = encoding
    .toLowerCase()
    .replace(/^"/, '')
    .split(/[\s";(]/, 1)
  if (name === 'base64') return Buffer.from(body.toString('latin1'), 'base64')
  if (name === 'quoted-printable') return null
  return body
}
