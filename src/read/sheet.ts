/**
 * A style sheet as rules, a style attribute as declarations.
 *
 * In    CSS as it stands in a letter, whatever it holds
 * Out   rules with their declarations, shorthands spelled out; conditional ones are not certain to hold
 *
 * CSS Syntax Level 3 §5.4 (consume a list of rules, of declarations): tokens and blocks are read by csstools, which
 * ends what is left open as browsers do. Values come in lower case, escapes undone, without comments.
 */
import {
  type ComponentValue,
  isSimpleBlockNode,
  isTokenNode,
  isWhiteSpaceOrCommentNode,
  parseListOfComponentValues,
  type SimpleBlockNode,
} from '@csstools/css-parser-algorithms'
import { type CSSToken, TokenType, tokenize } from '@csstools/css-tokenizer'

export interface Declaration {
  readonly property: string
  readonly value: string
  readonly important: boolean
}

export interface Rule {
  /** As written. */
  readonly selectors: string
  readonly declarations: readonly Declaration[]
  /** It holds for whoever sees the letter: not within @media, @supports, another rule and the like. */
  readonly isCertain: boolean
}

/** The rules of a sheet; those of a conditional one are not certain. Null: it is too deep to be read. */
export function rulesIn(css: string, isCertain: boolean): readonly Rule[] | null {
  const values = valuesIn(css)
  return values && rulesOf(values, isCertain)
}

/** The declarations of a style attribute; null: too deep to be read. */
export function declarationsIn(style: string): readonly Declaration[] | null {
  const values = valuesIn(style)
  return values && blockOf(values).declarations
}

function valuesIn(css: string): readonly ComponentValue[] | null {
  try {
    return parseListOfComponentValues(tokenize({ css }))
  } catch {
    // csstools reads blocks within blocks to a depth of 512.
    return null
  }
}

function rulesOf(values: readonly ComponentValue[], isCertain: boolean): readonly Rule[] {
  const rules: Rule[] = []
  let before: ComponentValue[] = []
  for (const value of values) {
    if (isSimpleBlockNode(value) && isCurly(value)) {
      rules.push(...ruleOf(before, value, isCertain))
      before = []
    } else if (isSign(value, TokenType.Semicolon) && isAt(before)) before = []
    else if (!(isSign(value, TokenType.CDO) || isSign(value, TokenType.CDC))) before.push(value)
  }
  return rules
}

function ruleOf(
  before: readonly ComponentValue[],
  block: SimpleBlockNode,
  isCertain: boolean,
): readonly Rule[] {
  const name = atNameOf(before)
  if (name === null) {
    const { declarations, nested } = blockOf(block.value)
    return [{ selectors: before.join('').trim(), declarations, isCertain }, ...nested]
  }
  if (name === 'media') return rulesOf(block.value, isCertain && isForAll(before))
  return GROUPS.has(name) ? rulesOf(block.value, false) : []
}

/** At-rules that hold rules. CSS Conditional Rules, Cascade 5, Containment 3 */
const GROUPS = new Set(
  'supports layer container scope document -moz-document starting-style'.split(' '),
)

/** `@media all`, `@media screen`: the sheet of whoever reads mail. */
function isForAll(prelude: readonly ComponentValue[]): boolean {
  return /^@media\s*(?:(?:only\s+)?(?:all|screen)\s*)?$/i.test(prelude.join('').trim())
}

function atNameOf(before: readonly ComponentValue[]): string | null {
  const first = before.find((one) => !isWhiteSpaceOrCommentNode(one))
  const token = first !== undefined && isTokenNode(first) ? first.value : undefined
  return token?.[0] === TokenType.AtKeyword ? token[4].value.toLowerCase() : null
}

function isAt(before: readonly ComponentValue[]): boolean {
  return atNameOf(before) !== null
}

function isCurly({ startToken }: SimpleBlockNode): boolean {
  return startToken[0] === TokenType.OpenCurly
}

function isSign(value: ComponentValue, type: TokenType): boolean {
  return isTokenNode(value) && value.value[0] === type
}

/** The declarations of a block; a block within is a rule for some of the same elements. CSS Nesting 1 */
function blockOf(values: readonly ComponentValue[]): {
  readonly declarations: readonly Declaration[]
  readonly nested: readonly Rule[]
} {
  const declarations: Declaration[] = []
  const nested: Rule[] = []
  let item: ComponentValue[] = []
  for (const value of values) {
    if (isSimpleBlockNode(value) && isCurly(value)) {
      nested.push(...ruleOf(item, value, false).map((rule) => ({ ...rule, isCertain: false })))
      item = []
    } else if (isSign(value, TokenType.Semicolon)) {
      declarations.push(...declarationOf(item))
      item = []
    } else item.push(value)
  }
  return { declarations: [...declarations, ...declarationOf(item)], nested }
}

