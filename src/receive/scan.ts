/**
 * Looks at every octet of a message while it arrives: line endings, length of lines, size, headers, hops.
 *
 * In    the message in pieces, cut anywhere, dots already unstuffed
 * Out   the first thing that is wrong, as a code, and whether the header says S/MIME; the pieces are never changed
 * Refuses   bare CR or LF, NUL, a line, a header block or a message too long, too many `Received`
 *
 * RFC 5321 §2.3.8, §4.5.3.1.6, §6.3 · docs/threats.md (SMTP smuggling)
 */
import { type Refusal, refusal } from '../errors.ts'

const CR = 13
const LF = 10
const RECEIVED = 'received:'
/** Of a header line, what is looked at. */
const LINE_START = 100
const SIGNED = /^content-type:\s*(?:multipart\/signed|application\/(?:x-)?pkcs7-mime)\b/

interface ScanLimits {
  readonly maxMessageBytes: number
  readonly headerBytes: number
  readonly lineBytes: number
  readonly hops: number
}

/** Judges a message piece by piece. */
export interface Scan {
  /** The fault that this piece brings to light; null: so far, so good. */
  push(piece: Buffer): Refusal | null
  /** The fault that only the end shows. */
  end(): Refusal | null
  readonly size: number
  /** Does the header, as far as it came, say that this is S/MIME? A sign of whose turn it is, and of nothing else. */
  readonly saysSigned: boolean
}

/** A scan of one message. */
export function openScan(limits: ScanLimits): Scan {
  let size = 0
  let lineLength = 0
  let endsInCr = false
  let inHeaders = true
  let lineStart = ''
  let hops = 0
  let headerSize = 0
  let header = ''
  let saysSigned = false

  /** Octets of one line, its ending not included. */
  const readOn = (piece: Buffer, from: number, to: number): Refusal | null => {
    if (inHeaders && lineStart.length < LINE_START) {
      lineStart += piece.toString('latin1', from, Math.min(to, from + LINE_START))
    }
    lineLength += to - from
    if (inHeaders) headerSize += to - from
    if (headerSize > limits.headerBytes) {
      return refusal('header-too-large', { limit: limits.headerBytes })
    }
    return lineLength > limits.lineBytes
      ? refusal('line-too-long', { limit: limits.lineBytes })
      : null
  }
  const endLine = (): Refusal | null => {
    if (inHeaders) {
      // A folded line goes on with the field before it.
      header = /^[ \t]/.test(lineStart) ? `${header} ${lineStart}`.slice(0, LINE_START) : lineStart
      header = header.toLowerCase()
      if (lineStart.slice(0, RECEIVED.length).toLowerCase() === RECEIVED) hops += 1
      saysSigned ||= SIGNED.test(header)
    }
    if (lineLength === 0) inHeaders = false
    if (inHeaders) headerSize += 2
    lineLength = 0
    lineStart = ''
    return hops > limits.hops ? refusal('too-many-hops', { limit: limits.hops }) : null
  }

  /** The rest of a line, or its ending: where to go on, or what is wrong. */
  const step = (piece: Buffer, at: number): number | Refusal => {
    if (endsInCr) {
      endsInCr = false
      if (piece[at] !== LF) return refusal('bare-line-ending')
      return endLine() ?? at + 1
    }
    const cr = piece.indexOf(CR, at)
    const to = cr === -1 ? piece.length : cr
    const lf = piece.indexOf(LF, at)
    // A LF before the next CR is bare: "SMTP client implementations MUST NOT transmit these characters
    // except when they are intended as line terminators" — RFC 5321 §2.3.8
    if (lf !== -1 && lf < to) return refusal('bare-line-ending')
    endsInCr = cr !== -1
    return readOn(piece, at, to) ?? to + 1
  }

  return {
    get size() {
      return size
    },
    get saysSigned() {
      return saysSigned
    },
    push(piece) {
      size += piece.length
      if (size > limits.maxMessageBytes) {
        return refusal('message-too-large', { limit: limits.maxMessageBytes })
      }
      if (piece.includes(0)) return refusal('nul-octet')
      let at: number | Refusal = 0
      while (typeof at === 'number' && at < piece.length) at = step(piece, at)
      return typeof at === 'number' ? null : at
    },
    end() {
      return endsInCr ? refusal('bare-line-ending') : null
    },
  }
}
