/**
 * What the mark-up of a letter says, as signs: raised and lowered text, struck text, letters of a symbol font.
 *
 * In    words as they stand within the mark-up
 * Out   the same as Unicode, else with `^`, `_` or words around them: no sense is lost with the mark-up
 *
 * « 10<sup>9</sup>/L » is 10⁹/L and not 109/L; a µ written in the font Symbol is no m. SPEC §4
 * Symbol: Adobe Symbol encoding, as in the Unicode Consortium's mapping file SYMBOL.TXT
 */

const RAISED = table('0123456789+-=()ni', '⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱ')
const LOWERED = table('0123456789+-=()', '₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎')

const ORDINAL = new Set(['er', 're', 'e', 'eme', 'ème', 'nd', 'nde', 'o', 'os'])

/** A raised word: `9` is `⁹`, `abc` is `^abc`. */
export function raised(word: string): string {
  // Programs raise the end of an ordinal by themselves: « 1er mars ».
  if (ORDINAL.has(word.toLowerCase())) return word
  return mapped(word.replaceAll('−', '-'), RAISED) ?? `^${word}`
}

/** A lowered word: `2` is `₂`, `max` is `_max`. */
export function lowered(word: string): string {
  return mapped(word.replaceAll('−', '-'), LOWERED) ?? `_${word}`
}

export const STRUCK = { before: '[barré : ', after: ']' } as const

const SYMBOL = new Map([
  ...row(0x20, ' !∀#∃%&∍()∗+,−./0123456789:;<=>?'),
  ...row(0x40, '≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_'),
  ...row(0x60, '‾αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼'),
  ...row(0xa0, '€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…⏐⎯↵'),
  ...row(0xc0, 'ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓'),
  ...row(0xe0, '◊〈®©™∑⎛⎜⎝⎡⎢⎣⎧⎨⎩⎪'),
  ...row(0xf1, '〉∫⌠⎮⌡⎞⎟⎠⎤⎥⎦⎫⎬⎭'),
])

const WINGDINGS = new Map([
  ...row(0x4a, '☺😐☹'),
  [0x6f, '☐'],
  [0x71, '☐'],
  [0x78, '☒'],
  [0x9f, '•'],
  [0xa7, '▪'],
  [0xa8, '☐'],
  [0xd8, '➢'],
  ...row(0xdf, '←→↑↓'),
  ...row(0xe7, '🡐➔🡑🡓'),
  [0xfb, '✗'],
  [0xfc, '✓'],
  [0xfd, '☒'],
  [0xfe, '☑'],
])

/** Letters set in the font Symbol. */
export function symbols(text: string): string {
  return inFont(text, SYMBOL)
}

/** Letters set in one of the Wingdings; what is not known of them is said to be a sign. */
export function wingdings(text: string): string {
  return inFont(text, WINGDINGS, '[signe]')
}

/** Signs that Word and Outlook write as characters of private use, U+F020 to U+F0FF: those of Symbol. */
export function privateSigns(text: string): string {
  return /[\uf020-\uf0ff]/.test(text)
    ? text.replace(/[\uf020-\uf0ff]/g, (sign) => SYMBOL.get(sign.charCodeAt(0) - 0xf000) ?? sign)
    : text
}

function inFont(text: string, font: ReadonlyMap<number, string>, unknown?: string): string {
  let out = ''
  for (const letter of text) {
    const code = letter.codePointAt(0) ?? 0
    const own = code >= 0xf020 && code <= 0xf0ff ? code - 0xf000 : code
    out += font.get(own) ?? (own > 0x20 && own < 0x100 ? (unknown ?? letter) : letter)
  }
  return out
}

function table(from: string, to: string): ReadonlyMap<string, string> {
  const signs = [...to]
  return new Map([...from].map((letter, at) => [letter, signs[at] ?? letter]))
}

function row(start: number, signs: string): readonly (readonly [number, string])[] {
  return [...signs].map((sign, at) => [start + at, sign] as const)
}

/** Each letter by the table; null when one is not in it. */
function mapped(word: string, signs: ReadonlyMap<string, string>): string | null {
  let out = ''
  for (const letter of word) {
    const sign = signs.get(letter)
    if (sign === undefined) return null
    out += sign
  }
  return out
}
