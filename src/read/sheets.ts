/**
 * The style sheets of an HTML body, and what it says to Outlook alone.
 *
 * In    the tree of an HTML body
 * Out   its sheets in order, each with the quotation that it stands in; its elements; null where it is nested too deep
 *
 * WHATWG HTML §4.2.6 (style)
 */
import { type AnyNode, type Document, type Element, isComment, isTag } from 'domhandler'
import { parseDocument } from 'htmlparser2'

import type { Sheet } from './cascade.ts'
import { textOf } from './controls.ts'

/** More elements within one another than any letter has. */
export const MAX_DEPTH = 200

interface Content {
  readonly sheets: Sheet[]
  readonly elements: Element[]
}

/** The sheets of a letter and its elements, in order; null: too deep. */
export function sheetsOf(document: Document): Content | null {
  const content: Content = { sheets: [], elements: [] }
  return visit(document.children, { depth: 0, scope: null }, content) ? content : null
}

function visit(
  nodes: readonly AnyNode[],
  { depth, scope }: { readonly depth: number; readonly scope: Element | null },
  { sheets, elements }: Content,
): boolean {
  if (depth > MAX_DEPTH) return nodes.every((node) => textOf(node).trim() === '')
  return nodes.every((node) => {
    if (isComment(node)) sheets.push(...sheetsOfComment(node.data))
    if (!isTag(node)) return true
    elements.push(node)
    if (node.name === 'style') sheets.push(sheetOf(node, scope))
    const within = { depth: depth + 1, scope: quotes(node) ? node : scope }
    return visit(node.children, within, { sheets, elements })
  })
}

function sheetOf(style: Element, scope: Element | null): Sheet {
  const { type = 'text/css', media = 'all' } = style.attribs
  const css = /^(?:text\/css)?$/i.test(type.trim()) ? style.children.map(textOf).join('') : ''
  const isCertain = /^(?:all|screen)?$/i.test(media.trim())
  return { css, isCertain, scope }
}

function quotes({ name, attribs }: Element): boolean {
  return name === 'blockquote' || /(?:^|\s)(?:gmail|yahoo)_quote/.test(attribs.class ?? '')
}

/** What a comment holds that Outlook takes for HTML, `<!--[if mso]>`; empty without. */
export function forOutlookIn(comment: string): string {
  const start = comment.slice(0, 100).indexOf(']>')
  const condition = comment.slice(0, Math.max(start, 0))
  if (!/^\[if\s/i.test(condition) || !/\bmso\b/i.test(condition) || condition.includes('!'))
    return ''
  const end = comment.toLowerCase().lastIndexOf('<![endif]')
  return comment.slice(start + 2, end < start ? undefined : end)
}

function sheetsOfComment(data: string): readonly Sheet[] {
  const sheets: Sheet[] = []
  const left: AnyNode[] = parseDocument(forOutlookIn(data)).children
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    if (!isTag(next)) continue
    if (next.name === 'style') sheets.push({ ...sheetOf(next, null), isCertain: false })
    else left.push(...next.children)
  }
  return sheets
}
