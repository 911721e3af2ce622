/**
 * Counts the work of a program, without a clock: how often each block of its code ran, and how many
 * characters it gave to what V8 does by itself.
 *
 * The first is what the profiler of V8 counts (precise coverage, block by block), in our code and in that of
 * libraries; the second is summed by wrappers. What an expression costs inside is judged elsewhere, by
 * `test/regexes.test.ts`. The same call gives the same count on any machine.
 */
import { Session } from 'node:inspector/promises'

type Method = (this: unknown, ...args: unknown[]) => unknown

/** Methods that walk through the whole of what they are called on. */
const WHOLE: readonly (readonly [object, readonly string[]])[] = [
  [
    String.prototype,
    [
      'normalize',
      'replaceAll',
      'split',
      'toLowerCase',
      'toUpperCase',
      'toLocaleUpperCase',
      'toWellFormed',
    ],
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

/** How far an expression looked: to the end of what it found, else through all that was left, but where it is held. */
function lookedAt(
  { source, multiline, sticky }: RegExp,
  found: RegExpExecArray | null,
  left: number,
): number {
  if (found === null) return sticky || (source.startsWith('^') && !multiline) ? 0 : left
  return found[0].length + (sticky ? 0 : found.index - (found.input.length - left))
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
  RegExp.prototype.exec = function counted(this: RegExp, text: string) {
    const from = this.global || this.sticky ? this.lastIndex : 0
    const found = Reflect.apply(exec, this, [text]) as RegExpExecArray | null
    given += lookedAt(this, found, String(text).length - from) + 1
    return found
  }
  undo.push(() => {
    RegExp.prototype.exec = exec
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
