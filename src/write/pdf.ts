/**
 * A sheet of paper: A4, PDF/A-1b, embedded fonts, header and numbered footer; the few shapes a
 * compte-rendu needs.
 *
 * In    title, author, instant of the act, what stands at the head and foot of each page; then calls in order
 * Out   the PDF as one Buffer; the same calls give the same bytes
 * Refuses nothing: a character that the fonts lack is shown as □ and named at the foot of its page, a word too long
 * for its line is cut.
 *
 * SPEC §10; ISO 19005-1 (PDF/A-1): fonts embedded, no transparency, XMP metadata, output intent
 */
import PDFDocument from 'pdfkit'

import { openPlumes } from './plume.ts'

/** What a page looks like around its text. */
export interface Feuille {
  readonly titre: string
  readonly auteur: string
  /** CreationDate: the instant of the act, so that the same act gives the same file. */
  readonly date: Date
  /** Small line at the head of every page after the first. */
  readonly rappel: string
  readonly pied: string
}

/** A framed column: a small title, a name in bold, lines. */
export interface Carte {
  readonly titre: string
  readonly nom: string
  readonly lignes: readonly string[]
}

/** What can be put on the sheet, top to bottom. */
export interface Sheet {
  heading(titre: string, sous: string): void
  /** A strip across the page for what must not be missed. */
  banner(texte: string): void
  cards(gauche: Carte, droite: Carte): void
  /** `ensemble`: height in points to keep together below the title. */
  section(titre: string, ensemble?: number): void
  paragraph(texte: string, style?: 'normal' | 'note'): void
  facts(lignes: readonly (readonly [string, string])[]): void
  bullets(elements: readonly string[], marques?: 'points' | 'numeros'): void
  /** Text on a tinted ground. */
  box(titre: string, texte: string): void
  end(): Promise<Buffer>
}

const INK = '#1c2430'
const SOFT = '#5a6675'
const RULE = '#c9d3dc'
const ACCENT = '#0b4f6c'
const TINT = '#eaf2f6'
const LEFT = 56
const WIDTH = 595.28 - 2 * LEFT
const TOP = 64
const BOTTOM = 841.89 - 54
const LABEL = 128
const BODY = 9.5

