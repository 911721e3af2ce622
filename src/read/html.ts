/**
 * HTML to the lines a form is read from.
 *
 * In    an HTML body
 * Out   plain text: quotations begin with `> `, tables are as `tables.ts` lays them
 *
 * Bounded in depth: what is nested deeper than any letter is not read, and not in part. Links keep only mail addresses.
 * What its author perhaps never saw is marked (doubt.ts).
 */
import { convert } from 'html-to-text'

import { unmarkedText } from './doubt.ts'
import { seenHtml } from './seen.ts'
import { MAX_DEPTH } from './sheets.ts'
import { MARKED_SELECTORS, marked } from './styles.ts'
import { cellMarks, layTables, MARKS, ROW_MARK, TABLE_MARKS } from './tables.ts'

/** Elements that break a line and have no layout of their own here. WHATWG HTML §15.3 */
const BLOCKS = (
  'address button caption center details dialog dir fieldset figcaption figure frame frameset hgroup legend li ' +
  'listing menu optgroup option search select summary textarea xmp'
).split(' ')

type Options = NonNullable<Parameters<typeof convert>[1]>

const OPTIONS: Options = {
  wordwrap: false,
  preserveNewlines: false,
  // A zero-width space is no blank: it stands within words.
  whitespaceCharacters: ' \t\r\n\f',
  // By default only `body` is read: of a letter quoted whole, the inner one, as if it were the writer's own.
  baseElements: { selectors: [] },
  formatters: {
    marked,
    table: (element, walk, builder) => {
      builder.openBlock({ leadingLineBreaks: 1 })
      builder.addInline(TABLE_MARKS.prefix, { noWordTransform: true })
      walk(element.children, builder)
      builder.addInline(TABLE_MARKS.suffix, { noWordTransform: true })
      builder.closeBlock({ trailingLineBreaks: 1 })
    },
    row: (element, walk, builder) => {
      builder.openBlock({ leadingLineBreaks: 1 })
      builder.addInline(ROW_MARK, { noWordTransform: true })
      walk(element.children, builder)
      builder.closeBlock({ trailingLineBreaks: 1 })
    },
    cell: (element, walk, builder) => {
      const { prefix, suffix } = cellMarks(element.attribs)
      builder.addInline(prefix, { noWordTransform: true })
      walk(element.children, builder)
      builder.addInline(suffix, { noWordTransform: true })
    },
    // A term and its description are a row of two cells, though no element holds them both.
    dt: (element, walk, builder) => {
      const { prefix, suffix } = cellMarks({})
      builder.openBlock({ leadingLineBreaks: 1 })
      builder.addInline(`${ROW_MARK}${prefix}`, { noWordTransform: true })
      walk(element.children, builder)
      builder.addInline(suffix, { noWordTransform: true })
      builder.closeBlock({ trailingLineBreaks: 1 })
    },
    dd: (element, walk, builder) => {
      const { prefix, suffix } = cellMarks({})
      builder.openBlock({ leadingLineBreaks: 1 })
      builder.addInline(prefix, { noWordTransform: true })
      walk(element.children, builder)
      builder.addInline(suffix, { noWordTransform: true })
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
    ...['table', 'dl'].map((selector) => ({ selector, format: 'table' })),
    { selector: 'tr', format: 'row' },
    ...['td', 'th'].map((selector) => ({ selector, format: 'cell' })),
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
  return layTables(convert(html.replace(MARKS, ''), options))
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
