/**
 * Octets to characters, by the declared charset, or by what they can only be.
 *
 * In    octets, a charset name as written or null
 * Out   text; never throws, whatever the name or the octets
 *
 * Undeclared, ASCII and unknown charsets are read as UTF-8 when they are valid UTF-8, else as
 * windows-1252, which is also what « iso-8859-1 » means in practice (WHATWG Encoding).
 */
import iconv from 'iconv-lite'

const strictUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false })

/** Decodes octets by a charset name; falls back on UTF-8, then windows-1252. */
export function decodeText(octets: Buffer, charset: string | null): string {
  const [name = ''] = (charset ?? '').trim().toLowerCase().replace(/^x-/, '').split('*', 1)
  if (
    name === '' ||
    /^(?:us-?ascii|ascii|ansi_x3\.4.*|7bit|8bit|unknown.*|default|utf-?8)$/.test(name)
  ) {
    return decodeUnsure(octets, /^utf/.test(name))
  }
  if (/^(?:iso-?8859-1|latin-?1|iso_8859-1.*)$/.test(name))
    return iconv.decode(octets, 'windows-1252')
  if (iconv.encodingExists(name)) return iconv.decode(octets, name)
  return decodeByPlatform(octets, name) ?? decodeUnsure(octets, false)
}

/** Is this charset one that can be decoded? */
export function isKnownCharset(charset: string): boolean {
  return iconv.encodingExists(charset) || decodeByPlatform(Buffer.alloc(0), charset) !== null
}

function decodeUnsure(octets: Buffer, declaredUtf8: boolean): string {
  try {
    return strictUtf8.decode(octets)
  } catch {
    // Not UTF-8. Declared as such and right elsewhere: only the wrong octets are lost.
    const lenient = octets.toString('utf8')
    const hasOther = /[\u0080-\ufffc]/.test(lenient)
    return declaredUtf8 && hasOther ? lenient : iconv.decode(octets, 'windows-1252')
  }
}

/** ISO-2022-JP and others that iconv-lite lacks. */
function decodeByPlatform(octets: Buffer, name: string): string | null {
  try {
    return new TextDecoder(name).decode(octets)
  } catch {
    return null
  }
}
