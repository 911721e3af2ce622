/**
 * Which elements the selectors of a style sheet hit.
 *
 * In    the selectors of a rule, the elements of a letter
 * Out   the elements, and for each whether every program agrees
 *
 * Selectors 4. They are matched by css-select; what it does not know, or knows in quadratic time only, is taken away and
 * the hit is not certain.
 */
import { compile } from 'css-select'
import { parse, type Selector, SelectorType, stringify } from 'css-what'
import type { AnyNode, Element } from 'domhandler'

const QUIRKS = { quirksMode: true } as const
const ANY: Selector = { type: SelectorType.Universal, namespace: null }

/** One selector of a rule, as far as it is matched. */
export interface Target {
  readonly tokens: Selector[]
  readonly specificity: number
  readonly isWhole: boolean
  readonly beside: 'before' | 'after' | null
}

/** The selectors of a rule. */
export function targetsOf(selectors: string): readonly Target[] {
  try {
    const parsed = parse(selectors)
    const targets = parsed.map(targetOf)
    // A list that holds anything else a browser perhaps drops whole.
    return isPlain(selectors, parsed) ? targets : targets.map((one) => ({ ...one, isWhole: false }))
  } catch {
    // A selector that css-what does not know may be one that a browser knows: it perhaps hits anything.
    return [{ tokens: [ANY], specificity: 0, isWhole: false, beside: null }]
  }
}

/** Is it read as it is written, with nothing that a browser may not know? */
function isPlain(selectors: string, parsed: readonly (readonly Selector[])[]): boolean {
  const bare = (text: string): string => text.toLowerCase().replace(/[\s'"]/g, '')
  const isKnown = (token: Selector): boolean =>
    isMatched(token) ||
    (token.type.startsWith('pseudo') && 'name' in token && BESIDE.has(token.name))
  return (
    bare(stringify(parsed as Selector[][])) === bare(selectors) &&
    parsed.every((one) => one.every(isKnown))
  )
}

const BESIDE = new Set(['before', 'after', 'first-line', 'first-letter'])

/** Pseudo-classes that are matched at once; those of a pointer or of a visit never are in a letter. */
const MATCHED = new Set(
  'root empty first-child link any-link hover active focus visited'.split(' '),
)

function targetOf(tokens: readonly Selector[]): Target {
  const end = tokens.at(-1)
  const beside =
    end?.type.startsWith('pseudo') &&
    'name' in end &&
    (end.name === 'before' || end.name === 'after')
      ? end.name
      : null
  const kept = withoutUnknown(beside === null ? tokens : tokens.slice(0, -1))
  return {
    tokens: kept.tokens,
    specificity: tokens.reduce((sum, token) => sum + weightOf(token), 0),
    isWhole: kept.isWhole,
    beside,
  }
}

function withoutUnknown(all: readonly Selector[]): { tokens: Selector[]; isWhole: boolean } {
  // Of « a ~ b » only b is matched: who stands before it is looked for in quadratic time.
  const cut = all.findLastIndex(({ type }) => type === 'sibling' || type === 'column-combinator')
  const tokens = all.slice(cut + 1).map((token) => (isMatched(token) ? token : ANY))
  return {
    tokens: tokens.length === 0 ? [ANY] : tokens,
    isWhole: cut === -1 && all.every(isMatched),
  }
}

function isMatched(token: Selector): boolean {
  if (token.type === 'pseudo-element') return false
  return token.type !== 'pseudo' || (token.data === null && MATCHED.has(token.name))
}

function weightOf(token: Selector): number {
  if (token.type === 'attribute')
    return token.name === 'id' && token.action === 'equals' ? 10_000 : 100
  if (token.type === 'pseudo') return 100
  return token.type === 'tag' || token.type === 'pseudo-element' ? 1 : 0
}

/** Letters without a doctype know classes and identifiers whatever their case; only then, it is not certain. */
export function foundAmong(
  near: readonly Element[],
  { tokens, isWhole }: Target,
): readonly { readonly element: Element; readonly isCertain: boolean }[] {
  if (near.length === 0) return []
  const isHit = compile<AnyNode, Element>([[...tokens]], QUIRKS)
  const isExact = compile<AnyNode, Element>([[...tokens]])
  return near
    .filter((element) => isHit(element))
    .map((element) => ({ element, isCertain: isWhole && isExact(element) }))
}

/** Elements by name, class and identifier, of which letters without a doctype do not know the case. */
export interface Index {
  readonly all: readonly Element[]
  readonly by: ReadonlyMap<string, readonly Element[]>
}

/** The elements of a letter, to be found by what selectors name. */
export function indexOf(all: readonly Element[]): Index {
  const by = new Map<string, Element[]>()
  const add = (key: string, element: Element): void => {
    const known = by.get(key)
    if (known === undefined) by.set(key, [element])
    else known.push(element)
  }
  for (const element of all) {
    const { id, class: named = '' } = element.attribs
    add(element.name, element)
    if (id !== undefined) add(`#${id.toLowerCase()}`, element)
    for (const one of new Set(named.toLowerCase().split(/\s+/))) add(`.${one}`, element)
  }
  return { all, by }
}

/** The elements that the last part of a selector may hit. */
export function candidates({ tokens }: Target, { all, by }: Index): readonly Element[] {
  const start = tokens.findLastIndex(({ type }) => COMBINATORS.has(type)) + 1
  const lists = tokens.slice(start).flatMap((token) => {
    const key = keyOf(token)
    return key === null ? [] : [by.get(key) ?? []]
  })
  return lists.toSorted((a, b) => a.length - b.length)[0] ?? all
}

const COMBINATORS: ReadonlySet<string> = new Set(['descendant', 'child', 'adjacent', 'parent'])

function keyOf(token: Selector): string | null {
  if (token.type === 'tag') return token.name.toLowerCase()
  if (token.type !== 'attribute') return null
  if (token.name === 'id' && token.action === 'equals') return `#${token.value.toLowerCase()}`
  const isClass = token.name === 'class' && token.action === 'element'
  return isClass ? `.${token.value.toLowerCase()}` : null
}
