/**
 * Declarations that move, cut, cover or turn the words they hold, so that perhaps nobody reads them as they stand.
 *
 * In    a property with its value, the position of its box
 * Out   whether it leaves what it holds in doubt
 *
 * A length beyond the page is a doubt in whatever property it stands, but in those that move no words. SPEC §4
 * CSS Box 4, Positioned Layout 3, Transforms 1, Masking 1, Compositing 1, Animations 1, Text 3 §8
 */
import { hasFar, isFar, lengthOf } from './lengths.ts'

const NONE = /^(?:none|auto|normal|visible|initial|inherit|unset|revert|no)$/

type Doubts = (value: string, position: string) => boolean

const unlessNone: Doubts = (value) => !NONE.test(value)
const shift: Doubts = (value) => isFar(value)
const offset: Doubts = (value, position) =>
  /absolute|fixed|relative|sticky/.test(position) && isFar(value)
const spacing =
  (least: number, most: number): Doubts =>
  (value) => {
    const length = NONE.test(value) ? 0 : lengthOf(value)
    return length === null || length <= least || length >= most
  }
const wide: Doubts = (value) => !value.endsWith('%') && (lengthOf(value) ?? 0) >= WIDE
/** A box wider than any page: where in it the words stand nobody knows. */
const WIDE = 3000

const all = (properties: string, doubts: Doubts): { readonly [property: string]: Doubts } =>
  Object.fromEntries(properties.split(' ').map((property) => [property, doubts]))

/** What moves a box from one of its sides. */
export const SHIFTS =
  'margin-left margin-right margin-top margin-bottom margin-inline-start margin-inline-end margin-block-start ' +
  'margin-block-end padding-left padding-right padding-top padding-bottom padding-inline-start padding-inline-end ' +
  'padding-block-start padding-block-end'

const DOUBTS: { readonly [property: string]: Doubts } = {
  ...all(SHIFTS, shift),
  ...all(
    'left top right bottom inset-block-end inset-block-start inset-inline-end inset-inline-start',
    offset,
  ),
  ...all(
    'animation animation-name clip-path filter line-clamp mask mask-image mix-blend-mode mso-hide offset-path ' +
      'perspective rotate scale text-security transform translate',
    unlessNone,
  ),
  ...all('width min-width', wide),
  'letter-spacing': spacing(-4, 24),
  'word-spacing': spacing(-8, 150),
  'z-index': (value) => value.startsWith('-'),
  'unicode-bidi': (value) => value.includes('override'),
  'content-visibility': (value) => value === 'hidden',
  zoom: (value) => !NONE.test(value) && Number.parseFloat(value) < (value.endsWith('%') ? 40 : 0.4),
  clip: (value, position) => !NONE.test(value) && /absolute|fixed/.test(position),
}

/** Lengths in them move no words: sizes, corners, shadows, pictures, what only Outlook says of its own. */
const STILL =
  /^(?:--|mso-|background|box-shadow|text-shadow|outline|(?:max-|min-)?(?:height|width|block-size|inline-size)$|content$|font|line-height|position$|size$|text-indent$|(?:left|top|right|bottom|inset)|scroll|transition|object|quotes|src)|radius/

/** Is a declaration one that may move what it holds? */
export function mayMove(property: string, value: string): boolean {
  return Object.hasOwn(DOUBTS, property) || (!STILL.test(property) && hasFar(value))
}

/** Does a declaration leave what it holds in doubt? */
export function isMoved(property: string, value: string, position: string): boolean {
  const doubts = Object.hasOwn(DOUBTS, property) ? DOUBTS[property] : undefined
  return doubts === undefined ? mayMove(property, value) : doubts(value, position)
}
