/**
 * Whose turn it is: counted in turns, not in time.
 */
import t from 'tap'

import { openTurns } from '../../src/sandbox/turns.ts'

const a = (from = 'a@x') => ({ peer: 'A', from })
const b = (from = 'b@x') => ({ peer: 'B', from })
const calm = (): number => 0

/** Lets what is ready go on. */
const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

t.test('a peer with many mails holds half of the places while another waits', async (t) => {
  const turns = openTurns([1, 2], calm)
  const served: string[] = []
  const dones: (() => void)[] = []
  const ask = (who: ReturnType<typeof a>): void => {
    void turns.take(who).then(({ done }) => {
      served.push(who.peer)
      dones.push(() => done(0))
    })
  }
  for (let n = 0; n < 10; n++) ask(a())
  await settle()
  t.strictSame(served, ['A', 'A'], 'alone, it has all of them')
  ask(b())
  ask(b())
  for (let n = 0; n < 4; n++) {
    dones.shift()?.()
    await settle()
  }
  t.strictSame(served, ['A', 'A', 'B', 'A', 'B', 'A'])
})

t.test('within a peer, the correspondents take turns', async (t) => {
  const turns = openTurns([1], calm)
  const served: string[] = []
  const first = await turns.take(a())
  for (const from of ['one', 'one', 'one', 'two', 'three']) {
    void turns.take(a(from)).then(({ done }) => {
      served.push(from)
      done(0)
    })
  }
  first.done(0)
  await settle()
  t.strictSame(served, ['one', 'two', 'three', 'one', 'one'])
})

t.test('the mails of a costly peer wait in the ledger, and those of others here', async (t) => {
  let now = 0
  const turns = openTurns([1, 2], () => now)
  const costly = await turns.take(a())
  costly.done(10_000)
  const held = [await turns.take(a()), await turns.take(a())]
  const waiting = [turns.take(a()), turns.take(a())]
  await t.rejects(turns.take(a()), { message: 'others go first' })
  const other = turns.take(b())
  const more = turns.take(b())
  held[0]?.done(10_000)
  await other
  now += 3_600_000
  const later = turns.take(a())
  held[1]?.done(0)
  for (const each of [other, more, ...waiting, later]) (await each).done(0)
  t.pass('all are served')
})

t.test(
  'behind the costly mails of a peer, its other correspondents have a place to wait',
  async (t) => {
    const turns = openTurns([1], () => 0)
    const costly = await turns.take(a('flood'))
    costly.done(10_000)
    const held = await turns.take(a('flood'))
    const waiting = [turns.take(a('flood')), turns.take(a('flood'))]
    await t.rejects(turns.take(a('flood')), { message: 'others go first' })
    const served: string[] = []
    const honest = ['one', 'two'].map(async (from) => {
      const { done } = await turns.take(a(from))
      served.push(from)
      done(0)
    })
    await t.rejects(turns.take(a('three')), { message: 'others go first' }, 'a few of them')
    held.done(0)
    ;(await waiting[0])?.done(0)
    await Promise.all(honest)
    t.strictSame(served, ['one', 'two'])
    ;(await waiting[1])?.done(0)
  },
)
