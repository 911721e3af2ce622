/**
 * Mark-up that carries sense, for the conversion of HTML: raised, lowered and struck text, symbol fonts.
 *
 * In    elements of an HTML body
 * Out   formatters of html-to-text, and the selectors that they serve
 *
 * An element is then laid out as any other of its name. SPEC §4
 */
import type { DomNode, FormatCallback } from 'html-to-text'

import { withinMarks } from './doubt.ts'
import { lowered, raised, STRUCK, symbols, wingdings } from './signs.ts'

/** Tags that mark. */
const TAGS: { readonly [tag: string]: Mark } = {
  sup: 'raised',
  sub: 'lowered',
  s: 'struck',
  strike: 'struck',
  del: 'struck',
}

type Mark = 'raised' | 'lowered' | 'struck' | 'symbol' | 'wingdings'

const WORDS: { readonly [M in Mark]?: (word: string) => string } = {
  raised,
  lowered,
  symbol: symbols,
  wingdings,
}

/** Elements that hold only rows, cells or items: their marks are those of what they hold. */
const STRUCTURES = new Set(['table', 'tbody', 'thead', 'tfoot', 'tr', 'ul', 'ol', 'dl'])

export const MARKED_SELECTORS = [...Object.keys(TAGS), '[style]', 'font[face]'].map((selector) => ({
  selector,
  format: 'marked',
}))

/** Writes an element with its marks, then as its name says. */
export const marked: FormatCallback = (element, walk, builder) => {
  const marks = marksOf(element)
  const { style, face, ...attribs } = element.attribs ?? {}
  const isStruck = marks.includes('struck')
  if (isStruck && STRUCTURES.has(element.name ?? '')) {
    const children = (element.children ?? []).map(struck)
    return walk([{ ...element, attribs, children } as DomNode], builder)
  }
  const own = element.children ?? []
  const children = isStruck ? [text(STRUCK.before), ...own, text(STRUCK.after)] : own
  const name = element.name !== undefined && TAGS[element.name] ? 'span' : element.name
  inWords(marks, [{ ...element, name, attribs, children } as DomNode], { walk, builder })
}

function inWords(
  marks: readonly Mark[],
  elements: DomNode[],
  {
    walk,
    builder,
  }: { walk: Parameters<FormatCallback>[1]; builder: Parameters<FormatCallback>[2] },
): void {
  const transforms = marks.flatMap((mark) => WORDS[mark] ?? [])
  for (const change of transforms) {
    builder.pushWordTransform((word) => withinMarks(word, change))
  }
  walk(elements, builder)
  for (const _ of transforms) builder.popWordTransform()
}

function marksOf({ name = '', attribs = {} }: DomNode): readonly Mark[] {
  const style = (attribs.style ?? '').toLowerCase().replace(/\s/g, '').slice(0, 2000)
  const font = fontOf(style, attribs.face ?? '')
  const marks: (Mark | false | undefined)[] = [
    TAGS[name],
    style.includes('line-through') && 'struck',
    style.includes('vertical-align:super') && 'raised',
    style.includes('vertical-align:sub') && 'lowered',
    font.includes('symbol') && 'symbol',
    font.includes('wingdings') && 'wingdings',
  ]
  return [...new Set(marks.filter((mark) => typeof mark === 'string'))]
}

/** The first font that an element names. */
function fontOf(style: string, face: string): string {
  const named = style
    .split(';')
    .filter((one) => one.startsWith('font-family:') || one.startsWith('font:'))
    .map((one) => one.slice(one.indexOf(':') + 1))
  return [...named, face.toLowerCase()].map((one) => one.split(',', 1)[0] ?? '').join(' ')
}

function struck(node: DomNode): DomNode {
  if (node.type !== 'tag') return node
  const style = `text-decoration:line-through;${node.attribs?.style ?? ''}`
  return { ...node, attribs: { ...node.attribs, style } } as DomNode
}

function text(data: string): DomNode {
  return { type: 'text', data } as DomNode
}
