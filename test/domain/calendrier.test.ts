import t from 'tap'

import {
  atWall,
  debutDuJour,
  isOuvre,
  jourParis,
  joursFeries,
  paques,
  wallOf,
} from '../../src/domain/calendrier.ts'
import type { Instant, Jour } from '../../src/domain/correspondant.ts'
import type { Feries } from '../../src/domain/evenement.ts'

t.test('computes Easter as the almanacs print it', async (t) => {
  for (const day of [
    '2019-04-21',
    '2024-03-31',
    '2025-04-20',
    '2026-04-05',
    '2038-04-25',
    '2076-04-19',
  ]) {
    t.equal(paques(Number(day.slice(0, 4))), day)
  }
})

t.test('knows the eleven public holidays of 2026 and no other', async (t) => {
  t.strictSame([...joursFeries(2026, 'metropole')].toSorted(), [
    '2026-01-01',
    '2026-04-06',
    '2026-05-01',
    '2026-05-08',
    '2026-05-14',
    '2026-05-25',
    '2026-07-14',
    '2026-08-15',
    '2026-11-01',
    '2026-11-11',
    '2026-12-25',
  ])
})

t.test('adds the holidays of each territory only there', async (t) => {
  const own: [Feries, string[]][] = [
    ['alsace-moselle', ['2026-04-03', '2026-12-26']],
    ['guadeloupe', ['2026-05-27']],
    ['martinique', ['2026-05-22']],
    ['guyane', ['2026-06-10']],
    ['reunion', ['2026-12-20']],
    ['mayotte', ['2026-04-27']],
  ]
  const everywhere = joursFeries(2026, 'metropole')
  for (const [liste, days] of own) {
    const more = [...joursFeries(2026, liste)].filter((day) => !everywhere.has(day))
    t.strictSame(more.toSorted(), days, liste)
  }
})

t.test('takes the 1st of May for no working day, and a plain Thursday for one', async (t) => {
  t.notOk(isOuvre('2026-05-01' as Jour, 'metropole'))
  t.ok(isOuvre('2026-04-30' as Jour, 'metropole'))
  t.notOk(isOuvre('2026-05-02' as Jour, 'metropole'))
})

t.test('tells the day of Paris, not that of Greenwich', async (t) => {
  t.equal(jourParis('2026-06-08T22:30:00.000Z' as Instant), '2026-06-09')
  t.equal(jourParis('2026-12-08T22:30:00.000Z' as Instant), '2026-12-08')
  t.equal(debutDuJour('2026-06-09' as Jour), '2026-06-08T22:00:00.000Z')
})

t.test('goes from wall time to instant and back on both nights of the year', async (t) => {
  t.equal(new Date(atWall(Date.UTC(2026, 2, 29, 2, 30))).toISOString(), '2026-03-29T01:30:00.000Z')
  t.equal(new Date(atWall(Date.UTC(2026, 9, 25, 2, 30))).toISOString(), '2026-10-25T00:30:00.000Z')
  for (const hour of [0, 1, 3, 4, 12, 23]) {
    for (const [month, day] of [
      [2, 29],
      [9, 25],
    ] as const) {
      const wall = Date.UTC(2026, month, day, hour)
      t.equal(wallOf(atWall(wall)), wall)
    }
  }
})