/** Opens a sheet. */
export function openSheet({ titre, auteur, date, rappel, pied }: Feuille): Sheet {
  const doc = new PDFDocument({
    size: 'A4',
    margins: { top: TOP, bottom: 841.89 - BOTTOM, left: LEFT, right: LEFT },
    pdfVersion: '1.4',
    subset: 'PDF/A-1b',
    lang: 'fr-FR',
    displayTitle: true,
    bufferPages: true,
    // None until one of ours is chosen: the default would be a standard font, which PDF/A forbids.
    font: null as unknown as string,
    info: {
      Title: plainInfo(titre),
      Author: plainInfo(auteur),
      Creator: 'Confrère',
      Producer: 'Confrère',
      CreationDate: date,
    },
  })
  const chunks: Buffer[] = []
  const done = new Promise<Buffer>((resolve, reject) => {
    doc.on('data', (chunk: Buffer) => chunks.push(chunk))
    doc.on('end', () => resolve(Buffer.concat(chunks)))
    doc.on('error', reject)
  })
  const plumes = openPlumes(doc)
  const { show } = plumes
  const regular = (size = BODY, color = INK) => plumes.regular(size, color)
  const bold = (size = BODY, color = INK) => plumes.bold(size, color)
  const room = (height: number): void => {
    if (doc.y + height > BOTTOM && doc.y > TOP) doc.addPage()
  }

  return {
    heading(texte, sous) {
      doc.rect(0, 0, 595.28, 8).fill(ACCENT)
      bold(18, ACCENT).text(texte, LEFT, 44, { width: WIDTH })
      regular(10, SOFT).text(sous, LEFT, doc.y, { width: WIDTH })
      doc.moveDown(0.8)
    },

    banner(texte) {
      bold(BODY)
      const height = doc.heightOfString(show(texte, WIDTH - 20), { width: WIDTH - 20 }) + 12
      room(height + 8)
      const { y } = doc
      doc.rect(LEFT, y, WIDTH, height).fill('#fdf1e3')
      doc.rect(LEFT, y, 3, height).fill('#b3541e')
      bold(BODY, '#7a3410').text(texte, LEFT + 12, y + 6, { width: WIDTH - 20 })
      doc.x = LEFT
      doc.y = y + height + 8
    },

    cards(gauche, droite) {
      const width = (WIDTH - 12) / 2
      const height = Math.max(cardHeight(gauche, width), cardHeight(droite, width))
      room(height + 10)
      const { y } = doc
      card(gauche, LEFT, y, width, height)
      card(droite, LEFT + width + 12, y, width, height)
      doc.x = LEFT
      doc.y = y + height + 8
    },

    section(texte, ensemble = 38) {
      room(20 + ensemble)
      doc.y += 3
      bold(11, ACCENT).text(texte, LEFT, doc.y, { width: WIDTH })
      const y = doc.y + 2
      doc
        .moveTo(LEFT, y)
        .lineTo(LEFT + WIDTH, y)
        .lineWidth(0.6)
        .stroke(RULE)
      doc.y = y + 5
    },

    paragraph(texte, style = 'normal') {
      const pen = style === 'note' ? regular(8.5, SOFT) : regular()
      pen.text(texte, LEFT, doc.y, { width: WIDTH, lineGap: 1.5 })
      doc.y += 4
    },

    facts(lignes) {
      for (const [nom, valeur] of lignes) {
        const options = { width: WIDTH - LABEL, lineGap: 1 }
        bold(8.5)
        const tall = doc.heightOfString(show(nom, LABEL - 10), { width: LABEL - 10 })
        regular()
        const height = Math.max(tall, doc.heightOfString(show(valeur, WIDTH - LABEL), options))
        room(Math.min(height, BOTTOM - TOP))
        const { y } = doc
        bold(8.5, SOFT).text(nom, LEFT, y + 0.5, { width: LABEL - 10 })
        regular().text(valeur, LEFT + LABEL, y, options)
        doc.x = LEFT
        doc.y = Math.max(doc.y, y + tall) + 2.5
      }
      doc.y += 2
    },

    bullets(elements, marques = 'points') {
      for (const [at, each] of elements.entries()) {
        regular()
        room(
          Math.min(doc.heightOfString(show(each, WIDTH - 14), { width: WIDTH - 14 }), BOTTOM - TOP),
        )
        const { y } = doc
        const marque = marques === 'points' ? '•' : `${at + 1}.`
        regular(BODY, ACCENT).text(marque, LEFT + 2, y, { width: 12, lineBreak: false })
        regular().text(each, LEFT + 14, y, { width: WIDTH - 14, lineGap: 1 })
        doc.x = LEFT
        doc.y += 1.5
      }
      doc.y += 3
    },

    box(titre, texte) {
      regular(10)
      const body = doc.heightOfString(show(texte, WIDTH - 26), { width: WIDTH - 26, lineGap: 2 })
      const height = body + 30
      doc.y += 4
      if (height > BOTTOM - TOP) {
        this.section(titre)
        this.paragraph(texte)
        return
      }
      room(height + 8)
      const { y } = doc
      doc.rect(LEFT, y, WIDTH, height).fill(TINT)
      doc.rect(LEFT, y, 3, height).fill(ACCENT)
      bold(10.5, ACCENT).text(titre, LEFT + 14, y + 8, { width: WIDTH - 26 })
      regular(10).text(texte, LEFT + 14, doc.y + 2, {
        width: WIDTH - 26,
        lineGap: 2,
      })
      doc.x = LEFT
      doc.y = y + height + 8
    },

    async end() {
      const named = await plumes.unnamed()
      if (named.length > 0) {
        this.section('Signes que les polices de ce document ne contiennent pas')
        this.bullets(named)
      }
      const { start, count } = doc.bufferedPageRange()
      for (let at = start; at < start + count; at++) {
        doc.switchToPage(at)
        // Below the margin, a text would open a new page.
        doc.page.margins.bottom = 0
        doc.page.margins.top = 0
        if (at > start) {
          regular(8, SOFT).text(rappel, LEFT, 34, {
            width: WIDTH,
            lineBreak: false,
            ellipsis: true,
          })
          doc
            .moveTo(LEFT, 48)
            .lineTo(LEFT + WIDTH, 48)
            .lineWidth(0.6)
            .stroke(RULE)
        }
        const y = BOTTOM + 20
        doc
          .moveTo(LEFT, y - 6)
          .lineTo(LEFT + WIDTH, y - 6)
          .lineWidth(0.6)
          .stroke(RULE)
        regular(7.5, SOFT).text(pied, LEFT, y, {
          width: WIDTH - 70,
          lineBreak: false,
          ellipsis: true,
        })
        doc.text(`Page ${at - start + 1} / ${count}`, LEFT + WIDTH - 70, y, {
          width: 70,
          align: 'right',
          lineBreak: false,
        })
        const foot = await plumes.foot(at - start + 1)
        if (foot !== null) {
          regular(6, SOFT).text(foot, LEFT, y + 10, { width: WIDTH, height: 21, ellipsis: true })
        }
      }
      doc.end()
      return await done
    },
  }

  function cardHeight({ titre: head, nom, lignes }: Carte, width: number): number {
    const options = { width: width - 20 }
    bold(7.5)
    let height = doc.heightOfString(show(head, width - 20), options) + 4
    bold(10.5)
    height += doc.heightOfString(show(nom, width - 20), options) + 1
    regular(9)
    for (const ligne of lignes) height += doc.heightOfString(show(ligne, width - 20), options) + 1
    return height + 18
  }

  function card(
    { titre: head, nom, lignes }: Carte,
    x: number,
    y: number,
    width: number,
    height: number,
  ): void {
    const options = { width: width - 20 }
    doc.roundedRect(x, y, width, height, 3).lineWidth(0.8).stroke(RULE)
    bold(7.5, ACCENT).text(head.toLocaleUpperCase('fr'), x + 10, y + 9, {
      ...options,
      characterSpacing: 0.4,
    })
    bold(10.5).text(nom, x + 10, doc.y + 4, options)
    for (const ligne of lignes) regular(9).text(ligne, x + 10, doc.y + 1, options)
  }
}

/** The XMP packet is built without escaping: nothing that XML would read goes in. */
function plainInfo(texte: string): string {
  return texte.replace(/[<>&]/g, ' ')
}
