/**
 * Which declarations hold for an element: those of the letter's style sheets and of its own attribute.
 *
 * In    the elements of an HTML body, its sheets
 * Out   for each element the value of each property that is looked at: surely, and perhaps (with the rules of which it
 *       is not sure that they hold or whom they hit); the words that style sheets write beside it
 *
 * CSS Cascade 5 §6 (importance, the attribute, specificity, order). Nothing is loaded; rules beyond a number of steps
 * are not looked at, and nothing is sure then.
 */
import { type Element, isTag } from 'domhandler'

import { mayMove } from './moved.ts'
import { candidates, foundAmong, indexOf, type Target, targetsOf } from './selectors.ts'
import { type Declaration, declarationsIn, type Rule, rulesIn } from './sheet.ts'

export type Values = ReadonlyMap<string, string>

/** How an element looks: `sure` to whoever sees the letter, `perhaps` to some. */
export interface Looks {
  readonly sure: Values
  readonly perhaps: Values
}

export interface Cascade {
  /** `hints`: what its other attributes declare, below any sheet. */
  readonly looksOf: (element: Element, hints: readonly Declaration[]) => Looks
  /** What style sheets write before and after an element (`content`). */
  readonly generated: (element: Element, where: 'before' | 'after') => string
  /** More rules than are looked at: nothing is sure. */
  readonly isTooMuch: boolean
}

/** A sheet of a letter: `scope` is the quotation that it stands in, beyond which nobody knows whether it holds. */
export interface Sheet {
  readonly css: string
  readonly isCertain: boolean
  readonly scope: Element | null
}

interface Hit {
  readonly declarations: readonly Declaration[]
  readonly specificity: number
  readonly order: number
  readonly isCertain: boolean
}

const MAX_CSS = 256 * 1024
const MAX_STEPS = 4_000_000

/** What decides whether words are seen, and what their marks are. */
const LOOKED_AT = new Set(
  (
    'background-color color contain content display font font-family font-size height left line-height max-height ' +
    'max-width opacity overflow position right text-decoration text-fill-color text-indent top vertical-align ' +
    'visibility width'
  ).split(' '),
)

function isLookedAt({ property, value }: Declaration): boolean {
  return LOOKED_AT.has(property) || mayMove(property, value)
}

/** The cascade of a letter of these elements. */
export function cascadeOf(elements: readonly Element[], sheets: readonly Sheet[]): Cascade {
  const found: Found = { hits: new Map(), before: new Map(), after: new Map() }
  const rules = allRules(sheets)
  const index = indexOf(elements)
  let steps = 0
  for (const [order, { rule, scope }] of (rules ?? []).entries()) {
    for (const target of targetsOf(rule.selectors)) {
      const near = candidates(target, index)
      steps += near.length * target.tokens.length
      if (steps <= MAX_STEPS) addHits(near, { rule, scope, target, order }, found)
    }
  }
  const known = new Map<string, Looks>()
  return {
    looksOf: (element, hints) => {
      const hits = found.hits.get(element) ?? []
      const { style = '' } = element.attribs
      if (hits.length === 0 && style === '' && hints.length === 0) return NOTHING
      // Letters hold thousands of elements that look the same.
      const key = [
        ...hits.map(keyOf),
        ...hints.map(({ property, value }) => `${property}:${value}`),
        style,
      ].join('\n')
      const looks = known.get(key) ?? looksFrom(hits, ownOf(style), hints)
      known.set(key, looks)
      return looks
    },
    generated: (element, where) => found[where].get(element) ?? '',
    isTooMuch: rules === null || steps > MAX_STEPS,
  }
}

interface Found {
  readonly hits: Map<Element, Hit[]>
  readonly before: Map<Element, string>
  readonly after: Map<Element, string>
}

interface Aim {
  readonly rule: Rule
  readonly scope: Element | null
  readonly target: Target
  readonly order: number
}

function addHits(
  near: readonly Element[],
  { rule, scope, target, order }: Aim,
  found: Found,
): void {
  const { declarations } = rule
  for (const { element, isCertain } of foundAmong(near, target)) {
    if (target.beside !== null) {
      found[target.beside].set(element, contentOf(declarations, element))
      continue
    }
    const own = found.hits.get(element) ?? []
    found.hits.set(element, own)
    own.push({
      declarations,
      specificity: target.specificity,
      order,
      isCertain: rule.isCertain && isCertain && isWithin(element, scope),
    })
  }
}

/** The rules that say something of what is looked at; null: more than are read. */
function allRules(
  sheets: readonly Sheet[],
): readonly { readonly rule: Rule; readonly scope: Element | null }[] | null {
  const size = sheets.reduce((sum, { css }) => sum + css.length, 0)
  const read = size > MAX_CSS ? [null] : sheets.map(({ css, isCertain }) => rulesIn(css, isCertain))
  if (read.includes(null)) return null
  return sheets.flatMap(({ scope }, at) =>
    (read[at] ?? []).flatMap((rule) => {
      const declarations = rule.declarations.filter(isLookedAt)
      return declarations.length === 0 ? [] : [{ rule: { ...rule, declarations }, scope }]
    }),
  )
}

function isWithin(element: Element, scope: Element | null): boolean {
  for (let at: Element | null = element; at !== null; at = parentOf(at)) {
    if (at === scope) return true
  }
  return scope === null
}

function parentOf({ parent }: Element): Element | null {
  return parent !== null && isTag(parent) ? parent : null
}

const WEIGHT_OF_ATTRIBUTE = 1_000_000

function keyOf({ order, specificity, isCertain }: Hit): string {
  return `${order} ${specificity} ${isCertain}`
}

function looksFrom(
  hits: readonly Hit[],
  declarations: readonly Declaration[],
  hints: readonly Declaration[],
): Looks {
  const below = { declarations: hints, specificity: -1, order: 0, isCertain: true }
  const own = { declarations, specificity: WEIGHT_OF_ATTRIBUTE, order: 0, isCertain: true }
  const all = [below, ...hits, own].sort(
    (a, b) => a.specificity - b.specificity || a.order - b.order,
  )
  const sure = all.filter(({ isCertain }) => isCertain)
  const values = valuesOf(sure)
  return { sure: values, perhaps: sure.length === all.length ? values : valuesOf(all) }
}

const NOTHING: Looks = { sure: new Map(), perhaps: new Map() }
const MAX_STYLE = 8192

/** A style that is not read may say anything. */
const UNREAD: readonly Declaration[] = [{ property: 'display', value: '?', important: true }]

function ownOf(style: string): readonly Declaration[] {
  const said = style.length > MAX_STYLE ? null : declarationsIn(style)
  return said?.filter(isLookedAt) ?? UNREAD
}

function valuesOf(hits: readonly Hit[]): Values {
  const values = new Map<string, string>()
  for (const important of [false, true]) {
    for (const { declarations } of hits) {
      for (const one of declarations) {
        if (one.important === important) values.set(one.property, one.value)
      }
    }
  }
  return values
}

/** The words that `content` writes: its strings and the attributes that it names. CSS Generated Content 3 */
function contentOf(declarations: readonly Declaration[], { attribs }: Element): string {
  const value = declarations.findLast(({ property }) => property === 'content')?.value ?? ''
  return value
    .split('\n')
    .map((part) => (part.startsWith('@') ? (attribs[part.slice(1)] ?? '') : part.slice(1)))
    .join('')
}
