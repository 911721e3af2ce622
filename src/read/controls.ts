/**
 * What the controls, images and hidden corners of an HTML body show: words that are no text of an element.
 *
 * In    an element
 * Out   the text that stands in its place, or how far what it holds is seen
 *
 * A value typed, a box ticked, an option chosen are what the author saw. WHATWG HTML §4.8, §4.10, §4.11
 */
import { type AnyNode, type Element, isTag, isText } from 'domhandler'

import type { Seen } from './visible.ts'

/** What stands in the place of an element that shows something else than its text. */
export interface Shown {
  readonly text: string
  readonly seen: Seen
}

const seen = (text: string): Shown => ({ text, seen: 'seen' })
const doubt = (text: string): Shown => ({ text, seen: 'doubt' })
const NOTHING = seen('')

/** What an element shows in place of what it holds; null: it holds what it shows. */
export function controlText(element: Element): Shown | null {
  switch (element.name) {
    case 'input':
      return input(element)
    case 'select':
      return seen(` ${chosen(element)} `)
    case 'img':
    case 'area':
      return image(element)
    default:
      return null
  }
}

const BUTTONS = new Set(['submit', 'button', 'reset'])
const UNSHOWN = new Set(['file', 'color', 'range'])

function input({ attribs }: Element): Shown {
  const { value = '', checked, placeholder = '' } = attribs
  const type = (attribs.type ?? 'text').toLowerCase()
  if (type === 'checkbox' || type === 'radio') return seen(checked === undefined ? ' ☐ ' : ' ☑ ')
  if (type === 'image') return doubt(labelled(attribs.alt ?? ''))
  if (type === 'hidden' || type === 'password') return { text: value, seen: 'hidden' }
  if (UNSHOWN.has(type)) return doubt(` ${value} `)
  if (value === '' && !BUTTONS.has(type)) return doubt(` ${placeholder} `)
  return seen(` ${value} `)
}

/** The option that a closed list shows; of an open one all, ticked or not. */
function chosen(list: Element): string {
  const options = optionsOf(list)
  const isOpen = 'multiple' in list.attribs || Number(list.attribs.size ?? 1) > 1
  if (isOpen) {
    return options
      .map((one) => `${'selected' in one.attribs ? '☑' : '☐'} ${labelOf(one)}`)
      .join(' ')
  }
  const one = options.findLast(({ attribs }) => 'selected' in attribs) ?? options[0]
  return one === undefined ? '' : labelOf(one)
}

function optionsOf({ children }: Element): readonly Element[] {
  return children.filter(isTag).flatMap((one) => (one.name === 'option' ? [one] : optionsOf(one)))
}

function labelOf(option: Element): string {
  return option.attribs.label ?? textOf(option).replace(/\s+/g, ' ').trim()
}

/** All text within a node, as it stands. */
export function textOf(node: AnyNode): string {
  let text = ''
  const left = [node]
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    if (isText(next)) text += next.data
    else if ('children' in next) left.push(...next.children.toReversed())
  }
  return text
}

/** A picture of a sign is that sign. */
const SIGN = /^(?:\p{Extended_Pictographic}|\p{Emoji_Component}){1,12}$/u
/** Names of files, and what programs write of a picture by themselves: nobody's words. */
const NO_WORDS =
  /\.(?:png|jpe?g|gif|bmp|svg)$|générée automatiquement|^(?:image|logo|photo) ?\d{0,9}$/

/** What is told of a picture is seen where the picture is not: one that comes with the letter is. */
function image({ name, attribs }: Element): Shown {
  const alt = (attribs.alt ?? '').trim()
  if (SIGN.test(alt)) return seen(alt)
  const isHere = /^(?:cid|data):/i.test((attribs.src ?? '').trim())
  if (name === 'area' || isHere || NO_WORDS.test(alt.toLowerCase())) return NOTHING
  return doubt(labelled(alt))
}

function labelled(alt: string): string {
  return /[\p{L}\p{N}]/u.test(alt) ? ` [image : ${alt}] ` : ''
}

/** Elements that some programs show and others do not, or only at a click; and those that none does. */
const CORNERS: { readonly [name: string]: Seen } = {
  noscript: 'doubt',
  noframes: 'doubt',
  noembed: 'doubt',
  canvas: 'doubt',
  video: 'doubt',
  audio: 'doubt',
  object: 'doubt',
  datalist: 'hidden',
}

/** How far what an element holds is seen, by its name and attributes alone. */
export function cornerOf(element: Element): Seen {
  const { name, attribs, parent } = element
  if (Object.hasOwn(CORNERS, name)) return CORNERS[name] ?? 'seen'
  if (name === 'dialog') return 'open' in attribs ? 'seen' : 'doubt'
  const isFolded = parent !== null && isTag(parent) && parent.name === 'details'
  if (isFolded && name !== 'summary') return 'open' in parent.attribs ? 'seen' : 'doubt'
  return 'seen'
}
