/**
 * What of an HTML body its author saw: each text within it is seen, left out, or in doubt.
 *
 * In    how an element looks, where it stands
 * Out   how far its text is seen; every client shows it so (`hidden`), or some do, or it is hard to see (`doubt`)
 *
 * Left out is only what no program shows. A value that is not understood is a doubt. SPEC §4
 * CSS Display 3, Visual Formatting 2.2, Fonts 4, Overflow 3, Masking 1, Writing Modes 4
 */
import type { Values } from './cascade.ts'
import { BLACK, type Colour, colourOf, contrast, over, WHITE } from './colours.ts'
import { isFar, isOutside, lengthOf } from './lengths.ts'
import { isMoved } from './moved.ts'

export type Seen = 'seen' | 'doubt' | 'hidden'

/** What an element hands down to those within it. */
export interface Place {
  /** Of its box: nothing within can undo it. */
  readonly box: Seen
  readonly visibility: Seen
  readonly indent: Seen
  /** Of its lines: those of no height lie on one another. */
  readonly leading: Seen
  /** How far its left side has been moved, in pixels. */
  readonly aside: number
  readonly opacity: number
  /** Null: not understood. */
  readonly color: Colour | null
  readonly background: Colour
  /** In pixels; null: not understood. */
  readonly font: number | null
}

export const PAGE: Place = {
  box: 'seen',
  visibility: 'seen',
  indent: 'seen',
  leading: 'seen',
  aside: 0,
  opacity: 1,
  color: BLACK,
  background: WHITE,
  font: 16,
}

const ORDER: readonly Seen[] = ['seen', 'doubt', 'hidden']

/** The less seen of several. */
export function least(...all: readonly Seen[]): Seen {
  return ORDER[Math.max(...all.map((one) => ORDER.indexOf(one)))] ?? 'seen'
}

/** What is sure and what is perhaps, as one: only what is surely and always hidden is. */
export function both(sure: Seen, perhaps: Seen): Seen {
  return sure === perhaps ? sure : 'doubt'
}

const SEEN = new WeakMap<Place, Seen>()

/** How text that stands right in a place is seen. */
export function textIn(place: Place): Seen {
  const known = SEEN.get(place) ?? judged(place)
  SEEN.set(place, known)
  return known
}

function judged(place: Place): Seen {
  const { box, visibility, indent, leading, aside, color, background, font } = place
  const size: Seen =
    font === null ? 'doubt' : font === 0 ? 'hidden' : font < MIN_FONT ? 'doubt' : 'seen'
  const side: Seen = isOutside(aside) ? 'doubt' : 'seen'
  return least(box, visibility, indent, leading, side, size, inkOn(color, background))
}

const MIN_FONT = 4
/** Below it words are not told from the page: #f0f0f0 on white has 1.1, the lightest grey that mails use 1.6. */
const MIN_CONTRAST = 1.4

function inkOn(color: Colour | null, background: Colour): Seen {
  if (color === null) return 'doubt'
  return contrast(over(color, background), background) < MIN_CONTRAST ? 'doubt' : 'seen'
}

const PLACES = new WeakMap<Place, WeakMap<Values, Place>>()

/** The place of an element within another's; the same for all that look the same there. */
export function placeOf(looks: Values, within: Place): Place {
  if (looks.size === 0) return within
  const known = PLACES.get(within) ?? new WeakMap<Values, Place>()
  const place = known.get(looks) ?? placed(looks, within)
  PLACES.set(within, known.set(looks, place))
  return place
}

function placed(looks: Values, within: Place): Place {
  const opacity = within.opacity * opacityOf(looks.get('opacity'))
  return {
    box: least(within.box, boxOf(looks), shownAt(opacity)),
    visibility: visibilityOf(looks.get('visibility'), within.visibility),
    indent: indentOf(looks.get('text-indent'), within.indent),
    leading: leadingOf(looks.get('line-height'), within.leading),
    aside: within.aside + shiftOf(looks),
    opacity,
    color: inkOf(looks.get('text-fill-color') ?? looks.get('color'), within.color),
    background: groundOf(looks.get('background-color'), within.background),
    font: sizeOf(looks.get('font-size'), within.font),
  }
}

function inkOf(said: string | undefined, inherited: Colour | null): Colour | null {
  if (said === undefined || INHERITS.has(said) || said === 'currentcolor') return inherited
  return said === 'initial' || said === 'revert' ? BLACK : colourOf(said)
}

const INHERITS = new Set(['inherit', 'unset'])

