/**
 * Counts the work of a program, without a clock: how often each block of its code ran, and how many
 * characters it gave to what V8 does by itself.
 *
 * The first is what the profiler of V8 counts (precise coverage, block by block), in our code and in that of
 * libraries; the second is summed by wrappers. What an expression costs inside is judged elsewhere, by
 * `test/regexes.test.ts`. The same call gives the same count on any machine.
 */
import { Session } from 'node:inspector/promises'
import { runInNewContext } from 'node:vm'

type Method = (this: unknown, ...args: unknown[]) => unknown

/** Methods that walk through the whole of what they are called on. */
const WHOLE: readonly (readonly [object, readonly string[]])[] = [
  [
    String.prototype,
    ['replaceAll', 'split', 'toLowerCase', 'toUpperCase', 'toLocaleUpperCase', 'toWellFormed'],
  ],
  [
    Array.prototype,
    [
      'concat',
      'fill',
      'includes',
      'indexOf',
      'join',
      'lastIndexOf',
      'reverse',
      'shift',
      'slice',
      'splice',
      'toReversed',
      'unshift',
    ],
  ],
]
/** Methods that put the marks of each letter in order, which costs the square of their number: UAX #15 §13. */
const ORDER = ['localeCompare', 'normalize'] as const

/** Marks that come one after the other, the two that only become marks among them. */
const MARKS = /[\p{M}\uff9e\uff9f]+/gu

/** Methods that walk to what they find. */
const SEARCH = ['includes', 'indexOf', 'lastIndexOf'] as const

/** Methods that walk over what they take off. */
const TRIM = ['trim', 'trimEnd', 'trimStart'] as const

type Cost = (self: unknown, result: unknown, args: readonly unknown[]) => number

/** What is copied, where a part is; else the whole. */
const walked: Cost = (self, result) => {
  const { length } = self as { length: number }
  return Array.isArray(self) && Array.isArray(result) ? Math.min(length, result.length) : length
}

/** Another realm, where nothing is counted: V8 goes through a text without a call for each place. */
const { RegExp: Untouched } = runInNewContext('({ RegExp })') as { readonly RegExp: typeof RegExp }
const twins = new Map<string, RegExp | null>()

/** The same expression there, for one that goes through the whole of a text; null for one that looks at one place. */
function twinOf(expression: RegExp): RegExp | null {
  const { source, flags } = expression
  const name = `${flags}/${source}`
  const known = twins.get(name)
  if (known !== undefined) return known
  const made = isHeld(expression) ? null : new Untouched(source, flags)
  twins.set(name, made)
  return made
}

/** Whether it looks no further than one place. */
function isHeld({ source, multiline, sticky }: RegExp): boolean {
  return sticky || (source.startsWith('^') && !multiline)
}

/** The work of one run. */
export interface Counter {
  /** Runs `step` and gives what it cost, with what ran since the count before. */
  count(step: () => unknown): Promise<number>
  close(): Promise<void>
}

/** Starts counting; while it is open this thread is slow. */
export async function openCounter(): Promise<Counter> {
  const session = new Session()
  session.connect()
  await session.post('Profiler.enable')
  await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true })
  let given = 0
  const undo: (() => void)[] = []
  const wrap = (target: object, name: string, cost: Cost) => {
    const original = Reflect.get(target, name) as Method
    const counted: Method = function counted(...args) {
      const result = Reflect.apply(original, this, args)
      given += cost(this, result, args)
      return result
    }
    Object.defineProperty(target, name, { value: counted, configurable: true, writable: true })
    undo.push(() =>
      Object.defineProperty(target, name, { value: original, configurable: true, writable: true }),
    )
  }
  for (const [target, names] of WHOLE) {
    for (const name of names) wrap(target, name, walked)
  }
  for (const name of ORDER) {
    wrap(String.prototype, name, (self) => {
      const text = self as string
      // Those of the other realm, which nobody counts.
      const runs = twinOf(MARKS)?.[Symbol.match](text) ?? []
      return runs.reduce((sum, run) => sum + run.length ** 2, text.length)
    })
  }
  for (const name of SEARCH) {
    wrap(String.prototype, name, (self, result, [, place]) => {
      const { length } = self as string
      const from = typeof place === 'number' ? place : name === 'lastIndexOf' ? length : 0
      const found = typeof result === 'number' && result >= 0
      if (name === 'lastIndexOf')
        return found ? Math.abs(from - result) + 1 : Math.min(from, length)
      return found ? result - from + 1 : Math.max(0, length - from)
    })
  }
  for (const name of TRIM) {
    wrap(
      String.prototype,
      name,
      (self, result) => (self as string).length - (result as string).length + 1,
    )
  }
  const { exec } = RegExp.prototype
  const own = <T extends keyof RegExp>(name: T, counted: RegExp[T]): void => {
    const original = RegExp.prototype[name]
    RegExp.prototype[name] = counted
    undo.push(() => {
      RegExp.prototype[name] = original
    })
  }
  own('exec', function counted(this: RegExp, text: string) {
    const from = this.lastIndex
    const found = exec.call(this, text)
    given += 1
    // To the end of what it found, else through all that was left, but where it is held.
    if (found !== null) given += found.index + found[0].length - from
    else if (!isHeld(this)) given += String(text).length - from
    return found
  })
  // What goes through a whole text would come there for each place: its characters are counted at once.
  const {
    [Symbol.match]: match,
    [Symbol.replace]: replace,
    [Symbol.split]: split,
  } = RegExp.prototype
  own(Symbol.match, function counted(this: RegExp, text: string) {
    const twin = this.global ? twinOf(this) : null
    if (twin === null) return Reflect.apply(match, this, [text])
    this.lastIndex = 0
    given += text.length + 1
    const found = twin[Symbol.match](text)
    return found && ([...found] as RegExpMatchArray)
  })
  own(Symbol.split, function counted(this: RegExp, text: string, limit?: number) {
    const twin = limit === undefined ? twinOf(this) : null
    if (twin === null) return Reflect.apply(split, this, [text, limit])
    given += text.length + 1
    return [...twin[Symbol.split](text)]
  })
  own(Symbol.replace, function counted(this: RegExp, text: string, by: never) {
    const twin = this.global ? twinOf(this) : null
    if (twin === null) return Reflect.apply(replace, this, [text, by])
    this.lastIndex = 0
    given += text.length + 1
    return twin[Symbol.replace](text, by)
  })
  return {
    async count(step) {
      given = 0
      await step()
      const characters = given
      const { result } = await session.post('Profiler.takePreciseCoverage')
      let blocks = 0
      for (const { functions } of result) {
        for (const { ranges } of functions) for (const { count } of ranges) blocks += count
      }
      return blocks + characters
    },
    async close() {
      for (const each of undo) each()
      await session.post('Profiler.stopPreciseCoverage')
      session.disconnect()
    },
  }
}
