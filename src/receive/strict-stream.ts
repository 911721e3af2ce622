/**
 * The lines of an SMTP dialogue, ended by CRLF and nothing else.
 *
 * The library takes a bare LF for the end of a command, and a bare CR for a blank. A peer in front of us that
 * does not would pass through it, as one line, what is two commands here.
 *
 * RFC 5321 §2.3.8 · docs/threats.md (SMTP smuggling)
 */
import { SMTPStream } from 'smtp-server/lib/smtp-stream.js'

const CR = 13
const LF = 10

/** The library's reader of commands and messages, strict about the ends of commands. */
export class StrictStream extends SMTPStream {
  /** Told once when a command holds a bare CR or LF; nothing is read after it. */
  onbare: () => void = () => undefined

  override _write(
    chunk: Buffer,
    encoding: BufferEncoding | 'buffer',
    next: (error?: Error | null) => void,
  ): void {
    // In a message it is for `scan.ts` to say, under the message's own reply.
    if (this._dataMode || this.isClosed || !hasBareEnding(chunk, this._remainder.endsWith('\r'))) {
      super._write(chunk, encoding, next)
      return
    }
    this.isClosed = true
    this.onbare()
    next()
  }
}

function hasBareEnding(chunk: Buffer, followsCr: boolean): boolean {
  if (followsCr && chunk[0] !== LF) return true
  for (let at = chunk.indexOf(LF); at !== -1; at = chunk.indexOf(LF, at + 1)) {
    if (at === 0 ? !followsCr : chunk[at - 1] !== CR) return true
  }
  for (let at = chunk.indexOf(CR); at !== -1; at = chunk.indexOf(CR, at + 1)) {
    if (at + 1 < chunk.length && chunk[at + 1] !== LF) return true
  }
  return false
}
