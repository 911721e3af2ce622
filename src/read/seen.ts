/**
 * An HTML body as its author saw it: what no program shows is gone, what perhaps nobody saw is marked, and what only
 * attributes and style sheets say stands as text.
 *
 * In    HTML
 * Out   HTML for the layout, without controls; whether anything of it was hidden or is in doubt, and whether it is
 *       nested deeper than it is read
 *
 * SPEC §4 (« text that its author could not see is left out ») · WHATWG HTML §15.3
 */
import { render } from 'dom-serializer'
import { type AnyNode, type Document, Element, isComment, isTag, isText, Text } from 'domhandler'
import { parseDocument } from 'htmlparser2'

import { type Cascade, cascadeOf, type Values } from './cascade.ts'
import { controlText, cornerOf, textOf } from './controls.ts'
import { inDoubt, unmarkedText } from './doubt.ts'
import type { Declaration } from './sheet.ts'
import { forOutlookIn, sheetsOf } from './sheets.ts'
import { both, least, PAGE, type Place, placeOf, type Seen, textIn } from './visible.ts'

export interface SeenHtml {
  readonly html: string
  /** Words of it are left out or in doubt. */
  readonly isVeiled: boolean
}

/** The HTML as it is seen; null: it is nested too deep to be read. */
export function seenHtml(html: string): SeenHtml | null {
  const document = parseDocument(html)
  const found = sheetsOf(document)
  if (found === null) return null
  const cascade = cascadeOf(found.elements, found.sheets)
  const eye: Eye = { cascade, isVeiled: false }
  const page = cascade.isTooMuch ? { ...PAGE, box: 'doubt' as const } : PAGE
  look(document, { sure: page, perhaps: page }, eye)
  return { html: render(document, { encodeEntities: 'utf8' }), isVeiled: eye.isVeiled }
}

interface Eye {
  readonly cascade: Cascade
  isVeiled: boolean
}

/** Where text stands: surely, and perhaps. */
interface Places {
  readonly sure: Place
  readonly perhaps: Place
}

function look(parent: Document | Element, places: Places, eye: Eye): void {
  parent.children = parent.children.flatMap((node) => nodeSeen(node, places, eye))
  for (const child of parent.children) child.parent = parent
}

function nodeSeen(node: AnyNode, places: Places, eye: Eye): readonly AnyNode[] {
  if (isText(node)) {
    node.data = seenAs(unmarkedText(node.data), textAt(places), eye)
    return [node]
  }
  if (isComment(node)) return forOutlook(node.data, places, eye)
  return isTag(node) ? elementSeen(node, places, eye) : [node]
}

function textAt({ sure, perhaps }: Places): Seen {
  return both(textIn(sure), textIn(perhaps))
}

function seenAs(text: string, seen: Seen, eye: Eye): string {
  if (seen === 'seen' || text.trim() === '') return text
  eye.isVeiled = true
  return seen === 'hidden' ? '' : inDoubt(text)
}

/** What is written for Outlook alone is seen by whoever has it. */
function forOutlook(data: string, { sure, perhaps }: Places, eye: Eye): readonly AnyNode[] {
  const inner = forOutlookIn(data)
  if (!/[\p{L}\p{N}]/u.test(inner.replace(/<[^<>]*>/g, ' '))) return []
  const within = new Element('div', {}, parseDocument(inner).children.filter(isShown))
  const doubted = (place: Place): Place => ({ ...place, box: least(place.box, 'doubt') })
  look(within, { sure: doubted(sure), perhaps: doubted(perhaps) }, eye)
  return textOf(within).trim() === '' ? [] : [within]
}

function isShown(node: AnyNode): boolean {
  return !(isTag(node) && /^(?:xml|style|script|title|meta|link)$|^[wom]:/.test(node.name))
}

const UNREAD = new Set(['title', 'template', 'iframe'])

function elementSeen(element: Element, within: Places, eye: Eye): readonly AnyNode[] {
  if (UNREAD.has(element.name)) {
    if (element.name === 'template') seenAs(textOf(element), 'hidden', eye)
    return [element]
  }
  const { sure, perhaps } = eye.cascade.looksOf(element, hintsOf(element))
  const corner = cornerOf(element)
  const places = {
    sure: cornered(placeOf(sure, within.sure), corner),
    perhaps: cornered(placeOf(perhaps, ofTable(element, within.perhaps)), corner),
  }
  if (both(places.sure.box, places.perhaps.box) === 'hidden') {
    if (textOf(element).trim() !== '' || element.name === 'input') eye.isVeiled = true
    return []
  }
  const shown = controlText(element)
  if (shown !== null) return textNode(shown.text, least(textAt(places), shown.seen), eye)
  writeMarks(element, sure)
  look(element, places, eye)
  const beside = (where: 'before' | 'after') =>
    textNode(eye.cascade.generated(element, where), least(textAt(places), 'doubt'), eye)
  element.children = [...beside('before'), ...element.children, ...beside('after')]
  return [element]
}

function cornered(place: Place, corner: Seen): Place {
  return corner === 'seen' ? place : { ...place, box: least(place.box, corner) }
}

/** Some programs give a table the font of the page. HTML, quirks mode */
function ofTable({ name }: Element, place: Place): Place {
  return name === 'table' && place.font !== PAGE.font ? { ...place, font: PAGE.font } : place
}

function textNode(text: string, seen: Seen, eye: Eye): readonly AnyNode[] {
  const said = seenAs(unmarkedText(text), seen, eye)
  return /[\p{L}\p{N}\p{S}]/u.test(said) ? [new Text(said)] : []
}

/** Attributes that are declarations of their own, below those of any sheet. WHATWG HTML §15.2 */
function hintsOf({ name, attribs }: Element): readonly Declaration[] {
  const hints: Declaration[] = []
  const add = (property: string, value: string | undefined): void => {
    if (value !== undefined) hints.push({ property, value, important: false })
  }
  if (name === 'font') add('color', attribs.color)
  if (name === 'body') add('color', attribs.text)
  if (name === 'a' && attribs.href !== undefined) add('color', 'linktext')
  if (name === 'bdo') add('unicode-bidi', 'bidi-override')
  add('background-color', attribs.bgcolor)
  // Pixels without a unit; a part of the page is no wide box.
  if (/^\d{4,9}(?:px)?$/.test(attribs.width ?? '')) add('min-width', attribs.width)
  if (name === 'table') add('padding-left', attribs.cellpadding)
  if (attribs.hidden === 'until-found') add('content-visibility', 'hidden')
  else if (attribs.hidden !== undefined) add('display', 'none')
  return hints
}

/** Marks that a style sheet gives an element are written where those of its own attribute are. */
function writeMarks({ attribs }: Element, looks: Values): void {
  const said = ['text-decoration', 'vertical-align', 'font', 'font-family'].flatMap((property) => {
    const value = looks.get(property)
    return value === undefined ? [] : [`${property}:${value}`]
  })
  if (said.length > 0) attribs.style = said.join(';')
  else delete attribs.style
}
