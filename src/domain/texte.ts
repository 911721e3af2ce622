/**
 * Words as a person writes them, brought to one form so that they can be compared.
 *
 * In    any text
 * Out   lower case, no accents, one blank between words
 */

/** Lower case without accents; typographic quotes, dashes and blanks become plain ones. */
export function fold(text: string): string {
  // Most text is plain, and this is called for every line.
  if (/^[!-_a-~]*(?: [!-_a-~]+)*$/.test(text)) return text.toLowerCase()
  return text
    .normalize('NFD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replace(/œ/g, 'oe')
    .replace(/æ/g, 'ae')
    .replace(/[’‘ʼ′`]/g, "'")
    .replace(/[‐‑‒–—−]/g, '-')
    .replace(/[\s\u200b-\u200f\u2060\ufeff]+/g, ' ')
    .trim()
}

/** The words of a text: folded, letters and digits only, one blank between them. */
export function words(text: string): string {
  return fold(text)
    .replace(/[^a-z0-9]+/g, ' ')
    .trim()
}
