/**
 * Writes on the sheet, and names at the foot of each page the signs that it shows as □.
 *
 * In    a PDF being drawn; texts as their authors wrote them, and where they stand
 * Out   the text on the page; the line at its foot; all signs, where a foot has no room for its own
 * Refuses nothing. A text that goes on over a page is named on both.
 *
 * SPEC §10: « a sign that no font of it holds is drawn as □ there, named at the foot of the page by its Unicode name »
 */
import { printable, signName } from './polices.ts'

/** What the foot of one page can name, in its small print. */
const MAX_FOOT = 8

/** Writes in one font, size and colour. */
interface Plume {
  text(
    texte: string,
    x: number,
    y: number,
    options: PDFKit.Mixins.TextOptions & { readonly width: number },
  ): void
}

/** The two pens of a sheet, and what they could not write. */
export interface Plumes {
  regular(size: number, color: string): Plume
  bold(size: number, color: string): Plume
  /** The text as it will stand, to measure it. */
  show(texte: string, width: number): string
  /** The line at the foot of a page, from 1; null: it shows all its signs. */
  foot(page: number): Promise<string | null>
  /** All signs with their names, where one foot has no room for its own; else none. */
  unnamed(): Promise<readonly string[]>
}

/** Opens the pens of one sheet. */
export function openPlumes(doc: PDFKit.PDFDocument): Plumes {
  const { show, missing } = printable(doc)
  const pages = (): number => doc.bufferedPageRange().count
  const seen = new Map<number, Set<string>>()
  const plume = (font: string, size: number, color: string): Plume => {
    doc.font(font).fontSize(size).fillColor(color)
    return {
      text(texte, x, y, options) {
        const first = pages()
        doc.text(
          show(texte, options.lineBreak === false ? undefined : options.width),
          x,
          y,
          options,
        )
        const signs = missing(texte)
        if (signs.length === 0) return
        for (let page = first; page <= pages(); page++) {
          seen.set(page, new Set([...(seen.get(page) ?? []), ...signs]))
        }
      },
    }
  }
  return {
    regular: (size, color) => plume('regular', size, color),
    bold: (size, color) => plume('bold', size, color),
    show,
    async foot(page) {
      const signs = [...(seen.get(page) ?? [])]
      if (signs.length === 0) return null
      const names = await Promise.all(signs.slice(0, MAX_FOOT).map(signName))
      const rest = signs.length > MAX_FOOT ? ' ; les autres sont nommés en fin de document' : ''
      return `□ sur cette page, dans l'ordre : ${names.join(' ; ')}${rest}`
    },
    async unnamed() {
      if ([...seen.values()].every(({ size }) => size <= MAX_FOOT)) return []
      const signs = new Set([...seen.values()].flatMap((each) => [...each]))
      return await Promise.all([...signs].map(signName))
    },
  }
}
