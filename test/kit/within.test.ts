import t from 'tap'

import { within } from '../../src/kit/within.ts'

t.test('waits for the work, and no longer than the bound', async (t) => {
  let done = false
  const work = new Promise<void>((resolve) => setTimeout(resolve, 5)).then(() => {
    done = true
  })
  await within(60_000, work)
  t.equal(done, true)
  // Its own timer holds nothing open; this one stands for the rest of a process.
  const alive = setTimeout(() => undefined, 10_000)
  await within(10, new Promise(() => undefined))
  clearTimeout(alive)
  await t.rejects(within(60_000, Promise.reject(new Error('wrong'))), /wrong/)
})
