/**
 * The two fonts of the compte-rendu, embedded in each PDF, and what they can show.
 *
 * In    a PDF being drawn
 * Out   the fonts `regular` and `bold` registered; a way to make any text printable
 * Refuses nothing: a character that the fonts lack is shown as □.
 */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

import { clean } from './blocs.ts'

const require = createRequire(import.meta.url)
const fontFile = (name: string): Buffer =>
  readFileSync(require.resolve(`dejavu-fonts-ttf/ttf/${name}.ttf`))
const REGULAR = fontFile('DejaVuSansCondensed')
const BOLD = fontFile('DejaVuSansCondensed-Bold')

/** What we use of a parsed font; pdfkit takes it back where it takes a file. */
interface Font {
  hasGlyphForCodePoint(point: number): boolean
}

const parsed = new Map<string, Font>()

/**
 * Registers both fonts, parsed once in the life of the process, and gives a way to make any text one that
 * both can show: composed, joiners gone, what is missing as □.
 */
export function printable(doc: PDFKit.PDFDocument): (texte: string) => string {
  const fonts = (
    [
      ['regular', REGULAR],
      ['bold', BOLD],
    ] as const
  ).map(([name, file]) => {
    doc.registerFont(name, (parsed.get(name) ?? file) as Buffer)
    doc.font(name)
    // pdfkit has no public way to ask a font what it holds.
    const { font } = (doc as unknown as { _font: { font: Font } })._font
    parsed.set(name, font)
    return font
  })
  const shown = (char: string): boolean =>
    char === '\n' || fonts.every((font) => font.hasGlyphForCodePoint(char.codePointAt(0) ?? 0))
  return (texte) => {
    const bare = clean(texte)
      .normalize('NFC')
      .replace(/\p{Variation_Selector}|\p{Emoji_Modifier}|[\u200b-\u200f\u2060]/gu, '')
      .replaceAll('\t', '    ')
    return Array.from(bare, (char) => (shown(char) ? char : '□')).join('')
  }
}
