import t from 'tap'

import { openHands } from '../../src/queue/concurrency.ts'

/** Work that ends when it is told to. */
function held() {
  const { promise, resolve } = Promise.withResolvers<void>()
  return { work: () => promise, end: resolve }
}

const turn = () => new Promise((resolve) => setImmediate(resolve))

t.test('works on so many calls at a time, and on the others in their order', async (t) => {
  const hands = openHands({ hands: 2, line: 10 })
  const begun: number[] = []
  const works = [held(), held(), held(), held()]
  for (const [i, { work }] of works.entries()) {
    hands.offer(async () => {
      begun.push(i)
      await work()
    })
  }
  await turn()
  t.strictSame(begun, [0, 1])
  works[1]?.end()
  await turn()
  t.strictSame(begun, [0, 1, 2])
  for (const { end } of works) end()
  await turn()
  t.strictSame(begun, [0, 1, 2, 3])
  await hands.close()
})

t.test('takes no more into its line than it was told, so that others are rung', async (t) => {
  const hands = openHands({ hands: 1, line: 1 })
  const first = held()
  t.equal(hands.offer(first.work), true)
  t.equal(
    hands.offer(async () => undefined),
    true,
    'it waits in line',
  )
  t.equal(
    hands.offer(async () => undefined),
    false,
  )
  first.end()
  await turn()
  t.equal(
    hands.offer(async () => undefined),
    true,
  )
  await hands.close()
  t.equal(
    hands.offer(async () => undefined),
    false,
    'they have left',
  )
})

t.test('what the queue brings waits for a hand too, and is done when it is done', async (t) => {
  const hands = openHands({ hands: 1, line: 1 })
  const first = held()
  hands.offer(first.work)
  let done = false
  const taken = hands.take(async () => {
    done = true
  })
  await turn()
  t.equal(done, false)
  first.end()
  await taken
  t.equal(done, true)
  await hands.close()
  await hands.take(async () => {
    t.fail('nothing is begun after the close')
  })
})

t.test('a work that throws frees its hand', async (t) => {
  const hands = openHands({ hands: 1, line: 2 })
  hands.offer(() => Promise.reject(new Error('broken')))
  let done = false
  await hands.take(async () => {
    done = true
  })
  t.equal(done, true)
  await hands.close()
})

t.test('closing waits for what is in hand, and forgets the line', async (t) => {
  const hands = openHands({ hands: 1, line: 2 })
  const first = held()
  let over = false
  hands.offer(async () => {
    await first.work()
    over = true
  })
  const inLine = async () => {
    t.fail('it waited in line')
  }
  hands.offer(inLine)
  const brought = hands.take(inLine)
  const closed = hands.close()
  await brought
  t.equal(over, false)
  first.end()
  await closed
  t.equal(over, true)
})

t.test(
  'a work that waits for others lets its hand go, once, and the close waits for it',
  async (t) => {
    const hands = openHands({ hands: 1, line: 9 })
    const works = [held(), held(), held()]
    const begun: number[] = []
    for (const [i, { work }] of works.entries()) {
      hands.offer(async (letGo) => {
        begun.push(i)
        if (i === 0) letGo()
        if (i === 0) letGo()
        await work()
      })
    }
    await turn()
    t.strictSame(begun, [0, 1], 'one hand, not two')
    works[0]?.end()
    await turn()
    t.strictSame(begun, [0, 1], 'its end frees no second hand')
    let closed = false
    const closing = hands.close().then(() => {
      closed = true
    })
    await turn()
    t.equal(closed, false)
    for (const { end } of works) end()
    await closing
    t.strictSame(begun, [0, 1])
  },
)
