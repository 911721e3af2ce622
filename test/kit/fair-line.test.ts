/**
 * Nobody waits behind all that another brought: a table of who waits, and a property over any order of coming.
 */
import fc from 'fast-check'
import t from 'tap'

import { openFairLine, type Turn } from '../../src/kit/fair-line.ts'

function served(waiting: readonly (readonly [string, Turn])[]): string[] {
  const line = openFairLine<string>()
  for (const [name, turn] of waiting) line.put(name, turn)
  const all: string[] = []
  for (let one = line.next(); one !== undefined; one = line.next()) all.push(one)
  return all
}

const turn = (lane: string, who: string): Turn => ({ lane, who })

t.test('lanes take turns, and within a lane those who wait; one keeps his order', (t) => {
  const flood = ['1', '2', '3', '4', '5'].map((name) => [name, turn('plain', 'x')] as const)
  t.strictSame(served([...flood, ['s', turn('signed', 'a')]]), ['1', 's', '2', '3', '4', '5'])
  t.strictSame(served([...flood, ['h', turn('plain', 'b')], ['h2', turn('plain', 'b')]]), [
    '1',
    'h',
    '2',
    'h2',
    '3',
    '4',
    '5',
  ])
  t.end()
})

t.test('whoever waits is served within as many turns as there are others, lanes and all', (t) => {
  const places = fc.record({
    lane: fc.constantFrom('plain', 'signed'),
    who: fc.constantFrom('a', 'b', 'c'),
  })
  fc.assert(
    fc.property(fc.array(places, { maxLength: 60 }), (turns) => {
      const named = turns.map((one, at) => [`${at}`, one] as const)
      const all = served(named)
      t.equal(all.length, turns.length)
      const firsts = new Map<string, number>()
      for (const [at, name] of all.entries()) {
        const { lane, who } = turns[Number(name)] as Turn
        const key = `${lane} ${who}`
        if (!firsts.has(key)) firsts.set(key, at)
      }
      // Three who wait in each of two lanes that take turns.
      for (const [key, at] of firsts) if (at >= 6) throw new Error(`${key} waited for ${at}`)
      const order = new Map<string, number>()
      for (const name of all) {
        const { lane, who } = turns[Number(name)] as Turn
        const key = `${lane} ${who}`
        if ((order.get(key) ?? -1) > Number(name)) throw new Error(`${key} lost his order`)
        order.set(key, Number(name))
      }
    }),
  )
  t.end()
})
