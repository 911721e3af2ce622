/**
 * Lengths of CSS in pixels, and which of them lie beyond the page.
 *
 * In    a value as a style sheet says it
 * Out   pixels; null where it is not understood
 *
 * CSS Values and Units 4 §5–6. What depends on the window is taken at 800 by 600 pixels.
 */
const UNITS: { readonly [unit: string]: number } = {
  px: 1,
  '': 1,
  pt: 4 / 3,
  pc: 16,
  in: 96,
  cm: 96 / 2.54,
  mm: 96 / 25.4,
  q: 96 / 101.6,
  rem: 16,
  vw: 8,
  vh: 8,
  vmin: 6,
  vmax: 10,
  lh: 20,
}

/** A length in pixels; null where it is not understood. `em`: of the font that it is told by. */
export function lengthOf(said: string, em: number | null = 16): number | null {
  const [, digits = '', unit = ''] =
    /^([-+]?(?:\d{1,9}(?:\.\d{0,9})?|\.\d{1,9})(?:e[-+]?\d{1,3})?)(%|[a-z]{0,5})$/.exec(said) ?? []
  const value = Number.parseFloat(digits)
  if (digits === '') return null
  if (value === 0) return 0
  const per = Object.hasOwn(UNITS, unit) ? UNITS[unit] : undefined
  if (per !== undefined) return value * per
  if (em === null) return null
  if (unit === '%') return (value * em) / 100
  if (unit === 'em') return value * em
  return unit === 'ex' || unit === 'ch' || unit === 'cap' || unit === 'ic' ? (value * em) / 2 : null
}

/** Before the page, and after it, in pixels: no letter that is meant to be read moves its words so far. */
const BEFORE = -150
const AFTER = 1000

/** Is this many pixels out of sight? */
export function isOutside(pixels: number): boolean {
  return pixels <= BEFORE || pixels >= AFTER
}

/** A length of what stands around, in pixels: of 100 % nothing is left on the page. */
function shiftOf(one: string): number | null {
  return /%$/.test(one) && lengthOf(one) !== null ? Number.parseFloat(one) * 10 : lengthOf(one)
}

const WORDS = /^(?:auto|inherit|initial|unset|revert|normal|none|each-line|hanging)$/

/** Out of sight to one side, or by a length that is not understood. */
export function isFar(said: string): boolean {
  return said
    .split(' ')
    .filter((one) => one !== '' && !WORDS.test(one))
    .some((one) => {
      const length = shiftOf(one)
      return length === null || isOutside(length)
    })
}

/** Does a length that is out of sight stand among other words: « 9000px solid white »? */
export function hasFar(said: string): boolean {
  return said.split(' ').some((one) => {
    const length = /[a-z%]$/.test(one) ? shiftOf(one) : null
    return length !== null && isOutside(length)
  })
}
