/**
 * Colours of mark-up, and whether one can be read on another.
 *
 * In    a colour as CSS or an attribute names it
 * Out   its red, green, blue and opacity; null where it is written in a way that is not known here
 *
 * CSS Color 4 §4–§7, §10 (system colours of a light page) · HTML, legacy colour values · WCAG 2.2 (contrast ratio)
 */
import names from 'color-name'

/** Red, green and blue from 0 to 255, opacity from 0 to 1. */
export interface Colour {
  readonly rgb: readonly [number, number, number]
  readonly alpha: number
}

export const WHITE: Colour = { rgb: [255, 255, 255], alpha: 1 }
export const BLACK: Colour = { rgb: [0, 0, 0], alpha: 1 }

const SYSTEM: { readonly [name: string]: Colour } = {
  transparent: { rgb: [0, 0, 0], alpha: 0 },
  canvas: WHITE,
  window: WHITE,
  field: WHITE,
  canvastext: BLACK,
  windowtext: BLACK,
  fieldtext: BLACK,
  buttontext: BLACK,
  infotext: BLACK,
  menutext: BLACK,
  captiontext: BLACK,
  '-webkit-text': BLACK,
  graytext: { rgb: [109, 109, 109], alpha: 1 },
  linktext: { rgb: [0, 0, 238], alpha: 1 },
  '-webkit-link': { rgb: [0, 0, 238], alpha: 1 },
  visitedtext: { rgb: [85, 26, 139], alpha: 1 },
  auto: BLACK,
}

/** A colour by its name, its hexadecimal digits or a function of numbers. */
export function colourOf(said: string): Colour | null {
  const name = said.trim().toLowerCase()
  const system = Object.hasOwn(SYSTEM, name) ? SYSTEM[name] : undefined
  if (system !== undefined) return system
  const rgb = Object.hasOwn(names, name) ? names[name as keyof typeof names] : undefined
  if (rgb !== undefined) return { rgb: [...rgb], alpha: 1 }
  return hexadecimal(name) ?? functional(name)
}

function hexadecimal(said: string): Colour | null {
  const digits = /^#?([\da-f]{3,8})$/.exec(said)?.[1] ?? ''
  const wide = digits.length < 5 ? [...digits].map((one) => one + one).join('') : digits
  if (wide.length !== 6 && wide.length !== 8) return null
  const [r = 0, g = 0, b = 0, a = 255] = (wide.match(/../g) ?? []).map((one) => parseInt(one, 16))
  return { rgb: [r, g, b], alpha: a / 255 }
}

function functional(said: string): Colour | null {
  const [, name, inner = ''] = /^(rgb|hsl)a?\(([^()]{1,100})\)$/.exec(said) ?? []
  const parts = inner.split(/[\s,/]+/).filter((one) => one !== '')
  const [a = NaN, b = NaN, c = NaN, alpha = 1] = parts.map((one) => amount(one, name === 'rgb'))
  if (name === undefined || [a, b, c, alpha].some(Number.isNaN)) return null
  const opacity = parts[3]?.endsWith('%') ? Number.parseFloat(parts[3]) / 100 : alpha
  return { rgb: name === 'rgb' ? [a, b, c] : ofHue(a, b / 100, c / 100), alpha: opacity }
}

function amount(said: string, isByte: boolean): number {
  if (said === 'none') return 0
  if (!/^[-+]?[\d.]+(?:%|deg)?$/.test(said)) return NaN
  const value = Number.parseFloat(said)
  return isByte && said.endsWith('%') ? (value * 255) / 100 : value
}

function ofHue(hue: number, saturation: number, lightness: number): [number, number, number] {
  const at = (n: number): number => {
    const k = (((n + hue / 30) % 12) + 12) % 12
    const reach = saturation * Math.min(lightness, 1 - lightness)
    return 255 * (lightness - reach * Math.max(-1, Math.min(k - 3, 9 - k, 1)))
  }
  return [at(0), at(8), at(4)]
}

/** One colour over another. */
export function over(above: Colour, below: Colour): Colour {
  const mix = (i: 0 | 1 | 2): number =>
    above.rgb[i] * above.alpha + below.rgb[i] * (1 - above.alpha)
  return { rgb: [mix(0), mix(1), mix(2)], alpha: 1 }
}

/** From 1 (the same) to 21 (black on white). */
export function contrast(one: Colour, other: Colour): number {
  const [a, b] = [luminance(one), luminance(other)]
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)
}

function luminance({ rgb }: Colour): number {
  const linear = (value: number): number => {
    const part = Math.min(Math.max(value, 0), 255) / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  }
  return 0.2126 * linear(rgb[0]) + 0.7152 * linear(rgb[1]) + 0.0722 * linear(rgb[2])
}
