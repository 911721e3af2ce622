/**
 * HTML to the lines a form is read from.
 *
 * In    an HTML body
 * Out   plain text: quotations begin with `> `, a table row of two cells is `libellé : valeur`, a table
 *       with a row of labels over a row of values gives one line for each column
 *
 * Bounded in depth: what is nested deeper than any letter is not read, and not in part. Links keep only mail addresses.
 * What its author perhaps never saw is marked (doubt.ts).
 */
import { convert } from 'html-to-text'

import { unmarkedText } from './doubt.ts'
import { libelleDe } from './libelles.ts'
import { seenHtml } from './seen.ts'
import { MAX_DEPTH } from './sheets.ts'
import { MARKED_SELECTORS, marked } from './styles.ts'

// Private-use characters that mark cells while html-to-text lays out the rest.
const CELL = '\ue000'
const CELL_END = '\ue001'
const BETWEEN = '\ue002'
const ROW = '\ue003'

/** Elements that break a line and have no layout of their own here. WHATWG HTML §15.3 */
const BLOCKS = (
  'address button caption center details dialog dir fieldset figcaption figure frame frameset hgroup legend li ' +
  'listing menu optgroup option search select summary textarea xmp'
).split(' ')

type Options = NonNullable<Parameters<typeof convert>[1]>

const OPTIONS: Options = {
  wordwrap: false,
  preserveNewlines: false,
  // By default only `body` is read: of a letter quoted whole, the inner one, as if it were the writer's own.
  baseElements: { selectors: [] },
  formatters: {
    marked,
    row: (element, walk, builder) => {
      builder.openBlock({ leadingLineBreaks: 1 })
      builder.addInline(ROW, { noWordTransform: true })
      walk(element.children, builder)
      builder.closeBlock({ trailingLineBreaks: 1 })
    },
    // A term and its description are a row of two cells, though no element holds them both.
    dt: (element, walk, builder) => {
      builder.openBlock({ leadingLineBreaks: 1 })
      builder.addInline(`${ROW}${CELL}`, { noWordTransform: true })
      walk(element.children, builder)
      builder.addInline(CELL_END, { noWordTransform: true })
      builder.closeBlock({ trailingLineBreaks: 1 })
    },
    dd: (element, walk, builder) => {
      builder.openBlock({ leadingLineBreaks: 1 })
      builder.addInline(CELL, { noWordTransform: true })
      walk(element.children, builder)
      builder.addInline(CELL_END, { noWordTransform: true })
      builder.closeBlock({ trailingLineBreaks: 1 })
    },
  },
  // What is too much was refused before: a layout that leaves out its end would lose words.
  limits: { maxInputLength: 2 ** 24, maxDepth: 800, ellipsis: '' },
  selectors: [
    { selector: '*', format: 'inline' },
    ...MARKED_SELECTORS,
    { selector: 'img', format: 'skip' },
    { selector: 'style', format: 'skip' },
    { selector: 'script', format: 'skip' },
    { selector: 'title', format: 'skip' },
    { selector: 'template', format: 'skip' },
    { selector: 'iframe', format: 'skip' },
    { selector: 'a', format: 'anchor', options: { ignoreHref: true } },
    {
      selector: 'a[href^="mailto:"]',
      format: 'anchor',
      options: { hideLinkHrefIfSameAsText: true, linkBrackets: ['<', '>'] },
    },
    ...['h1', 'h2', 'h3', 'h4', 'h5', 'h6'].map((selector) => ({
      selector,
      format: 'heading',
      options: { uppercase: false },
    })),
    { selector: 'table', format: 'block' },
    { selector: 'tr', format: 'row' },
    ...['td', 'th'].map((selector) => ({
      selector,
      format: 'inlineSurround',
      options: { prefix: CELL, suffix: CELL_END },
    })),
    ...['dt', 'dd'].map((selector) => ({
      selector,
      format: selector,
    })),
    ...BLOCKS.map((selector) => ({ selector, format: 'block' })),
  ],
}

/** The text of an HTML body as its author saw it; empty where it is nested deeper than it is read. */
export function htmlToText(html: string): string {
  return unmarkedText(seenText(html)?.text ?? '')
}

/** The text of an HTML body, words in doubt between marks; null: nested deeper than it is read. */
export function seenText(
  html: string,
): { readonly text: string; readonly isVeiled: boolean } | null {
  if (isTooOpen(html)) return null
  const seen = seenHtml(html)
  return seen && { text: textBy(OPTIONS, seen.html), isVeiled: seen.isVeiled }
}

/** All words of an HTML body, shown or hidden, none of them marked: what another reader's are compared with. */
export function bareText(html: string): string {
  return isTooOpen(html) ? '' : unmarkedText(textBy(BARE, html))
}

function textBy(options: Options, html: string): string {
  const text = convert(html.replace(/[\ue000-\ue003]/g, ''), options)
  const laid = options === OPTIONS ? pairColumns(text) : text
  return rows(joinCells(laid).replaceAll(ROW, ''))
}

