/**
 * Files of certificates and lists as authorities, directories and administrators have them: which DER they hold.
 *
 * In    a whole file or HTTP body, untrusted: DER, PEM, bare base64, gzip, text in UTF-8 or UTF-16, several in one
 * Out   the DER of each object with its PEM label, in order, and in words what could not be read
 * Refuses   nothing: what is unreadable is told, never passed over
 *
 * One reader for the trust folder, what is fetched, and what is imported: what one takes the others take.
 *
 * RFC 7468 (PEM) · RFC 1952 (gzip) · RFC 5280 §4.2.1.13 (a DER CRL, as it should be)
 */
import { constants, gunzipSync } from 'node:zlib'

import { DerError, parseDer, raw } from './der.ts'

/** What a file holds. */
interface DerFile {
  readonly objects: readonly DerObject[]
  /** French, without the file's name: why something of it is not among the objects. */
  readonly faults: readonly string[]
}

interface DerObject {
  /** Of PEM; null for DER and bare base64. */
  readonly label: string | null
  readonly der: Buffer
}

/** Once unpacked; a national list of revocation has some tens of megabytes. */
const MAX_UNPACKED_BYTES = 256 * 1024 * 1024
const MAX_NODES = 20_000_000
const SEQUENCE = 0x30
const SPACES = [0x09, 0x0a, 0x0c, 0x0d, 0x20]
const NOTHING = 'ni certificat, ni liste de révocation, ni réponse OCSP'

/** Takes a file apart; `maxBytes` bounds what it comes to once unpacked. */
export function derObjectsIn(file: Buffer, maxBytes: number = MAX_UNPACKED_BYTES): DerFile {
  const unpacked = file[0] === 0x1f && file[1] === 0x8b ? gunzipped(file, maxBytes) : file
  if (typeof unpacked === 'string') return { objects: [], faults: [unpacked] }
  const bytes = untexted(unpacked)
  if (bytes.every((octet) => SPACES.includes(octet)))
    return { objects: [], faults: ['fichier vide'] }
  if (bytes[0] === SEQUENCE) return derIn(bytes)
  const text = bytes.toString('latin1')
  if (text.includes('-----BEGIN ')) return pemIn(text)
  return base64In(text)
}

/** The first octets of a file as they are once unpacked, as far as they go. */
export function startOf(start: Buffer): Buffer {
  if (start[0] !== 0x1f || start[1] !== 0x8b) return untexted(start)
  try {
    return untexted(gunzipSync(start, { finishFlush: constants.Z_SYNC_FLUSH }))
  } catch {
    // Not gzip after all.
    return start
  }
}

function gunzipped(file: Buffer, maxOutputLength: number): Buffer | string {
  try {
    return gunzipSync(file, { maxOutputLength })
  } catch (error) {
    const isLarge = (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE'
    return isLarge ? 'trop grand une fois décompressé' : 'gzip abîmé'
  }
}

/** Text in octets of ASCII: Windows writes UTF-16, and a mark before either. */
function untexted(file: Buffer): Buffer {
  const [a, b, c] = file
  if (a === 0xef && b === 0xbb && c === 0xbf) return file.subarray(3)
  if (a === 0xff && b === 0xfe) return Buffer.from(file.toString('utf16le', 2), 'latin1')
  if (a === 0xfe && b === 0xff) {
    const even = Buffer.from(file.subarray(2, file.length - (file.length % 2)))
    return Buffer.from(even.swap16().toString('utf16le'), 'latin1')
  }
  return file
}

/** One object after the other; a line end after the last is nothing. */
function derIn(bytes: Buffer): DerFile {
  const objects: DerObject[] = []
  let at = 0
  while (at < bytes.length) {
    if (SPACES.includes(bytes[at] ?? 0)) at += 1
    else if (bytes[at] !== SEQUENCE)
      return { objects, faults: [`octets en trop à la fin (${bytes.length - at})`] }
    else {
      const der = firstIn(bytes.subarray(at))
      if (typeof der === 'string') return { objects, faults: [der] }
      objects.push({ label: null, der })
      at += der.length
    }
  }
  return { objects, faults: [] }
}

/** The element that begins these octets; else why there is none. */
function firstIn(bytes: Buffer): Buffer | string {
  try {
    return raw(parseDer(bytes, { rules: 'ber', maxNodes: MAX_NODES }))
  } catch (error) {
    if (!(error instanceof DerError)) throw error
    return `objet illisible (${error.message})`
  }
}

function pemIn(text: string): DerFile {
  const objects: DerObject[] = []
  const faults: string[] = []
  for (const piece of text.split('-----BEGIN ').slice(1)) {
    const label = /^[A-Z0-9 ]{1,40}(?=-----)/.exec(piece)?.[0]
    const end = label === undefined ? -1 : piece.indexOf(`-----END ${label}-----`)
    const der =
      label === undefined ? null : decoded(piece.slice(label.length + 5, Math.max(0, end)))
    if (label !== undefined && der !== null) objects.push({ label, der })
    else faults.push('bloc PEM abîmé')
  }
  return { objects, faults }
}

/** Base64 without anything around it; several are set apart by empty lines. */
function base64In(text: string): DerFile {
  const whole = decoded(text)
  if (whole?.[0] === SEQUENCE) return derIn(whole)
  const pieces = text.split(/\r\n\r\n|\n\n|\r\r/).filter((piece) => piece.trim() !== '')
  const ders = pieces.map(decoded)
  if (ders.length < 2 || ders.some((der) => der?.[0] !== SEQUENCE))
    return { objects: [], faults: [NOTHING] }
  const files = ders.map((der) => derIn(der ?? Buffer.alloc(0)))
  return {
    objects: files.flatMap(({ objects }) => objects),
    faults: files.flatMap(({ faults }) => faults),
  }
}

/** Strict base64, white space left out; null for anything else. */
function decoded(text: string): Buffer | null {
  const bare = text.replace(/[\t\n\f\r ]/g, '')
  return /^[A-Za-z0-9+/]+={0,2}$/.test(bare) ? Buffer.from(bare, 'base64') : null
}
