/**
 * Who waits for a dossier holds nothing: a table of small cases, and a property over any order of coming and going.
 */
import fc from 'fast-check'
import t from 'tap'

import { Engaged, openDossierLines, type Place } from '../../src/flow/dossier-lines.ts'

/** One mail on its way: it ends when told to. */
function mail(place: Place, dossier: string, who = 'x') {
  const { promise, resolve } = Promise.withResolvers<void>()
  let begun = false
  const done = place
    .alone(dossier, who, async () => {
      begun = true
      await promise
    })
    .finally(() => place.leave())
  return { isBegun: () => begun, end: resolve, done }
}

const turn = () => new Promise((resolve) => setImmediate(resolve))

t.test('one holds the lock, three more wait without a hand, all others go back', async (t) => {
  const called: string[] = []
  const lines = openDossierLines((id) => called.push(id))
  const free: string[] = []
  const come = (id: string) =>
    mail(
      lines.place(id, () => free.push(id)),
      'd',
    )
  const inside = ['1', '2', '3', '4'].map(come)
  await turn()
  t.strictSame(
    inside.map((each) => each.isBegun()),
    [true, false, false, false],
  )
  t.strictSame(free, ['2', '3', '4'], 'the one at the lock keeps its hand')
  for (const id of ['5', '6', '7']) {
    const refused = await come(id).done.catch((error: unknown) => error)
    t.ok(refused instanceof Engaged)
    lines.wait(id, refused as Engaged)
  }
  t.strictSame(called, [], 'nobody is called while there is no room')
  inside[0]?.end()
  await inside[0]?.done
  await turn()
  t.equal(inside[1]?.isBegun(), true)
  t.strictSame(called, ['5'], 'in its order')
  const late = await come('8').done.catch((error: unknown) => error)
  t.ok(late instanceof Engaged, 'a newcomer does not take the place of the one called')
  const fifth = come('5')
  for (const each of [...inside, fifth]) each.end()
  await fifth.done
  t.equal(fifth.isBegun(), true)
  t.strictSame(called, ['5', '6', '7'])
})

t.test('dossiers do not know of each other, and authors of one take turns', async (t) => {
  const called: string[] = []
  const lines = openDossierLines((id) => called.push(id))
  const place = (id: string) => lines.place(id, () => undefined)
  const first = ['a', 'b', 'c', 'd'].map((id) => mail(place(id), 'one'))
  const other = mail(place('o'), 'two')
  await turn()
  t.equal(other.isBegun(), true)
  for (const [id, who] of [
    ['e', 'flood'],
    ['f', 'flood'],
    ['g', 'flood'],
    ['h', 'requis'],
  ] as const) {
    lines.wait(id, new Engaged('one', who))
  }
  for (const each of [...first, other]) each.end()
  await Promise.all(first.map(({ done }) => done))
  t.strictSame(called, ['e', 'h', 'f', 'g'])
})

t.test('a call that is lost, or that another host answered, stops nothing', async (t) => {
  const called: string[] = []
  const lines = openDossierLines((id) => called.push(id))
  const place = (id: string) => lines.place(id, () => undefined)
  for (const id of ['1', '2', '3', '4', '5', '6']) lines.wait(id, new Engaged('d', 'x'))
  t.strictSame(called, ['1', '2', '3', '4'])
  place('1').leave()
  t.strictSame(called.splice(0), ['1', '2', '3', '4', '5'], 'the row was taken elsewhere')
  const swept = mail(place('6'), 'd')
  await turn()
  t.equal(swept.isBegun(), true, 'the others do not come: whoever comes gets in')
  const late = mail(place('2'), 'd')
  swept.end()
  late.end()
  await Promise.all([swept.done, late.done])
  t.equal(late.isBegun(), true, 'who was called has its place, however late')
})

t.test('a work that throws gives its turn to the next', async (t) => {
  const lines = openDossierLines(() => undefined)
  const place = (id: string) => lines.place(id, () => undefined)
  const broken = place('1').alone('d', 'x', () => Promise.reject(new Error('broken')))
  const next = mail(place('2'), 'd')
  await t.rejects(broken, { message: 'broken' })
  await turn()
  t.equal(next.isBegun(), true)
  next.end()
  await next.done
})

t.test('each mail is at the lock once and alone, and is judged twice at most', async (t) => {
  const mails = fc.array(
    fc.record({ dossier: fc.constantFrom('d', 'e'), who: fc.constantFrom('a', 'b', 'c') }),
    { maxLength: 40 },
  )
  await fc.assert(
    fc.asyncProperty(mails, fc.scheduler(), async (all, scheduler) => {
      const judged = all.map(() => 0)
      const done = all.map(() => 0)
      const at = new Map<string, number>()
      const hop = async (id: number): Promise<void> => {
        const { dossier, who } = all[id] as (typeof all)[number]
        judged[id] = (judged[id] ?? 0) + 1
        const place = lines.place(`${id}`, () => undefined)
        try {
          await scheduler.schedule(Promise.resolve(), 'open')
          await place.alone(dossier, who, async () => {
            at.set(dossier, (at.get(dossier) ?? 0) + 1)
            if (at.get(dossier) !== 1) throw new Error('two at one lock')
            await scheduler.schedule(Promise.resolve(), 'commit')
            at.set(dossier, 0)
            done[id] = (done[id] ?? 0) + 1
          })
          place.leave()
        } catch (error) {
          place.leave()
          if (!(error instanceof Engaged)) throw error
          lines.wait(`${id}`, error)
        }
      }
      const hops: Promise<void>[] = []
      const lines = openDossierLines((id) => hops.push(hop(Number(id))))
      for (const id of all.keys()) hops.push(hop(id))
      const ended = async (seen: number): Promise<void> => {
        await Promise.all(hops)
        if (hops.length > seen) await ended(hops.length)
      }
      await scheduler.waitFor(ended(0))
      t.strictSame(new Set(done), new Set(all.length === 0 ? [] : [1]))
      if (judged.some((times) => times > 2)) throw new Error(`judged ${Math.max(...judged)} times`)
    }),
    { numRuns: 60 },
  )
})
