/**
 * Characters without ink: those that change nothing for a reader, and those that turn, hide or replace what he reads.
 *
 * In    a line of a letter, or a text
 * Out   the line as words are compared; the text with the second kind shown as what it is, `[U+202E]`
 *
 * Unicode Standard §23.2 (soft hyphen, word joiner, zero-width space), §23.4 (variation selectors), §23.8 (interlinear
 * annotation), §23.9 (tags) · UAX 9 §2 (directional formatting) · UTS 51 (emoji sequences keep theirs)
 */

/** What a reader never sees, and what looks the same without it. */
const INKLESS =
  /[\u00ad\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\u{e0000}-\u{e007f}]/gu

/** The line as its words are read. */
export function bare(line: string): string {
  return line.replace(INKLESS, '')
}

/** Where `count` characters of the bare line end in the line itself. */
export function afterBare(line: string, count: number): number {
  if (bare(line).length === line.length) return count
  let at = 0
  for (let left = count; left > 0 && at < line.length; ) {
    const size = (line.codePointAt(at) ?? 0) > 0xffff ? 2 : 1
    if (bare(line.slice(at, at + size)) !== '') left -= size
    at += size
  }
  return at
}

/** The end of a line that reads as `value` once it is bare; the value itself where it is no end of it. */
export function endReading(line: string, value: string): string {
  const all = bare(line)
  return value !== '' && all.endsWith(value)
    ? line.slice(afterBare(line, all.length - value.length))
    : value
}

const SHOWN = /[\u202a-\u202e\u2066-\u2069\ufff9-\ufffb\u{e0000}-\u{e007f}]|\p{Variation_Selector}/u
/** A picture with its presentation, a keycap, a flag of tags; or one sign that is shown. */
const SIGNS =
  /\p{Extended_Pictographic}(?:\ufe0e|\ufe0f)|[\d#*]\ufe0f\u20e3|\u{1f3f4}[\u{e0020}-\u{e007e}]{1,16}\u{e007f}|[\u202a-\u202e\u2066-\u2069\ufff9-\ufffb\u{e0000}-\u{e007f}]|\p{Variation_Selector}/gu

/** The text with each sign shown that turns, hides or replaces what stands beside it. */
export function withSignsShown(text: string): string {
  if (!SHOWN.test(text)) return text
  return text.replace(SIGNS, (found) => {
    const code = found.codePointAt(0) ?? 0
    return isAlone(found) ? `[U+${code.toString(16).toUpperCase().padStart(4, '0')}]` : found
  })
}

function isAlone(found: string): boolean {
  return found.length === ((found.codePointAt(0) ?? 0) > 0xffff ? 2 : 1)
}

/** Does a line hold a sign that is shown? */
export function hasSigns(line: string): boolean {
  return withSignsShown(line) !== line
}

/** Does it hold one that turns its words round, or words that nobody sees? */
export function isTurned(line: string): boolean {
  return /\[U\+(?:202[DE]|E00[0-7][\dA-F])\]/.test(withSignsShown(line)) && hasSigns(line)
}
