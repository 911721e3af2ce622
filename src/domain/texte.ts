/**
 * Words as a person writes them, brought to one form so that they can be compared.
 *
 * In    any text
 * Out   lower case, no accents, one blank between words
 */
import { normalise } from './unicode.ts'

/** Lower case without accents; typographic quotes, dashes and blanks become plain ones. */
export function fold(text: string): string {
  // Most text is plain, and this is called for every line.
  if (/^[!-_a-~]+(?: [!-_a-~]+)*$/.test(text)) return text.toLowerCase()
  let folded = ''
  // Known without a look at `folded`: a text that is looked at while it grows is copied each time.
  let endsBlank = true
  for (let at = 0; at < text.length; at++) {
    const one = FOLDED[text.charCodeAt(at)] ?? ''
    if (one === '') return foldAny(text)
    if (one === ' ' && endsBlank) continue
    folded += one
    endsBlank = one === ' '
  }
  return folded.trimEnd()
}

/** The same for any writing. */
function foldAny(text: string): string {
  return normalise(text, 'NFD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replace(/œ/g, 'oe')
    .replace(/æ/g, 'ae')
    .replace(/[’‘ʼ′`]/g, "'")
    .replace(/[‐‑‒–—−]/g, '-')
    .replace(/[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]+/g, '')
    .replace(/\s+/g, ' ')
    .trim()
}

/** What one unit of the writing of France becomes; empty where what stands beside it matters. */
const FOLDED = Array.from({ length: 0x2070 }, (_, unit) => {
  if (unit >= 0x180 && unit < 0x2000) return ''
  return foldAny(`a${String.fromCharCode(unit)}a`).slice(1, -1)
})

/** Without the characters of `set` at its end. One pass, whatever the text. */
export function trimEndOf(text: string, set: string): string {
  let end = text.length
  while (end > 0 && set.includes(text[end - 1] ?? '')) end -= 1
  return text.slice(0, end)
}

/** Without the characters of `set` at its beginning. One pass, whatever the text. */
export function trimStartOf(text: string, set: string): string {
  let start = 0
  while (start < text.length && set.includes(text[start] ?? '')) start += 1
  return text.slice(start)
}

/** The words of a text: folded, letters and digits only, one blank between them. */
export function words(text: string): string {
  return fold(text)
    .replace(/[^a-z0-9]+/g, ' ')
    .trim()
}

/** The first line with words, without the blanks around it. */
export function premiereLigne(texte: string): string {
  return texte.trimStart().split('\n', 1)[0]?.trim() ?? ''
}
