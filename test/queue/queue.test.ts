import { randomUUID } from 'node:crypto'

import t from 'tap'

import { silentLog } from '../../src/kit/log.ts'
import { type Call, openBell } from '../../src/queue/queue.ts'
import { freshDatabase } from '../support/database.ts'
import { until } from '../support/gateway.ts'

const redis = process.env.CONFRERE_TEST_REDIS_URL
const BACKENDS = [
  { name: 'PostgreSQL', redisUrl: null, skip: false },
  {
    name: 'Redis',
    redisUrl: redis ?? '',
    skip: redis === undefined ? 'no Redis at hand (CONFRERE_TEST_REDIS_URL)' : false,
  },
] as const

for (const { name, redisUrl, skip } of BACKENDS) {
  t.test(`a bell on ${name}`, { skip }, async (t) => {
    const { url, drop } = await freshDatabase()
    t.teardown(drop)
    const bell = (hands: number) => {
      const opened = openBell({
        databaseUrl: url,
        redisUrl,
        concurrency: { inward: hands, outward: hands },
        log: silentLog,
      })
      t.teardown(() => opened.close())
      return opened
    }
    /** Notes what it is asked to look at. */
    const noting = (heard: string[]) => async (call: Call, id: string) => {
      heard.push(`${call} ${id}`)
    }

    await t.test('rung where nobody works is heard by another process', async (t) => {
      const [here, there] = [bell(1), bell(4)]
      const heard: string[] = []
      const listening = there.listen(noting(heard))
      const ids = Array.from({ length: 20 }, () => randomUUID())
      for (const id of ids) here.ring('inbound', id)
      here.ring('outbound', 'lettre')
      await until(async () => heard.length === 21)
      t.strictSame(
        new Set(heard),
        new Set([...ids.map((id) => `inbound ${id}`), 'outbound lettre']),
      )
      await until(async () => (await here.depth()) === 0)
      await listening.stop()
    })

    await t.test('a wait of a fraction of a millisecond breaks no queue', async (t) => {
      const warned: string[] = []
      const log = { ...silentLog, warn: (event: string) => void warned.push(event) }
      const concurrency = { inward: 1, outward: 1 }
      const rung = openBell({ databaseUrl: url, redisUrl, concurrency, log })
      t.teardown(() => rung.close())
      const heard: string[] = []
      const listening = rung.listen(noting(heard))
      for (const ms of [0.25, 12.5, 99.999]) rung.ring('outbound', `après ${ms}`, ms)
      await until(async () => heard.length === 3)
      t.strictSame(warned, [])
      await listening.stop()
    })

    await t.test('rung where a hand is free is answered there, without the queue', async (t) => {
      const [here, there] = [bell(1), bell(1)]
      const heard: string[] = []
      const others: string[] = []
      const listening = [here.listen(noting(heard)), there.listen(noting(others))]
      for (let i = 0; i < 20; i += 1) here.ring('inbound', String(i))
      await until(async () => heard.length === 20)
      t.strictSame(others, [])
      await Promise.all(listening.map((each) => each.stop()))
    })

    await t.test('rung beyond what a process can do is heard by another', async () => {
      const [here, there] = [bell(1), bell(4)]
      const { promise: stuck, resolve } = Promise.withResolvers<void>()
      const mine = here.listen(() => stuck)
      const heard: string[] = []
      const theirs = there.listen(noting(heard))
      for (let i = 0; i < 400; i += 1) here.ring('inbound', String(i))
      await until(async () => heard.length > 0)
      resolve()
      await Promise.all([mine.stop(), theirs.stop()])
    })

    await t.test('what is rung beyond one by one leaves in few jobs', async (t) => {
      const one = bell(1)
      const { promise: stuck, resolve } = Promise.withResolvers<void>()
      const mine = one.listen(() => stuck)
      for (let i = 0; i < 400; i += 1) {
        one.ring('inbound', String(i))
        if (i > 256) await new Promise((next) => setTimeout(next, 1))
      }
      // 143 calls beyond one in hand and a line of 256: five jobs, and one for each pause that cut them.
      await until(async () => ((await one.depth()) ?? 0) >= 5)
      t.ok(((await one.depth()) ?? 143) <= 9)
      resolve()
      await mine.stop()
    })

    await t.test('rung for later is heard later; for much later, left to the sweep', async (t) => {
      const one = bell(1)
      const heard: string[] = []
      const from = performance.now()
      const at: number[] = []
      const listening = one.listen(async (call, id) => {
        // What the test before left in the queue is heard too.
        if (call !== 'deadline') return
        at.push(performance.now() - from)
        heard.push(id)
      })
      one.ring('deadline', 'tard', 3_600_000)
      one.ring('deadline', 'bientot', 400)
      await until(async () => heard.length === 1)
      t.strictSame(heard, ['bientot'])
      t.ok((at[0] ?? 0) >= 400, 'never early')
      await until(async () => (await one.depth()) === 0)
      await listening.stop()
    })
  })
}