const IMPORTANT = / ?! ?important$/

function declarationOf(item: readonly ComponentValue[]): readonly Declaration[] {
  const inked = item.filter((one) => !isWhiteSpaceOrCommentNode(one))
  const [name, colon] = inked
  if (name === undefined || !isSign(name, TokenType.Ident)) return []
  if (colon === undefined || !isSign(colon, TokenType.Colon)) return []
  const property = textOf([name]).replace(/^-(?:webkit|moz|ms|o)-/, '')
  const written = item.slice(item.indexOf(colon) + 1)
  const said = textOf(written)
  const value = property === 'content' ? wordsOf(written) : said.replace(IMPORTANT, '').trim()
  // Programs leave values empty: those say nothing.
  if (value === '' && property !== 'content') return []
  return longhands(property, value).map(([one, its]) => ({
    property: one,
    value: its,
    important: IMPORTANT.test(said),
  }))
}

/** What `content` writes, a part a line: a string after `"`, the name of an attribute after `@`. */
function wordsOf(values: readonly ComponentValue[]): string {
  const parts = values.flatMap((one) => {
    const tokens = one.tokens()
    const said = tokens.find((token) => token[0] === TokenType.String)
    if (said?.[0] === TokenType.String) return [`"${said[4].value.replace(/\s+/g, ' ')}`]
    const isAttribute = textOf([one]).startsWith('attr(')
    const named = tokens.find((token) => token[0] === TokenType.Ident)
    return isAttribute && named ? [`@${signOf(named)}`] : []
  })
  return parts.join('\n')
}

function textOf(values: readonly ComponentValue[]): string {
  const tokens = values.flatMap((one) => one.tokens())
  return tokens.map(signOf).join('').replace(/ {2,}/g, ' ').trim()
}

function signOf(token: CSSToken): string {
  switch (token[0]) {
    case TokenType.Ident:
      return token[4].value.toLowerCase()
    case TokenType.Function:
      return `${token[4].value.toLowerCase()}(`
    case TokenType.Dimension:
      return `${token[4].value}${token[4].unit.toLowerCase()}`
    case TokenType.String:
      return JSON.stringify(token[4].value)
    case TokenType.Whitespace:
    case TokenType.Comment:
      return ' '
    default:
      return token[1].toLowerCase()
  }
}

const NAMED_SIZE = /^(?:(?:xx?-|xxx-)?(?:small|large)|medium|smaller|larger)$/
const SIZE = /^(?:0|[\d.]{1,12}(?:[a-z]{1,4}|%))$/

/** The size in a `font`: its first length; a keyword of the system's fonts stands for itself. */
function sizeIn(font: string): string {
  const parts = font.split(/[ /]/)
  const size = parts.find((one) => NAMED_SIZE.test(one) || SIZE.test(one))
  return size ?? (parts.length === 1 ? font : font.includes('(') ? '?' : 'medium')
}

/** The height of lines in a `font`: what stands after its slash. */
function lineIn(font: string): string {
  return /\/ ?([^ /]{1,20})/.exec(font)?.[1] ?? 'normal'
}

/** What a shorthand of four sides says of each; a value that is not plain lengths is said of all. CSS Box 4 §3 */
function sidesOf(value: string): readonly (readonly [string, string])[] {
  const parts = value.includes('(') ? [value] : value.split(' ')
  const [top = '', right = top, bottom = top, left = right] = parts
  return [
    ['top', top],
    ['right', right],
    ['bottom', bottom],
    ['left', left],
  ]
}

/** A shorthand as the properties that are looked at; what it does not say it resets. */
function longhands(property: string, value: string): readonly (readonly [string, string])[] {
  switch (property) {
    case 'font':
      return [
        ['font-size', sizeIn(value)],
        ['line-height', lineIn(value)],
        ['font', value],
      ]
    case 'background':
      return [['background-color', value]]
    case 'inset':
      return sidesOf(value).map(([side, its]) => [side, its])
    case 'margin':
    case 'padding':
      return sidesOf(value).map(([side, its]) => [`${property}-${side}`, its])
    case 'inset-block':
    case 'inset-inline':
    case 'margin-block':
    case 'margin-inline':
    case 'padding-block':
    case 'padding-inline':
      return ['start', 'end'].map((side) => [`${property}-${side}`, value])
    case 'block-size':
    case 'max-block-size':
      return [[property.replace('block-size', 'height'), value]]
    case 'inline-size':
    case 'max-inline-size':
    case 'min-inline-size':
      return [[property.replace('inline-size', 'width'), value]]
    case 'overflow-x':
    case 'overflow-y':
      return [['overflow', value]]
    case 'text-decoration-line':
      return [['text-decoration', value]]
    default:
      return [[property, value]]
  }
}
