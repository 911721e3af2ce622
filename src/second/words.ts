/**
 * Words as they are compared: what one reader shows and another does not, whatever the layout.
 *
 * In    a text
 * Out   of plain text its signs in order, blanks, controls and quotation marks aside; of HTML its words,
 *       folded, in no order, as tables are laid out in several ways
 */
import { normalise } from '../domain/unicode.ts'

/** Blanks, controls, signs without ink, and what layouts put at the beginning of lines. */
const LAYOUT = /[\s\p{C}>]+/gu
const WORD = /[\p{L}\p{N}]+/gu

/** The signs of a plain text, in order. */
export function signsOf(text: string): string {
  return normalise(text, 'NFC').replace(LAYOUT, '')
}

/** The words of a text, counted, in one order. */
export function wordsOf(text: string): string {
  const clean = normalise(text, 'NFKC')
    .replace(/\p{Cf}+/gu, '')
    .toLowerCase()
  return [...(clean.match(WORD) ?? [])].sort().join(' ')
}