/** Without marks, addresses of links and numbers of lists: signs that a reader adds to the words. */
const BARE: Options = {
  ...OPTIONS,
  limits: { ...OPTIONS.limits, maxDepth: MAX_DEPTH },
  selectors: [
    ...(OPTIONS.selectors ?? []).filter(
      ({ selector, format }) => format !== 'marked' && !selector.startsWith('a['),
    ),
    { selector: 'ol', format: 'unorderedList' },
  ],
}

const MAX_OPEN_TAGS = 1000
// Tags that have no end, or end by themselves where the next one begins.
const ENDS_ITSELF =
  /^<(?:area|base|br|col|dd|dt|hr|img|input|li|link|meta|o:p|option|p|tbody|td|th|tr|wbr)[\s/>]/i

/** More tags are open than in any letter: the parser is quadratic in them. */
function isTooOpen(html: string): boolean {
  let open = 0
  for (let at = html.indexOf('<'); at !== -1; at = html.indexOf('<', at + 1)) {
    const start = html.slice(at, at + 9)
    if (start[1] === '/') open -= ENDS_ITSELF.test(`<${start.slice(2)}`) || open === 0 ? 0 : 1
    else if (/^<[a-z]/i.test(start) && !ENDS_ITSELF.test(start)) open += 1
    if (open > MAX_OPEN_TAGS) return true
  }
  return false
}

/** The charset an HTML body declares of itself, for parts whose header does not say. */
export function htmlCharset(octets: Buffer): string | null {
  const start = octets.toString('latin1', 0, 2048)
  return /<meta[^<>]{0,200}?charset\s{0,5}=\s{0,5}["']?([\w.:-]{1,40})/i.exec(start)?.[1] ?? null
}

/**
 * A row of two cells, one with several labels and one with as many values, line by line: a form laid out in columns.
 * Each label is put beside its value.
 */
function pairColumns(text: string): string {
  return text
    .split(ROW)
    .map((chunk) => {
      const cells = chunk.split(CELL_END)
      const [labels = [], values = []] = cells.slice(0, 2).map(cellLines)
      const isForm =
        cells.length === 3 &&
        labels.length > 1 &&
        labels.length === values.length &&
        labels.every(isLabel)
      return isForm ? `${paired(labels, values).join('\n')}\n${cells[2]}` : chunk
    })
    .join(ROW)
}

function cellLines(cell: string): readonly string[] {
  return cell
    .replaceAll(CELL, '')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
}

/** Puts the cells of a row on one line, whatever blocks the cells hold. */
function joinCells(text: string): string {
  const parts = text.split(CELL_END)
  const out: string[] = []
  for (const [index, part] of parts.entries()) {
    const isLast = index === parts.length - 1
    const start = index === 0 ? part : part.trimStart()
    const opens = index > 0 && start.startsWith(CELL)
    const kept = opens ? BETWEEN + start.slice(CELL.length).trimStart() : part
    out.push(isLast ? kept : kept.trimEnd())
  }
  return out
    .join('')
    .split(CELL)
    .map((part, index) => (index === 0 ? part : part.trimStart()))
    .join('')
}

function rows(text: string): string {
  const out: string[] = []
  let header: readonly string[] | null = null
  // A row of labels without a row of values under it stays a row.
  const endHeader = (): void => {
    if (header !== null) out.push(header.join(' | '))
    header = null
  }
  for (const line of text.split('\n')) {
    const cells = line.split(BETWEEN).map((cell) => cell.trim())
    if (cells.length === 1) {
      if (line.trim() !== '') endHeader()
      out.push(line)
      continue
    }
    if (cells.length > 1 && cells.every(isLabel)) {
      endHeader()
      header = cells
      continue
    }
    if (header?.length === cells.length) {
      out.push(...paired(header, cells))
      header = null
      continue
    }
    endHeader()
    out.push(row(cells))
  }
  endHeader()
  return out.join('\n')
}

function paired(labels: readonly string[], values: readonly string[]): readonly string[] {
  return labels.map((label, index) => pair(label, values[index] ?? ''))
}

function isLabel(cell: string): boolean {
  return libelleDe(unmarkedText(cell).replace(/\s?[:=]$/, '')) !== null
}

function row(cells: readonly string[]): string {
  const filled = cells.filter((cell) => cell !== '' && cell !== ':')
  if (filled.length === 2) return pair(filled[0] ?? '', filled[1] ?? '')
  if (filled.length % 2 === 0 && filled.every((cell, i) => i % 2 === 1 || isLabel(cell))) {
    const lines: string[] = []
    for (let i = 0; i < filled.length; i += 2)
      lines.push(pair(filled[i] ?? '', filled[i + 1] ?? ''))
    return lines.join('\n')
  }
  // A table of figures: an empty cell keeps its place.
  if (cells.length > 2) return cells.join(' | ')
  // A label whose value was left empty.
  return filled.length === 1 && cells.length === 2 && cells[0] !== ''
    ? pair(cells[0] ?? '', '')
    : filled.join(' | ')
}

function pair(label: string, value: string): string {
  // « Date de naissance | : 12/03/1951 »
  if (/^[:=]/.test(unmarkedText(value))) return `${label} ${value}`
  return /[:=]$/.test(unmarkedText(label)) ? `${label} ${value}` : `${label} : ${value}`
}
