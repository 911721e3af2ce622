/**
 * The two fonts of the compte-rendu, embedded in each PDF, and what they can show.
 *
 * In    a PDF being drawn
 * Out   the fonts `regular` and `bold` registered; a way to make any text printable, and to name what is not
 * Refuses nothing: a character that the fonts lack is shown as □. SPEC §10
 */

import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

import { normalise } from '../domain/unicode.ts'
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

/** What the fonts make of a text. */
export interface Printable {
  /** A text that both fonts can show, its words no wider than `width` points in the font now chosen. */
  show(texte: string, width?: number): string
  /** The signs of a text that `show` draws as □, each once, in order. */
  missing(texte: string): readonly string[]
}

/**
 * Registers both fonts, parsed once in the life of the process, and gives a way to make any text one that
 * both can show: composed, joiners gone, what is missing as □, words too long for their line cut.
 */
export function printable(doc: PDFKit.PDFDocument): Printable {
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
  const widthOf = measured(doc)
  return {
    show(texte, width = Number.POSITIVE_INFINITY) {
      const seen = Array.from(bare(texte), (char) => (shown(char) ? char : '□'))
      return fitted(seen, width - MARGIN, widthOf)
    },
    missing: (texte) => [...new Set(Array.from(bare(texte)).filter((char) => !shown(char)))],
  }
}

/** Composed, without the signs that have no ink. */
function bare(texte: string): string {
  return normalise(clean(texte), 'NFC')
    .replace(/\p{Variation_Selector}|[\u200b-\u200f\u2060]/gu, '')
    .replaceAll('\t', '    ')
}

/** « U+1F600 GRINNING FACE », as Unicode names it. */
export async function signName(char: string): Promise<string> {
  // A megabyte of names, which few opinions need.
  const { unicodeName } = await import('unicode-name')
  const point = (char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')
  return `U+${point} ${unicodeName(char) ?? ''}`.trim()
}

/** What kerning may add. */
const MARGIN = 1
/** Marks without width fill no line: no word is longer than this. */
const MAX_WORD = 500

/** Each word in pieces that fit a line: pdfkit would try each of its lengths. One pass, whatever the text. */
function fitted(
  chars: readonly string[],
  width: number,
  widthOf: (char: string) => number,
): string {
  const out: string[] = []
  let wide = 0
  let long = 0
  for (const char of chars) {
    if (char === ' ' || char === '\n') {
      wide = 0
      long = 0
    } else {
      const own = widthOf(char)
      if ((long > 0 && wide + own > width && !/\p{M}/u.test(char)) || long >= MAX_WORD) {
        out.push('\n')
        wide = 0
        long = 0
      }
      wide += own
      long += 1
    }
    out.push(char)
  }
  return out.join('')
}

/** The width of a character in the font and size now chosen, each measured once. */
function measured(doc: PDFKit.PDFDocument): (char: string) => number {
  const known = new Map<string, number>()
  return (char) => {
    const { _font, _fontSize } = doc as unknown as { _font: { id: string }; _fontSize: number }
    const key = `${_font.id} ${_fontSize} ${char}`
    const width = known.get(key) ?? doc.widthOfString(char)
    known.set(key, width)
    return width
  }
}