/** The first colour among what a background says; nothing understood: the page shows through. */
function groundOf(said: string | undefined, within: Colour): Colour {
  if (said === undefined) return within
  const parts = said.match(/[\w-]+\([^()]*\)|#?[\w-]+/g) ?? []
  const colour = parts.map(colourOf).find((one) => one !== null)
  return colour === undefined ? within : over(colour, within)
}

function visibilityOf(said: string | undefined, inherited: Seen): Seen {
  if (said === undefined || INHERITS.has(said)) return inherited
  if (said === 'hidden' || said === 'collapse') return 'hidden'
  return said === 'visible' || said === 'initial' || said === 'revert' ? 'seen' : 'doubt'
}

function indentOf(said: string | undefined, inherited: Seen): Seen {
  if (said === undefined || INHERITS.has(said)) return inherited
  return isFar(said) ? 'doubt' : 'seen'
}

function leadingOf(said: string | undefined, inherited: Seen): Seen {
  if (said === undefined || INHERITS.has(said)) return inherited
  if (said === 'normal' || said === 'initial' || said === 'revert') return 'seen'
  const height = /^[\d.]+$/.test(said) ? Number.parseFloat(said) * 16 : lengthOf(said)
  return height === null || height < MIN_FONT || isOutside(height) ? 'doubt' : 'seen'
}

const ASIDE = ['margin-left', 'margin-inline-start', 'padding-left', 'padding-inline-start']

/** What its own declarations move a box to the right, or to the left. */
function shiftOf(looks: Values): number {
  return ASIDE.reduce((sum, side) => {
    const said = looks.get(side) ?? ''
    // A part of what stands around it is no length that adds up.
    return sum + (said === '' || said.endsWith('%') ? 0 : (lengthOf(said) ?? 0))
  }, 0)
}

function opacityOf(said: string | undefined): number {
  if (said === undefined || /^(?:in|un|re)/.test(said)) return 1
  const value = Number.parseFloat(said) / (said.endsWith('%') ? 100 : 1)
  return Number.isFinite(value) && /^[-+]?[\d.]/.test(said) ? Math.min(Math.max(value, 0), 1) : 0.1
}

function shownAt(opacity: number): Seen {
  if (opacity < 0.01) return 'hidden'
  return opacity < 0.35 ? 'doubt' : 'seen'
}

const SIZES: { readonly [name: string]: number } = {
  'xx-small': 9,
  'x-small': 10,
  small: 13,
  medium: 16,
  large: 18,
  'x-large': 24,
  'xx-large': 32,
  'xxx-large': 48,
  initial: 16,
  revert: 16,
}

function sizeOf(said: string | undefined, inherited: number | null): number | null {
  if (said === undefined || INHERITS.has(said)) return inherited
  const named = Object.hasOwn(SIZES, said) ? SIZES[said] : undefined
  if (named !== undefined) return named
  if (said === 'smaller' || said === 'larger') {
    return inherited === null ? null : inherited * (said === 'smaller' ? 0.8 : 1.2)
  }
  // « font: menu » and the like are sizes of the system's own.
  if (/^(?:caption|icon|menu|message-box|small-caption|status-bar)$/.test(said)) return 13
  return lengthOf(said, inherited)
}

const DISPLAYS = new Set(
  (
    'inherit initial unset revert block inline flow flow-root inline-block table inline-table flex inline-flex grid ' +
    'inline-grid list-item contents run-in math'
  ).split(' '),
)

function isDisplay(said: string): boolean {
  return said
    .split(' ')
    .every((one) => DISPLAYS.has(one) || /^(?:ruby|table-|-webkit-|-moz-|-ms-)/.test(one))
}

/** What hides a box with all that is in it, by its own declarations. */
function boxOf(looks: Values): Seen {
  const display = looks.get('display')
  if (display === 'none') return 'hidden'
  if (display !== undefined && !isDisplay(display)) return 'doubt'
  return least(
    clippedTo(looks),
    ...[...looks].map(([property, value]) =>
      isMoved(property, value, looks.get('position') ?? '') ? 'doubt' : 'seen',
    ),
  )
}

const EXTENTS = ['height', 'max-height', 'width', 'max-width', 'line-height']

/** A box of no size that cuts off what is beyond it; one that does not still shows it. */
function clippedTo(looks: Values): Seen {
  const isCut =
    /hidden|clip|scroll|auto/.test(looks.get('overflow') ?? '') ||
    /strict|content|paint/.test(looks.get('contain') ?? '')
  const sizes = EXTENTS.flatMap((name) => {
    const said = looks.get(name)
    // A part of what stands around it is no size that is known here.
    const isPart = said?.endsWith('%') === true && Number.parseFloat(said) > 0
    const size = said === undefined || isPart ? null : lengthOf(said)
    const isLine = name === 'line-height' && /^[\d.]+$/.test(said ?? '')
    return size === null ? [] : [isLine ? size * 16 : size]
  })
  const smallest = Math.min(...sizes, Infinity)
  if (isCut) return smallest <= 0 ? 'hidden' : smallest < MIN_FONT ? 'doubt' : 'seen'
  return lengthOf(looks.get('max-height') ?? '1') === 0 ? 'doubt' : 'seen'
}
